// A round-up from the lab to money that has really moved, and back again.
import assert from "node:assert/strict";
import fs from "node:fs";
import { after, before, test } from "node:test";
import { all, at, dismissToasts, goTo, makeHome, openApp, press, shoot, textAt, waitFor } from "../harness/app.mjs";
import { dropFiles } from "../harness/drop.mjs";
import { choose, startOver, tabTo } from "../harness/keyboard.mjs";
import {
  addDestination,
  addGoal,
  centsOfText,
  closed,
  gap,
  partOfGoals,
  proposalWithout,
  scannedCode,
  shareWithGoal,
  standOfGoal,
  stateOfTransfer,
  textOfCents,
  textsOf,
  turnOnFrom,
} from "../harness/saving.mjs";
import { cardOf, importCard, textOf } from "../harness/screens.mjs";
import { dayBefore, statement } from "../harness/statements.mjs";

const IBAN = "DE89370400440532013000";
const FIRST_DAY = dayBefore(45);
const home = makeHome();
let app;
let page;
let reference;

before(async () => {
  app = await openApp(home);
  page = app.page;
});

after(async () => {
  await app.close();
  home.remove();
});

/** The purchases of a statement from a day on, each with what is missing to the next euro. */
function purchases(file, from = FIRST_DAY) {
  const rows = fs.readFileSync(file, "utf8").trim().split("\n").slice(1);
  return rows
    .map((row) => row.split(","))
    .filter(([day, , amount]) => amount.startsWith("-") && day >= from)
    .map(([day, payee, amount]) => ({ day, payee, gap: gap(-centsOfText(amount)) }));
}

const sum = (list) => list.reduce((all, one) => all + one.gap, 0);

async function bring(file, account) {
  await goTo(page, "import");
  await dropFiles(app.display, [file]);
  const card = await cardOf(page, file.split("/").at(-1));
  if (account) {
    await startOver(page);
    await tabTo(page, /^Goes to/);
    await choose(page, account);
  }
  return importCard(page, card);
}

const first = () => purchases(statement(home, "giro.csv"));
const later = () => {
  const known = new Set(first().map(({ day, payee }) => day + payee));
  return purchases(statement(home, "giro-later.csv")).filter(({ day, payee }) => !known.has(day + payee));
};

test("a bank's statement comes in, and a goal says where its money is to go", async () => {
  assert.equal(await bring(statement(home, "giro.csv")), 7);
  await addDestination(page, { name: "Savings bank", holder: "Mio Sample", iban: IBAN, threshold: "2" });
  await addGoal(page, { name: "Rain coat", target: "80", destination: "Savings bank" });
  assert.deepEqual(await standOfGoal(page), { promised: 0, moved: 0 });
});

test("the lab says what a round-up would have saved, and keeps nothing", async () => {
  await goTo(page, "saving");
  await (await at(page, "try-lab")).click();
  await page.$("label=3 months").click();
  await (await at(page, "lab-run")).click();
  const text = await waitFor(page, () => textAt(page, "lab-results"), Boolean, "the lab has no figures");
  const all = sum(purchases(statement(home, "giro.csv"), dayBefore(90)));
  assert.match(text, new RegExp(`Set aside in all\\s+€${textOfCents(all)}`));
  assert.match(text, /Purchases that took part\s+[56]/);
  await shoot(page, "saving-lab");
  assert.deepEqual(await standOfGoal(page), { promised: 0, moved: 0 });
});

test("it is turned on from the lab, from an earlier day on, for the goal", async () => {
  await shareWithGoal(page, "Rain coat");
  await turnOnFrom(page, FIRST_DAY, () => shoot(page, "saving-turn-on"));
  const rule = await waitFor(page, () => textAt(page, "saving-rule"), Boolean, "the rule is not kept");
  assert.match(rule, /Active/);
  assert.match(rule, new RegExp(`€${textOfCents(sum(first()))}`));
  await shoot(page, "saving-rule");
  assert.deepEqual(await standOfGoal(page), { promised: sum(first()), moved: 0 });
});

test("the next statement raises what is promised by exactly what its purchases lack", async () => {
  const before = await standOfGoal(page);
  assert.equal(await bring(statement(home, "giro-later.csv"), "giro"), 3);
  const now = await standOfGoal(page, ({ promised }) => promised !== before.promised);
  assert.deepEqual(now, { promised: before.promised + sum(later()), moved: 0 });
  await shoot(page, "saving-goal");
});

test("a purchase says what it saved, for what, and by which rule", async () => {
  await goTo(page, "ledger");
  const rows = await waitFor(page, () => all(page, "ledger-row"), ({ length }) => length === 10, "ten entries");
  for (const row of rows) {
    if (!(await textOf(page, row)).includes("Night Owl Kiosk")) continue;
    await row.click();
    break;
  }
  const why = await waitFor(page, () => textAt(page, "why-saved"), Boolean, "it does not say what it saved");
  assert.match(why, /Round-ups\s+€0\.85/);
  assert.match(why, /Rain coat\s+€0\.85/);
  assert.match(why, /Version 1 of the rule/);
  await shoot(page, "saving-why");
  await press(page, "Escape");
  await closed(page);
});

