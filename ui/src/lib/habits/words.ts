// What a day and a streak are called, and the sign that a day has beside its word.
import type { HabitDay, HabitDayState, HabitShown, HabitTerms } from "../bindings";
import { formatLongDay } from "../shared/dates";
import { t, tn } from "../shared/messages";
import { formatAmount } from "../shared/money";

/** Signs differ in shape, so that no one has to tell colours apart. */
export const SIGNS: Record<HabitDayState, string> = {
  no_spend: "●",
  done: "●",
  under_limit: "◐",
  spend: "✕",
  missed: "✕",
  open: "○",
  provisional: "◌",
  unknown: "?",
  skipped: "–",
  rest: "·",
  vacation: "~",
};

/** A limit of a week that was passed stays so on its later days, spent on or not. */
export function stateWord(kind: HabitTerms["kind"], state: HabitDayState): string {
  const isLimit = kind === "at_most_amount" || kind === "at_most_times";
  return t(isLimit && state === "spend" ? "habits.state.over" : `habits.state.${state}`);
}

/** "Saturday 14 March 2026: spent, €2.50" */
export function dayWords(kind: HabitTerms["kind"], { day, state, spent }: HabitDay): string {
  const word = stateWord(kind, state);
  const words = spent ? `${word}, ${formatAmount(spent)}` : word;
  return `${formatLongDay(day)}: ${words}`;
}

export const length = (habit: HabitShown, count: number): string =>
  tn(habit.streak_unit === "days" ? "habits.days" : "habits.weeks", count);

export const WEEKDAYS = [0, 1, 2, 3, 4, 5, 6].map((day) => ({
  value: String(day),
  label: t(`habits.weekday.${day}` as "habits.weekday.0"),
}));
