import { render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, test } from "vitest";
import { cashback } from "../src/lib/cashback/cashback.svelte";
import EntryCashback from "../src/lib/cashback/EntryCashback.svelte";
import EntrySheet from "../src/lib/ledger/EntrySheet.svelte";
import { session } from "../src/lib/session/session.svelte";
import { credit, desk, handlers, missing, rewards } from "./cashbackIpc";
import { answerWith, entryRow, refuse, status } from "./ipc";
import { programme } from "./programmesIpc";

const argsOf = (calls: ReturnType<typeof answerWith>, command: string) =>
  calls.filter((call) => call.command === command).at(-1)?.args;
const portal = programme({ id: 5, name: "Harbour portal", kind: "portal" });

beforeEach(() => {
  session.status = status();
  cashback.programmes.data = null;
  cashback.desk.data = null;
});

describe("cashback on the sheet of a purchase", () => {
  test("says what it earns, how far that is, why, and what is left of the cap", async () => {
    answerWith(handlers);
    render(EntryCashback, { entry: entryRow(9) });
    const line = await screen.findByTestId("expected");
    expect(within(line).getByTestId("expected-reward").textContent).toBe("$2.50");
    expect(within(line).getByTestId("expected-state").textContent).toBe("Expected");
    expect(within(line).getByTestId("expected-words").textContent).toBe("5 % of $50.00 by Dining.");
    expect(within(line).getByTestId("cap-before").textContent).toBe("$1,250.00");
    expect(within(line).getByTestId("cap-left").textContent).toBe("$1,200.00");
    expect(within(line).getByTestId("why-not").textContent).toContain("Groceries");
  });

  test("the net price stands with its lines, and what is only expected stands apart", async () => {
    answerWith(handlers);
    render(EntryCashback, { entry: entryRow(9) });
    expect((await screen.findByTestId("net-price")).textContent).toBe("$51.00");
    expect(screen.getAllByTestId("net-line").map((line) => line.textContent?.trim())).toEqual([
      "Price $50.00",
      "Fee $1.00",
    ]);
    expect(screen.getByTestId("net-expected").textContent).toBe("$2.50");
    expect(screen.getByTestId("net-if-paid").textContent).toBe("$48.50");
    expect(screen.getByRole("button", { name: "Fee" })).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Price" })).toBeNull();
  });

  test("a reward that is rounded with its statement is told exactly", async () => {
    const [first] = rewards().rewards;
    const whole = [{ ...first, reward: null, exact: "2.503", caps: [] }];
    answerWith({ ...handlers, purchase_rewards: () => ({ ...rewards(), rewards: whole }) });
    render(EntryCashback, { entry: entryRow(9) });
    expect((await screen.findByTestId("expected-reward")).textContent).toBe("$2.503");
    expect(screen.getByTestId("expected").textContent).toContain("rounded with its statement");
  });

  test("what is known of it is kept, and a code that is none is refused at its field", async () => {
    const keys = userEvent.setup();
    const calls = answerWith({ ...handlers, set_purchase_detail: () => rewards() });
    render(EntryCashback, { entry: entryRow(9) });
    await keys.click(await screen.findByTestId("detail-fold"));
    await keys.type(await screen.findByTestId("detail-eligible"), "45.00");
    await keys.type(screen.getByTestId("detail-mcc"), "shop{Enter}");
    expect((await screen.findByRole("alert")).textContent).toContain("whole number");
    await keys.clear(screen.getByTestId("detail-mcc"));
    await keys.type(screen.getByTestId("detail-mcc"), "5812");
    await keys.click(await screen.findByLabelText("Corner card"));
    await keys.click(screen.getByTestId("detail-save"));
    await waitFor(() =>
      expect(argsOf(calls, "set_purchase_detail")).toEqual({
        entry: 9,
        detail: {
          eligible: "45.00",
          mcc: 5812,
          method: "",
          fx_markup: "",
          voucher: "",
          left_out: [4],
        },
      }),
    );
  });

  test("a purchase through a portal is told with its rate, and a wrong rate is refused there", async () => {
    const keys = userEvent.setup();
    let answers = 0;
    const calls = answerWith({
      ...handlers,
      programmes: () => [programme(), portal],
      visit_portal: () => (answers++ === 0 ? refuse("rate: “x” is no rate") : missing),
    });
    render(EntryCashback, { entry: entryRow(9) });
    await keys.click(await screen.findByTestId("visit-fold"));
    const rate = await screen.findByTestId<HTMLInputElement>("visit-rate");
    await keys.type(rate, "0.04");
    expect(screen.getByText("4 %")).toBeTruthy();
    await keys.clear(rate);
    await keys.type(rate, "x{Enter}");
    expect((await screen.findByRole("alert")).textContent).toBe("“x” is no rate.");
    await keys.clear(rate);
    await keys.type(rate, "0.04");
    await keys.type(screen.getByTestId("visit-order"), "77{Enter}");
    await waitFor(() =>
      expect(argsOf(calls, "visit_portal")).toEqual({
        portal: 5,
        entry: 9,
        visit: { expected: "", rate: "0.04", base: "", order: "77" },
      }),
    );
  });

  test("without a portal it says so", async () => {
    const keys = userEvent.setup();
    answerWith(handlers);
    render(EntryCashback, { entry: entryRow(9) });
    await keys.click(await screen.findByTestId("visit-fold"));
    expect(await screen.findByText(/There is no portal among the programmes/)).toBeTruthy();
  });
});

describe("the sheet of an entry", () => {
  const props = { onclose() {}, onopen() {}, onedit() {}, ondelete() {} };
  const sheet = (kind: "purchase" | "income" | "transfer") => ({
    ...handlers.entry({ id: 21 }),
    entry: entryRow(21, { kind, accounts: ["Purse", "Card"] }),
  });
  const others = { ...handlers, why_saved: () => [], list_price: () => null };

  test("a credit says nothing of cashback, unless it may be some", async () => {
    let offered: (typeof credit)[] = [];
    const calls = answerWith({
      ...others,
      entry: () => sheet("income"),
      cashback_desk: () => desk({ offered }),
    });
    const shown = render(EntrySheet, { id: 21, ...props });
    await waitFor(() => expect(argsOf(calls, "cashback_desk")).toBeTruthy());
    expect(screen.queryByTestId("entry-credit")).toBeNull();
    shown.unmount();
    offered = [credit];
    render(EntrySheet, { id: 21, ...props });
    expect(await screen.findByTestId("entry-credit")).toBeTruthy();
  });

  test("a transfer does not even ask", async () => {
    const calls = answerWith({ ...others, entry: () => sheet("transfer") });
    render(EntrySheet, { id: 21, ...props });
    await waitFor(() => expect(argsOf(calls, "why_saved")).toBeTruthy());
    expect(calls.map(({ command }) => command)).not.toContain("cashback_desk");
    expect(calls.map(({ command }) => command)).not.toContain("purchase_rewards");
  });
});
