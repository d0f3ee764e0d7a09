import type { Fees, TariffShown } from "../bindings";
import { commands } from "../bindings";
import { session } from "../session/session.svelte";
import { Loader } from "../shared/loader.svelte";
import { daysOf, type Period } from "../small/period";

const NO_DAYS = { today: "", first_date: null, last_date: null };

/** What the person looks at among fees; kept while they visit other screens. */
class FeeChoice {
  period = $state<Period>("year");
  part = $state<"fees" | "games">("fees");
  #currency = $state<string | null>(null);
  readonly charged = new Loader<Fees>();
  readonly tariffs = new Loader<TariffShown[]>();

  readonly currency = $derived.by(() => {
    const used = session.status?.currencies ?? [];
    return this.#currency && used.includes(this.#currency) ? this.#currency : (used[0] ?? "");
  });
  readonly days = $derived(daysOf(this.period, session.status ?? NO_DAYS));

  choose(currency: string): void {
    this.#currency = currency;
  }

  load(): void {
    const [currency, { from, to }] = [this.currency, this.days];
    if (currency) void this.charged.load(() => commands.fees(currency, from, to));
    void this.tariffs.load(() => commands.tariffs());
  }
}

export const fees = new FeeChoice();
