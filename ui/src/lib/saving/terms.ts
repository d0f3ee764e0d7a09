// The terms of a rule while they are written: one draft with the fields of every kind.
import type { GoalPercent, MirrorInput, MirrorPace, SavingTerms } from "../bindings";
import { Refusal } from "../shared/answer";
import { t } from "../shared/messages";
import { CHOICES, STARTS, TYPED, type ChoiceField, type Kind, type TypedField } from "./kinds";
import { newKey, newStep, stepDraft, stepOf, typed, type StepDraft } from "./steps";

export type PartDraft = { key: number; goal: string; percent: string };

/** Who moves round-ups: the person, or the bank by itself. */
export const MOVERS = ["self", "purchase", "day", "week"] as const satisfies (
  "self" | MirrorPace
)[];

type Chosen = { [Field in ChoiceField]: (typeof CHOICES)[Field][number] };

export type TermsDraft = {
  kind: Kind;
  steps_by_currency: StepDraft[];
  times: string;
  cap_percent: string;
  week_start: NonNullable<Extract<SavingTerms, { kind: "round_up" }>["week_start"]>;
  mover: (typeof MOVERS)[number];
  mover_words: string;
  currency: string | null;
  until: string | null;
  account: string;
  rules: string[];
  parts: PartDraft[];
  /** Slots of a challenge that were missed; this form keeps them as they are. */
  missed: number[];
} & Record<TypedField, string> &
  Chosen;

/** Terms of a kind with what is usual. */
export function newTerms(kind: Kind, currency: string | null): TermsDraft {
  const empty = Object.fromEntries(TYPED.map((field) => [field, ""]));
  const first = Object.entries(CHOICES).map(([field, [usual]]) => [field, usual]);
  return {
    ...(empty as Record<TypedField, string>),
    ...(Object.fromEntries(first) as Chosen),
    kind,
    steps_by_currency: [newStep({ currency })],
    times: "1",
    cap_percent: "",
    week_start: "monday",
    mover: "self",
    mover_words: "",
    currency,
    until: null,
    account: "",
    rules: [],
    parts: [newPart()],
    missed: [],
    ...(kind === "round_up" ? {} : STARTS[kind]),
  };
}

export const newPart = (part?: GoalPercent): PartDraft => ({
  key: newKey(),
  goal: part ? String(part.goal) : "",
  percent: part?.percent ?? "",
});

/** Kept terms as their form shows them. */
export function termsDraft(terms: SavingTerms): TermsDraft {
  if (terms.kind === "round_up") {
    return {
      ...newTerms("round_up", null),
      steps_by_currency: terms.steps.map(stepDraft),
      times: String(terms.times ?? 1),
      cap_percent: terms.cap_percent ?? "",
      week_start: terms.week_start ?? "monday",
      mover: terms.mirrors ? (terms.mirrors.pace ?? "purchase") : "self",
      mover_words: (terms.mirrors?.words ?? []).join(", "),
    };
  }
  const draft = newTerms(terms.kind, terms.currency);
  for (const field of TYPED) draft[field] = textOf(terms[field]);
  const given = terms as Partial<Chosen>;
  const chosen = Object.keys(CHOICES) as ChoiceField[];
  Object.assign(
    draft,
    ...chosen.map((field) => (given[field] == null ? {} : { [field]: given[field] })),
  );
  draft.until = terms.until ?? null;
  draft.missed = terms.missed ?? [];
  if (terms.kind === "round_down_balance") draft.account = String(terms.account);
  if (terms.kind === "matching") draft.rules = terms.rules.map(String);
  if (terms.kind === "freelancer") draft.parts = terms.parts.map(newPart);
  if (terms.kind === "payday") Object.assign(draft, partDraft(terms.part));
  return draft;
}

const textOf = (value: unknown): string => (value == null ? "" : String(value));

const partDraft = (part: { percent?: string; amount?: string }) =>
  part.amount === undefined
    ? { part: "percent", percent: part.percent }
    : { part: "amount", amount: part.amount };

