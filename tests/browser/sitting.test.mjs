// A seat in a committee, on a phone, with the keyboard alone and without script: a term that ends, a vacancy everybody
// sees, somebody who follows, and what they say and vote on a page of their own.

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
const MEMBER = "kultur@demo.example";
const NAME = "Neue Vertretung von Kultur und Medien";
const MOTION = "Wer das Protokoll führt, wechselt jedes Mal.";
const DAYS = 24 * 60 * 60 * 1000;
const END = new Date(Date.now() + 20 * DAYS).toISOString().slice(0, 10);
const REMARK = "Bitte auch an kleine Redaktionen denken.";

let browser, demo, folder, enter, judge, host;
before(async () => {
  browser = await launchBrowser();
  demo = await startDemo();
  folder = await mkdtemp(join(tmpdir(), "verbund-sitting-"));
  enter = enterWith(browser);
  judge = judgeInto(browser, folder);
  host = await enter(WIDTH, { storageState: await signIn(browser, demo) });
});
after(() => Promise.all([browser.close(), demo.stop(), rm(folder, { recursive: true })]));

/** The page has no edge to scroll to, and asked nobody else for anything. */
async function fits({ page, asked }) {
  assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= WIDTH, page.url());
  assert.deepEqual(asked.filter((url) => !url.startsWith(demo.origin)), []);
}

const said = ({ page }) => page.innerText("main");

describe("a seat in a committee, by keyboard, without script", () => {
  let desk, committee;

  it("is vacant when its term ends, and everybody sees that", async () => {
    const { page, keyboard } = host;
    await page.goto(`${demo.origin}/desk/committees`);
    await keyboard.follow('main th a[href^="/desk/committees/"]');
    desk = page.url().replace(/\?.*/, "");
    committee = await page.locator('main a[href^="/committees/"]').first().evaluate(({ href }) => href);
    const holder = page.locator("tr", { hasText: "Vertretung von Kultur und Medien" }).last();
    const end = await holder.locator('form[action$="/end"]').getAttribute("action");
    const ended = await keyboard.follow(`form[action="${end}"] button`);
    await judge(ended, "seat-ended", WIDTH);
    await fits(host);
    const anybody = await enter(WIDTH);
    await judge(await anybody.page.goto(committee), "seat-vacant", WIDTH);
    assert.match(await anybody.page.locator("tr", { hasText: "Kultur und Medien" }).first().innerText(), /nicht besetzt/);
    await fits(anybody);
    await anybody.context.close();
  });

  it("is given to somebody by mail, who is told what it is", async () => {
    const { page, keyboard } = host;
    await keyboard.follow('main a[href*="part=member"]');
    await keyboard.fill("#name", NAME);
    await keyboard.fill("#email", "keine Adresse");
    const refused = await keyboard.follow("main form.form button");
    assert.equal(refused.status(), 422);
    assert.equal(await page.inputValue("#name"), NAME);
    await judge(refused, "seat-refused", WIDTH);
    await keyboard.fill("#email", MEMBER);
    const seated = await keyboard.follow("main form.form button");
    await judge(seated, "seat-given", WIDTH);
    assert.match(await said(host), new RegExp(NAME));
    await fits(host);
  });

  it("votes on a motion once, on the page of whoever holds it", async () => {
    const { page, keyboard } = host;
    await page.goto(desk);
    await keyboard.follow(`main a[href$="/motions"]`);
    await keyboard.fill("#title", MOTION);
    await keyboard.fill("#ends_on", END);
    const put = await keyboard.follow("main form.form button");
    assert.equal(put.status(), 200, await said(host));
    await judge(put, "motion-put", WIDTH);
    await fits(host);

    const member = await enter(WIDTH);
    const letter = await letterTo(demo.mail, MEMBER, "Ihr Zugang");
    const own = await member.page.goto(letter.text.match(/http\S+\/k\/[\w-]+/)[0]);
    assert.match(own.headers()["cache-control"], /no-store/);
    await judge(own, "seat-own", WIDTH);
    assert.match(await said(member), new RegExp(MOTION));
    const voted = await member.keyboard.follow('button[name="voice"][value="yes"]');
    await judge(voted, "seat-voted", WIDTH);
    assert.equal(await member.page.locator('button[name="voice"]').count(), 0, "a member votes once");
    await fits(member);

    await member.keyboard.fill("#text", REMARK);
    const remarked = await member.keyboard.follow('form[action$="/remarks"] button');
    await judge(remarked, "seat-remarked", WIDTH);
    assert.match(await said(member), new RegExp(REMARK));
    await fits(member);
    await member.context.close();
  });
});
