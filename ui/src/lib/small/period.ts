// The periods that Small money offers, counted from the day Rust says it is.
import { firstOfMonth, firstOfYear, monthsBefore } from "../shared/dates";

export const PERIODS = ["month", "quarter", "year", "calendar_year", "two_years"] as const;
export type Period = (typeof PERIODS)[number];

/** First and last day of a period that ends today. */
export function daysOf(period: Period, today: string): { from: string; to: string } {
  const starts: Record<Period, () => string> = {
    month: () => firstOfMonth(today),
    quarter: () => monthsBefore(today, 2),
    year: () => monthsBefore(today, 11),
    calendar_year: () => firstOfYear(today),
    two_years: () => monthsBefore(today, 23),
  };
  return { from: starts[period](), to: today };
}
