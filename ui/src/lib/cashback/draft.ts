// A programme while it is written: its figures are text, as they will be read. What the form has no
// field for stays as it was.
import type {
  DueAfter,
  PayoutWay,
  ProgrammeInput,
  ProgrammeInput_Deserialize,
  ProgrammeKind,
  WrittenExpiry,
  WrittenProgramme,
  WrittenProgramme_Deserialize,
  WrittenRounding,
  WrittenScope,
} from "../bindings";
import { Refusal } from "../shared/answer";
import { t } from "../shared/messages";
import { linesOf, ruleDraft, writtenRule, type RuleDraft } from "./ruleDraft";
import { count, maybe } from "./typed";

export const KINDS: ProgrammeKind[] = [
  "card",
  "wallet",
  "points",
  "promotion",
  "portal",
  "pay_as_you_pay",
];
export const PAYOUT_WAYS: (PayoutWay | "unknown")[] = [
  "unknown",
  "statement_credit",
  "account",
  "wallet",
  "points",
];
export const ROUNDING_MODES = ["half_up", "half_even", "down", "up", "floor", "ceil"] as const;
export const PORTAL_DAYS = [
  "track_days",
  "claim_until_days",
  "confirm_days",
  "pay_days",
  "appeal_days",
] as const;
export const EXPIRIES = [
  "unknown",
  "never",
  "months",
  "months_to_month_end",
  "days",
  "calendar_years",
  "rolling_months",
] as const;

export type ProgrammeDraft = {
  written: WrittenProgramme;
  name: string;
  kind: ProgrammeKind;
  as_of: string;
  source: string;
  uncertain: string;
  currency: string;
  unit: string;
  point_value: string;
  base_rate: string;
  statement_day: string;
  annual_fee: string;
  credit_texts: string;
  due_after: DueAfter | "unknown";
  due_days: string;
  round_scope: WrittenScope;
  round_mode: string;
  round_step: string;
  round_block: string;
  payout_how: PayoutWay | "unknown";
  payout_floor: string;
  payout_fee: string;
  expiry: (typeof EXPIRIES)[number];
  expiry_count: string;
  portal: Record<(typeof PORTAL_DAYS)[number] | "minimum", string>;
  pay_rate: string;
  rules: RuleDraft[];
  accounts: string[];
  categories: Record<string, string[]>;
  from: string | null;
  until: string | null;
  fx_fee: string;
  method: string;
};

/** A programme that says nothing yet. */
export const emptyProgramme = (currency: string, today: string): WrittenProgramme => ({
  id: "",
  name: "",
  kind: "card",
  as_of: today,
  source: t("programme.own_source"),
  currency,
  base_rate: "0",
  statement_day: 31,
});

/** A programme of a file, which no account has yet. */
export const newDraft = (written: WrittenProgramme): ProgrammeDraft => ({
  ...writtenDraft(written),
  accounts: [],
  categories: {},
  from: null,
  until: null,
  fx_fee: "",
  method: "",
});

/** A kept programme as its form shows it. */
export const draftOf = (input: ProgrammeInput): ProgrammeDraft => ({
  ...writtenDraft(input.programme),
  accounts: input.accounts.map(String),
  categories: Object.fromEntries(
    input.categories.map(({ word, categories }) => [word, categories.map(String)]),
  ),
  from: input.from,
  until: input.until,
  fx_fee: input.fx_fee,
  method: input.method,
});

/** The draft with another programme in it; what the person chose stays. */
export const withProgramme = (
  draft: ProgrammeDraft,
  written: WrittenProgramme,
): ProgrammeDraft => ({ ...draft, ...writtenDraft(written) });

type WrittenPart = Omit<
  ProgrammeDraft,
  "accounts" | "categories" | "from" | "until" | "fx_fee" | "method"
>;

function writtenDraft(written: WrittenProgramme): WrittenPart {
  const { due, rounding, payout, portal } = written;
  return {
    written,
    name: written.name,
    kind: written.kind,
    as_of: written.as_of,
    source: written.source,
    uncertain: written.uncertain ?? "",
    currency: written.currency,
    unit: written.unit ?? "",
    point_value: written.point_value ?? "",
    base_rate: written.base_rate,
    statement_day: String(written.statement_day ?? 31),
    annual_fee: written.annual_fee ?? "",
    credit_texts: (written.credit_texts ?? []).join("\n"),
    due_after: due?.after ?? "unknown",
    due_days: due ? String(due.days) : "",
    round_scope: rounding?.scope ?? "transaction",
    round_mode: rounding?.mode ?? "half_up",
    round_step: rounding?.step ?? "",
    round_block: rounding?.block ?? "",
    payout_how: payout?.how ?? "unknown",
    payout_floor: payout?.floor ?? "",
    payout_fee: payout?.fee ?? "",
    ...expiryDraft(written.expiry ?? null),
    portal: {
      track_days: String(portal?.track_days ?? ""),
      claim_until_days: String(portal?.claim_until_days ?? ""),
      confirm_days: String(portal?.confirm_days ?? ""),
      pay_days: String(portal?.pay_days ?? ""),
      appeal_days: String(portal?.appeal_days ?? ""),
      minimum: portal?.minimum ?? "",
    },
    pay_rate: written.pay_as_you_pay?.rate ?? "",
    rules: (written.rules ?? []).map(ruleDraft),
  };
}

