import { render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, test } from "vitest";
import { cashback } from "../src/lib/cashback/cashback.svelte";
import { session } from "../src/lib/session/session.svelte";
import { toasts } from "../src/lib/shared/toasts.svelte";
import Cashback from "../src/views/Cashback.svelte";
import { credit, desk, handlers, missing, reward } from "./cashbackIpc";
import { answerWith, refuse, status, usd } from "./ipc";

const argsOf = (calls: ReturnType<typeof answerWith>, command: string) =>
  calls.find((call) => call.command === command)?.args;

beforeEach(() => {
  session.status = status();
  session.go("cashback");
  cashback.part = "desk";
  cashback.view = "list";
  cashback.only = "all";
  cashback.open = null;
  cashback.desk.data = null;
  toasts.list = [];
});

async function openMissing(): Promise<HTMLElement> {
  cashback.open = { what: "reward", key: missing.key };
  render(Cashback);
  return screen.findByTestId("reward-sheet");
}

describe("the desk", () => {
  test("with nothing on it says what will stand there, and leads to a first programme", async () => {
    const keys = userEvent.setup();
    answerWith({
      ...handlers,
      cashback_desk: () => desk({ items: [], by_state: [], ageing: [] }),
    });
    render(Cashback);
    expect(await screen.findByText("Nothing is expected yet")).toBeTruthy();
    await keys.click(screen.getByTestId("desk-to-programmes"));
    expect(cashback.part).toBe("programmes");
    expect(await screen.findByTestId("template-search")).toBeTruthy();
  });

  test("sums each state by currency, with the state as a word", async () => {
    answerWith(handlers);
    render(Cashback);
    const sum = await screen.findByTestId("sum-missing");
    expect(sum.textContent).toContain("$8.00 · £5.00");
    expect(within(sum).getByTestId("sum-state").textContent).toBe("Missing");
    expect(sum.textContent).toContain("3");
  });

  test("a row has its programme, amount, due day, state and how long it can be claimed", async () => {
    answerWith(handlers);
    render(Cashback);
    const [first, second] = await screen.findAllByTestId("reward");
    expect(first?.textContent).toContain("Harbour portal · 10 Nov 2026");
    expect(within(first as HTMLElement).getByTestId("reward-state").textContent).toBe("Missing");
    expect(within(first as HTMLElement).getByTestId("reward-left").textContent).toBe(
      "Claim until 4 Dec 2026, 12 days left",
    );
    expect(second?.textContent).toContain("due on 10 Dec 2026");
    expect(within(second as HTMLElement).queryByTestId("reward-left")).toBeNull();
  });

  test("the board has a column for each state that something is in, chosen by keys", async () => {
    const keys = userEvent.setup();
    answerWith(handlers);
    render(Cashback);
    (await screen.findByLabelText("Board")).focus();
    await keys.keyboard(" ");
    const board = await screen.findByTestId("reward-board");
    expect([...board.children].map((column) => column.getAttribute("data-testid"))).toEqual([
      "board-expected",
      "board-missing",
    ]);
    expect(within(screen.getByTestId("board-missing")).getByText("Tent shop")).toBeTruthy();
  });

  test("the list can be kept to one state", async () => {
    answerWith(handlers);
    cashback.only = "expected";
    render(Cashback);
    expect(await screen.findAllByTestId("reward")).toHaveLength(1);
  });

  test("what is due stands by age, beside the largest, without what is nothing", async () => {
    answerWith(handlers);
    render(Cashback);
    const ageing = await screen.findByTestId("ageing");
    expect(ageing.textContent).not.toContain("over 90");
    const bars = within(ageing).getAllByTestId("bar");
    expect(bars.map((bar) => bar.querySelector("i")?.style.width)).toEqual(["25%", "100%"]);
  });

  test("a payout says its floor, its cost and what is missing as facts", async () => {
    const payout = {
      programme: 5,
      programme_name: "Harbour portal",
      balance: usd("3.00"),
      floor: usd("5.00"),
      fee: usd("0.50"),
      missing: usd("2.00"),
      next: "2026-12-15",
      words: "3.00 USD is there",
    };
    answerWith({ ...handlers, cashback_desk: () => desk({ payouts: [payout] }) });
    render(Cashback);
    expect((await screen.findByTestId("payout")).textContent).toContain(
      "paid out from $5.00 · a payout costs $0.50 · $2.00 is missing · next payment on 15 Dec 2026",
    );
  });

  test.each([
    [
      "It is cashback: CORNER BANK",
      "take_receipt",
      { entry: 21, programme: 4, keys: ["4:entry:9"] },
    ],
    ["It is no cashback: CORNER BANK", "refuse_receipt", { entry: 21 }],
  ])("a credit that may be cashback is settled by keys: %s", async (name, command, args) => {
    const keys = userEvent.setup();
    const calls = answerWith({
      ...handlers,
      cashback_desk: () => desk({ offered: [credit] }),
      take_receipt: () => desk(),
      refuse_receipt: () => desk(),
    });
    render(Cashback);
    expect((await screen.findByTestId("credit")).textContent).toContain(
      "This may be cashback of Corner card.",
    );
    screen.getByRole("button", { name }).focus();
    await keys.keyboard("{Enter}");
    await waitFor(() => expect(argsOf(calls, command)).toEqual(args));
  });
});

