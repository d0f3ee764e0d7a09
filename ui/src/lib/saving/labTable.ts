// The results of the lab as lines of a table, one column for each set of terms.
import type { Amount, LabCurrency, LabResult } from "../bindings";
import { formatDay, formatMonth, monthOf } from "../shared/dates";
import { formatCount, t, tn, type MessageKey } from "../shared/messages";
import { formatAmount } from "../shared/money";
import { letterOf } from "./lab.svelte";

export type Line = { label: string; cells: { value: string; note: string }[] };

/** The currencies of all results, each once. */
export const currenciesOf = (results: LabResult[]): string[] => [
  ...new Set(results.flatMap(({ currencies }) => currencies.map(({ currency }) => currency))),
];

/** The results in one currency; none where a set takes no part in it. */
export const inCurrency = (results: LabResult[], currency: string): (LabCurrency | null)[] =>
  results.map(({ currencies }) => currencies.find((one) => one.currency === currency) ?? null);

/** "A · Round-ups" */
export const columnOf = ({ name }: LabResult, at: number): string => `${letterOf(at)} · ${name}`;

const cell = (value: string, note = "") => ({ value, note });
const NOTHING = cell("–");

/** What each set would have done. */
export function mainLines(sets: (LabCurrency | null)[]): Line[] {
  const line = (label: string, of: (set: LabCurrency) => { value: string; note: string }) => ({
    label,
    cells: sets.map((set) => (set ? of(set) : NOTHING)),
  });
  const stretch = (found: { from: string; amount: Amount } | null, note: MessageKey) =>
    found ? cell(formatAmount(found.amount), t(note, { day: formatDay(found.from) })) : NOTHING;
  return [
    line(t("lab.a_month"), (set) => cell(formatAmount(set.a_month))),
    line(t("lab.saved"), (set) => cell(formatAmount(set.saved))),
    line(t("lab.biggest_week"), (set) => stretch(set.biggest_week, "lab.week_of")),
    line(t("lab.held"), (set) =>
      cell(tn("lab.days", set.held_days), t("lab.held_back", { sum: formatAmount(set.held_back) })),
    ),
    line(t("lab.worst_balance"), (set) => stretch(set.worst_balance, "lab.on_day")),
    line(t("lab.taken_back"), (set) =>
      cell(formatAmount(set.taken_back), tn("lab.refunds", set.taken_back_times)),
    ),
    line(t("lab.took_part"), (set) => cell(formatCount(set.took_part))),
  ];
}

/** Why purchases took no part, and how many. */
export function reasonLines(sets: (LabCurrency | null)[]): Line[] {
  const words = new Map(
    sets.flatMap((set) => (set?.left_out ?? []).map((one) => [one.reason, one.words] as const)),
  );
  return [...words].map(([reason, label]) => ({
    label,
    cells: sets.map((set) => {
      const found = set?.left_out.find((one) => one.reason === reason);
      return cell(formatCount(found?.count ?? 0));
    }),
  }));
}

/** What each month would have set aside. */
export function monthLines(sets: (LabCurrency | null)[]): Line[] {
  const months = new Set(sets.flatMap((set) => (set?.months ?? []).map(({ from }) => from)));
  return [...months].sort().map((from) => ({
    label: formatMonth(monthOf(from)),
    cells: sets.map((set) => {
      const found = set?.months.find((month) => month.from === from);
      return found ? cell(formatAmount(found.amount)) : NOTHING;
    }),
  }));
}
