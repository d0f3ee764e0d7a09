// What every screen shares: the state of the ledger, where the person is, and the one way to write.
import { SvelteSet } from "svelte/reactivity";
import { commands, type ChangeLabel, type EntryFilter, type Status } from "../bindings";
import { Refusal, refusalOf, take, type Answer } from "../shared/answer";
import { t } from "../shared/messages";
import { toasts } from "../shared/toasts.svelte";
import { emptyFilter, type FilterNames } from "../ledger/filter";

export const SCREENS = [
  "today",
  "small",
  "ledger",
  "import",
  "accounts",
  "rules",
  "saving",
  "goals",
  "cashback",
  "recurring",
  "habits",
  "fees",
] as const;
export type Screen = (typeof SCREENS)[number];

class Session {
  status = $state.raw<Status | null>(null);
  error = $state<string | null>(null);
  screen = $state<Screen>("today");
  /** Goes up after each write: a screen that reads it asks again. */
  revision = $state(0);
  filter = $state.raw<EntryFilter>(emptyFilter());
  filterNames = $state.raw<FilterNames>({});
  /** Changes that were undone from this window and not redone since. */
  readonly undone = new SvelteSet<number>();
  cameFrom = $state<Screen | null>(null);
  historyIsOpen = $state(false);
  shortcutsAreOpen = $state(false);

  readonly isEmpty = $derived(this.status?.entries === 0);

  async refresh(): Promise<void> {
    try {
      this.status = await take(commands.status());
      this.error = null;
    } catch (error) {
      this.error = refusalOf(error).message;
    }
  }

  go(screen: Screen): void {
    this.cameFrom = null;
    this.screen = screen;
  }

  /** Opens the ledger at exactly the rows behind a figure or a mark. */
  showRows(filter: Partial<EntryFilter>, names: FilterNames = {}): void {
    const from = this.screen;
    this.filter = { ...emptyFilter(), ...filter };
    this.filterNames = names;
    this.go("ledger");
    if (from !== "ledger") this.cameFrom = from;
  }

  /** Writes, reads the state again and offers to undo. Throws a Refusal when Rust says no. */
  async write<T>(ask: () => Promise<Answer<T>>): Promise<T> {
    const before = this.status?.undo?.id;
    const value = await take(ask());
    await this.reread();
    const change = this.status?.undo ?? null;
    // An import of rows that are all there already writes nothing, and there is nothing to undo.
    if (change?.id !== before) this.offerUndo(change);
    return value;
  }

  async undo(change: number | null = null): Promise<void> {
    try {
      await this.takeBack(change);
    } catch (error) {
      this.complain(refusalOf(error));
    }
  }

  /** Like `undo`, but throws a Refusal where a later change stands on this one. */
  async takeBack(change: number | null): Promise<void> {
    const undone = await take(commands.undo(change));
    await this.reread();
    this.undone.add(undone.id);
    this.tell(t("toast.undone", { label: undone.label }), t("action.redo"), () =>
      this.redo(undone.id),
    );
  }

  async redo(change: number | null = null): Promise<void> {
    const redone = await this.attempt(() => commands.redo(change));
    if (!redone) return;
    this.undone.delete(redone.id);
    this.tell(t("toast.redone", { label: redone.label }), t("action.undo"), () =>
      this.undo(redone.id),
    );
  }

  async loadDemo(): Promise<void> {
    const loaded = await this.attempt(() => commands.loadDemo());
    if (!loaded) return;
    this.go("today");
    this.offerUndo(loaded);
  }

  /** Reads the state again, and lets every screen ask anew. */
  async reread(): Promise<void> {
    await this.refresh();
    this.revision += 1;
  }

  private offerUndo(change: ChangeLabel | null): void {
    if (change) this.tell(change.label, t("action.undo"), () => this.undo(change.id));
  }

  private tell(text: string, label: string, run: () => Promise<void>): void {
    toasts.show({ tone: "done", text, action: { label, run: () => void run() } });
  }

  private async attempt(ask: () => Promise<Answer<ChangeLabel>>): Promise<ChangeLabel | null> {
    try {
      const change = await take(ask());
      await this.reread();
      return change;
    } catch (error) {
      this.complain(refusalOf(error));
      return null;
    }
  }

  private complain(refusal: Refusal): void {
    const showHistory = { label: t("action.show_history"), run: () => (this.historyIsOpen = true) };
    const action = refusal.code === "stands_on" ? showHistory : undefined;
    toasts.show({ tone: "error", text: refusal.message, action });
  }
}

export const session = new Session();
