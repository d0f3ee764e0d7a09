import { render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, test } from "vitest";
import type { Sweep } from "../src/lib/bindings";
import { place } from "../src/lib/goals/place.svelte";
import { session } from "../src/lib/session/session.svelte";
import { toasts } from "../src/lib/shared/toasts.svelte";
import GoalsView from "../src/views/Goals.svelte";
import { answerWith, entryRow, refuse, status } from "./ipc";
import { change, eur, handlers, item, proposal, sweep } from "./sweepsIpc";

beforeEach(() => {
  session.status = status({ currencies: ["EUR"] });
  session.go("goals");
  place.part = "transfers";
  toasts.list = [];
});

describe("what waits for a transfer", () => {
  test("the part is chosen by its name, and nothing urges", async () => {
    const keys = userEvent.setup();
    place.part = "goals";
    answerWith({
      ...handlers,
      goals: () => ({ goals: [], accounts: [], for_nobody: [] }),
      destinations: () => [],
      sweeps: () => ({ proposals: [], sweeps: [] }),
    });
    render(GoalsView);
    await keys.click(await screen.findByRole("radio", { name: "Transfers" }));
    expect(await screen.findByText("Nothing waits for a transfer.")).toBeTruthy();
    expect(screen.getByText("No transfer was confirmed yet.")).toBeTruthy();
    expect(screen.getByText(/No destinations yet/)).toBeTruthy();
  });

  test("a proposal says from where, where to, how much and why not yet", async () => {
    answerWith(handlers);
    render(GoalsView);
    const { textContent } = await screen.findByTestId("proposal");
    expect(textContent).toMatch(/From\s*Bank\s*to\s*Savings/);
    expect(textContent).toMatch(/Not yet\.\s*It is below €5\.00\./);
    expect(textContent?.match(/€5\.00/g)).toHaveLength(1);
    expect(textContent?.match(/€4\.20/g)).toHaveLength(1);
  });

  test("what is left out leaves the sum to the cent, and is named when it is confirmed", async () => {
    const keys = userEvent.setup();
    let confirmed: Sweep[] = [];
    const calls = answerWith({
      ...handlers,
      sweeps: () => ({ proposals: confirmed.length ? [] : [proposal()], sweeps: confirmed }),
      confirm_sweep: () => ((confirmed = [sweep({ amount: eur("4.00") })]), confirmed[0]),
    });
    render(GoalsView);
    (await screen.findByTestId("proposal-open")).focus();
    await keys.keyboard("{Enter}");
    const sheet = await screen.findByRole("dialog", { name: "Proposed transfer" });
    expect(within(sheet).getByTestId("proposal-sum").textContent).toBe("€4.20");
    const ticks = within(sheet).getAllByRole<HTMLInputElement>("checkbox");
    expect(ticks.map((tick) => tick.checked)).toEqual([true, true, true, true]);
    ticks[2]?.focus();
    await keys.keyboard(" ");
    expect(within(sheet).getByTestId("proposal-sum").textContent).toBe("€4.00");
    expect(within(sheet).getByText("3 of 4 ticked")).toBeTruthy();
    within(sheet).getByTestId("proposal-confirm").focus();
    await keys.keyboard("{Enter}");
    expect(await screen.findByRole("dialog", { name: "Transfer of €4.00" })).toBeTruthy();
    expect(calls.find((call) => call.command === "confirm_sweep")?.args).toEqual({
      input: {
        destination: 6,
        from: 3,
        parts: "of_account",
        leave_out: [{ goal: 2, rule: 4, cause: "e10" }],
      },
    });
  });

  test("what comes to nothing, or has nowhere to go, cannot be confirmed and says why", async () => {
    const keys = userEvent.setup();
    const proposals = [
      proposal({ items: [item("h1", "-0.30"), item("e9", "0.20")] }),
      proposal({ destination: null, destination_name: "" }),
    ];
    answerWith({ ...handlers, sweeps: () => ({ proposals, sweeps: [] }) });
    render(GoalsView);
    const [first, second] = await screen.findAllByTestId("proposal-open");
    if (first) await keys.click(first);
    expect(screen.getByTestId("proposal-sum").textContent).toBe("−€0.10");
    expect(screen.getByTestId<HTMLButtonElement>("proposal-confirm").disabled).toBe(true);
    expect(screen.getByText(/comes to nothing/)).toBeTruthy();
    await keys.keyboard("{Escape}");
    if (second) await keys.click(second);
    expect(await screen.findByText(/no destination yet\. A goal names one/)).toBeTruthy();
  });

  test("what lies on no account that can pay asks for one, and is confirmed from there", async () => {
    const keys = userEvent.setup();
    const payers = [{ account: 8, name: "Everyday" }];
    const calls = answerWith({
      ...handlers,
      sweeps: () => ({ proposals: [proposal({ from: null, from_name: "", payers })], sweeps: [] }),
      confirm_sweep: () => sweep(),
    });
    render(GoalsView);
    await keys.click(await screen.findByTestId("proposal-open"));
    const confirm = await screen.findByTestId<HTMLButtonElement>("proposal-confirm");
    expect(confirm.disabled).toBe(true);
    expect(screen.getByText("Choose the account that pays.")).toBeTruthy();
    screen.getByLabelText("Account that pays").focus();
    await keys.keyboard("{Enter}{ArrowDown}{Enter}");
    await waitFor(() => expect(confirm.disabled).toBe(false));
    await keys.click(confirm);
    await waitFor(() =>
      expect(calls.find((call) => call.command === "confirm_sweep")?.args).toEqual({
        input: { destination: 6, from: 8, parts: "without_payer", leave_out: [] },
      }),
    );
  });

  test("a refused transfer stays open and says why", async () => {
    const keys = userEvent.setup();
    answerWith({ ...handlers, confirm_sweep: () => refuse("The account would run dry.") });
    render(GoalsView);
    await keys.click(await screen.findByTestId("proposal-open"));
    await keys.click(await screen.findByTestId("proposal-confirm"));
    expect((await screen.findByRole("alert")).textContent).toContain("would run dry");
    expect(screen.getByTestId("proposal-sum")).toBeTruthy();
  });
});