function expiryDraft(expiry: WrittenExpiry | null): Pick<WrittenPart, "expiry" | "expiry_count"> {
  if (expiry === null) return { expiry: "unknown", expiry_count: "" };
  if (expiry === "never") return { expiry, expiry_count: "" };
  const [name, length] = Object.entries(expiry)[0] ?? [];
  const known = EXPIRIES.find((one) => one === name) ?? "unknown";
  return { expiry: known, expiry_count: String(length ?? "") };
}

/** What a form says. Throws a Refusal with the field that is not filled as it must be. */
export function inputOf(draft: ProgrammeDraft): ProgrammeInput_Deserialize {
  const programme = writtenOf(draft);
  const categories = wordsOf(draft)
    .map((word) => ({ word, categories: (draft.categories[word] ?? []).map(Number) }))
    .filter((pair) => pair.categories.length > 0);
  return {
    programme,
    accounts: draft.kind === "portal" ? [] : draft.accounts.map(Number),
    categories,
    from: draft.from,
    until: draft.until,
    fx_fee: draft.fx_fee.trim(),
    method: draft.method.trim(),
  };
}

/** The programme that a form says, as its file would have it. */
export function writtenOf(draft: ProgrammeDraft): WrittenProgramme_Deserialize {
  return {
    ...(draft.written as WrittenProgramme_Deserialize),
    id: draft.written.id || idOf(draft.name),
    name: draft.name.trim(),
    kind: draft.kind,
    as_of: draft.as_of,
    source: draft.source.trim(),
    uncertain: draft.uncertain.trim(),
    currency: draft.currency,
    unit: maybe(draft.unit),
    point_value: maybe(draft.point_value),
    base_rate: draft.base_rate.trim(),
    statement_day: draft.statement_day.trim() ? count("statement_day", draft.statement_day) : 31,
    annual_fee: maybe(draft.annual_fee),
    credit_texts: linesOf(draft.credit_texts),
    due:
      draft.due_after === "unknown"
        ? null
        : { after: draft.due_after, days: count("due.days", draft.due_days) },
    rounding: roundingOf(draft),
    rules: draft.rules.map((rule, at) => writtenRule(rule, `rules.${at + 1}`)),
    expiry: expiryOf(draft),
    payout: payoutOf(draft),
    portal: portalOf(draft),
    pay_as_you_pay: draft.kind === "pay_as_you_pay" ? { rate: draft.pay_rate.trim() } : null,
  };
}

/** The word of a programme that is new: its name in small letters. */
const idOf = (name: string): string =>
  name
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "") || "programme";

function roundingOf(draft: ProgrammeDraft): WrittenRounding | null {
  const { round_scope: scope, round_mode: mode } = draft;
  const [step, block] = [maybe(draft.round_step), maybe(draft.round_block)];
  const isUsual = scope === "transaction" && mode === "half_up" && !step && !block;
  return isUsual ? null : { scope, mode, step, block };
}

function expiryOf({ expiry, expiry_count }: ProgrammeDraft): WrittenExpiry | null {
  if (expiry === "unknown") return null;
  if (expiry === "never") return expiry;
  const length = count("expiry", expiry_count);
  const written: Record<typeof expiry, WrittenExpiry> = {
    months: { months: length },
    months_to_month_end: { months_to_month_end: length },
    days: { days: length },
    calendar_years: { calendar_years: length },
    rolling_months: { rolling_months: length },
  };
  return written[expiry];
}

const payoutOf = (draft: ProgrammeDraft): WrittenProgramme_Deserialize["payout"] =>
  draft.payout_how === "unknown"
    ? null
    : { how: draft.payout_how, floor: maybe(draft.payout_floor), fee: maybe(draft.payout_fee) };

function portalOf({
  kind,
  portal,
  written,
}: ProgrammeDraft): WrittenProgramme_Deserialize["portal"] {
  if (kind !== "portal") return null;
  const days = (name: (typeof PORTAL_DAYS)[number]) => count(`portal.${name}`, portal[name]);
  return {
    ...written.portal,
    track_days: days("track_days"),
    claim_until_days: days("claim_until_days"),
    confirm_days: days("confirm_days"),
    pay_days: days("pay_days"),
    appeal_days: days("appeal_days"),
    minimum: maybe(portal.minimum),
  };
}

/** The words for categories that a programme uses, in the order in which they come up. */
export function wordsOf({ written, rules }: ProgrammeDraft): string[] {
  const bonuses = (written.bonuses ?? []).map(({ count }) => count?.match?.categories ?? []);
  const excluded = written.exclusions?.categories ?? [];
  const words = [
    ...excluded,
    ...rules.flatMap((rule) => rule.categories.split(",")),
    ...bonuses.flat(),
  ];
  return [...new Set(words.map((word) => word.trim()).filter(Boolean))];
}

/** Refuses a programme that belongs to accounts and has none. */
export function needAccounts(draft: ProgrammeDraft): void {
  if (draft.kind !== "portal" && draft.accounts.length === 0) {
    throw new Refusal(`accounts: ${t("programme.choose_account")}`);
  }
}
