// A rotating five percent, from the template to the credit that pays it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { all, at, dismissToasts, goTo, makeHome, openApp, press, shoot, textAt, waitFor } from "../harness/app.mjs";
import { dropFiles } from "../harness/drop.mjs";
import { choose, find, startOver, tabTo } from "../harness/keyboard.mjs";
import { closed, textsOf, typeDay } from "../harness/saving.mjs";
import { cardOf, importCard, textOf } from "../harness/screens.mjs";
import { lastMonth, statement } from "../harness/statements.mjs";

const CARD = "Chase Freedom Flex, paid as money";
// The statement closes with the month, so what was bought on its last day is paid from the next day on.
const { bought, paid, quarter, quarterBegins, before: longBefore } = lastMonth();
const home = makeHome();
let app;
let page;

before(async () => {
  app = await openApp(home);
  page = app.page;
});

after(async () => {
  await app.close();
  home.remove();
});

const usDay = (day) => day.replace(/(\d+)-(\d+)-(\d+)/, "$2/$3/$1");

function file(name) {
  const days = { bought, paid, before: longBefore };
  return statement(home, name, (text) => text.replaceAll(/\{(\w+)\}/g, (_, which) => usDay(days[which])));
}

async function bring(name, account) {
  await goTo(page, "import");
  await dropFiles(app.display, [file(name)]);
  const card = await cardOf(page, name);
  if (account) {
    await startOver(page);
    await tabTo(page, /^Goes to/);
    await choose(page, account);
  }
  return importCard(page, card);
}

async function part(name) {
  await goTo(page, "cashback");
  await page.$(`label*=${name}`).click();
}

/** Opens the entry whose row has these words, and reads what it says of cashback. */
async function entrySays(words, name, isWanted = Boolean) {
  await goTo(page, "ledger");
  await waitFor(page, () => all(page, "ledger-row"), ({ length }) => length > 0, "no entries");
  for (const row of await all(page, "ledger-row")) {
    if (!words.test(await textOf(page, row))) continue;
    await row.click();
    break;
  }
  const text = await waitFor(page, () => textAt(page, name), isWanted, `${name} does not say so`);
  return text.replaceAll(/\s+/g, " ");
}

async function closeEntry() {
  await press(page, "Escape");
  await closed(page);
}

test("a card's statement comes in, before anybody knows what it pays", async () => {
  assert.equal(await bring("chase-before.csv"), 1);
  await goTo(page, "cashback");
  await waitFor(page, () => page.$("main").getText(), (text) => /Nothing is expected yet/.test(text), "it is not empty");
});

test("a rotating five percent is added from its template, for the card and a category", async () => {
  await part("Programmes");
  await (await at(page, "programme-add")).click();
  await (await at(page, "template-search")).setValue("paid as money");
  const templates = await waitFor(page, () => all(page, "template"), ({ length }) => length === 1, "not one template");
  await templates[0].click();
  const account = page.$('//*[@data-testid="programme-accounts"]//label[contains(., "Chase")]');
  await account.waitForExist({ timeoutMsg: "the card is not there to be chosen" });
  await account.click();
  const word = page.$(`[data-word="quarter ${quarter.number} of ${quarter.year}"]`);
  await word.waitForExist({ timeoutMsg: "the quarter's word is not there" });
  await word.$("button").click();
  await find(page, "Groceries");
  const trial = await waitFor(page, () => textAt(page, "trial-purchase"), Boolean, "nothing is tried");
  assert.match(trial, /18\.20/);
  await shoot(page, "cashback-form");
  await (await at(page, "programme-save")).click();
  await closed(page);
  await dismissToasts(page);
  assert.match(await waitFor(page, () => textAt(page, "programme"), Boolean, "it is not kept"), new RegExp(CARD));
});

test("its quarter is activated, from the first day of it on", async () => {
  const rule = page.$(`[data-rule="${quarter.year}${quarter.number}"]`);
  await rule.$('[data-testid="rule-activate"]').click();
  await typeDay(page, /Activated on|^day/i, quarterBegins);
  await (await at(page, "rule-activate-save")).click();
  const standing = () => rule.$('[data-testid="rule-activation"]').getText();
  assert.match(await waitFor(page, standing, (text) => /^Activated/.test(text), "it is not activated"), /Activated/);
  await dismissToasts(page);
  await shoot(page, "cashback-programme");
});

test("the next statement's purchases say what they should earn, and what the cap has left", async () => {
  assert.equal(await bring("chase.csv", "Chase"), 3);
  const expected = await entrySays(/\$40\.00/, "expected-reward");
  assert.match(expected, /\$2\.00/, "five percent of 40.00");
  await closeEntry();
  assert.match(await entrySays(/\$25\.50/, "cap-left", (text) => /1,434\.50/.test(text)), /1,434\.50/);
  assert.match(await textAt(page, "net-price"), /\$25\.50/, "nothing is paid yet");
  await shoot(page, "cashback-expected");
  await closeEntry();
  await part("Programmes");
  const caps = await waitFor(page, () => textsOf(page, "rule-cap-row"), (texts) => texts.some((text) => /65\.50/.test(text)), "nothing is used of the cap");
  assert.ok(caps.some((text) => /1,500\.00/.test(text)), String(caps));
});

test("the desk waits for the statement as one reward", async () => {
  await part("Desk");
  const rewards = await waitFor(page, () => textsOf(page, "reward"), (texts) => texts.some((text) => /3\.39/.test(text)), "3.39 is not expected");
  assert.ok(!rewards.some((text) => /3\.39[\s\S]*Paid/.test(text)), String(rewards));
  await shoot(page, "cashback-desk");
});

test("the statement with the credit pays it, and the net price follows", async () => {
  assert.equal(await bring("chase-paid.csv", "Chase"), 1);
  await part("Desk");
  const rewards = await waitFor(page, () => textsOf(page, "reward"), (texts) => texts.some((text) => /Paid/.test(text)), "nothing is paid");
  assert.ok(rewards.some((text) => /3\.39/.test(text) && /Paid/.test(text)), String(rewards));
  await shoot(page, "cashback-paid");
  // Of 3.399 the bank pays 3.39, of which 2.00 in 3.399 are for this purchase: 1.99.
  const net = await entrySays(/\$40\.00/, "net-price", (text) => /38\.01/.test(text));
  assert.match(net, /38\.01/);
  assert.match(await textAt(page, "net-price-lines"), /1\.99/);
  await shoot(page, "cashback-net");
  await closeEntry();
});

test("undo takes the credit back, and it is expected again", async () => {
  await page.keys(["Control", "z"]);
  await dismissToasts(page);
  await part("Desk");
  await waitFor(page, () => textsOf(page, "reward"), (texts) => texts.some((text) => /3\.39/.test(text)) && !texts.some((text) => /Paid/.test(text)), "it is still paid");
});
