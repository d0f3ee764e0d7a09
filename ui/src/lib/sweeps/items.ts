// The items of a proposed transfer, and what is left out of it.
import type { ItemKey, SweepItem } from "../bindings";

export const keyOf = ({ goal, rule, cause }: SweepItem): ItemKey => ({ goal, rule, cause });

/** The same as text, to tell items apart. */
export const nameOf = ({ goal, rule, cause }: SweepItem): string =>
  JSON.stringify([goal, rule, cause]);
