import { expect, test } from "vitest";
import { chipsOf, emptyFilter, isFiltered, without } from "../src/lib/ledger/filter";

const drilled = {
  ...emptyFilter(),
  currency: "USD",
  small_limit: "10.00",
  from: "2026-03-01",
  to: "2026-03-31",
  payee: 7,
};

test("no filter has no chips", () => {
  expect(chipsOf(emptyFilter(), {})).toEqual([]);
  expect(isFiltered(emptyFilter())).toBe(false);
});

test("each part of a drill is one chip, in plain words", () => {
  expect(chipsOf(drilled, { payee: "Blue Door" })).toEqual([
    { part: "small", label: "Purchases up to $10.00" },
    { part: "period", label: "March 2026" },
    { part: "payee", label: "Blue Door" },
  ]);
});

test("an id without a known name still has a chip that can be removed", () => {
  expect(chipsOf({ ...emptyFilter(), account: 3 }, {})).toEqual([
    { part: "account", label: "Account" },
  ]);
});

test("the searched text counts as a filter but is shown in its own box", () => {
  const searched = { ...emptyFilter(), text: "coffee" };
  expect(chipsOf(searched, {})).toEqual([]);
  expect(isFiltered(searched)).toBe(true);
});

test("a removed chip takes all of its part and nothing else", () => {
  expect(without(drilled, "period")).toEqual({ ...drilled, from: null, to: null });
  expect(without(drilled, "payee")).toEqual({ ...drilled, payee: null });
});

test("a size goes together with its currency", () => {
  expect(without(drilled, "small")).toEqual({ ...drilled, small_limit: null, currency: null });
});

test("a currency alone is a chip", () => {
  expect(chipsOf({ ...emptyFilter(), currency: "JPY" }, {})).toEqual([
    { part: "currency", label: "JPY" },
  ]);
});

test("a weekday and an hour are one chip and go together", () => {
  const morning = { ...emptyFilter(), weekday: 0, hour: 8 };
  expect(chipsOf(morning, {})).toEqual([{ part: "hour", label: "Monday, 8:00 to 9:00" }]);
  expect(chipsOf({ ...morning, hour: 24 }, {})[0]?.label).toBe("Monday, no time");
  expect(isFiltered(morning)).toBe(true);
  expect(without(morning, "hour")).toEqual(emptyFilter());
});

test("what is left out is a chip, and nothing left out is none", () => {
  expect(chipsOf({ ...emptyFilter(), without: [27] }, {})).toEqual([
    { part: "without", label: "Without essentials" },
  ]);
  expect(isFiltered({ ...emptyFilter(), without: [] })).toBe(false);
});
