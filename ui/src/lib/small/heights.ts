// How much room each chart is given, so that none stands in an empty field.
import { monthsBefore } from "../shared/dates";

const GOOD_CELL_PX = 11.5;
const LARGEST_CELL_PX = 24;
const BAR_ROW_PX = 32;
const SHORTEST_PX = 120;

/** The first day that a calendar shows: two years are as many as can be told apart. */
export function calendarStart(from: string, to: string): string {
  const earliest = monthsBefore(to, 23);
  return from < earliest ? earliest : from;
}

/** A calendar of these days: square cells, in as few bands of weeks as keep a cell easy to hit. */
export function calendarHeight(width: number, from: string, to: string): number {
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1;
  const weeks = Math.ceil((days + 6) / 7);
  const cellOf = (bands: number): number => (width - 30) / Math.ceil(weeks / bands);
  const bands = [1, 2, 3, 4, 5, 6].find((count) => cellOf(count) >= GOOD_CELL_PX) ?? 6;
  const cell = Math.min(LARGEST_CELL_PX, cellOf(bands));
  return Math.max(SHORTEST_PX, Math.ceil(bands * (7 * cell + 26) + 18));
}

/** Bars for the largest merchants, ten at most. */
export const merchantsHeight = (merchants: number): number =>
  Math.max(SHORTEST_PX, Math.min(merchants, 10) * BAR_ROW_PX);

/** Seven rows of hours, high enough for an amount where the columns are wide enough for one. */
export const hoursHeight = (width: number): number => (width < 700 ? 260 : 320);
