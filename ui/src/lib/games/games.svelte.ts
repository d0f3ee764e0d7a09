import type { DayPass, Games, GameTitle } from "../bindings";
import { commands } from "../bindings";
import { payeeChoices } from "../saving/payees.svelte";
import { Loader } from "../shared/loader.svelte";

/** Games, tips and day passes, and the game that is being edited. */
class GamesState {
  readonly answer = new Loader<Games>();
  readonly passes = new Loader<DayPass[]>();
  editing = $state.raw<GameTitle | "new" | null>(null);

  load(currency: string): void {
    void this.answer.load(() => commands.games());
    void payeeChoices.load();
    if (currency) void this.passes.load(() => commands.dayPasses(currency));
  }
}

export const games = new GamesState();
