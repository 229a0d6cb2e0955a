// Other people's readers: the HTML and CSS validator, and what read.py reads with.

import { execFile } from "node:child_process";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import vnu from "vnu-jar";

const run = promisify(execFile);
const OUTPUT_LIMIT_BYTES = 16 << 20;

/** What the validator of the W3C finds in files, each as one line that begins with the file's name. */
export async function validate(...given) {
  const options = ["--stdout", "--format", "json", "--exit-zero-always"];
  const { stdout } = await run("java", ["-jar", vnu, ...options, ...given], { maxBuffer: OUTPUT_LIMIT_BYTES });
  const problems = JSON.parse(stdout).messages.filter(({ type, subType }) => type !== "info" || subType === "warning");
  return problems.map(({ url, lastLine, message, extract = "" }) =>
    `${basename(url)} line ${lastLine}: ${message} ${extract}`);
}

/** What read.py finds, in a file of the given kind. */
export async function read(...given) {
  const script = join(import.meta.dirname, "read.py");
  const { stdout } = await run(process.env.VERBUND_TEST_PYTHON ?? "python3", [script, ...given]);
  return JSON.parse(stdout);
}
