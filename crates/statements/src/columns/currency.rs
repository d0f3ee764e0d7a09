//! Currencies as headers, cells and preambles name them.

use farthing_money::Currency;

use super::fold;

/// The currency with this code, of today's ISO 4217 or withdrawn from it.
pub(crate) fn currency_of_code(code: &str) -> Option<Currency> {
    Currency::of_any_time(code).ok()
}

/// The currency that a cell of a currency column names: by code, sign or name.
pub(crate) fn currency_of_cell(cell: &str) -> Option<Currency> {
    if let Some(currency) = currency_of_code(cell) {
        return Some(currency);
    }
    let upper: String = cell
        .trim_end_matches('.')
        .chars()
        .map(|c| fold(c).to_ascii_uppercase())
        .collect();
    let by_name = || {
        let lower = cell.to_lowercase();
        let found = NAMES.iter().find(|(name, _)| lower.starts_with(name))?;
        currency_of_code(found.1)
    };
    let mut chars = cell.chars();
    let only = chars.next().filter(|_| chars.next().is_none());
    currency_of_word(&upper)
        .or_else(|| only.and_then(currency_of_sign))
        .or_else(by_name)
}

/// The currency that a word in capitals beside an amount means.
pub(super) fn currency_of_word(word: &str) -> Option<Currency> {
    let code = match word {
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
        "RMB" | "CNH" => "CNY",
        "EURO" | "EUROS" | "EUROA" => "EUR",
        "BTC" => return None,
        code => code,
    };
    currency_of_code(code)
}

/// Signs of several letters, by which programs write amounts in the language of the place.
const NAMES: [(&str, &str); 33] = [
    ("د.إ", "AED"),
    ("د.ا", "JOD"),
    ("د.أ", "JOD"),
    ("د.ب", "BHD"),
    ("د.ت", "TND"),
    ("د.ج", "DZD"),
    ("د.ع", "IQD"),
    ("د.ك", "KWD"),
    ("د.ل", "LYD"),
    ("د.م", "MAD"),
    ("ج.م", "EGP"),
    ("ر.س", "SAR"),
    ("ر.ع", "OMR"),
    ("ر.ق", "QAR"),
    ("ر.ي", "YER"),
    ("ل.ل", "LBP"),
    ("ل.س", "SYP"),
    ("руб", "RUB"),
    ("р.", "RUB"),
    ("грн", "UAH"),
    ("лв", "BGN"),
    ("дин", "RSD"),
    ("ден", "MKD"),
    ("тг", "KZT"),
    ("人民币", "CNY"),
    ("港币", "HKD"),
    ("港元", "HKD"),
    ("美元", "USD"),
    ("日元", "JPY"),
    ("欧元", "EUR"),
    ("英镑", "GBP"),
    ("新台币", "TWD"),
    ("新台幣", "TWD"),
];

/// The currency of a local sign beside a number, and what stands before and after that sign.
pub(super) fn local_sign(cell: &str) -> Option<(Currency, &str, &str)> {
    if cell.is_ascii() {
        return None;
    }
    let (before, after, code) = NAMES.iter().find_map(|(sign, code)| {
        let (before, after) = cell.split_once(sign)?;
        Some((before, after, code))
    })?;
    // The sign may be an abbreviation, with a point of its own and a mark of its direction.
    let is_rest = |c: char| c == '.' || crate::table::is_padding(c);
    let after = after.trim_start_matches(is_rest);
    Some((currency_of_code(code)?, before, after))
}

/// The currency that a text names by code or sign, where it names exactly one.
pub(crate) fn only_currency_in(text: &str) -> Option<Currency> {
    let mut found: Option<Currency> = None;
    // Written with traditional characters, it may be a dollar of Taiwan or Hong Kong.
    let is_traditional = text.contains(['額', '餘', '帳']);
    let is_sign = |sign: &char| *sign != '元' || !is_traditional;
    let mut words = text
        .split(|c: char| !c.is_alphanumeric() && c != '$')
        .filter_map(named_in_text)
        .chain(text.chars().filter(is_sign).filter_map(currency_of_sign));
    words
        .all(|currency| *found.get_or_insert(currency) == currency)
        .then_some(found)
        .flatten()
}

