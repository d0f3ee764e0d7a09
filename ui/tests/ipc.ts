// The only thing that is not real in these tests: what stands behind the door to Rust.
import type { EntryRow, Small, Status } from "../src/lib/bindings";
import type { Preview } from "../src/lib/imports/options";

export type Call = { command: string; args: Record<string, unknown> };
type Handlers = Record<string, (args: never) => unknown>;

/** Answers commands from these handlers and keeps what was asked. A handler refuses by throwing. */
export function answerWith(handlers: Handlers): Call[] {
  const calls: Call[] = [];
  const internals = {
    invoke: async (command: string, args: Record<string, unknown> = {}) => {
      calls.push({ command, args });
      const handler = handlers[command];
      if (!handler) throw new Error(`no answer for ${command}`);
      return handler(args as never);
    },
    transformCallback: () => 1,
    unregisterCallback: () => undefined,
  };
  Object.assign(window, { __TAURI_INTERNALS__: internals });
  return calls;
}

/** A refusal as Rust sends it. */
export const refuse = (message: string, code: string | null = null): never => {
  throw { code, message };
};

export const status = (changes: Partial<Status> = {}): Status => ({
  ledger_name: "test.farthing",
  ledger_folder: "",
  entries: 3,
  today: "2026-11-22",
  version: "0.1.0",
  currencies: ["USD"],
  first_date: "2024-11-24",
  last_date: "2026-11-22",
  undo: null,
  redo: null,
  waiting_files: [],
  ...changes,
});

export const usd = (value: string) => ({ value, currency: "USD" });

export const entryRow = (id: number, changes: Partial<EntryRow> = {}): EntryRow => ({
  id,
  date: "2026-11-20",
  time: null,
  payee: `Payee ${id}`,
  payee_id: id,
  note: "",
  kind: "purchase",
  status: "posted",
  accounts: ["Purse"],
  amount: usd("-4.50"),
  category: { id: 1, name: "Coffee" },
  split: false,
  fee: null,
  tags: [],
  imported: true,
  ...changes,
});

export const small = (changes: Partial<Small> = {}): Small => ({
  currency: "USD",
  from: "2025-12-01",
  to: "2026-11-22",
  limit: usd("10.00"),
  limit_source: "usual",
  left_out: [],
  usual: null,
  default_limit: usd("10.00"),
  limits: ["1.00", "2.00", "5.00", "10.00", "20.00"].map(usd),
  count: 2,
  sum: usd("9.00"),
  average: usd("4.50"),
  total_count: 4,
  total_spend: usd("90.00"),
  share_of_spend: "0.1000",
  share_of_count: "0.5000",
  annualised: usd("9.20"),
  months: [{ month: "2026-11", count: 2, sum: usd("9.00") }],
  weeks: [{ monday: "2026-11-16", count: 2, sum: usd("9.00") }],
  merchants: [
    {
      payee: 7,
      name: "Blue Door",
      count: 2,
      sum: usd("9.00"),
      average: usd("4.50"),
      habit: null,
    },
  ],
  formula: "Posted purchases of at most 10.00 USD.",
  ...changes,
});

export const preview = (changes: Partial<Preview> = {}): Preview => ({
  token: 1,
  file: "bank.csv",
  format: "CSV",
  provider: null,
  encoding: "UTF-8",
  accounts: [
    {
      account: "Bank",
      kind: "bank",
      currency: "EUR",
      rows: 3,
      new: 2,
      duplicates: 1,
      skipped: 0,
      sum: "-12.00",
      fees: "0.00",
    },
  ],
  problems: [],
  decisions: [],
  questions: [],
  sample: [],
  matches: [],
  table: null,
  ...changes,
});
