// How fast an import goes, and how long it still takes.
import type { Progress } from "../bindings";

export type Pace = { rowsPerSecond: number; secondsLeft: number };

/** Shorter work than this needs neither a figure nor a way to stop it. */
export const LONG_MS = 500;

/** The pace since the first row was written; nothing before it can be told. */
export function paceOf({ done, total }: Progress, elapsed_ms: number): Pace | null {
  if (elapsed_ms < LONG_MS || done <= 0 || total <= 0) return null;
  const rowsPerSecond = done / (elapsed_ms / 1000);
  return { rowsPerSecond, secondsLeft: Math.ceil((total - done) / rowsPerSecond) };
}

/** A figure to two digits, because the rest changes from moment to moment. */
export function rounded(figure: number): number {
  if (figure < 100) return Math.round(figure);
  const unit = 10 ** (Math.floor(Math.log10(figure)) - 1);
  return Math.round(figure / unit) * unit;
}
