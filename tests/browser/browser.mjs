// Debian's Chromium, driven by Playwright, with everything a page does written down.

import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { chromium } from "playwright-core";

const OFFLINE = [
  "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic", "--no-first-run",
  "--lang=en-US",
];

/** The ways people look at a page that differ most. */
export const LOOKS = ["light", "dark"].flatMap((colorScheme) => [1280, 320].map((width) => ({ colorScheme, width })));

export async function launchBrowser() {
  const args = process.getuid() === 0 ? [...OFFLINE, "--no-sandbox"] : OFFLINE;
  return chromium.launch({ executablePath: process.env.CHROMIUM_BIN ?? "/usr/bin/chromium", args });
}

/** A fresh person: no cookie, no history, the given width, colours and script setting. */
export async function newPerson(browser, { width = 1280, script = true, ...rest } = {}) {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    javaScriptEnabled: script,
    locale: "de-DE",
    timezoneId: "Europe/Berlin",
    ...rest,
  });
  context.setDefaultTimeout(10_000);
  return context;
}

/** Opens a URL and tells what the page asked for, what it complained of and what it left behind. */
export async function open(context, url, { status = 200 } = {}) {
  const page = await context.newPage();
  const requests = [];
  const complaints = [];
  page.on("requestfinished", (request) => requests.push(request));
  page.on("requestfailed", (request) => complaints.push(`${request.url()}: ${request.failure().errorText}`));
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => {
    const expected = message.location().url === url && status >= 400;
    if (message.type() === "error" && !expected) complaints.push(message.text());
  });
  const response = await page.goto(url, { waitUntil: "load" });
  await page.evaluate(() => document.fonts.ready.then(() => true));
  return { page, response, requests, complaints };
}

/** Keeps a picture for a person to look at, when VERBUND_TEST_SCREENSHOTS names a folder. */
export async function keepPicture(page, name) {
  const folder = process.env.VERBUND_TEST_SCREENSHOTS;
  if (!folder) return;
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}
