//! Amounts and rates as a person types them; an empty text is nothing.

use farthing_money::{Currency, Money};
use rust_decimal::Decimal;

use crate::error::{LedgerError, Result};

/// An amount; a comma may stand for the point, if there is only one mark. None for an empty text.
pub(super) fn typed_amount(
    field: &'static str,
    text: &str,
    currency: Currency,
) -> Result<Option<Money>> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let money = Money::parse(&pointed(text), currency);
    let money = money.map_err(|error| LedgerError::invalid(field, error.to_string()))?;
    Ok(Some(money))
}

/// An amount of zero or more; none for an empty text.
pub(super) fn zero_or_more(
    field: &'static str,
    text: &str,
    currency: Currency,
) -> Result<Option<Money>> {
    let money = typed_amount(field, text, currency)?;
    if money.is_some_and(|money| money.minor() < 0) {
        return Err(LedgerError::invalid(field, "write zero or more"));
    }
    Ok(money)
}

/// An amount above zero; none for an empty text.
pub(super) fn above_zero(
    field: &'static str,
    text: &str,
    currency: Currency,
) -> Result<Option<Money>> {
    let money = typed_amount(field, text, currency)?;
    if money.is_some_and(|money| money.minor() <= 0) {
        return Err(LedgerError::invalid(field, "write an amount above zero"));
    }
    Ok(money)
}

/// A rate from zero to a limit, such as `0.04` for 4 %; none for an empty text.
pub(super) fn typed_rate(
    field: &'static str,
    text: &str,
    most: Decimal,
) -> Result<Option<Decimal>> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let rate = Decimal::from_str_exact(&pointed(text)).ok();
    let rate = rate.filter(|rate| *rate >= Decimal::ZERO && *rate <= most);
    rate.map(Some).ok_or_else(|| {
        let most = most.normalize();
        let message = format!("“{text}” is no rate from 0 to {most}; write it like 0.04 for 4 %");
        LedgerError::invalid(field, message)
    })
}

fn pointed(text: &str) -> String {
    let marks = text.chars().filter(|c| matches!(c, '.' | ',')).count();
    if marks == 1 {
        text.replace(',', ".")
    } else {
        text.to_owned()
    }
}
