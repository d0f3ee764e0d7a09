// What a confirmed transfer still allows.
import type { Sweep } from "../bindings";
import { isZero } from "../shared/money";

/** Whether money of it was found at the bank: then it cannot be taken back. */
export const hasMoved = (sweep: Sweep): boolean =>
  sweep.legs.length > 0 || !isZero(sweep.moved) || !isZero(sweep.extra);

/** Whether nothing of it is to be paid any more; what is missing of a partial one is pending again. */
export const isOver = ({ state }: Sweep): boolean =>
  state === "settled" || state === "over" || state === "partial";
