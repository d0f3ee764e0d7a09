// What the menu of a saving rule offers.
import type { SavingRule } from "../bindings";
import { formatDay } from "../shared/dates";
import { t } from "../shared/messages";

export type Deed =
  "edit" | "pause_open" | "pause_day" | "pause_payday" | "resume" | "mirror" | "delete";

export function deedsOf({ state, rule }: SavingRule): { value: Deed; label: string }[] {
  const rests = state === "paused";
  const deeds: Deed[] = [
    "edit",
    ...(rests ? (["resume"] as const) : (["pause_open", "pause_day", "pause_payday"] as const)),
    ...(rule.terms.kind === "round_up" ? (["mirror"] as const) : []),
    "delete",
  ];
  return deeds.map((value) => ({ value, label: t(`deed_saving.${value}`) }));
}

/** Whether a rule is at work, in words. */
export function stateText({ state, rule, paused_until }: SavingRule): string {
  if (state === "paused") {
    return paused_until
      ? t("saving_state.paused_until", { day: formatDay(paused_until) })
      : t("saving_state.paused");
  }
  if (state === "waiting" && rule.from)
    return t("saving_state.waiting_until", { day: formatDay(rule.from) });
  return t(`saving_state.${state}`);
}
