// Somebody who walks through a demo with a keyboard and without script, and what is looked at on the way.

import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { keepPicture, newPerson } from "./browser.mjs";
import { barriers } from "./judge.mjs";
import { Keyboard } from "./keyboard.mjs";

/** The session of the coordinator of a demo. Its link signs in once. */
export async function signIn(browser, demo) {
  const context = await newPerson(browser);
  const page = await context.newPage();
  await page.goto(demo.signInLink);
  await page.click("main form button");
  const state = await context.storageState();
  await context.close();
  return state;
}

/** Somebody with a keyboard and without script, and what their browser asked for. */
export const enterWith = (browser) => async (width, more = {}) => {
  const context = await newPerson(browser, { width, script: false, ...more });
  const page = await context.newPage();
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  return { context, page, asked, keyboard: new Keyboard(page) };
};

/** Keeps an answer for the validator, and shows it in light and dark, all unfolded, where the judge may run a script. */
export const judgeInto = (browser, folder) => async (answer, name, width) => {
  const body = await answer.text();
  await writeFile(join(folder, `${name}-${width}.html`), body);
  const context = await newPerson(browser, { width, reducedMotion: "reduce" });
  const page = await context.newPage();
  await page.route(answer.url(), (route) => route.fulfill({ contentType: "text/html", body }));
  await page.goto(answer.url());
  await page.locator("details").evaluateAll((folds) => folds.forEach((fold) => (fold.open = true)));
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    await keepPicture(page, `${name}-${colorScheme}-${width}`);
    assert.deepEqual(await barriers(page), []);
  }
  await context.close();
};
