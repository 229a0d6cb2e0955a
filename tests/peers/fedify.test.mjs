// A real Fedify server follows our association and judges what we send it: signatures in both schemes, typed
// activities, and JSON-LD without a term that means nothing.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { after, before, describe, it } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { expand } from "./expansion.mjs";
import { HANDLE, startVerbund } from "./verbund.mjs";

const ARRIVAL_LIMIT_MS = 10_000;
const RFC_9421 = "rfc9421";
const CAVAGE = "draft-cavage-http-signatures-12";
const EVENT = {
  language: "de",
  title_de: "Denkwerkstatt Sichere Informationsgesellschaft",
  summary_de: "Zwei Tage Ideen, Workstreams und Ergebnisse.",
  description_de: "Der **Dialog** lädt ein.",
  kind: "denkwerkstatt",
  starts_on: "2027-11-12",
  starts_at: "10:00",
  ends_on: "2027-11-13",
  ends_at: "16:00",
  zone: "Europe/Berlin",
  attendance: "hybrid",
  place_name: "Alte Kantine",
  street: "Uferstraße 8-11",
  postal_code: "13357",
  locality: "Berlin",
  country: "DE",
  step_free: true,
  topics: "Denkwerkstatt, Cybersicherheit",
};

let verbund, fedify, association;
before(async () => {
  fedify = await startFedify();
  verbund = await startVerbund();
  association = (await fedify.get(`/lookup?uri=${verbund.origin}/@${HANDLE}`)).understood.id;
});
after(() => Promise.all([verbund?.stop(), fedify?.stop()]));

describe("the judge", () => {
  it("names a term that means nothing", async () => {
    const json = { "@context": "https://www.w3.org/ns/activitystreams", type: "Event", name: "x", seats: 12 };
    assert.deepEqual((await expand(json)).unmapped, ["seats"]);
  });
});

it("the association is understood, every term of it", async () => {
  const { understood, unmapped } = await fedify.get(`/lookup?uri=${association}`);
  assert.equal(understood.type, "Organization");
  assert.deepEqual(unmapped, []);
});

for (const [scheme, as] of [[RFC_9421, "fed"], [CAVAGE, "club"]]) {
  it(`a Follow signed by ${scheme} is taken at the first knock and answered`, async () => {
    await fedify.post("/first-knock", { scheme });
    const before = (await fedify.get("/sent")).filter(({ method }) => method === "POST").length;
    const { id } = await fedify.post("/follow", { target: association, as });
    const knocks = (await fedify.get("/sent")).filter(({ method }) => method === "POST").slice(before);
    assert.deepEqual(knocks.map((knock) => [knock.scheme, knock.status]), [[scheme, 202]]);
    const answers = ({ understood }) => understood?.type === "Accept" && understood.object.id === id;
    const accept = await fedify.received(answers);
    assert.equal(accept.understood.actor, association);
    assert.deepEqual(accept.unmapped, []);
  });
}

describe("an event", () => {
  let id;

  it("arrives typed, and every term of it means something", async () => {
    await verbund.publish(EVENT);
    const { understood, unmapped, json } = await fedify.received(({ understood }) => understood?.type === "Create");
    const { object } = understood;
    assert.equal(object.type, "Event");
    assert.equal(object.name, EVENT.title_de);
    assert.equal(object.startTime, "2027-11-12T09:00:00Z");
    assert.equal(object.endTime, "2027-11-13T15:00:00Z");
    assert.ok(object.summary.length <= 400);
    assert.deepEqual(unmapped, []);
    id = json.object.id;
  });

  it("is the same when it is asked for", async () => {
    const { understood, unmapped } = await fedify.get(`/lookup?uri=${id}`);
    assert.equal(understood.type, "Event");
    assert.deepEqual(unmapped, []);
  });

  it("reaches a server that takes RFC 9421 alone, and is not signed otherwise there again", async () => {
    await fedify.post("/refuse", { scheme: CAVAGE });
    const before = (await fedify.get("/received")).length;
    await verbund.api("PUT", `/events/${ulid(id)}`, { ...EVENT, starts_at: "11:00" });
    const taken = ({ status, understood }) => status === 202 && understood?.type === "Update";
    const update = await fedify.received(taken, before);
    assert.equal(update.scheme, RFC_9421);
    assert.equal(update.understood.object.startTime, "2027-11-12T10:00:00Z");
    assert.deepEqual(update.unmapped, []);
    const note = await fedify.received(({ understood }) => understood?.object?.type === "Note", before);
    assert.match(note.understood.object.content, /11:00/);
    const knocks = (await fedify.get("/received")).slice(before).map(({ scheme }) => scheme);
    assert.deepEqual(knocks, [CAVAGE, ...knocks.slice(1).map(() => RFC_9421)]);
    await fedify.post("/refuse", { scheme: null });
  });

  it("is called off by an Update, and by a Note for those who only read notes", async () => {
    const before = (await fedify.get("/received")).length;
    await verbund.api("POST", `/events/${ulid(id)}/cancellation`, {});
    const update = await fedify.received(({ understood }) => understood?.type === "Update", before);
    assert.equal(update.json.object.eventStatus, "EventCancelled");
    const note = await fedify.received(({ understood }) => understood?.object?.type === "Note", before);
    assert.match(note.understood.object.content, /abgesagt/i);
    assert.deepEqual([...update.unmapped, ...note.unmapped], []);
  });
});

it("whoever undoes a Follow is no follower any more", async () => {
  const [{ json }] = (await fedify.get("/received")).filter(({ understood }) => understood?.type === "Accept");
  await fedify.post("/undo-follow", { id: json.object.id ?? json.object });
  const headers = { accept: "application/activity+json" };
  const count = async () => (await (await fetch(`${association}/followers`, { headers })).json()).totalItems;
  await eventually(async () => (await count()) === 1);
});

const ulid = (iri) => iri.slice(iri.lastIndexOf("/") + 1);

async function startFedify() {
  const stdio = ["ignore", "pipe", "inherit"];
  const child = spawn(process.execPath, ["fedify.mjs"], { cwd: import.meta.dirname, stdio });
  const [line] = await once(createInterface({ input: child.stdout }), "line");
  const { control } = JSON.parse(line);
  const ask = async (path, options) => {
    const response = await fetch(control + path, options);
    const answer = await response.json();
    if (!response.ok) throw new Error(answer.error);
    return answer;
  };
  const get = (path) => ask(path);
  return {
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

async function eventually(attempt) {
  const deadline = Date.now() + ARRIVAL_LIMIT_MS;
  for (;;) {
    const outcome = await attempt();
    if (outcome) return outcome;
    assert.ok(Date.now() < deadline, "it did not happen in time");
    await pause(50);
  }
}
