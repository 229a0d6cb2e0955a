// What a demo wrote by mail: it lies in a folder, one file a mail.

import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { read } from "./readers.mjs";

const ARRIVAL_LIMIT_MS = 10_000;
const seen = new Map(); // file → letter

/** The latest letter to an address whose subject begins so, written after another one if that is given; waits for it. */
export async function letterTo(folder, address, subject, earlier = { file: "" }) {
  const deadline = Date.now() + ARRIVAL_LIMIT_MS;
  for (;;) {
    const files = await readdir(folder).catch(() => []);
    // Names are ULIDs: what was written later sorts later.
    for (const name of files.filter((name) => name.endsWith(".eml")).sort()) {
      const file = join(folder, name);
      if (!seen.has(file)) seen.set(file, { file, ...(await read("letter", file)) });
    }
    const fits = ({ file, to, subject: about }) =>
      file.startsWith(folder) && file > earlier.file && to === address && about.startsWith(subject);
    const found = [...seen.values()].findLast(fits);
    if (found !== undefined) return found;
    assert.ok(Date.now() < deadline, `no mail to ${address} about ${subject}`);
    await pause(100);
  }
}

/** Somebody's own page, as their mails link it. */
export const ownPage = ({ text }) => text.match(/http\S+\/r\/[\w-]+/)[0];
