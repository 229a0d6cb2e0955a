#!/usr/bin/env node
// A real Fedify server on loopback, for tests: it follows, likes and sends what it is told to, and keeps what it
// receives, with what JSON-LD makes of it. It speaks plain http, keeps everything in memory, and refuses to reach
// any address but this machine's.
//
// `node fedify.mjs` prints one line, {"origin": …, "control": …}, and serves until it is ended. The origin is the
// fediverse's side: actors as in ACTORS. The control address is the tests' side:
// the table CONTROL at the end of this file lists what it takes.

import { once } from "node:events";
import { createServer } from "node:http";
import { createFederation, generateCryptoKeyPair, MemoryKvStore } from "@fedify/fedify";
import {
  Accept, Activity, Endpoints, Follow, Group, isActor, Like, Person, PUBLIC_COLLECTION, Undo,
} from "@fedify/fedify/vocab";
import { expand } from "./expansion.mjs";

const BODY_LIMIT_BYTES = 1 << 20;
const SCHEMES = ["rfc9421", "draft-cavage-http-signatures-12"];
// Beside the two that follow, one for each way in which other software answers an invitation.
const ACTORS = { fed: Person, club: Group, friendica: Person, mastodon: Person };

const origin = { href: "" };
const deliveries = []; // what others POSTed to us, oldest first
const understood = new Map(); // activity id → what Fedify's typed vocabulary read in it
const requests = []; // what we asked of others, oldest first
const followers = Object.fromEntries(Object.keys(ACTORS).map((name) => [name, []]));
const following = new Map(); // Follow id → Follow
let firstKnock = SCHEMES[0];
let refusedScheme = null;

// ── What goes out, written down ─────────────────────────────────────────────────────────────────────────────────

const reach = globalThis.fetch;
globalThis.fetch = async (input, init) => {
  const request = new Request(input, init);
  const url = new URL(request.url);
  if (!["localhost", "127.0.0.1"].includes(url.hostname)) throw new TypeError(`not on this machine: ${url}`);
  const entry = { method: request.method, url: url.href, scheme: schemeOf(request.headers), status: null };
  requests.push(entry);
  const response = await reach(request);
  entry.status = response.status;
  return response;
};

function schemeOf(headers) {
  if (headers.has("signature-input")) return "rfc9421";
  return headers.has("signature") ? "draft-cavage-http-signatures-12" : null;
}

// ── The federation: one for each first knock, since Fedify settles that when it is made ─────────────────────────

const keys = new Map();
for (const name of Object.keys(ACTORS)) {
  keys.set(name, [await generateCryptoKeyPair("RSASSA-PKCS1-v1_5"), await generateCryptoKeyPair("Ed25519")]);
}

const federations = new Map(SCHEMES.map((scheme) => [scheme, federationKnockingWith(scheme)]));

function federationKnockingWith(scheme) {
  const federation = createFederation({ kv: new MemoryKvStore(), allowPrivateAddress: true, firstKnock: scheme });
  federation
    .setActorDispatcher("/users/{identifier}", async (context, name) => {
      if (!Object.hasOwn(ACTORS, name)) return null;
      const pairs = await context.getActorKeyPairs(name);
      return new ACTORS[name]({
        id: context.getActorUri(name),
        preferredUsername: name,
        name: `Fedify ${name}`,
        url: context.getActorUri(name),
        inbox: context.getInboxUri(name),
        followers: context.getFollowersUri(name),
        endpoints: new Endpoints({ sharedInbox: context.getInboxUri() }),
        publicKey: pairs[0].cryptographicKey,
        assertionMethods: pairs.map((pair) => pair.multikey),
      });
    })
    .setKeyPairsDispatcher((_context, name) => keys.get(name) ?? []);
  const followersOf = (_context, name) => ({ items: followers[name] ?? [] });
  federation.setFollowersDispatcher("/users/{identifier}/followers", followersOf);
  federation
    .setInboxListeners("/users/{identifier}/inbox", "/inbox")
    .setSharedKeyDispatcher(() => ({ identifier: "fed" }))
    .on(Activity, async (context, activity) => {
      understood.set(activity.id?.href, await summarise(activity));
      if (activity instanceof Follow) await acceptFollow(context, activity);
    });
  return federation;
}

async function acceptFollow(context, follow) {
  const follower = await follow.getActor(context);
  const name = context.parseUri(follow.objectId)?.identifier;
  if (!isActor(follower) || name === undefined) return;
  followers[name].push({ id: follower.id, inboxId: follower.inboxId, endpoints: follower.endpoints });
  const accept = new Accept({ id: newId("accept"), actor: follow.objectId, object: follow });
  await context.sendActivity({ identifier: name }, follower, accept);
}

/** What the typed vocabulary says, in words a test can compare. */
async function summarise(thing) {
  if (thing === null) return null;
  const summary = { type: thing.constructor.name, id: thing.id?.href };
  for (const field of ["name", "summary", "content", "startTime", "endTime", "updated"]) {
    if (thing[field] != null) summary[field] = thing[field].toString();
  }
  if (thing instanceof Activity) {
    summary.actor = thing.actorId?.href;
    summary.object = (await summarise(await thing.getObject({ suppressError: true }))) ?? { id: thing.objectId?.href };
  }
  return summary;
}

// ── The fediverse's side ────────────────────────────────────────────────────────────────────────────────────────

