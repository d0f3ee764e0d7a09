// The person's sorting rules, read once for the whole window.
import {
  commands,
  type ChoiceId,
  type EntryId,
  type RuleInput,
  type SortingRule,
} from "../bindings";
import { refusalOf, take, type Answer } from "../shared/answer";
import { Loader } from "../shared/loader.svelte";
import { toasts } from "../shared/toasts.svelte";
import { session } from "../session/session.svelte";
import { draftOf, newRule, type RuleDraft } from "./draft";

/** A rule being written; with its id where it is kept already. */
export type Editing = { id: ChoiceId | null; draft: RuleDraft };

class Rules {
  readonly answer = new Loader<SortingRule[]>();
  editing = $state.raw<Editing | null>(null);

  load(): Promise<void> {
    return this.answer.load(() => commands.rules());
  }

  begin(): void {
    this.editing = { id: null, draft: newRule() };
  }

  edit({ id, rule }: SortingRule): void {
    this.editing = { id, draft: draftOf(rule) };
  }

  /** Opens the form with what an entry or a suggestion says. */
  beginWith(rule: RuleInput): void {
    this.editing = { id: null, draft: draftOf(rule) };
  }

  async beginFrom(entry: EntryId): Promise<void> {
    try {
      this.beginWith(await take(commands.ruleFrom(entry)));
    } catch (error) {
      complain(error);
    }
  }

  /** Keeps a rule; throws a Refusal that says what is wrong with it. */
  async save(id: ChoiceId | null, rule: RuleInput): Promise<void> {
    await session.write(() => commands.saveRule(id, rule));
    this.editing = null;
  }

  remove(id: ChoiceId): Promise<boolean> {
    return write(() => commands.deleteRule(id));
  }

  /** Moves a rule to a place counted from 0, and reads the list anew. */
  async move(id: ChoiceId, to: number): Promise<void> {
    if (await write(() => commands.moveRule(id, to))) await this.load();
  }

  apply(): Promise<boolean> {
    return write(() => commands.applyRules(null));
  }
}

async function write(ask: () => Promise<Answer<unknown>>): Promise<boolean> {
  try {
    await session.write(ask);
    return true;
  } catch (error) {
    complain(error);
    return false;
  }
}

function complain(error: unknown): void {
  toasts.show({ tone: "error", text: refusalOf(error).message });
}

export const rules = new Rules();
