import { render, screen, waitFor } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, test } from "vitest";
import type { Recurring, SeriesView } from "../src/lib/bindings";
import { monthAfter, weeksOf } from "../src/lib/recurring/calendar";
import { inbox } from "../src/lib/recurring/recurring.svelte";
import { lineText, notesOf } from "../src/lib/recurring/words";
import { session } from "../src/lib/session/session.svelte";
import { toasts } from "../src/lib/shared/toasts.svelte";
import RecurringView from "../src/views/Recurring.svelte";
import { answerWith, refuse, status, usd } from "./ipc";

const series = (key: string, name: string, changes: Partial<SeriesView> = {}): SeriesView => ({
  key,
  state: "candidate",
  name,
  payees: [name],
  payee_ids: [7],
  period: "monthly",
  status: "mature",
  stopped: false,
  typical: usd("10.99"),
  last: usd("10.99"),
  first_day: "2026-08-05",
  last_day: "2026-11-05",
  next: "2026-12-05",
  regularity: "1.0000",
  yearly_cost: usd("131.88"),
  count: 4,
  paid: usd("41.96"),
  charges: [{ day: "2026-11-05", amount: usd("10.99") }],
  steps: [],
  dearer: null,
  missed: null,
  note: "",
  trial: null,
  intro: null,
  cancel_steps: "",
  used: [],
  cost_per_use: null,
  cancel: null,
  ...changes,
});
const confirmed = series("41", "Streamly", {
  state: "confirmed",
  steps: [
    {
      day: "2026-10-05",
      from: usd("9.99"),
      to: usd("10.99"),
      percent: "10.01",
      confirmed: true,
    },
  ],
  dearer: {
    percent: "10.00",
    since: "2026-10-05",
    extra_so_far: usd("2.00"),
    extra_per_year: usd("12.00"),
  },
});
const list = (changes: Partial<Recurring> = {}): Recurring => ({
  currency: "USD",
  today: "2026-11-22",
  series: [],
  candidates: [],
  dismissed: [],
  cancelled: [],
  upcoming: [],
  yearly_total: usd("0.00"),
  monthly_total: usd("0.00"),
  this_month: usd("0.00"),
  saved: usd("0.00"),
  formula: "1 confirmed series that runs comes to 131.88 USD in a year.",
  ...changes,
});

beforeEach(() => {
  session.status = status();
  inbox.answer.data = null;
  inbox.open = null;
  inbox.view = "list";
  toasts.list = [];
});

describe("the recurring screen", () => {
  test("says so where nothing comes again", async () => {
    answerWith({ status: () => status(), recurring: () => list() });
    render(RecurringView);
    await screen.findByText("Nothing comes again and again yet");
  });

  test("asks of a candidate three things alike, and the keyboard answers", async () => {
    const keys = userEvent.setup();
    let candidates = [series("7-1-1", "Gym"), series("8-1-1", "Streamly")];
    const calls = answerWith({
      status: () => status(),
      recurring: () => list({ candidates }),
      dismiss_series: () => ((candidates = candidates.slice(1)), series("9", "Gym")),
    });
    render(RecurringView);
    await screen.findByRole("button", { name: "Confirm Gym" });
    screen.getByRole("button", { name: "Merge with…: Gym" });
    screen.getByRole("button", { name: "Gym is not recurring" }).focus();
    await keys.keyboard("{Enter}");
    await waitFor(() => expect(screen.queryByText("Gym")).toBeNull());
    const asked = calls.find(({ command }) => command === "dismiss_series");
    expect(asked?.args).toEqual({ currency: "USD", key: "7-1-1" });
    // The next candidate is where the keyboard is.
    const next = screen.getByRole("button", { name: "Streamly is not recurring" });
    await waitFor(() => expect(document.activeElement).toBe(next));
  });

  test("opens a series with its price and notes that it was used", async () => {
    const keys = userEvent.setup();
    let now = confirmed;
    answerWith({
      status: () => status(),
      recurring: () => list({ series: [now] }),
      use_series: () =>
        (now = {
          ...confirmed,
          used: ["2026-11-22"],
          cost_per_use: { amount: usd("10.99"), formula: "one charge" },
        }),
    });
    render(RecurringView);
    await keys.click(await screen.findByTestId("series"));
    const steps = await screen.findByTestId("price-steps");
    expect(steps.textContent).toContain("$9.99 became $10.99 (10.01 %)");
    await keys.click(screen.getByTestId("series-use"));
    const cost = await screen.findByTestId("cost-per-use");
    expect(cost.textContent).toContain("$10.99 for each use");
  });

  test("shows what is expected on its day in the calendar", async () => {
    const keys = userEvent.setup();
    const upcoming = [{ day: "2026-12-05", key: "41", name: "Streamly", amount: usd("10.99") }];
    answerWith({
      status: () => status(),
      recurring: () => list({ series: [confirmed], upcoming }),
    });
    render(RecurringView);
    await keys.click(await screen.findByLabelText("Calendar"));
    screen.getByRole("button", { name: /^Streamly: \$10\.99 charged on .* 5 November 2026$/ });
    await keys.click(screen.getByRole("button", { name: "The month after" }));
    screen.getByRole("button", { name: /^Streamly: \$10\.99 expected on .* 5 December 2026$/ });
  });

  test("tells in a corner why a word was not taken", async () => {
    const keys = userEvent.setup();
    answerWith({
      status: () => status(),
      recurring: () => list({ candidates: [series("7-1-1", "Gym")] }),
      confirm_series: () => refuse("series: it is not in the list any more"),
    });
    render(RecurringView);
    await keys.click(await screen.findByTestId("candidate-confirm"));
    await waitFor(() => expect(toasts.list).toHaveLength(1));
  });
});

describe("a series in words", () => {
  test("a candidate says how often it was seen, a confirmed one what is next", () => {
    expect(lineText(series("1", "Gym"))).toBe("Every month · $10.99 · 4 payments");
    expect(lineText(confirmed)).toBe("Every month · $10.99 · next 5 Dec");
  });

  test("what presses comes first", () => {
    const trial = { ends: "2026-11-23", days_left: 1, state: "last" as const };
    const texts = notesOf({ ...confirmed, trial }).map(({ text }) => text);
    expect(texts).toEqual([
      "The trial ends on 23 Nov 2026, 1 day left",
      "Dearer by 10 % since 5 Oct 2026, $2.00 more so far",
    ]);
  });
});

describe("a month", () => {
  test("begins on its own weekday and has whole weeks", () => {
    const weeks = weeksOf("2026-11");
    expect(weeks).toHaveLength(6);
    expect(weeks[0]).toEqual([null, null, null, null, null, null, "2026-11-01"]);
    expect(weeksOf("2027-02")).toHaveLength(4);
  });

  test("has one after it, also at the end of a year", () => {
    expect(monthAfter("2026-12", 1)).toBe("2027-01");
    expect(monthAfter("2026-01", -1)).toBe("2025-12");
  });
});
