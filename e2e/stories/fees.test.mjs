// A purchase with a fee: its rate, the rows behind it, and what such a payment would cost elsewhere.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { all, at, goTo, makeHome, openApp, shoot, textAt, waitFor } from "../harness/app.mjs";
import { importAll } from "../harness/screens.mjs";
import { statement } from "../harness/statements.mjs";

const home = makeHome();
let app;
let page;

before(async () => {
  app = await openApp(home, { files: [statement(home, "fees.csv")] });
  page = app.page;
  assert.equal(await importAll(page), 3);
});

after(async () => {
  await app.close();
  home.remove();
});

test("what was charged is told as a part of what was paid", async () => {
  await goTo(page, "fees");
  await waitFor(page, () => textAt(page, "fees-rate"), (rate) => rate === "3.53 %", "not the rate of the file");
  assert.equal(await textAt(page, "fees-total"), "$1.50");
  await shoot(page, "fees-charged");
});

test("a rate opens the payments that it is made of", async () => {
  const rates = await page.$$("td.number button").getElements();
  await rates[0].click();
  const rows = () => textAt(page, "ledger-total");
  await waitFor(page, rows, (text) => text.startsWith("1 "), "the small payment alone is not shown");
  await shoot(page, "fees-rows");
});

test("a picture has a mark for each size, which opens the same payments", async () => {
  await goTo(page, "fees");
  await page.$(".mark").waitForExist();
  const marks = await page.$$(".mark").getElements();
  assert.equal(marks.length, 2);
  assert.match(await marks[0].getAttribute("aria-label"), /up to 5\.00 USD: 14\.0 %/);
  await marks[0].click();
  await waitFor(page, () => textAt(page, "ledger-total"), (text) => text.startsWith("1 "), "the mark opens other rows");
});

test("a payment is priced by the tariffs of its currency", async () => {
  await goTo(page, "fees");
  await (await (await at(page, "fees-quote")).$("summary")).click();
  await (await at(page, "quote-amount")).setValue("5.00");
  await (await at(page, "quote-ask")).click();
  const quoted = async () => (await all(page, "quote-row")).length;
  await waitFor(page, quoted, (count) => count >= 3, "too few tariffs");
  await shoot(page, "fees-quote");
});

test("a game is added, and its unit has a price", async () => {
  await (await page.$("label=Games and tips")).click();
  await (await at(page, "game-add")).click();
  await (await at(page, "game-title")).setValue("Castles");
  await (await at(page, "game-unit")).setValue("gems");
  const fields = await page.$$(".pack input").getElements();
  for (const [place, text] of ["Handful", "4.99", "500"].entries()) await fields[place].setValue(text);
  await (await page.$("button=Save")).click();
  const card = () => textAt(page, "game");
  await waitFor(page, card, (text) => text.includes("0.00998 USD"), "no price of a unit");
  await shoot(page, "fees-games");
});
