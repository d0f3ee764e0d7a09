// Every part of Cashback, and what opens over it, passes the checks of axe in the real window.
import { after, before, test } from "node:test";
import { at, dismissToasts, goTo, makeHome, openApp, press, shoot } from "../harness/app.mjs";
import { assertAccessible, bringAxe } from "../harness/axe.mjs";
import { openReward, partOfCashback, PARTS, payBack, proveIt } from "../harness/cashback.mjs";
import { closed } from "../harness/saving.mjs";

const home = makeHome();
let app;
let page;

before(async () => {
  app = await openApp(home);
  page = app.page;
  await bringAxe(page);
  await (await at(page, "load-demo")).click();
  await (await at(page, "today-small")).waitForExist({ timeout: 60_000 });
});

after(async () => {
  await app.close();
  home.remove();
});

test("the parts without anything in them have nothing serious", async () => {
  for (const part of PARTS) {
    await partOfCashback(page, part);
    await assertAccessible(page, `${part} without anything`);
  }
});

test("the parts have nothing serious, light or dark", async () => {
  await payBack(page);
  for (const theme of ["light", "dark"]) {
    await (await at(page, "theme")).click();
    await page.$(`html[data-theme="${theme}"]`).waitForExist();
    for (const part of PARTS) {
      await partOfCashback(page, part);
      await readyOf[part]();
      await shoot(page, `accessible-cashback-${part}-${theme}`);
      await assertAccessible(page, `${part}, ${theme}`);
    }
    await board();
    await assertAccessible(page, `the board of the desk, ${theme}`);
    await page.$("label=List").click();
  }
});

test("the dialog of a programme has nothing serious, as templates, form and text", async () => {
  await partOfCashback(page, "programmes");
  await (await at(page, "programme-add")).click();
  await (await at(page, "template")).waitForExist();
  await unfold();
  await assertAccessible(page, "the templates");
  await page.$('[data-id="amex_blue_cash_preferred"]').click();
  await (await at(page, "programme-name")).waitForExist();
  await unfold();
  await assertAccessible(page, "the form of a programme");
  await page.$("label=As text").click();
  await (await at(page, "programme-text")).waitForExist();
  await assertAccessible(page, "the text of a programme");
  await leave();
});

test("a programme's rules have nothing serious, also those whose days are over", async () => {
  for (const button of await page.$$('[data-testid="programme"] button[aria-expanded="false"]').getElements()) {
    if (/rule/.test(await button.getText())) await button.click();
  }
  await (await at(page, "rule-activate")).click();
  await (await at(page, "rule-activate-save")).waitForExist();
  await assertAccessible(page, "the rules of a programme");
});

test("the dialog and the sheet of a gift card have nothing serious", async () => {
  await partOfCashback(page, "points");
  await (await at(page, "card-add")).click();
  await (await at(page, "card-name")).waitForExist();
  await assertAccessible(page, "the form of a new card");
  await leave();
  await (await at(page, "card-open")).click();
  await (await at(page, "card-show")).click();
  await (await at(page, "card-code")).waitForExist();
  await assertAccessible(page, "the sheet of a card");
  await (await at(page, "card-edit")).click();
  await (await at(page, "card-remove-code")).click();
  await (await at(page, "card-history-keeps")).waitForExist();
  await shoot(page, "accessible-cashback-card");
  await assertAccessible(page, "the form of a card");
  await leave();
});

test("what comes and goes of points has nothing serious", async () => {
  await (await at(page, "points-move")).click();
  await (await at(page, "points-amount")).waitForExist();
  await page.$("button*=moves").click();
  await assertAccessible(page, "points by hand and what came and went");
});

test("the sheet of a reward has nothing serious, also with what proves it", async () => {
  await openReward(page);
  await assertAccessible(page, "the sheet of a reward");
  await proveIt(app, home);
  await shoot(page, "accessible-cashback-reward");
  await assertAccessible(page, "a reward with a picture");
  await leave();
  await dismissToasts(page);
});

test("what an entry says of cashback has nothing serious", async () => {
  await goTo(page, "ledger");
  const rows = await page.$$('[data-testid="ledger-row"]').getElements();
  await rows[1].click();
  await page.$("[role=dialog]").waitForExist();
  await unfold();
  await assertAccessible(page, "an entry with its cashback");
  await leave();
});

/** What a part shows once it has been read. */
const readyOf = {
  desk: async () => (await at(page, "reward")).waitForExist(),
  programmes: async () => (await at(page, "programme")).waitForExist(),
  points: async () => (await at(page, "card")).waitForExist(),
  parked: async () => (await at(page, "parked-row")).waitForExist(),
  advisor: async () => {
    await (await at(page, "advice-amount")).setValue("34.50");
    await (await at(page, "advice-ask")).click();
    await (await at(page, "advice-row")).waitForExist();
  },
};

async function board() {
  await partOfCashback(page, "desk");
  await page.$("label=Board").click();
}

/** Opens what is folded in a dialog. */
async function unfold() {
  for (const fold of await page.$$("[role=dialog] summary").getElements()) await fold.click();
}

async function leave() {
  await press(page, "Escape");
  await closed(page);
}
