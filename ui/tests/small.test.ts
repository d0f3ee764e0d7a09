import { expect, test } from "vitest";
import { cellOf, minutesOf, rowsOf } from "../src/lib/small/words";

test("a cell of the hours is a weekday and an hour, and no time stands after all hours", () => {
  expect(cellOf("0-13")).toEqual({ weekday: 0, hour: 13 });
  expect(cellOf("6-na")).toEqual({ weekday: 6, hour: 24 });
  expect(cellOf("7-1")).toBeNull();
  expect(cellOf("2026-03")).toBeNull();
});

test("minutes are said as people say them", () => {
  expect(minutesOf(40)).toBe("40 min");
  expect(minutesOf(180)).toBe("3 h");
  expect(minutesOf(200)).toBe("3 h 20 min");
});

test("the rows behind a figure are those of its question", () => {
  const query = { currency: "EUR", from: "2026-03-01", to: "2026-03-31", limit: null };
  expect(rowsOf(query, "4.44", [27])).toEqual({
    currency: "EUR",
    from: "2026-03-01",
    to: "2026-03-31",
    small_limit: "4.44",
    without: [27],
  });
});
