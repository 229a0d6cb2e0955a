// One evening of a series with a real Fedify server as follower and guest, and a second Verbund as peer: typed in by
// paste, published, registered for in every way there is, changed, given back each in its own way, and called off.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { setTimeout } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { eventually, idOf, startFedify, ulid } from "./peer.mjs";
import { startVerbund } from "./verbund.mjs";

const HANDLE = "innovationsbuero";
const VISITOR = "referat@verein.example";
const CALLER = "Referat Ehrenamt";
const ROOM = "https://raum.example/werkstatt";
const PUBLIC = "https://www.w3.org/ns/activitystreams#Public";
const EDITION = {
  language: "de",
  title_de: "Wie können wir den Geflüchteten aus der Ukraine helfen?",
  summary_de: "Der Abend der digitalen Zivilgesellschaft.",
  kind: "innovationswerkstatt",
  series: "innovationswerkstatt",
  edition: "11",
  subtitle: "der Abend der digitalen Zivilgesellschaft",
  starts_on: "2028-04-28",
  starts_at: "18:00",
  ends_at: "20:00",
  zone: "Europe/Berlin",
  attendance: "hybrid",
  place_name: "Alte Kantine Wedding",
  street: "Uferstraße 8–11",
  postal_code: "13357",
  locality: "Berlin",
  country: "DE",
  place_protected: true,
  room_url: ROOM,
  registration: "open",
};
// As it was printed.
const PROGRAMME = `18:00 Uhr – Begrüßung
18:10 Uhr – Vorstellung Allianz ukrainischer Organisationen
18:30 Uhr – Vorstellung der Finanzierung von Hilfe für Geflüchtete, Deutsche Stiftung für Engagement und Ehrenamt
18:50 Uhr – Chatbots und Karten in der Hilfe für Geflüchtete, place/making und Paritätischer Wohlfahrtsverband
19:10 Uhr – Workshop zu den drei Themen an mehreren Tischen
19:30 Uhr – Gemeinsamer Ausklang bei Pizza und Getränken`;

let buero, dialog, fedify, association, series, event, copy;
before(async () => {
  fedify = await startFedify();
  buero = await startVerbund({ handle: HANDLE, name: "Innovationsbüro" });
  dialog = await startVerbund();
  association = (await fedify.get(`/lookup?uri=${buero.origin}/@${HANDLE}`)).understood.id;
});
after(() => Promise.all([buero, dialog, fedify].map((server) => server?.stop())));

describe("before the evening", () => {
  it("Fedify follows who invites, and the series", async () => {
    series = (await buero.api("POST", "/series", {
      handle: EDITION.series, name: "Innovationswerkstatt", cadence: "quarterly",
    })).actor;
    const { understood, unmapped } = await fedify.get(`/lookup?uri=${series}`);
    assert.equal(understood.type, "Group");
    assert.deepEqual(unmapped, []);
    for (const [target, as] of [[association, "fed"], [series, "club"]]) {
      const { id } = await fedify.post("/follow", { target, as });
      await fedify.received(({ json }) => json.type === "Accept" && idOf(json.object) === id);
    }
  });

  it("another instance agrees to be a peer", async () => {
    const [here, there] = [buero, dialog].map(({ origin }) => new URL(origin).host);
    await dialog.command("peer", "ask", here);
    await eventually(async () => (await buero.command("peer", "list")).includes(there));
    await buero.command("peer", "accept", there);
    await eventually(async () => {
      const { peers } = await dialog.api("GET", "/peers");
      return peers[0].state === "agreed";
    });
  });

  it("the programme is read from the lines as they were printed", async () => {
    const { id } = await buero.api("POST", "/events", EDITION);
    const read = await buero.api("POST", `/events/${id}/agenda/paste`, { programme: PROGRAMME });
    assert.equal(read.taken, true);
    assert.deepEqual(read.lines.flatMap(({ doubts }) => doubts), []);
    assert.equal(read.lines.length, PROGRAMME.split("\n").length);
    const { agenda } = await buero.api("POST", `/events/${id}/agenda/release`, {});
    assert.deepEqual(
      agenda.sessions.map(({ starts_at, title }) => [starts_at.slice(11, 16), title.split(" ")[0]]),
      [["18:00", "Begrüßung"], ["18:10", "Vorstellung"], ["18:30", "Vorstellung"], ["18:50", "Chatbots"],
        ["19:10", "Workshop"], ["19:30", "Gemeinsamer"]],
    );
    await buero.api("POST", `/events/${id}/publication`);
  });
});

