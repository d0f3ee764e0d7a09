// Which rows the ledger shows, and the chips that say so.
import type { EntryFilter } from "../bindings";
import { formatPeriod, weekdayName } from "../shared/dates";
import { t } from "../shared/messages";
import { formatAmount } from "../shared/money";
import { kindLabel, statusLabel } from "./labels";

/** Names for the ids in a filter, as far as they are known. */
export type FilterNames = { account?: string; category?: string; payee?: string; batch?: string };

export type Part =
  | "account"
  | "category"
  | "payee"
  | "batch"
  | "small"
  | "currency"
  | "period"
  | "kind"
  | "status"
  | "hour"
  | "without"
  | "fee";
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
  weekday: null,
  hour: null,
  without: [],
  fee: null,
});

/** What is filtered, one chip each. The searched text has its own box and no chip. */
export function chipsOf(filter: EntryFilter, names: FilterNames): Chip[] {
  const chips: (Chip | null)[] = [
    chip("small", filter.small_limit && smallLabel(filter)),
    chip("period", formatPeriod(filter.from, filter.to)),
    chip("hour", hourLabel(filter)),
    chip("without", (filter.without?.length ?? 0) > 0 && t("filter.without")),
    chip("fee", filter.fee !== null && feeLabel(filter)),
    chip("payee", filter.payee !== null && (names.payee ?? t("filter.payee"))),
    chip("account", filter.account !== null && (names.account ?? t("filter.account"))),
    chip("category", filter.category !== null && (names.category ?? t("filter.category"))),
    chip("batch", filter.batch !== null && (names.batch ?? t("filter.batch"))),
    chip("currency", !filter.small_limit && !filter.fee && filter.currency),
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
    case "fee":
      return { ...filter, fee: null, currency: null };
    case "hour":
      return { ...filter, weekday: null, hour: null };
    case "without":
      return { ...filter, without: [] };
    case "period":
      return { ...filter, from: null, to: null };
    default:
      return { ...filter, [part]: null };
  }
}

export const isFiltered = (filter: EntryFilter): boolean =>
  Object.values(filter).some((value) =>
    Array.isArray(value) ? value.length > 0 : value !== null && value !== "",
  );

const chip = (part: Part, label: string | false | null): Chip | null =>
  label ? { part, label } : null;

/** A weekday and hour as a person says them; 24 stands for no time. */
function hourLabel({ weekday, hour }: EntryFilter): string {
  const day = weekday === null ? "" : weekdayName(weekday);
  if (hour === null) return day;
  const time = hour > 23 ? t("hours.none") : t("hours.from_to", { from: hour, to: hour + 1 });
  return [day, time].filter(Boolean).join(", ");
}

/** Which entries with a fee: of which size, charged to which side. */
function feeLabel({ fee, currency }: EntryFilter): string {
  const amount = (value: string): string => formatAmount({ value, currency: currency ?? "" });
  const limit = fee?.up_to;
  if (limit === "0") return t("filter.fee_alone");
  const above = fee?.above && fee.above !== "0" ? amount(fee.above) : null;
  if (limit && above) return t("filter.fee_between", { above, limit: amount(limit) });
  if (limit) return t("filter.fee_up_to", { limit: amount(limit) });
  return above ? t("filter.fee_above", { above }) : t("filter.fee");
}

function smallLabel({ small_limit, currency }: EntryFilter): string {
  const limit = { value: small_limit ?? "", currency: currency ?? "" };
  return t("filter.small", { limit: formatAmount(limit) });
}
