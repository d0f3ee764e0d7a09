// Payees to choose from. Rust has no list of them, so they come from the newest entries.
import { commands, type EntryRow } from "../bindings";
import { take } from "../shared/answer";
import { emptyFilter } from "../ledger/filter";

const LOOKED_AT = 1_000;

class Payees {
  names = $state.raw<ReadonlyMap<string, string>>(new Map());

  /** Reads the payees of the newest purchases, and these ones whatever they are. */
  async load(wanted: string[]): Promise<void> {
    const newest = { ...emptyFilter(), kind: "purchase" as const };
    const { rows } = await take(commands.entries(newest, 0, LOOKED_AT));
    this.#learn(rows);
    for (const payee of wanted.filter((id) => !this.names.has(id))) {
      const found = await take(commands.entries({ ...emptyFilter(), payee: Number(payee) }, 0, 1));
      this.#learn(found.rows);
    }
  }

  #learn(rows: EntryRow[]): void {
    const found = rows.flatMap(({ payee_id, payee }) =>
      payee_id === null ? [] : [[String(payee_id), payee] as const],
    );
    this.names = new Map([...this.names, ...found]);
  }
}

export const payees = new Payees();