describe("the evening is announced", () => {
  it("to Fedify as an event, every term of which means something, and whose place is the town", async () => {
    const isEvent = ({ json }) => json.type === "Create" && json.object.type === "Event";
    const { understood, unmapped, json } = await fedify.received(isEvent);
    assert.deepEqual([understood.type, understood.actor, understood.object.type], ["Create", association, "Event"]);
    assert.equal(understood.object.name, EDITION.title_de);
    assert.equal(understood.object.startTime, "2028-04-28T16:00:00Z");
    assert.equal(understood.object.endTime, "2028-04-28T18:00:00Z");
    assert.ok(understood.object.summary.length <= 400);
    assert.deepEqual(unmapped, []);
    for (const secret of [EDITION.street, ROOM]) assert.ok(!JSON.stringify(json).includes(secret), secret);
    event = json.object.id;
  });

  it("to who follows the series", async () => {
    const { json } = await fedify.received(({ json }) => json.type === "Announce" && json.actor === series);
    assert.equal(idOf(json.object), event);
  });

  it("to the other instance, as an edition", async () => {
    copy = await eventually(async () =>
      (await dialog.api("GET", "/events")).events.find(({ object }) => object === event));
    const page = await (await fetch(copy.page)).text();
    assert.match(page, /11\. Ausgabe der Reihe Innovationswerkstatt/);
    for (const secret of [EDITION.street, ROOM]) assert.ok(!page.includes(secret), secret);
  });
});

describe("people register", () => {
  let own, called, joined, going, question;

  it("by the form, whose mail is confirmed by a button", async () => {
    const { url } = await buero.api("GET", `/events/${ulid(event)}`);
    const form = await fillIn(`${url}/register`, { email: VISITOR, attendance: "in_person" });
    assert.equal(form.status, 200);
    own = await linkTo(VISITOR);
    assert.match(await (await fetch(own)).text(), /Teilnahme bestätigen/);
    await stand({ form: "unconfirmed in_person" });
    assert.match(await (await post(own, { then: "confirm" })).text(), new RegExp(EDITION.street));
    await stand({ form: "accepted in_person" });
  });

  it("by telephone, written down by who works there", async () => {
    called = (await buero.api("POST", `/events/${ulid(event)}/participations`, {
      name: CALLER, attendance: "in_person",
    })).id;
    await stand({ form: "accepted in_person", staff: "accepted in_person" });
  });

  it("by a Join of Fedify, which is accepted, with a link for that person alone", async () => {
    const { id, answer } = await say("fed", { type: "Join", object: event }, ({ type }) => type === "Accept");
    joined = id;
    assert.equal(answer.understood.type, "Accept");
    assert.equal(idOf(answer.json.object), joined);
    assert.deepEqual([answer.json.to, answer.json.cc], [[user("fed")], []]);
    assert.deepEqual(answer.unmapped, []);
    assert.match(await (await fetch(answer.json.result.url)).text(), new RegExp(EDITION.street));
  });

  it("by the Accept of the event itself, as Friendica says it", async () => {
    const { json } = await fedify.get(`/lookup?uri=${event}`);
    const { answer } = await say("friendica", { type: "Accept", object: json, to: [association] }, isTo("friendica"));
    assert.equal(answer.understood.object.type, "Note");
    assert.match(answer.json.object.content, /angemeldet/);
    assert.deepEqual(answer.unmapped, []);
  });

  it("by a reply and a vote in the poll that answers it, as people at Mastodon do", async () => {
    const mention = `<span class="h-card"><a href="${association}" class="u-url mention">@<span>${HANDLE}</span></a></span>`;
    const reply = note("mastodon", { inReplyTo: event, content: `<p>${mention} dabei!</p>`, to: [PUBLIC], cc: [association] });
    const { answer } = await say("mastodon", { type: "Create", object: reply }, ({ object }) => object.type === "Question");
    question = answer.json.object;
    assert.deepEqual([answer.json.to, answer.json.cc], [[user("mastodon")], []]);
    assert.deepEqual(question.oneOf.map(({ name }) => name), ["Vor Ort", "Online", "Doch nicht"]);
    const { answer: told } = await say("mastodon", vote("Online"), ({ object }) => object.type === "Note");
    assert.match(told.json.object.content, /angemeldet \(online\)/);
    assert.deepEqual([...answer.unmapped, ...told.unmapped], []);
  });

  it("by another instance, for one of its associations", async () => {
    going = await dialog.api("POST", `/events/${copy.id}/joins`, {});
    await eventually(async () => (await join()).state === "accepted");
  });

  it("and the organisers have one list, which says how each of them came", () => stand(everybody("accepted")));

  it("and nobody but them learns who comes", async () => {
    const guests = [user("friendica"), user("mastodon"), going.actor, VISITOR, CALLER];
    for (const { json } of await fedify.get("/received")) {
      const isPublic = [json.to, json.cc, json.object.to, json.object.cc].flat().includes(PUBLIC);
      const named = guests.filter((guest) => isPublic && JSON.stringify(json).includes(guest));
      assert.deepEqual(named, [], JSON.stringify(json));
    }
    const pages = await Promise.all([event, `${event}/replies`, copy.page].map(async (url) => (await fetch(url)).text()));
    for (const guest of guests) assert.ok(!pages.join().includes(guest), guest);
  });

  it("and all hear of another end", async () => {
    const before = (await fedify.get("/received")).length;
    const draft = await buero.api("GET", `/events/${ulid(event)}/draft`);
    await buero.api("PUT", `/events/${ulid(event)}`, { ...draft, ends_at: "20:30" });
    const isUpdate = ({ json }) => json.type === "Update" && json.object.id === event;
    const { understood, unmapped } = await fedify.received(isUpdate, before);
    assert.equal(understood.object.endTime, "2028-04-28T18:30:00Z");
    assert.deepEqual(unmapped, []);
    for (const name of ["fed", "friendica", "mastodon"]) {
      const told = await fedify.received(({ json }) => isTo(name)(json) && json.object.type === "Note", before);
      assert.match(told.json.object.content, /20:30/);
    }
    await eventually(async () => (await shown()).ends_at === "2028-04-28T20:30:00+02:00");
    await eventually(async () => (await buero.lettersTo(VISITOR)).some((letter) => letter.includes("20:30")));
  });

  it("and go, each the way they came", async () => {
    await post(own, { then: "leave" });
    await buero.api("POST", `/events/${ulid(event)}/participations/${called}/cancellation`);
    await send("fed", { type: "Leave", object: event });
    await send("friendica", { type: "Reject", object: (await fedify.get(`/lookup?uri=${event}`)).json, to: [association] });
    await send("mastodon", vote("Doch nicht"));
    await dialog.api("DELETE", `/joins/${going.id}`);
    await stand(everybody("cancelled"));
    assert.equal((await join()).state, "left");
  });

  it("and may undo what they said, too", async () => {
    const { id } = await say("fed", { type: "Join", object: event }, ({ type }) => type === "Accept");
    await stand({ ...everybody("cancelled"), fed: "accepted in_person" });
    await send("fed", { type: "Undo", object: { type: "Join", id, actor: user("fed"), object: event } });
    await stand(everybody("cancelled"));
    assert.notEqual(id, joined);
  });

  const join = async () => (await dialog.api("GET", "/joins")).joins.find(({ id }) => id === going.id);

  const vote = (name) => ({
    type: "Create",
    to: [association],
    object: note("mastodon", { name, inReplyTo: question.id, to: [association] }),
  });

  /** How everybody came, and that they stand so. */
  const everybody = (state) => ({
    form: `${state} in_person`,
    staff: `${state} in_person`,
    fed: `${state} in_person`,
    friendica: `${state} in_person`,
    mastodon: `${state} online`,
    dialog: `${state} in_person`,
  });
  const ORIGINS = { fed: "join", friendica: "answer", mastodon: "reply", dialog: "join" };

  /** Waits until the organisers' list says so, and who came how. */
  const stand = (so) => eventually(async () => {
    const { participations } = await buero.api("GET", `/events/${ulid(event)}/participations`);
    const rows = participations.map(({ actor, origin, state, attendance }) => {
      const name = actor === null ? origin : actor === going?.actor ? "dialog" : ulid(actor);
      assert.equal(origin, ORIGINS[name] ?? name);
      return [name, `${state} ${attendance}`];
    });
    return isDeepStrictEqual(Object.fromEntries(rows), so);
  });
});

