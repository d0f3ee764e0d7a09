// Every currency of today by code and name, those in use first.

const names = new Intl.DisplayNames("en", { type: "currency" });

/** The items of a list of currencies. */
export function currencyItems(inUse: string[]): { key: string; label: string; note?: string }[] {
  const known = Intl.supportedValuesOf("currency").filter((code) => !isPast(code));
  const codes = new Set([...inUse, ...known]);
  return [...codes].map((code) => ({ key: code, label: code, note: nameOf(code) }));
}

/** Names of currencies that are no more end with their years: "Afghan Afghani (1927–2002)". */
const isPast = (code: string): boolean => /\d{4}\)$/.test(names.of(code) ?? "");

/** "Kenyan Shilling"; nothing for a unit of one's own. */
export function nameOf(code: string): string | undefined {
  if (!/^[A-Z]{3}$/.test(code)) return undefined;
  const name = names.of(code);
  return name === code ? undefined : name;
}
