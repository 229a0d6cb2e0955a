// What other software makes of what we publish: the HTML and CSS validator, three calendar readers, a feed reader,
// and a reader of structured data.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { after, before, describe, it } from "node:test";
import { promisify } from "node:util";
import ICAL from "ical.js";
import vnu from "vnu-jar";
import { startDemo } from "./demo.mjs";
import { eventPaths, nameOf, publicPages } from "./site.mjs";

const run = promisify(execFile);
const OUTPUT_LIMIT_BYTES = 16 << 20;

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

async function validate(...given) {
  const options = ["--stdout", "--format", "json", "--exit-zero-always"];
  const { stdout } = await run("java", ["-jar", vnu, ...options, ...given], { maxBuffer: OUTPUT_LIMIT_BYTES });
  const problems = JSON.parse(stdout).messages.filter(({ type, subType }) => type !== "info" || subType === "warning");
  return problems.map(({ url, lastLine, message, extract = "" }) =>
    `${basename(url)} line ${lastLine}: ${message} ${extract}`);
}

async function read(...given) {
  const script = join(import.meta.dirname, "read.py");
  const { stdout } = await run(process.env.VERBUND_TEST_PYTHON ?? "python3", [script, ...given]);
  return JSON.parse(stdout);
}
