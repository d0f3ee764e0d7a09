// The payees that a rule can be kept to, read when a form needs them; the most used come first.
import { commands, type Payee } from "../bindings";
import { Loader } from "../shared/loader.svelte";

class PayeeChoices {
  readonly answer = new Loader<Payee[]>();
  readonly items = $derived(
    (this.answer.data ?? []).map(({ id, name }) => ({ key: String(id), label: name })),
  );

  load(): Promise<void> {
    return this.answer.load(() => commands.payees());
  }
}

export const payeeChoices = new PayeeChoices();
