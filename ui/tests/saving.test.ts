import { render, screen, waitFor } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, test } from "vitest";
import { payeeChoices } from "../src/lib/saving/payees.svelte";
import { saving } from "../src/lib/saving/saving.svelte";
import { session } from "../src/lib/session/session.svelte";
import { toasts } from "../src/lib/shared/toasts.svelte";
import Saving from "../src/views/Saving.svelte";
import { answerWith, refuse, status } from "./ipc";
import { examples, kept } from "./saved";

const done = (label: string) => ({ id: 9, label });
const handlers = {
  status: () => status(),
  categories: () => [{ id: 12, name: "Eating out", class: "expense" }],
  accounts: () => [],
  payees: () => [{ id: 3, name: "Blue Door", entries: 41 }],
  goals: () => ({ goals: [], accounts: [], for_nobody: [] }),
  rounding_examples: () => examples,
  saving_rules: () => [kept(1, "Spare change")],
};

beforeEach(() => {
  session.status = status();
  saving.open = null;
  saving.part = "rules";
  saving.answer.data = null;
  toasts.list = [];
  payeeChoices.answer.data = null;
});

describe("the screen of saving", () => {
  test("without rules it says what a round-up is, and the lab is one press away", async () => {
    const keys = userEvent.setup();
    answerWith({ ...handlers, saving_rules: () => [] });
    render(Saving);
    expect(await screen.findByText(/of a coffee for 3.40, 0.60/)).toBeTruthy();
    expect(screen.queryByTestId("pause-all")).toBeNull();
    screen.getByTestId("try-lab").focus();
    await keys.keyboard("{Enter}");
    expect(await screen.findByTestId("lab-run")).toBeTruthy();
  });

  test("a rule says what it does, what it saved, what waits and how often", async () => {
    answerWith(handlers);
    render(Saving);
    const line = await screen.findByTestId("saving-rule");
    expect(line.textContent).toContain("Rounds each purchase up to the next $1.");
    expect(line.textContent).toContain("$12.30");
    expect(line.textContent).toContain("$4.50");
    expect(line.textContent).toContain("31 times");
    expect(line.textContent).toContain("Active");
    expect(line.textContent).toContain("1 earlier version");
  });

  test("a rule takes three lines, and what is usual is folded with what else there is", async () => {
    const keys = userEvent.setup();
    const words = [
      "It rounds up.",
      "An exact amount sets nothing aside.",
      "It is for Bike.",
      "At most 5.00 USD.",
    ];
    answerWith({
      ...handlers,
      saving_rules: () => [kept(1, "Spare change", { words, usual: words.slice(1, 2) })],
    });
    render(Saving);
    const fold = await screen.findByTestId<HTMLDetailsElement>("saving-more");
    const lines = [...(fold.parentElement?.children ?? [])].slice(1, -1);
    expect(lines.map((line) => line.textContent)).toEqual(["It rounds up.", "It is for Bike."]);
    expect(fold.open).toBe(false);
    await keys.click(screen.getByText("More about it"));
    expect(fold.open).toBe(true);
    expect(fold.textContent).toContain("At most $5.00.");
    expect(fold.textContent).toContain("An exact amount sets nothing aside.");
  });

  test("a rule that rests says how long, and is resumed from its menu by keys", async () => {
    const keys = userEvent.setup();
    const calls = answerWith({
      ...handlers,
      saving_rules: () => [kept(1, "Rest", { state: "paused", paused_until: "2026-12-03" })],
      resume_saving: () => done("Resume"),
    });
    render(Saving);
    expect(await screen.findByText("Paused, last day 3 Dec 2026")).toBeTruthy();
    screen.getByRole("button", { name: "What to do with Rest" }).focus();
    await keys.keyboard("{Enter}");
    expect(await screen.findByText("Resume")).toBeTruthy();
    expect(screen.queryByText("Pause until I say so")).toBeNull();
    await keys.keyboard("{ArrowDown}{Enter}");
    await waitFor(() =>
      expect(calls.find((call) => call.command === "resume_saving")?.args).toEqual({ rule: 1 }),
    );
  });

  test.each([
    ["Pause until I say so", { kind: "open" }],
    ["Pause until payday", { kind: "payday" }],
  ])("one rule rests: %s", async (name, until) => {
    const keys = userEvent.setup();
    const calls = answerWith({ ...handlers, pause_saving: () => done("Pause") });
    render(Saving);
    await keys.click(await screen.findByRole("button", { name: "What to do with Spare change" }));
    await keys.click(await screen.findByText(name));
    await waitFor(() =>
      expect(calls.find((call) => call.command === "pause_saving")?.args).toEqual({
        rule: 1,
        until,
      }),
    );
  });

  test("until a day asks for the day first", async () => {
    const keys = userEvent.setup();
    const calls = answerWith({ ...handlers, pause_saving: () => done("Pause") });
    saving.open = { what: "pause", rule: kept(1, "Spare change") };
    render(Saving);
    const button = await screen.findByRole<HTMLButtonElement>("button", { name: "Pause" });
    expect(button.disabled).toBe(true);
    const [dayOfMonth] = screen.getAllByRole("spinbutton");
    dayOfMonth?.focus();
    await keys.keyboard("05122026");
    await waitFor(() => expect(button.disabled).toBe(false));
    await keys.click(button);
    await waitFor(() =>
      expect(calls.find((call) => call.command === "pause_saving")?.args).toEqual({
        rule: 1,
        until: { kind: "day", day: "2026-12-05" },
      }),
    );
  });

  test("all rest and all go on in one action", async () => {
    const keys = userEvent.setup();
    const calls = answerWith({
      ...handlers,
      saving_rules: () => [kept(1, "One"), kept(2, "Two", { state: "paused" })],
      pause_saving: () => done("Pause all"),
      resume_saving: () => done("Resume all"),
    });
    render(Saving);
    await keys.click(await screen.findByTestId("pause-all"));
    await keys.click(screen.getByTestId("resume-all"));
    await waitFor(() =>
      expect(
        calls.filter(({ command }) => /_saving$/.test(command)).map(({ args }) => args.rule),
      ).toEqual([null, null]),
    );
  });

  test("a new rule is chosen by kind, written and kept by keys alone", async () => {
    const keys = userEvent.setup();
    const calls = answerWith({ ...handlers, save_saving_rule: () => kept(2, "Round-ups") });
    render(Saving);
    (await screen.findByTestId("saving-add")).focus();
    await keys.keyboard("{Enter}");
    const kinds = await screen.findAllByTestId(/^kind-/);
    expect(kinds[0]?.textContent).toContain("Round-ups");
    kinds[0]?.focus();
    await keys.keyboard("{Enter}");
    const note = await screen.findByRole<HTMLInputElement>("radio", {
      name: "Up to the next bank note",
    });
    expect(await screen.findByText("Blue Door, $4.30: $0.70")).toBeTruthy();
    note.focus();
    await keys.keyboard(" ");
    expect(note.checked).toBe(true);
    await keys.type(screen.getByTestId("saving-name"), "Notes");
    screen.getByTestId("saving-save").focus();
    await keys.keyboard("{Enter}");
    await waitFor(() => expect(saving.open).toBeNull());
    const asked = calls.find((call) => call.command === "save_saving_rule");
    expect(asked?.args).toMatchObject({
      id: null,
      from: "2026-11-22",
      rule: {
        name: "Notes",
        from: "2026-11-22",
        terms: { kind: "round_up", steps: [{ currency: "USD", mode: { kind: "note" } }] },
      },
    });
  });

  test("what Rust says is wrong stands at the field, unfolded, and nothing is lost", async () => {
    const keys = userEvent.setup();
    answerWith({
      ...handlers,
      save_saving_rule: () => refuse("cap_day: write an amount such as 2.50"),
    });
    saving.open = { what: "edit", rule: kept(1, "Spare change") };
    render(Saving);
    await keys.type(await screen.findByLabelText("At most in a day"), "much");
    await keys.click(screen.getByTestId("saving-save"));
    const field = await screen.findByText("Write an amount such as 2.50.");
    expect(field.getAttribute("role")).toBe("alert");
    const typed = screen.getByLabelText<HTMLInputElement>("At most in a day");
    expect(typed.value).toBe("much");
    expect(typed.getAttribute("aria-describedby")).toBe(field.id);
    await waitFor(() => expect(field.closest("details")?.open).toBe(true));
  });

  test("a change says that what was set aside stays, and from when the new terms count", async () => {
    const keys = userEvent.setup();
    const calls = answerWith({ ...handlers, save_saving_rule: () => kept(1, "Spare change") });
    saving.open = { what: "edit", rule: kept(1, "Spare change") };
    render(Saving);
    expect((await screen.findByTestId("saving-stays")).textContent?.trim()).toBe(
      "What was set aside before stays; the new terms count from 22 Nov 2026.",
    );
    await keys.click(screen.getByRole("radio", { name: "3 times" }));
    await keys.click(screen.getByTestId("saving-save"));
    await waitFor(() =>
      expect(calls.find((call) => call.command === "save_saving_rule")?.args).toMatchObject({
        id: 1,
        from: "2026-11-22",
        rule: { from: "2026-01-01", terms: { times: 3 } },
      }),
    );
  });

  test("round-ups that the bank moves stay the bank's, and its own words are kept with them", async () => {
    const keys = userEvent.setup();
    const calls = answerWith({ ...handlers, save_saving_rule: () => kept(1, "Spare change") });
    const rule = kept(1, "Spare change");
    if (rule.rule.terms.kind === "round_up")
      rule.rule.terms.mirrors = { pace: "week", words: ["coin jar"] };
    saving.open = { what: "edit", rule };
    render(Saving);
    await keys.click(await screen.findByText("Who moves it", { selector: "summary" }));
    expect(screen.getByText("My bank, each week")).toBeTruthy();
    await keys.type(screen.getByTestId("mover-words"), ", small change");
    await keys.click(screen.getByTestId("saving-save"));
    const mirrors = { pace: "week", words: ["coin jar", "small change"] };
    await waitFor(() =>
      expect(calls.find((call) => call.command === "save_saving_rule")?.args).toMatchObject({
        rule: { terms: { mirrors } },
      }),
    );
  });

  test("payees to look at are found by name", async () => {
    const keys = userEvent.setup();
    const calls = answerWith({ ...handlers, save_saving_rule: () => kept(1, "Spare change") });
    saving.open = { what: "edit", rule: kept(1, "Spare change") };
    render(Saving);
    await keys.click(await screen.findByText("What it looks at"));
    await keys.click(screen.getByRole("button", { name: "Only these payees All payees" }));
    await keys.type(await screen.findByPlaceholderText("Find by name"), "blue");
    await keys.keyboard("{Enter}");
    expect(await screen.findByRole("button", { name: "Remove Blue Door" })).toBeTruthy();
    await keys.click(screen.getByTestId("saving-save"));
    await waitFor(() =>
      expect(calls.find((call) => call.command === "save_saving_rule")?.args).toMatchObject({
        rule: { scope: { payees: [3] } },
      }),
    );
  });
});
