// The goals that a rule can fill, read when a form needs them.
import { commands, type Goals } from "../bindings";
import { Loader } from "../shared/loader.svelte";

class GoalChoices {
  readonly answer = new Loader<Goals>();
  readonly items = $derived(
    (this.answer.data?.goals ?? [])
      .filter(({ state }) => state !== "archived")
      .map(({ id, goal }) => ({ value: String(id), label: goal.name })),
  );

  load(): Promise<void> {
    return this.answer.load(() => commands.goals());
  }
}

export const goalChoices = new GoalChoices();