async function serveFediverse(incoming, outgoing) {
  const body = await readBody(incoming);
  const request = new Request(new URL(incoming.url, origin.href), {
    method: incoming.method,
    headers: Object.entries(incoming.headersDistinct).flatMap(([name, values]) => values.map((value) => [name, value])),
    body: body.length > 0 ? body : undefined,
  });
  const scheme = schemeOf(request.headers);
  const refused = request.method === "POST" && scheme === refusedScheme;
  const response = refused
    ? new Response("this scheme is refused for now", { status: 401 })
    : await federations.get(firstKnock).fetch(request, { contextData: undefined });
  if (request.method === "POST") await keepDelivery(scheme, response.status, body);
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.end(Buffer.from(await response.arrayBuffer()));
}

async function keepDelivery(scheme, status, body) {
  const json = JSON.parse(body.toString("utf8"));
  const reading = await expand(json).catch((error) => ({ expanded: null, unmapped: [error.message] }));
  deliveries.push({ scheme, status, json, ...reading, understood: understood.get(json.id) ?? null });
}

async function readBody(incoming) {
  const chunks = [];
  let size = 0;
  for await (const chunk of incoming) {
    size += chunk.length;
    if (size > BODY_LIMIT_BYTES) throw new RangeError("the body is too large");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

// ── The tests' side ─────────────────────────────────────────────────────────────────────────────────────────────

const newId = (kind) => new URL(`/${kind}/${crypto.randomUUID()}`, origin.href);
const context = () => federations.get(firstKnock).createContext(new URL(origin.href), undefined);

async function fetchTyped(uri, name = "fed") {
  const documentLoader = await context().getDocumentLoader({ identifier: name });
  const found = await context().lookupObject(uri, { documentLoader });
  if (found === null) throw new Error(`nothing found at ${uri}`);
  return found;
}

async function sendTo(recipient, activity, name = "fed") {
  await context().sendActivity({ identifier: name }, recipient, activity);
  return { id: activity.id.href };
}

async function follow({ target, as = "fed" }) {
  const actor = await fetchTyped(target, as);
  const follower = context().getActorUri(as);
  const activity = new Follow({ id: newId("follow"), actor: follower, object: actor.id, to: actor.id });
  following.set(activity.id.href, activity);
  return sendTo(actor, activity, as);
}

async function undoFollow({ id, as = "fed" }) {
  const undone = following.get(id);
  const activity = new Undo({ id: newId("undo"), actor: undone.actorId, object: undone, to: undone.objectId });
  return sendTo(await fetchTyped(undone.objectId, as), activity, as);
}

async function like({ target, as = "fed" }) {
  const object = await fetchTyped(target, as);
  const author = await fetchTyped(object.attributionId, as);
  const activity = new Like({ id: newId("like"), actor: context().getActorUri(as), object: object.id, to: author.id });
  return sendTo(author, activity, as);
}

/** Sends any activity given as JSON-LD; what it leaves out (id, actor, audience) is filled in. */
async function send({ activity, to, as = "fed" }) {
  const json = {
    "@context": "https://www.w3.org/ns/activitystreams",
    id: newId("activity").href,
    actor: context().getActorUri(as).href,
    to: [PUBLIC_COLLECTION.href],
    ...activity,
  };
  return sendTo(await fetchTyped(to, as), await Activity.fromJsonLd(json, context()), as);
}

async function lookup({ uri, as }) {
  const found = await fetchTyped(uri, as);
  const json = await found.toJsonLd({ contextLoader: context().contextLoader });
  return { understood: await summarise(found), json, ...(await expand(json)) };
}

function known(scheme) {
  if (scheme !== null && !SCHEMES.includes(scheme)) throw new RangeError(`scheme is one of ${SCHEMES.join(", ")}`);
  return scheme;
}

const CONTROL = {
  "GET /received": () => deliveries,
  "GET /sent": () => requests,
  "GET /lookup": lookup, // ?uri=
  "POST /follow": follow, // {target}
  "POST /undo-follow": undoFollow, // {id}
  "POST /like": like, // {target}
  "POST /send": send, // {activity, to}
  "POST /first-knock": ({ scheme }) => ({ firstKnock: (firstKnock = known(scheme)) }),
  "POST /refuse": ({ scheme }) => ({ refused: (refusedScheme = known(scheme)) }),
};

async function serveControl(incoming, outgoing) {
  const url = new URL(incoming.url, "http://localhost");
  const answer = CONTROL[`${incoming.method} ${url.pathname}`];
  const body = await readBody(incoming);
  const given = body.length > 0 ? JSON.parse(body.toString("utf8")) : Object.fromEntries(url.searchParams);
  outgoing.setHeader("content-type", "application/json");
  outgoing.statusCode = answer === undefined ? 404 : 200;
  outgoing.end(JSON.stringify(answer === undefined ? { error: "no such control" } : await answer(given)));
}

async function listen(handler) {
  const server = createServer((incoming, outgoing) => {
    handler(incoming, outgoing).catch((error) => {
      if (!outgoing.headersSent) outgoing.writeHead(500, { "content-type": "application/json" });
      outgoing.end(JSON.stringify({ error: error.stack ?? String(error) }));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return `http://localhost:${server.address().port}`;
}

origin.href = await listen(serveFediverse);
console.log(JSON.stringify({ origin: origin.href, control: await listen(serveControl) }));
