// What small money says in words, and the rows behind its figures.
import type { EntryFilter, SmallQuery } from "../bindings";
import { t } from "../shared/messages";

/** The filter that shows exactly the small payments of a question. */
export const rowsOf = (
  query: SmallQuery,
  limit: string,
  without: number[],
): Partial<EntryFilter> => ({
  currency: query.currency,
  from: query.from,
  to: query.to,
  small_limit: limit,
  without,
});

/** Minutes as a person says them: "40 min", "3 h", "3 h 20 min". */
export function minutesOf(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (hours === 0) return t("time.minutes", { minutes: rest });
  if (rest === 0) return t("time.hours", { hours });
  return t("time.hours_minutes", { hours, minutes: rest });
}

/** A cell of the hours such as "0-13" or "6-na": the weekday from Monday, and the hour or 24 for none. */
export function cellOf(key: string): { weekday: number; hour: number } | null {
  const found = /^([0-6])-(\d{1,2}|na)$/.exec(key);
  if (!found) return null;
  const [, weekday = "0", hour = "na"] = found;
  return { weekday: Number(weekday), hour: hour === "na" ? 24 : Number(hour) };
}
