// Whether a statement's own balances agree with its rows, in words.
import type { BatchAccount } from "../bindings";
import { t } from "../shared/messages";
import { formatAmount, isNegative, isZero, MINUS } from "../shared/money";

export type Proof = "proved" | "off" | "unstated";

export function proofOf({ statement_gap }: BatchAccount): Proof {
  if (!statement_gap) return "unstated";
  return isZero(statement_gap) ? "proved" : "off";
}

/** "Balance proved", "Balance off by €2.00" */
export function shortProof(account: BatchAccount): string {
  if (!account.statement_gap) return t("batch.unstated");
  return isZero(account.statement_gap)
    ? t("batch.proved")
    : t("batch.off", { amount: sizeOf(account.statement_gap) });
}

/** What the statement's balances say about its rows. */
export function aboutStatement({ opening, closing, sum, statement_gap }: BatchAccount): string {
  if (!opening || !closing || !statement_gap) return t("batch.states_no_balances");
  const values = {
    opening: formatAmount(opening),
    sum: formatAmount(sum),
    closing: formatAmount(closing),
    gap: sizeOf(statement_gap),
  };
  if (isZero(statement_gap)) return t("batch.adds_up", values);
  return t(isNegative(statement_gap) ? "batch.closing_below" : "batch.closing_above", values);
}

/** How the ledger stands to the closing balance; nothing where none is stated. */
export function aboutLedger({ ledger_gap }: BatchAccount): string | null {
  if (!ledger_gap) return null;
  if (isZero(ledger_gap)) return t("batch.ledger_agrees");
  const key = isNegative(ledger_gap) ? "batch.ledger_above" : "batch.ledger_below";
  return t(key, { gap: sizeOf(ledger_gap) });
}

const sizeOf = (amount: { value: string; currency: string }): string =>
  formatAmount(amount).replace(MINUS, "");
