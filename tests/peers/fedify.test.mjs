// A real Fedify server follows our association and judges what we send it: signatures in both schemes, typed
// activities, and JSON-LD without a term that means nothing.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { isDeepStrictEqual } from "node:util";
import { expand } from "./expansion.mjs";
import { eventually, idOf, startFedify, ulid } from "./peer.mjs";
import { HANDLE, startVerbund } from "./verbund.mjs";

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

const OPEN = {
  ...EVENT,
  title_de: "Innovationswerkstatt",
  registration: "open",
  seats_in_person: "1",
  seats_online: "40",
  waiting_list: true,
  place_protected: true,
};
const PUBLIC = "https://www.w3.org/ns/activitystreams#Public";

let verbund, fedify, association, fed;
before(async () => {
  fedify = await startFedify();
  verbund = await startVerbund();
  fed = `${fedify.origin}/users/fed`;
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

describe("taking part", () => {
  let event, join, leave, joined, question;

  it("is possible by every term of the event, and its place is the town alone", async () => {
    await verbund.publish(OPEN);
    const isEvent = ({ json }) => json.type === "Create" && json.object.name === OPEN.title_de;
    const { json, unmapped } = await fedify.received(isEvent);
    const { joinMode, maximumAttendeeCapacity, locationDisclosure } = json.object;
    assert.deepEqual([joinMode, maximumAttendeeCapacity, locationDisclosure], ["restricted", 41, "accepted"]);
    assert.ok(!JSON.stringify(json).includes(OPEN.street), "the street is on the wire");
    assert.deepEqual(unmapped, []);
    event = json.object.id;
    [join, leave] = ["Join", "Leave"].map((type) => ({ to: association, activity: { type, object: event } }));
  });

  it("by a Join is accepted, with a link for that person alone", async () => {
    const { answer, id } = await say(join.activity, isAccept);
    joined = id;
    assert.deepEqual([answer.json.to, answer.json.cc], [[fed], []]);
    assert.equal(answer.json.actor, association);
    assert.equal(idOf(answer.json.object), joined);
    assert.deepEqual(answer.unmapped, []);
    const page = await fetch(answer.json.result.url);
    assert.equal(page.status, 200);
    assert.match(await page.text(), new RegExp(OPEN.street));
  });

  it("is answered alike when it is said again", async () => {
    const { answer } = await say({ ...join.activity, id: joined }, isAccept);
    assert.equal(idOf(answer.json.object), joined);
    assert.deepEqual(await standings(), { fed: "accepted in_person" });
  });

  it("by a Join waits where the room is full, until somebody leaves", async () => {
    const before = (await fedify.get("/received")).length;
    const { id } = await fedify.post("/send", { ...join, as: "club" });
    const waiting = await fedify.received(({ json }) => json.type === "TentativeAccept", before);
    assert.equal(idOf(waiting.json.object), id);
    await fedify.post("/send", leave);
    const accept = await fedify.received(({ json }) => json.type === "Accept" && idOf(json.object) === id, before);
    assert.deepEqual(await standings(), { fed: "cancelled in_person", club: "accepted in_person" });
    assert.deepEqual([...waiting.unmapped, ...accept.unmapped], []);
    await fedify.post("/send", { ...leave, as: "club" });
    await stand({ fed: "cancelled in_person", club: "cancelled in_person" });
  });

  it("by a reply is asked about, by a Question to that person alone", async () => {
    const reply = note({ content: "<p>Dabei!</p>", to: [PUBLIC], cc: [association] });
    const { answer } = await say({ type: "Create", object: reply }, ({ object }) => object.type === "Question");
    question = answer.json.object;
    assert.equal(question.type, "Question");
    assert.equal(question.inReplyTo, reply.id);
    for (const { to, cc } of [answer.json, question]) assert.deepEqual([to, cc], [[fed], []]);
    assert.deepEqual(question.oneOf.map(({ name }) => name), ["Vor Ort", "Online", "Doch nicht"]);
    assert.equal(answer.understood.object.type, "Question");
    assert.deepEqual(answer.unmapped, []);
    await stand({ fed: "unconfirmed in_person", club: "cancelled in_person" });
  });

  it("by a vote there is registered so, and told", async () => {
    const { answer } = await say(vote("Online"), isToldSo);
    await stand({ fed: "accepted online", club: "cancelled in_person" });
    assert.deepEqual([answer.json.to, answer.json.object.to], [[fed], [fed]]);
    assert.match(answer.json.object.content, /angemeldet \(online\)/);
    assert.deepEqual(answer.unmapped, []);
  });

  it("in the room is not promised to two, whoever votes once more", async () => {
    await fedify.post("/send", { ...join, as: "club" });
    await stand({ fed: "accepted online", club: "accepted in_person" });
    assert.match(await told(vote("Vor Ort")), /angemeldet \(online\)/);
    await stand({ fed: "accepted online", club: "accepted in_person" });
  });

  it("online is free for whoever waits for the room", async () => {
    await fedify.post("/send", { to: association, activity: vote("Doch nicht") });
    await stand({ fed: "cancelled online", club: "accepted in_person" });
    assert.match(await told(vote("Vor Ort")), /Warteliste .* Platz 1\./);
    assert.match(await told(vote("Online")), /angemeldet \(online\)/);
    await stand({ fed: "accepted online", club: "accepted in_person" });
  });

  it("is neither begun nor ended by words that mean something else, and ended by a vote", async () => {
    await fedify.post("/send", { ...leave, as: "club" });
    const attributedTo = `${fedify.origin}/users/club`;
    const reply = note({ attributedTo, content: "<p>Ist die AWO auch dabei?</p>", to: [PUBLIC] });
    await fedify.post("/send", { to: association, as: "club", activity: { type: "Create", object: reply } });
    await fedify.post("/send", { to: association, activity: vote("Doch nicht") });
    await stand({ fed: "cancelled online", club: "cancelled in_person" });
  });

  const note = (more) => ({
    type: "Note",
    id: `${fedify.origin}/notes/${crypto.randomUUID()}`,
    attributedTo: fed,
    inReplyTo: event,
    ...more,
  });

  const vote = (name) => ({
    type: "Create",
    to: [association],
    object: note({ name, inReplyTo: question.id, to: [association] }),
  });

  /** How each actor stands, by name. */
  const standings = async () => {
    const { participations } = await verbund.api("GET", `/events/${ulid(event)}/participations`);
    return Object.fromEntries(
      participations.map(({ actor, state, attendance }) => [ulid(actor), `${state} ${attendance}`]),
    );
  };

  /** Waits until they stand so. */
  const stand = (so) => eventually(async () => isDeepStrictEqual(await standings(), so));

  const told = async (activity) => (await say(activity, isToldSo)).answer.json.object.content;
  const isToldSo = ({ object }) => object.type === "Note" && object.inReplyTo === question.inReplyTo;
  const isAccept = ({ type }) => type === "Accept";

  /** Sends an activity, and tells the first answer after it that fits. */
  async function say(activity, fits) {
    const before = (await fedify.get("/received")).length;
    const { id } = await fedify.post("/send", { to: association, activity });
    return { id, answer: await fedify.received(({ json }) => fits(json), before) };
  }
});

it("whoever undoes a Follow is no follower any more", async () => {
  const [{ json }] = (await fedify.get("/received")).filter(({ understood }) => understood?.type === "Accept");
  await fedify.post("/undo-follow", { id: json.object.id ?? json.object });
  const headers = { accept: "application/activity+json" };
  const count = async () => (await (await fetch(`${association}/followers`, { headers })).json()).totalItems;
  await eventually(async () => (await count()) === 1);
});
