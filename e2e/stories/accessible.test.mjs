// Every screen passes the checks of axe, in the real window.
import assert from "node:assert/strict";
import fs from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { at, drawn, goTo, makeHome, openApp, press, shoot } from "../harness/app.mjs";
import { SCREENS } from "../harness/screens.mjs";

const AXE = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const home = makeHome();
let page;
let app;

before(async () => {
  app = await openApp(home);
  page = app.page;
  // The driver's own scripts are not bound by the page's policy.
  await page.execute(AXE);
});

after(async () => {
  await app.close();
  home.remove();
});

async function assertAccessible(where) {
  // Colours are read when no transition is half-way.
  await drawn(page);
  const violations = await page.executeAsync((done) => {
    const rules = { resultTypes: ["violations"] };
    window.axe.run(document, rules).then(
      (result) =>
        done(
          result.violations
            .filter((violation) => ["serious", "critical"].includes(violation.impact))
            .flatMap((violation) => violation.nodes.map((node) => `${violation.id}: ${node.html.slice(0, 160)}`)),
        ),
      (error) => done([String(error)]),
    );
  });
  assert.deepEqual(violations, [], where);
}

test("the first screen of an empty ledger has nothing serious", async () => {
  await (await at(page, "first-run")).waitForExist();
  await assertAccessible("first run");
  await (await at(page, "load-demo")).click();
  await (await at(page, "today-small")).waitForExist({ timeout: 60_000 });
});

for (const screen of SCREENS) {
  test(`${screen} has nothing serious`, async () => {
    await goTo(page, screen);
    await page.$("main h1").waitForExist();
    await shoot(page, `accessible-${screen}`);
    await assertAccessible(screen);
  });
}

test("the form of a rule has nothing serious", async () => {
  await goTo(page, "rules");
  await (await at(page, "rule-add")).click();
  await (await at(page, "add-condition")).click();
  await assertAccessible("the form of a rule");
  await press(page, "Escape");
  await page.$("[role=dialog]").waitForExist({ reverse: true });
});

test("an opened entry has nothing serious", async () => {
  await goTo(page, "ledger");
  await (await at(page, "ledger-row")).click();
  await (await at(page, "why")).click();
  await page.$('[data-testid="why-answer"] p').waitForExist();
  await shoot(page, "accessible-entry");
  await assertAccessible("an opened entry");
});
