// This file is generated from the shell. Do not edit it by hand.
import { invoke as __TAURI_INVOKE, type Channel } from "@tauri-apps/api/core";

/** Commands */
export const commands = {
	status: () => typedError<Status, CommandError>(__TAURI_INVOKE("status")),
	loadDemo: () => typedError<ChangeLabel, CommandError>(__TAURI_INVOKE("load_demo")),
	history: (limit: number) => typedError<Change[], CommandError>(__TAURI_INVOKE("history", { limit })),
	undo: (change: number | null) => typedError<ChangeLabel, CommandError>(__TAURI_INVOKE("undo", { change })),
	redo: (change: number | null) => typedError<ChangeLabel, CommandError>(__TAURI_INVOKE("redo", { change })),
	accounts: () => typedError<AccountSummary[], CommandError>(__TAURI_INVOKE("accounts")),
	addAccount: (input: NewAccount) => typedError<AccountSummary, CommandError>(__TAURI_INVOKE("add_account", { input })),
	editAccount: (id: number, input: AccountEdit) => typedError<AccountSummary, CommandError>(__TAURI_INVOKE("edit_account", { id, input })),
	entries: (filter: EntryFilter, offset: number, limit: number) => typedError<EntryPage, CommandError>(__TAURI_INVOKE("entries", { filter, offset, limit })),
	entry: (id: number) => typedError<EntryDetail, CommandError>(__TAURI_INVOKE("entry", { id })),
	addEntry: (input: EntryInput) => typedError<EntryRow, CommandError>(__TAURI_INVOKE("add_entry", { input })),
	editEntry: (id: number, input: EntryInput) => typedError<EntryRow, CommandError>(__TAURI_INVOKE("edit_entry", { id, input })),
	deleteEntries: (ids: number[]) => typedError<ChangeLabel, CommandError>(__TAURI_INVOKE("delete_entries", { ids })),
	categorise: (ids: number[], category: number) => typedError<ChangeLabel, CommandError>(__TAURI_INVOKE("categorise", { ids, category })),
	categories: () => typedError<Category[], CommandError>(__TAURI_INVOKE("categories")),
	addCategory: (input: NewCategory) => typedError<Category, CommandError>(__TAURI_INVOKE("add_category", { input })),
	pickFiles: () => typedError<DroppedFile[], CommandError>(__TAURI_INVOKE("pick_files")),
	previewImport: (token: number, options: ImportOptions) => typedError<ImportPreview, CommandError>(__TAURI_INVOKE("preview_import", { token, options })),
	runImport: (token: number, options: ImportOptions, progress: Channel<Progress>) => typedError<ImportResult, CommandError>(__TAURI_INVOKE("run_import", { token, options, progress })),
	cancelImport: (token: number) => typedError<null, CommandError>(__TAURI_INVOKE("cancel_import", { token })),
	today: (currency: string | null) => typedError<Today, CommandError>(__TAURI_INVOKE("today", { currency })),
	smallMoney: (query: SmallQuery) => typedError<Small, CommandError>(__TAURI_INVOKE("small_money", { query })),
	smallChart: (kind: ChartKind, query: SmallQuery, look: ChartLook) => typedError<Chart, CommandError>(__TAURI_INVOKE("small_chart", { kind, query, look })),
};

/* Types */
export type CommandError = { code: ErrorCode | null; message: string };
export type ErrorCode = "busy" | "newer_ledger" | "foreign_file" | "stands_on" | "cancelled" | "question";
export type Amount = { value: string; currency: string };
export type Flow = { count: number; sum: Amount };
export type AccountKind = "bank"|"card"|"cash"|"wallet"|"gift_card"|"points"|"savings"|"investment"|"loan"|"person"|"carrier_billing";
export type EntryKind = "purchase"|"refund"|"transfer"|"cash_withdrawal"|"fee"|"interest"|"income"|"card_payment"|"top_up"|"gift_card"|"cash_advance"|"adjustment"|"cashback";
export type EntryStatus = "planned"|"pending"|"posted"|"void";
export type Status = { ledger_name: string; ledger_folder: string; entries: number; today: string; version: string;
  currencies: string[];
  undo: ChangeLabel | null; redo: ChangeLabel | null;
  waiting_files: DroppedFile[];
};
export type ChangeLabel = { id: number; label: string };
export type Change = { id: number; label: string; at: string ; state: "done" | "undone"; entries: number };
export type AccountSummary = { id: number; name: string; kind: AccountKind; institution: string | null; number: string | null;
  balances: Amount[]; entries: number; first_date: string | null; last_date: string | null; closed: boolean };
