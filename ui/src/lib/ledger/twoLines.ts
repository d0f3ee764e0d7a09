// Two things beside each other: a file's row and an entry, or two entries.
import type { EntryRow, SampleRow } from "../bindings";
import { formatDay } from "../shared/dates";
import { formatAmount, formatBare, formatSigned } from "../shared/money";
import { kindLabel } from "./labels";

export type Line = {
  label: string;
  day: string;
  time: string;
  payee: string;
  note: string;
  account: string;
  amount: string;
};

/** What of two lines is compared, and marked where it differs. */
export type Compared = "day" | "payee" | "amount";

/** An entry in one line. */
export const lineOfEntry = (label: string, row: EntryRow): Line => ({
  label,
  day: formatDay(row.date),
  time: row.time?.slice(0, 5) ?? "",
  payee: row.payee || kindLabel(row.kind),
  note: row.note,
  account: row.accounts.join(" → "),
  amount: row.accounts.length > 1 ? formatAmount(row.amount) : formatSigned(row.amount),
});

/** A row of a file in one line. */
export const lineOfRow = (label: string, row: SampleRow): Line => ({
  label,
  day: formatDay(row.date),
  time: row.time?.slice(0, 5) ?? "",
  payee: row.payee || row.memo,
  note: row.payee ? row.memo : "",
  account: "",
  amount: row.currency
    ? formatSigned({ value: row.amount, currency: row.currency })
    : formatBare(row.amount),
});

/** Which of the compared parts differ. */
export const differing = ([a, b]: [Line, Line], compared: Compared[]): Set<Compared> =>
  new Set(compared.filter((part) => a[part] !== b[part]));
