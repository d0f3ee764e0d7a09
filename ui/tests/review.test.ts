import { render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, test } from "vitest";
import type { ReviewStepShown, SuggestedPair, WeeklyReview } from "../src/lib/bindings";
import { review } from "../src/lib/review/review.svelte";
import ReviewView from "../src/lib/review/ReviewView.svelte";
import { rowsOf, stateOf } from "../src/lib/review/rows";
import { session } from "../src/lib/session/session.svelte";
import { toasts } from "../src/lib/shared/toasts.svelte";
import { answerWith, entryRow, refuse, status, usd } from "./ipc";

const open = (id: number, payee: string) =>
  entryRow(id, { payee, category: { id: 1, name: "Spending" } });
const pair: SuggestedPair = {
  first: entryRow(31, { payee: "Shoe shop", amount: usd("-60.00") }),
  second: entryRow(32, { payee: "Shoe shop", amount: usd("60.00"), kind: "refund" }),
  reason: "the same payee and the whole amount, 7 days later",
};
const step = (name: ReviewStepShown["step"], waiting: number): ReviewStepShown => ({
  step: name,
  state: waiting ? "waiting" : "clear",
  waiting,
});
const told = (changes: Partial<WeeklyReview> = {}): WeeklyReview => ({
  week: "2026-W47",
  today: "2026-11-22",
  since: "2026-11-08",
  done: null,
  steps: [
    step("uncategorised", 2),
    step("refunds", 2),
    step("cashback", 0),
    step("sweep", 0),
    step("choice", 1),
  ],
  uncategorised: {
    total: 64,
    rows: [
      {
        entry: open(21, "Kiosk"),
        proposal: { category: 9, name: "Coffee", because: "“Kiosk” was there the last time" },
      },
      { entry: open(22, "Bazaar"), proposal: null },
    ],
  },
  awaited: [entryRow(41, { payee: "Lamp house", kind: "refund", status: "planned" })],
  refunds: [pair],
  cashback: [],
  sweeps: [],
  figures: {
    from: "2026-11-16",
    to: "2026-11-22",
    limit: usd("10.00"),
    count: 4,
    sum: usd("18.40"),
    usual: null,
    weeks: [],
    formula: "4 posted payments of at most 10.00 USD add up to 18.40 USD.",
  },
  before: [
    {
      choice: { kind: "habit", habit: 5 },
      what: "Quiet days",
      first: "2026-11-16",
      last: "2026-11-22",
      outcome: "kept",
      words: "5 days kept, 0 not.",
    },
  ],
  choice: null,
  options: [
    { choice: { kind: "habit", habit: 5 }, name: "Quiet days", what: "No spending on Monday" },
    { choice: { kind: "limit", limit: 6 }, name: "Coffee", what: "At most 5.00 USD a week" },
  ],
  ...changes,
});

const label = { id: 1, label: "Done" };
function answers(data: WeeklyReview = told()) {
  return answerWith({
    status: () => status(),
    weekly_review: () => data,
    categories: () => [{ id: 9, name: "Coffee", class: "expense", entries: 1 }],
    accounts: () => [],
    categorise: () => label,
    link_pair: () => label,
    take_pair_apart: () => label,
    refund_came: () => entryRow(41),
    choose_for_week: () => label,
    skip_review_step: () => label,
    finish_review: () => label,
  });
}
const asked = (calls: ReturnType<typeof answers>, name: string) =>
  calls.filter(({ command }) => command === name).map(({ args }) => args);

beforeEach(() => {
  session.status = status();
  review.answer.data = null;
  review.at = 0;
  review.isOpen = true;
  toasts.list = [];
});

