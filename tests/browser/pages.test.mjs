// Every public page, in light and dark, wide and narrow: nobody is locked out, nothing leaks, nothing is heavy.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { keepPicture, launchBrowser, LOOKS, newPerson, open } from "./browser.mjs";
import { startDemo } from "./demo.mjs";
import { barriers } from "./judge.mjs";
import { letterTo, ownPage } from "./letters.mjs";
import { nameOf, publicPages } from "./site.mjs";

const KB = 1024;
const WEIGHT_LIMITS = { document: 30 * KB, stylesheet: 12 * KB, font: 30 * KB, script: 0, total: 100 * KB };
const REQUESTS_PER_PAGE_LIMIT = 8;

const demo = await startDemo();
const pages = await publicPages(demo.origin);
// What only who has the link can open is open to them all the same.
const guest = "gast@demo.example";
const letters = await Promise.all(["Angemeldet", "Abstimmung"].map((about) => letterTo(demo.mail, guest, about)));
const links = [ownPage(letters[0]), letters[1].text.match(/http\S+\/v\/[\w-]+/)[0]];
pages.push(...links.map((link) => ({ path: new URL(link).pathname, status: 200 })));
let browser;
before(async () => (browser = await launchBrowser()));
after(() => Promise.all([browser.close(), demo.stop()]));

for (const { path, status } of pages) {
  const name = nameOf(path.replace(/[\w-]{30,}/, "own"));
  describe(`${name} (${status})`, () => {
    for (const look of LOOKS) {
      it(`can be used by everybody, ${look.colorScheme}, ${look.width} px wide`, async (t) => {
        const context = await newPerson(browser, look);
        t.after(() => context.close());
        const { page, response, complaints } = await open(context, demo.origin + path, { status });
        assert.equal(response.status(), status);
        await keepPicture(page, `${name}-${look.colorScheme}-${look.width}`);
        assert.deepEqual(await barriers(page), []);
        assert.deepEqual(complaints, []);
      });
    }

    describe("to a newcomer", () => {
      let context, page, response, requests;
      before(async () => {
        context = await newPerson(browser);
        ({ page, response, requests } = await open(context, demo.origin + path, { status }));
      });
      after(() => context.close());

      it("asks nobody else for anything", () => {
        const elsewhere = requests.map((request) => request.url()).filter((url) => new URL(url).origin !== demo.origin);
        assert.deepEqual(elsewhere, []);
      });

      it("leaves nothing behind", async () => {
        assert.deepEqual(await context.cookies(), []);
        assert.equal(await page.evaluate(() => localStorage.length + sessionStorage.length), 0);
      });

      it("forbids what it does not do itself", () => {
        const policy = response.headers()["content-security-policy"] ?? "";
        assert.match(policy, /default-src '(self|none)'/);
        assert.doesNotMatch(policy, /unsafe-inline|unsafe-eval|https?:|\*/);
      });

      it("weighs little", async () => {
        assert.ok(requests.length <= REQUESTS_PER_PAGE_LIMIT, `${requests.length} requests`);
        const weights = await weigh(requests);
        for (const [kind, limit] of Object.entries(WEIGHT_LIMITS)) {
          assert.ok((weights[kind] ?? 0) <= limit, `${kind}: ${weights[kind]} of ${limit} bytes`);
        }
      });
    });
  });
}

/** Bytes as they came over the wire, by kind; photos are not part of the total. */
async function weigh(requests) {
  const weights = { total: 0 };
  for (const request of requests) {
    const { responseBodySize } = await request.sizes();
    const kind = request.resourceType();
    weights[kind] = (weights[kind] ?? 0) + responseBodySize;
    if (kind !== "image") weights.total += responseBodySize;
  }
  return weights;
}
