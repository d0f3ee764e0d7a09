// The weekly review is done from the first step to the last with keys alone, and taken back with one.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import {
  all,
  at,
  dismissToasts,
  goTo,
  makeHome,
  openApp,
  press,
  shoot,
  textAt,
  waitFor,
} from "../harness/app.mjs";
import { assertAccessible, bringAxe } from "../harness/axe.mjs";
import { dropFiles } from "../harness/drop.mjs";
import { find, focused, startOver, type } from "../harness/keyboard.mjs";
import { closed } from "../harness/saving.mjs";
import { cardOf, importCard } from "../harness/screens.mjs";
import { dayBefore } from "../harness/statements.mjs";

const home = makeHome();
let app;
let page;

before(async () => {
  app = await openApp(home);
  page = app.page;
  await bringAxe(page);
  await (await at(page, "load-demo")).click();
  await (await at(page, "today-small")).waitForExist({ timeout: 60_000 });
  await goTo(page, "import");
  await dropFiles(app.display, [statement()]);
  assert.equal(await importCard(page, await cardOf(page, "pier.csv")), 5);
  await dismissToasts(page);
});

after(async () => {
  await app.close();
  home.remove();
});

/** Two cups and a thing that nobody has sorted, and shoes that went back. */
function statement() {
  const rows = [
    `${dayBefore(9)},Heron Shoes,-64.00,EUR`,
    `${dayBefore(3)},Heron Shoes,64.00,EUR`,
    `${dayBefore(2)},Lantern Bazaar,-7.40,EUR`,
    `${dayBefore(1)},Pier Kiosk,-2.60,EUR`,
    `${dayBefore(0)},Pier Kiosk,-2.80,EUR`,
  ];
  const file = path.join(home.folder, "pier.csv");
  fs.writeFileSync(file, `Date,Description,Amount,Currency\n${rows.join("\n")}\n`);
  return file;
}

/** Read at once, because the list changes while it is looked at. */
const rows = () =>
  page.execute(() =>
    [...document.querySelectorAll("[data-testid=review-row]")].map((row) => row.innerText),
  );
const rowsAre = (isWanted, sentence) => waitFor(page, rows, isWanted, sentence);
const focusIsOn = (testid) =>
  waitFor(page, () => focused(page), (now) => now.testid === testid, `the focus is not on ${testid}`);
const isAt = (step) =>
  page.$(`[data-testid="review-step-${step}"][aria-current="step"]`).waitForExist();
const says = (wanted) =>
  waitFor(page, () => textAt(page, "review-told"), (text) => wanted.test(text), `it does not say ${wanted}`);

async function shootAll(name) {
  for (const theme of ["light", "dark"]) {
    await page.execute((to) => (document.documentElement.dataset.theme = to), theme);
    for (const [width, height] of [
      [1200, 800],
      [800, 600],
    ]) {
      await page.setWindowSize(width, height);
      await shoot(page, `review-${name}-${theme}-${width}`);
    }
  }
  await page.setWindowSize(1200, 800);
}

test("one key opens it, and the newest entry without a category has the focus", async () => {
  await goTo(page, "today");
  await startOver(page);
  await press(page, "w");
  await focusIsOn("review-rows");
  assert.match((await rows())[0], /Pier Kiosk/);
  await says(/^Step 1 of 5, Without a category: \d+ waiting$/);
  await assertAccessible(page, "the first step");
});

test("a category is chosen by typing, and the next cup is proposed to go there too", async () => {
  const before = (await rows()).length;
  await press(page, "Enter");
  await find(page, "Coffee");
  await focusIsOn("review-rows");
  await rowsAre(
    (texts) => /Pier Kiosk[\s\S]*Maybe Coffee/.test(texts[0]),
    "the second cup has no proposal",
  );
  await shootAll("uncategorised");
  await press(page, "p");
  await rowsAre(
    (texts) => texts.length === before - 2 && texts.every((text) => !/Pier Kiosk/.test(text)),
    "the second cup still waits",
  );
  await focusIsOn("review-rows");
  await dismissToasts(page);
});

test("a refund is put to its purchase", async () => {
  await press(page, "ArrowRight");
  await isAt("refunds");
  await focusIsOn("review-rows");
  const before = await rowsAre((texts) => texts.some((text) => /Heron Shoes/.test(text)), "no refund waits");
  for (const text of before) {
    if (/Heron Shoes/.test(text)) break;
    await press(page, "ArrowDown");
  }
  await shootAll("refunds");
  await press(page, "Enter");
  await rowsAre((texts) => texts.every((text) => !/Heron Shoes/.test(text)), "the refund still waits");
  await dismissToasts(page);
});

test("a reward is opened and closed again, and the step is left for another time", async () => {
  await press(page, "ArrowRight");
  await isAt("cashback");
  await focusIsOn("review-rows");
  await shootAll("cashback");
  await press(page, "Enter");
  await (await at(page, "reward-sheet")).waitForExist();
  await press(page, "Escape");
  await closed(page);
  await focusIsOn("review-rows");
  await press(page, "s");
  await says(/^Step 3 of 5, Cashback: skipped$/);
  await dismissToasts(page);
});

test("what stands ready is moved by the transfer's own sheet", async () => {
  await press(page, "ArrowRight");
  await isAt("sweep");
  await focusIsOn("review-rows");
  await shootAll("sweep");
  const before = (await rows()).length;
  await press(page, "Enter");
  await page.$("[role=dialog]").waitForExist();
  await (await at(page, "proposal-confirm")).waitForEnabled();
  await press(page, "Control", "Enter");
  await waitFor(page, () => all(page, "proposal-confirm"), ({ length }) => length === 0, "it is not confirmed");
  await press(page, "Escape");
  await closed(page);
  await rowsAre((texts) => texts.length === before - 1, "it still stands ready");
  await dismissToasts(page);
});

test("one choice for the next week is written, and the review finished, with one undo", async () => {
  await press(page, "ArrowRight");
  await isAt("choice");
  await focusIsOn("review-rows");
  await press(page, "t");
  await focusIsOn("review-own");
  await page.setWindowSize(800, 600);
  await shoot(page, "review-own-800");
  await page.setWindowSize(1200, 800);
  await type(page, "Bring lunch twice");
  await press(page, "Enter");
  await waitFor(page, () => textAt(page, "review-choice"), (text) => /Bring lunch twice/.test(text), "it is not kept");
  await dismissToasts(page);
  await assertAccessible(page, "the last step");
  await shootAll("choice");
  await press(page, "Control", "Enter");
  await focusIsOn("review-open");
  assert.match(await textAt(page, "toast"), /Finish the review of week \d+/);
  await dismissToasts(page);
  await press(page, "w");
  await page.$("[data-testid=review-finish][disabled]").waitForExist();
  await press(page, "Control", "z");
  await page.$("[data-testid=review-finish]:not([disabled])").waitForExist({ timeoutMsg: "undo does nothing" });
  await dismissToasts(page);
  await press(page, "Escape");
  await focusIsOn("review-open");
});
