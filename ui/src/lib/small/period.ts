// The periods that Small money offers, counted from the day Rust says it is.
import type { Status } from "../bindings";
import { firstOfMonth, firstOfYear, monthsBefore } from "../shared/dates";

export const PERIODS = [
  "month",
  "quarter",
  "year",
  "calendar_year",
  "two_years",
  "everything",
] as const;
export type Period = (typeof PERIODS)[number];

/** What is known of the days: today, and the first and last day that has an entry. */
export type Days = Pick<Status, "today" | "first_date" | "last_date">;

/** First and last day of a period. All but everything end today. */
export function daysOf(period: Period, days: Days): { from: string; to: string } {
  const { today, first_date, last_date } = days;
  const starts: Record<Period, () => string> = {
    month: () => firstOfMonth(today),
    quarter: () => monthsBefore(today, 2),
    year: () => monthsBefore(today, 11),
    calendar_year: () => firstOfYear(today),
    two_years: () => monthsBefore(today, 23),
    everything: () => (first_date && first_date < today ? first_date : today),
  };
  const later = period === "everything" && last_date !== null && last_date > today;
  return { from: starts[period](), to: later ? last_date : today };
}