fn named_in_text(word: &str) -> Option<Currency> {
    let iso = |code| Currency::iso(code).ok();
    match word {
        "R$" => iso("BRL"),
        "Rs" => iso("INR"),
        "US$" => iso("USD"),
        "CAD$" => iso("CAD"),
        "Kč" => iso("CZK"),
        "zł" => iso("PLN"),
        "KSh" | "Ksh" => iso("KES"),
        "Euro" | "Euros" | "euro" | "euros" | "EUROA" | "euroa" => iso("EUR"),
        "人民币" => iso("CNY"),
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
        '₪' => "ILS",
        '฿' => "THB",
        '₫' | 'đ' => "VND",
        '₸' => "KZT",
        '₾' => "GEL",
        '֏' => "AMD",
        '৳' => "BDT",
        '₵' => "GHS",
        '₲' => "PYG",
        '₡' => "CRC",
        '₼' => "AZN",
        '元' => "CNY",
        '円' => "JPY",
        _ => return None,
    };
    Currency::iso(code).ok()
}

/// The currency of the place whose banks give account numbers with this beginning (ISO 13616).
pub(crate) fn currency_of_iban(iban: &str) -> Option<Currency> {
    const PLACES: [(&str, &str); 24] = [
        (
            "EUR",
            "AD AT BE CY DE EE ES FI FR GR HR IE IT LT LU LV MC ME MT NL PT SI SK SM VA XK",
        ),
        ("BGN", "BG"),
        ("CHF", "CH LI"),
        ("CZK", "CZ"),
        ("DKK", "DK FO GL"),
        ("GBP", "GB"),
        ("HUF", "HU"),
        ("ISK", "IS"),
        ("NOK", "NO"),
        ("PLN", "PL"),
        ("RON", "RO"),
        ("SEK", "SE"),
        ("AED", "AE"),
        ("BHD", "BH"),
        ("BRL", "BR"),
        ("ILS", "IL"),
        ("JOD", "JO"),
        ("KWD", "KW"),
        ("PKR", "PK"),
        ("QAR", "QA"),
        ("RSD", "RS"),
        ("SAR", "SA"),
        ("TRY", "TR"),
        ("UAH", "UA"),
    ];
    let place = iban.get(..2)?;
    let found = PLACES
        .iter()
        .find(|(_, places)| places.split(' ').any(|known| known == place))?;
    currency_of_code(found.0)
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
        assert_eq!(named("Débit euros").as_deref(), Some("EUR"));
        assert_eq!(named("EUR to USD"), None);
        assert_eq!(named("Amount"), None);
    }

    #[test]
    fn withdrawn_codes_are_still_read() {
        assert_eq!(currency_of_code("LTL").unwrap().code(), "LTL");
        assert_eq!(currency_of_code("QQQ"), None);
    }

    #[test]
    fn a_currency_column_may_hold_codes_signs_and_names() {
        for (cell, code) in [
            ("EUR", "EUR"),
            ("eur", "EUR"),
            ("€", "EUR"),
            ("人民币", "CNY"),
            ("RMB", "CNY"),
            ("руб.", "RUB"),
            ("Kč", "CZK"),
        ] {
            let currency = currency_of_cell(cell);
            assert_eq!(currency.map(|c| c.code().to_owned()).as_deref(), Some(code));
        }
        assert_eq!(currency_of_cell("$"), None, "of several countries");
        assert_eq!(currency_of_cell("Coffee"), None);
    }

    #[test]
    fn an_account_number_names_its_place() {
        let of = |iban| currency_of_iban(iban).map(|c| c.code().to_owned());
        assert_eq!(of("NL00BUNQ0000000000").as_deref(), Some("EUR"));
        assert_eq!(of("GB00BARC00000000000000").as_deref(), Some("GBP"));
        assert_eq!(of("ZZ00"), None);
    }
}
