import { SvelteSet } from "svelte/reactivity";

/** The rows a person has ticked, by id; a range runs from the row ticked last. */
export class Selection {
  readonly ids = new SvelteSet<number>();
  #anchor: number | null = null;

  toggle(id: number, index: number): void {
    if (!this.ids.delete(id)) this.ids.add(id);
    this.#anchor = index;
  }

  /** First and last row from the anchor to here. */
  rangeTo(index: number): [number, number] {
    const anchor = this.#anchor ?? index;
    return [Math.min(anchor, index), Math.max(anchor, index)];
  }

  add(ids: number[]): void {
    for (const id of ids) this.ids.add(id);
  }

  clear(): void {
    this.ids.clear();
    this.#anchor = null;
  }
}
