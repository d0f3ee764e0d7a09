import { render, screen, waitFor } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, test } from "vitest";
import type { AllowanceShown, CategoryLimit, LeftNow, RowsBehind } from "../src/lib/bindings";
import { left } from "../src/lib/left/left.svelte";
import LeftPart from "../src/lib/left/LeftPart.svelte";
import { emptyFilter } from "../src/lib/ledger/filter";
import { session } from "../src/lib/session/session.svelte";
import { toasts } from "../src/lib/shared/toasts.svelte";
import { answerWith, refuse, status, usd } from "./ipc";

const rows: RowsBehind = {
  currency: "USD",
  from: "2026-11-01",
  to: "2026-11-22",
  category: null,
  without: [5],
};
const now = (changes: Partial<LeftNow> = {}): LeftNow => ({
  first: "2026-11-01",
  last: "2026-11-30",
  today: usd("4.00"),
  spent_today: usd("1.50"),
  left_today: usd("2.50"),
  today_formula: "Shared evenly: 4.00 USD. 4.00 USD − 1.50 USD spent today = 2.50 USD.",
  today_rows: { ...rows, from: "2026-11-22" },
  total: usd("120.00"),
  spent: usd("89.50"),
  left: usd("30.50"),
  left_formula: "120.00 USD a month − 89.50 USD = 30.50 USD.",
  rows,
  days_to_come: 8,
  tomorrow: usd("4.00"),
  open: [],
  open_sum: null,
  open_a_day: null,
  set_aside: null,
  ...changes,
});
const allowance = (changes: Partial<AllowanceShown> = {}): AllowanceShown => ({
  id: 7,
  allowance: {
    name: "Treats",
    amount: "120.00",
    currency: "USD",
    days: { kind: "repeating", period: "month", start: "2026-11-01" },
    rest: "spread",
    rollover: "none",
    categories: [],
    goal: null,
  },
  categories: [],
  goal_name: null,
  state: "running",
  left: now(),
  closed: [],
  ...changes,
});
const limit: CategoryLimit = {
  id: 9,
  input: { category: 3, amount: "62.00", currency: "USD", period: "month" },
  category: { id: 3, name: "Snacks" },
  first: "2026-11-01",
  last: "2026-11-30",
  limit: usd("62.00"),
  spent: usd("70.00"),
  expected: usd("45.47"),
  ahead: usd("24.53"),
  left: usd("-8.00"),
  spent_percent: 113,
  expected_percent: 73,
  formula: "70.00 USD of 62.00 USD.",
  rows,
};
const handlers = {
  status: () => status(),
  left_today: () => [allowance()],
  category_limits: () => [] as CategoryLimit[],
  categories: () => [{ id: 3, name: "Snacks", class: "expense" }],
  accounts: () => [],
  goals: () => ({ goals: [], accounts: [], for_nobody: [] }),
};

beforeEach(() => {
  session.status = status();
  session.filter = emptyFilter();
  session.go("today");
  left.open = null;
  left.answer.data = null;
  left.limits.data = null;
  toasts.list = [];
});

describe("left today", () => {
  test("says what an allowance is while there is none", async () => {
    answerWith({ ...handlers, left_today: () => [] });
    render(LeftPart);
    expect((await screen.findByTestId("left-none")).textContent).toContain("shared by its days");
  });

  test("tells its figure, what the day began with and how it comes about, by keys", async () => {
    const keys = userEvent.setup();
    answerWith(handlers);
    render(LeftPart);
    expect((await screen.findByTestId("left-today")).textContent).toBe("$2.50");
    expect(screen.getByText("Today began with $4.00; $1.50 spent")).toBeTruthy();
    expect(screen.getByText("8 days to come")).toBeTruthy();
    screen.getByTestId("left-period").closest("button")?.focus();
    await keys.keyboard("{Enter}");
    expect(await screen.findByText("$120.00 a month − $89.50 = $30.50.")).toBeTruthy();
    (await screen.findByText("Show the purchases")).focus();
    await keys.keyboard("{Enter}");
    expect(session.screen).toBe("ledger");
    expect(session.filter).toMatchObject({
      kind: "purchase",
      from: "2026-11-01",
      to: "2026-11-22",
      without: [5],
    });
  });

  test("a rest that waits is a question with two answers of one size", async () => {
    const open = [{ day: "2026-11-21", amount: usd("1.80") }];
    const waiting = now({ open, open_sum: usd("1.80"), open_a_day: usd("0.20") });
    const calls = answerWith({
      ...handlers,
      left_today: () => [allowance({ left: waiting })],
      answer_rest: () => allowance(),
    });
    render(LeftPart);
    expect(await screen.findByText("One day left $1.80. Where is it to go?")).toBeTruthy();
    const [spread, carry] = [screen.getByTestId("rest-spread"), screen.getByTestId("rest-carry")];
    expect(spread.className).toBe(carry.className);
    await userEvent.click(carry);
    await waitFor(() =>
      expect(calls.find((call) => call.command === "answer_rest")?.args).toEqual({
        id: 7,
        answer: "carry",
      }),
    );
  });

  test("a limit says in words that it was passed and how far from an even pace it is", async () => {
    answerWith({ ...handlers, category_limits: () => [limit] });
    render(LeftPart);
    const line = await screen.findByTestId("limit");
    expect(line.textContent).toContain("$70.00 of $62.00");
    expect(line.textContent).toContain("Passed by $8.00 · $24.53 above an even pace");
  });

  test("a form keeps what was written, and says what is wrong at its field", async () => {
    const keys = userEvent.setup();
    const calls = answerWith({
      ...handlers,
      save_allowance: () => refuse("amount: write an amount"),
    });
    render(LeftPart);
    await keys.click(await screen.findByTestId("allowance-add"));
    await keys.type(await screen.findByTestId("allowance-name"), "Trip");
    await keys.type(screen.getByTestId("allowance-amount"), "x");
    await keys.click(screen.getByTestId("allowance-save"));
    expect((await screen.findByRole("alert")).textContent).toBe("Write an amount.");
    expect(calls.find((call) => call.command === "save_allowance")?.args).toMatchObject({
      id: null,
      input: {
        name: "Trip",
        amount: "x",
        currency: "USD",
        days: { kind: "repeating", period: "month", start: null },
        rest: "spread",
      },
    });
  });
});
