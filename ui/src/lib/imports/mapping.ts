// How a table is laid out: which column plays which part, apart from the page so that it can be tested.
import type {
  DateOrder,
  DecimalMark,
  Mapping,
  Role,
  SignRule,
  TableLine,
  TableView,
} from "../bindings";
import { t } from "../shared/messages";

/** The parts a column can play, those that most tables have first. */
export const ROLES: Role[] = [
  "date",
  "payee",
  "description",
  "amount",
  "debit",
  "credit",
  "direction",
  "fee",
  "balance",
  "currency",
  "reference",
  "category",
  "account",
  "note",
  "time",
  "second_date",
  "type",
  "status",
  "from",
  "to",
  "original_amount",
  "original_currency",
  "counter_account",
  "counter_number",
  "account_number",
  "related",
  "order",
  "merchant_code",
  "tags",
  "zone",
  "funds",
  "from_type",
  "to_type",
];

export const DELIMITERS = [",", ";", "\t", "|"] as const;

/** The encodings that statements are written in, by their names in the web's standard. */
export const ENCODINGS = [
  "UTF-8",
  "UTF-16LE",
  "UTF-16BE",
  "windows-1252",
  "windows-1250",
  "windows-1251",
  "windows-1253",
  "windows-1254",
  "windows-1255",
  "windows-1256",
  "windows-1257",
  "windows-1258",
  "ISO-8859-2",
  "ISO-8859-15",
  "KOI8-R",
  "IBM866",
  "macintosh",
  "gb18030",
  "Big5",
  "Shift_JIS",
  "EUC-JP",
  "EUC-KR",
];

export const DATE_ORDERS: DateOrder[] = ["day_month_year", "month_day_year", "year_month_day"];
export const DECIMAL_MARKS: DecimalMark[] = ["point", "comma"];
export const SIGN_RULES: SignRule[] = ["signed", "negated", "all_out", "by_side", "pair"];

/** The part that a column plays, counted from 1. */
export function roleOf(mapping: Mapping, column: number): Role | null {
  const columns = mapping.columns ?? {};
  return ROLES.find((role) => columns[role] === column) ?? null;
}

/** The mapping with another part for a column. A part is played by one column. */
export function withRole(mapping: Mapping, column: number, role: Role | null): Mapping {
  const others = Object.entries(mapping.columns ?? {}).filter(
    ([other, place]) => place !== column && other !== role,
  );
  const columns = Object.fromEntries(role ? [...others, [role, column]] : others);
  return { ...mapping, columns };
}

/** Whether rows can be made: a date, and an amount or one side of it. */
export function isComplete({ columns = {} }: Mapping): boolean {
  const has = (role: Role): boolean => columns[role] !== undefined;
  return (has("date") || has("second_date")) && (has("amount") || has("debit") || has("credit"));
}

/** The line of the column names moves; what comes after it are transactions. */
export const withHeader = (mapping: Mapping, line: number | null): Mapping => ({
  ...mapping,
  header_line: line,
  first_line: line === null ? mapping.first_line : null,
});

/** Transactions begin at this line; names below it are none. */
export const withFirst = (mapping: Mapping, line: number): Mapping => ({
  ...mapping,
  header_line: mapping.header_line && mapping.header_line < line ? mapping.header_line : null,
  first_line: line,
});

export type Place = "above" | "header" | "row";
export type ShownLine = TableLine & { place: Place; afterGap: boolean };

/** The first lines of the file and its first rows, each once. */
export function shownLines(view: TableView, mapping: Mapping): ShownLine[] {
  const byLine = new Map([...view.top, ...view.first].map((line) => [line.line, line]));
  const sorted = [...byLine.values()].sort((a, b) => a.line - b.line);
  const lastOfTop = view.top.at(-1)?.line ?? 0;
  const isBeyond = (view.first[0]?.line ?? 0) > lastOfTop + 1;
  return sorted.map((line) => ({
    ...line,
    place: placeOf(line.line, mapping),
    afterGap: isBeyond && line.line === view.first[0]?.line,
  }));
}

function placeOf(line: number, { header_line, first_line }: Mapping): Place {
  if (line === header_line) return "header";
  return line >= (first_line ?? (header_line ?? 0) + 1) ? "row" : "above";
}

/** The name of a column: the word in its header, else its number. */
export function columnName(view: TableView, mapping: Mapping, column: number): string {
  const header = view.top.find((line) => line.line === mapping.header_line);
  const word = header?.cells[column - 1]?.trim();
  return word ? t("mapping.column_named", { column, name: word }) : t("mapping.column", { column });
}
