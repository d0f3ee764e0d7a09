// The places in a template that differ from one message to the next.
import { t, type MessageKey } from "../shared/messages";

/** The slots with what each stands for, those that most messages have first. */
export const SLOTS: { slot: string; meaning: string }[] = (
  [
    ["amount", "slot.amount"],
    ["payee", "slot.payee"],
    ["fee", "slot.fee"],
    ["balance", "slot.balance"],
    ["reference", "slot.reference"],
    ["date", "slot.date"],
    ["time", "slot.time"],
    ["currency", "slot.currency"],
    ["account", "slot.account"],
    ["counter", "slot.counter"],
    ["memo", "slot.memo"],
    ["related", "slot.related"],
    ["zone", "slot.zone"],
    ["any", "slot.any"],
  ] satisfies [string, MessageKey][]
).map(([slot, key]) => ({ slot, meaning: t(key) }));

export type Span = { text: string; from: number; to: number };

/** A text with a slot in the place of what is selected, and where the selection is then. */
export function withSlot({ text, from, to }: Span, slot: string): Span {
  const place = `{${slot}}`;
  const end = from + place.length;
  return { text: text.slice(0, from) + place + text.slice(to), from: end, to: end };
}
