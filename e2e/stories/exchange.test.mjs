// A payment in another currency: its own rate is told, without a reference nothing is converted, and its
// row leads to its entry.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { at, goTo, makeHome, openApp, shoot, textAt, waitFor } from "../harness/app.mjs";
import { importAll } from "../harness/screens.mjs";
import { statement } from "../harness/statements.mjs";

const home = makeHome();
let app;
let page;

before(async () => {
  app = await openApp(home, { files: [statement(home, "exchange.csv")] });
  page = app.page;
  assert.equal(await importAll(page), 3);
});

after(async () => {
  await app.close();
  home.remove();
});

test("without rates a payment is shown with its own rate and is not converted", async () => {
  await goTo(page, "fees");
  await (await (await at(page, "fees-exchange")).$("summary")).click();
  const tool = () => textAt(page, "fees-exchange");
  await waitFor(page, tool, (text) => text.includes("Pixel Forge"), "the payment is not shown");
  const told = await tool();
  assert.match(told, /€11\.40/);
  assert.match(told, /\$10\.00/);
  assert.match(told, /1\.14/);
  assert.match(told, /no reference rate within seven days/);
  assert.match(told, /eurofxref-hist\.csv/);
  await shoot(page, "fees-exchange");
});

test("a row leads to its entry", async () => {
  await (await at(page, "exchange-row")).click();
  const rows = () => textAt(page, "ledger-total");
  await waitFor(page, rows, (text) => text.startsWith("1 "), "the entry is not shown alone");
});
