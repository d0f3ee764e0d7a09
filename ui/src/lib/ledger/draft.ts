// What a person types for an entry, before Rust has read it.
import type { EntryInput } from "../bindings";

/** An empty entry for today. */
export function newDraft(today: string, account: number, currency: string): EntryInput {
  return {
    date: today,
    time: null,
    account,
    kind: "purchase",
    status: "posted",
    amount: "",
    currency,
    payee: "",
    note: "",
    category: null,
    fee: "",
    tip: "",
    to_account: null,
    tags: [],
  };
}
