//! The bank notes of a currency, for purchases that are rounded up to the next one.

use farthing_money::{Currency, Money};

use crate::increment::default_increment;

/// The notes in use, in main units; large ones that shops refuse are left out. As of 2026, from what the
/// currencies' banks print.
const NOTES: [&str; 24] = [
    "USD 1 5 10 20 50 100",
    "EUR 5 10 20 50 100 200",
    "GBP 5 10 20 50",
    "CHF 10 20 50 100 200",
    "CAD 5 10 20 50 100",
    "AUD 5 10 20 50 100",
    "SGD 2 5 10 50 100",
    "CNY 1 5 10 20 50 100",
    "BRL 2 5 10 20 50 100 200",
    "SEK 20 50 100 200 500",
    "NOK 50 100 200 500 1000",
    "DKK 50 100 200 500",
    "MXN 20 50 100 200 500 1000",
    "ZAR 10 20 50 100 200",
    "TRY 5 10 20 50 100 200",
    "INR 10 20 50 100 200 500",
    "KES 50 100 200 500 1000",
    "PKR 10 20 50 100 500 1000 5000",
    "JPY 1000 5000 10000",
    "KRW 1000 5000 10000 50000",
    "IDR 1000 2000 5000 10000 20000 50000 100000",
    "VND 1000 2000 5000 10000 20000 50000 100000 200000 500000",
    "HUF 500 1000 2000 5000 10000 20000",
    "PLN 10 20 50 100 200",
];

/// The notes of a currency from the smallest to the largest; of one that is not listed, five and ten
/// times its usual increment, and so on in the way of most notes.
///
/// ```
/// use farthing_money::Currency;
/// use farthing_rules::roundup::notes_of;
/// let notes = notes_of(Currency::iso("GBP")?);
/// let texts: Vec<String> = notes.iter().map(|note| note.to_string()).collect();
/// assert_eq!(texts, ["5.00 GBP", "10.00 GBP", "20.00 GBP", "50.00 GBP"]);
/// # Ok::<(), farthing_money::CurrencyError>(())
/// ```
pub fn notes_of(currency: Currency) -> Vec<Money> {
    let listed = NOTES.iter().find_map(|line| {
        let (code, notes) = line.split_once(' ')?;
        (code == currency.code()).then_some(notes)
    });
    match listed {
        Some(notes) => notes
            .split(' ')
            .filter_map(|note| Money::parse(note, currency).ok())
            .collect(),
        None => usual(currency),
    }
}

fn usual(currency: Currency) -> Vec<Money> {
    let step = default_increment(currency).minor();
    [5, 10, 20, 50, 100]
        .iter()
        .filter_map(|times| Money::from_minor(step.checked_mul(*times)?, currency).ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_a_currency_and_its_notes_ascend() {
        for line in NOTES {
            let code = line.split(' ').next().unwrap();
            let notes = notes_of(Currency::iso(code).unwrap());
            assert_eq!(notes.len(), line.split(' ').count() - 1, "{line}");
            let minors: Vec<i64> = notes.iter().map(Money::minor).collect();
            assert!(minors.is_sorted_by(|a, b| a < b), "{line}");
        }
    }

    #[test]
    fn a_currency_that_is_not_listed_has_the_usual_ones() {
        let notes = notes_of(Currency::iso("KWD").unwrap());
        assert_eq!(notes.first().unwrap().to_string(), "1.250 KWD");
    }
}
