// What axe finds in the real window.
import assert from "node:assert/strict";
import fs from "node:fs";
import { createRequire } from "node:module";
import { drawn } from "./app.mjs";

const AXE = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Brings axe into the page. The driver's own scripts are not bound by the page's policy. */
export const bringAxe = (page) => page.execute(AXE);

/** Nothing that stands in the window now is serious. */
export async function assertAccessible(page, where) {
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
