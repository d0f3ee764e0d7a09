// Which rows the ledger shows, and the chips that say so.
import type { EntryFilter } from "../bindings";
import { formatPeriod } from "../shared/dates";
import { t } from "../shared/messages";
import { formatAmount } from "../shared/money";
import { kindLabel, statusLabel } from "./labels";

/** Names for the ids in a filter, as far as they are known. */
export type FilterNames = { account?: string; category?: string; payee?: string; batch?: string };

export type Part =
  "account" | "category" | "payee" | "batch" | "small" | "currency" | "period" | "kind" | "status";
export type Chip = { part: Part; label: string };

/** A filter that lets every row through. */
export const emptyFilter = (): EntryFilter => ({
  account: null,
  category: null,
  payee: null,
  batch: null,
  currency: null,
  kind: null,
  status: null,
  from: null,
  to: null,
  text: null,
  small_limit: null,
});

/** What is filtered, one chip each. The searched text has its own box and no chip. */
export function chipsOf(filter: EntryFilter, names: FilterNames): Chip[] {
  const chips: (Chip | null)[] = [
    chip("small", filter.small_limit && smallLabel(filter)),
    chip("period", formatPeriod(filter.from, filter.to)),
    chip("payee", filter.payee !== null && (names.payee ?? t("filter.payee"))),
    chip("account", filter.account !== null && (names.account ?? t("filter.account"))),
    chip("category", filter.category !== null && (names.category ?? t("filter.category"))),
    chip("batch", filter.batch !== null && (names.batch ?? t("filter.batch"))),
    chip("currency", !filter.small_limit && filter.currency),
    chip("kind", filter.kind && kindLabel(filter.kind)),
    chip("status", filter.status && statusLabel(filter.status)),
  ];
  return chips.filter((item) => item !== null);
}

/** The filter without one of its parts. A size makes no sense without its currency, so they go together. */
export function without(filter: EntryFilter, part: Part): EntryFilter {
  switch (part) {
    case "small":
      return { ...filter, small_limit: null, currency: null };
    case "period":
      return { ...filter, from: null, to: null };
    default:
      return { ...filter, [part]: null };
  }
}

export const isFiltered = (filter: EntryFilter): boolean =>
  Object.values(filter).some((value) => value !== null && value !== "");

const chip = (part: Part, label: string | false | null): Chip | null =>
  label ? { part, label } : null;

function smallLabel({ small_limit, currency }: EntryFilter): string {
  const limit = { value: small_limit ?? "", currency: currency ?? "" };
  return t("filter.small", { limit: formatAmount(limit) });
}
