// What the stories read from the screens and do on them.
import { all, at, dismissToasts, goTo, press, textAt, waitFor } from "./app.mjs";
import { centsOf } from "./statements.mjs";

export const SCREENS = [
  "today", "small", "ledger", "import", "accounts", "rules", "saving", "goals", "cashback", "recurring", "habits", "fees",
];

/** The card of a file on the import screen, once the file was read. */
export async function cardOf(page, file) {
  const card = await page.$(`article[aria-label="${file}"]`);
  await card.waitForExist({ timeoutMsg: `${file} is not on the import screen` });
  await card.$("[role=status] i").waitForExist({ reverse: true, timeoutMsg: `${file} is still being read` });
  return card;
}

/** The text of an element as it is laid out, also where it is cut off at its edge. */
export const textOf = async (page, element) => page.execute((node) => node.innerText, await element);

/** Part of a card by its mark. */
export const within = (card, name) => card.$(`[data-testid="${name}"]`);

/** How many entries an import of this card would bring. */
export async function newCount(card) {
  const text = await within(card, "import-new-count").getText();
  return Number(text.replaceAll(",", ""));
}

/** Imports the file of a card; answers how many entries that gave. */
export async function importCard(page, card) {
  const run = within(card, "import-run");
  await run.waitForEnabled({ timeoutMsg: "the file cannot be imported" });
  const count = await newCount(card);
  await dismissToasts(page);
  await run.click();
  await within(card, "import-result").waitForExist({ timeoutMsg: "the import did not end" });
  await dismissToasts(page);
  return count;
}

/** Imports every file that waits on the import screen; answers how many entries that gave. */
export async function importAll(page) {
  await goTo(page, "import");
  const count = (await all(page, "import-file")).length;
  let imported = 0;
  for (let done = 0; done < count; done += 1) {
    await (await at(page, "import-run")).waitForEnabled({ timeoutMsg: "no file can be imported" });
    imported += Number((await textAt(page, "import-new-count")).replaceAll(",", ""));
    await dismissToasts(page);
    await (await at(page, "import-run")).click();
    await waitFor(page, () => all(page, "import-result"), (found) => found.length === done + 1, "the import did not end");
  }
  return imported;
}

/** The figures of Small money over the longest span it offers, once they belong to the limit shown. */
export async function smallMoney(page) {
  await goTo(page, "small");
  await (await page.$("[role=radiogroup] label:last-of-type")).click();
  return settledFigures(page);
}

/** Presses an arrow key on the slider and reads the figures that follow. */
export async function moveLimit(page, key) {
  const before = await figures(page);
  await page.execute((slider) => slider.focus(), await at(page, "small-limit"));
  await press(page, key);
  await waitFor(page, () => figures(page), (now) => now.limit !== before.limit, "the limit did not move");
  return settledFigures(page);
}

/** How many entries the ledger screen says there are; 0 where it greets instead. */
export async function entryCount(page) {
  await goTo(page, "ledger");
  const text = await waitFor(
    page,
    async () => ((await (await at(page, "first-run")).isExisting()) ? "0" : textAt(page, "ledger-total")),
    (shown) => /\d/.test(shown),
    "the ledger does not say how many entries there are",
  );
  return Number(/[\d,]+/.exec(text)[0].replaceAll(",", ""));
}

/** The figures follow the slider a moment later: they are read until they stay. */
async function settledFigures(page) {
  let last = null;
  const read = async () => {
    const now = await figures(page);
    const stays = JSON.stringify(now) === JSON.stringify(last);
    last = now;
    await page.pause(300);
    return stays;
  };
  await waitFor(page, read, Boolean, "the figures do not come to rest");
  return last;
}

async function figures(page) {
  return {
    limit: centsOf(await textAt(page, "small-limit-value")),
    cents: centsOf(await textAt(page, "small-sum")),
    count: Number((await textAt(page, "small-count")).replaceAll(",", "")),
  };
}
