// What was typed into a form, on its way to Rust.
import { Refusal } from "../shared/answer";
import { t } from "../shared/messages";

/** What was typed, or nothing. */
export const maybe = (text: string): string | null => text.trim() || null;

/** A count goes to Rust as a number, so what is none is refused here. */
export function count(field: string, text: string): number {
  if (!/^\d{1,6}$/.test(text.trim())) throw new Refusal(`${field}: ${t("saving.whole_number")}`);
  return Number(text);
}