it("the evening is called off, and everybody who saw it sees that", async () => {
  const before = (await fedify.get("/received")).length;
  await buero.api("POST", `/events/${ulid(event)}/cancellation`, {});
  const update = await fedify.received(({ json }) => json.type === "Update" && json.object.id === event, before);
  assert.equal(update.json.object.eventStatus, "EventCancelled");
  const isPost = ({ json }) => json.object.type === "Note" && [json.to, json.cc].flat().includes(PUBLIC);
  const told = await fedify.received(isPost, before);
  assert.match(told.understood.object.content, /abgesagt/i);
  assert.deepEqual([...update.unmapped, ...told.unmapped], []);
  await eventually(async () => (await shown()).state === "cancelled");
});

const user = (name) => `${fedify.origin}/users/${name}`;
const isTo = (name) => ({ to }) => isDeepStrictEqual(to, [user(name)]);

/** The event as the other instance shows it. */
const shown = () => dialog.api("GET", `/events/${copy.id}`);

const post = (url, fields) => fetch(url, { method: "POST", body: new URLSearchParams(fields) });

/** Posts a form that was looked at for as long as a person takes at least. */
const fillIn = async (url, fields) => {
  const [, drawn] = (await (await fetch(url)).text()).match(/name="drawn" value="([^"]+)"/);
  await setTimeout((parseInt(drawn, 10) + 3) * 1000 - Date.now());
  return post(url, { ...fields, drawn });
};

/** Somebody's own page, as their mail links it. */
const linkTo = (address) => eventually(async () => {
  const [letter] = await buero.lettersTo(address);
  return letter?.match(/http\S+\/r\/[\w-]+/)?.[0];
});

const note = (name, more) => ({
  type: "Note",
  id: `${fedify.origin}/notes/${crypto.randomUUID()}`,
  attributedTo: user(name),
  ...more,
});

const send = (as, activity) => fedify.post("/send", { to: association, as, activity });

/** Sends an activity, and tells the first answer to that actor after it that fits. */
async function say(as, activity, fits) {
  const before = (await fedify.get("/received")).length;
  const { id } = await send(as, activity);
  return { id, answer: await fedify.received(({ json }) => isTo(as)(json) && fits(json), before) };
}
