// What the stories read from Saving and Goals and do there.
import { execFileSync } from "node:child_process";
import path from "node:path";
import { all, at, dismissToasts, drawn, goTo, textAt, waitFor } from "./app.mjs";
import { choose, startOver, tabTo, type } from "./keyboard.mjs";
import { textOf } from "./screens.mjs";

/** "€1,234.50" as cents. */
export function centsIn(shown) {
  const match = /^([-\u2212]?)€([\d,]+)(?:\.(\d\d))?$/.exec(shown.trim());
  if (!match) throw new Error(`${JSON.stringify(shown)} is no amount in euros`);
  const size = Number(match[2].replaceAll(",", "")) * 100 + Number(match[3] ?? 0);
  return match[1] ? -size : size;
}

/** "3.40" as cents, and back. */
export const centsOfText = (text) => Math.round(Number(text) * 100);
export const textOfCents = (cents) => (cents / 100).toFixed(2);

/** What is missing to the next whole euro, worked out here and not by Farthing. */
export const gap = (cents) => (100 - (cents % 100)) % 100;

const sheet = (page) => page.$("[role=dialog]");
export const closed = (page) => sheet(page).waitForExist({ reverse: true });

/** Goes to one of the two parts of Goals. */
export async function partOfGoals(page, part) {
  await goTo(page, "goals");
  await page.$(`label*=${part}`).click();
}

/** Writes down where money goes: a SEPA account and from which sum on. */
export async function addDestination(page, { name, holder, iban, threshold }) {
  await partOfGoals(page, "Transfers");
  await (await at(page, "goals-add")).click();
  await (await at(page, "destination-name")).setValue(name);
  await (await at(page, "way-holder")).setValue(holder);
  await (await at(page, "way-iban")).setValue(iban);
  await (await at(page, "destination-threshold")).setValue(threshold);
  await (await at(page, "destination-save")).click();
  await closed(page);
  await waitFor(page, () => all(page, "destination"), ({ length }) => length > 0, "the destination is not kept");
  await dismissToasts(page);
}

/** Makes a goal whose money goes to a destination. */
export async function addGoal(page, { name, target, destination }) {
  await partOfGoals(page, "Goals");
  await (await at(page, "goals-add")).click();
  await (await at(page, "goal-name")).setValue(name);
  await (await at(page, "goal-target")).setValue(target);
  await startOver(page);
  await tabTo(page, /^Destination/);
  await choose(page, destination);
  await (await at(page, "goal-save")).click();
  await closed(page);
  await waitFor(page, () => all(page, "goal"), ({ length }) => length > 0, "the goal is not kept");
  await dismissToasts(page);
}

/** Types a day into the field that begins with this label; `2026-03-14`. */
export async function typeDay(page, label, day) {
  const [year, month, date] = day.split("-");
  await startOver(page);
  await tabTo(page, label);
  await type(page, `${date}${month}${year}`);
}

/** The two sums of a goal in cents, once they are `wanted` or whatever they come to. */
export async function standOfGoal(page, isWanted = () => true) {
  await partOfGoals(page, "Goals");
  const read = async () => ({
    promised: centsIn(await textAt(page, "goal-promised")),
    moved: centsIn(await textAt(page, "goal-moved")),
  });
  return waitFor(page, read, isWanted, "the goal does not stand so");
}

/** What each line of a list says, by the mark of its lines. */
export async function textsOf(page, name) {
  const texts = [];
  for (const line of await all(page, name)) texts.push(await textOf(page, line));
  return texts;
}

/** Opens the proposal and leaves out the items whose words match; answers what is left, in cents. */
export async function proposalWithout(page, words) {
  await partOfGoals(page, "Transfers");
  await (await at(page, "proposal-open")).click();
  await (await at(page, "sweep-item")).waitForExist();
  for (const item of await all(page, "sweep-item")) {
    if (words.test(await textOf(page, item))) await item.$("input").click();
  }
  return centsIn(await textAt(page, "proposal-sum"));
}

/** What a camera reads from the code on the screen. */
export async function scannedCode(page, home) {
  const code = await at(page, "sweep-code");
  await code.$("svg").waitForExist({ timeoutMsg: "there is no code" });
  await drawn(page);
  const file = path.join(home.folder, "code.png");
  await page.saveScreenshot(file);
  return execFileSync("zbarimg", ["--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", file], { encoding: "utf8" }).trimEnd();
}

/** The state of the only confirmed transfer, in words. */
export async function stateOfTransfer(page, isWanted) {
  await partOfGoals(page, "Transfers");
  return waitFor(page, () => textAt(page, "sweep-state"), isWanted, "the transfer does not stand so");
}

/** Gives the terms that are tried in the lab to a goal. */
export async function shareWithGoal(page, goal) {
  await goTo(page, "saving");
  await page.$("label=Lab").click();
  await (await at(page, "lab-terms")).click();
  await page.$("summary=Goals that share it").click();
  await page.$(`label*=${goal}`).click();
  await (await at(page, "lab-take")).click();
  await closed(page);
}

/** Turns the terms that are tried in the lab on, from a day on. */
export async function turnOnFrom(page, day, meanwhile = async () => {}) {
  await (await at(page, "lab-turn")).click();
  await (await at(page, "turn-on")).waitForExist();
  await typeDay(page, /Counts from|^day/i, day);
  await meanwhile();
  await (await at(page, "turn-on")).click();
  await closed(page);
  await dismissToasts(page);
  await page.$("label=Rules").click();
  await (await at(page, "saving-rule")).waitForExist({ timeoutMsg: "the rule is not kept" });
}

/** A goal, a round-up and a confirmed transfer, made as a person makes them. */
export async function saveSome(page, from) {
  const destination = "Savings bank";
  await addDestination(page, { name: destination, holder: "Mio Sample", iban: "DE89370400440532013000", threshold: "5" });
  await addGoal(page, { name: "Rain coat", target: "160", destination });
  await shareWithGoal(page, "Rain coat");
  await turnOnFrom(page, from);
  await partOfGoals(page, "Transfers");
  await (await at(page, "proposal-open")).click();
  await (await at(page, "proposal-confirm")).click();
  await (await at(page, "handoff-reference")).waitForExist({ timeoutMsg: "the transfer is not confirmed" });
}

/** Puts a thing on the want list. */
export async function addWish(page, { name, price }) {
  await goTo(page, "saving");
  await page.$("label=Want list").click();
  const before = (await all(page, "wish")).length;
  await (await at(page, "wish-add")).click();
  await (await at(page, "wish-name")).setValue(name);
  await (await at(page, "wish-price")).setValue(price);
  await (await at(page, "wish-save")).click();
  await closed(page);
  await waitFor(page, () => all(page, "wish"), ({ length }) => length > before, "the thing is not kept");
  await dismissToasts(page);
}
