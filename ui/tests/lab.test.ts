import { render, screen, waitFor } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, test } from "vitest";
import { lab } from "../src/lib/saving/lab.svelte";
import { mainLines, monthLines, reasonLines } from "../src/lib/saving/labTable";
import { saving } from "../src/lib/saving/saving.svelte";
import { stretchDays } from "../src/lib/saving/stretch";
import { session } from "../src/lib/session/session.svelte";
import { toasts } from "../src/lib/shared/toasts.svelte";
import Saving from "../src/views/Saving.svelte";
import { answerWith, entryRow, refuse, status, usd } from "./ipc";
import { examples, kept, labCurrency } from "./saved";

const result = (name: string, changes = {}) => ({ name, currencies: [labCurrency(changes)] });
const handlers = {
  status: () => status(),
  categories: () => [],
  accounts: () => [],
  entries: () => ({ total: 1, rows: [entryRow(3)] }),
  goals: () => ({ goals: [], accounts: [], for_nobody: [] }),
  rounding_examples: () => examples,
  saving_rules: () => [kept(4, "Spare change")],
  lab: ({ query }: { query: { rules: { name: string }[] } }) =>
    query.rules.map(({ name }) => result(name)),
  save_saving_rule: () => kept(5, "Round-ups"),
};

beforeEach(() => {
  session.status = status();
  saving.open = null;
  saving.part = "lab";
  lab.sets = [];
  lab.asked = null;
  lab.stretch = "half";
  toasts.list = [];
});

describe("a stretch of one's own history", () => {
  const days = { today: "2026-08-31", first_date: "2024-11-24" };
  const custom = { from: "2026-01-05", to: "2026-02-01" };

  test("goes back whole months, to the last day of a shorter one", () => {
    expect(stretchDays("quarter", days, custom).from).toBe("2026-05-31");
    expect(stretchDays("half", days, custom).from).toBe("2026-02-28");
    expect(stretchDays("year", days, custom)).toEqual({ from: "2025-08-31", to: "2026-08-31" });
  });

  test("is all there is, or what the person says", () => {
    expect(stretchDays("all", days, custom).from).toBe("2024-11-24");
    expect(stretchDays("custom", days, custom)).toEqual(custom);
  });
});

describe("the table of the lab", () => {
  const other = labCurrency({
    left_out: [{ reason: "guard", words: "The floor.", count: 3 }],
    months: [{ from: "2026-09-01", amount: usd("1.00") }],
    biggest_week: null,
  });

  test("has each reason once, with a count for each set", () => {
    const lines = reasonLines([labCurrency(), other]);
    expect(lines.map(({ cells }) => cells.map(({ value }) => value))).toEqual([
      ["12", "0"],
      ["0", "3"],
    ]);
  });

  test("has the months of both sets in their order", () => {
    const lines = monthLines([labCurrency(), other]);
    expect(lines.map(({ label }) => label)).toEqual([
      "September 2026",
      "October 2026",
      "November 2026",
    ]);
    expect(lines[0]?.cells.map(({ value }) => value)).toEqual(["–", "$1.00"]);
  });

  test("a set without this currency, or without such a week, has a dash", () => {
    expect(mainLines([other, null])[2]?.cells.map(({ value }) => value)).toEqual(["–", "–"]);
  });
});

