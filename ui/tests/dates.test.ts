import { expect, test } from "vitest";
import {
  firstOfMonth,
  formatDay,
  formatMonth,
  formatPeriod,
  lastOfMonth,
  monthsBefore,
} from "../src/lib/shared/dates";
import { calendarHeight, merchantsHeight } from "../src/lib/small/heights";
import { daysOf } from "../src/lib/small/period";

test("days and months read the same in every zone", () => {
  expect(formatDay("2026-03-14")).toBe("14 Mar 2026");
  expect(formatMonth("2026-03")).toBe("March 2026");
});

test("a day that is none is shown as it came", () => {
  expect(formatDay("soon")).toBe("soon");
});

test.each([
  ["2026-02-10", "2026-02-28"],
  ["2028-02-10", "2028-02-29"],
  ["2026-12-31", "2026-12-31"],
])("the month of %s ends on %s", (day, last) => {
  expect(lastOfMonth(day)).toBe(last);
});

test("months are counted over the turn of a year, from the first day on", () => {
  expect(monthsBefore("2026-01-31", 2)).toBe("2025-11-01");
  expect(firstOfMonth("2026-01-31")).toBe("2026-01-01");
});

test("a period says itself in the shortest way", () => {
  expect(formatPeriod("2026-03-01", "2026-03-31")).toBe("March 2026");
  expect(formatPeriod("2026-03-14", "2026-03-14")).toBe("14 Mar 2026");
  expect(formatPeriod("2026-03-01", "2026-03-14")).toBe("1 Mar 2026 – 14 Mar 2026");
  expect(formatPeriod("2026-03-01", null)).toBe("1 Mar 2026 –");
  expect(formatPeriod(null, null)).toBe("");
});

test("every period but everything ends today and starts on the first of a month", () => {
  const on = (today: string) => ({ today, first_date: "2019-05-04", last_date: "2026-12-24" });
  expect(daysOf("month", on("2026-11-22"))).toEqual({ from: "2026-11-01", to: "2026-11-22" });
  expect(daysOf("quarter", on("2026-01-05")).from).toBe("2025-11-01");
  expect(daysOf("year", on("2026-11-22")).from).toBe("2025-12-01");
  expect(daysOf("calendar_year", on("2026-11-22")).from).toBe("2026-01-01");
  expect(daysOf("two_years", on("2026-11-22")).from).toBe("2024-12-01");
  expect(daysOf("everything", on("2026-11-22"))).toEqual({ from: "2019-05-04", to: "2026-12-24" });
  const empty = { today: "2026-11-22", first_date: null, last_date: null };
  expect(daysOf("everything", empty)).toEqual({ from: "2026-11-22", to: "2026-11-22" });
});

test("a calendar of two years is broken into bands, and every chart is tall enough to be drawn", () => {
  const year = calendarHeight(880, "2025-12-01", "2026-11-22");
  expect(calendarHeight(880, "2024-12-01", "2026-11-22")).toBeGreaterThan(year * 1.7);
  expect(calendarHeight(280, "2026-11-01", "2026-11-01")).toBeGreaterThanOrEqual(100);
  expect(merchantsHeight(1)).toBeGreaterThanOrEqual(100);
  expect(merchantsHeight(50)).toBe(320);
});
