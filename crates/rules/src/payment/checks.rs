//! What the texts and amounts of every payload are checked for.

use std::ops::RangeInclusive;

use farthing_money::Money;

use super::PaymentError;

/// A text of so many characters without line breaks and other signs that are not seen: in most
/// payloads a line break begins the next part.
pub(super) fn text(
    field: &'static str,
    text: &str,
    length: RangeInclusive<usize>,
) -> Result<(), PaymentError> {
    if text.chars().any(char::is_control) {
        let message = "it cannot have line breaks or other control characters";
        return Err(PaymentError::field(field, message));
    }
    if !length.contains(&text.chars().count()) || (*length.start() > 0 && text.trim().is_empty()) {
        return Err(PaymentError::field(field, "it is missing or too long"));
    }
    Ok(())
}

/// A text of capital letters and digits.
pub(super) fn is_code(text: &str) -> bool {
    text.bytes()
        .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}

/// An amount of one of these currencies, named as a list for the person.
pub(super) fn currency(
    amount: Money,
    codes: &[&str],
    takes: &'static str,
) -> Result<(), PaymentError> {
    let given = amount.currency();
    if codes.contains(&given.code()) {
        return Ok(());
    }
    Err(PaymentError::Currency { given, takes })
}

/// An amount above zero and at most so many minor units.
pub(super) fn amount(amount: Money, most_minor: i64) -> Result<(), PaymentError> {
    if (1..=most_minor).contains(&amount.minor()) {
        return Ok(());
    }
    Err(PaymentError::field(
        "amount",
        "it is zero, below, or too large to be paid like this",
    ))
}

/// The text, if there is any.
pub(super) fn given(text: Option<&str>) -> Option<&str> {
    text.filter(|text| !text.is_empty())
}
