// Series in words.
import type { ClockState, SeriesView } from "../bindings";
import { formatDay, formatShortDay } from "../shared/dates";
import { t, tn, type MessageKey } from "../shared/messages";
import { formatAmount } from "../shared/money";

export type Note = { text: string; tone: "plain" | "wrong" };

const PERIODS: Record<string, MessageKey> = {
  daily: "recurring.daily",
  weekly: "recurring.weekly",
  biweekly: "recurring.biweekly",
  monthly: "recurring.monthly",
  bimonthly: "recurring.bimonthly",
  quarterly: "recurring.quarterly",
  semiannual: "recurring.semiannual",
  yearly: "recurring.yearly",
  per_use: "recurring.per_use",
};

export const periodText = ({ period }: SeriesView): string =>
  t((period && PERIODS[period]) || "recurring.no_period");

/** "Monthly · €10.99 · next 5 May" */
export function lineText(series: SeriesView): string {
  const parts = [periodText(series)];
  if (series.last) parts.push(formatAmount(series.last));
  if (series.state === "confirmed" && series.next && !series.missed && !series.stopped)
    parts.push(t("recurring.next_on", { day: formatShortDay(series.next) }));
  if (series.state === "candidate") {
    parts.push(tn("recurring.payments", series.count));
    if (series.status === "early") parts.push(t("recurring.early"));
  }
  return parts.join(" · ");
}

/** What is worth knowing of a series, the most pressing first. */
export function notesOf(series: SeriesView): Note[] {
  const notes: Note[] = [];
  if (series.cancel?.still_charged)
    notes.push({
      text: t("recurring.still_charged", { day: formatDay(series.cancel.still_charged) }),
      tone: "wrong",
    });
  if (series.trial)
    notes.push({
      text: clockText("trial", series.trial, series.trial.ends),
      tone: toneOf(series.trial.state),
    });
  if (series.intro)
    notes.push({
      text: clockText("intro", series.intro, series.intro.until, formatAmount(series.intro.amount)),
      tone: toneOf(series.intro.state),
    });
  if (series.missed)
    notes.push({
      text: t("recurring.missed", { day: formatDay(series.missed) }),
      tone: "wrong",
    });
  if (series.stopped && series.state === "confirmed")
    notes.push({
      text: t("recurring.stopped", { day: series.last_day ? formatDay(series.last_day) : "" }),
      tone: "plain",
    });
  if (series.dearer) notes.push({ text: dearerText(series.dearer), tone: "wrong" });
  return notes;
}

const dearerText = (dearer: NonNullable<SeriesView["dearer"]>): string =>
  t("recurring.dearer", {
    percent: dearer.percent.replace(/\.?0+$/, ""),
    day: formatDay(dearer.since),
    extra: formatAmount(dearer.extra_so_far),
  });

type Clock = { days_left: number; state: ClockState };

const CLOCKS = {
  trial: { left: "recurring.trial_left", over: "recurring.trial_over" },
  intro: { left: "recurring.intro_left", over: "recurring.intro_over" },
} as const;

function clockText(what: keyof typeof CLOCKS, clock: Clock, day: string, amount = ""): string {
  const values = { day: formatDay(day), amount };
  const { left, over } = CLOCKS[what];
  return clock.state === "over" ? t(over, values) : tn(left, clock.days_left, values);
}

const toneOf = (state: ClockState): Note["tone"] =>
  state === "soon" || state === "last" ? "wrong" : "plain";
