import { render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, test } from "vitest";
import type { ProgrammeInput } from "../src/lib/bindings";
import { cashback } from "../src/lib/cashback/cashback.svelte";
import { session } from "../src/lib/session/session.svelte";
import { toasts } from "../src/lib/shared/toasts.svelte";
import Cashback from "../src/views/Cashback.svelte";
import { handlers } from "./cashbackIpc";
import { answerWith, refuse, status } from "./ipc";
import { programme, trial, written } from "./programmesIpc";

const argsOf = (calls: ReturnType<typeof answerWith>, command: string) =>
  calls.filter((call) => call.command === command).at(-1)?.args;
const inputFrom = (calls: ReturnType<typeof answerWith>): ProgrammeInput | undefined =>
  argsOf(calls, "save_programme")?.input as ProgrammeInput | undefined;

beforeEach(() => {
  session.status = status();
  session.go("cashback");
  cashback.part = "programmes";
  cashback.open = null;
  cashback.programmes.data = null;
  toasts.list = [];
});

describe("the programmes", () => {
  test("without any it says what one is, and begins one", async () => {
    answerWith({ ...handlers, programmes: () => [] });
    render(Cashback);
    expect(await screen.findByText("No programmes yet")).toBeTruthy();
    expect(screen.getAllByRole("button", { name: "New programme" })).toHaveLength(2);
  });

  test("each says what it pays, earned and brings, as of when and from where", async () => {
    answerWith({ ...handlers, programmes: () => [programme({ unmapped: ["fuel"] })] });
    render(Cashback);
    const { textContent } = await screen.findByTestId("programme");
    expect(textContent).toContain("1 % on everything, 5 % on dining.");
    expect(textContent).toContain("earned $12.00 · paid $2.00 · bought for $800.00");
    expect(textContent).toContain("1.50 %");
    expect(textContent).toContain("As of 31 Jan 2026, from the leaflet");
    expect(screen.getByTestId("programme-unmapped").textContent).toContain("fuel");
  });

  test("what is not certain about its terms is told", async () => {
    const input = { ...programme().input, programme: written({ uncertain: "Which shops count." }) };
    answerWith({ ...handlers, programmes: () => [programme({ input })] });
    render(Cashback);
    expect((await screen.findByTestId("programme-uncertain")).textContent?.trim()).toBe(
      "Not certain of these terms: Which shops count.",
    );
  });

  test("rules whose days are over are folded into one line", async () => {
    const keys = userEvent.setup();
    const [rule] = programme().rules;
    const past = { ...(rule as NonNullable<typeof rule>), id: 6, name: "Spring", is_over: true };
    answerWith({
      ...handlers,
      programmes: () => [programme({ rules: [...programme().rules, past] })],
    });
    render(Cashback);
    const names = () => screen.getAllByTestId("rule").map((line) => line.dataset.rule);
    await screen.findByTestId("rule");
    expect(names()).toEqual(["7"]);
    await keys.click(screen.getByText("Show 1 rule whose days are over"));
    expect(names()).toEqual(["7", "6"]);
    await keys.click(screen.getByText("Hide rules whose days are over"));
    expect(names()).toEqual(["7"]);
  });

  test("a cap is a bar with its words, and a bonus is told as a fact", async () => {
    answerWith(handlers);
    render(Cashback);
    const cap = await screen.findByTestId("rule-cap-row");
    expect(within(cap).getByTestId("bar").querySelector("i")?.style.width).toBe("20%");
    expect(cap.textContent).toContain("$300.00 of $1500.00 is used".replace("1500", "1,500"));
    expect(screen.getByTestId("bonus").textContent).toContain("$120.00 is missing until 4 March.");
  });

  test("a rule is activated by keys, dated today unless it is said otherwise", async () => {
    const keys = userEvent.setup();
    const calls = answerWith({ ...handlers, activate_rule: () => programme() });
    render(Cashback);
    expect((await screen.findByTestId("rule-activation")).textContent).toBe(
      "Can be activated until 14 Dec 2026",
    );
    screen.getByRole("button", { name: "Activate: Dining" }).focus();
    await keys.keyboard("{Enter}");
    (await screen.findByTestId("rule-activate-save")).focus();
    await keys.keyboard("{Enter}");
    await waitFor(() =>
      expect(argsOf(calls, "activate_rule")).toEqual({ id: 4, rule: 7, on: "2026-11-22" }),
    );
  });

  test("a day that cannot be is refused where it was chosen", async () => {
    const keys = userEvent.setup();
    answerWith({
      ...handlers,
      activate_rule: () => refuse("on: it could be activated until 14 November"),
    });
    render(Cashback);
    await keys.click(await screen.findByTestId("rule-activate"));
    await keys.click(screen.getByTestId("rule-activate-save"));
    expect((await screen.findByRole("alert")).textContent).toBe(
      "It could be activated until 14 November.",
    );
    expect(screen.getByTestId("rule-activate-save")).toBeTruthy();
  });

  test("an activation is taken back", async () => {
    const keys = userEvent.setup();
    const [rule] = programme().rules;
    const input = programme().input;
    const rules = [{ ...written().rules?.[0], id: 7, activation: { on: "2026-11-03" } }];
    const done = programme({
      rules: [{ ...(rule as NonNullable<typeof rule>), activation: "done" }],
      input: { ...input, programme: written({ rules }) },
    });
    const calls = answerWith({
      ...handlers,
      programmes: () => [done],
      activate_rule: () => programme(),
    });
    render(Cashback);
    expect((await screen.findByTestId("rule-activation")).textContent).toBe(
      "Activated on 3 Nov 2026",
    );
    await keys.click(screen.getByLabelText("Take back the activation: Dining"));
    await waitFor(() =>
      expect(argsOf(calls, "activate_rule")).toEqual({ id: 4, rule: 7, on: null }),
    );
  });

  test("a programme is removed from its menu, and a refusal is told", async () => {
    const keys = userEvent.setup();
    answerWith({ ...handlers, delete_programme: () => refuse("it is gone already") });
    render(Cashback);
    await keys.click(await screen.findByLabelText("What to do with Corner card"));
    await keys.click(await screen.findByText("Remove"));
    await waitFor(() => expect(toasts.list.at(-1)?.text).toContain("it is gone already"));
  });
});

