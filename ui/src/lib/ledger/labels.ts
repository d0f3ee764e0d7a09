import type { AccountKind, EntryKind, EntryStatus } from "../bindings";
import { t } from "../shared/messages";

export const ENTRY_KINDS: EntryKind[] = [
  "purchase",
  "refund",
  "income",
  "transfer",
  "fee",
  "interest",
  "cashback",
  "cash_withdrawal",
  "card_payment",
  "top_up",
  "gift_card",
  "cash_advance",
  "adjustment",
];

export const ACCOUNT_KINDS: AccountKind[] = [
  "bank",
  "card",
  "cash",
  "wallet",
  "gift_card",
  "points",
  "savings",
  "investment",
  "loan",
  "person",
  "carrier_billing",
];

export const kindLabel = (kind: EntryKind): string => t(`kind.${kind}`);
export const statusLabel = (status: EntryStatus): string => t(`status.${status}`);
export const accountKindLabel = (kind: AccountKind): string => t(`account_kind.${kind}`);

/** Kinds that move money to a second account of one's own. */
export const movesMoney = (kind: EntryKind): boolean =>
  ["transfer", "top_up", "card_payment", "cash_withdrawal"].includes(kind);
