// The Fedify server as tests hold it, and what it takes to wait for servers that talk to each other.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";

const ARRIVAL_LIMIT_MS = 10_000;

export const idOf = (object) => object.id ?? object;
export const ulid = (iri) => iri.slice(iri.lastIndexOf("/") + 1);

/** The real Fedify server of `fedify.mjs`, in a process of its own, and its control. */
export async function startFedify() {
  const stdio = ["ignore", "pipe", "inherit"];
  const child = spawn(process.execPath, ["fedify.mjs"], { cwd: import.meta.dirname, stdio });
  const [line] = await once(createInterface({ input: child.stdout }), "line");
  const { origin, control } = JSON.parse(line);
  const ask = async (path, options) => {
    const response = await fetch(control + path, options);
    const answer = await response.json();
    if (!response.ok) throw new Error(answer.error);
    return answer;
  };
  const get = (path) => ask(path);
  return {
    origin,
    get,
    post: (path, body) => ask(path, { method: "POST", body: JSON.stringify(body) }),
    /** The first delivery that fits, of those since the given one; waits for it. */
    received: (fits, since = 0) => eventually(async () => (await get("/received")).slice(since).find(fits)),
    stop: async () => {
      child.kill();
      if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
    },
  };
}

/** Asks until the answer is one. */
export async function eventually(attempt) {
  const deadline = Date.now() + ARRIVAL_LIMIT_MS;
  for (;;) {
    const outcome = await attempt();
    if (outcome) return outcome;
    assert.ok(Date.now() < deadline, "it did not happen in time");
    await pause(50);
  }
}
