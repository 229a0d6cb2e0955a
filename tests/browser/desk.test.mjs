// The working area, signed in: every page its menu leads to, and the event form, can be used by everybody.

import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { keepPicture, launchBrowser, LOOKS, newPerson, open } from "./browser.mjs";
import { startDemo } from "./demo.mjs";
import { barriers } from "./judge.mjs";
import { nameOf } from "./site.mjs";

const demo = await startDemo();
const browser = await launchBrowser();
after(() => Promise.all([browser.close(), demo.stop()]));

const context = await newPerson(browser);
const page = await context.newPage();
await page.goto(demo.signInLink);
await page.click("main form button");
await page.goto(`${demo.origin}/desk`);
const menu = await page.locator("main nav a").evaluateAll((links) => links.map((link) => link.pathname));
const session = await context.storageState();

it("the menu leads somewhere", () => assert.ok(menu.length > 1, `only ${menu}`));

for (const path of new Set([...menu, "/desk/events/new"])) {
  describe(path, () => {
    for (const look of LOOKS) {
      it(`can be used by everybody, ${look.colorScheme}, ${look.width} px wide`, async (t) => {
        const person = await newPerson(browser, { ...look, storageState: session });
        t.after(() => person.close());
        const { page: shown, response, complaints } = await open(person, demo.origin + path);
        assert.equal(response.status(), 200);
        await keepPicture(shown, `${nameOf(path)}-${look.colorScheme}-${look.width}`);
        assert.deepEqual(await barriers(shown), []);
        assert.deepEqual(complaints, []);
      });
    }

    it("is kept by nobody on the way, and asks nobody else for anything", async (t) => {
      const person = await newPerson(browser, { storageState: session });
      t.after(() => person.close());
      const { response, requests } = await open(person, demo.origin + path);
      assert.match(response.headers()["cache-control"] ?? "", /no-store/);
      const elsewhere = requests.map((request) => request.url()).filter((url) => new URL(url).origin !== demo.origin);
      assert.deepEqual(elsewhere, []);
    });

    it("sends a stranger to the sign-in page", async (t) => {
      const stranger = await newPerson(browser);
      t.after(() => stranger.close());
      const { page: shown } = await open(stranger, demo.origin + path);
      assert.equal(new URL(shown.url()).pathname, "/sign-in");
    });
  });
}
