//! What the texts and amounts of every payload are checked for.

use std::ops::RangeInclusive;

use farthing_money::Money;

use super::PaymentError;

/// A text of so many characters without line breaks and other signs that are not seen: in most
/// payloads a line break begins the next part, and a sign that turns the direction of writing shows
/// another receiver than the bank reads.
pub(super) fn text(
    field: &'static str,
    text: &str,
    length: RangeInclusive<usize>,
) -> Result<(), PaymentError> {
    if text.chars().any(is_unseen) {
        let message = "it cannot have line breaks or other signs that are not seen";
        return Err(PaymentError::field(field, message));
    }
    if !length.contains(&text.chars().count()) || (*length.start() > 0 && text.trim().is_empty()) {
        return Err(PaymentError::field(field, "it is missing or too long"));
    }
    Ok(())
}

/// Whether a sign breaks lines, turns the direction of writing or takes no room. The joiners that
/// Persian and Indian words and families of emoji need are none of these.
fn is_unseen(sign: char) -> bool {
    sign.is_control()
        || matches!(
            sign,
            '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{feff}'
        )
        || matches!(sign, '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_that_turns_or_hides_what_is_read_is_refused() {
        let refused = [
            "a\nb",
            "a\u{2028}b",
            "\u{202e}raj aeT",
            "a\u{200b}b",
            "a\u{85}b",
        ];
        for given in refused {
            assert_eq!(
                text("name", given, 1..=70).unwrap_err().code(),
                "name",
                "{given:?}"
            );
        }
        for given in ["می\u{200c}خواهم", "क्\u{200d}ष", "Zoë & Söhne", "茶"] {
            assert!(text("name", given, 1..=70).is_ok(), "{given:?}");
        }
    }
}
