// A price rise is noted, says why, and once it was dismissed it stays away, also in another window.
import assert from "node:assert/strict";
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
import { focused, startOver, tabTo } from "../harness/keyboard.mjs";
import { closed } from "../harness/saving.mjs";
import { importAll } from "../harness/screens.mjs";
import { statement } from "../harness/statements.mjs";

const TITLE = "Streamly costs $10.99 instead of $9.99";

const home = makeHome();
let app;
let page;

before(async () => {
  app = await openApp(home, { files: [statement(home, "subscriptions.csv")] });
  page = app.page;
  assert.equal(await importAll(page), 4);
});

after(async () => {
  await app.close();
  home.remove();
});

/** Goes to Today and waits until the log was looked at and read. */
async function today() {
  await goTo(page, "today");
  await (await at(page, "today-small")).waitForExist();
}

test("a price that rises is noted once its series is confirmed, and not before", async () => {
  await today();
  assert.equal((await all(page, "insight")).length, 0);
  await goTo(page, "recurring");
  await (await at(page, "candidate")).waitForExist();
  await startOver(page);
  await tabTo(page, /^Confirm Streamly/);
  await press(page, "Enter");
  await (await at(page, "series")).waitForExist();
  await dismissToasts(page);
  await today();
  await (await at(page, "insight")).waitForExist({ timeoutMsg: "nothing was noted" });
  const text = await textAt(page, "insight");
  assert.ok(text.startsWith(TITLE), text);
  assert.match(text, /\$1\.00 or 10\.01 % more/);
});

test("it says why it is there, by the keyboard alone", async () => {
  await dismissToasts(page);
  await startOver(page);
  await tabTo(page, "insight-why");
  assert.ok((await focused(page)).visible);
  await press(page, "Enter");
  const reason = await at(page, "insight-reason");
  await reason.waitForDisplayed();
  assert.match(await reason.getText(), /A confirmed series has a new price/);
});

test("it is drawn in light and dark, in a large and in a small window", async () => {
  for (const theme of ["light", "dark"]) {
    await (await at(page, "theme")).click();
    await page.$(`html[data-theme="${theme}"]`).waitForExist();
    for (const [width, height] of [
      [1200, 800],
      [800, 600],
    ]) {
      await page.setWindowSize(width, height);
      await (await at(page, "insight")).scrollIntoView({ block: "center" });
      await shoot(page, `insights-${theme}-${width}x${height}`);
      await (await at(page, "insights-log")).click();
      await (await at(page, "insights-all")).waitForExist();
      await shoot(page, `insights-log-${theme}-${width}x${height}`);
      await press(page, "Escape");
      await closed(page);
    }
  }
  await page.setWindowSize(1200, 800);
});

test("its rows are the charges of the series", async () => {
  await (await at(page, "insight-rows")).click();
  await page.$('[data-testid="nav-ledger"][aria-current="page"]').waitForExist();
  await waitFor(
    page,
    () => all(page, "ledger-row"),
    ({ length }) => length === 4,
    "not its four charges",
  );
  await today();
});

test("what was dismissed is gone in a window that is opened later, and in the log", async () => {
  await (await at(page, "insight")).waitForExist();
  await startOver(page);
  await tabTo(page, "insight-dismiss");
  await press(page, "Enter");
  await (await at(page, "insights-none")).waitForExist();
  await app.close();
  app = await openApp(home);
  page = app.page;
  await (await at(page, "insights-none")).waitForExist();
  assert.equal((await all(page, "insight")).length, 0);
  await (await at(page, "insights-log")).click();
  await (await at(page, "insight")).waitForExist();
  assert.equal(await (await at(page, "insight")).getAttribute("data-state"), "dismissed");
});
