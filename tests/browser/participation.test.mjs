// Taking part, without a script and with the keyboard alone: from the event form's switch to the invitation and the
// way back out, for those who come and for those who keep the list.

import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { launchBrowser } from "./browser.mjs";
import { startDemo } from "./demo.mjs";
import { letterTo, ownPage } from "./letters.mjs";
import { validate } from "./readers.mjs";
import { enterWith, judgeInto, signIn } from "./walk.mjs";

const WIDTHS = [1280, 320];
const TABS_TO_REGISTER_LIMIT = 25;
const QR_SIDE_LIMIT_PX = 320;
const DAY_MS = 86_400_000;
const DAY = new Date(Date.now() + 30 * DAY_MS).toISOString().slice(0, 10);
const ROOM = "https://raum.example/sprechstunde";
const SECOND_NAME = "Stadtteilbüro";
const FORMULA = "=1+1";
const REASON = "Der Raum ist zu klein.";
const NAME = "Referat Ehrenamt";

// What a date field shows where there are no date fields, and the standard does not allow.
const FOR_BROWSERS_WITHOUT_DATES = /“placeholder” is only allowed/;

const demo = await startDemo();
const browser = await launchBrowser();
const folder = await mkdtemp(join(tmpdir(), "verbund-participation-"));
after(() => Promise.all([browser.close(), demo.stop(), rm(folder, { recursive: true })]));
const session = await signIn(browser, demo);
const enter = enterWith(browser);
const judge = judgeInto(browser, folder);

