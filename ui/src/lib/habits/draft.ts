// A habit while it is being written.
import type { HabitInput, HabitTerms } from "../bindings";

export const HABIT_FIELDS = [
  "name",
  "weekdays",
  "amount",
  "times",
  "weekday",
  "currency",
  "categories",
  "rest",
  "started",
] as const;
export type HabitField = (typeof HABIT_FIELDS)[number];

export type HabitDraft = {
  name: string;
  kind: HabitTerms["kind"];
  weekdays: string[];
  amount: string;
  times: string;
  weekday: string;
  currency: string;
  categories: string[];
  payee: number | null;
  rest: string[];
  started: string;
};

export const newHabit = (currency: string, today: string): HabitDraft => ({
  name: "",
  kind: "no_spend_days",
  weekdays: ["0", "1", "2", "3", "4"],
  amount: "",
  times: "3",
  weekday: "4",
  currency,
  categories: [],
  payee: null,
  rest: [],
  started: today,
});

export function draftOf(habit: HabitInput, today: string): HabitDraft {
  const { terms } = habit;
  return {
    ...newHabit(habit.currency, today),
    name: habit.name,
    kind: terms.kind,
    categories: (habit.categories ?? []).map(String),
    payee: habit.payee ?? null,
    rest: (habit.rest ?? []).map(String),
    started: habit.started ?? today,
    ...(terms.kind === "no_spend_days" && { weekdays: terms.weekdays.map(String) }),
    ...(terms.kind === "at_most_amount" && { amount: terms.amount }),
    ...(terms.kind === "at_most_times" && { times: String(terms.times) }),
    ...(terms.kind === "sweep_on" && { weekday: String(terms.weekday) }),
  };
}

/** A transfer and the moment of typing have no categories. */
export const looksAtCategories = (kind: HabitTerms["kind"]): boolean =>
  kind !== "sweep_on" && kind !== "logged_within_day";

export const habitOf = (draft: HabitDraft): HabitInput => ({
  name: draft.name,
  terms: termsOf(draft),
  currency: draft.currency,
  categories: looksAtCategories(draft.kind) ? draft.categories.map(Number) : [],
  payee: draft.payee,
  rest: draft.kind === "no_spend_days" ? [] : draft.rest.map(Number),
  started: draft.started,
});

function termsOf(draft: HabitDraft): HabitTerms {
  switch (draft.kind) {
    case "no_spend_days":
      return { kind: draft.kind, weekdays: draft.weekdays.map(Number) };
    case "at_most_amount":
      return { kind: draft.kind, amount: draft.amount };
    case "at_most_times":
      return { kind: draft.kind, times: Number(draft.times) };
    case "logged_within_day":
      return { kind: draft.kind };
    case "sweep_on":
      return { kind: draft.kind, weekday: Number(draft.weekday) };
  }
}
