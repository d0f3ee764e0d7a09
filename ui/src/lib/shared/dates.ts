// Days are text such as "2026-03-14". The clock is Rust's business: today is always handed in.

const utc = (day: string): Date => new Date(`${day}T00:00:00Z`);
const text = (date: Date): string => date.toISOString().slice(0, 10);

const format = (options: Intl.DateTimeFormatOptions) => {
  const formatter = new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", ...options });
  return (day: string): string => {
    const date = utc(day);
    return Number.isNaN(date.getTime()) ? day : formatter.format(date);
  };
};

/** "14 Mar 2026" */
export const formatDay = format({ day: "numeric", month: "short", year: "numeric" });
/** "14 Mar" */
export const formatShortDay = format({ day: "numeric", month: "short" });
/** "Saturday 14 March 2026" */
export const formatLongDay = format({
  weekday: "long",
  day: "numeric",
  month: "long",
  year: "numeric",
});
const weekdayOnly = format({ weekday: "long" });
const monthAndYear = format({ month: "long", year: "numeric" });
const monthOnly = format({ month: "long" });

/** 0 as "Monday". The fifth of January 1970 was one. */
export const weekdayName = (weekday: number): string =>
  weekdayOnly(`1970-01-${String(5 + weekday).padStart(2, "0")}`);

/** "2026-03" as "March 2026" */
export const formatMonth = (month: string): string => monthAndYear(`${month}-01`);
/** "2026-03" as "March" */
export const formatMonthName = (month: string): string => monthOnly(`${month}-01`);

/** A moment such as "2026-11-22T21:00:00Z" in the person's own time: "22 Nov 2026, 21:00". */
export function formatMoment(moment: string): string {
  const date = new Date(moment);
  if (Number.isNaN(date.getTime())) return moment;
  return new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" }).format(date);
}

export const monthOf = (day: string): string => day.slice(0, 7);
export const firstOfMonth = (day: string): string => `${monthOf(day)}-01`;
export const firstOfYear = (day: string): string => `${day.slice(0, 4)}-01-01`;

/** The last day of the month that holds this day. */
export function lastOfMonth(day: string): string {
  const date = utc(firstOfMonth(day));
  date.setUTCMonth(date.getUTCMonth() + 1, 0);
  return text(date);
}

/** The day so many days later. */
export function daysAfter(day: string, days: number): string {
  const date = utc(day);
  date.setUTCDate(date.getUTCDate() + days);
  return text(date);
}

/** The first day of the month that lies so many months before. */
export function monthsBefore(day: string, months: number): string {
  const date = utc(firstOfMonth(day));
  date.setUTCMonth(date.getUTCMonth() - months);
  return text(date);
}

/** A period in words: one day, whole months, or two days. */
export function formatPeriod(from: string | null, to: string | null): string {
  if (!from && !to) return "";
  if (!from) return `– ${formatDay(to ?? "")}`;
  if (!to) return `${formatDay(from)} –`;
  if (from === to) return formatDay(from);
  if (from === firstOfMonth(from) && to === lastOfMonth(from)) return formatMonth(monthOf(from));
  return `${formatDay(from)} – ${formatDay(to)}`;
}
