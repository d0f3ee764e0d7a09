// From the files of wallets to a limit of one's own, a merchant, a subscription that became dearer, and a
// dismissal that holds when its statement comes in anew.
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
import { dropFiles } from "../harness/drop.mjs";
import { startOver, tabTo } from "../harness/keyboard.mjs";
import { closed } from "../harness/saving.mjs";
import { cardOf, importAll, importCard, smallMoney, within } from "../harness/screens.mjs";
import { statement } from "../harness/statements.mjs";

const home = makeHome();
const club = statement(home, "bookclub.csv");
let app;
let page;

before(async () => {
  const files = ["paypal.csv", "mpesa.csv", "subscriptions.csv"].map((name) => statement(home, name));
  app = await openApp(home, { files: [...files, club] });
  page = app.page;
  assert.equal(await importAll(page), 24);
});

after(async () => {
  await app.close();
  home.remove();
});

/** Read at once, because the list changes while it is looked at. */
const candidates = () =>
  page.execute(() =>
    [...document.querySelectorAll("[data-testid=candidate]")].map((line) =>
      line.querySelector("button").textContent.trim(),
    ),
  );
const candidatesAre = (wanted) =>
  waitFor(
    page,
    candidates,
    (names) => names.join() === wanted.join(),
    `the candidates are not ${wanted}`,
  );

test("the limit is the person's own, and the figures follow it", async () => {
  const usual = await smallMoney(page);
  assert.deepEqual(usual, { limit: 500, cents: 1719, count: 5 });
  await (await at(page, "small-limit-more")).click();
  await page.$("label=My own").click();
  await (await at(page, "lens-amount")).setValue("4");
  await (await at(page, "lens-save")).click();
  await closed(page);
  await waitFor(page, () => textAt(page, "small-sum"), (sum) => sum === "$7.39", "the figures keep the old limit");
  assert.equal(await textAt(page, "small-limit-value"), "$4.00");
  await shoot(page, "small-own-limit");
});

test("a merchant tells what it comes to, and opens to its rows", async () => {
  await dismissToasts(page);
  await page.$('main td button[title*="Corner Bakery"]').click();
  await waitFor(page, () => textAt(page, "merchant-sum"), (sum) => sum === "$6.40", "not the small payments of the bakery");
  await shoot(page, "small-merchant");
  await (await at(page, "merchant-fine")).click();
  await (await at(page, "merchant-question")).waitForExist();
  await press(page, "Escape");
  await closed(page);
});

test("what comes again is only a candidate, and counts nowhere", async () => {
  await goTo(page, "recurring");
  await candidatesAre(["Book Club", "Streamly"]);
  assert.equal(await textAt(page, "recurring-yearly"), "$0.00");
  await shoot(page, "recurring-candidates");
});

test("a confirmed subscription shows its year, its next charge and that it became dearer", async () => {
  await startOver(page);
  await tabTo(page, /^Confirm Streamly/);
  await press(page, "Enter");
  await candidatesAre(["Book Club"]);
  assert.equal(await textAt(page, "recurring-yearly"), "$131.88");
});

test("its sheet has the step of the price, and one press notes that it was used", async () => {
  await dismissToasts(page);
  await (await at(page, "series")).click();
  await (await at(page, "price-steps")).waitForExist();
  assert.match(await textAt(page, "price-steps"), /\$9\.99 became \$10\.99 \(10\.01 %\)/);
  const charges = await page.$$("[role=dialog] .mark").getElements();
  assert.equal(charges.length, 4, "not a mark for each charge");
  await (await at(page, "series-use")).click();
  await (await at(page, "cost-per-use")).waitForExist();
  assert.equal(await textAt(page, "cost-per-use"), "$10.99 for each use");
  await shoot(page, "recurring-sheet");
  await press(page, "Escape");
  await closed(page);
});

test("what is not recurring stays so after its import was taken back and came in again", async () => {
  await dismissToasts(page);
  await startOver(page);
  await tabTo(page, /^Book Club is not recurring/);
  await press(page, "Enter");
  await candidatesAre([]);
  await dismissToasts(page);
  await takeBack("bookclub.csv");
  const again = path.join(home.folder, "club-again.csv");
  fs.copyFileSync(club, again);
  await dropFiles(app.display, [again]);
  assert.equal(await importCard(page, await cardOf(page, "club-again.csv")), 4);
  await goTo(page, "recurring");
  await (await at(page, "dismissed")).waitForExist();
  await candidatesAre([]);
  await (await at(page, "dismissed")).$("button").click();
  assert.match(await (await at(page, "dismissed-line")).getText(), /Book Club/);
  await shoot(page, "recurring-dismissed");
});

async function takeBack(file) {
  await goTo(page, "import");
  await (await at(page, "batches")).waitForExist();
  for (const batch of await all(page, "batch")) {
    if ((await batch.$("b").getText()) !== file) continue;
    await batch.$("button").click();
    await within(batch, "batch-take-back").click();
    await waitFor(
      page,
      () => all(page, "batch"),
      ({ length }) => length === 3,
      "the import still stands",
    );
    return;
  }
  throw new Error(`${file} was not imported`);
}
