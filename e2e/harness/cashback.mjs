// What the stories do on the screen of cashback.
import fs from "node:fs";
import path from "node:path";
import { at, dismissToasts, goTo } from "./app.mjs";
import { typeInDialog } from "./keys.mjs";
import { closed } from "./saving.mjs";

/** The parts of the screen, as its switch has them. */
export const PARTS = ["desk", "programmes", "points", "parked", "advisor"];

const POINTS = `
id = "river_points"
name = "River points"
kind = "points"
as_of = 2026-01-31
source = "the leaflet at the till"
uncertain = "Whether a whole point is earned for a part of an amount."
currency = "EUR"
unit = "PTS"
point_value = "0.01"
base_rate = 1
expiry = { days = 60 }
`;

export async function partOfCashback(page, name) {
  await goTo(page, "cashback");
  await page.$(`[data-testid="cashback-parts"] input[value="${name}"]`).parentElement().click();
}

/** Two percent and points for every purchase, five percent by quarters, and a gift card with code and PIN. */
export async function payBack(page) {
  await programme(page, async () => {
    await (await at(page, "template-empty")).click();
    await (await at(page, "programme-name")).setValue("Two percent on everything");
    await (await at(page, "programme-base-rate")).setValue("0.02");
  });
  await programme(page, async () => {
    await page.$('[role="dialog"] summary').click();
    await paste(page, await at(page, "template-text"), POINTS);
    await (await at(page, "template-read")).click();
  });
  await programme(page, () => page.$('[data-id="chase_freedom_flex"]').click());
  await partOfCashback(page, "points");
  await (await at(page, "card-add")).click();
  await (await at(page, "card-name")).setValue("Bookshop by the river");
  await (await at(page, "card-face")).setValue("50");
  await (await at(page, "card-code-field")).setValue("8836 2210 4821");
  await (await at(page, "card-pin-field")).setValue("0042");
  await (await at(page, "card-save")).click();
  await closed(page);
  await dismissToasts(page);
}

/** Opens the first reward of the desk. */
export async function openReward(page) {
  await partOfCashback(page, "desk");
  await (await at(page, "reward-open")).click();
  await (await at(page, "reward-sheet")).waitForExist();
}

/** Keeps a picture of the window with the reward that stands open, and shows it. */
export async function proveIt(app, home) {
  const { page } = app;
  const file = path.join(home.folder, "proof.png");
  await page.saveScreenshot(file);
  await (await at(page, "evidence-attach")).click();
  await typeInDialog(app.display, "A file that proves it", [file, "Enter"]);
  await (await at(page, "evidence")).waitForExist({ timeoutMsg: "the picture is not kept" });
  fs.rmSync(file);
  await (await at(page, "evidence-show")).click();
  await page.$('[data-testid="evidence"] img').waitForExist({ timeoutMsg: "the picture is not shown" });
}

/** Puts a text of several lines into a field at once: typed by the driver, it would be one line. */
async function paste(page, field, text) {
  const put = (node, value) => {
    node.value = value;
    node.dispatchEvent(new Event("input", { bubbles: true }));
  };
  await page.execute(put, field, text);
}

/** A programme of every account; `begin` leads to its form and fills in what is its own. */
async function programme(page, begin) {
  await partOfCashback(page, "programmes");
  await (await at(page, "programme-add")).click();
  await (await at(page, "template")).waitForExist();
  await begin();
  await (await at(page, "programme-accounts")).waitForExist();
  for (const box of await page.$$('[data-testid="programme-accounts"] input').getElements()) await box.click();
  await (await at(page, "programme-save")).click();
  await closed(page);
  await dismissToasts(page);
}
