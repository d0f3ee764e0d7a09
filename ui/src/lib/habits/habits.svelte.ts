// Habits and challenges, read once for the whole window, and what is said about them.
import {
  commands,
  type ChallengeShown,
  type ChoiceId,
  type Habits,
  type HabitShown,
} from "../bindings";
import { session } from "../session/session.svelte";
import { refusalOf, type Answer } from "../shared/answer";
import { Loader } from "../shared/loader.svelte";
import { toasts } from "../shared/toasts.svelte";

/** What stands open above the screen: a form for something new, or of something that is there. */
export type Open =
  | { what: "habit"; habit: HabitShown | null }
  | { what: "challenge"; challenge: ChallengeShown | null };

class HabitList {
  readonly answer = new Loader<Habits>();
  open = $state.raw<Open | null>(null);

  load(): Promise<void> {
    return this.answer.load(() => commands.habits());
  }

  close(): void {
    this.open = null;
  }

  skip = (id: ChoiceId, day: string): Promise<void> =>
    attempt(() => commands.skipHabitDay(id, day));
  unskip = (id: ChoiceId, day: string): Promise<void> =>
    attempt(() => commands.unskipHabitDay(id, day));
  archive = (id: ChoiceId): Promise<void> => attempt(() => commands.archiveHabit(id));
  reopen = (id: ChoiceId): Promise<void> => attempt(() => commands.reopenHabit(id));
  startVacation = (): Promise<void> => attempt(() => commands.startVacation());
  endVacation = (): Promise<void> => attempt(() => commands.endVacation());
  removeChallenge = (id: ChoiceId): Promise<void> => attempt(() => commands.removeChallenge(id));
}

async function attempt<T>(ask: () => Promise<Answer<T>>): Promise<void> {
  try {
    await session.write(ask);
  } catch (error) {
    toasts.show({ tone: "error", text: refusalOf(error).message });
  }
}

export const habits = new HabitList();
