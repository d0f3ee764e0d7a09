// The saving rules, read once for the whole window, and what is done with them.
import {
  commands,
  type ChoiceId,
  type PauseUntil,
  type SavingRule,
  type SavingRuleInput,
} from "../bindings";
import { refusalOf, type Answer } from "../shared/answer";
import { Loader } from "../shared/loader.svelte";
import { toasts } from "../shared/toasts.svelte";
import { session } from "../session/session.svelte";

/** What stands open above the list: a rule being written, put to rest, or held beside a bank's. */
export type Open = { what: "new" } | { what: "edit" | "pause" | "mirror"; rule: SavingRule };

class Saving {
  readonly answer = new Loader<SavingRule[]>();
  open = $state.raw<Open | null>(null);
  part = $state<"rules" | "wants" | "lab">("rules");

  load(): Promise<void> {
    return this.answer.load(() => commands.savingRules());
  }

  close(): void {
    this.open = null;
  }

  /** Keeps a rule, or new terms of it from a day on. Throws a Refusal that says what is wrong. */
  async save(id: ChoiceId | null, rule: SavingRuleInput, from: string | null): Promise<void> {
    await session.write(() => commands.saveSavingRule(id, rule, from));
  }

  remove(id: ChoiceId): Promise<boolean> {
    return attempt(() => commands.deleteSavingRule(id));
  }

  /** Lets one rule rest, or all of them. */
  pause(id: ChoiceId | null, until: PauseUntil): Promise<boolean> {
    return attempt(() => commands.pauseSaving(id, until));
  }

  resume(id: ChoiceId | null): Promise<boolean> {
    return attempt(() => commands.resumeSaving(id));
  }
}

async function attempt(ask: () => Promise<Answer<unknown>>): Promise<boolean> {
  try {
    await session.write(ask);
    return true;
  } catch (error) {
    toasts.show({ tone: "error", text: refusalOf(error).message });
    return false;
  }
}

export const saving = new Saving();
