import { render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { cashback } from "../src/lib/cashback/cashback.svelte";
import CardSecret from "../src/lib/cashback/CardSecret.svelte";
import { session } from "../src/lib/session/session.svelte";
import Cashback from "../src/views/Cashback.svelte";
import { giftCard, handlers, purse } from "./cashbackIpc";
import { answerWith, refuse, status } from "./ipc";

const argsOf = (calls: ReturnType<typeof answerWith>, command: string) =>
  calls.filter((call) => call.command === command).at(-1)?.args;

beforeEach(() => {
  session.status = status();
  session.go("cashback");
  cashback.part = "points";
  cashback.open = null;
  cashback.points.data = cashback.cards.data = null;
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

  test("that expired are told, the newest day first and the earlier ones folded", async () => {
    const keys = userEvent.setup();
    const pts = (value: string) => ({ value, currency: "PTS" });
    const expired = [
      { on: "2025-06-30", points: pts("40") },
      { on: "2026-03-03", points: pts("120") },
    ];
    answerWith({ ...handlers, points: () => [purse({ expired })] });
    render(Cashback);
    const line = await screen.findByTestId("purse-expired");
    expect(line.textContent?.trim()).toBe("Expired: 120\u00a0PTS on 3 Mar 2026");
    await keys.click(screen.getByText("Show 1 earlier day"));
    const lines = screen.getAllByTestId("purse-expired").map((one) => one.textContent?.trim());
    expect(lines[1]).toBe("Expired: 40\u00a0PTS on 30 Jun 2025");
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
        remove: [],
        note: "",
      },
    });
  });

  test("a code that is kept is removed by a tick, and what the history keeps is said", async () => {
    const keys = userEvent.setup();
    const calls = answerWith({ ...handlers, save_gift_card: () => giftCard({ code_hint: "" }) });
    render(Cashback);
    await keys.click(await screen.findByTestId("card-open"));
    await keys.click(await screen.findByTestId("card-edit"));
    const code = await screen.findByTestId<HTMLInputElement>("card-code-field");
    await keys.type(code, "half a new one");
    expect(screen.queryByTestId("card-history-keeps")).toBeNull();
    await keys.click(screen.getByLabelText("Remove the code that is kept"));
    expect([code.value, code.disabled]).toEqual(["", true]);
    expect(screen.getByText("It is removed with the next save")).toBeTruthy();
    expect(screen.getByTestId("card-history-keeps").textContent).toContain("1,000 later changes");
    await keys.click(screen.getByTestId("card-save"));
    await waitFor(() => expect(cashback.open).toBeNull());
    expect(argsOf(calls, "save_gift_card")).toMatchObject({
      id: 8,
      input: { code: "", pin: "", remove: ["code"] },
    });
  });

  test("a card without code and PIN has nothing to remove", async () => {
    const keys = userEvent.setup();
    answerWith({ ...handlers, gift_cards: () => [giftCard({ code_hint: "", has_pin: false })] });
    render(Cashback);
    await keys.click(await screen.findByTestId("card-open"));
    await keys.click(await screen.findByTestId("card-edit"));
    await screen.findByTestId("card-code-field");
    expect(screen.queryByTestId("card-remove-code")).toBeNull();
    expect(screen.queryByTestId("card-remove-pin")).toBeNull();
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
