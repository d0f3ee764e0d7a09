import { render, screen, waitFor } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, test } from "vitest";
import type {
  ChallengeShown,
  HabitDay,
  HabitDayState,
  Habits as AllHabits,
  HabitShown,
} from "../src/lib/bindings";
import { habits } from "../src/lib/habits/habits.svelte";
import { session } from "../src/lib/session/session.svelte";
import { toasts } from "../src/lib/shared/toasts.svelte";
import Habits from "../src/views/Habits.svelte";
import { answerWith, status, usd } from "./ipc";

const day = (at: number, state: HabitDayState): HabitDay => ({
  day: `2026-11-${16 + at}`,
  state,
  spent: state === "spend" ? usd("2.50") : null,
});
const states: HabitDayState[] = ["no_spend", "spend", "unknown", "skipped", "rest"];
const habit = (changes: Partial<HabitShown> = {}): HabitShown => ({
  id: 4,
  habit: {
    name: "Quiet days",
    terms: { kind: "no_spend_days", weekdays: [0, 1, 2, 3] },
    currency: "USD",
    categories: [],
    payee: null,
    rest: [],
    started: "2026-11-16",
  },
  what: "No spending on Monday, Tuesday, Wednesday and Thursday",
  archived: null,
  score: 42,
  score_formula: "Each day moves the score.",
  streak: 2,
  best: 5,
  streak_unit: "days",
  streak_formula: "2 kept days.",
  today: "open",
  this_week: "",
  known_until: "2026-11-17",
  waits_for: "Giro",
  weeks: [
    { first: "2026-11-16", days: [...states.map((state, at) => day(at, state)), null, null] },
  ],
  rows: { currency: "USD", from: "2026-11-16", to: "2026-11-22", category: null, without: [] },
  ...changes,
});
const challenge: ChallengeShown = {
  id: 8,
  challenge: {
    name: "Calm month",
    start: "2026-11-01",
    days: 30,
    required: 20,
    over: { kind: "no_spend", currency: "USD", categories: [] },
  },
  what: "No spending on any day",
  last: "2026-11-30",
  state: "running",
  successes: 11,
  failures: 3,
  days_left: 16,
  still_needed: 9,
  formula: "11 good days.",
};
const all = (changes: Partial<AllHabits> = {}): AllHabits => ({
  habits: [habit()],
  challenges: [],
  vacation_since: null,
  ...changes,
});
const handlers = {
  status: () => status(),
  habits: () => all(),
  categories: () => [],
  accounts: () => [],
};

beforeEach(() => {
  session.status = status();
  session.go("habits");
  habits.open = null;
  habits.answer.data = null;
  toasts.list = [];
});

describe("the screen of the habits", () => {
  test("says what a habit is while there is none", async () => {
    answerWith({ ...handlers, habits: () => all({ habits: [] }) });
    render(Habits);
    expect(await screen.findByText("No habits yet")).toBeTruthy();
    expect(screen.queryByTestId("vacation-start")).toBeNull();
  });

  test("tells the score before the streak, and what is waited for", async () => {
    answerWith(handlers);
    render(Habits);
    const score = await screen.findByTestId("habit-score");
    const streak = screen.getByTestId("habit-streak");
    expect([score.textContent, streak.textContent]).toEqual(["42 %", "2 days"]);
    expect(score.compareDocumentPosition(streak)).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
    expect(screen.getByTestId("habit-known").textContent).toContain(
      "Giro is imported up to 17 Nov 2026",
    );
  });

  test("days differ in shape and say their word, also in the list of signs", async () => {
    answerWith(handlers);
    render(Habits);
    const days = await screen.findAllByTestId("habit-day");
    expect(days.map((one) => one.textContent)).toEqual(["●", "✕", "?", "–", "·"]);
    expect(days[1]?.getAttribute("aria-label")).toMatch(
      /^Tuesday,? 17 November 2026: spent, \$2\.50$/,
    );
    expect(days[2]?.getAttribute("aria-label")).toMatch(
      /^Wednesday,? 18 November 2026: not known yet$/,
    );
    expect(screen.getByLabelText("What the signs mean").textContent).toContain("not known yet");
  });

  test("a day is skipped and counted again by keys", async () => {
    const keys = userEvent.setup();
    const label = { id: 1, label: "Skip" };
    const calls = answerWith({
      ...handlers,
      skip_habit_day: () => label,
      unskip_habit_day: () => label,
    });
    render(Habits);
    const [, spent, , skipped] = await screen.findAllByTestId("habit-day");
    spent?.focus();
    await keys.keyboard("{Enter}");
    (await screen.findByTestId("habit-skip")).focus();
    await keys.keyboard("{Enter}");
    skipped?.focus();
    await keys.keyboard("{Enter}");
    (await screen.findByTestId("habit-unskip")).focus();
    await keys.keyboard("{Enter}");
    const asked = calls.filter((call) => call.command.endsWith("skip_habit_day"));
    expect(asked.map((call) => call.args)).toEqual([
      { id: 4, day: "2026-11-17" },
      { id: 4, day: "2026-11-19" },
    ]);
  });

  test("the purchases of a day that was spent on are one press away", async () => {
    answerWith(handlers);
    render(Habits);
    const [, spent] = await screen.findAllByTestId("habit-day");
    if (spent) await userEvent.click(spent);
    await userEvent.click(await screen.findByText("Show the purchases"));
    expect(session.filter).toMatchObject({
      from: "2026-11-17",
      to: "2026-11-17",
      kind: "purchase",
    });
  });

  test("on vacation it says since when, and ends it", async () => {
    const calls = answerWith({
      ...handlers,
      habits: () => all({ vacation_since: "2026-11-20" }),
      end_vacation: () => ({ id: 1, label: "Go on" }),
    });
    render(Habits);
    expect((await screen.findByRole("status")).textContent).toContain("since 20 Nov 2026");
    await userEvent.click(screen.getByTestId("vacation-end"));
    await waitFor(() => expect(calls.some((call) => call.command === "end_vacation")).toBe(true));
  });

  test("habits that were put away are folded, and challenges tell their progress", async () => {
    const away = habit({ id: 5, archived: "2026-11-10" });
    answerWith({ ...handlers, habits: () => all({ habits: [away], challenges: [challenge] }) });
    render(Habits);
    expect((await screen.findByTestId("challenge")).textContent).toContain(
      "Good days: 11 of 20 · 16 days left or not known yet",
    );
    expect(screen.queryByTestId("habit")).toBeNull();
    await userEvent.click(screen.getByText("1 habit was put away"));
    expect(screen.getByText("Put away on 10 Nov 2026")).toBeTruthy();
  });

  test("a new habit is asked for as it was written", async () => {
    const keys = userEvent.setup();
    const calls = answerWith({ ...handlers, save_habit: () => ({ id: 1, label: "Keep" }) });
    render(Habits);
    await keys.click(await screen.findByTestId("habit-add"));
    await keys.type(await screen.findByTestId("habit-name"), "Calm");
    await keys.click(screen.getByLabelText("Fri"));
    await keys.click(screen.getByTestId("habit-save"));
    await waitFor(() => expect(habits.open).toBeNull());
    expect(calls.find((call) => call.command === "save_habit")?.args).toMatchObject({
      id: null,
      input: {
        name: "Calm",
        terms: { kind: "no_spend_days", weekdays: [0, 1, 2, 3] },
        started: "2026-11-22",
      },
    });
  });
});
