// Announcing an edition of a series, without a script and with the keyboard alone: the series in two languages, a
// programme of two days that is pasted, what it becomes for whom, a new version; and those who choose a table of it,
// two of them with one letter box.

import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { launchBrowser } from "./browser.mjs";
import { startDemo } from "./demo.mjs";
import { letterTo, ownPage } from "./letters.mjs";
import { validate } from "./readers.mjs";
import { enterWith, judgeInto, signIn } from "./walk.mjs";

const WIDTHS = [1280, 320];
const DAY_MS = 86_400_000;
const [FIRST, SECOND] = [40, 41].map((days) => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10));
const said = (day) => `${day.slice(8)}.${day.slice(5, 7)}.`;
const DOUBTFUL = "25:70 Uhr – Kaffee";
const WORKSHOPS = "Workshops an Tischen";
const PROGRAMME = [
  said(FIRST),
  "10:00 Uhr – Begrüßung, Dialogkomitee",
  "10:30–11:30 Ergebnisse der Workstreams (Plenum)",
  DOUBTFUL,
  `11:30 Uhr – ${WORKSHOPS}`,
  said(SECOND),
  "11:00 Uhr – Auswahl der Workstreams",
];
const [NAME, SECOND_NAME] = ["Referat Ehrenamt", "Referat Recht"];
const FOR_BROWSERS_WITHOUT_DATES = /“placeholder” is only allowed/;

const demo = await startDemo();
const browser = await launchBrowser();
const folder = await mkdtemp(join(tmpdir(), "verbund-announcing-"));
after(() => Promise.all([browser.close(), demo.stop(), rm(folder, { recursive: true })]));
const session = await signIn(browser, demo);
const enter = enterWith(browser);
const judge = judgeInto(browser, folder);

