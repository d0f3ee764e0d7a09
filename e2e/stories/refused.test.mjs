// A ledger that cannot be opened is told, and left as it is.
import assert from "node:assert/strict";
import fs from "node:fs";
import { test } from "node:test";
import { makeHome, openApp, shoot, textAt } from "../harness/app.mjs";

test("the window opens on a file of another program, says so, and changes nothing", async () => {
  const home = makeHome();
  fs.writeFileSync(home.ledger, "Dear diary, this is not a database at all.\n".repeat(300));
  const before = fs.readFileSync(home.ledger);
  const app = await openApp(home);
  try {
    assert.match(await textAt(app.page, "status-error"), /is not a Farthing ledger; nothing was changed/);
    await shoot(app.page, "refused");
  } finally {
    await app.close();
  }
  assert.deepEqual(fs.readFileSync(home.ledger), before);
  const ledgers = fs.readdirSync(home.folder, { recursive: true }).filter((name) => name.endsWith(".farthing"));
  assert.deepEqual(ledgers, ["story.farthing"], "no second ledger was made");
  home.remove();
});
