//! Amounts and parts as a person types them.

use farthing_money::{Currency, Money};
use rust_decimal::Decimal;

use crate::error::{LedgerError, Result};

/// The most digits of a percentage on each side of its point: more are a slip, and all arithmetic
/// with so many is exact.
const PERCENT_DIGITS: usize = 6;

/// An amount as a person types it: a comma may stand for the point, if there is only one mark.
pub(in crate::savings) fn typed_amount(
    field: &'static str,
    text: &str,
    currency: Currency,
) -> Result<Money> {
    Money::parse(&pointed(text), currency)
        .map_err(|error| LedgerError::invalid(field, error.to_string()))
}

/// A percentage as a person types it, `2.5`, as a fraction, 0.025.
pub(in crate::savings) fn typed_percent(field: &'static str, text: &str) -> Result<Decimal> {
    let number = text.trim();
    let number = pointed(number.strip_suffix('%').unwrap_or(number));
    let read = decimal(&number).and_then(|mut percent| {
        percent.set_scale(percent.scale() + 2).ok()?;
        Some(percent.normalize())
    });
    read.ok_or_else(|| {
        let text = text.trim();
        let message = format!("“{text}” is not a percentage; write it like 2.5");
        LedgerError::invalid(field, message)
    })
}

/// A weight as a person types it: above zero, as only their relation counts.
pub(super) fn weight(text: &str) -> Result<Decimal> {
    let weight = decimal(&pointed(text)).filter(|weight| *weight > Decimal::ZERO);
    weight.ok_or_else(|| {
        LedgerError::invalid(
            "weight",
            "a weight is a number above zero, such as 1 or 2.5",
        )
    })
}

/// An amount above zero as a person types it.
pub(in crate::savings) fn above_zero(
    field: &'static str,
    text: &str,
    currency: Currency,
) -> Result<Money> {
    let amount = typed_amount(field, text, currency)?;
    if amount.minor() > 0 {
        return Ok(amount);
    }
    Err(LedgerError::invalid(field, "write an amount above zero"))
}

pub(super) fn zero_or_more(field: &'static str, text: &str, currency: Currency) -> Result<Money> {
    let amount = typed_amount(field, text, currency)?;
    if amount.minor() >= 0 {
        return Ok(amount);
    }
    Err(LedgerError::invalid(field, "write zero or more"))
}

/// An amount that may be left out: an empty text is none.
pub(super) fn optional(
    field: &'static str,
    text: Option<&str>,
    currency: Currency,
    read: fn(&'static str, &str, Currency) -> Result<Money>,
) -> Result<Option<Money>> {
    given(text)
        .map(|text| read(field, text, currency))
        .transpose()
}

/// A part above zero and at most so many percent, as a fraction.
pub(super) fn part(field: &'static str, text: &str, most_percent: u32) -> Result<Decimal> {
    let part = typed_percent(field, text)?;
    if part > Decimal::ZERO && part <= Decimal::new(most_percent.into(), 2) {
        return Ok(part);
    }
    Err(LedgerError::invalid(
        field,
        format!("write more than 0 and at most {most_percent} percent"),
    ))
}

/// The text, if there is any.
pub(super) fn given(text: Option<&str>) -> Option<&str> {
    text.filter(|text| !text.trim().is_empty())
}

fn pointed(text: &str) -> String {
    let text = text.trim().replace('\u{2212}', "-");
    if text.contains('.') {
        text
    } else {
        text.replacen(',', ".", 1)
    }
}

/// A plain decimal number with few digits.
fn decimal(text: &str) -> Option<Decimal> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let is_short = |digits: &str| {
        (1..=PERCENT_DIGITS).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit())
    };
    if !is_short(whole) || !is_short(part) {
        return None;
    }
    text.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentage_is_a_fraction_whatever_its_mark() {
        for text in ["2.5", "2,5", " 2.50 %", "2.5%"] {
            let read = typed_percent("percent", text).unwrap();
            assert_eq!(read.to_string(), "0.025", "{text}");
        }
        let one = typed_percent("percent", "100").unwrap();
        assert_eq!(one, Decimal::ONE);
        for text in [
            "",
            "%",
            "two",
            "5%%",
            "1e2",
            "1_0",
            "1.2.3",
            "1,2,3",
            "0.1234567",
            ".5",
        ] {
            let error = typed_percent("percent", text).unwrap_err();
            assert!(error.to_string().starts_with("percent: "), "{text}");
        }
    }

    #[test]
    fn an_amount_is_read_as_everywhere_in_the_ledger() {
        let euro = Currency::iso("EUR").unwrap();
        let read = |text| typed_amount("amount", text, euro).map(|m| m.to_string());
        assert_eq!(read(" 1,50 ").unwrap(), "1.50 EUR");
        assert_eq!(read("\u{2212}1.5").unwrap(), "-1.50 EUR");
        assert!(read("1,234.50").is_err());
        assert!(read("1.234").is_err());
        assert!(read("").is_err());
    }

    #[test]
    fn an_empty_text_is_no_limit() {
        let euro = Currency::iso("EUR").unwrap();
        let cap = |text| optional("cap", text, euro, above_zero);
        assert_eq!(cap(Some(" ")).unwrap(), None);
        assert_eq!(cap(None).unwrap(), None);
        assert!(cap(Some("0")).is_err());
    }
}
