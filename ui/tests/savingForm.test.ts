import { describe, expect, test } from "vitest";
import type { RoundingExample, SavingTerms } from "../src/lib/bindings";
import { draftOf, newDraft, ruleOf } from "../src/lib/saving/draft";
import { FIELDS, KINDS } from "../src/lib/saving/kinds";
import { exampleOf, newStep, withWay } from "../src/lib/saving/steps";
import { newTerms } from "../src/lib/saving/terms";
import { ruleWrong } from "../src/lib/saving/wrong";
import { examples, input } from "./saved";

describe("a saving rule in its form", () => {
  const caps = {
    min_purchase: null,
    cap_purchase: "2",
    cap_day: null,
    cap_week: null,
    cap_month: "40",
  };
  const roundUp = (mode: RoundingExample["mode"], extra: string | null = null): SavingTerms => ({
    kind: "round_up",
    steps: [{ currency: "USD", mode, extra, ...caps }],
    times: 3,
    cap_percent: null,
    week_start: "sunday",
    mirrors: null,
  });
  const terms: SavingTerms[] = [
    roundUp({ kind: "multiple", increment: "5", exact: { kind: "fixed", amount: "0.50" } }),
    roundUp({ kind: "multiple", increment: null, exact: { kind: "full" } }, "1"),
    roundUp({ kind: "note" }),
    roundUp({ kind: "flat", amount: "2" }, "0.10"),
    roundUp({ kind: "percent", percent: "2.5" }),
    roundUp({ kind: "ladder", rungs: [{ up_to: "10", amount: "1" }], beyond: "10" }),
    {
      kind: "percent_of_purchase",
      currency: "JPY",
      percent: "2",
      cap_purchase: null,
      cap_month: "9",
    },
    {
      kind: "fixed_per_match",
      currency: "USD",
      amount: "2",
      max_per_day: 1,
      counted: "each_payee",
    },
    {
      kind: "spend_less",
      currency: "USD",
      budget: "60",
      period: "week",
      percent: "50",
      cap: "20",
      overspend: "carried",
    },
    {
      kind: "set_and_forget",
      currency: "USD",
      amount: "5",
      every: "biweekly",
      until: "2027-01-01",
      weekends: "next",
    },
    {
      kind: "challenge",
      currency: "USD",
      amount: "1378",
      measure: "sum",
      steps: 52,
      step_days: 7,
      order: "descending",
      missed: [3],
      missed_steps: "shift",
    },
    {
      kind: "payday",
      currency: "USD",
      part: { amount: "100" },
      cap: null,
      date: "next_business_day",
    },
    { kind: "payday", currency: "USD", part: { percent: "10" }, cap: "50", date: "same_day" },
    { kind: "freelancer", currency: "USD", parts: [{ goal: 7, percent: "30" }] },
    {
      kind: "no_spend_reward",
      currency: "USD",
      amount: "1",
      exempt_below: "0.5",
      max_per_week: null,
    },
    { kind: "streak_bonus", currency: "USD", every_days: 7, amount: "5", exempt_below: null },
    {
      kind: "matching",
      currency: "USD",
      rules: [1, 2],
      percent: "100",
      cap: "250",
      period: "lifetime",
      until: null,
    },
    { kind: "sweep_cashback", currency: "USD", percent: "100" },
    { kind: "save_discount", currency: "USD", percent: "50" },
    {
      kind: "round_down_balance",
      account: 4,
      currency: "KRW",
      increment: "1000",
      days: "weekdays",
      skip_up_to: "1000",
      pot_cap: "100000",
    },
    { kind: "cooling_off", currency: "USD", percent: "100" },
  ];

  test.each(terms)("terms come out as they went in: $kind", (wanted) => {
    expect(ruleOf(draftOf(input({ terms: wanted }))).terms).toEqual(wanted);
  });

  test.each([
    { pace: "purchase" as const, words: [] },
    { pace: "day" as const, words: ["coin jar"] },
    { pace: "week" as const, words: ["coin jar", "small change"] },
  ])("what the bank moves by itself stays said: each $pace", (mirrors) => {
    const wanted = { ...roundUp({ kind: "note" }), mirrors } as SavingTerms;
    expect(ruleOf(draftOf(input({ terms: wanted }))).terms).toEqual(wanted);
  });

  test("words are typed with commas between them, and count only where the bank moves", () => {
    const draft = newDraft("round_up", "USD", "2026-11-22");
    draft.terms.mover_words = " Coin jar , ,Small change";
    expect(ruleOf(draft).terms).toMatchObject({ mirrors: null });
    draft.terms.mover = "day";
    expect(ruleOf(draft).terms).toMatchObject({
      mirrors: { pace: "day", words: ["Coin jar", "Small change"] },
    });
  });

  test("what it looks at, who pays, the floor and the goals come out as they went in", () => {
    const rule = input({
      scope: { accounts: [1], payees: [2], categories: [3], except: [4], smallest: null },
      from: "2026-01-01",
      pays_from: 5,
      guard: { floor: "100", currency: "EUR", mode: "partial" },
      refunds: "proportional",
      changes: "adjust",
      goals: { by: "priority", goals: [{ goal: 7, weight: "2" }] },
    });
    const { terms, ...rest } = rule;
    expect(terms.kind).toBe("round_up");
    expect(ruleOf(draftOf(rule))).toMatchObject(rest);
  });

  test("each kind can be written, and each but the round-up has fields of its own", () => {
    expect(KINDS).toHaveLength(15);
    for (const kind of KINDS) {
      expect(newTerms(kind, "USD").kind).toBe(kind);
      if (kind !== "round_up") expect(FIELDS[kind].first.length).toBeGreaterThan(0);
    }
  });

  test("a new one counts from today and is called by its kind", () => {
    const rule = ruleOf(newDraft("round_up", "USD", "2026-11-22"));
    expect(rule).toMatchObject({
      name: "Round-ups",
      from: "2026-11-22",
      guard: null,
      refunds: "keep",
      changes: "freeze",
    });
  });

  test("the account that pays keeps above nothing, and without one there is no floor", () => {
    const draft = newDraft("round_up", "USD", "2026-11-22");
    draft.pays_from = "5";
    expect(ruleOf(draft).guard).toEqual({ floor: "0", currency: "USD", mode: "skip" });
    draft.pays_from = "";
    expect(ruleOf(draft).guard).toBeNull();
  });

  test("a count that is none, and a currency that is missing, are refused at their fields", () => {
    const draft = newDraft("challenge", "USD", "2026-11-22");
    draft.terms.steps = "many";
    const refused = (act: () => unknown) => {
      try {
        act();
      } catch (reason) {
        return ruleWrong(reason).field;
      }
      return undefined;
    };
    expect(refused(() => ruleOf(draft))).toBe("steps");
    expect(refused(() => ruleOf(newDraft("payday", null, "2026-11-22")))).toBe("currency");
  });

  test("a refusal belongs to its field whatever rules call it, or else to the whole form", () => {
    expect(ruleWrong("increment: it must be above zero").field).toBe("increment");
    expect(ruleWrong("terms.steps.0.cap_day: no number").field).toBe("cap_day");
    expect(ruleWrong("guard: no number")).toEqual({ field: "floor", message: "No number." });
    expect(ruleWrong("The ledger is busy.")).toEqual({
      field: null,
      message: "The ledger is busy.",
    });
  });

  test("a way takes the sizes that suit the currency, and only one puts something on top", () => {
    const yen = newStep({ currency: "JPY" });
    expect(withWay(yen, "ladder", examples)).toMatchObject({ way: "ladder", beyond: "1000" });
    expect(withWay(yen, "plus", examples).extra).toBe("1");
    expect(withWay({ ...yen, extra: "3" }, "note", examples).extra).toBe("");
    expect(exampleOf(examples, "plus")?.name).toBe("Next unit plus 1");
  });
});
