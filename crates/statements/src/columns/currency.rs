//! Currencies as headers, cells and preambles name them.

use farthing_money::Currency;

/// The currency with this code, of today's ISO 4217 or withdrawn from it.
pub(crate) fn currency_of_code(code: &str) -> Option<Currency> {
    Currency::of_any_time(code).ok()
}

/// The currency that a word in capitals beside an amount means.
pub(super) fn currency_of_word(word: &str) -> Option<Currency> {
    let code = match word {
        "RS" => "INR",
        "KSH" => "KES",
        "TSH" => "TZS",
        "USH" => "UGX",
        "ZL" => "PLN",
        "KC" => "CZK",
        "FT" => "HUF",
        "TL" => "TRY",
        "RM" => "MYR",
        "RP" => "IDR",
        "SFR" => "CHF",
        "BTC" => return None,
        code => code,
    };
    currency_of_code(code)
}

/// The currency that a text names by code or sign, where it names exactly one.
pub(crate) fn only_currency_in(text: &str) -> Option<Currency> {
    let mut found: Option<Currency> = None;
    let mut words = text
        .split(|c: char| !c.is_alphanumeric() && c != '$')
        .filter_map(named_in_text)
        .chain(text.chars().filter_map(currency_of_sign));
    words
        .all(|currency| *found.get_or_insert(currency) == currency)
        .then_some(found)
        .flatten()
}

fn named_in_text(word: &str) -> Option<Currency> {
    match word {
        "R$" => Currency::iso("BRL").ok(),
        "Rs" => Currency::iso("INR").ok(),
        "US$" => Currency::iso("USD").ok(),
        "Kč" => Currency::iso("CZK").ok(),
        "zł" => Currency::iso("PLN").ok(),
        "KSh" | "Ksh" => Currency::iso("KES").ok(),
        // Capitals that are words of headers more often than codes.
        "ALL" | "TOP" | "TRY" | "CUP" | "BAM" | "LAK" | "RON" | "PEN" | "MOP" | "GEL" | "XXX" => {
            None
        }
        code if code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase()) => {
            currency_of_code(code)
        }
        _ => None,
    }
}

/// The currency that a sign of one currency means; `$` and `¥` are signs of several.
pub(super) fn currency_of_sign(sign: char) -> Option<Currency> {
    let code = match sign {
        '€' => "EUR",
        '£' => "GBP",
        '₹' => "INR",
        '₩' | '원' => "KRW",
        '₽' => "RUB",
        '₺' => "TRY",
        '₴' => "UAH",
        '₦' => "NGN",
        '₱' => "PHP",
        '元' => "CNY",
        '円' => "JPY",
        _ => return None,
    };
    Currency::iso(code).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_names_its_currency_once_or_not_at_all() {
        let named = |text| only_currency_in(text).map(|c| c.code().to_owned());
        assert_eq!(named("Umsatz in EUR").as_deref(), Some("EUR"));
        assert_eq!(named("Amount(in Rs)").as_deref(), Some("INR"));
        assert_eq!(named("Crédito (R$)").as_deref(), Some("BRL"));
        assert_eq!(named("Betrag (€)").as_deref(), Some("EUR"));
        assert_eq!(named("EUR to USD"), None);
        assert_eq!(named("Amount"), None);
    }

    #[test]
    fn withdrawn_codes_are_still_read() {
        assert_eq!(currency_of_code("LTL").unwrap().code(), "LTL");
        assert_eq!(currency_of_code("QQQ"), None);
    }
}
