// A person who uses nothing but the keyboard, and who must always see where they are.

import assert from "node:assert/strict";
import { setTimeout } from "node:timers/promises";

const TABS_LIMIT = 80;
const CHOICES_LIMIT = 12;

// What a person types into the browser's own date and time fields, whose order is that of the browser's language,
// English here. Only a year does not know when it is complete.
const date = (iso) => iso.replace(/^(\d{4})-(\d{2})-(\d{2}).*/, "$2$3$1");
const time = (iso) => {
  const [hour, minute] = iso.slice(-5).split(":");
  return `${String(hour % 12 || 12).padStart(2, "0")}${minute}${hour < 12 ? "AM" : "PM"}`;
};
const STROKES = {
  date: (iso) => [date(iso)],
  time: (iso) => [time(iso)],
  "datetime-local": (iso) => [date(iso), "Tab", time(iso)],
};

export class Keyboard {
  constructor(page) {
    this.page = page;
  }

  /** Tabs forward until the focus is on what `selector` names. Tells how many tabs it took. */
  async reach(selector) {
    for (let tabs = 0; tabs <= TABS_LIMIT; tabs += 1) {
      if (tabs > 0) await this.page.keyboard.press("Tab");
      const { here, where, visible } = await this.page.evaluate(lookAtFocus, selector);
      assert.ok(visible, `the focus cannot be seen on ${where}`);
      if (here) return tabs;
    }
    assert.fail(`${selector} was not reached within ${TABS_LIMIT} tabs on ${this.page.url()}`);
  }

  /** Types into a field; dates and times are given as in ISO 8601. */
  async fill(selector, value) {
    await this.reach(selector);
    const kind = await this.page.evaluate(() => document.activeElement.type);
    if (!(kind in STROKES)) await this.page.keyboard.press("ControlOrMeta+a");
    for (const stroke of STROKES[kind]?.(value) ?? [value]) {
      if (stroke === "Tab") await this.page.keyboard.press(stroke);
      else await this.page.keyboard.type(stroke);
    }
  }

  /** Chooses among radio buttons, as people do: one tab stop, then the arrows. */
  async choose(name, value) {
    await this.reach(`input[name="${name}"]`);
    for (let presses = 0; presses <= CHOICES_LIMIT; presses += 1) {
      const [checked, here] = await this.page.evaluate(() => {
        const { checked, value } = document.activeElement;
        return [checked, value];
      });
      if (checked && here === value) return;
      await this.page.keyboard.press(checked ? "ArrowDown" : "Space");
    }
    assert.fail(`${name} has no choice ${value}`);
  }

  /** Picks from a closed list, as the arrows do. */
  async pick(selector, value) {
    await this.reach(selector);
    const choices = await this.page.evaluate(() => document.activeElement.options.length);
    await this.page.keyboard.press("Home");
    for (let presses = 0; presses < choices; presses += 1) {
      if ((await this.page.evaluate(() => document.activeElement.value)) === value) return;
      await this.page.keyboard.press("ArrowDown");
    }
    assert.fail(`${selector} has no choice ${value}`);
  }

  /** Ticks a box. */
  async tick(name) {
    await this.reach(`input[name="${name}"]`);
    await this.page.keyboard.press("Space");
  }

  /** Opens what is folded away. */
  async unfold(selector) {
    await this.reach(`${selector} > summary`);
    await this.page.keyboard.press("Enter");
  }

  /** Nobody fills in a form faster than two seconds after it was drawn; ours ask whoever does to send it again. */
  async takeTime() {
    const drawn = await this.page.evaluate(() =>
      document.activeElement.form?.elements.namedItem("drawn")?.value);
    if (drawn) await setTimeout(Math.max(0, (parseInt(drawn, 10) + 3) * 1000 - Date.now()));
  }

  /** Presses Enter on a link or button and waits for the page it leads to. */
  async follow(selector) {
    await this.reach(selector);
    await this.takeTime();
    const [response] = await Promise.all([
      this.page.waitForNavigation({ waitUntil: "load" }),
      this.page.keyboard.press("Enter"),
    ]);
    return response;
  }
}

/** Runs in the page. Nothing focused yet, as on a page just opened, is fine. */
function lookAtFocus(selector) {
  const focused = document.activeElement;
  if (focused === null || focused === document.body) return { here: false, where: "the page", visible: true };
  const { outlineStyle, outlineWidth } = getComputedStyle(focused);
  // A date field's calendar button has the focus inside the field, and draws its own ring.
  const ringed = !focused.matches(":focus") || (outlineStyle !== "none" && Number.parseFloat(outlineWidth) > 0);
  const box = focused.getBoundingClientRect();
  const inView = box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < window.innerHeight;
  return {
    here: focused.matches(selector),
    where: focused.outerHTML.slice(0, 120),
    visible: inView && ringed,
  };
}