export type EntryFilter = { account: number | null; category: number | null; payee: number | null; batch: number | null; currency: string | null;
  from: string | null; to: string | null;
  text: string | null;
  small_limit: string | null;
  };
export type EntryRow = { id: number; date: string; time: string | null; payee: string; payee_id: number | null; note: string;
  kind: EntryKind; status: EntryStatus; accounts: string[];
  amount: Amount;
  category: { id: number; name: string } | null;
  split: boolean; fee: Amount | null; tags: string[]; imported: boolean };
export type EntryPage = { total: number; rows: EntryRow[] };
export type EntryDetail = { entry: EntryRow; zone: string | null;
  postings: { account: string; account_id: number; own: boolean ; amount: Amount }[];
  sources: { file: string; line: number; raw: string; format: string; provider: string | null; imported_at: string }[];
  refund_of: number | null };
export type EntryInput = { date: string; time: string | null; account: number; kind: EntryKind; status: EntryStatus;
  amount: string;
  currency: string; payee: string; note: string;
  category: number | null; fee: string; tip: string; to_account: number | null ; tags: string[] };
export type Category = { id: number; name: string; class: "income" | "expense" };
export type DroppedFile = { token: number; name: string; size: number };
export type ImportOptions = { account: number | null ; account_name: string | null ;
  currency: string | null; date_order: "day_month_year"|"month_day_year"|"year_month_day" | null; decimal_mark: "point"|"comma" | null };
export type Progress = { done: number; total: number };
export type ImportPreview = { token: number; file: string; format: string; provider: string | null; encoding: string;
  accounts: { name: string; account: number | null ; kind: AccountKind; currency: string | null; rows: number; new: number; duplicates: number; skipped: number;
     sum: string | null; fees: string | null; neutral: { rows: number; sum: string } | null }[];
  problems: { line: number; message: string }[];
  decisions: { field: string; reading: string; evidence: string }[];
  questions: { hint: "date_order"|"decimal_mark"|"currency"; prompt: string; choices: { value: string; example: string }[] }[];
  sample: { line: number; date: string; time: string | null; payee: string; memo: string; amount: string; fee: string; currency: string | null; kind: EntryKind; state: "new"|"duplicate"; raw: string }[];
};
export type ImportResult = { batch: number; change: ChangeLabel; new: number; duplicates: number; skipped: number; problems: number; from: string | null; to: string | null };
export type Today = { today: string; currency: string; month: string ;
  spent: Amount; spent_before: Amount ; small: Flow; small_before: Flow; small_limit: Amount;
  small_share: string ; fees: Amount; income: Amount;
  accounts: AccountSummary[]; recent: EntryRow[] };
export type SmallQuery = { currency: string; from: string; to: string; limit: string | null  };
export type Small = { currency: string; from: string; to: string; limit: Amount; default_limit: Amount; limits: Amount[] ;
  count: number; sum: Amount; average: Amount | null; total_count: number; total_spend: Amount; share_of_spend: string; share_of_count: string; annualised: Amount;
  months: { month: string ; count: number; sum: Amount }[];
  merchants: { payee: number | null; name: string; count: number; sum: Amount; average: Amount }[];
  formula: string };
export type ChartKind = "months" | "merchants" | "calendar" | "cumulative";
export type Chart = { svg: string; marks: { x: number; y: number; width: number; height: number; label: string; value: string; key: string }[]; summary: string; width: number; height: number };
export type NewAccount = { name: string; kind: AccountKind; currency: string; opening_balance: string };
export type AccountEdit = { name: string; kind: AccountKind; closed: boolean };
export type NewCategory = { name: string; class: "income" | "expense" };
export type ChartLook = { theme: "light" | "dark"; width: number; height: number };

/* Tauri Specta runtime */
async function typedError<T, E>(result: Promise<T>): Promise<{ status: "ok"; data: T } | { status: "error"; error: E }> {
    try {
        return { status: "ok", data: await result };
    } catch (e) {
        if (e instanceof Error) throw e;
        return { status: "error", error: e as E };
    }
}
