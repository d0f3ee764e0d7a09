// How a person answers what a file leaves open.
import type { commands, ImportOptions } from "../bindings";

/** What Rust says about a file before it is imported. */
export type Preview = Extract<
  Awaited<ReturnType<typeof commands.previewImport>>,
  { status: "ok" }
>["data"];
export type Question = Preview["questions"][number];

/** Nothing said: the file is read as it explains itself. */
export const noOptions = (): ImportOptions => ({
  account: null,
  account_name: null,
  currency: null,
  date_order: null,
  decimal_mark: null,
  accept_problems: false,
});

/** The options with one question answered. */
export const answered = (
  options: ImportOptions,
  hint: Question["hint"],
  value: string,
): ImportOptions => ({ ...options, [hint]: value || null }) as ImportOptions;

/** What was answered to a question, if anything. */
export const answerTo = (options: ImportOptions, hint: Question["hint"]): unknown =>
  options[hint as keyof ImportOptions] ?? null;

/** Questions stay on the page once they are answered, so that an answer can be changed. */
export function keepQuestions(known: Question[], asked: Question[]): Question[] {
  const fresh = new Map(asked.map((question) => [question.hint, question]));
  const kept = known.map((question) => fresh.get(question.hint) ?? question);
  const hints = new Set(kept.map((question) => question.hint));
  return [...kept, ...asked.filter((question) => !hints.has(question.hint))];
}

/** Rows of all accounts in a file. */
export function countsOf(preview: Preview): {
  rows: number;
  new: number;
  duplicates: number;
  skipped: number;
} {
  const total = { rows: 0, new: 0, duplicates: 0, skipped: 0 };
  for (const account of preview.accounts) {
    total.rows += account.rows;
    total.new += account.new;
    total.duplicates += account.duplicates;
    total.skipped += account.skipped;
  }
  return total;
}

/** A size in bytes, as people say it. */
export function formatSize(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1000)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
