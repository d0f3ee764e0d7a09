import { render, screen, waitFor } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, test } from "vitest";
import { cashback } from "../src/lib/cashback/cashback.svelte";
import { session } from "../src/lib/session/session.svelte";
import Cashback from "../src/views/Cashback.svelte";
import { handlers } from "./cashbackIpc";
import { answerWith, refuse, status, usd } from "./ipc";

const argsOf = (calls: ReturnType<typeof answerWith>, command: string) =>
  calls.filter((call) => call.command === command).at(-1)?.args;

beforeEach(() => {
  session.status = status();
  session.go("cashback");
  cashback.open = null;
  cashback.cards.data = cashback.stranded.data = null;
});

describe("parked value", () => {
  const row = {
    kind: "gift_card" as const,
    name: "Book shop",
    amount: usd("20.00"),
    expires: "2026-12-24",
    days_left: 32,
    ease: "now" as const,
    action: "it can be spent at Book shop until 24 December",
    account: 12,
    programme: null,
    gift_card: 8,
  };

  beforeEach(() => (cashback.part = "parked"));

  test("is summed by currency, with what expires soon and one sentence each", async () => {
    const pound = { value: "3.00", currency: "GBP" };
    answerWith({
      ...handlers,
      stranded: () => ({
        totals: [usd("20.00"), pound],
        expiring: [],
        rows: [row],
        unvalued: ["nobody knows what 200 PTS are worth"],
      }),
    });
    render(Cashback);
    expect((await screen.findByTestId("parked-total")).textContent).toBe("$20.00 · £3.00");
    expect(screen.getByTestId("parked-expiring").textContent).toBe("Nothing");
    expect(screen.getByTestId("parked-row").textContent).toContain(
      "It can be spent at Book shop until 24 December.",
    );
    expect(screen.getByText("Nobody knows what 200 PTS are worth.")).toBeTruthy();
  });

  test("comes by expiry or by ease, each row with its ease", async () => {
    const keys = userEvent.setup();
    const late = { ...row, name: "Harbour portal", ease: "wait" as const, gift_card: null };
    const asked = { ...late, name: "Sky points", expires: null, ease: "ask" as const };
    const purse = { ...row, name: "Purse", expires: null, gift_card: null };
    answerWith({
      ...handlers,
      stranded: () => ({ totals: [], expiring: [], rows: [late, row, purse, asked], unvalued: [] }),
    });
    render(Cashback);
    const names = () => screen.getAllByTestId("parked-open").map(({ textContent }) => textContent);
    await screen.findByText("Harbour portal");
    expect(names()).toEqual(["Harbour portal", "Book shop", "Purse", "Sky points"]);
    expect(screen.getAllByTestId("parked-ease").map((chip) => chip.textContent)).toEqual([
      "Waits",
      "Usable now",
      "Usable now",
      "On request",
    ]);
    await keys.click(screen.getByLabelText("By ease"));
    expect(names()).toEqual(["Book shop", "Purse", "Sky points", "Harbour portal"]);
    await keys.click(screen.getByLabelText("By expiry"));
    expect(names()[0]).toBe("Harbour portal");
  });

  test("leads to the gift card, and from a wallet to its entries", async () => {
    const keys = userEvent.setup();
    const wallet = { ...row, kind: "wallet" as const, name: "Purse", account: 1, gift_card: null };
    answerWith({
      ...handlers,
      stranded: () => ({ totals: [], expiring: [], rows: [row, wallet], unvalued: [] }),
    });
    render(Cashback);
    await keys.click(await screen.findByRole("button", { name: "Book shop" }));
    expect(await screen.findByTestId("card-sheet")).toBeTruthy();
    await keys.keyboard("{Escape}");
    await waitFor(() => expect(cashback.open).toBeNull());
    await keys.click(await screen.findByLabelText("Parked value"));
    await keys.click(await screen.findByRole("button", { name: "Purse" }));
    expect([session.screen, session.filter.account]).toEqual(["ledger", 1]);
  });
});

describe("which card", () => {
  beforeEach(() => (cashback.part = "advisor"));

  const advised = {
    rows: [
      {
        account: 1,
        account_name: "Purse",
        programme: 4,
        programme_name: "Corner card",
        end_price: usd("95.00"),
        net: usd("5.00"),
        value: usd("6.00"),
        cost: usd("1.00"),
        words: "6 % less 1.00 USD of fees",
        bonuses: [],
      },
    ],
    left_out: ["Sky points: nobody knows what a point is worth"],
  };

  test("is asked by keys and ranked by what it costs in the end", async () => {
    const keys = userEvent.setup();
    const calls = answerWith({ ...handlers, advise: () => advised });
    render(Cashback);
    await keys.click(await screen.findByLabelText("Abroad"));
    await keys.type(screen.getByTestId("advice-amount"), "100{Enter}");
    const line = await screen.findByTestId("advice-row");
    expect(line.textContent).toContain("$95.00");
    expect(line.textContent).toContain("reward $6.00 · costs $1.00 · leaves $5.00");
    expect(screen.getByTestId("advice-left-out").textContent).toBe(
      "Sky points: nobody knows what a point is worth.",
    );
    expect(argsOf(calls, "advise")).toEqual({
      query: {
        amount: "100",
        currency: "USD",
        category: null,
        payee: "",
        place: "abroad",
        surcharge_rate: "",
        bonuses: "leave",
      },
    });
    expect(screen.queryByTestId("advice-bonus")).toBeNull();
  });

  test("a bonus has its own column and says what it needs, and its share is counted only when asked", async () => {
    const keys = userEvent.setup();
    const words =
      "Welcome: part of the bonus of 200.00 = 22.12, left out of the price; the bonus needs 312.00 " +
      "more spent with this card by 29 December 2026, this purchase included, and pays nothing short " +
      "of that";
    const rows = [{ ...advised.rows[0], bonuses: [{ share: usd("22.12"), words }] }];
    const calls = answerWith({ ...handlers, advise: () => ({ ...advised, rows }) });
    render(Cashback);
    await keys.type(await screen.findByTestId("advice-amount"), "34.50{Enter}");
    const line = await screen.findByTestId("advice-row");
    expect(line.textContent).toContain("$22.12");
    expect(line.textContent).toContain("of bonuses");
    expect(screen.getByTestId("advice-bonus").textContent).toBe(`${words}.`);
    await keys.click(screen.getByLabelText("Count a share"));
    await keys.click(screen.getByTestId("advice-ask"));
    const asked = calls.filter(({ command }) => command === "advise").map(({ args }) => args);
    expect(asked).toMatchObject([{ query: { bonuses: "leave" } }, { query: { bonuses: "share" } }]);
  });

  test("what cannot be compared is refused at its field, and old rows are gone", async () => {
    const keys = userEvent.setup();
    let answers = 0;
    answerWith({
      ...handlers,
      advise: () => (answers++ === 0 ? advised : refuse("surcharge_rate: “x” is no rate")),
    });
    render(Cashback);
    await keys.type(await screen.findByTestId("advice-amount"), "100{Enter}");
    await screen.findByTestId("advice-row");
    const surcharge = screen.getByTestId("advice-surcharge");
    await keys.type(surcharge, "x{Enter}");
    expect((await screen.findByRole("alert")).textContent).toBe("“x” is no rate.");
    expect(surcharge.getAttribute("aria-invalid")).toBe("true");
    expect(screen.queryByTestId("advice-row")).toBeNull();
  });
});