describe("the lab", () => {
  test("needs purchases to try on", async () => {
    session.status = status({ currencies: [] });
    answerWith({ ...handlers, status: () => status({ currencies: [] }) });
    render(Saving);
    expect(await screen.findByText("Nothing to try on yet")).toBeTruthy();
  });

  test("one set is tried by keys on six months, and nothing is kept", async () => {
    const keys = userEvent.setup();
    const calls = answerWith(handlers);
    render(Saving);
    (await screen.findByTestId("lab-run")).focus();
    await keys.keyboard("{Enter}");
    const table = await screen.findByTestId("lab-results");
    const text = table.textContent ?? "";
    expect(text).toContain("A · Round-ups");
    expect(text).toContain("$16.00");
    expect(text).toContain("from 5 Oct 2026");
    expect(text).toContain("2 days");
    expect(text).toContain("$1.10 not set aside");
    expect(text).toContain("−$3.00");
    expect(text).toContain("1 refund");
    expect(screen.getByText("It is smaller than the smallest.")).toBeTruthy();
    expect(screen.getByText("Garage")).toBeTruthy();
    const asked = calls.find(({ command }) => command === "lab")?.args.query;
    expect(asked).toMatchObject({ from: "2026-05-22", to: "2026-11-22", rules: [{ from: null }] });
    expect(calls.map(({ command }) => command)).not.toContain("save_saving_rule");
  });

  test("a second set is double the first, and both stand side by side", async () => {
    const keys = userEvent.setup();
    const calls = answerWith(handlers);
    render(Saving);
    await keys.click(await screen.findByTestId("lab-add"));
    expect(screen.getAllByTestId("lab-set")).toHaveLength(2);
    expect(screen.queryByTestId("lab-add")).toBeNull();
    await keys.click(screen.getByTestId("lab-run"));
    expect((await screen.findByTestId("lab-results")).textContent).toContain("B · Round-ups");
    const asked = calls.find(({ command }) => command === "lab")?.args.query;
    expect(asked).toMatchObject({ rules: [{ terms: { times: 1 } }, { terms: { times: 2 } }] });
    await keys.click(screen.getByRole("button", { name: "Remove set B" }));
    expect(screen.queryByTestId("lab-results")).toBeNull();
  });

  test("changed terms are asked anew, and old results are not shown for them", async () => {
    const keys = userEvent.setup();
    answerWith(handlers);
    render(Saving);
    await keys.click(await screen.findByTestId("lab-run"));
    await screen.findByTestId("lab-results");
    await keys.click(screen.getByTestId("lab-terms"));
    await keys.click(await screen.findByRole("radio", { name: "5 times" }));
    await keys.click(screen.getByTestId("lab-take"));
    expect(screen.queryByTestId("lab-results")).toBeNull();
    expect(lab.sets[0]?.rule.terms).toMatchObject({ times: 5 });
  });

  test("a kept rule is a start, and turned on it gets new terms instead of a double", async () => {
    const keys = userEvent.setup();
    const calls = answerWith(handlers);
    render(Saving);
    const start = await screen.findByRole("combobox", { name: /^Begin with/ });
    await waitFor(() => expect(saving.answer.data).not.toBeNull());
    start.focus();
    await keys.keyboard("{Enter}");
    await keys.click(await screen.findByText("Your rule: Spare change"));
    await waitFor(() => expect(lab.sets[0]?.source).toBe(4));
    await keys.click(screen.getByTestId("lab-turn"));
    expect(await screen.findByText(/What was set aside before stays/)).toBeTruthy();
    await keys.click(screen.getByTestId("turn-on"));
    await waitFor(() =>
      expect(calls.find(({ command }) => command === "save_saving_rule")?.args).toMatchObject({
        id: 4,
        from: "2026-11-22",
        rule: { name: "Spare change", from: "2026-01-01" },
      }),
    );
  });

  test("new terms are turned on from today, and a toast offers to undo it", async () => {
    const keys = userEvent.setup();
    const calls = answerWith({
      ...handlers,
      status: () => status({ undo: { id: 8, label: "Save the rule Round-ups" } }),
    });
    render(Saving);
    await keys.click(await screen.findByTestId("lab-turn"));
    await keys.click(await screen.findByTestId("turn-on"));
    await waitFor(() => expect(toasts.list[0]?.text).toBe("Save the rule Round-ups"));
    const asked = calls.find(({ command }) => command === "save_saving_rule")?.args;
    expect(asked).toMatchObject({
      id: null,
      from: "2026-11-22",
      rule: { from: "2026-11-22", terms: { kind: "round_up" } },
    });
  });

  test("what cannot be tried says why", async () => {
    const keys = userEvent.setup();
    answerWith({ ...handlers, lab: () => refuse("The stretch has no days.") });
    render(Saving);
    await keys.click(await screen.findByTestId("lab-run"));
    expect((await screen.findByTestId("status-error")).textContent).toContain("no days");
  });
});
