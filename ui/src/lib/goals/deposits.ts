// What a deposit says of itself, in words.
import type { GoalDeposit } from "../bindings";
import { t } from "../shared/messages";
import { formatAmount, isNegative, isZero } from "../shared/money";

/** Whether its money has really moved: nothing is said of what left before it moved. */
export function movedWords({ amount, moved }: GoalDeposit): string {
  if (isNegative(amount)) {
    return isZero(moved) ? "" : t("deposit.had_moved", { amount: sizeOf(moved) });
  }
  if (isZero(moved)) return t("deposit.not_moved");
  if (moved.value === amount.value) return t("deposit.moved");
  return t("deposit.partly_moved", { amount: formatAmount(moved) });
}

const sizeOf = (amount: GoalDeposit["moved"]): string =>
  formatAmount({ ...amount, value: amount.value.replace(/^[-\u2212]/, "") });
