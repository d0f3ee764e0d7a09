// What rewards and parked value say of themselves, in words.
import type { Amount, Receivable, ReceivableState, StateSum } from "../bindings";
import { formatDay } from "../shared/dates";
import { t, tn } from "../shared/messages";
import { formatAmount, isZero, permilleOf } from "../shared/money";

/** The states in the order in which a reward goes through them. */
export const STATES: ReceivableState[] = [
  "expected",
  "tracked",
  "confirmed",
  "payable",
  "paid",
  "short",
  "overdue",
  "missing",
  "declined",
  "taken_back",
];

/** The states that a programme can tell; the others follow from days and credits. */
export const TOLD_STATES: ReceivableState[] = [
  "tracked",
  "confirmed",
  "payable",
  "paid",
  "declined",
];

export const stateLabel = (state: ReceivableState): string => t(`reward_state.${state}`);

/** What can be done and for how long: "Claim until 4 Dec 2026, 8 days left". Empty for waiting. */
export function countdown({ action, act_until, days_left }: Receivable): string {
  if (!action) return "";
  if (!act_until) return t(`reward_action.${action}`);
  const until = t(`reward_until.${action}`, { day: formatDay(act_until) });
  return days_left === null ? until : `${until}, ${daysLeft(days_left)}`;
}

/** How many days are left, in words. */
export function daysLeft(days: number): string {
  if (days < 0) return tn("cashback.days_ago", -days);
  return days === 0 ? t("cashback.last_day") : tn("cashback.days_left", days);
}

export const dueText = ({ due }: Pick<Receivable, "due">): string =>
  due ? t("cashback.due_on", { day: formatDay(due) }) : t("cashback.no_due");

/** The sums of each state, with its currencies side by side. */
export function byState(
  sums: StateSum[],
): { state: ReceivableState; count: number; sum: string }[] {
  return STATES.flatMap((state) => {
    const own = sums.filter((sum) => sum.state === state && sum.count > 0);
    if (own.length === 0) return [];
    const count = own.reduce((all, sum) => all + sum.count, 0);
    return [{ state, count, sum: amounts(own.map(({ sum }) => sum)) }];
  });
}

/** Amounts of several currencies side by side. */
export const amounts = (all: Amount[]): string => all.map(formatAmount).join(" · ");

/** The largest of the amounts in a currency: what a bar of full width stands for. */
export function largestOf(all: Amount[], currency: string): Amount | null {
  const own = all.filter((amount) => amount.currency === currency && !isZero(amount));
  return own.reduce<Amount | null>(
    (best, next) => (best && permilleOf(best, next) === 1000 ? best : next),
    null,
  );
}

/** Decimal text without the zeros at its end: "1.50" as "1.5". */
export const shortest = (text: string): string =>
  text.includes(".") ? text.replace(/\.?0+$/, "") : text;

/** A rate such as "0.05" as a percentage, to say what was typed; null where it is no plain number. */
export function percentOf(rate: string): string | null {
  const match = /^(\d{0,6})(?:\.(\d{0,12}))?$/.exec(rate.trim());
  if (!match || !/\d/.test(rate)) return null;
  const [, whole = "", fraction = ""] = match;
  const digits = fraction.padEnd(2, "0");
  const moved = `${whole}${digits.slice(0, 2)}`.replace(/^0+(?=\d)/, "");
  return `${shortest(`${moved}.${digits.slice(2) || "0"}`)} %`;
}
