// What JSON-LD makes of a document: expands it with the contexts Fedify is built with, fetches no other, and names
// every term that means nothing.

import { preloadedContexts } from "@fedify/vocab-runtime";
import jsonld from "jsonld";

export async function expand(json) {
  const unmapped = new Set();
  const documentLoader = async (url) => {
    if (!Object.hasOwn(preloadedContexts, url)) throw new Error(`no built-in JSON-LD context: ${url}`);
    return { contextUrl: null, documentUrl: url, document: preloadedContexts[url] };
  };
  const eventHandler = ({ event }) => {
    if (event.level === "warning") unmapped.add(`${event.code}: ${JSON.stringify(event.details)}`);
  };
  const expanded = await jsonld.expand(json, { documentLoader, eventHandler, base: null });
  for (const name of blankNames(expanded)) unmapped.add(name);
  return { expanded, unmapped: [...unmapped] };
}

/** The ActivityStreams context sends every unknown term to the blank vocabulary `_:` instead of dropping it. */
function blankNames(node) {
  if (typeof node === "string") return node.startsWith("_:") ? [node.slice(2)] : [];
  if (node === null || typeof node !== "object") return [];
  if ("@value" in node) return blankNames(node["@type"] ?? null);
  return Object.entries(node).flatMap(([key, value]) => [...blankNames(key), ...blankNames(value)]);
}
