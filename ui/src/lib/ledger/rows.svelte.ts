// The rows of the ledger as the list scrolls over them.
import { commands, type EntryFilter, type EntryRow } from "../bindings";
import { refusalOf, take } from "../shared/answer";
import { Pages, PAGE_SIZE } from "./pages";

export class LedgerRows {
  total = $state<number | null>(null);
  error = $state<string | null>(null);
  #pages = new Pages<EntryRow>();
  #arrived = $state(0);
  #filter: EntryFilter | null = null;
  #asked = 0;
  // Only asked from code, never drawn.
  // eslint-disable-next-line svelte/prefer-svelte-reactivity
  #underWay = new Set<number>();
  #wanted: [number, number] = [0, PAGE_SIZE - 1];

  /** Starts over with another filter, or reads the same rows again after a write. */
  async show(filter: EntryFilter): Promise<void> {
    this.#filter = filter;
    this.#asked += 1;
    this.#underWay.clear();
    const [first] = this.#wanted;
    await this.#fetch(Math.floor(first / PAGE_SIZE), true);
    this.need(...this.#wanted);
  }

  /** The list needs these rows now; two pages are fetched at a time. */
  need(first: number, last: number): void {
    this.#wanted = [first, last];
    for (const page of this.#pages.missing(first, last)) {
      if (this.#underWay.size < 2 && !this.#underWay.has(page)) void this.#fetch(page, false);
    }
  }

  row(index: number): EntryRow | undefined {
    return this.#arrived >= 0 ? this.#pages.row(index) : undefined;
  }

  /** The ids of a range, read from the file page by page. */
  async idsOf(first: number, last: number): Promise<number[]> {
    const filter = this.#filter;
    const ids: number[] = [];
    for (let from = first; filter && from <= last; from += PAGE_SIZE) {
      const limit = Math.min(PAGE_SIZE, last - from + 1);
      const page = await take(commands.entries(filter, from, limit));
      ids.push(...page.rows.map((row) => row.id));
    }
    return ids;
  }

  rewind(): void {
    this.#wanted = [0, PAGE_SIZE - 1];
  }

  async #fetch(page: number, startOver: boolean): Promise<void> {
    const asked = this.#asked;
    const filter = this.#filter;
    if (!filter) return;
    this.#underWay.add(page);
    try {
      const answer = await take(commands.entries(filter, page * PAGE_SIZE, PAGE_SIZE));
      if (asked !== this.#asked) return;
      if (startOver) this.#pages.clear();
      this.#keep(page, answer.rows, answer.total);
    } catch (error) {
      if (asked === this.#asked) this.error = refusalOf(error).message;
      return;
    } finally {
      if (asked === this.#asked) this.#underWay.delete(page);
    }
    if (!startOver) this.need(...this.#wanted);
  }

  #keep(page: number, rows: EntryRow[], total: number): void {
    this.#pages.put(page, rows);
    this.total = total;
    this.error = null;
    this.#arrived += 1;
  }
}
