// Rows that may be entries of the ledger are shown beside them, with a choice for each.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { all, goTo, makeHome, openApp, shoot, waitFor } from "../harness/app.mjs";
import { dropFiles } from "../harness/drop.mjs";
import { choose, startOver, tabTo } from "../harness/keyboard.mjs";
import { cardOf, entryCount, importCard, newCount, textOf, within } from "../harness/screens.mjs";
import { statement } from "../harness/statements.mjs";

const home = makeHome();
let app;
let page;

before(async () => {
  app = await openApp(home);
  page = app.page;
  await dropFiles(app.display, [statement(home, "bank.ofx")]);
  await importCard(page, await cardOf(page, "bank.ofx"));
});

after(async () => {
  await app.close();
  home.remove();
});

const matches = () => all(page, "import-match");
const countIs = (card, count) =>
  waitFor(page, () => newCount(card), (now) => now === count, `the button does not count ${count}`);

test("another file of the same account shows what it has in common with the ledger", async () => {
  await goTo(page, "import");
  await dropFiles(app.display, [statement(home, "bank.csv")]);
  const card = await cardOf(page, "bank.csv");
  await startOver(page);
  await tabTo(page, /^Goes to/);
  await choose(page, "4567");
  const found = await waitFor(page, matches, ({ length }) => length === 4, "four rows beside their twins");
  const texts = [];
  for (const match of found) texts.push(await textOf(page, match));
  const tram = texts.find((text) => text.includes("line 2"));
  assert.match(tram, /City Tram card 1201[\s\S]*Ledger[\s\S]*City Tram\s[\s\S]*The same day and amount/);
  await shoot(page, "twins");
});

test("one row is added although it looks the same, and the button counts it", async () => {
  const card = await cardOf(page, "bank.csv");
  const before = await newCount(card);
  const [first] = await matches();
  const [same, added] = await first.$$("input").getElements();
  const wasSame = await same.isSelected();
  await (wasSame ? added : same).click();
  await countIs(card, before + (wasSame ? 1 : -1));
  await (wasSame ? same : added).click();
  await countIs(card, before);
});

test("all of them are one choice", async () => {
  const card = await cardOf(page, "bank.csv");
  await within(card, "import-matches").$("button=Add all").click();
  await countIs(card, 5);
  await within(card, "import-matches").$("button=All the same").click();
  await countIs(card, 1);
  assert.match(await within(card, "import-note").getText(), /4 rows are taken for entries that are there/);
});

test("what is the same stays one entry, also when the file comes again", async () => {
  const card = await cardOf(page, "bank.csv");
  assert.equal(await importCard(page, card), 1);
  assert.match(await within(card, "import-result").getText(), /4 taken for entries that were there/);
  await shoot(page, "twins-imported");
  assert.equal(await entryCount(page), 6);
  await goTo(page, "import");
  await dropFiles(app.display, [statement(home, "bank.csv")]);
  const again = await cardOf(page, "bank.csv");
  await startOver(page);
  await tabTo(page, /^Goes to/);
  await choose(page, "4567");
  await countIs(again, 0);
  assert.equal((await matches()).length, 0, "nothing is asked twice");
});
