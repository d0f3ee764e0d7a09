//! The link that opens a payment to a person at PayPal (spec F.5).

use farthing_money::{MAX_ENTRY_MINOR, Money};

use super::{PaymentError, checks};

/// What PayPal takes in whole units, whatever ISO 4217 says.
const WHOLE_UNITS: [&str; 3] = ["HUF", "JPY", "TWD"];

/// The link to the person with this handle, with an amount above zero or without one. Opening it
/// is the person's own step: nothing here reaches the net.
///
/// Fails for a handle that is not 1 to 20 letters or digits, for an amount with a fraction where
/// PayPal takes whole units, and for currencies that are not counted in hundredths.
///
/// ```
/// use farthing_rules::payment::paypal_me;
/// let link = paypal_me("TeaJar", Some("900 JPY".parse()?))?;
/// assert_eq!(link, "https://paypal.me/TeaJar/900JPY");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn paypal_me(handle: &str, amount: Option<Money>) -> Result<String, PaymentError> {
    let named = (1..=20).contains(&handle.len());
    if !named || !handle.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return Err(PaymentError::field(
            "handle",
            "it has 1 to 20 letters or digits",
        ));
    }
    match amount {
        None => Ok(format!("https://paypal.me/{handle}")),
        Some(amount) => {
            let code = amount.currency();
            let amount = amount_text(amount)?;
            Ok(format!(
                "https://paypal.me/{handle}/{amount}{}",
                code.code()
            ))
        }
    }
}

fn amount_text(amount: Money) -> Result<String, PaymentError> {
    let currency = amount.currency();
    let is_whole = WHOLE_UNITS.contains(&currency.code());
    if !currency.is_iso() || (currency.decimals() != 2 && !is_whole) {
        let takes = "currencies of hundredths, and JPY";
        return Err(PaymentError::Currency {
            given: currency,
            takes,
        });
    }
    checks::amount(amount, MAX_ENTRY_MINOR)?;
    if !is_whole {
        return Ok(amount.decimal_text());
    }
    whole_units(amount).ok_or(PaymentError::WholeUnitsOnly(currency))
}

/// The amount without decimals, if it has none.
pub(super) fn whole_units(amount: Money) -> Option<String> {
    let value = amount.to_decimal();
    value.is_integer().then(|| value.trunc().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(amount: &str) -> Result<String, PaymentError> {
        paypal_me("TeaJar", Some(amount.parse().unwrap()))
    }

    #[test]
    fn whole_units_have_no_point() {
        assert_eq!(link("40.00 TWD").unwrap(), "https://paypal.me/TeaJar/40TWD");
        assert_eq!(link("0.40 TWD").unwrap_err().code(), "whole_units_only");
    }

    #[test]
    fn a_currency_in_other_parts_is_refused() {
        assert_eq!(link("4.000 KWD").unwrap_err().code(), "currency");
        assert_eq!(link("4000 KRW").unwrap_err().code(), "currency");
    }

    #[test]
    fn a_handle_cannot_change_the_link() {
        for handle in ["", "tea/jar", "tea.jar", "x@y", "abcdefghijklmnopqrstu"] {
            assert_eq!(
                paypal_me(handle, None).unwrap_err().code(),
                "handle",
                "{handle}"
            );
        }
    }

    #[test]
    fn nothing_is_not_paid() {
        assert_eq!(link("0.00 EUR").unwrap_err().code(), "amount");
    }
}
