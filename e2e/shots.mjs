// Pictures of every screen of the sample ledger, light and dark, large and small.
// `node shots.mjs FOLDER` with FARTHING_DESKTOP as for the stories.
import fs from "node:fs";
import path from "node:path";
import { at, dismissToasts, drawn, goTo, makeHome, openApp, press } from "./harness/app.mjs";
import { partOfCashback, payBack } from "./harness/cashback.mjs";
import { choose, tabTo } from "./harness/keyboard.mjs";
import { addWish, closed, partOfGoals, saveSome } from "./harness/saving.mjs";
import { SCREENS } from "./harness/screens.mjs";
import { dayBefore, statement } from "./harness/statements.mjs";

const SIZES = [
  [1200, 800],
  [800, 600],
];
// The button goes from the system's theme to light and then to dark.
const THEMES = ["light", "dark"];

const folder = path.resolve(process.argv[2] ?? "shots");
fs.mkdirSync(folder, { recursive: true });
const home = makeHome();
const app = await openApp(home, { files: [statement(home, "paypal.csv")] });
try {
  await shootAll(app.page);
} finally {
  await app.close();
  home.remove();
}

async function shootAll(page) {
  await goTo(page, "today");
  await shoot(page, "first-run");
  for (const screen of SCREENS) {
    await goTo(page, screen);
    await shoot(page, `nothing-${screen}`);
  }
  await goTo(page, "today");
  await (await at(page, "load-demo")).waitForClickable();
  await (await at(page, "load-demo")).click();
  await (await at(page, "today-small")).waitForExist({ timeout: 60_000 });
  await dismissToasts(page);
  for (const screen of ["saving", "goals", "cashback"]) {
    await goTo(page, screen);
    await shoot(page, `${screen}-empty`);
  }
  await goTo(page, "saving");
  await page.$("label=Want list").click();
  await shoot(page, "wants-empty");
  await page.$("label=Rules").click();
  await saveSome(page, dayBefore(60));
  await press(page, "Escape");
  await closed(page);
  await dismissToasts(page);
  await ruleForDiscounts(page);
  await payBack(page);
  await addWish(page, { name: "Folding tent", price: "189.00" });
  await addWish(page, { name: "Second lamp", price: "24.90" });
  await addWish(page, { name: "Headphones that fold, and that shut the noise of the train out", price: "1249.00" });
  await (await at(page, "wish-drop")).click();
  await page.$("button*=decided thing").waitForExist();
  await page.$("label=Rules").click();
  await partOfGoals(page, "Goals");
  for (const theme of THEMES) {
    await (await at(page, "theme")).click();
    await page.$(`html[data-theme="${theme}"]`).waitForExist();
    for (const [width, height] of SIZES) {
      await page.setWindowSize(width, height);
      for (const screen of SCREENS) {
        await goTo(page, screen);
        await shoot(page, `${screen}-${theme}-${width}x${height}`);
      }
      await shootParts(page, `${theme}-${width}x${height}`);
      await shootCashback(page, `${theme}-${width}x${height}`);
      await shootLens(page, `${theme}-${width}x${height}`);
    }
  }
}

/** A rule that looks at list prices, so that purchases ask for theirs. */
async function ruleForDiscounts(page) {
  await goTo(page, "saving");
  await page.$("label=Rules").click();
  await (await at(page, "saving-add")).click();
  await (await at(page, "kind-save_discount")).click();
  await tabTo(page, /^First day/);
  await choose(page, "The first day there is");
  await (await at(page, "saving-save")).click();
  await closed(page);
  await dismissToasts(page);
}

/** What stands behind a switch or a press on the screen of cashback. */
async function shootCashback(page, look) {
  await partOfCashback(page, "desk");
  await shoot(page, `desk-${look}`);
  await (await at(page, "reward-open")).click();
  await (await at(page, "reward-sheet")).waitForExist();
  await shoot(page, `reward-${look}`);
  await leave(page);
  await partOfCashback(page, "programmes");
  await shoot(page, `programmes-${look}`);
  await (await at(page, "programme-add")).click();
  await (await at(page, "template")).waitForExist();
  await shoot(page, `templates-${look}`);
  await page.$('[data-id="amex_blue_cash_preferred"]').click();
  await (await at(page, "programme-name")).waitForExist();
  await shoot(page, `programme-form-${look}`);
  await leave(page);
  await partOfCashback(page, "points");
  await shoot(page, `cards-${look}`);
  await (await at(page, "card-open")).click();
  await (await at(page, "card-edit")).click();
  await (await at(page, "card-remove-code")).click();
  await shoot(page, `card-${look}`);
  await leave(page);
  await partOfCashback(page, "parked");
  await page.$("label=By ease").click();
  await shoot(page, `parked-${look}`);
  await partOfCashback(page, "advisor");
  await (await at(page, "advice-amount")).setValue("34.50");
  await (await at(page, "advice-ask")).click();
  await (await at(page, "advice-row")).waitForExist();
  await shoot(page, `advisor-${look}`);
  await partOfCashback(page, "desk");
}

