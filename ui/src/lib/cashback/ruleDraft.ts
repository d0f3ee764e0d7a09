// A rule of a programme while it is written.
import type {
  WrittenActivation,
  WrittenBasis,
  WrittenCap,
  WrittenMatch,
  WrittenMode,
  WrittenPeriod,
  WrittenRule,
  WrittenSpan,
} from "../bindings";
import { newKey } from "../saving/steps";
import { Refusal } from "../shared/answer";
import { t } from "../shared/messages";
import { count, maybe } from "./typed";

export const MODES: WrittenMode[] = ["replace", "add"];
export const BASES: WrittenBasis[] = ["spend", "reward"];
export const PERIODS: WrittenPeriod[] = [
  "day",
  "week",
  "month",
  "quarter",
  "year",
  "statement",
  "lifetime",
];

export type RuleDraft = {
  key: number;
  /** What the form has no field for stays as it was: tiers, and what a cap begins with. */
  written: WrittenRule;
  name: string;
  mode: WrittenMode;
  rate: string;
  fallback_rate: string;
  min_purchase: string;
  txn_cap: string;
  /** Words with commas between them. */
  categories: string;
  methods: string;
  mccs: string;
  /** One in a line: names of payees may have commas. */
  merchants: string;
  pattern: string;
  valid_from: string | null;
  valid_until: string | null;
  activation: "not_needed" | "needed";
  activated_on: string | null;
  deadline: string | null;
  retroactive: boolean;
  cap_amount: string;
  cap_basis: WrittenBasis;
  cap_period: WrittenPeriod;
};

/** A new rule, with a number that no other has. */
export function newRule(others: RuleDraft[]): RuleDraft {
  const id = Math.max(0, ...others.map(({ written }) => written.id)) + 1;
  return ruleDraft({ id });
}

/** A written rule as its form shows it. */
export function ruleDraft(written: WrittenRule): RuleDraft {
  const { match, valid, activation, cap } = written;
  return {
    key: newKey(),
    written,
    name: written.name ?? "",
    mode: written.mode ?? "replace",
    rate: written.rate ?? "",
    fallback_rate: written.fallback_rate ?? "",
    min_purchase: written.min_purchase ?? "",
    txn_cap: written.txn_cap ?? "",
    categories: (match?.categories ?? []).join(", "),
    methods: (match?.methods ?? []).join(", "),
    mccs: (match?.mccs ?? []).join(", "),
    merchants: (match?.merchants ?? []).join("\n"),
    pattern: match?.pattern ?? "",
    valid_from: valid?.from ?? null,
    valid_until: valid?.until ?? null,
    activation: activation ? "needed" : "not_needed",
    activated_on: activation?.on ?? null,
    deadline: activation?.deadline ?? null,
    retroactive: activation?.retroactive ?? false,
    cap_amount: cap?.amount ?? "",
    cap_basis: cap?.basis ?? "spend",
    cap_period: cap?.period ?? "month",
  };
}

/** The rule that a form says. Throws a Refusal with the field that is not filled as it must be. */
export function writtenRule(draft: RuleDraft, place: string): WrittenRule {
  return {
    ...draft.written,
    name: maybe(draft.name),
    mode: draft.mode,
    rate: maybe(draft.rate),
    fallback_rate: maybe(draft.fallback_rate),
    min_purchase: maybe(draft.min_purchase),
    txn_cap: maybe(draft.txn_cap),
    match: matchOf(draft, place),
    valid: validOf(draft, place),
    activation: activationOf(draft),
    cap: capOf(draft),
  };
}

/** What a rule is called in the form: its name, or what it is for. */
export const titleOf = (draft: RuleDraft): string =>
  draft.name.trim() ||
  draft.categories.trim() ||
  linesOf(draft.merchants).join(", ") ||
  t("programme.rule_number", { number: draft.written.id });

/** What was typed with commas between. */
const listOf = (text: string): string[] =>
  text
    .split(",")
    .map((word) => word.trim())
    .filter(Boolean);

/** What was typed one in a line. */
export const linesOf = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);

function matchOf(draft: RuleDraft, place: string): WrittenMatch | null {
  const some = <T>(list: T[]): T[] | null => (list.length > 0 ? list : null);
  const match = {
    categories: some(listOf(draft.categories)),
    mccs: some(listOf(draft.mccs).map((code) => count(`${place}.match.mccs`, code))),
    merchants: some(linesOf(draft.merchants)),
    methods: some(listOf(draft.methods)),
    pattern: maybe(draft.pattern),
  };
  return Object.values(match).some((part) => part !== null) ? match : null;
}

function validOf({ valid_from, valid_until }: RuleDraft, place: string): WrittenSpan | null {
  if (valid_from && valid_until) return { from: valid_from, until: valid_until };
  if (!valid_from && !valid_until) return null;
  const field = valid_from ? "until" : "from";
  throw new Refusal(`${place}.valid.${field}: ${t("programme.both_days")}`);
}

const activationOf = (draft: RuleDraft): WrittenActivation | null =>
  draft.activation === "not_needed"
    ? null
    : { on: draft.activated_on, deadline: draft.deadline, retroactive: draft.retroactive };

function capOf({ cap_amount, cap_basis, cap_period, written }: RuleDraft): WrittenCap | null {
  const amount = maybe(cap_amount);
  if (!amount) return null;
  const opening = written.cap?.opening ?? null;
  return { basis: cap_basis, amount, period: cap_period, opening };
}
