import { render, screen, waitFor } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, test } from "vitest";
import type { ListPrice as Told } from "../src/lib/bindings";
import EntrySheet from "../src/lib/ledger/EntrySheet.svelte";
import ListPrice from "../src/lib/saving/ListPrice.svelte";
import { session } from "../src/lib/session/session.svelte";
import { answerWith, entryRow, refuse, status, usd } from "./ipc";

const done = (label: string) => ({ id: 9, label });
const told = (changes: Partial<Told> = {}): Told => ({
  entry: 3,
  price: null,
  currency: "USD",
  rules: ["Bargains"],
  ...changes,
});
const handlers = { status: () => status(), list_price: () => told() };

beforeEach(() => {
  session.status = status();
});

describe("the list price of a purchase", () => {
  test("is asked for where a rule looks at it, and says which one", async () => {
    answerWith(handlers);
    render(ListPrice, { entry: entryRow(3) });
    expect(await screen.findByLabelText("List price in USD")).toBeTruthy();
    expect(screen.getByText(/^Looked at by Bargains: what the purchase cost less/)).toBeTruthy();
    expect(screen.queryByTestId("list-price-clear")).toBeNull();
  });

  test("is not asked for where no rule looks at it", async () => {
    const calls = answerWith({ ...handlers, list_price: () => told({ rules: [] }) });
    render(ListPrice, { entry: entryRow(3) });
    await waitFor(() => expect(calls.map(({ command }) => command)).toContain("list_price"));
    expect(screen.queryByTestId("list-price")).toBeNull();
  });

  test("that is kept is shown even so, and can be cleared", async () => {
    const keys = userEvent.setup();
    let price: Told["price"] = usd("12.00");
    const calls = answerWith({
      ...handlers,
      list_price: () => told({ price, rules: [] }),
      clear_list_price: () => ((price = null), done("Forget")),
    });
    render(ListPrice, { entry: entryRow(3) });
    const field = await screen.findByLabelText<HTMLInputElement>("List price in USD");
    await waitFor(() => expect(field.value).toBe("12.00"));
    expect(
      screen.getByText("No saving rule looks at the list price of this purchase."),
    ).toBeTruthy();
    await keys.click(screen.getByTestId("list-price-clear"));
    await waitFor(() => expect(screen.queryByTestId("list-price")).toBeNull());
    expect(calls.find(({ command }) => command === "clear_list_price")?.args).toEqual({ entry: 3 });
  });

  test("is kept by keys alone, in the currency of the purchase", async () => {
    const keys = userEvent.setup();
    let price: Told["price"] = null;
    const calls = answerWith({
      ...handlers,
      list_price: () => told({ price }),
      set_list_price: () => told({ price: (price = usd("12.00")) }),
    });
    render(ListPrice, { entry: entryRow(3) });
    await keys.type(await screen.findByLabelText("List price in USD"), "12{Enter}");
    expect(await screen.findByTestId("list-price-clear")).toBeTruthy();
    expect(screen.getByLabelText<HTMLInputElement>("List price in USD").value).toBe("12.00");
    expect(calls.find(({ command }) => command === "set_list_price")?.args).toEqual({
      entry: 3,
      input: { price: "12", currency: "USD" },
    });
  });

  test("that cannot be is refused at its field, and what was typed stays", async () => {
    const keys = userEvent.setup();
    answerWith({
      ...handlers,
      set_list_price: () => refuse("price: write an amount above zero"),
    });
    render(ListPrice, { entry: entryRow(3) });
    const field = await screen.findByLabelText<HTMLInputElement>("List price in USD");
    await keys.type(field, "0{Enter}");
    expect((await screen.findByRole("alert")).textContent).toBe("Write an amount above zero.");
    expect(field.value).toBe("0");
    expect(field.getAttribute("aria-invalid")).toBe("true");
  });

  test("is on the sheet of a purchase, and not on that of an income", async () => {
    const sheet = (kind: "purchase" | "income") => ({
      entry: entryRow(3, { kind, accounts: ["Purse", "Card"] }),
      zone: null,
      postings: [],
      sources: [],
      as_typed: null,
      refund_of: null,
    });
    let kind: "purchase" | "income" = "purchase";
    const calls = answerWith({ ...handlers, entry: () => sheet(kind), why_saved: () => [] });
    const props = { onclose() {}, onopen() {}, onedit() {}, ondelete() {} };
    const shown = render(EntrySheet, { id: 3, ...props });
    expect(await screen.findByTestId("list-price")).toBeTruthy();
    shown.unmount();
    calls.length = 0;
    kind = "income";
    render(EntrySheet, { id: 3, ...props });
    await waitFor(() => expect(calls.map(({ command }) => command)).toContain("why_saved"));
    expect(calls.map(({ command }) => command)).not.toContain("list_price");
  });
});