for (const width of WIDTHS) {
  const handle = `werkstatt_${width}`;
  const mailbox = `buero-${width}@verein.example`;

  describe(`an edition with its programme, by keyboard and without script, ${width} px wide`, () => {
    let desk, guest, stand, event;
    const people = []; // the own pages of those who register
    before(async () => {
      desk = await enter(width, { storageState: session });
      guest = await enter(width);
    });
    after(() => Promise.all([desk, guest].map(({ context }) => context.close())));

    it("belongs to a series that is founded in two languages", async () => {
      const { keyboard, page } = desk;
      await page.goto(`${demo.origin}/desk/series`);
      await judge(await keyboard.follow('main a[href$="/series?new=true"]'), "series-form", width);
      await keyboard.fill("#handle", handle);
      await keyboard.fill("#name", `Werkstatt ${width}`);
      await keyboard.unfold("details:has(#other_name)");
      await keyboard.fill("#other_name", `Workshop ${width}`);
      await keyboard.fill("#other_summary", "A place to think.");
      await keyboard.pick("#cadence", "quarterly");
      const answer = await keyboard.follow('main button:not([value])');
      assert.equal(answer.status(), 200);
      for (const [lang, name, hidden] of [["de", "Werkstatt", "Workshop"], ["en", "Workshop", "Werkstatt"]]) {
        await judge(await guest.page.goto(`${demo.origin}/series/${handle}?lang=${lang}`), `series-${lang}`, width);
        const heading = await guest.page.innerText("h1");
        assert.ok(heading.includes(name) && !heading.includes(hidden), heading);
      }
      await guest.context.clearCookies();
    });

    it("begins with what its kind proposes", async () => {
      const { keyboard, page } = desk;
      await page.goto(`${demo.origin}/desk/events`);
      await keyboard.follow('main a[href$="/events/new"]');
      await judge(await keyboard.follow('main nav a[href$="kind=denkwerkstatt"]'), "event-form", width);
      assert.equal(await page.inputValue("#starts_at"), "10:00");
      await keyboard.pick("#series", handle);
      await keyboard.fill("#title_de", `Denkwerkstatt ${width}`);
      await keyboard.fill("#description_de", "Zwei Tage **Ideen** und Workstreams.");
      await keyboard.fill("#starts_on", FIRST);
      await keyboard.fill("#ends_on", SECOND);
      await keyboard.choose("attendance", "in_person");
      await keyboard.fill("#place_name", "Alte Kantine");
      await keyboard.fill("#locality", "Berlin");
      await keyboard.choose("registration", "open");
      const answer = await keyboard.follow('main button[value="draft"]');
      assert.equal(answer.status(), 200);
      stand = new URL(page.url()).pathname.match(/^\/desk\/events\/\w+/)[0];
    });

    it("is pasted line by line: a doubtful one is marked, and none is dropped", async () => {
      const { keyboard, page } = desk;
      await page.goto(demo.origin + stand);
      await keyboard.follow(`main a[href="${stand}/agenda"]`);
      await judge(await keyboard.follow(`main a[href="${stand}/agenda/paste"]`), "paste", width);
      await keyboard.fill("#programme", PROGRAMME.join("\n"));
      await judge(await keyboard.follow('main button[value="read"]'), "reading", width);
      const lines = await page.locator(".pasted").allInnerTexts();
      assert.deepEqual(lines.filter((line) => PROGRAMME.includes(line)), PROGRAMME);
      assert.deepEqual(await page.locator(".doubtful .pasted").allInnerTexts(), [DOUBTFUL]);
      await judge(await keyboard.follow('main button[value="take"]'), "agenda", width);
      const titles = await page.locator("ol.agenda h3").allInnerTexts();
      assert.deepEqual(titles, ["Begrüßung", "Ergebnisse der Workstreams (Plenum)", WORKSHOPS, "Auswahl der Workstreams"]);
    });

    it("has tables that are chosen before", async () => {
      const { keyboard, page } = desk;
      const link = await page.locator("ol.agenda a", { hasText: WORKSHOPS }).getAttribute("href");
      await judge(await keyboard.follow(`main a[href="${link}"]`), "session", width);
      await keyboard.fill("#tables", "Tisch 1 | 1\nTisch 2 | 5");
      await keyboard.tick("sign_up");
      assert.equal((await keyboard.follow('main button:not([value])')).status(), 200);
    });

    it("is looked at as a page, a post, a mail and a calendar entry", async () => {
      const { keyboard, page } = desk;
      await page.goto(demo.origin + stand);
      await judge(await keyboard.follow(`main a[href="${stand}/preview"]`), "preview", width);
      const tabs = await page.locator(".tabs a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
      assert.equal(tabs.length, 4);
      for (const [number, tab] of tabs.entries()) {
        await judge(await keyboard.follow(`.tabs a[href="${tab}"]`), `preview-${number}`, width);
        assert.match(await page.innerText("main article"), new RegExp(`Denkwerkstatt ${width}`));
      }
    });

    it("is released, and published with what happens then", async () => {
      const { keyboard, page } = desk;
      await page.goto(`${demo.origin}${stand}/agenda`);
      await judge(await keyboard.follow(`main a[href="${stand}/agenda/release"]`), "release", width);
      await keyboard.follow("main form button");
      await page.goto(demo.origin + stand);
      await judge(await keyboard.follow(`main a[href="${stand}/publication"]`), "publication", width);
      assert.ok((await page.locator("[aria-labelledby=consequences] li").count()) > 1);
      const answer = await keyboard.follow("main form button");
      assert.equal(answer.status(), 200);
      event = await page.locator('main a[href^="/events/"]').first().evaluate(({ href }) => href);
      await guest.page.goto(event);
      assert.match(await guest.page.innerText("main"), new RegExp(`1\\. Ausgabe der Reihe Werkstatt ${width}`));
      await judge(await guest.page.goto(`${event}/agenda`), "programme", width);
      assert.match(await guest.page.innerText("main"), /Begrüßung/);
    });

    for (const name of [NAME, SECOND_NAME]) {
      it(`lets ${name} register, with a letter box that somebody else has too`, async () => {
        const { keyboard, page } = guest;
        await page.goto(event);
        await keyboard.follow('a[href$="/register"]');
        await keyboard.fill("#email", mailbox);
        await keyboard.fill("#name", name);
        await keyboard.follow("main form button");
        const link = ownPage(await letterTo(demo.mail, mailbox, "Bitte bestätigen: ", people.at(-1)?.letter));
        const letter = await letterTo(demo.mail, mailbox, "Bitte bestätigen: ");
        await page.goto(link);
        assert.match(await page.innerText(".facts"), new RegExp(name));
        await keyboard.follow('main button[value="confirm"]');
        assert.match(await page.innerText("main"), /Sie sind angemeldet\./);
        people.push({ link, letter });
      });
    }

    it("has a place for each of them, by name", async () => {
      assert.notEqual(people[0].link, people[1].link);
      const { page } = desk;
      await judge(await page.goto(`${demo.origin}${stand}/participations`), "people", width);
      const rows = await page.locator("tbody tr").allInnerTexts();
      for (const name of [NAME, SECOND_NAME]) {
        assert.ok(rows.some((row) => row.includes(name) && row.includes("angemeldet")), rows.join("\n"));
      }
    });

    it("gives the place at a table to who chooses it first", async () => {
      const { keyboard, page } = guest;
      await page.goto(people[0].link);
      await judge(await keyboard.follow('a[href$="/tables"]'), "tables", width);
      await keyboard.follow('main button[value="Tisch 1"]');
      await judge(await page.request.get(page.url()), "tables-own", width);
      assert.match(await row(page, "Tisch 1").innerText(), /Ihr Tisch/);
      await page.goto(people[1].link);
      await keyboard.follow('a[href$="/tables"]');
      assert.equal(await page.locator('main button[value="Tisch 1"]').count(), 0, "it is full");
      await keyboard.follow('main button[value="Tisch 2"]');
      assert.match(await row(page, "Tisch 2").innerText(), /Ihr Tisch/);
    });

    it("frees it for others when it is given back", async () => {
      const { keyboard, page } = guest;
      await page.goto(`${people[0].link}/tables`);
      await keyboard.follow("main button.grave");
      await page.goto(`${people[1].link}/tables`);
      await keyboard.follow('main button[value="Tisch 1"]');
      assert.match(await row(page, "Tisch 1").innerText(), /Ihr Tisch/);
    });

    it("shows the desk who sits where, and lets it move them", async () => {
      const { keyboard, page } = desk;
      await page.goto(`${demo.origin}${stand}/participations`);
      await judge(await keyboard.follow('main a[href$="/tables"]'), "tables-desk", width);
      assert.match(await page.locator("tbody tr", { hasText: "Tisch 1" }).innerText(), new RegExp(SECOND_NAME));
      await keyboard.reach('select[name="person"]');
      await keyboard.follow("main form button");
      assert.match(await page.locator("tbody tr", { hasText: "Tisch" }).allInnerTexts().then(String), new RegExp(NAME));
    });

    it("tells those who come what a new version of the programme changes", async () => {
      const { keyboard, page } = desk;
      await page.goto(`${demo.origin}${stand}/agenda`);
      const link = await page.locator("ol.agenda a", { hasText: "Auswahl der Workstreams" }).getAttribute("href");
      await keyboard.follow(`main a[href="${link}"]`);
      await keyboard.fill("#starts_at", "11:30");
      await keyboard.follow('main button:not([value])');
      await judge(await keyboard.follow(`main a[href="${stand}/agenda/release"]`), "release-again", width);
      assert.match(await page.innerText("[aria-labelledby=changes]"), /11:00\sUhr → .*11:30\sUhr: Auswahl der Workstreams/);
      assert.ok(await page.isChecked("#tell, [name=tell]"), "a new time is told unless somebody says no");
      await keyboard.follow("main form button");
      const { text } = await letterTo(demo.mail, mailbox, `Denkwerkstatt ${width}: Programm, Fassung 2`);
      assert.match(text, /11:30/);
      await judge(await guest.page.goto(`${event}/agenda/changes`), "changes", width);
    });

    it("is changed with a look at what is different first", async () => {
      const { keyboard, page } = desk;
      await page.goto(demo.origin + stand);
      await keyboard.follow(`main a[href="${stand}/edit"]`);
      await keyboard.fill("#place_name", "Neue Kantine");
      await judge(await keyboard.follow('main button[value="review"]'), "review", width);
      assert.match(await page.innerText("main"), /Alte Kantine[^]*Neue Kantine/);
      await keyboard.follow('main button[value="publish"]');
      await letterTo(demo.mail, mailbox, "");
      await guest.page.goto(event);
      assert.match(await guest.page.innerText("main"), /Neue Kantine/);
    });

    it("asked nobody else for anything", () => {
      for (const { asked } of [desk, guest]) {
        assert.deepEqual(asked.filter((url) => new URL(url).origin !== demo.origin), []);
      }
    });
  });
}

it("every page on the way is valid HTML", async () => {
  const problems = await validate("--html", folder);
  assert.deepEqual(problems.filter((problem) => !FOR_BROWSERS_WITHOUT_DATES.test(problem)), []);
});

const row = (page, table) => page.locator("li", { hasText: table });
