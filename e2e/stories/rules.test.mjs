// A rule is made from an entry, tried before it changes anything, applied, asked about and taken back.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { all, at, dismissToasts, goTo, makeHome, openApp, press, shoot, textAt, waitFor } from "../harness/app.mjs";
import { dropFiles } from "../harness/drop.mjs";
import { choose, find, focused, startOver, tabTo, type } from "../harness/keyboard.mjs";
import { cardOf, importCard, textOf } from "../harness/screens.mjs";
import { statement } from "../harness/statements.mjs";

const home = makeHome();
let app;
let page;

before(async () => {
  app = await openApp(home);
  page = app.page;
  await dropFiles(app.display, [statement(home, "paypal.csv")]);
  await importCard(page, await cardOf(page, "paypal.csv"));
});

after(async () => {
  await app.close();
  home.remove();
});

const sheet = () => page.$("[role=dialog]");
const closed = () => sheet().waitForExist({ reverse: true });

/** The categories of the payee's entries, as the ledger shows them. */
async function categoriesOf(payee) {
  await goTo(page, "ledger");
  const lines = () => all(page, "ledger-row");
  const rows = await waitFor(page, lines, ({ length }) => length > 0, "the ledger stays empty");
  const texts = [];
  for (const row of rows) texts.push(await textOf(page, row));
  return texts.filter((text) => text.includes(payee)).map((text) => text.includes("Eating out"));
}

async function openEntry(payee) {
  await goTo(page, "ledger");
  for (const row of await waitFor(page, () => all(page, "ledger-row"), ({ length }) => length > 0, "no entries")) {
    if (!(await textOf(page, row)).includes(payee)) continue;
    await row.click();
    await (await at(page, "why")).waitForExist();
    return;
  }
  throw new Error(`no entry of ${payee}`);
}

async function whyOf(payee) {
  await openEntry(payee);
  await (await at(page, "why")).click();
  const answer = await waitFor(page, () => textAt(page, "why-answer"), Boolean, "there is no answer");
  await press(page, "Escape");
  await closed();
  return answer;
}

test("an entry that nobody sorted says so, and opens the form of a rule with its payee", async () => {
  assert.match(await whyOf("Corner Bakery"), /Nobody has put it anywhere yet/);
  await openEntry("Corner Bakery");
  await (await at(page, "make-rule")).click();
  const name = await at(page, "rule-name");
  await name.waitForExist();
  assert.match(await (await at(page, "condition-text")).getValue(), /Corner Bakery/);
  await shoot(page, "rule-from-entry");
});

test("the rule is tried before it is kept, with the keyboard alone", async () => {
  await tabTo(page, /^Category/);
  await press(page, "Enter");
  await find(page, "Eating out");
  await tabTo(page, "rule-try");
  await press(page, "Enter");
  const trial = await waitFor(page, () => textAt(page, "rule-trial"), Boolean, "nothing is tried");
  assert.match(trial, /^3 of 10 entries would change/);
  assert.match(trial, /Category\s+nothing\s→\sEating out/);
  await shoot(page, "rule-tried");
  await tabTo(page, "rule-save");
  await press(page, "Enter");
  await closed();
  await dismissToasts(page);
  assert.deepEqual(await categoriesOf("Corner Bakery"), [false, false, false], "keeping a rule changes no entry");
});

test("the rules stand in plain words, and what is there already changes only when they are applied", async () => {
  await press(page, "Control", "6");
  const words = await waitFor(page, () => textAt(page, "rules"), Boolean, "no rules");
  assert.match(words, /When the payee is “Corner Bakery[^”]*”: goes to Eating out\./);
  await startOver(page);
  await tabTo(page, "rules-try");
  await press(page, "Enter");
  await waitFor(page, () => all(page, "rule-change"), ({ length }) => length === 3, "three entries would change");
  await shoot(page, "rules-tried");
  await tabTo(page, "rules-apply");
  assert.match((await focused(page)).text, /Apply to 3 entries/);
  await press(page, "Enter");
  await waitFor(page, () => textAt(page, "toast"), (text) => /Apply rules to 3 entries/.test(text), "it is not told");
  await dismissToasts(page);
  assert.deepEqual(await categoriesOf("Corner Bakery"), [true, true, true]);
  await (await at(page, "nav-rules")).click();
});

