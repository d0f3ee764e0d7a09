// The ways of a transfer, each with its own fields; while it is written every field is text.
import type {
  Destination,
  DestinationInput,
  PixKeyChoice,
  SweepWhen,
  WalletChoice,
  WayInput,
} from "../bindings";
import { t, type MessageKey } from "../shared/messages";

export const WAYS = [
  "sepa",
  "swiss",
  "upi",
  "pix",
  "paypal_me",
  "mpesa",
  "easypaisa",
  "jazzcash",
  "alipay",
  "kakaopay",
  "bank",
] as const;
export type WayName = (typeof WAYS)[number];

export const PIX_KEYS: PixKeyChoice[] = ["phone", "email", "cpf", "cnpj", "random"];

const TEXTS = [
  "holder",
  "iban",
  "bic",
  "street",
  "building",
  "postcode",
  "town",
  "country",
  "address",
  "city",
  "key",
  "handle",
  "account",
] as const;
export type WayText = (typeof TEXTS)[number];

export type WayDraft = Record<WayText, string> & { way: WayName; key_type: PixKeyChoice };

const STEPS: WayText[] = ["holder", "account"];
/** The text fields of each way, in their order. */
export const WAY_TEXTS: Record<WayName, WayText[]> = {
  sepa: ["holder", "iban", "bic"],
  swiss: ["holder", "iban", "street", "building", "postcode", "town", "country"],
  upi: ["holder", "address"],
  pix: ["holder", "city", "key"],
  paypal_me: ["handle"],
  mpesa: STEPS,
  easypaisa: STEPS,
  jazzcash: STEPS,
  alipay: STEPS,
  kakaopay: STEPS,
  bank: STEPS,
};

/** The only currency that a way takes; none where it takes several. */
export const ONLY_CURRENCY: Partial<Record<WayName, string>> = {
  sepa: "EUR",
  upi: "INR",
  pix: "BRL",
  mpesa: "KES",
  easypaisa: "PKR",
  jazzcash: "PKR",
  alipay: "CNY",
  kakaopay: "KRW",
};

const TO_A_PHONE: WayName[] = ["mpesa", "easypaisa", "jazzcash"];

/** Whether each transfer usually costs a fee of its own there. */
export const costsAFee = (way: WayName): boolean => TO_A_PHONE.includes(way);

/** What a field is called in a way. */
export function textLabel(way: WayName, field: WayText): string {
  if (field === "account" && TO_A_PHONE.includes(way)) return t("way_text.phone");
  if (field === "account" && way === "alipay") return t("way_text.phone_or_email");
  return t(`way_text.${field}`);
}

const HINTS: Partial<Record<WayText, MessageKey>> = {
  holder: "way_text.holder_hint",
  bic: "way_text.bic_hint",
  country: "way_text.country_hint",
  address: "way_text.address_hint",
  handle: "way_text.handle_hint",
};
export function textHint(field: WayText): string | undefined {
  const key = HINTS[field];
  return key && t(key);
}

export function wayDraft(way?: WayInput): WayDraft {
  const empty = Object.fromEntries(TEXTS.map((name) => [name, ""])) as Record<WayText, string>;
  const draft: WayDraft = { ...empty, way: "sepa", key_type: "email" };
  if (!way) return draft;
  const { kind, ...fields } = way;
  const texts = Object.entries(fields).map(([name, value]) => [name, value ?? ""] as const);
  const { wallet, ...known } = Object.fromEntries(texts) as { wallet?: WalletChoice };
  return { ...draft, ...known, way: kind === "steps" ? (wallet ?? "bank") : kind };
}

/** The way with only its own fields. */
export function wayOf(draft: WayDraft): WayInput {
  const { way, holder, iban, key_type, key, city, address, handle, account } = draft;
  if (way === "sepa") return { kind: way, holder, iban, bic: draft.bic.trim() || null };
  if (way === "swiss") {
    const { street, building, postcode, town, country } = draft;
    return { kind: way, holder, iban, street, building, postcode, town, country };
  }
  if (way === "upi") return { kind: way, holder, address };
  if (way === "pix") return { kind: way, holder, city, key_type, key };
  if (way === "paypal_me") return { kind: way, handle };
  return { kind: "steps", wallet: way, holder, account };
}

/** "SEPA transfer, DE33 …" */
export function wayWords(way: WayInput): string {
  const { way: name, iban, address, key, handle, account } = wayDraft(way);
  const number = iban || address || key || handle || account;
  return [t(`way.${name}`), number].filter(Boolean).join(", ");
}

export type WhenName = SweepWhen["kind"];
export const WHENS: WhenName[] = ["threshold", "weekly", "payday", "by_hand"];

/** When a transfer is proposed, in words. */
export const whenWords = (when: SweepWhen | undefined): string =>
  when?.kind === "weekly"
    ? t("when.each", { weekday: t(`weekday.${when.weekday}`) })
    : t(`when.${when?.kind ?? "threshold"}`);

export type DestinationDraft = WayDraft & {
  name: string;
  currency: string;
  own: string;
  threshold: string;
  when: WhenName;
  weekday: Extract<SweepWhen, { kind: "weekly" }>["weekday"];
};

export function destinationDraft(kept: Destination | null, currency: string): DestinationDraft {
  const input = kept?.destination;
  return {
    ...wayDraft(input?.way),
    name: input?.name ?? "",
    currency: input?.currency ?? currency,
    own: input?.account == null ? "" : String(input.account),
    threshold: input?.threshold ?? "",
    when: input?.when?.kind ?? "threshold",
    weekday: input?.when?.kind === "weekly" ? input.when.weekday : "friday",
  };
}

export const destinationOf = (draft: DestinationDraft): DestinationInput => ({
  name: draft.name,
  account: draft.own ? Number(draft.own) : null,
  currency: draft.currency,
  way: wayOf(draft),
  threshold: draft.threshold.trim() || null,
  when: draft.when === "weekly" ? { kind: "weekly", weekday: draft.weekday } : { kind: draft.when },
});
