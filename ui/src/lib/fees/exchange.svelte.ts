import type { Exchanges, RatesKnown } from "../bindings";
import { commands } from "../bindings";
import { Loader } from "../shared/loader.svelte";

/** What exchanges hide, and the rates that say so. */
class ExchangeFacts {
  readonly told = new Loader<Exchanges>();
  readonly known = new Loader<RatesKnown>();

  load(currency: string, { from, to }: { from: string; to: string }): void {
    if (currency) void this.told.load(() => commands.exchanges(currency, from, to));
    void this.known.load(() => commands.ratesKnown());
  }
}

export const exchange = new ExchangeFacts();
