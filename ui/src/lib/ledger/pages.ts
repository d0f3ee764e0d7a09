// A long list is fetched in pages, only those that are looked at, and only the newest stay in memory.

export const PAGE_SIZE = 100;
const KEPT_PAGES = 60;

/** The pages that hold these rows (both inclusive). */
export function pagesOf(first: number, last: number, size = PAGE_SIZE): number[] {
  const from = Math.floor(first / size);
  const to = Math.floor(last / size);
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, at) => from + at);
}

/** Rows by page; forgets the pages that were not used for longest. */
export class Pages<Row> {
  #pages = new Map<number, Row[]>();

  constructor(
    readonly size = PAGE_SIZE,
    readonly kept = KEPT_PAGES,
  ) {}

  has(page: number): boolean {
    return this.#pages.has(page);
  }

  row(index: number): Row | undefined {
    return this.#pages.get(Math.floor(index / this.size))?.[index % this.size];
  }

  /** Keeps a page as the newest. */
  put(page: number, rows: Row[]): void {
    this.#pages.delete(page);
    this.#pages.set(page, rows);
    for (const oldest of this.#pages.keys()) {
      if (this.#pages.size <= this.kept) break;
      this.#pages.delete(oldest);
    }
  }

  /** The pages still missing for these rows. Those already here count as used just now. */
  missing(first: number, last: number): number[] {
    return pagesOf(first, last, this.size).filter((page) => {
      const rows = this.#pages.get(page);
      if (rows) this.put(page, rows);
      return !rows;
    });
  }

  clear(): void {
    this.#pages.clear();
  }
}
