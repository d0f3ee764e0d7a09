// What stands in the rows of each step.
import type { Amount, ReviewOption, ReviewStepShown, WeeklyReview } from "../bindings";
import { countdown, dueText, stateLabel } from "../cashback/words";
import { kindLabel } from "../ledger/labels";
import { formatDay } from "../shared/dates";
import { formatCount, sentence, t } from "../shared/messages";
import { formatAmount, told } from "../shared/money";

/** A row that can be acted on. */
export type Row = {
  key: string;
  title: string;
  detail: string;
  amount?: Amount;
  /** Whether the amount came in or went out. */
  signed?: boolean;
  /** A word at its end. */
  mark?: string;
};

/** The rows of a step; the last step has its options. */
export function rowsOf(review: WeeklyReview, step: ReviewStepShown["step"]): Row[] {
  if (step === "uncategorised") return uncategorised(review);
  if (step === "refunds") return [...awaited(review), ...refunds(review)];
  if (step === "cashback") return cashback(review);
  if (step === "sweep") return sweeps(review);
  return review.options.map((option) => optionRow(option, isChosen(review, option)));
}

/** Where a step is, in words. */
export function stateOf({ step, state, waiting }: ReviewStepShown): string {
  if (step === "choice" && state === "clear") return t("review_state.chosen");
  if (step === "choice" && state === "waiting") return t("review_state.open");
  return t(`review_state.${state}`, { count: formatCount(waiting) });
}

const uncategorised = (review: WeeklyReview): Row[] =>
  review.uncategorised.rows.map(({ entry, proposal }) => ({
    key: `entry ${entry.id}`,
    title: entry.payee || kindLabel(entry.kind),
    detail: [
      formatDay(entry.date),
      proposal
        ? t("review.proposal", { name: proposal.name, because: sentence(proposal.because) })
        : t("review.no_proposal"),
    ].join(" · "),
    amount: entry.amount,
    signed: true,
  }));

const awaited = (review: WeeklyReview): Row[] =>
  review.awaited.map((entry) => ({
    key: `awaited ${entry.id}`,
    title: entry.payee || kindLabel(entry.kind),
    detail: t(entry.status === "planned" ? "review.awaited" : "review.awaited_pending", {
      day: formatDay(entry.date),
    }),
    amount: entry.amount,
    signed: true,
  }));

const refunds = (review: WeeklyReview): Row[] =>
  review.refunds.map(({ first, second, reason }) => ({
    key: `pair ${first.id} ${second.id}`,
    title: second.payee || kindLabel(second.kind),
    detail: t("review.came_for", {
      day: formatDay(second.date),
      amount: formatAmount(sizeOf(first.amount)),
      bought: formatDay(first.date),
      reason,
    }),
    amount: second.amount,
    signed: true,
  }));

const sizeOf = ({ value, currency }: Amount): Amount => ({
  value: value.replace(/^-/, ""),
  currency,
});

const cashback = (review: WeeklyReview): Row[] =>
  review.cashback.map((item) => ({
    key: item.key,
    title: item.title,
    detail: [item.programme_name, dueText(item), countdown(item)].filter(Boolean).join(" · "),
    amount: item.amount,
    mark: stateLabel(item.state),
  }));

const sweeps = (review: WeeklyReview): Row[] =>
  review.sweeps.map((proposal, at) => ({
    key: String(at),
    title: t("review.sweep_title", {
      from: proposal.from_name || t("sweep.nowhere"),
      to: proposal.destination_name || t("sweep.nowhere"),
    }),
    detail: proposal.words ? told(proposal.words) : "",
    amount: proposal.amount,
  }));

const optionRow = (option: ReviewOption, chosen: boolean): Row => ({
  key: JSON.stringify(option.choice),
  title: option.name,
  detail: `${t(`review_option.${option.choice.kind}`)} · ${told(option.what)}`,
  mark: chosen ? t("review_state.chosen") : undefined,
});

const isChosen = (review: WeeklyReview, option: ReviewOption): boolean =>
  JSON.stringify(review.choice?.choice) === JSON.stringify(option.choice);
