// A goal while it is written: every field is text, and what is empty is none.
import type { GoalInput, OverfundChoice } from "../bindings";

export const GOAL_FIELDS = [
  "name",
  "currency",
  "target",
  "by",
  "initial",
  "priority",
  "overfund",
  "destination",
  "interest",
  "icon",
  "photo",
  "note",
] as const;
export type GoalField = (typeof GOAL_FIELDS)[number];

export type GoalDraft = {
  name: string;
  currency: string;
  target: string;
  by: string | null;
  initial: string;
  priority: string;
  overfund: OverfundChoice;
  destination: string;
  interest: string;
  icon: string;
  photo: string | null;
  note: string;
};

/** A goal that begins, in a currency. */
export const newGoal = (currency: string): GoalInput => ({ name: "", currency, icon: "target" });

export const draftOf = (goal: GoalInput): GoalDraft => ({
  name: goal.name,
  currency: goal.currency,
  target: goal.target ?? "",
  by: goal.by ?? null,
  initial: goal.initial ?? "",
  priority: String(goal.priority ?? 1),
  overfund: goal.overfund ?? "keep",
  destination: goal.destination == null ? "" : String(goal.destination),
  interest: goal.interest ?? "",
  icon: goal.icon ?? "",
  photo: goal.photo ?? null,
  note: goal.note ?? "",
});

export const goalOf = (draft: GoalDraft): GoalInput => ({
  ...draft,
  target: orNone(draft.target),
  initial: orNone(draft.initial),
  interest: orNone(draft.interest),
  priority: Number(draft.priority),
  destination: draft.destination ? Number(draft.destination) : null,
});

const orNone = (text: string): string | null => text.trim() || null;