for (const width of WIDTHS) {
  const visitor = `besuch-${width}@verein.example`;
  const second = `nachruecken-${width}@verein.example`;

  describe(`one place, by keyboard and without script, ${width} px wide`, () => {
    let desk, guest, event, link, waiting;
    before(async () => {
      desk = await enter(width, { storageState: session });
      guest = await enter(width);
    });
    after(() => Promise.all([desk, guest].map(({ context }) => context.close())));

    it("is offered by the event form", async () => {
      event = await publish(desk, `Sprechstunde ${width}`, "open", async ({ keyboard, page }) => {
        await keyboard.fill("#seats_in_person", "1");
        await keyboard.tick("waiting_list");
        await keyboard.unfold("details:has(#room_url)");
        await keyboard.fill("#questions", "Was möchten Sie fragen? | damit wir uns vorbereiten | 3");
        await keyboard.fill("#room_url", ROOM);
        await judge(await page.request.get(page.url()), "form", width);
      });
    });

    it("is two steps from the event's page, and says what is missing", async () => {
      await guest.page.goto(event);
      assert.ok((await guest.keyboard.reach('a[href$="/register"]')) <= TABS_TO_REGISTER_LIMIT);
      await judge(await guest.keyboard.follow('a[href$="/register"]'), "register", width);
      await guest.keyboard.fill("#name", NAME);
      const answer = await guest.keyboard.follow("main form button");
      assert.equal(answer.status(), 422);
      const focused = await guest.page.evaluate(() => document.activeElement.matches(".errors"));
      assert.ok(focused, "the errors have the focus");
      assert.equal(await guest.page.inputValue("#name"), NAME);
      assert.deepEqual(await guest.page.locator(".errors a").evaluateAll((links) => links.map(({ hash }) => hash)),
        ["#email", "#attendance"]);
      await judge(answer, "register-wrong", width);
    });

    it("asks for a look into the letter box", async () => {
      const answer = await register(guest, visitor, NAME);
      assert.match(await guest.page.innerText("main"), /Fast geschafft/);
      await judge(answer, "register-asked", width);
      link = ownPage(await letterTo(demo.mail, visitor, "Bitte bestätigen: "));
    });

    it("is not taken by looking at the link, however often", async () => {
      const first = await (await fetch(link)).text();
      assert.match(first, /Teilnahme bestätigen/);
      for (const method of ["GET", "HEAD", "GET"]) assert.equal((await fetch(link, { method })).status, 200);
      assert.equal(await (await fetch(link)).text(), first);
      assert.deepEqual(await standings(desk), { [NAME]: "unbestätigt" });
    });

    it("is taken by one button, and the code for the door stands there", async () => {
      await judge(await guest.page.goto(link), "own-unconfirmed", width);
      const answer = await guest.keyboard.follow('main button[value="confirm"]');
      assert.match(await guest.page.innerText("main"), /Sie sind angemeldet\./);
      assert.deepEqual(await standings(desk), { [NAME]: "angemeldet" });
      const box = await guest.page.locator(".qr svg").boundingBox();
      assert.ok(box.width <= QR_SIDE_LIMIT_PX, `the QR code is ${box.width} px wide`);
      await judge(answer, "own-accepted", width);
      const { text, invitation } = await letterTo(demo.mail, visitor, "Angemeldet: ");
      assert.ok(text.includes(await guest.page.innerText(".facts strong")), "the letter says the code");
      assert.match(invitation, /^METHOD:REQUEST\r?$/m);
    });

    it("is confirmed once more without harm", async () => {
      const again = await fetch(link, { method: "POST", body: new URLSearchParams({ then: "confirm" }) });
      assert.match(await again.text(), /Sie sind angemeldet\./);
      assert.deepEqual(await standings(desk), { [NAME]: "angemeldet" });
    });

    it("is gone for the next, who waits", async () => {
      const next = await enter(width);
      await next.page.goto(`${event}/register`);
      await register(next, second, SECOND_NAME);
      waiting = ownPage(await letterTo(demo.mail, second, "Bitte bestätigen: "));
      await next.page.goto(waiting);
      const answer = await next.keyboard.follow('main button[value="confirm"]');
      assert.match(await next.page.innerText("main"), /Warteliste, Platz 1\./);
      await judge(answer, "own-waiting", width);
      await next.context.close();
    });

    it("is changed for the room online, which stands there then", async () => {
      await guest.keyboard.unfold("details");
      await guest.keyboard.choose("attendance", "online");
      await judge(await guest.keyboard.follow('main button[value="change"]'), "own-online", width);
      assert.equal(await guest.page.locator(`a[href="${ROOM}"]`).count(), 1);
      assert.ok(!(await (await fetch(event)).text()).includes(ROOM), "the room is nowhere in public");
    });

    it("is offered to who waited, and taken", async () => {
      await letterTo(demo.mail, second, "Ein Platz ist frei: ");
      const next = await enter(width);
      await judge(await next.page.goto(waiting), "own-offered", width);
      await next.keyboard.follow('main button[value="take"]');
      assert.match(await next.page.innerText("main"), /Sie sind angemeldet\./);
      await next.context.close();
    });

    it("is given back, and the calendar hears of it", async () => {
      await judge(await guest.keyboard.follow('main button[value="leave"]'), "own-left", width);
      assert.match(await guest.page.innerText("main"), /Sie sind abgemeldet\./);
      const { invitation } = await letterTo(demo.mail, visitor, "Abgemeldet: ");
      assert.match(invitation, /^METHOD:CANCEL\r?$/m);
      assert.deepEqual(await standings(desk), { [NAME]: "abgemeldet", [SECOND_NAME]: "angemeldet" });
    });

    it("is forgotten when asked to be", async () => {
      await judge(await guest.keyboard.follow('a[href$="/erasure"]'), "own-erasure", width);
      await judge(await guest.keyboard.follow("main form button"), "own-erased", width);
      assert.deepEqual(await standings(desk), { [SECOND_NAME]: "angemeldet" });
      assert.equal((await fetch(link)).status, 404);
    });

    it("asked nobody else for anything, and left nothing behind", async () => {
      for (const { asked } of [desk, guest]) {
        assert.deepEqual(asked.filter((url) => new URL(url).origin !== demo.origin), []);
      }
      assert.deepEqual(await guest.context.cookies(), []);
    });
  });

  describe(`the list, by keyboard and without script, ${width} px wide`, () => {
    let desk, event;
    before(async () => (desk = await enter(width, { storageState: session })));
    after(() => desk.context.close());

    it("is asked for approval", async () => {
      event = await publish(desk, `Begleitworkshop ${width}`, "approval");
      for (const [address, name] of [[visitor, NAME], [second, SECOND_NAME]]) {
        const guest = await enter(width);
        await guest.page.goto(`${event}/register`);
        await register(guest, address, name);
        await guest.page.goto(ownPage(await letterTo(demo.mail, address, "Bitte bestätigen: Begleitworkshop")));
        const answer = await guest.keyboard.follow('main button[value="confirm"]');
        assert.match(await guest.page.innerText("main"), /geben Ihnen Bescheid/);
        if (address === visitor) await judge(answer, "own-requested", width);
        await guest.context.close();
      }
      assert.deepEqual(await standings(desk), { [NAME]: "angefragt", [SECOND_NAME]: "angefragt" });
    });

    it("says yes to one", async () => {
      await desk.page.goto(desk.list);
      await judge(await desk.keyboard.follow(`tbody a[href$="${await idOf(desk, NAME)}"]`), "person", width);
      await desk.keyboard.follow('main button[value="approve"]');
      assert.equal((await standings(desk))[NAME], "angemeldet");
      await letterTo(demo.mail, visitor, "Angemeldet: Begleitworkshop");
    });

    it("says no to another, with the reason", async () => {
      await desk.page.goto(desk.list);
      await desk.keyboard.follow(`tbody a[href$="${await idOf(desk, SECOND_NAME)}"]`);
      await desk.keyboard.fill("#reason", REASON);
      await desk.keyboard.follow('main button[value="decline"]');
      assert.equal((await standings(desk))[SECOND_NAME], "nicht angenommen");
      const { text } = await letterTo(demo.mail, second, "Nicht angenommen: Begleitworkshop");
      assert.ok(text.includes(REASON), text);
    });

    it("takes whom somebody calls about, and says what is missing", async () => {
      await desk.page.goto(desk.list);
      await desk.keyboard.choose("attendance", "online");
      const wrong = await desk.keyboard.follow("main form button");
      assert.equal(wrong.status(), 422);
      await judge(wrong, "list-wrong", width);
      await desk.keyboard.fill("#name", FORMULA);
      await judge(await desk.keyboard.follow("main form button"), "list", width);
      const row = desk.page.locator("tbody tr", { hasText: FORMULA });
      assert.match(await row.innerText(), /angemeldet.*Online.*Telefon oder Papier/s);
    });

    it("is written to", async () => {
      await judge(await desk.keyboard.follow('a[href$="/message"]'), "message", width);
      await desk.keyboard.fill("#subject", "Der Eingang ist hinten");
      await desk.keyboard.fill("#text", "Bitte klingeln Sie am Hof.");
      await desk.keyboard.follow("main form button");
      const { text } = await letterTo(demo.mail, visitor, `Begleitworkshop ${width}: Der Eingang ist hinten`);
      assert.match(text, /Bitte klingeln Sie am Hof\./);
    });

    it("is a spreadsheet without formulas", async () => {
      await desk.page.goto(desk.list);
      await desk.keyboard.reach('a[href$=".csv"]');
      const [download] = await Promise.all([desk.page.waitForEvent("download"), desk.page.keyboard.press("Enter")]);
      assert.match(download.suggestedFilename(), /^begleitworkshop.*\.csv$/);
      const [, ...lines] = (await readFile(await download.path(), "utf8")).trim().split("\n");
      assert.equal(lines.length, 3);
      assert.ok(lines.some((line) => line.startsWith(`'${FORMULA};`)), lines.join("\n"));
      assert.equal((await fetch(`${desk.list}.csv`, { redirect: "manual" })).status, 303);
    });

    it("is what the code at the door leads to, for those who work there alone", async () => {
      await desk.page.goto(desk.list);
      const code = await desk.page.locator("tbody tr", { hasText: NAME }).locator("td").last().innerText();
      await desk.keyboard.fill("#q", NAME);
      await desk.keyboard.follow('form[role="search"] button');
      await judge(await desk.keyboard.follow('a[href^="/door/"]'), "door-found", width);
      const door = desk.page.url();
      assert.ok(door.endsWith(`/${code}`), door);
      await desk.page.goto(desk.list);
      await desk.keyboard.fill("#q", code);
      await desk.keyboard.follow('form[role="search"] button');
      assert.equal(desk.page.url(), door, "a code leads to the door at once");
      const guest = await enter(width);
      await judge(await guest.page.goto(door), "door-guest", width);
      assert.match(await guest.page.innerText("main"), /am Empfang/);
      assert.ok(!(await guest.page.innerText("main")).includes(NAME), "a stranger learns no name");
      await guest.context.close();
      await judge(await desk.page.goto(door), "door", width);
      assert.match(await desk.page.innerText("main"), new RegExp(NAME));
      // It takes place another day: nobody is let in by a slip.
      assert.match(await desk.page.innerText("main"), /Heute findet diese Veranstaltung nicht statt/);
      assert.equal(await desk.page.locator("main form button").count(), 0);
    });
  });
}