test("an entry tells which rule put it where it is", async () => {
  assert.match(await whyOf("Corner Bakery"), /Your rule “[^”]+” put it there/);
});

test("applying is one step, and one undo takes it back whole", async () => {
  await (await at(page, "undo")).click();
  await waitFor(page, () => textAt(page, "toast"), (text) => /Undone: Apply rules/.test(text), "nothing is undone");
  await dismissToasts(page);
  assert.deepEqual(await categoriesOf("Corner Bakery"), [false, false, false]);
});

test("a second rule is written by hand, moved up and deleted, and the deleted one comes back", async () => {
  await goTo(page, "rules");
  await startOver(page);
  await tabTo(page, "rule-add");
  await press(page, "Enter");
  await waitFor(page, () => focused(page), ({ testid }) => testid === "rule-name", "the form does not open");
  await type(page, "Small things");
  await tabTo(page, /^Condition 1/);
  await choose(page, "Its amount");
  await tabTo(page, /^At most/);
  await type(page, "1.00");
  await tabTo(page, /^Currency/);
  await press(page, "Enter");
  await find(page, "USD");
  await tabTo(page, /^Action 1/);
  await choose(page, "Add a tag");
  await tabTo(page, /^Tag/);
  await type(page, "tiny");
  await shoot(page, "rule-by-hand");
  await tabTo(page, "rule-save");
  await press(page, "Enter");
  await closed();
  await dismissToasts(page);
  const names = async () => {
    const found = [];
    for (const rule of await all(page, "rule")) found.push(await rule.$("b").getText());
    return found.map((name) => name === "Small things");
  };
  await waitFor(page, names, (order) => String(order) === "false,true", "the new rule is not below");
  await startOver(page);
  await tabTo(page, /^Move Small things up/);
  await press(page, "Enter");
  await waitFor(page, names, (order) => String(order) === "true,false", "the rule does not move");
  await waitFor(page, () => focused(page), ({ text }) => text === "Move Small things down", "the focus does not stay on it");
  await dismissToasts(page);
  await shoot(page, "rules-two");
  await startOver(page);
  await tabTo(page, /^Delete Small things/);
  await press(page, "Enter");
  await waitFor(page, names, (order) => String(order) === "false", "the rule is not deleted");
  await waitFor(page, () => focused(page), ({ tag }) => tag === "BUTTON", "the focus is lost");
  await (await at(page, "toast-undo")).click();
  await waitFor(page, names, (order) => String(order) === "true,false", "the rule does not come back");
});

test("what the person sorts teaches what is suggested, and a suggestion waits to be pressed", async () => {
  await dismissToasts(page);
  await goTo(page, "import");
  await dropFiles(app.display, [statement(home, "kiosk.csv")]);
  assert.equal(await importCard(page, await cardOf(page, "kiosk.csv")), 9);
  await goTo(page, "ledger");
  await (await at(page, "ledger-search")).setValue("Night Owl");
  const rows = await waitFor(page, () => all(page, "ledger-row"), ({ length }) => length === 9, "the kiosk is not found");
  for (const row of rows.slice(1)) await row.$("input").click();
  await page.$("button*=Categorise").click();
  await find(page, "Eating out");
  await waitFor(page, () => textAt(page, "toast"), (text) => /8/.test(text), "eight are not sorted");
  await dismissToasts(page);
  await openFirst();
  const suggestion = await waitFor(page, () => textAt(page, "suggestion"), Boolean, "nothing is suggested");
  assert.match(suggestion, /It may belong to Eating out\.[\s\S]*Of 100 such suggestions, about \d+ are right/);
  assert.match(await textOf(page, sheet()), /Uncategorised/, "it is not set by itself");
  await shoot(page, "rule-suggestion");
  await (await at(page, "suggestion-take")).click();
  await (await at(page, "suggestion")).waitForExist({ reverse: true });
  await waitFor(page, () => textOf(page, sheet()), (text) => /Eating out/.test(text) && !/Uncategorised/.test(text), "it is not put there");
});

async function openFirst() {
  const [row] = await all(page, "ledger-row");
  await row.click();
  await (await at(page, "why")).waitForExist();
}
