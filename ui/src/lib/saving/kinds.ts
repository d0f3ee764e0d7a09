// What a saving rule can do, and which fields each kind has.
import type { SavingTerms } from "../bindings";

export type Kind = SavingTerms["kind"];
export type PlainKind = Exclude<Kind, "round_up">;

export const KINDS: Kind[] = [
  "round_up",
  "percent_of_purchase",
  "fixed_per_match",
  "spend_less",
  "set_and_forget",
  "payday",
  "freelancer",
  "challenge",
  "no_spend_reward",
  "streak_bonus",
  "matching",
  "round_down_balance",
  "save_discount",
  "sweep_cashback",
  "cooling_off",
];

/** Fields that are typed. */
export const TYPED = [
  "amount",
  "percent",
  "budget",
  "cap",
  "cap_purchase",
  "cap_month",
  "exempt_below",
  "increment",
  "skip_up_to",
  "pot_cap",
  "max_per_day",
  "max_per_week",
  "steps",
  "step_days",
  "every_days",
] as const;

/** Fields with a few words to choose from, the usual one first. */
export const CHOICES = {
  counted: ["in_all", "each_payee"],
  period: ["month", "week", "quarter", "year", "lifetime"],
  overspend: ["forgiven", "carried"],
  every: ["monthly", "daily", "weekly", "biweekly", "quarterly", "yearly"],
  weekends: ["stay", "next", "previous"],
  measure: ["first_step", "sum"],
  order: ["ascending", "descending"],
  missed_steps: ["carry", "skip", "shift"],
  date: ["same_day", "next_business_day"],
  days: ["all", "weekdays"],
  part: ["percent", "amount"],
} as const;

export type TypedField = (typeof TYPED)[number];
export type ChoiceField = keyof typeof CHOICES;
export type PlainField = TypedField | ChoiceField | "until" | "account" | "rules" | "parts";

/** The fields of each kind beside its currency: those always shown, and those folded away. */
export const FIELDS: Record<PlainKind, { first: PlainField[]; more: PlainField[] }> = {
  percent_of_purchase: { first: ["percent"], more: ["cap_purchase", "cap_month"] },
  fixed_per_match: { first: ["amount"], more: ["max_per_day", "counted"] },
  spend_less: { first: ["budget", "period", "percent"], more: ["cap", "overspend"] },
  set_and_forget: { first: ["amount", "every"], more: ["until", "weekends"] },
  challenge: {
    first: ["measure", "amount", "steps", "step_days"],
    more: ["order", "missed_steps"],
  },
  payday: { first: ["part", "percent", "amount"], more: ["cap", "date"] },
  freelancer: { first: ["parts"], more: [] },
  no_spend_reward: { first: ["amount"], more: ["exempt_below", "max_per_week"] },
  streak_bonus: { first: ["every_days", "amount"], more: ["exempt_below"] },
  matching: { first: ["rules", "percent"], more: ["cap", "period", "until"] },
  sweep_cashback: { first: ["percent"], more: [] },
  save_discount: { first: ["percent"], more: [] },
  round_down_balance: {
    first: ["account", "increment"],
    more: ["days", "skip_up_to", "pot_cap"],
  },
  cooling_off: { first: ["percent"], more: [] },
};

/** What a kind begins with. */
export const STARTS: Record<PlainKind, Partial<Record<TypedField, string>>> = {
  percent_of_purchase: { percent: "5" },
  fixed_per_match: { amount: "1" },
  spend_less: { percent: "100" },
  set_and_forget: {},
  challenge: { amount: "1", steps: "52", step_days: "7" },
  payday: { percent: "10" },
  freelancer: {},
  no_spend_reward: { amount: "1" },
  streak_bonus: { every_days: "7", amount: "5" },
  matching: { percent: "100" },
  sweep_cashback: { percent: "100" },
  save_discount: { percent: "100" },
  round_down_balance: { increment: "10" },
  cooling_off: { percent: "100" },
};

const looksAt = (kinds: Kind[]) => (kind: Kind) => kinds.includes(kind);

/** Kinds that follow single purchases, so that refunds of them matter. */
export const followsPurchases = looksAt([
  "round_up",
  "percent_of_purchase",
  "fixed_per_match",
  "save_discount",
]);
/** Kinds that follow what comes in. */
export const followsIncome = looksAt(["payday", "freelancer"]);
/** Kinds that look at entries, all of them or some. */
export const looksAtEntries = (kind: Kind): boolean =>
  followsPurchases(kind) ||
  followsIncome(kind) ||
  looksAt(["spend_less", "no_spend_reward", "streak_bonus", "sweep_cashback"])(kind);
/** Kinds with one smallest size for all; a round-up has one for each currency. */
export const hasSmallest = (kind: Kind): boolean =>
  kind !== "round_up" && (followsPurchases(kind) || followsIncome(kind));
