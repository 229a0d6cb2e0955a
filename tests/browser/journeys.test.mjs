// What a coordinator does, with the keyboard alone: signing in, getting a form wrong, getting it right, and the event
// is there for everybody, here and on the other instance. With script and without.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { launchBrowser, newPerson, open } from "./browser.mjs";
import { startDemo } from "./demo.mjs";
import { Keyboard } from "./keyboard.mjs";

const TABS_TO_THE_DESK_LIMIT = 25;
const SEEN_ELSEWHERE_LIMIT_MS = 2_000;
const TITLE = "Sprechstunde für Vereine";
const DAY_MS = 86_400_000;
const day = new Date(Date.now() + 30 * DAY_MS).toISOString().slice(0, 10);

let browser;
before(async () => (browser = await launchBrowser()));
after(() => browser.close());

for (const script of [true, false]) {
  describe(`publishing by keyboard, ${script ? "with" : "without"} script`, () => {
    let demo, page, keyboard;
    before(async () => {
      demo = await startDemo();
      const context = await newPerson(browser, { script });
      page = await context.newPage();
      keyboard = new Keyboard(page);
    });
    after(() => demo.stop());

    it("begins with the link from the mail and one button", async () => {
      await page.goto(demo.signInLink);
      assert.equal(await keyboard.reach(".skip"), 1, "the first tab stop skips to the content");
      assert.ok((await keyboard.reach("main form button")) <= TABS_TO_THE_DESK_LIMIT);
      await keyboard.follow("main form button");
      assert.equal(new URL(page.url()).pathname, "/desk");
    });

    it("keeps what was typed when the event ends before it starts", async () => {
      await keyboard.follow('main a[href$="/events/new"]');
      await keyboard.fill("#title_de", TITLE);
      await keyboard.fill("#starts_on", day);
      await keyboard.fill("#starts_at", "18:00");
      await keyboard.fill("#ends_at", "17:00");
      await keyboard.choose("attendance", "in_person");
      await keyboard.fill("#place_name", "Alte Kantine");
      await keyboard.fill("#locality", "Berlin");
      const answer = await keyboard.follow('main button[value="publish"]');
      assert.equal(answer.status(), 422);
      assert.ok(await page.evaluate(() => document.activeElement.matches(".errors")), "the errors have the focus");
      assert.equal(await page.inputValue("#title_de"), TITLE);
    });

    it("publishes once the end is right", async () => {
      await keyboard.fill("#ends_at", "19:00");
      const answer = await keyboard.follow('main button[value="publish"]');
      assert.equal(answer.status(), 200);
      const stranger = await newPerson(browser, { script });
      const { page: list } = await open(stranger, `${demo.origin}/events`);
      await list.getByRole("link", { name: TITLE }).click();
      assert.equal(await list.locator("h1").innerText(), TITLE);
      await stranger.close();
    });

    it("is seen on the other instance within two seconds", async () => {
      const deadline = Date.now() + SEEN_ELSEWHERE_LIMIT_MS;
      while (!(await (await fetch(`${demo.otherOrigin}/events`)).text()).includes(TITLE)) {
        assert.ok(Date.now() < deadline, "the other instance does not show it");
        await pause(100);
      }
    });
  });
}
