// A goal and its history, as Rust would send them.
import type { GoalDeposit, GoalDetail, Goals, GoalSummary } from "../src/lib/bindings";
import { status, usd } from "./ipc";

export const summary = (changes: Partial<GoalSummary> = {}): GoalSummary => ({
  id: 1,
  goal: { name: "Bicycle", currency: "USD", target: "500.00", by: "2027-06-01", icon: "bike" },
  destination_name: null,
  state: "active",
  promised: usd("120.00"),
  moved: usd("80.00"),
  moved_before: null,
  missing: usd("380.00"),
  surplus: null,
  percent: 24,
  course: "behind",
  course_words: "it has 30.00 USD less than a straight line would have",
  required: { a_day: usd("2.00"), a_week: usd("14.00"), a_month: usd("60.00") },
  projection: {
    a_week: usd("10.00"),
    early: null,
    likely: "2027-08-01",
    late: null,
    words: "at the pace of the last weeks it may be reached in August 2027",
  },
  completed_on: null,
  uncovered: null,
  ...changes,
});

export const away = summary({
  id: 2,
  goal: { name: "Old tent", currency: "USD" },
  state: "archived",
  percent: null,
  missing: null,
});

export const all = (changes: Partial<Goals> = {}): Goals => ({
  goals: [summary(), away],
  accounts: [],
  for_nobody: [],
  ...changes,
});

export const deposit = (changes: Partial<GoalDeposit> = {}): GoalDeposit => ({
  day: "2026-11-20",
  amount: usd("0.55"),
  kind: "rule",
  rule: 4,
  words: "rounded up to the next dollar",
  entry: 9,
  payee: "Blue Door",
  size: usd("3.45"),
  moved: usd("0.55"),
  ...changes,
});

export const detail = (changes: Partial<GoalDetail> = {}): GoalDetail => ({
  summary: summary(),
  with_interest: null,
  deposits: [deposit()],
  deposit_count: 1,
  points: [{ day: "2026-11-20", promised: usd("120.00"), moved: usd("80.00") }],
  ...changes,
});

export const handlers = {
  status: () => status(),
  goals: () => all(),
  destinations: () => [],
  accounts: () => [],
  categories: () => [],
  goal: () => detail(),
};
