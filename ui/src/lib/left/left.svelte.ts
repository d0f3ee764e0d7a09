// What is left today, read once for the whole window, and what is said about it.
import {
  commands,
  type AllowanceShown,
  type CategoryLimit,
  type ChoiceId,
  type RestAnswer,
  type RowsBehind,
} from "../bindings";
import { session } from "../session/session.svelte";
import { refusalOf, type Answer } from "../shared/answer";
import { Loader } from "../shared/loader.svelte";
import { toasts } from "../shared/toasts.svelte";

/** What stands open above the screen: a form for something new, or of something that is there. */
export type Open =
  | { what: "allowance"; shown: AllowanceShown | null }
  | { what: "limit"; limit: CategoryLimit | null };

class Left {
  readonly answer = new Loader<AllowanceShown[]>();
  readonly limits = new Loader<CategoryLimit[]>();
  open = $state.raw<Open | null>(null);

  async load(): Promise<void> {
    await Promise.all([
      this.answer.load(() => commands.leftToday()),
      this.limits.load(() => commands.categoryLimits()),
    ]);
  }

  close(): void {
    this.open = null;
  }

  reply(id: ChoiceId, reply: RestAnswer): Promise<void> {
    return attempt(() => commands.answerRest(id, reply));
  }

  sweep(id: ChoiceId, last: string): Promise<void> {
    return attempt(() => commands.sweepAllowance(id, last));
  }

  remove(id: ChoiceId): Promise<void> {
    return attempt(() => commands.removeAllowance(id));
  }

  removeLimit(id: ChoiceId): Promise<void> {
    return attempt(() => commands.removeCategoryLimit(id));
  }
}

async function attempt<T>(ask: () => Promise<Answer<T>>): Promise<void> {
  try {
    await session.write(ask);
  } catch (error) {
    toasts.show({ tone: "error", text: refusalOf(error).message });
  }
}

/** Opens the ledger at the purchases that a figure is made of. */
export function showRowsBehind(rows: RowsBehind, payee: number | null | undefined = null): void {
  const { currency, from, to, category, without } = rows;
  session.showRows({
    kind: "purchase",
    currency,
    from,
    to,
    category,
    without,
    payee: payee ?? null,
  });
}

export const left = new Left();