/** What stands behind a press on the screens of small money. */
async function shootLens(page, look) {
  await goTo(page, "today");
  await (await at(page, "review-open")).click();
  await (await at(page, "review")).waitForExist();
  await shoot(page, `review-${look}`);
  await (await at(page, "review-leave")).click();
  await (await at(page, "insights-log")).click();
  await shoot(page, `insights-${look}`);
  await leave(page);
  await goTo(page, "small");
  await (await at(page, "small-limit-more")).click();
  await (await at(page, "lens-hourly")).waitForExist();
  await shoot(page, `lens-${look}`);
  await leave(page);
  await page.$("main td button[title]").click();
  await (await at(page, "merchant-sum")).waitForExist();
  await shoot(page, `merchant-${look}`);
  await leave(page);
  await goTo(page, "recurring");
  await (await at(page, "series")).click();
  await (await at(page, "series-sheet")).waitForExist();
  await shoot(page, `series-${look}`);
  await leave(page);
  await goTo(page, "fees");
  await page.$("label=Games and tips").click();
  await (await at(page, "game")).waitForExist();
  await shoot(page, `games-${look}`);
  await page.$("label=Fees").click();
  await goTo(page, "habits");
  await page.$("button=Twelve weeks and the score").click();
  await page.$(".marks").waitForExist();
  await page.$(".marks").scrollIntoView({ block: "end" });
  await shoot(page, `score-${look}`);
  await page.$("button=Fewer weeks").click();
  await goTo(page, "today");
  await page.$('[data-testid="limit"] .menu-trigger').click();
  await page.$(".menu-item=Show the pace").click();
  await page.$('[data-testid="limit"] .marks').waitForExist();
  await page.$('[data-testid="limit"] .marks').scrollIntoView({ block: "end" });
  await shoot(page, `pace-${look}`);
}

/** What stands behind a switch or a press on the screens of saving. */
async function shootParts(page, look) {
  await goTo(page, "saving");
  await page.$("label=Lab").click();
  if (!(await (await at(page, "lab-results")).isExisting())) await (await at(page, "lab-run")).click();
  await (await at(page, "lab-results")).waitForExist();
  await shoot(page, `lab-${look}`);
  await page.$("label=Want list").click();
  await page.$("button*=decided thing").click();
  await shoot(page, `wants-${look}`);
  await (await at(page, "wish-add")).click();
  await shoot(page, `wish-${look}`);
  await leave(page);
  await page.$("label=Rules").click();
  const more = await page.$('[data-testid="saving-more"] summary');
  await more.click();
  await shoot(page, `rule-${look}`);
  await more.click();
  await goTo(page, "ledger");
  // Only a purchase has a list price.
  await page.$('[data-testid="ledger-row"]*=Coffee and snacks').click();
  await (await at(page, "list-price")).waitForExist();
  await shoot(page, `entry-${look}`);
  await leave(page);
  await partOfGoals(page, "Goals");
  await (await at(page, "goal-open")).click();
  await page.$("[role=dialog] svg").waitForExist();
  await shoot(page, `goal-${look}`);
  await leave(page);
  await partOfGoals(page, "Transfers");
  await shoot(page, `transfers-${look}`);
  const proposals = await page.$$('[data-testid="proposal-open"]').getElements();
  await proposals.at(-1).click();
  await (await at(page, "sweep-item")).waitForExist();
  await shoot(page, `proposal-${look}`);
  await leave(page);
  await (await at(page, "sweep-pay")).click();
  await page.$('[data-testid="sweep-code"] svg').waitForExist();
  await shoot(page, `handoff-${look}`);
  await leave(page);
  await page.$("label=Goals").click();
}

async function leave(page) {
  await press(page, "Escape");
  await closed(page);
}

/** A picture once everything is drawn and nothing moves any more. */
async function shoot(page, name) {
  // The charts of a screen come one after another.
  await page.pause(600);
  await drawn(page);
  const file = path.join(folder, `${name}.png`);
  await page.saveScreenshot(file);
  console.log(file);
}
