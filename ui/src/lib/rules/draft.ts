// A rule while it is written: each condition and action with all that its form can hold.
import type { Action, Condition, RuleInput, Share, Side, TextField, TextMatch } from "../bindings";

export type ConditionType =
  "text" | "amount" | "side" | "account" | "weekday" | "provider_category" | "kind" | "group";
export type ActionType = Action["type"];

export type ConditionDraft = {
  key: number;
  type: ConditionType;
  field: TextField;
  how: TextMatch | "regex";
  text: string;
  currency: string | null;
  min: string;
  max: string;
  side: Side | "";
  accounts: string[];
  days: string[];
  kinds: string[];
  /** A group within a group, which this form keeps as it is. */
  group: Condition | null;
};

export type PartDraft = {
  key: number;
  category: number | null;
  share: Share["type"];
  size: string;
  currency: string | null;
};

export type ActionDraft = {
  key: number;
  type: ActionType;
  category: number | null;
  payee: string;
  tag: string;
  kind: string;
  parts: PartDraft[];
  rest: number | null;
};

export type RuleDraft = {
  name: string;
  match: "all" | "any";
  conditions: ConditionDraft[];
  actions: ActionDraft[];
  stop: boolean;
};

export const CONDITION_TYPES = [
  "text",
  "amount",
  "side",
  "account",
  "weekday",
  "provider_category",
  "kind",
] as const;
export const ACTION_TYPES = [
  "set_category",
  "set_payee",
  "add_tag",
  "split",
  "set_kind",
  "exclude",
] as const;
export const TEXT_FIELDS: TextField[] = ["payee", "memo", "raw", "any"];
export const TEXT_MATCHES: TextMatch[] = ["contains", "equals", "starts"];
export const WEEKDAYS = [
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
  "sunday",
] as const;

let keys = 0;
const newKey = (): number => ++keys;

export const newCondition = (changes: Partial<ConditionDraft> = {}): ConditionDraft => ({
  key: newKey(),
  type: "text",
  field: "payee",
  how: "contains",
  text: "",
  currency: null,
  min: "",
  max: "",
  side: "",
  accounts: [],
  days: [],
  kinds: [],
  group: null,
  ...changes,
});

export const newPart = (changes: Partial<PartDraft> = {}): PartDraft => ({
  key: newKey(),
  category: null,
  share: "percent",
  size: "",
  currency: null,
  ...changes,
});

export const newAction = (changes: Partial<ActionDraft> = {}): ActionDraft => ({
  key: newKey(),
  type: "set_category",
  category: null,
  payee: "",
  tag: "",
  kind: "purchase",
  parts: [newPart()],
  rest: null,
  ...changes,
});

export const newRule = (): RuleDraft => ({
  name: "",
  match: "all",
  conditions: [newCondition()],
  actions: [newAction()],
  stop: false,
});

/** A rule as its form shows it. */
export function draftOf({ name, when, then, stop = false }: RuleInput): RuleDraft {
  const isList = when.type === "all" || when.type === "any";
  const conditions = isList ? when.of : [when];
  return {
    name,
    match: when.type === "any" ? "any" : "all",
    conditions: conditions.map(conditionDraft),
    actions: then.length > 0 ? then.map(actionDraft) : [newAction()],
    stop,
  };
}

/** The rule that a form says; null while a category, account or currency is not chosen. */
export function ruleOf({ name, match, conditions, actions, stop }: RuleDraft): RuleInput | null {
  const of = conditions.map(conditionOf);
  const then = actions.map(actionOf);
  if (!isWhole(of) || !isWhole(then)) return null;
  const [only] = of;
  const when: Condition = only && of.length === 1 ? only : { type: match, of };
  return { name: name.trim(), when, then, stop };
}

const isWhole = <T>(list: (T | null)[]): list is T[] => !list.includes(null);

function conditionDraft(condition: Condition): ConditionDraft {
  switch (condition.type) {
    case "all":
    case "any":
      return newCondition({ type: "group", group: condition });
    case "regex":
      return newCondition({ how: "regex", field: condition.field, text: condition.pattern });
    case "amount": {
      const { currency, min, max, side } = condition;
      return newCondition({
        type: "amount",
        currency,
        min: min ?? "",
        max: max ?? "",
        side: side ?? "",
      });
    }
    case "account":
      return newCondition({ type: "account", accounts: condition.accounts.map(String) });
    case "side":
      return newCondition({ type: "side", side: condition.side });
    case "weekday":
      return newCondition({ type: "weekday", days: condition.days });
    case "kind":
      return newCondition({ type: "kind", kinds: condition.kinds });
    case "provider_category":
      return newCondition({
        type: "provider_category",
        how: condition.how,
        text: condition.text,
      });
    case "text":
      return newCondition({ field: condition.field, how: condition.how, text: condition.text });
  }
}

function conditionOf(draft: ConditionDraft): Condition | null {
  const { type, field, how, text, currency, min, max, side } = draft;
  switch (type) {
    case "group":
      return draft.group;
    case "text":
      return how === "regex"
        ? { type: "regex", field, pattern: text }
        : { type: "text", field, how, text };
    case "provider_category":
      return { type, how: how === "regex" ? "contains" : how, text };
    case "amount":
      if (!currency) return null;
      return {
        type,
        currency,
        min: min.trim() || null,
        max: max.trim() || null,
        side: side || null,
      };
    case "side":
      return side ? { type, side } : null;
    case "account":
      return { type, accounts: draft.accounts.map(Number) };
    case "weekday":
      return { type, days: draft.days };
    case "kind":
      return { type, kinds: draft.kinds };
  }
}

function actionDraft(action: Action): ActionDraft {
  switch (action.type) {
    case "set_category":
      return newAction({ type: action.type, category: action.category });
    case "set_payee":
      return newAction({ type: action.type, payee: action.payee });
    case "add_tag":
      return newAction({ type: action.type, tag: action.tag });
    case "set_kind":
      return newAction({ type: action.type, kind: action.kind });
    case "exclude":
      return newAction({ type: action.type });
    case "split":
      return newAction({
        type: action.type,
        parts: action.parts.map(({ category, share }) =>
          share.type === "percent"
            ? newPart({ category, size: share.percent })
            : newPart({ category, share: "fixed", size: share.amount, currency: share.currency }),
        ),
        rest: action.rest ?? null,
      });
  }
}

function actionOf(draft: ActionDraft): Action | null {
  const { type, category, payee, tag, kind, rest } = draft;
  switch (type) {
    case "set_category":
      return category === null ? null : { type, category };
    case "set_payee":
      return { type, payee };
    case "add_tag":
      return { type, tag };
    case "set_kind":
      return { type, kind };
    case "exclude":
      return { type };
    case "split": {
      const parts = draft.parts.map(partOf);
      return isWhole(parts) ? { type, parts, rest } : null;
    }
  }
}

function partOf({ category, share, size, currency }: PartDraft) {
  const amount = size.trim();
  if (category === null) return null;
  if (share === "percent") return { category, share: { type: share, percent: amount } };
  return currency ? { category, share: { type: share, amount, currency } } : null;
}