describe("the sheet of a reward", () => {
  test("opens by keys and says how it comes about", async () => {
    const keys = userEvent.setup();
    answerWith(handlers);
    render(Cashback);
    (await screen.findByRole("button", { name: "Blue Door" })).focus();
    await keys.keyboard("{Enter}");
    const sheet = await screen.findByTestId("reward-sheet");
    expect(within(sheet).getByTestId("reward-words").textContent).toBe(
      "$2.50 is due on 10 December.",
    );
    expect((await within(sheet).findByTestId("reward-formula")).textContent).toBe(
      "5 % of $50.00 by Dining.",
    );
  });

  test("what happened is told with an amount, and a wrong amount is refused at its field", async () => {
    const keys = userEvent.setup();
    let answers = 0;
    const calls = answerWith({
      ...handlers,
      tell_receivable: () =>
        answers++ === 0 ? refuse("amount: write an amount above zero") : missing,
    });
    const sheet = await openMissing();
    const amount = within(sheet).getByTestId<HTMLInputElement>("tell-amount");
    await keys.type(amount, "-1{Enter}");
    expect((await within(sheet).findByRole("alert")).textContent).toBe(
      "Write an amount above zero.",
    );
    expect([amount.value, amount.getAttribute("aria-invalid")]).toEqual(["-1", "true"]);
    await keys.clear(amount);
    await keys.type(amount, "7.50{Enter}");
    await waitFor(() => expect(amount.value).toBe(""));
    const told = calls.filter(({ command }) => command === "tell_receivable");
    expect(told.at(-1)?.args).toEqual({
      key: missing.key,
      event: { state: "confirmed", day: null, amount: "7.50" },
    });
  });

  test("what was told is taken back by its place", async () => {
    const keys = userEvent.setup();
    const calls = answerWith({ ...handlers, untell_receivable: () => missing });
    const sheet = await openMissing();
    await keys.click(within(sheet).getByLabelText("Take back: Tracked, 5 Oct 2026"));
    await waitFor(() =>
      expect(argsOf(calls, "untell_receivable")).toEqual({ key: missing.key, place: 0 }),
    );
  });

  test("order and note are kept", async () => {
    const keys = userEvent.setup();
    const calls = answerWith({ ...handlers, note_receivable: () => missing });
    const sheet = await openMissing();
    const order = within(sheet).getByTestId<HTMLInputElement>("reward-order");
    await waitFor(() => expect(order.value).toBe("77"));
    await keys.type(order, "8");
    await keys.type(within(sheet).getByTestId("reward-note"), "asked twice{Enter}");
    await waitFor(() =>
      expect(argsOf(calls, "note_receivable")).toEqual({
        key: missing.key,
        note: { order: "778", note: "asked twice" },
      }),
    );
  });

  test("the text to send is copied", async () => {
    const keys = userEvent.setup();
    answerWith(handlers);
    const sheet = await openMissing();
    expect(within(sheet).getByTestId("claim-text").textContent).toBe(missing.claim_text);
    await keys.click(within(sheet).getByLabelText("Copy the text"));
    expect(await navigator.clipboard.readText()).toBe(missing.claim_text);
  });

  test("a picture is shown as one, and a PDF by its name", async () => {
    const keys = userEvent.setup();
    answerWith({
      ...handlers,
      evidence: ({ attachment }: { attachment: number }) =>
        attachment === 31
          ? { name: "basket.png", media_type: "image/png", base64: "AAAA" }
          : { name: "bill.pdf", media_type: "application/pdf", base64: "BBBB" },
    });
    const sheet = await openMissing();
    await keys.click(within(sheet).getByLabelText("Show basket.png"));
    const picture = await within(sheet).findByAltText<HTMLImageElement>("Picture: basket.png");
    expect(picture.src).toBe("data:image/png;base64,AAAA");
    await keys.click(within(sheet).getByLabelText("Show bill.pdf"));
    expect((await within(sheet).findByTestId("evidence-file")).textContent).toContain(
      "bill.pdf is kept in the ledger as application/pdf.",
    );
    expect(within(sheet).queryByAltText("Picture: basket.png")).toBeNull();
  });

  test("a file is kept with it and taken off again", async () => {
    const keys = userEvent.setup();
    const calls = answerWith({
      ...handlers,
      attach_evidence: () => null,
      detach_evidence: () => missing,
    });
    const sheet = await openMissing();
    await keys.click(within(sheet).getByTestId("evidence-attach"));
    await waitFor(() => expect(argsOf(calls, "attach_evidence")).toEqual({ key: missing.key }));
    await keys.click(within(sheet).getByLabelText("Take off bill.pdf"));
    await waitFor(() =>
      expect(argsOf(calls, "detach_evidence")).toEqual({ key: missing.key, attachment: 32 }),
    );
  });

  test("leads to the purchase and to the credit in the ledger", async () => {
    const keys = userEvent.setup();
    const paid = reward({ state: "paid", paid: usd("2.50"), receipt: 21 });
    answerWith({ ...handlers, cashback_desk: () => desk({ items: [paid] }) });
    cashback.open = { what: "reward", key: paid.key };
    render(Cashback);
    expect(await screen.findByTestId("reward-purchase")).toBeTruthy();
    await keys.click(screen.getByTestId("reward-credit"));
    await waitFor(() => expect(session.screen).toBe("ledger"));
    expect(session.filter.payee).toBe(21);
    expect(session.cameFrom).toBe("cashback");
  });

  test("a purchase is no longer one through a portal, and the sheet closes", async () => {
    const keys = userEvent.setup();
    const calls = answerWith({ ...handlers, forget_visit: () => ({ id: 3, label: "Forget" }) });
    await openMissing();
    await keys.click(screen.getByTestId("visit-forget"));
    await waitFor(() => expect(cashback.open).toBeNull());
    expect(argsOf(calls, "forget_visit")).toEqual({ portal: 5, entry: 7 });
  });
});
