import { render, screen, waitFor } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, test } from "vitest";
import type { ProgrammeInput } from "../src/lib/bindings";
import { cashback } from "../src/lib/cashback/cashback.svelte";
import { draftOf, emptyProgramme, inputOf, newDraft, wordsOf } from "../src/lib/cashback/draft";
import { programmeWrong } from "../src/lib/cashback/wrong";
import { session } from "../src/lib/session/session.svelte";
import { Refusal } from "../src/lib/shared/answer";
import Cashback from "../src/views/Cashback.svelte";
import { handlers } from "./cashbackIpc";
import { answerWith, refuse, status } from "./ipc";
import { programme, written } from "./programmesIpc";

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
