// Where in the form of a rule a refusal belongs.
import { wrongOf, type Wrong } from "../shared/fields";
import { TYPED } from "./kinds";
import { CAPS } from "./steps";

const NAMES = [
  ...TYPED,
  ...CAPS,
  "name",
  "currency",
  "exact",
  "extra",
  "rungs",
  "beyond",
  "min_purchase",
  "times",
  "cap_percent",
  "until",
  "account",
  "rules",
  "parts",
  "scope",
  "smallest",
  "from",
  "pays_from",
  "floor",
  "goals",
  "weight",
] as const;
export type FieldName = (typeof NAMES)[number];

/** What was refused, at a field of the form of a rule or at the whole of it. */
export type RuleWrong = Wrong<FieldName>;

// Rules count a guard and a ratio by words that no field of the form has.
const OTHERWISE: Record<string, FieldName> = {
  guard: "floor",
  rate: "percent",
  cap_ratio: "cap_percent",
  up_to: "rungs",
};

export function ruleWrong(reason: unknown): RuleWrong {
  const known = wrongOf(reason, NAMES);
  if (known.field) return known;
  const other = wrongOf(reason, Object.keys(OTHERWISE));
  return { field: other.field ? (OTHERWISE[other.field] ?? null) : null, message: other.message };
}

/** What is wrong with a field, if anything. */
export const wrongAt = (wrong: RuleWrong | null, field: FieldName): string | null =>
  wrong?.field === field ? wrong.message : null;
