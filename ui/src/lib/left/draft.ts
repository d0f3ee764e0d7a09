// An allowance while it is being written.
import type { AllowanceInput, AllowancePeriod } from "../bindings";

export const ALLOWANCE_FIELDS = [
  "name",
  "amount",
  "currency",
  "last",
  "days",
  "categories",
  "goal",
] as const;
export type AllowanceField = (typeof ALLOWANCE_FIELDS)[number];

export type AllowanceDraft = {
  name: string;
  amount: string;
  currency: string;
  length: AllowancePeriod | "once";
  /** The first day of all periods, once it was chosen. */
  start: string | null;
  first: string;
  last: string;
  rest: AllowanceInput["rest"];
  rollover: AllowanceInput["rollover"];
  categories: string[];
  goal: string;
};

export const newAllowance = (currency: string, today: string): AllowanceDraft => ({
  name: "",
  amount: "",
  currency,
  length: "month",
  start: null,
  first: today,
  last: today,
  rest: "spread",
  rollover: "none",
  categories: [],
  goal: "",
});

export function draftOf(allowance: AllowanceInput, today: string): AllowanceDraft {
  const { days } = allowance;
  return {
    ...newAllowance(allowance.currency, today),
    name: allowance.name,
    amount: allowance.amount,
    rest: allowance.rest,
    rollover: allowance.rollover,
    categories: (allowance.categories ?? []).map(String),
    goal: allowance.goal ? String(allowance.goal) : "",
    ...(days.kind === "once"
      ? { length: "once" as const, first: days.first, last: days.last }
      : { length: days.period, start: days.start }),
  };
}

export const allowanceOf = (draft: AllowanceDraft): AllowanceInput => ({
  name: draft.name,
  amount: draft.amount,
  currency: draft.currency,
  days:
    draft.length === "once"
      ? { kind: "once", first: draft.first, last: draft.last }
      : { kind: "repeating", period: draft.length, start: draft.start },
  rest: draft.rest,
  rollover: draft.rollover,
  categories: draft.categories.map(Number),
  goal: draft.rest === "swept" && draft.goal ? Number(draft.goal) : null,
});