/** The terms that a form says. Throws a Refusal with the field that is not filled as it must be. */
export function termsOf(draft: TermsDraft): SavingTerms {
  if (draft.kind === "round_up") {
    return {
      kind: draft.kind,
      steps: draft.steps_by_currency.map((step) => ({
        currency: chosen("currency", step.currency),
        ...stepOf(step),
      })),
      times: count("times", draft.times),
      cap_percent: typed(draft.cap_percent),
      week_start: draft.week_start,
      mirrors: mirrorsOf(draft),
    };
  }
  return plainTerms(draft, chosen("currency", draft.currency));
}

const mirrorsOf = ({ mover, mover_words }: TermsDraft): MirrorInput | null =>
  mover === "self" ? null : { pace: mover, words: wordsOf(mover_words) };

/** Words that were typed with commas between them. */
export const wordsOf = (text: string): string[] =>
  text
    .split(",")
    .map((word) => word.trim())
    .filter(Boolean);

function plainTerms(draft: TermsDraft, currency: string): SavingTerms {
  const { kind, counted, period, overspend, every, weekends, measure, order, until } = draft;
  const text = (field: TypedField): string => draft[field].trim();
  const maybe = (field: TypedField): string | null => typed(draft[field]);
  const [amount, percent, cap] = [text("amount"), text("percent"), maybe("cap")];
  switch (kind) {
    case "percent_of_purchase": {
      const caps = { cap_purchase: maybe("cap_purchase"), cap_month: maybe("cap_month") };
      return { kind, currency, percent, ...caps };
    }
    case "fixed_per_match":
      return { kind, currency, amount, max_per_day: maybeCount(draft, "max_per_day"), counted };
    case "spend_less":
      return { kind, currency, budget: text("budget"), period, percent, cap, overspend };
    case "set_and_forget":
      return { kind, currency, amount, every, until, weekends };
    case "challenge": {
      const steps = count("steps", draft.steps);
      const step_days = count("step_days", draft.step_days);
      const { missed, missed_steps } = draft;
      return { kind, currency, amount, measure, steps, step_days, order, missed, missed_steps };
    }
    case "payday": {
      const part = draft.part === "percent" ? { percent } : { amount };
      return { kind, currency, part, cap, date: draft.date };
    }
    case "freelancer":
      return { kind, currency, parts: draft.parts.map(goalPercent) };
    case "no_spend_reward": {
      const max_per_week = maybeCount(draft, "max_per_week");
      return { kind, currency, amount, exempt_below: maybe("exempt_below"), max_per_week };
    }
    case "streak_bonus": {
      const every_days = count("every_days", draft.every_days);
      return { kind, currency, every_days, amount, exempt_below: maybe("exempt_below") };
    }
    case "matching":
      return { kind, currency, rules: draft.rules.map(Number), percent, cap, period, until };
    case "sweep_cashback":
    case "save_discount":
    case "cooling_off":
      return { kind, currency, percent };
    case "round_down_balance":
      return {
        kind,
        account: Number(chosen("account", draft.account)),
        currency,
        increment: text("increment"),
        days: draft.days,
        skip_up_to: maybe("skip_up_to"),
        pot_cap: maybe("pot_cap"),
      };
    case "round_up":
      throw new Refusal(t("error.unknown"));
  }
}

const goalPercent = ({ goal, percent }: PartDraft): GoalPercent => ({
  goal: Number(chosen("parts", goal)),
  percent: percent.trim(),
});

function chosen(field: string, value: string | null): string {
  if (!value) throw new Refusal(`${field}: ${t("saving.choose")}`);
  return value;
}

/** A count goes to Rust as a number, so what is none is refused here. */
function count(field: string, text: string): number {
  if (!/^\d{1,6}$/.test(text.trim())) throw new Refusal(`${field}: ${t("saving.whole_number")}`);
  return Number(text);
}

const maybeCount = (draft: TermsDraft, field: TypedField): number | null =>
  draft[field].trim() ? count(field, draft[field]) : null;
