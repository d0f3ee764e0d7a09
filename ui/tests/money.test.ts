import { describe, expect, test } from "vitest";
import {
  formatAmount,
  formatBare,
  formatShare,
  formatSigned,
  isNegative,
  isZero,
  permilleOf,
  splitDecimal,
  sumOf,
  told,
} from "../src/lib/shared/money";

const amount = (value: string, currency: string) => ({ value, currency });

describe("an amount is shown exactly", () => {
  test.each([
    ["1234.50", "USD", "$1,234.50"],
    ["-4.50", "USD", "−$4.50"],
    ["-0.05", "EUR", "−€0.05"],
    ["3200", "JPY", "¥3,200"],
    ["1.234", "KWD", "KWD\u00a01.234"],
    ["0.00", "USD", "$0.00"],
    ["90071992547409931234567890.01", "USD", "$90,071,992,547,409,931,234,567,890.01"],
    ["-9007199254740993", "JPY", "−¥9,007,199,254,740,993"],
  ])("%s %s is %s", (value, currency, shown) => {
    expect(formatAmount(amount(value, currency))).toBe(shown);
  });

  test("a unit that is no currency keeps its name", () => {
    expect(formatAmount(amount("1200", "MILES"))).toBe("1,200\u00a0MILES");
    expect(formatAmount(amount("12.3456", "fund_units"))).toBe("12.3456\u00a0fund_units");
  });

  test("the digits after the point are those of the text, not of the currency", () => {
    expect(formatAmount(amount("1.5", "USD"))).toBe("$1.5");
  });

  test("text that is no number is shown as it came, never as a zero", () => {
    expect(formatAmount(amount("n/a", "USD"))).toBe("n/a USD");
  });

  test("minus nothing is nothing", () => {
    expect(formatAmount(amount("-0.00", "USD"))).toBe("$0.00");
    expect(isNegative(amount("-0.00", "USD"))).toBe(false);
    expect(isZero(amount("0", "JPY"))).toBe(true);
  });
});

test("what came in has a plus, what went out a true minus", () => {
  expect(formatSigned(amount("3250.00", "USD"))).toBe("+$3,250.00");
  expect(formatSigned(amount("-3250.00", "USD"))).toBe("−$3,250.00");
  expect(formatSigned(amount("0.00", "USD"))).toBe("$0.00");
  expect(formatBare("-12.5")).toBe("−12.5");
});

test("both kinds of minus are read", () => {
  expect(splitDecimal("−1.20")).toEqual({ negative: true, whole: "1", fraction: "20" });
  expect(splitDecimal("1,20")).toBeNull();
});

test.each([
  ["0.1834", "18%"],
  ["0.0312", "3.1%"],
  ["0", "0%"],
  ["1.0000", "100%"],
  ["", "0%"],
  ["unknown", "–"],
])("the share %s reads %s", (fraction, shown) => {
  expect(formatShare(fraction)).toBe(shown);
});

describe("amounts are added without a float", () => {
  const usd = (value: string) => amount(value, "USD");

  test.each([
    [["0.10", "0.20"], "0.30"],
    [["0.55", "-0.75"], "-0.20"],
    [["-0.05", "0.05"], "0.00"],
    [[], "0.00"],
    [["90071992547409931.01", "0.02"], "90071992547409931.03"],
  ])("%j come to %s", (values, sum) => {
    expect(sumOf(values.map(usd), usd("9.99"))).toEqual(usd(sum));
  });

  test("whole currencies stay whole, and three digits stay three", () => {
    expect(sumOf([amount("50", "JPY"), amount("700", "JPY")], amount("0", "JPY"))?.value).toBe(
      "750",
    );
    expect(sumOf([amount("0.120", "KWD")], amount("1.250", "KWD"))?.value).toBe("0.120");
  });

  test("what is no number or another currency has no sum, never a wrong one", () => {
    expect(sumOf([usd("1.00"), amount("1.00", "EUR")], usd("0.00"))).toBeNull();
    expect(sumOf([usd("n/a")], usd("0.00"))).toBeNull();
  });

  test("a part is placed within its whole", () => {
    expect(permilleOf(usd("12.50"), usd("50"))).toBe(250);
    expect(permilleOf(usd("60"), usd("50"))).toBe(1000);
    expect(permilleOf(usd("-1"), usd("50"))).toBe(0);
    expect(permilleOf(usd("1"), usd("0"))).toBe(0);
  });
});

describe("amounts in a sentence of Rust", () => {
  test("thousands are set apart there too, and points keep their unit behind them", () => {
    expect(told("1,500.00 USD of spend, then 3 PTS for each")).toBe(
      "$1,500.00 of spend, then 3\u00a0PTS for each.",
    );
  });

  test.each([
    ["93.95 EUR is waiting", "€93.95 is waiting."],
    [
      "at most 500 JPY a day and 1.250 KWD a month",
      "At most ¥500 a day and KWD\u00a01.250 a month.",
    ],
    ["it would go to -12.00 USD.", "It would go to −$12.00."],
    ["each purchase in EUR sets 2.5 % of it aside", "Each purchase in EUR sets 2.5 % of it aside."],
    ["version 1.2.3 EUR, 5 EUROS", "Version 1.2.3 EUR, 5 EUROS."],
  ])("%s", (words, shown) => {
    expect(told(words)).toBe(shown);
  });
});
