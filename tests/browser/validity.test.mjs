// What other software makes of what we publish and write: the HTML and CSS validator, three calendar readers, the
// schemas of schedules, a feed reader, a reader of structured data, and a reader of mails.

import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { setTimeout } from "node:timers/promises";
import ICAL from "ical.js";
import { releaseAgenda } from "./agenda.mjs";
import { startDemo } from "./demo.mjs";
import { letterTo, ownPage } from "./letters.mjs";
import { read, validate } from "./readers.mjs";
import { eventPaths, nameOf, publicPages } from "./site.mjs";

const demo = await startDemo();
const pages = await publicPages(demo.origin);
const events = await eventPaths(demo.origin);
const folder = await mkdtemp(join(tmpdir(), "verbund-validity-"));
after(() => Promise.all([rm(folder, { recursive: true }), demo.stop()]));

describe("HTML", () => {
  let problems;
  before(async () => {
    const kept = await Promise.all(pages.map(({ path, status }) => keep(path, "html", status)));
    problems = await validate("--html", ...kept.map(({ file }) => file));
  });

  for (const { path } of pages) {
    it(`of ${path} is valid`, () => {
      assert.deepEqual(problems.filter((problem) => problem.startsWith(`${nameOf(path)}.html `)), []);
    });
  }
});

it("CSS is valid", async () => {
  const { text } = await keep("/", "html");
  const links = [...text.matchAll(/<link[^>]+rel="?stylesheet"?[^>]*>/g)];
  const sheets = links.map(([link]) => link.match(/href="?([^" >]+)/)[1]);
  assert.ok(sheets.length > 0, "the start page has no stylesheet");
  for (const sheet of sheets) {
    const { file } = await keep(sheet, "css");
    assert.deepEqual(await validate("--css", file), []);
  }
});

describe("calendars", () => {
  for (const path of ["/events.ics", ...events.map((event) => `${event}.ics`), `${profile()}.ics`]) {
    it(`${path} is read alike by ical.js, icalendar and vobject`, async () => {
      const { file, text, type } = await keep(path, "ics");
      assert.match(type, /^text\/calendar\b/);
      const calendar = new ICAL.Component(ICAL.parse(text));
      assert.ok(calendar.getAllSubcomponents("vevent").length > 0, "no event in it");
      assert.deepEqual(await read("calendar", file), []);
    });
  }
});

describe("schedules", () => {
  let event;
  before(async () => {
    event = await releaseAgenda(demo);
  });

  for (const form of ["xml", "json"]) {
    it(`in ${form} are as their schema wants them`, async () => {
      const { file, text } = await keep(`${event}/schedule.${form}`, form);
      assert.match(text, /Ruhe/);
      assert.deepEqual(await read("schedule", file), []);
    });
  }

  it("that are not are told from those", async () => {
    const broken = { xml: "<schedule><version>1</version></schedule>", json: '{"schedule": {"version": 1}}' };
    for (const [form, text] of Object.entries(broken)) {
      const file = join(folder, `broken.${form}`);
      await writeFile(file, text);
      assert.notDeepEqual(await read("schedule", file), []);
    }
  });
});

describe("feeds", () => {
  for (const path of ["/events.atom", `${profile()}.atom`]) {
    it(`${path} needs no repair`, async () => {
      const { file, type } = await keep(path, "atom");
      assert.match(type, /^application\/atom\+xml\b/);
      assert.deepEqual(await read("feed", file), []);
    });

    it(`${path} is not sent twice to whoever has it`, async () => {
      const first = await fetch(demo.origin + path);
      const again = await fetch(demo.origin + path, { headers: { "if-none-match": first.headers.get("etag") } });
      assert.equal(again.status, 304);
    });
  }
});

describe("structured data", () => {
  for (const path of events) {
    it(`of ${path} tells the whole event`, async () => {
      const { file } = await keep(path, "html");
      assert.deepEqual(await read("page", file, demo.origin + path), []);
    });
  }
});

