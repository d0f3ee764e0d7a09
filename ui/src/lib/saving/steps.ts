// How a currency's purchases are rounded up, while it is written.
import type { ModeInput, RoundingExample, RungInput, StepInput } from "../bindings";

/** The ways by name; two of them are steps, with and without something on top. */
export const WAYS = ["multiple", "plus", "note", "flat", "percent", "ladder"] as const;
export type Way = (typeof WAYS)[number];

export const CAPS = ["cap_purchase", "cap_day", "cap_week", "cap_month"] as const;

export type RungDraft = RungInput & { key: number };

export type StepDraft = {
  key: number;
  currency: string | null;
  way: Way;
  increment: string;
  exact: "nothing" | "full" | "fixed";
  exact_amount: string;
  extra: string;
  amount: string;
  percent: string;
  rungs: RungDraft[];
  beyond: string;
  min_purchase: string;
} & Record<(typeof CAPS)[number], string>;

let keys = 0;
export const newKey = (): number => ++keys;

export const newRung = (rung: Partial<RungInput> = {}): RungDraft => ({
  key: newKey(),
  up_to: "",
  amount: "",
  ...rung,
});

export const newStep = (changes: Partial<StepDraft> = {}): StepDraft => ({
  key: newKey(),
  currency: null,
  way: "multiple",
  increment: "",
  exact: "nothing",
  exact_amount: "",
  extra: "",
  amount: "1",
  percent: "5",
  rungs: [newRung({ up_to: "10", amount: "1" }), newRung({ up_to: "50", amount: "5" })],
  beyond: "10",
  min_purchase: "",
  cap_purchase: "",
  cap_day: "",
  cap_week: "",
  cap_month: "",
  ...changes,
});

/** What was typed, or nothing. */
export const typed = (text: string): string | null => text.trim() || null;

/** What a way holds of the fields of a form. */
export function fieldsOf(mode: ModeInput): Partial<StepDraft> {
  switch (mode.kind) {
    case "multiple": {
      const exact = mode.exact ?? { kind: "nothing" as const };
      const exact_amount = exact.kind === "fixed" ? exact.amount : "";
      return { increment: mode.increment ?? "", exact: exact.kind, exact_amount };
    }
    case "note":
      return {};
    case "flat":
      return { amount: mode.amount };
    case "percent":
      return { percent: mode.percent };
    case "ladder":
      return { rungs: mode.rungs.map(newRung), beyond: mode.beyond };
  }
}

export function stepDraft(step: StepInput): StepDraft {
  const { currency, mode, extra, min_purchase } = step;
  const caps = CAPS.map((cap) => [cap, step[cap] ?? ""]);
  const way = mode.kind === "multiple" && extra ? "plus" : mode.kind;
  return newStep({
    currency,
    way,
    ...fieldsOf(mode),
    extra: extra ?? "",
    min_purchase: min_purchase ?? "",
    ...Object.fromEntries(caps),
  });
}

/** The step that a form says, without its currency. */
export function stepOf(draft: StepDraft): Omit<StepInput, "currency"> {
  return {
    mode: modeOf(draft),
    extra: draft.way === "multiple" ? null : typed(draft.extra),
    min_purchase: typed(draft.min_purchase),
    cap_purchase: typed(draft.cap_purchase),
    cap_day: typed(draft.cap_day),
    cap_week: typed(draft.cap_week),
    cap_month: typed(draft.cap_month),
  };
}

function modeOf(draft: StepDraft): ModeInput {
  const { way, exact } = draft;
  switch (way) {
    case "multiple":
    case "plus": {
      const amount = draft.exact_amount.trim();
      return {
        kind: "multiple",
        increment: typed(draft.increment),
        exact: exact === "fixed" ? { kind: exact, amount } : { kind: exact },
      };
    }
    case "note":
      return { kind: way };
    case "flat":
      return { kind: way, amount: draft.amount.trim() };
    case "percent":
      return { kind: way, percent: draft.percent.trim() };
    case "ladder": {
      const rungs = draft.rungs.map(({ up_to, amount }) => ({
        up_to: up_to.trim(),
        amount: amount.trim(),
      }));
      return { kind: way, rungs, beyond: draft.beyond.trim() };
    }
  }
}

/** The example of each way. Of two that step to a multiple, one puts something on top. */
export function exampleOf(examples: RoundingExample[], way: Way): RoundingExample | undefined {
  const steps = examples.filter(({ mode }) => mode.kind === "multiple");
  if (way === "multiple") return steps.find(({ extra }) => !extra);
  if (way === "plus") return steps.find(({ extra }) => extra);
  return examples.find(({ mode }) => mode.kind === way);
}

/** A step in another way, with the sizes that suit its currency. */
export function withWay(step: StepDraft, way: Way, examples: RoundingExample[]): StepDraft {
  const example = exampleOf(examples, way);
  const extra = way === "plus" ? step.extra || (example?.extra ?? "1") : "";
  return { ...step, ...(example ? fieldsOf(example.mode) : {}), way, extra };
}
