// Every screen passes the checks of axe, in the real window.
import { after, before, test } from "node:test";
import { at, goTo, makeHome, openApp, press, shoot } from "../harness/app.mjs";
import { assertAccessible, bringAxe } from "../harness/axe.mjs";
import { addWish, closed, partOfGoals, saveSome } from "../harness/saving.mjs";
import { SCREENS } from "../harness/screens.mjs";
import { dayBefore } from "../harness/statements.mjs";

const home = makeHome();
let page;
let app;

before(async () => {
  app = await openApp(home);
  page = app.page;
  await bringAxe(page);
});

after(async () => {
  await app.close();
  home.remove();
});

test("the first screen of an empty ledger has nothing serious", async () => {
  await (await at(page, "first-run")).waitForExist();
  await assertAccessible(page, "first run");
  await (await at(page, "load-demo")).click();
  await (await at(page, "today-small")).waitForExist({ timeout: 60_000 });
});

for (const screen of SCREENS) {
  test(`${screen} has nothing serious`, async () => {
    await goTo(page, screen);
    await page.$("main h1").waitForExist();
    await shoot(page, `accessible-${screen}`);
    await assertAccessible(page, screen);
  });
}

test("the form of a rule has nothing serious", async () => {
  await goTo(page, "rules");
  await (await at(page, "rule-add")).click();
  await (await at(page, "add-condition")).click();
  await assertAccessible(page, "the form of a rule");
  await leave();
});

test("an opened entry has nothing serious", async () => {
  await goTo(page, "ledger");
  await (await at(page, "ledger-row")).click();
  await (await at(page, "why")).click();
  await page.$('[data-testid="why-answer"] p').waitForExist();
  await shoot(page, "accessible-entry");
  await assertAccessible(page, "an opened entry");
  await leave();
});

test("a rule of saving, its form and the lab have nothing serious", async () => {
  await saveSome(page, dayBefore(60));
  await assertAccessible(page, "a confirmed transfer");
  await leave();
  await goTo(page, "saving");
  await assertAccessible(page, "the rules of saving");
  await (await at(page, "saving-add")).click();
  await assertAccessible(page, "the kinds of rules");
  await (await at(page, "kind-round_up")).click();
  for (const fold of await page.$$("[role=dialog] summary").getElements()) await fold.click();
  await assertAccessible(page, "the form of a round-up");
  await leave();
  await page.$("label=Lab").click();
  await (await at(page, "lab-run")).click();
  await (await at(page, "lab-results")).waitForExist();
  await shoot(page, "accessible-lab");
  await assertAccessible(page, "the lab");
});

test("goals, their sheet and their transfers have nothing serious", async () => {
  await partOfGoals(page, "Goals");
  await assertAccessible(page, "a goal");
  await (await at(page, "goal-open")).click();
  await page.$("[role=dialog] svg").waitForExist();
  await assertAccessible(page, "an opened goal");
  await leave();
  await (await at(page, "goals-add")).click();
  await assertAccessible(page, "the form of a goal");
  await leave();
  await partOfGoals(page, "Transfers");
  await assertAccessible(page, "the transfers");
  await (await at(page, "goals-add")).click();
  await assertAccessible(page, "the form of a destination");
  await leave();
});

test("the want list, its form and a decision have nothing serious", async () => {
  await goTo(page, "saving");
  await page.$("label=Want list").click();
  await assertAccessible(page, "an empty want list");
  await addWish(page, { name: "Folding tent", price: "189.00" });
  await addWish(page, { name: "Second lamp", price: "24.90" });
  await (await at(page, "wish-add")).click();
  await (await at(page, "wish-name")).waitForExist();
  await assertAccessible(page, "the form of a thing");
  await leave();
  await (await at(page, "wish-drop")).click();
  await page.$("button*=decided thing").waitForExist({ timeoutMsg: "nothing is decided" });
  await page.$("button*=decided thing").click();
  await assertAccessible(page, "the want list");
});

test("light or dark, the screens of saving have nothing serious", async () => {
  for (const theme of ["light", "dark"]) {
    await (await at(page, "theme")).click();
    await page.$(`html[data-theme="${theme}"]`).waitForExist();
    await goTo(page, "saving");
    await page.$("label=Lab").click();
    await assertAccessible(page, `the lab, ${theme}`);
    await page.$("label=Rules").click();
    await assertAccessible(page, `the rules of saving, ${theme}`);
    await partOfGoals(page, "Goals");
    await assertAccessible(page, `a goal, ${theme}`);
    await partOfGoals(page, "Transfers");
    await (await at(page, "sweep-pay")).click();
    await page.$('[data-testid="sweep-code"] svg').waitForExist();
    await assertAccessible(page, `a confirmed transfer, ${theme}`);
    await leave();
  }
});

async function leave() {
  await press(page, "Escape");
  await closed(page);
}
