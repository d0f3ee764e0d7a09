// Every sentence of the page comes from messages/en.json, looked up by a typed key.
import en from "../../../messages/en.json";

export type MessageKey = keyof typeof en;
export type Values = Record<string, string | number>;

/** Keys that come as a pair: `KEY.one` and `KEY.other`. */
export type CountedKey = MessageKey extends infer K
  ? K extends `${infer Stem}.one`
    ? Stem
    : never
  : never;

/** The sentence of a key, with `{name}` places filled. A place without a value stays visible. */
export function t(key: MessageKey, values: Values = {}): string {
  return en[key].replace(/\{(\w+)\}/g, (place, name: string) =>
    name in values ? String(values[name]) : place,
  );
}

/** The sentence that fits a count; `{count}` is filled with the count in digits. */
export function tn(key: CountedKey, count: number, values: Values = {}): string {
  const form = count === 1 ? "one" : "other";
  return t(`${key}.${form}` as MessageKey, { count: formatCount(count), ...values });
}

const counts = new Intl.NumberFormat("en");

/** A whole number with its thousands set apart. */
export const formatCount = (count: number): string => counts.format(count);

/** A text from Rust as a sentence of its own. */
export function sentence(text: string): string {
  const begun = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.?!…”]$/.test(begun) ? begun : `${begun}.`;
}
