// A statement that comes into the watched folder is announced, and imported only where that was said.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { at, dismissToasts, goTo, makeHome, openApp, shoot, textAt, waitFor } from "../harness/app.mjs";
import { typeInDialog } from "../harness/keys.mjs";
import { cardOf, entryCount, importCard } from "../harness/screens.mjs";
import { statement } from "../harness/statements.mjs";

const home = makeHome();
const folder = path.join(home.folder, "Statements");
let app;
let page;

before(async () => {
  fs.mkdirSync(folder);
  app = await openApp(home);
  page = app.page;
});

after(async () => {
  await app.close();
  home.remove();
});

/** Copies a statement into the folder, as a browser or a phone would. */
const putInto = (name, as) => fs.copyFileSync(statement(home, name), path.join(folder, as));

const toldThat = (words) =>
  waitFor(page, () => textAt(page, "toast"), (text) => words.test(text), `it is not told that ${words}`);

test("a folder is chosen in the dialog of the system", async () => {
  await goTo(page, "import");
  await (await at(page, "watch-pick")).click();
  await typeInDialog(app.display, "Folder to watch for statements", [folder, "Enter"]);
  await waitFor(page, () => textAt(page, "watched"), (text) => text.includes("“Statements”"), "the folder is not watched");
  await dismissToasts(page);
});

test("a file that comes into it is announced on any screen, and nothing is imported", async () => {
  await goTo(page, "accounts");
  putInto("mpesa.csv", "march.csv");
  await toldThat(/march\.csv: 6 new, 0 known/);
  await shoot(page, "watch-announced");
  await (await at(page, "toast-undo")).click();
  const card = await cardOf(page, "march.csv");
  assert.equal(await entryCount(page), 0);
  await goTo(page, "import");
  assert.equal(await importCard(page, card), 6);
  assert.equal(await entryCount(page), 5);
});

test("once the switch is on, a file that leaves nothing open is imported, and can be taken back", async () => {
  await goTo(page, "import");
  await page.$("[role=switch]").click();
  await waitFor(page, () => page.$("[role=switch]").isSelected(), Boolean, "the switch stays off");
  await dismissToasts(page);
  putInto("paypal.csv", "wallet.csv");
  await toldThat(/wallet\.csv was imported: 10 new, 0 known/);
  await shoot(page, "watch-imported");
  assert.equal(await entryCount(page), 15);
  await (await at(page, "toast-undo")).click();
  await waitFor(page, () => entryCount(page), (count) => count === 5, "the import stands");
});

test("a file with a question is only announced, even then", async () => {
  await dismissToasts(page);
  putInto("club.csv", "club.csv");
  await toldThat(/club\.csv: 5 new/);
  assert.equal(await entryCount(page), 5);
  await goTo(page, "import");
  assert.match(await textAt(page, "watch-news"), /club\.csv: 5 new, 0 known/);
  await shoot(page, "watch-section");
});
