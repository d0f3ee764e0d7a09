// What a thing on the want list says of itself, and what its menu offers.
import type { Wish } from "../bindings";
import { formatDay } from "../shared/dates";
import { t } from "../shared/messages";
import { formatAmount } from "../shared/money";

export type WishDeed = "drop" | "buy" | "reopen" | "remove";

export function deedsOf({ state }: Wish): { value: WishDeed; label: string }[] {
  const remove = { value: "remove" as const, label: t("wish.remove") };
  if (state !== "open") return [{ value: "reopen", label: t("wish.reopen") }, remove];
  return [
    { value: "drop", label: t("wish.drop_on") },
    { value: "buy", label: t("wish.buy_on") },
    remove,
  ];
}

/** Where a thing stands, and since when. */
export function stateText({ state, added, decided }: Wish): string {
  if (state === "dropped") return t("wish.dropped", { day: decided ? formatDay(decided) : "" });
  if (state === "bought") return t("wish.bought", { day: decided ? formatDay(decided) : "" });
  return added ? t("wish.since", { day: formatDay(added) }) : t("wish.open");
}

export const sums = (amounts: Wish["saved"]): string => amounts.map(formatAmount).join(" · ");
