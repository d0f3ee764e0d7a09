//! The link that Indian payment apps open, UPI (spec F.3).

use std::fmt::Write;

use farthing_money::{MAX_ENTRY_MINOR, Money};

use super::{PaymentError, checks};

/// A payment between people in rupees. Some apps refuse an amount that a link brings to a person's
/// address, so the address, the amount and the note are shown beside the code as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UpiPayment<'a> {
    /// The receiver's virtual payment address, such as `asha@bank`.
    pub vpa: &'a str,
    /// The receiver's name, 1 to 99 characters.
    pub name: &'a str,
    /// Above zero, in INR.
    pub amount: Money,
    /// A note, up to 50 characters.
    pub note: Option<&'a str>,
    /// A reference, 1 to 35 letters or digits.
    pub reference: Option<&'a str>,
}

/// The link. Its values are percent-encoded, a space as `%20`; only the `@` of the address stays,
/// because some apps show it wrongly otherwise.
///
/// Fails where a part is missing, too long or wrong, and for other currencies than INR.
pub fn upi(payment: &UpiPayment<'_>) -> Result<String, PaymentError> {
    check(payment)?;
    let vpa = encoded(payment.vpa).replace("%40", "@");
    let name = encoded(payment.name);
    let amount = payment.amount.decimal_text();
    let mut link = format!("upi://pay?pa={vpa}&pn={name}&am={amount}&cu=INR");
    for (key, value) in [("tn", payment.note), ("tr", payment.reference)] {
        if let Some(value) = checks::given(value) {
            link = format!("{link}&{key}={}", encoded(value));
        }
    }
    Ok(link)
}

fn check(payment: &UpiPayment<'_>) -> Result<(), PaymentError> {
    checks::currency(payment.amount, &["INR"], "INR")?;
    checks::amount(payment.amount, MAX_ENTRY_MINOR)?;
    checks::text("name", payment.name, 1..=99)?;
    checks::text("note", payment.note.unwrap_or_default(), 0..=50)?;
    if !is_address(payment.vpa) {
        return Err(PaymentError::field("vpa", "it is written like name@bank"));
    }
    let reference = payment.reference.unwrap_or_default();
    if reference.len() > 35 || !reference.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return Err(PaymentError::field(
            "ref",
            "it has up to 35 letters or digits",
        ));
    }
    Ok(())
}

fn is_address(vpa: &str) -> bool {
    let Some((name, bank)) = vpa.split_once('@') else {
        return false;
    };
    let in_name = |b: u8| b.is_ascii_alphanumeric() || b".-_".contains(&b);
    (1..=256).contains(&name.len())
        && name.bytes().all(in_name)
        && (1..=64).contains(&bank.len())
        && bank.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.')
}

fn encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing into a text cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn payment(note: &str) -> UpiPayment<'_> {
        UpiPayment {
            vpa: "asha.rao@okbank",
            name: "Asha Rao",
            amount: "20.00 INR".parse().unwrap(),
            note: Some(note),
            reference: None,
        }
    }

    #[test]
    fn the_sign_of_an_address_stays_and_that_of_a_note_does_not() {
        let link = upi(&payment("tea @ 5")).unwrap();
        let expected =
            "upi://pay?pa=asha.rao@okbank&pn=Asha%20Rao&am=20.00&cu=INR&tn=tea%20%40%205";
        assert_eq!(link, expected);
    }

    #[test]
    fn an_address_cannot_bring_in_another_receiver() {
        for vpa in ["a@b&pa=c@d", "a@b@c", "asha", "@bank", "a b@bank", "a@"] {
            let sneaky = UpiPayment { vpa, ..payment("") };
            assert_eq!(upi(&sneaky).unwrap_err().code(), "vpa", "{vpa}");
        }
    }

    #[test]
    fn a_note_is_counted_in_characters() {
        assert!(upi(&payment(&"ж".repeat(50))).is_ok());
        assert_eq!(upi(&payment(&"ж".repeat(51))).unwrap_err().code(), "note");
    }

    /// The text that an app reads from an encoded one.
    fn decoded(text: &str) -> String {
        let mut pieces = text.split('%');
        let mut bytes = pieces.next().unwrap().as_bytes().to_vec();
        for piece in pieces {
            bytes.push(u8::from_str_radix(&piece[..2], 16).unwrap());
            bytes.extend(&piece.as_bytes()[2..]);
        }
        String::from_utf8(bytes).unwrap()
    }

    proptest! {
        #[test]
        fn an_app_reads_the_note_that_was_written(note in "[^\\p{C}\\p{Zl}\\p{Zp}]{1,50}") {
            let link = upi(&payment(&note)).unwrap();
            prop_assert_eq!(link.matches('&').count(), 4);
            prop_assert_eq!(decoded(link.split("&tn=").nth(1).unwrap()), note);
        }
    }
}
