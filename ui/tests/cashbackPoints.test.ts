import { render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { cashback } from "../src/lib/cashback/cashback.svelte";
import CardSecret from "../src/lib/cashback/CardSecret.svelte";
import { session } from "../src/lib/session/session.svelte";
import Cashback from "../src/views/Cashback.svelte";
import { giftCard, handlers, purse } from "./cashbackIpc";
import { answerWith, refuse, status, usd } from "./ipc";

const argsOf = (calls: ReturnType<typeof answerWith>, command: string) =>
  calls.filter((call) => call.command === command).at(-1)?.args;

beforeEach(() => {
  session.status = status();
  session.go("cashback");
  cashback.part = "points";
  cashback.open = null;
  cashback.points.data = cashback.cards.data = cashback.stranded.data = null;
});

afterEach(() => vi.useRealTimers());

describe("points", () => {
  test("have a balance, a worth and a word about what expires soon", async () => {
    answerWith(handlers);
    render(Cashback);
    const line = await screen.findByTestId("purse");
    expect(within(line).getByTestId("purse-balance").textContent).toContain("1,500");
    expect(line.textContent).toContain("Worth $15.00.");
    expect(within(line).getByTestId("purse-expiry").textContent).toMatch(
      /^Soon: .*200.* expire on 10 Dec 2026$/,
    );
  });

  test("their worth is kept, and a wrong one is refused at its field", async () => {
    const keys = userEvent.setup();
    let answers = 0;
    const calls = answerWith({
      ...handlers,
      value_points: () => (answers++ === 0 ? refuse("value: write an amount") : purse()),
    });
    render(Cashback);
    const worth = await screen.findByTestId<HTMLInputElement>("purse-worth");
    await waitFor(() => expect(worth.value).toBe("0.01"));
    await keys.type(worth, "x{Enter}");
    expect((await screen.findByRole("alert")).textContent).toBe("Write an amount.");
    await keys.clear(worth);
    await keys.type(worth, "0.015{Enter}");
    await waitFor(() =>
      expect(argsOf(calls, "value_points")).toEqual({ programme: 6, value: "0.015" }),
    );
  });

  test("come and go by hand, by keys", async () => {
    const keys = userEvent.setup();
    const calls = answerWith({ ...handlers, move_points: () => purse() });
    render(Cashback);
    (await screen.findByTestId("points-move")).focus();
    await keys.keyboard("{Enter}");
    await keys.click(await screen.findByLabelText("Used"));
    await keys.type(screen.getByTestId("points-amount"), "300{Enter}");
    await waitFor(() => expect(screen.queryByTestId("points-amount")).toBeNull());
    expect(argsOf(calls, "move_points")).toEqual({
      programme: 6,
      input: { action: "redeem", day: null, points: "300", expires: null, note: "" },
    });
  });

  test("only a move by hand is taken back", async () => {
    const keys = userEvent.setup();
    const calls = answerWith({ ...handlers, forget_points_move: () => purse() });
    render(Cashback);
    await keys.click(await screen.findByText("Show 2 moves"));
    expect(screen.getAllByTestId("points-move-row")).toHaveLength(2);
    await keys.click(screen.getByLabelText("Take back: Earned, 2 Nov 2026"));
    expect(screen.queryByLabelText("Take back: Earned, 1 Nov 2026")).toBeNull();
    await waitFor(() => expect(argsOf(calls, "forget_points_move")).toEqual({ id: 51 }));
  });
});

describe("gift cards", () => {
  test("show what is left, what they cost, until when, and only the end of the code", async () => {
    answerWith(handlers);
    render(Cashback);
    const { textContent } = await screen.findByTestId("card");
    expect(textContent).toContain("$20.00");
    expect(textContent).toContain("$50.00 for $45.00 · 10.00 % cheaper · code …4821");
    expect(textContent).toContain("until 24 Dec 2026, 32 days left");
    expect(screen.getByTestId("card-state").textContent).toBe("Open");
  });

  test("those that were put away are folded", async () => {
    const keys = userEvent.setup();
    answerWith({
      ...handlers,
      gift_cards: () => [giftCard(), giftCard({ id: 9, state: "archived" })],
    });
    render(Cashback);
    expect(await screen.findAllByTestId("card")).toHaveLength(1);
    await keys.click(screen.getByText("Show 1 card that was put away"));
    expect(screen.getAllByTestId("card")).toHaveLength(2);
  });

  test("code and PIN are asked for only on demand", async () => {
    const keys = userEvent.setup();
    const calls = answerWith({
      ...handlers,
      gift_card_secret: () => ({ code: "9999-4821", pin: "0042" }),
    });
    render(Cashback);
    await keys.click(await screen.findByTestId("card-open"));
    const show = await screen.findByRole("button", { name: "Show code and PIN" });
    expect(argsOf(calls, "gift_card_secret")).toBeUndefined();
    show.focus();
    await keys.keyboard("{Enter}");
    expect((await screen.findByTestId("card-code")).textContent).toBe("9999-4821");
    expect(screen.getByTestId("card-pin").textContent).toBe("0042");
    await keys.keyboard("{Escape}");
    await waitFor(() => expect(document.body.textContent).not.toContain("9999-4821"));
  });

  test("code and PIN hide again after thirty seconds", async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    const keys = userEvent.setup({ advanceTimers: vi.advanceTimersByTime });
    answerWith({ ...handlers, gift_card_secret: () => ({ code: "9999-4821", pin: "" }) });
    render(CardSecret, { card: 8, hint: "…4821" });
    await keys.click(screen.getByTestId("card-show"));
    await screen.findByTestId("card-code");
    await vi.advanceTimersByTimeAsync(28_000);
    expect(screen.getByTestId("card-code")).toBeTruthy();
    await vi.advanceTimersByTimeAsync(3_000);
    await waitFor(() => expect(screen.queryByTestId("card-code")).toBeNull());
    expect(screen.getByTestId("card-show")).toBeTruthy();
  });

  test("an answer that comes after the sheet was closed is not kept", async () => {
    const keys = userEvent.setup();
    let answer: (value: unknown) => void = () => undefined;
    answerWith({
      ...handlers,
      gift_card_secret: () => new Promise((resolve) => (answer = resolve)),
    });
    const shown = render(CardSecret, { card: 8, hint: "…4821" });
    await keys.click(screen.getByTestId("card-show"));
    shown.unmount();
    answer({ code: "9999-4821", pin: "" });
    await Promise.resolve();
    expect(document.body.textContent).not.toContain("9999-4821");
  });

  test("a new one is kept, and what is wrong is refused at its field", async () => {
    const keys = userEvent.setup();
    let answers = 0;
    const calls = answerWith({
      ...handlers,
      save_gift_card: () =>
        answers++ === 0 ? refuse("face: write an amount above zero") : giftCard(),
    });
    render(Cashback);
    await keys.click(await screen.findByTestId("card-add"));
    await keys.type(await screen.findByTestId("card-name"), "Book shop");
    const face = screen.getByTestId<HTMLInputElement>("card-face");
    await keys.type(face, "0");
    await keys.click(screen.getByTestId("card-save"));
    expect((await screen.findByRole("alert")).textContent).toBe("Write an amount above zero.");
    expect(face.getAttribute("aria-invalid")).toBe("true");
    await keys.clear(face);
    await keys.type(face, "50");
    await keys.click(screen.getByTestId("card-save"));
    await waitFor(() => expect(cashback.open).toBeNull());
    expect(argsOf(calls, "save_gift_card")).toEqual({
      id: null,
      input: {
        name: "Book shop",
        face: "50",
        currency: "USD",
        paid: "",
        from: null,
        day: null,
        expires: null,
        code: "",
        pin: "",
        note: "",
      },
    });
  });

  test("is put away from its sheet", async () => {
    const keys = userEvent.setup();
    const calls = answerWith({ ...handlers, archive_gift_card: () => ({ id: 3, label: "Away" }) });
    render(Cashback);
    await keys.click(await screen.findByTestId("card-open"));
    await keys.click(await screen.findByTestId("card-archive"));
    await waitFor(() => expect(cashback.open).toBeNull());
    expect(argsOf(calls, "archive_gift_card")).toEqual({ id: 8 });
  });
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
      },
    });
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
