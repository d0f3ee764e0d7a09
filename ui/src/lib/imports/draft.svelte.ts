// A table while it is being laid out. What is sent is always something that can be read.
import type { Mapping, Role, TableView } from "../bindings";
import { isComplete, withRole } from "./mapping";
import type { QueuedFile } from "./queue.svelte";

export class TableDraft {
  mapping = $state.raw<Mapping>({});
  readonly isComplete = $derived(isComplete(this.mapping));
  // The table was split anew, and its columns are looked for once more.
  #seeks = false;

  constructor(readonly item: QueuedFile) {
    this.mapping = item.options.mapping ?? item.preview?.table?.mapping ?? {};
  }

  set(change: Partial<Mapping>): void {
    this.mapping = { ...this.mapping, ...change };
    this.#send();
  }

  play(column: number, role: Role | null): void {
    this.set(withRole(this.mapping, column, role));
  }

  /** Splits the table at another character: its columns are others then. */
  split(delimiter: string): void {
    this.#seeks = true;
    this.set({ delimiter, columns: {}, header_line: null, first_line: null });
  }

  /** Takes over what was found in a table that was split anew. */
  found(view: TableView): void {
    if (!this.#seeks || view.mapping.delimiter !== this.mapping.delimiter) return;
    this.#seeks = false;
    const { columns, header_line, first_line } = view.mapping;
    if (Object.keys(columns ?? {}).length > 0) this.set({ columns, header_line, first_line });
  }

  /** Reads the table as it explains itself, and forgets what was laid out. */
  drop(): void {
    this.item.lacksColumns = false;
    this.item.layOut(null);
  }

  // Without a date or an amount there are no rows, but the table can still be looked at.
  #send(): void {
    this.item.lacksColumns = !this.isComplete;
    this.item.layOut(this.isComplete ? this.mapping : { ...this.mapping, columns: {} });
  }
}
