import { render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, test } from "vitest";
import type { ProgrammeInput } from "../src/lib/bindings";
import { cashback } from "../src/lib/cashback/cashback.svelte";
import { draftOf, emptyProgramme, inputOf, newDraft, wordsOf } from "../src/lib/cashback/draft";
import { programmeWrong } from "../src/lib/cashback/wrong";
import { session } from "../src/lib/session/session.svelte";
import { Refusal } from "../src/lib/shared/answer";
import { toasts } from "../src/lib/shared/toasts.svelte";
import Cashback from "../src/views/Cashback.svelte";
import { handlers, programme, trial, written } from "./cashbackIpc";
import { answerWith, refuse, status } from "./ipc";

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

describe("the form of a programme", () => {
  const edit = async () => {
    cashback.open = { what: "programme", programme: programme() };
    render(Cashback);
    await screen.findByTestId("programme-name");
  };

  test("keeps another form of the same programme", async () => {
    const keys = userEvent.setup();
    const calls = answerWith({ ...handlers, save_programme: () => programme() });
    await edit();
    await keys.click(screen.getByText("Dining", { selector: "summary b" }));
    const cap = await screen.findByTestId("rule-cap");
    await keys.clear(cap);
    await keys.type(cap, "900");
    await keys.click(screen.getByTestId("programme-save"));
    await waitFor(() => expect(cashback.open).toBeNull());
    expect(argsOf(calls, "save_programme")?.id).toBe(4);
    expect(inputFrom(calls)?.programme.rules?.[0]?.cap?.amount).toBe("900");
  });

  test("what is refused of a rule is told at its field, which is unfolded", async () => {
    const keys = userEvent.setup();
    answerWith({
      ...handlers,
      save_programme: () => refuse("rules.1.cap.amount: this amount has to be above zero"),
    });
    await edit();
    expect(screen.queryByTestId("rule-cap")).toBeNull();
    await keys.click(screen.getByTestId("programme-save"));
    const cap = await screen.findByTestId("rule-cap");
    await waitFor(() => expect(cap.getAttribute("aria-invalid")).toBe("true"));
    expect(screen.getByRole("alert").textContent).toBe("This amount has to be above zero.");
  });

  test("a rule is added by keys and gets a number that no other has", async () => {
    const keys = userEvent.setup();
    const calls = answerWith({ ...handlers, save_programme: () => programme() });
    await edit();
    screen.getByTestId("rule-add").focus();
    await keys.keyboard("{Enter}");
    await keys.type(await screen.findByTestId("rule-rate"), "0.02");
    await keys.type(screen.getByTestId("rule-merchants"), "Blue Door, Ltd.");
    await keys.click(screen.getByTestId("programme-save"));
    await waitFor(() => expect(inputFrom(calls)?.programme.rules).toHaveLength(2));
    const added = inputFrom(calls)?.programme.rules?.[1];
    expect([added?.id, added?.rate, added?.match?.merchants]).toEqual([
      8,
      "0.02",
      ["Blue Door, Ltd."],
    ]);
  });

  test("is a text too, which is read when it is kept", async () => {
    const keys = userEvent.setup();
    const calls = answerWith({
      ...handlers,
      programme_text: () => 'name = "Corner card"',
      read_programme: () => written({ name: "Corner card, new" }),
      save_programme: () => programme(),
    });
    await edit();
    await keys.click(screen.getByLabelText("As text"));
    const text = await screen.findByTestId<HTMLTextAreaElement>("programme-text");
    expect(text.value).toBe('name = "Corner card"');
    await keys.type(text, "#");
    await keys.click(screen.getByTestId("programme-save"));
    await waitFor(() => expect(cashback.open).toBeNull());
    expect(inputFrom(calls)?.programme.name).toBe("Corner card, new");
    expect(inputFrom(calls)?.categories).toEqual([{ word: "dining", categories: [1] }]);
  });

  test("stays a text while it cannot be read", async () => {
    const keys = userEvent.setup();
    answerWith({
      ...handlers,
      programme_text: () => "name = 1",
      read_programme: () => refuse("the text, line 1: name: this is no text"),
    });
    await edit();
    await keys.click(screen.getByLabelText("As text"));
    await screen.findByTestId("programme-text");
    await keys.click(screen.getByLabelText("As a form"));
    expect((await screen.findByRole("alert")).textContent).toContain("the text, line 1");
    expect(screen.getByTestId("programme-text")).toBeTruthy();
  });
});

describe("a programme on its way", () => {
  test("is the same when nothing was written", () => {
    const { input } = programme();
    const kept = inputOf(draftOf(input));
    expect(kept.programme.rules?.[0]?.match?.categories).toEqual(["dining"]);
    expect({ ...kept, programme: null }).toEqual({ ...input, programme: null });
    const [rule] = kept.programme.rules ?? [];
    expect(rule?.activation).toEqual({ on: null, deadline: "2026-12-14", retroactive: true });
  });

  test("keeps what the form has no field for", () => {
    const tiers = {
      period: "month" as const,
      method: "whole" as const,
      steps: [{ up_to: "100", rate: "0.01" }],
    };
    const rules = [{ id: 1, tiers }];
    const bonuses = [{ id: 1, reward: "5", count: { every: 4, match: { categories: ["fuel"] } } }];
    const exclusions = { kinds: null, categories: ["tax"] };
    const kept = inputOf(newDraft(written({ rules, bonuses, exclusions }))).programme;
    expect(kept.rules?.[0]?.tiers).toEqual(tiers);
    expect([kept.bonuses, kept.exclusions]).toEqual([bonuses, exclusions]);
    expect(wordsOf(newDraft(written({ rules, bonuses, exclusions })))).toEqual(["tax", "fuel"]);
  });

  test("a count that is none and half a stretch of days are refused at their fields", () => {
    const draft = newDraft(written());
    draft.statement_day = "soon";
    expect(() => inputOf(draft)).toThrow(/^statement_day: /);
    const half = newDraft(written());
    (half.rules[0] as NonNullable<(typeof half.rules)[0]>).valid_from = "2026-01-01";
    expect(() => inputOf(half)).toThrow(/^rules\.1\.valid\.until: /);
  });

  test("a portal has days and no accounts", () => {
    const draft = newDraft(emptyProgramme("GBP", "2026-11-22"));
    draft.kind = "portal";
    draft.accounts = ["1"];
    expect(() => inputOf(draft)).toThrow(/^portal\.track_days: /);
    Object.assign(draft.portal, {
      track_days: "3",
      claim_until_days: "45",
      confirm_days: "100",
      pay_days: "30",
      appeal_days: "30",
    });
    expect(inputOf(draft).accounts).toEqual([]);
    expect(inputOf(draft).programme.portal?.claim_until_days).toBe(45);
  });

  test("a refusal is told at the field nearest to it", () => {
    const fieldOf = (message: string) => programmeWrong(new Refusal(message)).field;
    expect(fieldOf("programme.base_rate: no")).toBe("base_rate");
    expect(fieldOf("credit_texts.2: no")).toBe("credit_texts");
    expect(fieldOf("rules.2.match.categories.1: no")).toBe("rules.2.match.categories");
    expect(fieldOf("rules.2.tiers.steps.1.rate: no")).toBe("rules.2");
    expect(programmeWrong(new Refusal("exclusions.mccs.1: no"))).toEqual({
      field: null,
      message: "exclusions.mccs.1: no",
    });
  });
});
