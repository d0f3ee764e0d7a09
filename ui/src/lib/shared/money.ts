// Amounts are decimal text with a currency, and are shown without ever becoming a float.
import type { Amount } from "../bindings";
import { nameOf } from "./currencies";
import { sentence } from "./messages";

export const MINUS = "\u2212";
const LOCALE = "en";

export type Parts = { negative: boolean; whole: string; fraction: string };

/** Splits decimal text such as "-1234.50"; null when it is no decimal number. */
export function splitDecimal(value: string): Parts | null {
  const match = /^([-\u2212+]?)(\d+)(?:\.(\d+))?$/.exec(value.trim());
  if (!match) return null;
  const [, sign, whole = "0", fraction = ""] = match;
  return { negative: sign === "-" || sign === MINUS, whole, fraction };
}

/** The amount as a person reads it: "−$1,234.50". Text that is no number is shown as it came. */
export function formatAmount(amount: Amount): string {
  const parts = splitDecimal(amount.value);
  if (!parts) return `${amount.value} ${amount.currency}`;
  return (parts.negative && !isZero(amount) ? MINUS : "") + formatMagnitude(parts, amount.currency);
}

// "93.95 EUR" or "1,500.00 USD", standing by itself.
const AMOUNT_IN_WORDS = /(?<![\w.,])(-?\d+(?:,\d{3})*(?:\.\d+)?) ([A-Z]{3})(?!\w)/g;

/** Words of Rust, which name currencies by their code, with their amounts as the page shows them. */
export const withAmounts = (words: string): string =>
  words.replace(AMOUNT_IN_WORDS, (_, value: string, currency: string) =>
    formatAmount({ value: value.replaceAll(",", ""), currency }),
  );

/** The same as a sentence of its own. */
export const told = (words: string): string => withAmounts(sentence(words));

/** Decimal text whose currency is not known yet, with a true minus. */
export const formatBare = (value: string): string => value.replace(/^-/, MINUS);

/** Like formatAmount, with a plus before what came in. */
export function formatSigned(amount: Amount): string {
  return isNegative(amount) || isZero(amount) ? formatAmount(amount) : `+${formatAmount(amount)}`;
}

export const isNegative = (amount: Amount): boolean =>
  /^[-\u2212]/.test(amount.value.trim()) && !isZero(amount);

export const isZero = (amount: Amount): boolean => /^[-\u2212+]?[0.]+$/.test(amount.value.trim());

/** The exact sum of amounts in the currency of `like`, with at least its digits; null where one is no number of it. */
export function sumOf(amounts: Amount[], like: Amount): Amount | null {
  if (amounts.some(({ currency }) => currency !== like.currency)) return null;
  const parts = [like, ...amounts].map(({ value }) => splitDecimal(value));
  const digits = Math.max(...parts.map((part) => part?.fraction.length ?? 0));
  let total = 0n;
  for (const part of parts.slice(1)) {
    if (!part) return null;
    total += unitsOf(part, digits);
  }
  return { value: decimalOf(total, digits), currency: like.currency };
}

/** How many thousandths of a whole a part is, from 0 to 1000: to place it, not to say it. */
export function permilleOf(part: Amount, whole: Amount): number {
  const [a, b] = [splitDecimal(part.value), splitDecimal(whole.value)];
  if (!a || !b || a.negative || b.negative || part.currency !== whole.currency) return 0;
  const digits = Math.max(a.fraction.length, b.fraction.length);
  const [units, all] = [unitsOf(a, digits), unitsOf(b, digits)];
  if (all === 0n) return 0;
  return units >= all ? 1000 : Number((units * 1000n) / all);
}

// Money in its smallest units, so that nothing is rounded.
function unitsOf({ negative, whole, fraction }: Parts, digits: number): bigint {
  const units = BigInt(whole + fraction.padEnd(digits, "0"));
  return negative ? -units : units;
}

function decimalOf(units: bigint, digits: number): string {
  const text = (units < 0n ? -units : units).toString().padStart(digits + 1, "0");
  const at = text.length - digits;
  const decimal = digits ? `${text.slice(0, at)}.${text.slice(at)}` : text;
  return units < 0n ? `-${decimal}` : decimal;
}

/** A fraction such as "0.1834" as a percentage with one decimal, or none above ten. */
export function formatShare(fraction: string): string {
  const share = Number(fraction);
  if (!Number.isFinite(share)) return "–";
  const digits = share > 0 && share < 0.1 ? 1 : 0;
  return new Intl.NumberFormat(LOCALE, {
    style: "percent",
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(share);
}

// The whole part goes through BigInt and the fraction is put in as it stands,
// so that no digit can change, however large the amount.
function formatMagnitude({ whole, fraction }: Parts, currency: string): string {
  const parts = formatter(currency, fraction.length).formatToParts(BigInt(whole));
  const text = parts.map((part) => (part.type === "fraction" ? fraction : part.value)).join("");
  return isIsoCode(currency) ? text : `${text}\u00a0${currency}`;
}

const formatters = new Map<string, Intl.NumberFormat>();

function formatter(currency: string, digits: number): Intl.NumberFormat {
  const key = `${currency}/${digits}`;
  const known = formatters.get(key) ?? newFormatter(currency, digits);
  formatters.set(key, known);
  return known;
}

function newFormatter(currency: string, digits: number): Intl.NumberFormat {
  const style = isIsoCode(currency)
    ? ({ style: "currency", currency } as const)
    : ({ style: "decimal" } as const);
  const fraction = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return new Intl.NumberFormat(LOCALE, { ...style, ...fraction });
}

// A unit of one's own, such as points, may have three letters too.
const isIsoCode = (currency: string): boolean => nameOf(currency) !== undefined;
