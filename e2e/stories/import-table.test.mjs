// A table that nobody knows is laid out with the keyboard alone, and next month's is read without a question.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { dismissToasts, goTo, makeHome, openApp, press, shoot, waitFor } from "../harness/app.mjs";
import { dropFiles } from "../harness/drop.mjs";
import { choose, find, focused, startOver, tabTo } from "../harness/keyboard.mjs";
import { cardOf, entryCount, newCount, textOf, within } from "../harness/screens.mjs";
import { statement } from "../harness/statements.mjs";

const home = makeHome();
let app;
let page;

before(async () => {
  app = await openApp(home);
  page = app.page;
  await dropFiles(app.display, [statement(home, "cups.csv")]);
});

after(async () => {
  await app.close();
  home.remove();
});

test("a table in words that nobody knows is shown and asked about", async () => {
  const card = await cardOf(page, "cups.csv");
  assert.match(await within(card, "question-mapping").getText(), /say what its columns mean/);
  assert.equal(await within(card, "import-run").isExisting(), false, "nothing can be imported yet");
  await startOver(page);
  await tabTo(page, "open-wizard");
  await press(page, "Enter");
  await within(card, "mapping-wizard").waitForExist();
  assert.match((await focused(page)).text, /How this table is read/, "the focus goes on in the wizard");
  await shoot(page, "table-unknown");
});

test("columns get their meaning from menus above them, and the rows follow", async () => {
  const card = await cardOf(page, "cups.csv");
  await tabTo(page, /^Column 1/);
  await choose(page, "Date");
  await tabTo(page, /^Column 4/);
  await choose(page, "Amount");
  await within(card, "import-new-count").waitForExist({ timeoutMsg: "the rows are not read" });
  await press(page, "Shift", "Tab");
  await press(page, "Shift", "Tab");
  await choose(page, "Payee");
  await waitFor(page, () => textOf(page, card), (text) => text.includes("Kissa Hana"), "the payee is not read");
  const table = await within(card, "mapping-table");
  assert.match(await textOf(page, table), /Rows that cannot be read so[\s\S]*“soon” is not a date/);
});

test("the line of the names is chosen at its number", async () => {
  await tabTo(page, /^Line 2: what it is/);
  await press(page, "Enter");
  await page.$("[role=menuitem][data-highlighted]").waitForExist();
  await press(page, "Enter");
  const header = page.$('[data-testid="mapping-table"] tr.header');
  await waitFor(page, () => textOf(page, header), (text) => /names[\s\S]*noted[\s\S]*spent/.test(text), "the names are not taken");
  await tabTo(page, /^Currency of all rows/);
  await press(page, "Enter");
  await find(page, "yen");
  await tabTo(page, /^Money in and out/, 200);
  await choose(page, "Every row is money out");
  await waitFor(
    page,
    async () => (await cardOf(page, "cups.csv")).$("dl").getText(),
    (text) => text.includes("−¥1,660"),
    "currency and side do not count",
  );
  await shoot(page, "table-laid-out");
});

test("what is left is agreed to, and the table is imported", async () => {
  const card = await cardOf(page, "cups.csv");
  await tabTo(page, "mapping-done");
  await press(page, "Enter");
  await within(card, "mapping-wizard").waitForExist({ reverse: true });
  await tabTo(page, /^Import the other rows/);
  await press(page, "Space");
  await within(card, "import-run").waitForEnabled();
  await tabTo(page, "import-run");
  await press(page, "Enter");
  await within(card, "import-result").waitForExist();
  await dismissToasts(page);
  assert.equal(await entryCount(page), 3);
});

test("next month's file of the same shape is read without asking, and the shared row is known", async () => {
  await goTo(page, "import");
  await dropFiles(app.display, [statement(home, "cups-april.csv")]);
  const card = await cardOf(page, "cups-april.csv");
  await within(card, "import-run").waitForEnabled({ timeoutMsg: "something is asked again" });
  assert.equal(await newCount(card), 2);
  assert.match(await card.$("dl").getText(), /−¥2,420/);
  await shoot(page, "table-next-month");
});
