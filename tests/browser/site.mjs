// The pages of a running instance, found by asking it rather than by knowing its content.

const text = async (url) => {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return response.text();
};

const firstLink = (html, pattern, where) => {
  const found = html.match(pattern);
  if (found === null) throw new Error(`${where} links nothing like ${pattern}`);
  return found[1];
};

/** Every kind of public page as { path, status }. */
export async function publicPages(origin) {
  const events = await text(`${origin}/events`);
  const event = firstLink(events, /href="(\/events\/[a-z0-9-]*[a-z][a-z0-9-]*)"/, "/events");
  const profile = firstLink(await text(origin + event), /href="(\/@[a-z0-9_-]+)"/, event);
  const register = await registerPath(origin);
  const workstream = firstLink(await text(`${origin}/workstreams`), /href="(\/workstreams\/[a-z0-9-]+)"/, "/workstreams");
  const cycles = await text(`${origin}/cycles`);
  const cycle = firstLink(cycles, /href="(\/cycles\/[0-9-]+)"/, "/cycles");
  const programme = firstLink(await text(origin + cycle), /href="(\/programmes\/[a-z0-9-]+)"/, cycle);
  const votes = await votePaths(origin, cycles);
  const report = await reportPath(origin);
  const topic = firstLink(await text(`${origin}/topics`), /href="(\/topics\/[a-z0-9-]+)"/, "/topics");
  const committee = firstLink(await text(`${origin}/committees`), /href="(\/committees\/[a-z0-9-]+)"/, "/committees");
  const group = firstLink(await text(`${origin}/working-groups`), /href="(\/working-groups\/[a-z0-9-]+)"/, "/working-groups");
  const month = firstLink(events, /href="(\/events\/\d{4}\/\d{2})"/, "/events");
  const found = [
    "/", "/?lang=en", "/events", month, event, `${event}?lang=en`, profile, `${profile}/follow`, "/associations",
    register, `${register}?lang=en`,
    "/series", "/reports", "/cycles", cycle, `${cycle}?lang=en`, `${cycle}/ideas/new`, `${cycle}/ideas/1`, "/topics", topic,
    programme, ...votes, `${votes[0]}?lang=en`, "/v",
    "/workstreams", "/workstreams?lang=en", workstream, `${workstream}?lang=en`,
    `${workstream}/trace`, report, `${report}?lang=en`,
    "/committees", committee, `${committee}?lang=en`, "/working-groups", group, "/questions",
    "/sign-in", "/impressum", "/datenschutz", "/barrierefreiheit", "/leichte-sprache", "/about",
  ].map((path) => ({ path, status: 200 }));
  return [...found, { path: "/events/no-such-event", status: 404 }, { path: "/no/such/page", status: 404 }];
}

/** Every event's own path, as the list links them. */
export async function eventPaths(origin) {
  const html = await text(`${origin}/events`);
  return [...new Set([...html.matchAll(/href="(\/events\/[a-z0-9-]*[a-z][a-z0-9-]*)"/g)].map(([, path]) => path))];
}

/** Every vote of every cycle, and what a big screen shows of one. */
async function votePaths(origin, cycles) {
  const own = new Set([...cycles.matchAll(/href="(\/cycles\/[0-9-]+)"/g)].map(([, path]) => path));
  const pages = await Promise.all([...own].map((path) => text(origin + path)));
  const votes = new Set([...pages.join().matchAll(/href="(\/cycles\/[0-9-]+\/selection\/\d+)"/g)].map(([, path]) => path));
  const shown = (await Promise.all([...votes].map((path) => text(origin + path)))).join();
  const screen = firstLink(shown, /href="(\/cycles\/[0-9-]+\/selection\/screen)"/, "no vote");
  return [...votes, `${screen}?still=1`]; // It refreshes itself for the room; who reads holds it still.
}

/** What came of a workstream, in its own words. */
async function reportPath(origin) {
  const workstreams = await text(`${origin}/workstreams`);
  const own = [...workstreams.matchAll(/href="(\/workstreams\/[a-z0-9-]+)"/g)].map(([, path]) => path);
  const pages = await Promise.all([...new Set(own)].map((path) => text(origin + path)));
  return firstLink(pages.join(), /href="(\/workstreams\/[a-z0-9-]+\/report)"/, "no workstream");
}

/** Where people register for an event of ours. */
async function registerPath(origin) {
  const pages = await Promise.all((await eventPaths(origin)).map((path) => text(origin + path)));
  return firstLink(pages.join(), /href="(\/events\/[a-z0-9-]+\/register)"/, "no event page");
}

/** A name for a picture or a file, from a path. */
export const nameOf = (path) => path.replace(/[^a-z0-9]+/gi, "-").replace(/^-|-$/g, "") || "start";
