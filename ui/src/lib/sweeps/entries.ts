// From a transfer to the rows of the ledger that paid it.
import type { EntryRow } from "../bindings";
import { kindLabel } from "../ledger/labels";
import { session } from "../session/session.svelte";

export const titleOf = (entry: EntryRow): string => entry.payee || kindLabel(entry.kind);

/** Opens the ledger at the day of an entry, with its payee where it has one. */
export const showEntry = (entry: EntryRow): void =>
  session.showRows(
    { from: entry.date, to: entry.date, payee: entry.payee_id },
    { payee: entry.payee },
  );
