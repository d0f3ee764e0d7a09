//! The round step of a currency: what a purchase is rounded up to (default increments).

use farthing_money::{Currency, Money};

/// The default increments that differ from those of [`usual`], in minor units.
const INCREMENTS: [(i32, &str); 5] = [
    (1_000, "SEK NOK DKK MXN ZAR TRY INR KES"),
    (5_000, "PKR"),
    (1_000, "KRW VND"),
    (100_000, "IDR"),
    (10_000, "HUF"),
];

/// The default increment of a currency, above zero and whole in its minor units.
///
/// ```
/// use farthing_money::Currency;
/// use farthing_rules::increment::default_increment;
/// assert_eq!(default_increment(Currency::iso("EUR")?).to_string(), "1.00 EUR");
/// assert_eq!(default_increment(Currency::iso("KWD")?).to_string(), "0.250 KWD");
/// # Ok::<(), farthing_money::CurrencyError>(())
/// ```
pub fn default_increment(currency: Currency) -> Money {
    Money::small(default_increment_minor(currency), currency)
}

/// The same in minor units.
pub(crate) fn default_increment_minor(currency: Currency) -> i32 {
    let listed = INCREMENTS
        .iter()
        .find(|(_, codes)| codes.split(' ').any(|code| code == currency.code()));
    listed.map_or_else(|| usual(currency.decimals()), |(minor, _)| *minor)
}

/// The increment of a currency that is not listed, in minor units, by its decimals. Beyond three
/// the rules name none; a fund's or a coin's unit is worth so much that a small step is right.
fn usual(decimals: u32) -> i32 {
    match decimals {
        0 | 2 => 100,
        1 => 10,
        3 => 250,
        _ => 200,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_listed_currencies_have_their_own_step() {
        let expected = [
            "1.00 USD",
            "1.00 EUR",
            "1.00 GBP",
            "1.00 CHF",
            "1.00 BRL",
            "10.00 SEK",
            "10.00 INR",
            "10.00 KES",
            "50.00 PKR",
            "100 JPY",
            "1000 KRW",
            "1000 VND",
            "1000.00 IDR",
            "100.00 HUF",
            "0.250 KWD",
            "0.250 BHD",
            "0.250 OMR",
            "1.00 PLN",
            "100 ISK",
            "0.250 TND",
        ];
        for text in expected {
            let money: Money = text.parse().unwrap();
            assert_eq!(default_increment(money.currency()), money);
        }
    }

    #[test]
    fn every_currency_and_unit_has_a_step_above_zero() {
        let own = (0..=8).map(|decimals| Currency::own_unit("UNIT", decimals).unwrap());
        for currency in Currency::all_iso().chain(own) {
            assert!(default_increment(currency).minor() > 0, "{currency}");
        }
    }
}
