// Every screen is reached, read and used with the keyboard alone.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { all, at, goTo, makeHome, openApp, press, shoot, textAt, waitFor } from "../harness/app.mjs";
import { focused, startOver, tabTo } from "../harness/keyboard.mjs";
import { SCREENS } from "../harness/screens.mjs";
import { statement } from "../harness/statements.mjs";

/** There are ten digits. */
const WITH_KEYS = SCREENS.slice(0, 10);

const home = makeHome();
let page;
let app;

before(async () => {
  app = await openApp(home, { files: [statement(home, "paypal.csv")] });
  page = app.page;
});

after(async () => {
  await app.close();
  home.remove();
});

const isOn = (screen) => page.$(`[data-testid="nav-${screen}"][aria-current="page"]`).waitForExist();

test("a file is imported with Tab and Enter", async () => {
  await startOver(page);
  await tabTo(page, "nav-import");
  await press(page, "Enter");
  await (await at(page, "import-run")).waitForEnabled();
  await tabTo(page, "import-run");
  await press(page, "Enter");
  await (await at(page, "import-result")).waitForExist();
  await shoot(page, "keyboard-import");
});

test("the screens are one key away", async () => {
  await startOver(page);
  for (const [index, screen] of WITH_KEYS.entries()) {
    await press(page, "Control", String((index + 1) % 10));
    await isOn(screen);
  }
});

test("whatever Tab comes to has a name and shows that it has the focus", async () => {
  const poor = [];
  for (const screen of SCREENS) {
    await goTo(page, screen);
    await startOver(page);
    for (let steps = 0; steps < 30; steps += 1) {
      await press(page, "Tab");
      const now = await focused(page);
      if (now.tag === "BODY") break;
      if (!now.visible) poor.push(`${screen}: ${now.tag} ${now.testid} “${now.text}”`);
    }
  }
  assert.deepEqual([...new Set(poor)], []);
});

test("a payment is found by typing and opened with Enter", async () => {
  await press(page, "Control", "3");
  await isOn("ledger");
  await startOver(page);
  await press(page, "/");
  await waitFor(page, () => focused(page), (now) => now.testid === "ledger-search", "/ does not search");
  await page.keys([..."Larkspur"]);
  await waitFor(page, () => all(page, "ledger-row"), (rows) => rows.length === 1, "one row is left");
  for (let steps = 0; steps < 20 && (await focused(page)).role !== "grid"; steps += 1) {
    await press(page, "Tab");
  }
  await press(page, "Enter");
  const sheet = page.$("[role=dialog]");
  await sheet.waitForExist({ timeoutMsg: "Enter opens the entry" });
  await waitFor(page, () => sheet.getText(), (text) => text.includes("Larkspur Books"), "the entry is shown");
  await shoot(page, "keyboard-entry");
  await press(page, "Escape");
  await sheet.waitForExist({ reverse: true });
});

test("an import is undone and done again from the keyboard", async () => {
  await press(page, "Control", "5");
  await isOn("accounts");
  await startOver(page);
  await press(page, "Control", "z");
  await waitFor(page, () => textAt(page, "toast"), (text) => text.includes("Import paypal.csv"), "what was undone is told");
  await waitFor(page, () => all(page, "account-row"), (rows) => rows.length === 0, "the account stays");
  await press(page, "Control", "Shift", "z");
  await waitFor(page, () => all(page, "account-row"), (rows) => rows.length === 1, "redo does nothing");
});