describe("mails", () => {
  const ADDRESS = "anmeldung@verein.example";
  let invitation;
  const post = async (url, fields) => {
    const response = await fetch(url, { method: "POST", body: new URLSearchParams(fields) });
    assert.equal(response.status, 200);
  };
  /** The form, looked at for as long as a person takes at least. */
  const register = async () => {
    const { path } = pages.find(({ path }) => path.endsWith("/register"));
    const [, drawn] = (await (await fetch(demo.origin + path)).text()).match(/name="drawn" value="([^"]+)"/);
    await setTimeout((parseInt(drawn, 10) + 3) * 1000 - Date.now());
    await post(demo.origin + path, { email: ADDRESS, attendance: "in_person", drawn });
  };
  const invited = (text) => new ICAL.Component(ICAL.parse(text)).getFirstSubcomponent("vevent");
  const said = (text) => [
    new ICAL.Component(ICAL.parse(text)).getFirstPropertyValue("method"),
    ...["uid", "sequence", "status"].map((name) => invited(text).getFirstPropertyValue(name)),
  ];

  it("that asks for confirmation needs no forgiving", async () => {
    await register();
    const { file, invitation } = await letterTo(demo.mail, ADDRESS, "Bitte bestätigen: ");
    assert.equal(invitation, null);
    assert.deepEqual(await read("mail", file), []);
  });

  it("that confirms invites, and is read alike by ical.js, icalendar and vobject", async () => {
    await post(ownPage(await letterTo(demo.mail, ADDRESS, "Bitte bestätigen: ")), { then: "confirm" });
    const letter = await letterTo(demo.mail, ADDRESS, "Angemeldet: ");
    assert.deepEqual(await read("mail", letter.file), []);
    const [method, , , status] = (invitation = said(letter.invitation));
    assert.deepEqual([method, status], ["REQUEST", "CONFIRMED"]);
    const attendee = invited(letter.invitation).getFirstProperty("attendee");
    assert.equal(attendee.getFirstValue(), `mailto:${ADDRESS}`);
    assert.deepEqual([attendee.getParameter("partstat"), attendee.getParameter("rsvp")], ["ACCEPTED", "FALSE"]);
  });

  it("that says goodbye takes the invitation back, and is read alike by them too", async () => {
    const letter = await letterTo(demo.mail, ADDRESS, "Angemeldet: ");
    await post(ownPage(letter), { then: "leave" });
    const goodbye = await letterTo(demo.mail, ADDRESS, "Abgemeldet: ");
    assert.deepEqual(await read("mail", goodbye.file), []);
    const [, uid, sequence] = invitation;
    const [method, ofWhich, later, status] = said(goodbye.invitation);
    assert.deepEqual([method, ofWhich, status], ["CANCEL", uid, "CANCELLED"]);
    assert.ok(later > sequence, `${later} after ${sequence}`);
  });

  it("that invites again counts higher than the goodbye", async () => {
    const goodbye = await letterTo(demo.mail, ADDRESS, "Abgemeldet: ");
    await register();
    await post(ownPage(await letterTo(demo.mail, ADDRESS, "Bitte bestätigen: ", goodbye)), { then: "confirm" });
    const again = await letterTo(demo.mail, ADDRESS, "Angemeldet: ", goodbye);
    const [before, after] = [goodbye, again].map(({ invitation }) => said(invitation)[2]);
    assert.ok(after > before, `${after} after ${before}`);
  });

  it("hold nothing in an invitation that only its reader may know", async () => {
    const letter = await letterTo(demo.mail, ADDRESS, "Angemeldet: ");
    const unfolded = letter.invitation.replace(/\r?\n[ \t]/g, "");
    assert.doesNotMatch(unfolded, /\/r\//);
    const [, code] = letter.text.match(/: ([2-9A-Z]{6})\s/);
    assert.ok(!unfolded.includes(code), "the code for the door is in the calendar");
  });
});

function profile() {
  return pages.find(({ path }) => /^\/@[a-z0-9_-]+$/.test(path)).path;
}

async function keep(path, kind, status = 200) {
  const response = await fetch(new URL(path, demo.origin), { headers: { accept: "text/html, */*;q=0.5" } });
  assert.equal(response.status, status, path);
  const text = await response.text();
  const file = join(folder, `${nameOf(path)}.${kind}`);
  await writeFile(file, text);
  return { file, text, type: response.headers.get("content-type") };
}
