// A real Fedify server follows an association and the workstream that begins there, and reads what becomes of it: that
// it begins, that a milestone is reached, and its result. Nothing of it means anything to one of ours alone.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { eventually, idOf, startFedify } from "./peer.mjs";
import { HANDLE, startVerbund } from "./verbund.mjs";

const NAME = "Wahlsoftware sicher prüfen";
const MILESTONE = "Entwurf des Leitfadens";
const RESULT = "Ein Leitfaden für Ehrenamtliche, frei nutzbar.";
const TAGS = /<[^>]+>/g;

let verbund, fedify, association, group;
before(async () => {
  fedify = await startFedify();
  verbund = await startVerbund();
  association = (await fedify.get(`/lookup?uri=${verbund.origin}/@${HANDLE}`)).understood.id;
  await follow(association);
  await verbund.api("POST", "/workstreams", {
    handle: "ws-wahlsoftware", name: NAME, question: "Wie prüfen Ehrenamtliche Wahlsoftware?", product: "guide",
  });
});
after(() => Promise.all([verbund?.stop(), fedify?.stop()]));

describe("a workstream, as who follows it reads it", () => {
  it("begins with a post that says what it is about and whom to follow", async () => {
    await step("select");
    const { json, understood, unmapped } = await post(`Neuer Workstream: „${NAME}“`);
    assert.equal(json.actor, association);
    assert.equal(understood.object.type, "Note");
    assert.match(words(json), /@ws-wahlsoftware@/);
    assert.match(words(json), /Wie prüfen Ehrenamtliche Wahlsoftware\?/);
    assert.deepEqual(unmapped, []);
    const { understood: actor, unmapped: unknown } = await fedify.get(`/lookup?uri=${verbund.origin}/@ws-wahlsoftware`);
    assert.deepEqual([actor.type, actor.name, unknown], ["Group", NAME, []]);
    group = actor.id;
    await follow(group);
    await step("start");
  });

  it("tells of its milestone in a sentence", async () => {
    const { id } = await verbund.api("POST", "/workstreams/ws-wahlsoftware/milestones", {
      title: MILESTONE, due_on: "2027-02-28", is_told: true,
    });
    await verbund.api("POST", `/workstreams/ws-wahlsoftware/milestones/${id}/reached`);
    const { json, unmapped } = await post(MILESTONE);
    assert.equal(json.object.attributedTo, group);
    assert.deepEqual(unmapped, []);
  });

  it("tells its result, which is there to read in full", async () => {
    await verbund.api("PUT", "/workstreams/ws-wahlsoftware/report", {
      sentence: RESULT, summary: "Was zu prüfen ist, und wie.", text: "## Was zu prüfen ist\n\nAlles, und **zuerst** das Protokoll.",
    });
    await verbund.api("POST", "/workstreams/ws-wahlsoftware/report/publication");
    const boost = await fedify.received(({ json }) => json.type === "Announce" && json.actor === group);
    const { understood, unmapped } = await fedify.get(`/lookup?uri=${idOf(boost.json.object)}`);
    assert.equal(understood.type, "Article");
    assert.match(understood.summary, new RegExp(RESULT));
    assert.match(understood.content, /<strong>zuerst<\/strong>/);
    assert.deepEqual([...boost.unmapped, ...unmapped], []);
  });
});

async function follow(target) {
  const { id } = await fedify.post("/follow", { target });
  await fedify.received(({ understood }) => understood?.type === "Accept" && understood.object.id === id);
}

const step = (step) => verbund.api("POST", "/workstreams/ws-wahlsoftware/step", { step });

const words = ({ object }) => object.content.replace(TAGS, " ").replace(/\s+/g, " ");

/** The post to which these words belong. */
const post = (said) => eventually(async () => {
  const received = await fedify.get("/received");
  return received.find(({ json }) => json.type === "Create" && json.object.type === "Note" && words(json).includes(said));
});
