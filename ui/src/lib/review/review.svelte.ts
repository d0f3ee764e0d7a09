// The weekly review: where the person is in it, what waits, and what is said there.
import {
  commands,
  type ReviewChoice,
  type ReviewStep,
  type ReviewStepShown,
  type WeeklyReview,
} from "../bindings";
import { session } from "../session/session.svelte";
import { refusalOf, type Answer } from "../shared/answer";
import { Loader } from "../shared/loader.svelte";
import { toasts } from "../shared/toasts.svelte";
import { shownCurrency } from "../today/currency.svelte";
import { clamp } from "../shared/virtual";

export const STEPS: readonly ReviewStep[] = [
  "uncategorised",
  "refunds",
  "cashback",
  "sweep",
  "choice",
];

class Review {
  readonly answer = new Loader<WeeklyReview>();
  isOpen = $state(false);
  /** Which step is shown; it stays so while the window is open. */
  at = $state(0);

  readonly step = $derived(STEPS[this.at] ?? "choice");
  readonly shown = $derived(this.answer.data?.steps.find(({ step }) => step === this.step) ?? null);

  open(): void {
    this.isOpen = true;
  }

  leave(): void {
    this.isOpen = false;
  }

  load(): Promise<void> {
    const currency = shownCurrency.value;
    return this.answer.load(() => commands.weeklyReview(currency));
  }

  go(at: number): void {
    this.at = clamp(at, 0, STEPS.length - 1);
  }

  choose(choice: ReviewChoice): Promise<boolean> {
    return attempt(() => commands.chooseForWeek(choice));
  }

  unchoose(): Promise<boolean> {
    return attempt(() => commands.unchooseForWeek());
  }

  /** Leaves the step for another time, or takes it in again. */
  async skip(shown: ReviewStepShown): Promise<void> {
    const { step, state } = shown;
    if (state === "skipped") await attempt(() => commands.unskipReviewStep(step));
    if (state === "waiting") await attempt(() => commands.skipReviewStep(step));
  }

  async finish(): Promise<void> {
    if (this.answer.data?.done) return;
    if (!(await attempt(() => commands.finishReview()))) return;
    this.at = 0;
    this.leave();
  }
}

/** Writes; what is refused is told at the foot of the window. */
export async function attempt(ask: () => Promise<Answer<unknown>>): Promise<boolean> {
  try {
    await session.write(ask);
    return true;
  } catch (error) {
    toasts.show({ tone: "error", text: refusalOf(error).message });
    return false;
  }
}

export const review = new Review();
