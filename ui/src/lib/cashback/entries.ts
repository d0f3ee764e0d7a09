// From cashback to the rows of the ledger that it is about.
import { commands, type EntryId } from "../bindings";
import { session } from "../session/session.svelte";
import { take } from "../shared/answer";
import { complain } from "./cashback.svelte";

/** Leads to an entry in the ledger: to its day, with its payee. */
export async function showEntry(id: EntryId): Promise<void> {
  try {
    const { entry } = await take(commands.entry(id));
    session.showRows(
      { from: entry.date, to: entry.date, payee: entry.payee_id },
      { payee: entry.payee },
    );
  } catch (error) {
    complain(error);
  }
}
