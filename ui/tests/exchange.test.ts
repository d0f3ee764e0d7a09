import { render, screen } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, test } from "vitest";
import type { Exchanges, ExchangeSum, RatesKnown } from "../src/lib/bindings";
import ExchangePart from "../src/lib/fees/ExchangePart.svelte";
import { emptyFilter } from "../src/lib/ledger/filter";
import { session } from "../src/lib/session/session.svelte";
import { answerWith, refuse, status, usd } from "./ipc";

const sum = (count: number, without = 0): ExchangeSum => ({
  count,
  charged: usd("9.60"),
  at_reference: usd("9.23"),
  hidden: usd("0.37"),
  rate: "0.0401",
  without,
  fees: usd("0.00"),
});
const row: Exchanges["rows"][number] = {
  entry: 5,
  day: "2026-03-14",
  payee: "Pixel Forge",
  payee_id: 7,
  account: "PayPal",
  side: "paid",
  charged: usd("9.60"),
  amount: { value: "10.00", currency: "EUR" },
  own_rate: "0.96",
  fees: [],
  reference: {
    rate: "0.923361",
    day: "2026-03-13",
    words: "1 USD was 1.083 EUR on 13 March 2026 (rates.csv)",
    at_reference: usd("9.23"),
    hidden: usd("0.37"),
    percent: "0.0397",
  },
};
const told: Exchanges = {
  currency: "USD",
  from: "2026-01-01",
  to: "2026-11-22",
  hidden: usd("0.37"),
  rate: "0.0401",
  paid: sum(1, 1),
  received: sum(0),
  accounts: [{ account: 40, name: "PayPal", side: "paid", sum: sum(1, 1) }],
  rows: [row, { ...row, entry: 6, payee: "", payee_id: null, reference: null }],
  unclear: 0,
  has_rates: true,
  formula: "Charged less the reference.",
  note: "A reference rate is not a price that a person could have got.",
};
const known: RatesKnown = {
  count: 2,
  first: "2026-03-12",
  last: "2026-03-13",
  pairs: [
    {
      base: "USD",
      quote: "EUR",
      first: "2026-03-12",
      last: "2026-03-13",
      days: 2,
      source: "rates.csv",
    },
  ],
};
const none: RatesKnown = { count: 0, first: null, last: null, pairs: [] };

beforeEach(() => {
  session.status = status();
  session.screen = "fees";
  session.filter = emptyFilter();
});

const answers = { exchanges: () => told, rates_known: () => known, status: () => status() };

describe("exchange rates", () => {
  test("a row says its two rates and where the reference is from, and opens its entry", async () => {
    answerWith(answers);
    render(ExchangePart);
    expect((await screen.findByTestId("exchange-hidden")).textContent).toBe("$0.37");
    expect(screen.getByTestId("exchange-rate").textContent).toBe("4.01 %");
    // The rate is told as it is written, not as an amount of money.
    expect(screen.getByText("1 USD was 1.083 EUR on 13 March 2026 (rates.csv)")).toBeTruthy();
    expect(screen.getByText(/not a price that a person could have got/)).toBeTruthy();
    await userEvent.click(screen.getByRole("button", { name: "Pixel Forge" }));
    expect(session.screen).toBe("ledger");
    expect(session.filter).toMatchObject({ from: "2026-03-14", to: "2026-03-14", payee: 7 });
  });

  test("what has no reference is said to have none, and is counted apart", async () => {
    answerWith(answers);
    render(ExchangePart);
    expect(await screen.findByText("no reference rate within seven days")).toBeTruthy();
    expect(screen.getByTestId("exchange-without").textContent).toBe("1");
  });

  test("without rates nothing is converted, and a file can be added with the keyboard", async () => {
    const read = {
      file: "rates.csv",
      pairs: 1,
      first: "2026-03-12",
      last: "2026-03-13",
      added: 280000,
      changed: 0,
      known: 3,
    };
    const bare = { ...told, has_rates: false, rate: null, rows: [{ ...row, reference: null }] };
    const calls = answerWith({
      ...answers,
      exchanges: () => bare,
      rates_known: () => none,
      add_rates: () => read,
    });
    render(ExchangePart);
    expect(await screen.findByText(/It asks nobody for them/)).toBeTruthy();
    expect(screen.queryByTestId("exchange-hidden")).toBeNull();
    (await screen.findByTestId("rates-add")).focus();
    await userEvent.setup().keyboard("{Enter}");
    expect((await screen.findByRole("status")).textContent).toBe(
      "rates.csv: 280,000 rates added, 0 changed, 3 known already.",
    );
    // What hides is asked again with the new rates.
    const asked = calls.map(({ command }) => command);
    expect(asked.lastIndexOf("exchanges")).toBeGreaterThan(asked.indexOf("add_rates"));
  });

  test("a file that cannot be read says its line", async () => {
    const message = "rates.csv, line 4, column 4: “much” is no price. No rate was kept";
    answerWith({ ...answers, add_rates: () => refuse(message) });
    render(ExchangePart);
    await userEvent.click(await screen.findByTestId("rates-add"));
    expect((await screen.findByRole("alert")).textContent).toContain("line 4, column 4");
  });
});
