// Three wallets' files come in by drag and drop, nothing doubles, and an import goes and comes back whole.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { all, at, dismissToasts, goTo, makeHome, openApp, shoot, waitFor } from "../harness/app.mjs";
import { dropFiles, hoverFiles } from "../harness/drop.mjs";
import { cardOf, entryCount, importCard, newCount, textOf, within } from "../harness/screens.mjs";
import { statement } from "../harness/statements.mjs";

const FILES = ["paypal.csv", "mpesa.csv", "club.csv"];
const ROWS = { "paypal.csv": 10, "mpesa.csv": 6, "club.csv": 5 };
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

const textIn = async (card, name) => (await within(card, name)).getText();

test("files that hover over the window are announced, and one dragged away again leaves nothing", async () => {
  const file = statement(home, "paypal.csv");
  const isShown = async () => {
    await page.$("main.hovered").waitForExist({ timeoutMsg: "the window does not show that it takes the file" });
    await shoot(page, "import-hover");
  };
  const isGone = () => page.$("main.hovered").waitForExist({ reverse: true });
  await hoverFiles(app.display, [file], isShown, isGone);
  assert.equal((await all(page, "import-file")).length, 0);
});

test("three wallets' files are dropped at once, and each says how it was read", async () => {
  await dropFiles(app.display, FILES.map((name) => statement(home, name)));
  await waitFor(page, () => all(page, "import-file"), (cards) => cards.length === 3, "three files");
  const paypal = await cardOf(page, "paypal.csv");
  assert.match(await textIn(paypal, "import-reading"), /is read as -3\.20: 20 of 20 amounts in the columns “Net” and “Fee”/);
  assert.match(await textIn(paypal, "import-balance"), /The balances add up\. 100\.00 before the first row/);
  const mpesa = await cardOf(page, "mpesa.csv");
  assert.match(await textIn(mpesa, "import-reading"), /“4,000\.00” is read as 4000\.00/);
  await shoot(page, "import-three");
});

test("the one ambiguous column is asked, and the answer counts at once", async () => {
  const asked = await page.$$("main fieldset").getElements();
  assert.equal(asked.length, 1, "one question for all three files");
  const club = await cardOf(page, "club.csv");
  const question = await within(club, "question-date_order");
  assert.match(await question.getText(), /02\/03\/2026 is 2 March 2026.*02\/03\/2026 is 3 February 2026/s);
  assert.equal(await within(club, "import-run").isEnabled(), false);
  await question.$('input[value="month_day_year"]').click();
  await within(club, "import-run").waitForEnabled();
  assert.match(await textOf(page, club.$("tbody")), /3 Feb 2026/);
  await question.$('input[value="day_month_year"]').click();
  await waitFor(page, () => textOf(page, club.$("tbody")), (text) => text.includes("2 Mar 2026"), "the other answer is not read");
  await shoot(page, "import-answered");
});

test("all three are imported, each row once", async () => {
  for (const name of FILES) {
    assert.equal(await importCard(page, await cardOf(page, name)), ROWS[name], name);
  }
  await shoot(page, "import-done");
  assert.equal(await entryCount(page), 20);
});

test("an overlapping file in another order has nothing new", async () => {
  await goTo(page, "import");
  const turned = (text) => {
    const [head, ...rows] = text.trim().split("\n");
    return [head, ...rows.slice(3).toReversed()].join("\n");
  };
  await dropFiles(app.display, [statement(home, "paypal.csv", turned)]);
  // The newest card of that name stands first.
  const card = await cardOf(page, "paypal.csv");
  await waitFor(page, () => textIn(card, "import-note"), (text) => /in the ledger already/.test(text), "it is not said that nothing is new");
  assert.equal(await newCount(card), 0);
  assert.equal(await within(card, "import-run").isEnabled(), false);
  await shoot(page, "import-overlap");
  assert.equal(await entryCount(page), 20);
});

test("one import is taken back as a whole, from the list of those that stand", async () => {
  await goTo(page, "import");
  const batch = await batchOf("mpesa.csv");
  await batch.$("button").click();
  await shoot(page, "import-batch");
  await within(batch, "batch-take-back").click();
  await waitFor(page, () => all(page, "batch"), (batches) => batches.length === 2, "the import still stands");
  await dismissToasts(page);
  assert.equal(await entryCount(page), 15);
});

test("the same file comes in again in full", async () => {
  await goTo(page, "import");
  await dropFiles(app.display, [statement(home, "mpesa.csv")]);
  const card = await cardOf(page, "mpesa.csv");
  assert.equal(await importCard(page, card), 6);
  assert.equal(await entryCount(page), 20);
});

async function batchOf(file) {
  await (await at(page, "batches")).waitForExist();
  for (const batch of await all(page, "batch")) {
    if ((await batch.$("b").getText()) === file) return batch;
  }
  throw new Error(`no import of ${file} stands`);
}
