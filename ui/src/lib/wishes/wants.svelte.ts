// The want list, read once for the whole window, and what is decided about its things.
import { commands, type ChoiceId, type WantList, type Wish } from "../bindings";
import { session } from "../session/session.svelte";
import { refusalOf, type Answer } from "../shared/answer";
import { Loader } from "../shared/loader.svelte";
import { toasts } from "../shared/toasts.svelte";

export type Decision = "drop" | "buy";
/** What stands open above the list: a new thing, or a decision of an earlier day. */
export type Open = { what: "new" } | { what: Decision; wish: Wish };

class Wants {
  readonly answer = new Loader<WantList>();
  open = $state.raw<Open | null>(null);

  load(): Promise<void> {
    return this.answer.load(() => commands.wantList());
  }

  close(): void {
    this.open = null;
  }

  /** Keeps a decision, of today where no day is said. Throws a Refusal that says what is wrong. */
  async decide(decision: Decision, id: ChoiceId, day: string | null): Promise<void> {
    const { buyWish, dropWish } = commands;
    await session.write(() => (decision === "drop" ? dropWish(id, day) : buyWish(id, day)));
  }

  decideToday(decision: Decision, id: ChoiceId): Promise<boolean> {
    return attempt(() => this.decide(decision, id, null));
  }

  reopen(id: ChoiceId): Promise<boolean> {
    return attempt(() => write(() => commands.reopenWish(id)));
  }

  remove(id: ChoiceId): Promise<boolean> {
    return attempt(() => write(() => commands.removeWish(id)));
  }
}

async function write(ask: () => Promise<Answer<unknown>>): Promise<void> {
  await session.write(ask);
}

async function attempt(run: () => Promise<void>): Promise<boolean> {
  try {
    await run();
    return true;
  } catch (error) {
    toasts.show({ tone: "error", text: refusalOf(error).message });
    return false;
  }
}

export const wants = new Wants();
