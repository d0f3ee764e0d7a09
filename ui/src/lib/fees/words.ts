// What fees say in words.
import type { FeeBand, FeeFlow, TariffShown } from "../bindings";
import { t } from "../shared/messages";
import { formatAmount } from "../shared/money";

/** A rate such as "0.0910" as "9.1 %": two digits that count, nothing computed by hand. */
export function percent(rate: string | null): string {
  if (rate === null) return "–";
  const value = Number(rate) * 100;
  return `${new Intl.NumberFormat("en", { maximumFractionDigits: 2 }).format(value)} %`;
}

/** Which sizes a band holds. */
export function bandName({ above, up_to }: FeeBand): string {
  if (up_to) return t("fees.up_to", { limit: formatAmount(up_to) });
  return above ? t("fees.above", { limit: formatAmount(above) }) : t("fees.any_size");
}

export const hasPayments = (flow: FeeFlow): boolean => flow.count > 0;

export const tariffItems = (tariffs: TariffShown[]): { value: string; label: string }[] =>
  tariffs.map(({ key, tariff }) => ({ value: key, label: `${tariff.name} · ${tariff.currency}` }));
