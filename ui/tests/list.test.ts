import { describe, expect, test } from "vitest";
import { emptyFilter } from "../src/lib/ledger/filter";
import { Pages, pagesOf } from "../src/lib/ledger/pages";
import { LedgerRows } from "../src/lib/ledger/rows.svelte";
import { Selection } from "../src/lib/ledger/selection.svelte";
import {
  listHeight,
  listOffset,
  offsetToShow,
  scrolledTo,
  TALLEST_PX,
  trackHeight,
  trackOffset,
  visibleRows,
} from "../src/lib/shared/virtual";
import { answerWith, entryRow } from "./ipc";

describe("pages", () => {
  test("a range that crosses a page asks for both", () => {
    expect(pagesOf(95, 105)).toEqual([0, 1]);
    expect(pagesOf(100, 199)).toEqual([1]);
  });

  test("a row is found in its page, and only there", () => {
    const pages = new Pages<string>(2);
    pages.put(1, ["c", "d"]);
    expect(pages.row(3)).toBe("d");
    expect(pages.row(0)).toBeUndefined();
  });

  test("only what is missing is asked for", () => {
    const pages = new Pages<number>(10);
    pages.put(1, []);
    expect(pages.missing(5, 25)).toEqual([0, 2]);
  });

  test("the page not used for longest is forgotten first", () => {
    const pages = new Pages<number>(10, 2);
    pages.put(0, [1]);
    pages.put(1, [2]);
    pages.missing(0, 5);
    pages.put(2, [3]);
    expect([pages.has(0), pages.has(1), pages.has(2)]).toEqual([true, false, true]);
  });
});

describe("a list of a million rows", () => {
  const geometry = { count: 1_000_000, row: 56, view: 600 };
  const lastTrack = TALLEST_PX - 600;

  test("has a track that a browser can draw", () => {
    expect(listHeight(geometry)).toBe(56_000_000);
    expect(trackHeight(geometry)).toBe(TALLEST_PX);
  });

  test("reaches its first and its last row", () => {
    expect(visibleRows(listOffset(0, geometry), geometry)?.[0]).toBe(0);
    expect(visibleRows(listOffset(lastTrack, geometry), geometry)?.[1]).toBe(999_999);
  });

  test("goes there and back without drifting", () => {
    for (const offset of [0, 1234, 28_000_000, 55_999_400]) {
      expect(listOffset(trackOffset(offset, geometry), geometry)).toBeCloseTo(offset, 3);
    }
  });

  test("moves by the wheel as far as the wheel turned", () => {
    const place = { offset: 1_000_000, track: trackOffset(1_000_000, geometry) };
    expect(scrolledTo(place, place.track + 112, geometry)).toBe(1_000_112);
  });

  test("jumps when the bar is dragged, and ends where the bar ends", () => {
    const place = { offset: 0, track: 0 };
    expect(scrolledTo(place, TALLEST_PX / 2, geometry)).toBeGreaterThan(27_000_000);
    expect(scrolledTo({ offset: 9_000, track: lastTrack - 5 }, lastTrack, geometry)).toBe(
      55_999_400,
    );
  });
});

test("a short list scrolls as any other", () => {
  const geometry = { count: 20, row: 56, view: 600 };
  expect(trackHeight(geometry)).toBe(1120);
  expect(scrolledTo({ offset: 0, track: 0 }, 300, geometry)).toBe(300);
  expect(visibleRows(0, { ...geometry, count: 0 })).toBeNull();
});

test("a row outside is brought in, one inside is left alone", () => {
  const geometry = { count: 100, row: 50, view: 500 };
  expect(offsetToShow(5, 0, geometry)).toBe(0);
  expect(offsetToShow(10, 0, geometry)).toBe(50);
  expect(offsetToShow(1, 200, geometry)).toBe(50);
});

test("shift selects from the row ticked last, in either direction", () => {
  const selection = new Selection();
  selection.toggle(40, 4);
  expect(selection.rangeTo(7)).toEqual([4, 7]);
  expect(selection.rangeTo(1)).toEqual([1, 4]);
  selection.toggle(40, 4);
  expect(selection.ids.size).toBe(0);
});

test("a range longer than a page is read page by page, and not one row more", async () => {
  const calls = answerWith({
    entries: ({ offset, limit }: { offset: number; limit: number }) => ({
      total: 1000,
      rows: Array.from({ length: limit }, (_, at) => entryRow(offset + at)),
    }),
  });
  const rows = new LedgerRows();
  await rows.show(emptyFilter());
  const ids = await rows.idsOf(40, 289);
  expect([ids.length, ids[0], ids.at(-1)]).toEqual([250, 40, 289]);
  expect(Math.max(...calls.map((call) => call.args.limit as number))).toBe(100);
});

test("rows of an older filter that come late are dropped", async () => {
  const waiting: (() => void)[] = [];
  answerWith({
    entries: ({ filter }: { filter: { text: string | null } }) =>
      new Promise((resolve) => {
        const rows = [entryRow(1, { payee: filter.text ?? "all" })];
        waiting.push(() => resolve({ total: 1, rows }));
      }),
  });
  const rows = new LedgerRows();
  const first = rows.show({ ...emptyFilter(), text: "old" });
  const second = rows.show({ ...emptyFilter(), text: "new" });
  await expect.poll(() => waiting.length).toBe(2);
  waiting.reverse().forEach((answer) => answer());
  await Promise.all([first, second]);
  expect(rows.row(0)?.payee).toBe("new");
});
