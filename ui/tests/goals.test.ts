import { render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { GoalSummary } from "../src/lib/bindings";
import { movedWords } from "../src/lib/goals/deposits";
import { place } from "../src/lib/goals/place.svelte";
import { session } from "../src/lib/session/session.svelte";
import { toasts } from "../src/lib/shared/toasts.svelte";
import GoalsView from "../src/views/Goals.svelte";
import { all, deposit, detail, handlers, summary } from "./goalsIpc";
import { answerWith, entryRow, refuse, status, usd } from "./ipc";

beforeEach(() => {
  session.status = status();
  session.go("goals");
  place.part = "goals";
  toasts.list = [];
});

describe("the screen of the goals", () => {
  test("without goals it says what a goal is, and begins one", async () => {
    answerWith({ ...handlers, goals: () => all({ goals: [] }) });
    render(GoalsView);
    expect(await screen.findByText("No goals yet")).toBeTruthy();
    expect(screen.getAllByRole("button", { name: "New goal" })).toHaveLength(2);
  });

  test("what is promised and what has really moved stand apart, each by its name", async () => {
    answerWith(handlers);
    render(GoalsView);
    const goal = await screen.findByTestId("goal");
    expect(within(goal).getByText("Promised (set aside)")).toBeTruthy();
    expect(within(goal).getByTestId("goal-promised").textContent).toBe("$120.00");
    expect(within(goal).getByText("Really moved")).toBeTruthy();
    expect(within(goal).getByTestId("goal-moved").textContent).toBe("$80.00");
    const [promised, moved] = within(goal).getByTestId("goal-bar").querySelectorAll("i");
    expect([promised?.style.width, moved?.style.width]).toEqual(["24%", "16%"]);
  });

  test("what moved before a goal was put away stands apart from what is really moved now", async () => {
    const goal = summary({ moved: usd("0.00"), moved_before: usd("5.00") });
    answerWith({ ...handlers, goals: () => all({ goals: [goal] }) });
    render(GoalsView);
    const line = await screen.findByTestId("goal");
    expect(within(line).getByText("Really moved before it was put away")).toBeTruthy();
    expect(within(line).getByTestId("goal-moved-before").textContent).toBe("$5.00");
    expect(within(line).getByTestId("goal-moved").textContent).toBe("$0.00");
  });

  test("what is missing, the course, the pace and the outlook are said in words", async () => {
    answerWith(handlers);
    render(GoalsView);
    const { textContent } = await screen.findByTestId("goal");
    expect(textContent).toContain("$380.00 is missing to $500.00.");
    expect(textContent).toContain("It has $30.00 less than a straight line would have.");
    expect(textContent).toContain("$2.00 a day, $14.00 a week or $60.00 a month");
    expect(textContent).toContain("At the pace of the last weeks");
  });

  test("a goal with an open end has no bar, and its two numbers all the same", async () => {
    const open = summary({ goal: { name: "Rainy days", currency: "USD" }, percent: null });
    answerWith({ ...handlers, goals: () => all({ goals: [open] }) });
    render(GoalsView);
    const goal = await screen.findByTestId("goal");
    expect(within(goal).queryByTestId("goal-bar")).toBeNull();
    expect(goal.textContent).toContain("Open end, without a target.");
    expect(within(goal).getByTestId("goal-moved")).toBeTruthy();
  });

  test("goals that were put away are folded, and opened from the keyboard", async () => {
    const keys = userEvent.setup();
    answerWith(handlers);
    render(GoalsView);
    await screen.findByText("Bicycle");
    expect(screen.queryByText("Old tent")).toBeNull();
    screen.getByRole("button", { name: "Show 1 goal that was put away" }).focus();
    await keys.keyboard("{Enter}");
    expect(await screen.findByText("Old tent")).toBeTruthy();
  });

  test("an account that holds too little says how much, and whose money is not there", async () => {
    const cover = {
      account_id: 3,
      account: "Purse",
      balance: usd("100.00"),
      earmarked: usd("120.00"),
      free: usd("-20.00"),
      shortfall: usd("20.00"),
      uncovered: [{ goal: 1, name: "Bicycle", amount: usd("20.00") }],
    };
    const calls = answerWith({
      ...handlers,
      goals: () => all({ accounts: [cover], goals: [summary({ uncovered: usd("20.00") })] }),
    });
    render(GoalsView);
    const short = await screen.findByTestId("shortfall");
    expect(short.textContent).toContain("$20.00 that is set aside is not on Purse.");
    expect(short.textContent).toMatch(/Bicycle:\s*\$20\.00/);
    expect(screen.getByTestId("goal-uncovered").textContent).toContain("$20.00");
    expect(calls.map((call) => call.command)).not.toContain("move_goal_money");
  });

  test("a ledger that is busy says so in place", async () => {
    answerWith({ ...handlers, goals: () => refuse("The ledger is busy.", "busy") });
    render(GoalsView);
    expect((await screen.findByRole("alert")).textContent).toContain("The ledger is busy.");
  });
});

describe("the sheet of a goal", () => {
  async function opened(changes: Record<string, () => unknown> = {}) {
    const keys = userEvent.setup();
    const calls = answerWith({ ...handlers, ...changes });
    render(GoalsView);
    await keys.click(await screen.findByTestId("goal-open"));
    const sheet = await screen.findByRole("dialog", { name: "Bicycle" });
    return { keys, calls, sheet };
  }

  test("each deposit has its purchase, what it gave and whether it moved", async () => {
    const { sheet } = await opened();
    const line = await within(sheet).findByTestId("deposit");
    expect(line.textContent).toContain("Blue Door");
    expect(line.textContent).toContain("20 Nov 2026 · purchase of $3.45 · Set aside by a rule");
    expect(line.textContent).toContain("Rounded up to the next dollar.");
    expect(line.textContent).toMatch(/\+\$0\.55\s*really moved/);
  });

  test("where its money goes is said, and interest is called an assumption", async () => {
    const with_interest = {
      a_month: usd("80.00"),
      months: 5,
      day: "2027-04-22",
      words: "Assumed: 3.5 % interest a year. The interest is not counted as set aside.",
    };
    const { sheet } = await opened({
      goal: () => detail({ with_interest, summary: summary({ destination_name: "Rainy jar" }) }),
    });
    expect(await within(sheet).findByText("Its money goes to Rainy jar.")).toBeTruthy();
    const interest = within(sheet).getByTestId("goal-interest").textContent;
    expect(interest).toContain("Assumed: 3.5 % interest a year");
    expect(interest).toContain("not counted");
    expect(within(sheet).getByTestId("goal-promised").textContent).toBe("$120.00");
  });

  test("whether a deposit moved is said by what moved of it", () => {
    expect(movedWords(deposit({ moved: usd("0.00") }))).toBe("not moved yet");
    expect(movedWords(deposit({ moved: usd("0.20") }))).toBe("$0.20 really moved");
    const back = { kind: "taken_back" as const, amount: usd("-0.55") };
    expect(movedWords(deposit({ ...back, moved: usd("0.00") }))).toBe("");
    expect(movedWords(deposit({ ...back, moved: usd("-0.55") }))).toBe("$0.55 had really moved");
  });

  test("a deposit leads to its purchase in the ledger", async () => {
    const { keys, sheet } = await opened({
      entry: () => ({ entry: entryRow(9, { date: "2026-11-19", payee: "Blue Door" }) }),
    });
    await keys.click(await within(sheet).findByRole("button", { name: "Blue Door" }));
    await waitFor(() => expect(session.screen).toBe("ledger"));
    expect(session.filter).toMatchObject({ from: "2026-11-19", to: "2026-11-19", payee: 9 });
  });

  test("earlier deposits are a press away, and the first of them has the focus", async () => {
    const earlier = deposit({ day: "2025-01-02", payee: "Old Mill" });
    const { keys, calls, sheet } = await opened({
      goal: () => detail({ deposit_count: 2 }),
      goal_deposits: () => [earlier],
    });
    expect(await within(sheet).findByText("The newest of 2 is shown.")).toBeTruthy();
    within(sheet).getByTestId("deposits-more").focus();
    await keys.keyboard("{Enter}");
    expect(await within(sheet).findByText("Old Mill")).toBeTruthy();
    expect(calls.find(({ command }) => command === "goal_deposits")?.args).toEqual({
      id: 1,
      offset: 1,
    });
    const lines = within(sheet).getAllByTestId("deposit");
    await waitFor(() => expect(document.activeElement).toBe(lines[1]));
    expect(within(sheet).queryByTestId("deposits-more")).toBeNull();
  });

  test("money is put in as it was typed, and taken out with a minus", async () => {
    const { keys, calls } = await opened({ move_goal_money: () => summary() });
    await keys.type(await screen.findByTestId("goal-amount"), "12.50{Enter}");
    await waitFor(() => expect(screen.getByTestId<HTMLInputElement>("goal-amount").value).toBe(""));
    await keys.click(screen.getByRole("radio", { name: "Take out" }));
    await keys.type(screen.getByTestId("goal-amount"), "2{Enter}");
    await waitFor(() => {
      const asked = calls.filter((call) => call.command === "move_goal_money");
      expect(asked.map((call) => call.args)).toEqual([
        { id: 1, money: { amount: "12.50", account: null, note: "" } },
        { id: 1, money: { amount: "-2", account: null, note: "" } },
      ]);
    });
  });

  test("more than is there is refused at the amount", async () => {
    const { keys, sheet } = await opened({
      move_goal_money: () => refuse("amount: the goal holds 120.00 USD"),
    });
    await keys.type(await screen.findByTestId("goal-amount"), "999{Enter}");
    expect((await within(sheet).findByRole("alert")).textContent).toBe(
      "The goal holds 120.00 USD.",
    );
  });

  test("it is put away and taken out again, and completed only by itself", async () => {
    let state: GoalSummary["state"] = "active";
    const { keys, calls } = await opened({
      goal: () => detail({ summary: summary({ state }) }),
      archive_goal: () => ((state = "archived"), { id: 7, label: "Put Bicycle away" }),
      reopen_goal: () => ((state = "active"), { id: 8, label: "Take Bicycle out again" }),
    });
    expect(screen.queryByRole("button", { name: /complete/i })).toBeNull();
    await keys.click(await screen.findByTestId("goal-archive"));
    await keys.click(await screen.findByTestId("goal-reopen"));
    expect(await screen.findByTestId("goal-archive")).toBeTruthy();
    expect(calls.map((call) => call.command)).toContain("reopen_goal");
  });

  test("the course can be read as a table", async () => {
    const { keys } = await opened();
    await keys.click(await screen.findByRole("button", { name: "Show as table" }));
    const table = screen.getByRole("table", { name: "How it has grown" });
    expect(table.textContent).toMatch(/20 Nov 2026\s*\$120\.00\s*\$80\.00/);
  });

  test("a mark of the chart leads to what happened on its day", async () => {
    const width = vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(400);
    const chart = {
      svg: '<svg xmlns="http://www.w3.org/2000/svg"><rect/></svg>',
      marks: [
        { x: 0, y: 0, width: 9, height: 9, label: "20 Nov", value: "$120", key: "2026-11-20" },
      ],
      summary: "It has grown to $120.00.",
      width: 400,
      height: 220,
    };
    const { keys, sheet } = await opened({ goal_chart: () => chart });
    expect(await screen.findByRole("img", { name: "It has grown to $120.00." })).toBeTruthy();
    await keys.click(screen.getByRole("button", { name: "20 Nov: $120" }));
    expect(document.activeElement).toBe(within(sheet).getByTestId("deposit"));
    width.mockRestore();
  });
});
