// What comes again and again: the inbox of one currency, and what is said of its series.
import { commands, type Recurring, type SeriesView } from "../bindings";
import { session } from "../session/session.svelte";
import { refusalOf, type Answer } from "../shared/answer";
import { Loader } from "../shared/loader.svelte";
import { toasts } from "../shared/toasts.svelte";
import { choice } from "../small/choice.svelte";

/** What stands open above the screen. */
export type Open = { what: "series" | "edit" | "cancel" | "merge"; key: string };

class Inbox {
  readonly answer = new Loader<Recurring>();
  open = $state.raw<Open | null>(null);
  view = $state<"list" | "calendar">("list");

  /** What is open, with what is known of it now. */
  readonly opened = $derived.by(() => {
    const { open } = this;
    const series = open && this.all.find(({ key }) => key === open.key);
    return open && series ? { what: open.what, series } : null;
  });

  get all(): SeriesView[] {
    const { data } = this.answer;
    if (!data) return [];
    return [...data.series, ...data.candidates, ...data.cancelled, ...data.dismissed];
  }

  load(): Promise<void> {
    const { currency } = choice;
    return currency ? this.answer.load(() => commands.recurring(currency)) : Promise.resolve();
  }

  show(key: string): void {
    this.open = { what: "series", key };
  }

  close(): void {
    this.open = null;
  }

  /** Writes what a series is asked. Throws a Refusal that says what is wrong. */
  async write(ask: (currency: string) => Promise<Answer<unknown>>): Promise<void> {
    const { currency } = choice;
    await session.write(() => ask(currency));
    await this.load();
  }

  /** The same where nothing can be corrected: a refusal is told in a corner. */
  async attempt(ask: (currency: string) => Promise<Answer<unknown>>): Promise<boolean> {
    try {
      await this.write(ask);
      return true;
    } catch (error) {
      toasts.show({ tone: "error", text: refusalOf(error).message });
      return false;
    }
  }
}

export const inbox = new Inbox();
