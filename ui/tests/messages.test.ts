import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import en from "../messages/en.json";
import { t, tn } from "../src/lib/shared/messages";

const sources = readdirSync("src", { recursive: true, encoding: "utf8" })
  .filter((name) => /\.(svelte|ts)$/.test(name))
  .map((name) => readFileSync(join("src", name), "utf8"))
  .join("\n");

test("places in a sentence are filled, and one without a value stays visible", () => {
  expect(t("toast.undone", { label: "Import a.csv" })).toBe("Undone: Import a.csv");
  expect(t("toast.undone")).toBe("Undone: {label}");
});

test("a value is never read as a place itself", () => {
  expect(t("toast.undone", { label: "{label}" })).toBe("Undone: {label}");
});

test("one is not many, and thousands are set apart", () => {
  expect(tn("ledger.total", 1)).toBe("1 entry");
  expect(tn("ledger.total", 0)).toBe("0 entries");
  expect(tn("ledger.total", 1_000_000)).toBe("1,000,000 entries");
});

test("both forms of a counted sentence are there", () => {
  const stems = Object.keys(en).filter((key) => key.endsWith(".one"));
  for (const stem of stems) expect(en).toHaveProperty([stem.replace(/\.one$/, ".other")]);
});

// Families whose last word comes from the data, such as `kind.${kind}`.
const FAMILIES =
  /^(nav|theme|kind|status|account_kind|period|choice|role|sign|condition|deed|text_field|text_match|weekday|saving_\w+|deed_saving|way|way_text|exact|guard|refunds|changes|split|first_day|stretch|pix_key|goal_icon|overfund|deposit|sweep_state|when|cashback_part|cashback_lead|reward_state|reward_action|reward_until|programme_kind|rule_mode|rule_activation|cap_basis|cap_period|due_after|payout_way|round_scope|round_mode|points_expiry|points_action|portal_days|card_state|card_remove|parked_kind|parked_order|ease|advice_place|advice_bonuses|visit_way|left\.period|left\.rest|left\.rollover|habits\.(state|weekday|kind|challenge)|insight_state|limit_source|lens_limit|lens_essentials|trend|review_\w+|tariff_side|tariff_band|import\.state_\w+|sweep\.part_\w+)\b/;

test("no sentence is left over", () => {
  const unused = Object.keys(en).filter((key) => {
    const stem = key.replace(/\.(one|other)$/, "");
    return !FAMILIES.test(key) && !sources.includes(`"${stem}"`);
  });
  expect(unused).toEqual([]);
});

test("no sentence pushes or scolds", () => {
  const all = Object.values(en).join("\n");
  expect(all).not.toMatch(/!|hurry|should|don't|wast|overspen|guilt|great job|oops/i);
});
