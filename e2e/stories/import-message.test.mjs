// A wallet's message that is pasted, and the statement that tells the same later, are one entry.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { all, at, goTo, makeHome, openApp, press, shoot, waitFor } from "../harness/app.mjs";
import { copyText } from "../harness/clipboard.mjs";
import { dropFiles } from "../harness/drop.mjs";
import { find } from "../harness/keyboard.mjs";
import { cardOf, entryCount, importCard, newCount, textOf, within } from "../harness/screens.mjs";
import { dayBefore, statement } from "../harness/statements.mjs";

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

/** "3/11/26", as M-Pesa writes the day so many days ago. */
function shortDay(days) {
  const [year, month, day] = dayBefore(days).split("-").map(Number);
  return `${day}/${month}/${year % 100}`;
}

// The second and the fifth row of the statement in mpesa.csv.
const PAID = `TDA1AA2BB2 Confirmed. Ksh350.00 paid to SOKO LA MIA. on ${shortDay(38)} at 12:30 PM. New M-PESA balance is Ksh4,850.00. Transaction cost, Ksh0.00.`;
const LATER = `TDA1AA2BB6 Confirmed. Ksh120.00 paid to CHAI CORNER. on ${shortDay(27)} at 7:20 PM. New M-PESA balance is Ksh4,173.00. Transaction cost, Ksh0.00.`;

async function paste(text) {
  await goTo(page, "import");
  const clipboard = await copyText(app.display, text);
  const before = (await all(page, "import-file")).length;
  await press(page, "Control", "v");
  await waitFor(page, () => all(page, "import-file"), (cards) => cards.length === before + 1, "the message is not taken");
  clipboard.close();
  return cardOf(page, "Pasted text");
}

test("two balances say that messages between them are missing", async () => {
  const card = await paste(`${PAID}\n\n${LATER}`);
  assert.match(await textOf(page, card), /a message is missing: between TDA1AA2BB2 and TDA1AA2BB6 557\.00 KES/);
  assert.match(await textOf(page, card), /New M-PESA balance is Ksh4,850\.00/, "the message stands beside what was read");
  await shoot(page, "message-missing");
  await card.$('button[title^="Remove"]').click();
});

test("a pasted message is a draft with amount, payee and day, imported like a file", async () => {
  const card = await paste(PAID);
  await shoot(page, "message-pasted");
  assert.match(await textOf(page, card), /M-Pesa · Message/);
  assert.match(await textOf(page, card.$("tbody")), /SOKO LA MIA[\s\S]*−KES\s350\.00/);
  assert.equal(await importCard(page, card), 1);
  assert.equal(await entryCount(page), 1);
});

test("its statement brings only the other rows", async () => {
  await goTo(page, "import");
  await dropFiles(app.display, [statement(home, "mpesa.csv")]);
  const card = await cardOf(page, "mpesa.csv");
  assert.equal(await newCount(card), 5, "the row of the message is known");
  await shoot(page, "message-statement");
  assert.equal(await importCard(page, card), 5);
  assert.equal(await entryCount(page), 5);
});

test("a message in unknown words is read with a template of one's own", async () => {
  const card = await paste("Tin: you paid 3.50 to Tea House. Left: 12.00");
  await within(card, "template-from-message").click();
  await (await at(page, "template-name")).setValue("Tin");
  const area = await at(page, "template-text");
  for (const [words, slot] of [["3.50", "amount"], ["Tea House", "payee"], ["12.00", "balance"]]) {
    await page.execute(
      (field, wanted) => {
        const from = field.value.indexOf(wanted);
        field.focus();
        field.setSelectionRange(from, from + wanted.length);
      },
      area,
      words,
    );
    await page.$(`code={${slot}}`).click();
  }
  assert.equal(await area.getValue(), "Tin: you paid {amount} to {payee}. Left: {balance}");
  await shoot(page, "message-template");
  await (await at(page, "template-save")).click();
  await within(card, "question-day").waitForExist({ timeoutMsg: "the template does not read the message" });
});

test("the day is chosen in a calendar and the currency in a list", async () => {
  const card = await cardOf(page, "Pasted text");
  await within(card, "question-day").$("button").click();
  await shoot(page, "message-calendar");
  await page.$(".day-popover [data-today]").click();
  const currency = await within(card, "question-currency");
  await currency.waitForExist({ timeoutMsg: "the day is not taken" });
  assert.match(await textOf(page, card.$("tbody")), /Tea House/);
  await currency.$("button").click();
  await find(page, "euro");
  await within(card, "import-run").waitForEnabled();
  assert.match(await textOf(page, card.$("tbody")), /−€3\.50/);
  await shoot(page, "message-answered");
});
