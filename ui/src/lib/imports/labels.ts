// Formats and providers as people write them.
import { sentence, t } from "../shared/messages";
import type { Preview } from "./options";

const FORMATS: Record<string, string> = {
  ofx1: "OFX",
  ofx2: "OFX",
  mpesa_text: t("format.text"),
  message: t("format.message"),
  camt052: "CAMT.052",
  camt053: "CAMT.053",
  camt054: "CAMT.054",
  gnucash_xml: "GnuCash",
  gnucash: "GnuCash",
  kmymoney: "KMyMoney",
  homebank: "HomeBank",
  ynab4: "YNAB 4",
  mmex: "Money Manager EX",
  actual: "Actual",
};

const PROVIDERS: Record<string, string> = {
  paypal: "PayPal",
  mpesa: "M-Pesa",
  gcash: "GCash",
  cashapp: "Cash App",
  wechat_pay: "WeChat Pay",
  kakaopay: "KakaoPay",
  mercadopago: "Mercado Pago",
  jd_pay: "JD Pay",
  amex: "American Express",
  tbank: "T-Bank",
  direkt1822: "1822direkt",
};

/** "CSV", "CAMT.053" */
export const formatLabel = (format: string): string =>
  FORMATS[format] ?? (format.length <= 5 ? format.toUpperCase() : words(format));

/** "PayPal", "Apple Card" */
export const providerLabel = (provider: string): string => PROVIDERS[provider] ?? words(provider);

const words = (name: string): string =>
  name
    .split("_")
    .map((word) => (word.length <= 4 && !/[aeiou]/.test(word) ? word.toUpperCase() : upper(word)))
    .join(" ");

const upper = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

export type Decision = Preview["decisions"][number];

// What a person would want to check, in this order; the rest is told when it is asked for.
const FIRST = ["dates", "decimals", "sign"];

/** The decisions that matter most. */
export const mainDecisions = (decisions: Decision[]): Decision[] =>
  FIRST.flatMap((field) => decisions.filter((decision) => decision.field === field));

export const balanceDecisions = (decisions: Decision[]): Decision[] =>
  decisions.filter((decision) => decision.field === "balance");

export const otherDecisions = (decisions: Decision[]): Decision[] =>
  decisions.filter(({ field }) => field !== "balance" && !FIRST.includes(field));

/** Whether the statement's own balances agree with its rows. */
export const addsUp = ({ reading }: Decision): boolean => !/, but | is in no row$/.test(reading);

/** A decision as one sentence; evidence with an example of its own needs no more words. */
export const told = ({ reading, evidence }: Decision): string =>
  sentence(evidence.startsWith("“") ? evidence : `${reading}: ${evidence}`);
