// The stretches of one's own history that the lab and the mirror look at.
import type { Status } from "../bindings";
import { firstOfMonth, monthsBefore } from "../shared/dates";

export const STRETCHES = ["quarter", "half", "year", "all", "custom"] as const;
export type Stretch = (typeof STRETCHES)[number];

type Days = Pick<Status, "today" | "first_date">;

const MONTHS = { quarter: 3, half: 6, year: 12 };

/** First and last day of a stretch; a custom one is what the person chose. */
export function stretchDays(
  stretch: Stretch,
  days: Days,
  custom: { from: string; to: string },
): { from: string; to: string } {
  const { today, first_date } = days;
  if (stretch === "custom") return custom;
  if (stretch === "all") return { from: first_date ?? today, to: today };
  return { from: sameDay(monthsBefore(today, MONTHS[stretch]), today), to: today };
}

/** The day of the month in another month, or its last day where that is shorter. */
function sameDay(month: string, day: string): string {
  const wanted = `${firstOfMonth(month).slice(0, 8)}${day.slice(8)}`;
  const date = new Date(`${wanted}T00:00:00Z`);
  if (!Number.isNaN(date.getTime()) && date.toISOString().startsWith(wanted)) return wanted;
  const end = new Date(`${firstOfMonth(month)}T00:00:00Z`);
  end.setUTCMonth(end.getUTCMonth() + 1, 0);
  return end.toISOString().slice(0, 10);
}