describe("confirmed transfers", () => {
  test("an entry that might be one is accepted by the person only", async () => {
    const keys = userEvent.setup();
    const suggested = entryRow(30, { payee: "Savings", amount: eur("-4.20") });
    const calls = answerWith({
      ...handlers,
      sweeps: () => ({ proposals: [], sweeps: [sweep({ state: "suggested", suggested })] }),
      accept_sweep_entry: () => change,
    });
    render(GoalsView);
    expect((await screen.findByTestId("sweep-suggested")).textContent).toContain("−€4.20");
    expect(calls.map((call) => call.command)).not.toContain("accept_sweep_entry");
    screen.getByRole("button", { name: "This is it" }).focus();
    await keys.keyboard("{Enter}");
    await waitFor(() =>
      expect(calls.find((call) => call.command === "accept_sweep_entry")?.args).toEqual({
        id: 11,
        entry: 30,
      }),
    );
  });

  test.each([
    ["partial", "Partly moved.", { back: eur("1.20"), moved: eur("3.00") }],
    ["over", "More moved.", { extra: eur("0.80"), moved: eur("4.20") }],
    ["expired", "Not found.", {}],
    ["settled", "Moved.", { moved: eur("4.20") }],
  ] as const)("what has become of one is said: %s", async (state, words, parts) => {
    answerWith({
      ...handlers,
      sweeps: () => ({ proposals: [], sweeps: [sweep({ state, ...parts })] }),
    });
    render(GoalsView);
    expect((await screen.findByTestId("sweep-state")).textContent).toBe(words);
    const { textContent } = screen.getByTestId("sweep");
    if (state === "partial") {
      expect(textContent).toContain("€3.00 really moved · €1.20 waits for a transfer again");
    }
    if (state === "over") expect(textContent).toContain("€0.80 moved beyond it");
  });

  test("the entries that paid one lead to the ledger, and its items are there", async () => {
    const keys = userEvent.setup();
    const legs = [entryRow(30, { payee: "To savings", date: "2026-11-22" })];
    answerWith({
      ...handlers,
      sweeps: () => ({ proposals: [], sweeps: [sweep({ state: "settled", legs })] }),
    });
    render(GoalsView);
    await keys.click(await screen.findByRole("button", { name: "Show the 4 things it moves" }));
    expect(screen.getAllByTestId("sweep-item")).toHaveLength(4);
    await keys.click(screen.getByRole("button", { name: "To savings" }));
    expect(session.screen).toBe("ledger");
    expect(session.filter).toMatchObject({ from: "2026-11-22", payee: 30 });
  });
});
