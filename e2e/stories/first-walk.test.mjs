// From a statement to what the small payments add up to, back again, and over a restart.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { at, makeHome, openApp, shoot, waitFor } from "../harness/app.mjs";
import { entryCount, importAll, moveLimit, smallMoney } from "../harness/screens.mjs";
import { firstWalkFiles, rowCount, smallCents } from "../harness/statements.mjs";

const home = makeHome();
let files;
let app;
let imported;

/** The figures on the screen are those of the files, for the limit that is shown. */
function assertFiguresOfFiles(shown) {
  const expected = smallCents(files, shown.limit);
  assert.deepEqual({ cents: shown.cents, count: shown.count }, expected);
  assert.ok(shown.cents > 0, "there is something small in these files");
}

/** Presses undo or redo and waits until as many entries are there. */
async function step(page, button, wanted) {
  await (await at(page, button)).click();
  await waitFor(page, () => entryCount(page), (count) => count === wanted, `${button} did not come to ${wanted} entries`);
}

before(async () => {
  files = firstWalkFiles(home);
  app = await openApp(home, { files });
});

after(async () => {
  await app.close();
  home.remove();
});

test("files that the program is opened with are imported, each row once", async () => {
  imported = await importAll(app.page);
  assert.ok(imported > 0 && imported <= rowCount(files));
  assert.equal(await entryCount(app.page), imported);
  await shoot(app.page, "first-walk-ledger");
});

test("the small payments add up to what the files say, at every limit of the slider", async () => {
  const usual = await smallMoney(app.page);
  assertFiguresOfFiles(usual);
  await shoot(app.page, "first-walk-small");
  const wider = await moveLimit(app.page, "ArrowRight");
  assertFiguresOfFiles(wider);
  assert.ok(wider.limit > usual.limit);
  const widest = await moveLimit(app.page, "End");
  assertFiguresOfFiles(widest);
  assert.ok(widest.cents > usual.cents, "a wider limit takes in more");
  await moveLimit(app.page, "Home");
});

test("an import is undone whole, and done again after a restart", async () => {
  const { page } = app;
  const firstOnly = await countAfterFirstUndo(page);
  await step(page, "undo", 0);
  await shoot(page, "first-walk-undone");
  await app.close();
  app = await openApp(home);
  assert.equal(await entryCount(app.page), 0);
  await step(app.page, "redo", firstOnly);
  await step(app.page, "redo", imported);
});

test("after that the figures are the same", async () => {
  assertFiguresOfFiles(await smallMoney(app.page));
  await shoot(app.page, "first-walk-again");
});

/** Undoes the second import; answers what the first one left. */
async function countAfterFirstUndo(page) {
  await (await at(page, "undo")).click();
  return waitFor(page, () => entryCount(page), (count) => count < imported, "undo did nothing");
}
