// Saving rules and what they made, as Rust would send them.
import type {
  LabCurrency,
  RoundingExample,
  SavingRule,
  SavingRuleInput,
  WhySaved,
} from "../src/lib/bindings";
import { usd } from "./ipc";

export const input = (changes: Partial<SavingRuleInput> = {}): SavingRuleInput => ({
  name: "Spare change",
  terms: {
    kind: "round_up",
    steps: [{ currency: "USD", mode: { kind: "multiple", increment: "1" } }],
    times: 1,
  },
  scope: {},
  from: "2026-01-01",
  pays_from: null,
  guard: null,
  refunds: "keep",
  changes: "freeze",
  goals: { by: "weights", goals: [] },
  ...changes,
});

export const kept = (id: number, name: string, changes: Partial<SavingRule> = {}): SavingRule => ({
  id,
  rule: input({ name }),
  words: ["rounds each purchase up to the next 1 USD"],
  usual: [],
  versions: [
    { number: 2, from: "2026-03-01", words: ["rounds each purchase up to the next 1 USD"] },
    { number: 1, from: "2026-01-01", words: ["rounds each purchase up to the next 5 USD"] },
  ],
  state: "active",
  paused_until: null,
  saved: [usd("12.30")],
  pending: [usd("4.50")],
  times: 31,
  ...changes,
});

const example = (
  name: string,
  mode: RoundingExample["mode"],
  extra: string | null = null,
): RoundingExample => ({
  name,
  words: `${name}, in words`,
  mode,
  extra,
  purchases: [
    {
      day: "2026-11-20",
      payee: name === "Next unit" ? "Blue Door" : "Kiosk",
      size: usd("4.30"),
      saves: usd("0.70"),
    },
  ],
  sum: usd("0.70"),
});

export const examples: RoundingExample[] = [
  example("Next unit", { kind: "multiple", increment: null }),
  example("Next unit plus 1", { kind: "multiple", increment: null }, "1"),
  example("Next note", { kind: "note" }),
  example("Flat", { kind: "flat", amount: "100" }),
  example("Percent", { kind: "percent", percent: "5" }),
  example("Ladder", {
    kind: "ladder",
    rungs: [{ up_to: "1000", amount: "100" }],
    beyond: "1000",
  }),
];

export const whySaved = (changes: Partial<WhySaved> = {}): WhySaved => ({
  rule: 1,
  rule_name: "Spare change",
  version: 2,
  version_from: "2026-03-01",
  amount: usd("0.70"),
  reason: "ok",
  words: "the gap to the next 1.00",
  shares: [{ goal: 7, name: "Bike", amount: usd("0.70") }],
  changes: [{ day: "2026-11-21", amount: usd("-0.35"), words: "half of it came back" }],
  ...changes,
});

export const labCurrency = (changes: Partial<LabCurrency> = {}): LabCurrency => ({
  currency: "USD",
  saved: usd("96.00"),
  a_month: usd("16.00"),
  months: [
    { from: "2026-10-01", amount: usd("17.00") },
    { from: "2026-11-01", amount: usd("15.00") },
  ],
  weeks: [],
  biggest_week: { from: "2026-10-05", amount: usd("6.20") },
  held_days: 2,
  held_back: usd("1.10"),
  worst_balance: { from: "2026-09-30", amount: usd("-3.00") },
  taken_back_times: 1,
  taken_back: usd("0.40"),
  took_part: 210,
  left_out: [{ reason: "below_min", words: "It is smaller than the smallest.", count: 12 }],
  top: [{ entry: 5, day: "2026-10-06", payee: "Garage", size: usd("80.01"), saves: usd("0.99") }],
  ...changes,
});
