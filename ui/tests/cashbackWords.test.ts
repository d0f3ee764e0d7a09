import { expect, test } from "vitest";
import { daysLeft, largestOf, percentOf } from "../src/lib/cashback/words";
import { usd } from "./ipc";

test("days that are left are counted, the last one too", () => {
  expect([1, 8, 0, -2].map(daysLeft)).toEqual([
    "1 day left",
    "8 days left",
    "today is the last day",
    "2 days ago",
  ]);
});

test("a rate is read as a percentage without becoming a float", () => {
  expect(["0.05", "0.0125", "1", "0.1", ".5", "0"].map(percentOf)).toEqual([
    "5 %",
    "1.25 %",
    "100 %",
    "10 %",
    "50 %",
    "0 %",
  ]);
  expect(["", "5%", "-0.1", "."].map(percentOf)).toEqual([null, null, null, null]);
});

test("the largest amount is that of one currency", () => {
  const pound = { value: "90.00", currency: "GBP" };
  expect(largestOf([usd("2.00"), pound, usd("8.00"), usd("0.00")], "USD")).toEqual(usd("8.00"));
  expect(largestOf([usd("0.00")], "USD")).toBeNull();
});