describe("a new programme", () => {
  test("begins with a template, gets accounts and categories, and is kept", async () => {
    const keys = userEvent.setup();
    const calls = answerWith({ ...handlers, save_programme: () => programme() });
    render(Cashback);
    await keys.click(await screen.findByTestId("programme-add"));
    await keys.type(await screen.findByTestId("template-search"), "dining");
    const found = await screen.findAllByTestId("template");
    expect(found).toHaveLength(1);
    expect(found[0]?.textContent).toContain("As of 31 Jan 2026, from the leaflet");
    found[0]?.focus();
    await keys.keyboard("{Enter}");
    await keys.click(await screen.findByLabelText("Purse"));
    expect(screen.queryByLabelText("Old card")).toBeNull();
    await keys.click(
      within(screen.getByTestId("programme-word")).getByRole("button", { name: /Categories of/ }),
    );
    await keys.type(await screen.findByPlaceholderText("Find by name"), "rest{Enter}");
    await keys.click(screen.getByTestId("programme-save"));
    await waitFor(() => expect(cashback.open).toBeNull());
    const input = inputFrom(calls);
    expect(argsOf(calls, "save_programme")?.id).toBeNull();
    expect(input?.accounts).toEqual([1]);
    expect(input?.categories).toEqual([{ word: "dining", categories: [2] }]);
    expect(input?.programme.id).toBe("corner_card");
    expect(input?.programme.rules?.[0]?.cap).toEqual({
      basis: "spend",
      amount: "1500",
      period: "quarter",
      opening: null,
    });
  });

  test("without an account it is refused there, before anything is sent", async () => {
    const keys = userEvent.setup();
    const calls = answerWith({ ...handlers, save_programme: () => programme() });
    render(Cashback);
    await keys.click(await screen.findByTestId("programme-add"));
    await keys.click((await screen.findAllByTestId("template"))[0] as HTMLElement);
    await keys.click(screen.getByTestId("programme-save"));
    expect(
      within(await screen.findByTestId("programme-accounts")).getByRole("alert").textContent,
    ).toBe("Choose at least one account.");
    expect(argsOf(calls, "save_programme")).toBeUndefined();
  });

  test("is tried while it is written, with the reason for each purchase", async () => {
    const keys = userEvent.setup();
    const calls = answerWith({ ...handlers, try_programme: () => trial({ unmapped: ["dining"] }) });
    render(Cashback);
    await keys.click(await screen.findByTestId("programme-add"));
    await keys.click((await screen.findAllByTestId("template"))[0] as HTMLElement);
    const side = await screen.findByTestId("programme-trial");
    expect((await within(side).findByTestId("trial-purchase")).textContent).toContain(
      "5 % by Dining.",
    );
    expect(within(side).getByTestId("trial-sum").textContent).toBe("Together $2.50.");
    expect(within(side).getByTestId("trial-unmapped").textContent).toContain("dining");
    const before = calls.filter(({ command }) => command === "try_programme").length;
    await keys.type(screen.getByTestId("programme-base-rate"), "5");
    await waitFor(() => {
      const tried = calls.filter(({ command }) => command === "try_programme");
      expect(tried).toHaveLength(before + 1);
      expect((tried.at(-1)?.args.input as ProgrammeInput).programme.base_rate).toBe("0.015");
    });
  });

  test("what cannot be tried says why, in the place of the trial", async () => {
    const keys = userEvent.setup();
    answerWith({ ...handlers, try_programme: () => refuse("base_rate: “x” is no rate") });
    render(Cashback);
    await keys.click(await screen.findByTestId("programme-add"));
    await keys.click((await screen.findAllByTestId("template"))[0] as HTMLElement);
    expect(await screen.findByText("Not yet: base_rate: “x” is no rate")).toBeTruthy();
  });

  test("an empty one gets its word from its name", async () => {
    const keys = userEvent.setup();
    const calls = answerWith({ ...handlers, save_programme: () => programme() });
    render(Cashback);
    await keys.click(await screen.findByTestId("programme-add"));
    await keys.click(await screen.findByTestId("template-empty"));
    await keys.type(await screen.findByTestId("programme-name"), "Corner Shop 2");
    await keys.click(await screen.findByLabelText("Card", { selector: "input" }));
    await keys.click(screen.getByTestId("programme-save"));
    await waitFor(() => expect(inputFrom(calls)?.programme.id).toBe("corner_shop_2"));
    expect(inputFrom(calls)?.programme.as_of).toBe("2026-11-22");
  });

  test("begins with the text of a file, and what cannot be read is refused there", async () => {
    const keys = userEvent.setup();
    let answers = 0;
    const calls = answerWith({
      ...handlers,
      read_programme: () =>
        answers++ === 0 ? refuse("the text, line 2: base_rate: “x” is no rate") : written(),
    });
    render(Cashback);
    await keys.click(await screen.findByTestId("programme-add"));
    await keys.click(await screen.findByText("From the text of a file"));
    await keys.type(screen.getByTestId("template-text"), "id = 1");
    await keys.click(screen.getByTestId("template-read"));
    expect((await screen.findByRole("alert")).textContent).toContain("the text, line 2");
    await keys.click(screen.getByTestId("template-read"));
    const name = await screen.findByTestId<HTMLInputElement>("programme-name");
    expect(name.value).toBe("Corner card");
    expect(argsOf(calls, "read_programme")).toEqual({ text: "id = 1" });
  });
});