it("every page on the way is valid HTML", async () => {
  const problems = await validate("--html", folder);
  assert.deepEqual(problems.filter((problem) => !FOR_BROWSERS_WITHOUT_DATES.test(problem)), []);
});

// ── Steps ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** Fills in the event form and publishes; tells the public address. */
async function publish(desk, title, registration, more = async () => {}) {
  const { keyboard, page } = desk;
  await page.goto(`${demo.origin}/desk/events/new`);
  await keyboard.fill("#title_de", title);
  await keyboard.fill("#starts_on", DAY);
  await keyboard.fill("#starts_at", "18:00");
  await keyboard.fill("#ends_at", "19:00");
  await keyboard.choose("attendance", "hybrid");
  await keyboard.fill("#place_name", "Alte Kantine");
  await keyboard.fill("#locality", "Berlin");
  await keyboard.choose("registration", registration);
  await more(desk);
  const answer = await keyboard.follow('main button[value="publish"]');
  assert.equal(answer.status(), 200);
  desk.list = `${page.url().replace(/\?.*/, "")}/participations`;
  return page.locator('main a[href^="/events/"]').first().evaluate(({ href }) => href);
}

async function register({ keyboard }, address, name) {
  await keyboard.fill("#email", address);
  await keyboard.fill("#name", name);
  await keyboard.choose("attendance", "in_person");
  return keyboard.follow("main form button");
}

/** Who stands how, by the desk's list. */
async function standings({ context, list }) {
  const page = await context.newPage();
  await page.goto(list);
  const rows = await page.locator("tbody tr").evaluateAll((rows) =>
    rows.map((row) => [row.querySelector("a").innerText, row.querySelector(".tag").innerText]));
  await page.close();
  return Object.fromEntries(rows);
}

const idOf = async ({ page }, name) =>
  (await page.locator("tbody a", { hasText: name }).getAttribute("href")).split("/").pop();
