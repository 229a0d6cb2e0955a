// Runs the compiled `verbund` in test mode, with its own folder and port; VERBUND_BIN names the program.

import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";

const run = promisify(execFile);
const START_LIMIT_MS = 60_000;
export const HANDLE = "dialog";
const NAME = "Dialog für Cybersicherheit";
const COORDINATOR = "coordinator@dialog.example.org";

export async function startVerbund({ handle = HANDLE, name = NAME } = {}) {
  const folder = await mkdtemp(join(tmpdir(), "verbund-peers-"));
  const origin = `http://localhost:${await freePort()}`;
  const settings = join(folder, "config.toml");
  await writeFile(settings, config(origin, folder));
  const env = { ...process.env, VERBUND_CONFIG: settings };
  const verbund = async (...words) => (await run(process.env.VERBUND_BIN, words, { env })).stdout.trim();

  const server = spawn(process.env.VERBUND_BIN, ["serve"], { env, stdio: ["ignore", "ignore", "inherit"] });
  const stop = async () => {
    server.kill("SIGTERM");
    if (server.exitCode === null && server.signalCode === null) await once(server, "exit");
    await rm(folder, { recursive: true });
  };
  try {
    await ready(`${origin}/readyz`, server);
    await verbund("association", "create", handle, "--name", name);
    await verbund("account", "create", COORDINATOR, "--name", "Geschäftsstelle", "--role", "coordinator");
    const token = await verbund("token", "create", COORDINATOR, "--name", "tests");
    return { origin, stop, api: client(`${origin}/api/v1`, token), command: verbund, publish, lettersTo };
  } catch (error) {
    await stop();
    throw error;
  }

  async function publish(draft) {
    const file = join(folder, "event.json");
    await writeFile(file, JSON.stringify(draft));
    return verbund("event", "publish", file);
  }

  /** What was mailed to an address, oldest first: each letter as it was sent, its lines whole again. */
  async function lettersTo(address) {
    const mails = join(folder, "mail");
    const names = (await readdir(mails).catch(() => [])).filter((name) => name.endsWith(".eml")).sort();
    const letters = await Promise.all(names.map((name) => readFile(join(mails, name), "utf8")));
    return letters.filter((letter) => letter.includes(`To: ${address}`)).map((letter) => letter.replace(/=\r?\n/g, ""));
  }
}

function client(root, token) {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  return async (method, path, body) => {
    const response = await fetch(root + path, { method, headers, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response.status === 204 ? null : response.json();
  };
}

const config = (origin, folder) => `
[instance]
name = "Dialog für Cybersicherheit"
origin = "${origin}"

[listen]
address = "127.0.0.1:${new URL(origin).port}"

[storage]
data_dir = "${folder}"

[mail]
url = "file:${folder}/mail"
from = "post@dialog.example.org"

[federation]
first_retry_seconds = 1

[legal]
name = "Geschäftsstelle Dialog für Cybersicherheit"
street = "Musterstraße 1"
postal_code = "13357"
locality = "Berlin"
represented_by = "die Geschäftsstelle"
email = "dialog@example.org"
phone = "+49 30 0000000"
responsible = "Geschäftsstelle, Musterstraße 1, 13357 Berlin"
hosting = "diese Maschine, Deutschland"

[test]
private_network = true
`;

async function freePort() {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address();
  probe.close();
  await once(probe, "close");
  return port;
}

async function ready(url, server) {
  const deadline = Date.now() + START_LIMIT_MS;
  while (Date.now() < deadline && server.exitCode === null) {
    const response = await fetch(url).catch(() => null);
    if (response?.ok) return;
    await pause(100);
  }
  server.kill();
  throw new Error(`verbund did not answer at ${url}`);
}
