import type { SmallQuery } from "../bindings";
import { session } from "../session/session.svelte";
import { daysOf, type Period } from "./period";

const NO_DAYS = { today: "", first_date: null, last_date: null };

/** What the person looks at on Small money; kept while they visit other screens. */
class SmallChoice {
  period = $state<Period>("year");
  #currency = $state<string | null>(null);
  /** The size that is tried out, by currency; none means what the person has said is small. */
  #limits = $state<Record<string, string>>({});

  readonly currency = $derived.by(() => {
    const used = session.status?.currencies ?? [];
    return this.#currency && used.includes(this.#currency) ? this.#currency : (used[0] ?? "");
  });
  readonly limit = $derived(this.#limits[this.currency] ?? null);
  readonly query = $derived<SmallQuery>({
    currency: this.currency,
    ...daysOf(this.period, session.status ?? NO_DAYS),
    limit: this.limit,
  });

  choose(currency: string): void {
    this.#currency = currency;
  }

  /** Back to what the person has said is small. */
  forgetLimit(): void {
    const others = Object.entries(this.#limits).filter(([code]) => code !== this.currency);
    this.#limits = Object.fromEntries(others);
  }

  setLimit(value: string): void {
    this.#limits = { ...this.#limits, [this.currency]: value };
  }
}

export const choice = new SmallChoice();
