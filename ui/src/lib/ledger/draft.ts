// What a person types for an entry, before Rust has read it.
import type { EntryDetail, EntryInput } from "../bindings";
import { magnitude } from "../shared/money";

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

/** An entry as it stands, ready to be changed. */
export function draftOf({ entry, postings }: EntryDetail): EntryInput {
  const own = postings.filter((posting) => posting.own);
  const from = own.find((posting) => posting.amount.value.startsWith("-")) ?? own[0];
  const to = own.find((posting) => posting !== from);
  return {
    date: entry.date,
    time: entry.time,
    account: from?.account_id ?? 0,
    kind: entry.kind,
    status: entry.status,
    amount: magnitude(entry.amount).value,
    currency: entry.amount.currency,
    payee: entry.payee,
    note: entry.note,
    category: entry.category?.id ?? null,
    fee: entry.fee ? magnitude(entry.fee).value : "",
    tip: "",
    to_account: to?.account_id ?? null,
    tags: entry.tags,
  };
}
