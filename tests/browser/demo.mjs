// Starts `verbund demo` for a test and ends it again; VERBUND_BIN names the program. With VERBUND_DEMO_URL, a sign-in
// link of a demo that runs already, the tests look at that one instead.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

const START_LIMIT_MS = 60_000;

/** Two instances with sample content: the first one's origin, and a sign-in link for its coordinator. */
export async function startDemo() {
  if (process.env.VERBUND_DEMO_URL) return { ...read(process.env.VERBUND_DEMO_URL), stop: async () => {} };
  const child = spawn(process.env.VERBUND_BIN, ["demo", "--port", "0"], { stdio: ["ignore", "pipe", "inherit"] });
  const printed = [];
  const tooLate = setTimeout(() => child.kill(), START_LIMIT_MS);
  for await (const line of createInterface({ input: child.stdout })) {
    printed.push(line);
    const [link] = line.match(/http:\S+\/sign-in\/\S+/) ?? [];
    if (link === undefined) continue;
    clearTimeout(tooLate);
    child.stdout.resume();
    return { ...read(link), stop: () => stop(child) };
  }
  throw new Error(`the demo ended without a sign-in link:\n${printed.join("\n")}`);
}

const read = (signInLink) => ({ origin: new URL(signInLink).origin, signInLink });

async function stop(child) {
  child.kill("SIGTERM");
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
}