describe("the weekly review", () => {
  test("begins with the focus on the rows, and says where it is", async () => {
    answers();
    render(ReviewView);
    const list = await screen.findByRole("listbox", { name: "Without a category" });
    await waitFor(() => expect(document.activeElement).toBe(list));
    expect(screen.getByTestId("review-told").textContent).toBe(
      "Step 1 of 5, Without a category: 2 waiting",
    );
    expect(within(list).getAllByRole("option")).toHaveLength(2);
    screen.getByText(/The newest 2 of 64/);
    screen.getByText(/^Since the last one on .*8.* 2026$/);
  });

  test("goes from step to step with the arrows, and is where it was when it is opened again", async () => {
    answers();
    const { unmount } = render(ReviewView);
    await screen.findByRole("listbox");
    const user = userEvent.setup();
    await user.keyboard("{ArrowRight}");
    await screen.findByRole("listbox", { name: "Refunds" });
    await user.keyboard("{ArrowRight}");
    await screen.findByText("No cashback is due.");
    await waitFor(() =>
      expect(document.activeElement).toBe(screen.getByRole("heading", { level: 2 })),
    );
    await user.keyboard("{Alt>}{ArrowLeft}{/Alt}");
    await screen.findByRole("listbox", { name: "Refunds" });
    await user.keyboard("{Escape}");
    expect(review.isOpen).toBe(false);
    unmount();
    review.open();
    render(ReviewView);
    await screen.findByRole("listbox", { name: "Refunds" });
  });

  test("puts an entry where its proposal says with one key, and lets choose with Enter", async () => {
    const calls = answers();
    render(ReviewView);
    await screen.findByRole("listbox");
    const user = userEvent.setup();
    await user.keyboard("p");
    await waitFor(() => expect(asked(calls, "categorise")).toHaveLength(1));
    expect(asked(calls, "categorise")[0]).toEqual({ ids: [21], category: 9 });
    await user.keyboard("{ArrowDown}p");
    expect(asked(calls, "categorise"), "there is no proposal").toHaveLength(1);
    await user.keyboard("{Enter}");
    await user.type(await screen.findByRole("combobox", { hidden: true }), "cof{Enter}");
    await waitFor(() => expect(asked(calls, "categorise")).toHaveLength(2));
    expect(asked(calls, "categorise")[1]).toEqual({ ids: [22], category: 9 });
  });

  test("says that a planned refund came, and links or parts one that did", async () => {
    const calls = answers();
    review.at = 1;
    render(ReviewView);
    await screen.findByRole("listbox");
    const user = userEvent.setup();
    await user.keyboard("{Enter}");
    await waitFor(() => expect(asked(calls, "refund_came")).toEqual([{ id: 41 }]));
    await user.keyboard("{ArrowDown}{Enter}");
    const two = { kind: "refund", first: 31, second: 32 };
    await waitFor(() => expect(asked(calls, "link_pair")).toEqual([two]));
    await user.keyboard("n");
    await waitFor(() => expect(asked(calls, "take_pair_apart")).toEqual([two]));
  });

  test("leaves a step for another time, but nothing that does not wait", async () => {
    const calls = answers();
    review.at = 1;
    render(ReviewView);
    await screen.findByRole("listbox");
    const user = userEvent.setup();
    await user.keyboard("s");
    await waitFor(() => expect(asked(calls, "skip_review_step")).toEqual([{ step: "refunds" }]));
    await user.keyboard("{ArrowRight}s");
    expect(asked(calls, "skip_review_step")).toHaveLength(1);
  });

  test("tells the last week and the last choice, and keeps one for the next", async () => {
    const calls = answers();
    review.at = 4;
    render(ReviewView);
    await screen.findByRole("listbox", { name: "What can be chosen" });
    expect(screen.getByTestId("review-sum").textContent).toBe("$18.40");
    expect(screen.getByTestId("review-before").textContent).toContain("5 days kept, 0 not.");
    const user = userEvent.setup();
    await user.keyboard("{ArrowDown}{Enter}");
    await waitFor(() =>
      expect(asked(calls, "choose_for_week")).toEqual([{ choice: { kind: "limit", limit: 6 } }]),
    );
    await user.keyboard("t");
    expect(document.activeElement).toBe(screen.getByTestId("review-own"));
    await user.keyboard("Bring lunch ss{ArrowLeft}{Enter}");
    await waitFor(() => expect(asked(calls, "choose_for_week")).toHaveLength(2));
    expect(asked(calls, "choose_for_week")[1]).toEqual({
      choice: { kind: "sentence", text: "Bring lunch ss" },
    });
    expect(review.step, "an arrow in a text is for the text").toBe("choice");
    expect(asked(calls, "skip_review_step"), "letters in a text are letters").toEqual([]);
  });

  test("is finished with one key and closed; what is refused stays open and is told", async () => {
    const calls = answers();
    render(ReviewView);
    await screen.findByRole("listbox");
    const user = userEvent.setup();
    await user.keyboard("{Control>}{Enter}{/Control}");
    await waitFor(() => expect(review.isOpen).toBe(false));
    expect(asked(calls, "finish_review")).toHaveLength(1);
    review.open();
    answerWith({
      status: () => status(),
      weekly_review: () => told(),
      finish_review: () => refuse("review: the review of this week is finished already"),
    });
    await user.keyboard("{Control>}{Enter}{/Control}");
    await waitFor(() => expect(toasts.list).toHaveLength(1));
    expect(review.isOpen).toBe(true);
  });
});

test("a step says what waits, and the last one whether something is chosen", () => {
  expect(stateOf(step("refunds", 3))).toBe("3 waiting");
  expect(stateOf(step("refunds", 0))).toBe("nothing waits");
  expect(stateOf({ ...step("refunds", 3), state: "skipped" })).toBe("skipped");
  expect(stateOf(step("choice", 0))).toBe("chosen");
  expect(stateOf(step("choice", 1))).toBe("open");
});

test("rows say what is known, and what is chosen is marked", () => {
  const [habit] = told().options;
  const [before] = told().before;
  if (!habit || !before) throw new Error("there is nothing to choose");
  expect(rowsOf(told(), "refunds")[1]?.detail).toMatch(
    /purchase of \$60\.00 on .*: the same payee and the whole amount, 7 days later\.$/,
  );
  const chosen = { ...before, choice: habit.choice };
  expect(rowsOf(told({ choice: chosen }), "choice").map(({ mark }) => mark)).toEqual([
    "chosen",
    undefined,
  ]);
});
