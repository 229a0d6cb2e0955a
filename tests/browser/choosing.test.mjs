// From an idea to a report, on a phone, with the keyboard alone and without script: bringing an idea, voting, counting,
// telling what came of it.

import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { launchBrowser } from "./browser.mjs";
import { startDemo } from "./demo.mjs";
import { letterTo } from "./letters.mjs";
import { enterWith, judgeInto, signIn } from "./walk.mjs";

const WIDTH = 320;
const AUTHOR = "autorin@demo.example";
const IDEA = "Wegweiser durch Meldepflichten";
const VOTE = "Wie sollen die Ergebnisse auf der Denkwerkstatt vorgestellt werden?";
const DECIDED = "Die Ergebnisse stehen an Ständen bereit.";
const RESULT = "Ein Konzept für die Karte liegt vor.";

let browser, demo, folder, enter, judge, storageState;
before(async () => {
  browser = await launchBrowser();
  demo = await startDemo();
  folder = await mkdtemp(join(tmpdir(), "verbund-choosing-"));
  enter = enterWith(browser);
  judge = judgeInto(browser, folder);
  storageState = await signIn(browser, demo);
});
after(() => Promise.all([browser.close(), demo.stop(), rm(folder, { recursive: true })]));

/** The page has no edge to scroll to, and asked nobody else for anything. */
async function fits({ page, asked }) {
  assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= WIDTH, page.url());
  assert.deepEqual(asked.filter((url) => !url.startsWith(demo.origin)), []);
}

const heading = (page) => page.locator("h1").innerText();

describe("from an idea to a report by keyboard, without script", () => {
  it("an idea is brought, kept when something is missing, and confirmed by mail", async () => {
    const somebody = await enter(WIDTH);
    const { page, keyboard } = somebody;
    await page.goto(`${demo.origin}/cycles`);
    await keyboard.follow('main a[href^="/cycles/"]');
    await keyboard.follow('main a[href$="/ideas/new"]');
    await keyboard.fill("#title", IDEA);
    await keyboard.fill("#email", AUTHOR);
    const refused = await keyboard.follow("main form button");
    assert.equal(refused.status(), 422, "it says what it is about");
    assert.equal(await page.inputValue("#title"), IDEA);
    await judge(refused, "idea-refused", WIDTH);
    await fits(somebody);
    await keyboard.fill("#question", "Wer muss nach einem Angriff wem etwas melden?");
    const taken = await keyboard.follow("main form button");
    assert.equal(taken.status(), 200);
    await judge(taken, "idea-taken", WIDTH);
    const letter = await letterTo(demo.mail, AUTHOR, "Bitte bestätigen");
    await page.goto(letter.text.match(/http\S+\/i\/[\w-]+/)[0]);
    const confirmed = await keyboard.follow("main form button");
    assert.equal(confirmed.status(), 200);
    await judge(confirmed, "idea-confirmed", WIDTH);
    assert.ok((await page.locator("main").innerText()).includes(IDEA));
    await fits(somebody);
    await somebody.context.close();
  });

  it("a ballot is filled in with plus and minus, cast, and changed until the end", async () => {
    const guest = await enter(WIDTH);
    const { page, keyboard } = guest;
    const letter = await letterTo(demo.mail, "gast@demo.example", "Abstimmung");
    await page.goto(letter.text.match(/http\S+\/v\/[\w-]+/)[0]);
    assert.equal(await heading(page), VOTE);
    await keyboard.follow('button[value="m1"]');
    assert.equal(await page.inputValue("#o1"), "1");
    await keyboard.fill("#o2", "1");
    const twice = await keyboard.follow('button[value="cast"]');
    assert.equal(twice.status(), 422, "no place is given twice");
    await judge(twice, "ballot-refused", WIDTH);
    await keyboard.fill("#o1", "2");
    const cast = await keyboard.follow('button[value="cast"]');
    assert.equal(cast.status(), 200);
    await judge(cast, "ballot-cast", WIDTH);
    assert.equal(await page.inputValue("#o2"), "1", "it can be changed");
    await fits(guest);
    await guest.context.close();
  });

  it("it is counted at the desk, and everybody reads what was decided", async () => {
    const host = await enter(WIDTH, { storageState });
    const { page, keyboard } = host;
    await page.goto(`${demo.origin}/desk/decisions`);
    await keyboard.follow('main a[href*="/desk/decisions/0"]');
    assert.equal(await heading(page), VOTE);
    await keyboard.fill("#sentence", DECIDED);
    await keyboard.fill("#chosen", "2");
    const closed = await keyboard.follow('form[action$="/close"] button');
    assert.equal(closed.status(), 200);
    await judge(closed, "vote-closed", WIDTH);
    await fits(host);
    const shown = await keyboard.follow('main a[href*="/selection/"]');
    await judge(shown, "vote-result", WIDTH);
    const said = await page.locator("main").innerText();
    assert.ok(said.includes(DECIDED) && said.includes("7 von 9"), said);
    await fits(host);
    await host.context.close();
  });

  it("a report without a text is refused, and one with a text is read by everybody", async () => {
    const host = await enter(WIDTH, { storageState });
    const { page, keyboard } = host;
    await page.goto(`${demo.origin}/desk/workstreams/weisse-dvs-karte/report`);
    await keyboard.fill("#sentence", RESULT);
    await keyboard.fill("#summary", "Fünf Gruppen haben Beispiele gesammelt.");
    await keyboard.follow("main form button");
    const refused = await keyboard.follow('form[action$="/publication"] button');
    assert.equal(refused.status(), 422, "a report is a page that can be read");
    assert.equal(await page.inputValue("#sentence"), RESULT);
    await judge(refused, "report-refused", WIDTH);
    await keyboard.fill("#text", "## Was vorliegt\n\nEin Konzept.");
    await keyboard.follow("main form button");
    const published = await keyboard.follow('form[action$="/publication"] button');
    assert.equal(published.status(), 200);
    await judge(published, "report-published", WIDTH);
    await page.goto(`${demo.origin}/workstreams/weisse-dvs-karte/report`);
    assert.ok((await page.locator("main").innerText()).includes(RESULT));
    await fits(host);
    await host.context.close();
  });
});
