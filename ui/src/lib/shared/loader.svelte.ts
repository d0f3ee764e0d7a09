import { refusalOf, take, type Answer } from "./answer";

/** What a screen has asked for: the newest answer, whether one is under way, and what went wrong. */
export class Loader<T> {
  data = $state.raw<T | null>(null);
  error = $state<string | null>(null);
  loading = $state(false);
  #asked = 0;

  /** Asks; an older answer that comes later is dropped. What is shown stays until the new one is there. */
  async load(ask: () => Promise<Answer<T>>): Promise<void> {
    const asked = ++this.#asked;
    this.loading = true;
    try {
      const data = await take(ask());
      if (asked === this.#asked) [this.data, this.error] = [data, null];
    } catch (error) {
      if (asked === this.#asked) this.error = refusalOf(error).message;
    } finally {
      if (asked === this.#asked) this.loading = false;
    }
  }
}
