// Starts `verbund demo` for a test and ends it again; VERBUND_BIN names the program.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

const START_LIMIT_MS = 60_000;

/** Two instances with sample content: the first one's origin, a sign-in link for its coordinator and the folder of its
 *  mails, and the other one's origin. */
export async function startDemo() {
  const child = spawn(process.env.VERBUND_BIN, ["demo", "--ports", "0,0"], { stdio: ["ignore", "pipe", "inherit"] });
  const tooLate = setTimeout(() => child.kill(), START_LIMIT_MS);
  let printed = "";
  for await (const line of createInterface({ input: child.stdout })) {
    printed += `${line}\n`;
    const [signInLink] = printed.match(/http:\S+\/sign-in\/\S+/) ?? [];
    const [, mail] = printed.match(/^ +mail +(\S+)$/m) ?? [];
    const origins = new Set([...printed.matchAll(/http:\/\/[a-z0-9.-]+:\d+/g)].map(([origin]) => origin));
    if (signInLink === undefined || mail === undefined || origins.size < 2) continue;
    clearTimeout(tooLate);
    child.stdout.resume();
    const { origin } = new URL(signInLink);
    origins.delete(origin);
    return { origin, signInLink, mail, otherOrigin: [...origins][0], stop: () => stop(child) };
  }
  throw new Error(`the demo ended without naming both instances and a sign-in link:\n${printed}`);
}

async function stop(child) {
  child.kill("SIGTERM");
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
}