test("a proposal is looked at, something is left out, and its code holds the transfer", async () => {
  const wanted = sum([...first(), ...later()]) - later().find(({ payee }) => /Night Owl/.test(payee)).gap;
  assert.equal(await proposalWithout(page, /Night Owl Kiosk/), wanted);
  await shoot(page, "saving-proposal");
  await (await at(page, "proposal-confirm")).click();
  reference = await waitFor(page, () => textAt(page, "handoff-reference"), Boolean, "there is no reference");
  assert.match(reference, /^SAVE \w{5}$/);
  const payload = (await textAt(page, "handoff-payload")).split("\n").map((line) => line.trim());
  const scanned = (await scannedCode(page, home)).split("\n").map((line) => line.trim());
  assert.deepEqual(scanned, payload);
  assert.ok(payload.includes(IBAN) && payload.includes(`EUR${textOfCents(wanted)}`), String(payload));
  assert.ok(payload.includes("Mio Sample") && payload.some((line) => line.includes(reference)), String(payload));
  await shoot(page, "saving-handoff");
  await (await at(page, "sweep-paid")).click();
  await waitFor(page, () => textAt(page, "handoff-state"), (text) => /You said that it was paid/.test(text), "it is not said");
  await press(page, "Escape");
  await closed(page);
  await dismissToasts(page);
  assert.match(await stateOfTransfer(page, Boolean), /^Open/);
  assert.equal((await standOfGoal(page)).moved, 0, "saying that it was paid moves nothing");
});

test("the bank's statement settles the transfer, and only then has money moved", async () => {
  const wanted = sum([...first(), ...later()]) - 85;
  const change = (text) => text.replace("REFERENCE", reference).replace("AMOUNT", textOfCents(wanted));
  assert.equal(await bring(statement(home, "giro-moved.csv", change), "giro"), 1);
  const now = await standOfGoal(page, ({ moved }) => moved > 0);
  assert.equal(now.moved, wanted);
  await shoot(page, "saving-moved");
  assert.match(await stateOfTransfer(page, (text) => !/^Open/.test(text)), /^Moved/);
  await shoot(page, "saving-settled");
});

// The statement calls the transfer a purchase, as it leaves the account, and it is rounded up as well.
const ROUNDED = "a transfer that was found is still rounded up as a purchase";
test("the transfer that moved it sets nothing aside itself", async () => {
  assert.equal((await standOfGoal(page)).promised, sum([...first(), ...later()]));
});

test("an undone import takes it back, and redo brings it again", async () => {
  const wanted = sum([...first(), ...later()]) - 85;
  await startOver(page);
  await press(page, "Control", "z");
  await waitFor(page, () => textAt(page, "toast"), (text) => /Undone: Import giro-moved\.csv/.test(text), "it is not told");
  await dismissToasts(page);
  assert.match(await stateOfTransfer(page, (text) => !/^Moved/.test(text)), /^Open/);
  assert.equal((await standOfGoal(page, ({ moved }) => moved === 0)).moved, 0);
  await startOver(page);
  await press(page, "Control", "Shift", "z");
  await waitFor(page, () => textAt(page, "toast"), Boolean, "redo does nothing");
  await dismissToasts(page);
  assert.equal((await standOfGoal(page, ({ moved }) => moved > 0)).moved, wanted);
  assert.match(await stateOfTransfer(page, (text) => !/^Open/.test(text)), /^Moved/);
});

test("what was left out waits for the next transfer, and nothing that moved does", async () => {
  await partOfGoals(page, "Transfers");
  await (await at(page, "proposal-open")).click();
  const items = await waitFor(page, () => textsOf(page, "sweep-item"), ({ length }) => length > 0, "nothing waits");
  assert.equal(items.filter((text) => /Night Owl Kiosk[\s\S]*€0\.85/.test(text)).length, 1, String(items));
  assert.equal(items.filter((text) => /Blue Door|Lime Tram|Green Grocer/.test(text)).length, 0, String(items));
  await press(page, "Escape");
  await closed(page);
});

test("all rules rest and go on in one press each", async () => {
  await goTo(page, "saving");
  await (await at(page, "pause-all")).click();
  await waitFor(page, () => textAt(page, "saving-rule"), (text) => /Paused/.test(text), "it does not rest");
  await dismissToasts(page);
  await shoot(page, "saving-paused");
  await (await at(page, "resume-all")).click();
  await waitFor(page, () => textAt(page, "saving-rule"), (text) => /Active/.test(text), "it does not go on");
});
