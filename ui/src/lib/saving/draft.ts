// A saving rule while it is written.
import type {
  ChangeChoice,
  GoalSplit,
  GuardChoice,
  RefundChoice,
  SavingRuleInput,
  Scope,
  SplitChoice,
} from "../bindings";
import { t } from "../shared/messages";
import { looksAtEntries, type Kind } from "./kinds";
import { typed } from "./steps";
import { newTerms, termsDraft, termsOf, type TermsDraft } from "./terms";

export type ScopeDraft = {
  accounts: string[];
  payees: string[];
  categories: string[];
  except: string[];
  smallest: string;
};

export type RuleDraft = {
  name: string;
  terms: TermsDraft;
  scope: ScopeDraft;
  /** The first day it counts from; none for all there is. */
  from: string | null;
  pays_from: string;
  guard: GuardChoice | "none";
  floor: string;
  floor_currency: string | null;
  refunds: RefundChoice;
  changes: ChangeChoice;
  split: SplitChoice;
  goals: string[];
  weights: Record<string, string>;
};

/** A rule of a kind as it usually is: from today on, and an account that pays keeps above nothing. */
export const newDraft = (kind: Kind, currency: string | null, today: string): RuleDraft => ({
  name: "",
  terms: newTerms(kind, currency),
  scope: { accounts: [], payees: [], categories: [], except: [], smallest: "" },
  from: today,
  pays_from: "",
  guard: "skip",
  floor: "0",
  floor_currency: null,
  refunds: "keep",
  changes: "freeze",
  split: "weights",
  goals: [],
  weights: {},
});

/** A kept rule as its form shows it. */
export function draftOf(rule: SavingRuleInput): RuleDraft {
  const { scope = {}, guard, goals = {} } = rule;
  const shares = goals.goals ?? [];
  return {
    name: rule.name,
    terms: termsDraft(rule.terms),
    scope: {
      accounts: (scope.accounts ?? []).map(String),
      payees: (scope.payees ?? []).map(String),
      categories: (scope.categories ?? []).map(String),
      except: (scope.except ?? []).map(String),
      smallest: scope.smallest ?? "",
    },
    from: rule.from ?? null,
    pays_from: rule.pays_from == null ? "" : String(rule.pays_from),
    guard: guard ? (guard.mode ?? "skip") : "none",
    floor: guard?.floor ?? "0",
    floor_currency: guard?.currency ?? null,
    refunds: rule.refunds ?? "keep",
    changes: rule.changes ?? "freeze",
    split: goals.by ?? "weights",
    goals: shares.map(({ goal }) => String(goal)),
    weights: Object.fromEntries(shares.map(({ goal, weight }) => [String(goal), weight ?? "1"])),
  };
}

/** The rule that a form says. Throws a Refusal with the field that is not filled as it must be. */
export function ruleOf(draft: RuleDraft): SavingRuleInput {
  const { terms, guard } = draft;
  const currency = draft.floor_currency ?? currencyOf(terms);
  return {
    name: draft.name.trim() || t(`saving_kind.${terms.kind}`),
    terms: termsOf(terms),
    scope: scopeOf(draft),
    from: draft.from,
    pays_from: draft.pays_from ? Number(draft.pays_from) : null,
    guard:
      // A floor is of the account that pays, so there is none without it.
      guard === "none" || !currency || !draft.pays_from
        ? null
        : { floor: draft.floor.trim(), currency, mode: guard },
    refunds: draft.refunds,
    // What other rules have moved stays as it was.
    changes: terms.kind === "round_up" ? draft.changes : "freeze",
    goals: goalsOf(draft),
  };
}

/** The currency that a rule is about, or the first of several. */
export const currencyOf = (terms: TermsDraft): string | null =>
  terms.kind === "round_up" ? (terms.steps_by_currency[0]?.currency ?? null) : terms.currency;

function scopeOf({ scope, terms }: RuleDraft): Scope {
  if (!looksAtEntries(terms.kind)) return { accounts: [], payees: [], categories: [], except: [] };
  return {
    accounts: scope.accounts.map(Number),
    payees: scope.payees.map(Number),
    categories: scope.categories.map(Number),
    except: scope.except.map(Number),
    smallest: typed(scope.smallest),
  };
}

function goalsOf({ split, goals, weights, terms }: RuleDraft): GoalSplit {
  if (terms.kind === "freelancer") return { by: split, goals: [] };
  const weightOf = (goal: string): string => weights[goal]?.trim() || "1";
  return {
    by: split,
    goals: goals.map((goal) => ({ goal: Number(goal), weight: weightOf(goal) })),
  };
}
