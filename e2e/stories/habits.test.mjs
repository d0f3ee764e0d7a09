// What is left today goes down with a purchase, and a habit says which days are not known yet.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { at, dismissToasts, goTo, makeHome, openApp, shoot, textAt, waitFor } from "../harness/app.mjs";
import { dropFiles } from "../harness/drop.mjs";
import { choose, tabTo } from "../harness/keyboard.mjs";
import { closed } from "../harness/saving.mjs";
import { cardOf, importCard } from "../harness/screens.mjs";
import { dayBefore } from "../harness/statements.mjs";

const home = makeHome();
let app;
let page;

before(async () => {
  app = await openApp(home);
  page = app.page;
});

after(async () => {
  await app.close();
  home.remove();
});

/** A statement with a purchase a week over eight weeks, whose last row is ten days old. */
function giro() {
  const days = [66, 59, 52, 45, 38, 31, 24, 17, 10];
  const rows = days.map((days) => `${dayBefore(days)},Metro,-3.20,USD`);
  const file = path.join(home.folder, "metro.csv");
  fs.writeFileSync(file, `Date,Description,Amount,Currency\n${rows.join("\n")}\n`);
  return file;
}

async function type(name, text) {
  const field = await at(page, name);
  await field.waitForExist({ timeoutMsg: `there is no field ${name}` });
  await field.click();
  await field.setValue(text);
}

async function save(name) {
  await (await at(page, name)).click();
  await closed(page);
  await dismissToasts(page);
}

test("a bank's statement comes in", async () => {
  await goTo(page, "import");
  await dropFiles(app.display, [giro()]);
  assert.equal(await importCard(page, await cardOf(page, "metro.csv")), 9);
});

test("an allowance for a week says what is left today, and a purchase lowers it", async () => {
  await goTo(page, "today");
  await (await at(page, "left-none")).waitForExist();
  await (await at(page, "allowance-add")).click();
  await type("allowance-name", "Treats");
  await type("allowance-amount", "7000");
  await save("allowance-save");
  const before = await textAt(page, "left-today");
  const whole = await textAt(page, "left-period");
  await goTo(page, "ledger");
  await page.$("button*=Add entry").click();
  await page.$('[role=dialog] input[placeholder="4.50"]').setValue("4.50");
  await page.$("[role=dialog] footer button[type=submit]").click();
  await closed(page);
  await dismissToasts(page);
  await goTo(page, "today");
  const cents = (text) => Math.round(Number(text.replace(/[$,]/g, "")) * 100);
  const now = await waitFor(page, () => textAt(page, "left-today"), (text) => text !== before, "it stays");
  assert.equal(cents(before) - cents(now), 450);
  assert.equal(cents(whole) - cents(await textAt(page, "left-period")), 450);
  await shoot(page, "left-today");
});

test("a habit says which days are not known, and what was skipped", async () => {
  await goTo(page, "habits");
  await (await at(page, "habit-add")).click();
  await type("habit-name", "Quiet days");
  await save("habit-save");
  await (await at(page, "habit")).waitForExist({ timeoutMsg: "the habit is not kept" });
  assert.match(await textAt(page, "habit-known"), /is imported up to/);
  // It began today, which is not over: nothing is known of it, so it has no score.
  assert.equal(await textAt(page, "habit-score"), "None yet");
});

test("of a habit of four weeks the last days are not known, and one is skipped", async () => {
  const states = () =>
    page.execute(() => [...document.querySelectorAll("[data-testid=habit-day]")].map((day) => day.dataset.state));
  await startedEarlier();
  const shown = await waitFor(page, states, (found) => found.includes("unknown"), "no day is unknown");
  assert.ok(shown.includes("no_spend"), shown.join(" "));
  await page.$('[data-testid="habit-day"][data-state="no_spend"]').click();
  await (await at(page, "habit-skip")).click();
  await page.$('[data-testid="habit-day"][data-state="skipped"]').waitForExist();
  await dismissToasts(page);
  await shoot(page, "habits");
});

test("its score has a picture, and a day in it is the day in the weeks", async () => {
  await page.$("button=Twelve weeks and the score").click();
  await page.$(".mark").waitForExist();
  const first = await page.$(".mark");
  await first.click();
  await page.$(".picked").waitForExist();
  await shoot(page, "habits-score");
});

test("a limit of a category shows how it is used up, day by day", async () => {
  await goTo(page, "today");
  await (await at(page, "limit-add")).click();
  await tabTo(page, /^Category/);
  await choose(page, "Uncategorised");
  await type("limit-amount", "50");
  await save("limit-save");
  await page.$('[data-testid="limit"] .menu-trigger').click();
  await page.$(".menu-item=Show the pace").click();
  await page.$('[data-testid="limit"] .mark').waitForExist();
  await shoot(page, "limit-pace");
});

/** The habit is written anew with a first day four weeks ago. */
async function startedEarlier() {
  await page.$('button[aria-label="More for Quiet days"]').click();
  await page.$(".menu-item=Edit").click();
  const [year, month, day] = dayBefore(28).split("-");
  for (const [part, text] of [["day", day], ["month", month], ["year", year]]) {
    const segment = page.$(`[role=dialog] .day-segment[data-segment="${part}"]`);
    await segment.click();
    await page.keys([...text]);
  }
  await save("habit-save");
}
