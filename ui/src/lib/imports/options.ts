// How a person answers what a file leaves open.
import type { commands, ImportOptions } from "../bindings";

/** What Rust says about a file before it is imported. */
export type Preview = Extract<
  Awaited<ReturnType<typeof commands.previewImport>>,
  { status: "ok" }
>["data"];
export type Question = Preview["questions"][number];
export type Match = Preview["matches"][number];

/** Nothing said: the file is read as it explains itself. */
export const noOptions = (): ImportOptions => ({
  account: null,
  account_name: null,
  currency: null,
  date_order: null,
  decimal_mark: null,
  sign: null,
  day: null,
  password: null,
  mapping: null,
  own_accounts: [],
  answers: [],
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

// A password that opened the file and a table that is laid out are settled; the table has its own way back.
const SETTLED = ["password", "mapping"];

/** Questions stay on the page once they are answered, so that an answer can be changed. */
export function keepQuestions(known: Question[], asked: Question[]): Question[] {
  const fresh = new Map(asked.map((question) => [question.hint, question]));
  const kept = known
    .map((question) => fresh.get(question.hint) ?? question)
    .filter((question) => fresh.has(question.hint) || !SETTLED.includes(question.hint));
  const hints = new Set(kept.map((question) => question.hint));
  return [...kept, ...asked.filter((question) => !hints.has(question.hint))];
}

/** Whether only an answer lets anything of the file be seen. */
export const isLocked = (preview: Preview): boolean =>
  preview.accounts.length === 0 &&
  preview.questions.some((question) => SETTLED.includes(question.hint));

/** Rows of all accounts in a file, and what becomes of entries that are there. */
export function countsOf(preview: Preview): {
  rows: number;
  new: number;
  duplicates: number;
  skipped: number;
  final: number;
  same: number;
} {
  const total = { rows: 0, new: 0, duplicates: 0, skipped: 0 };
  for (const account of preview.accounts) {
    total.rows += account.rows;
    total.new += account.new;
    total.duplicates += account.duplicates;
    total.skipped += account.skipped;
  }
  return { ...total, final: finalLines(preview).size, same: sameRows(preview.matches) };
}

/** The lines that make a pending entry final. */
function finalLines({ sample, matches }: Preview): Set<number> {
  const claimed = matches.filter((match) => match.same && match.relation === "posted");
  const rows = [...sample.filter((row) => row.state === "posted"), ...claimed.map((m) => m.row)];
  return new Set(rows.map((row) => row.line));
}

/** How many rows are taken for entries that are there under another identity. */
export const sameRows = (matches: Match[]): number =>
  matches.filter((match) => match.same && match.relation === "duplicate").length;

/** The person's word for some rows, over what they said before. */
export function withAnswers(
  options: ImportOptions,
  lines: number[],
  same: boolean,
): ImportOptions["answers"] {
  const others = (options.answers ?? []).filter((answer) => !lines.includes(answer.line));
  return [...others, ...lines.map((line) => ({ line, same }))];
}

/** Whether a row is taken for the entry beside it: as the person said, else as it seems best. */
export const isSame = (options: ImportOptions, { row, same }: Match): boolean =>
  options.answers?.find((answer) => answer.line === row.line)?.same ?? same;

/** A size in bytes, as people say it. */
export function formatSize(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1000)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
