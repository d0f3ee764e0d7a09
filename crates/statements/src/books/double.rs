//! Amounts that a program keeps as binary fractions and writes out with all their dust.

use rust_decimal::Decimal;

/// As many digits of a binary fraction as were ever typed in.
const EXACT_DIGITS: u32 = 15;

/// The decimal that was meant by `76.219999999999999`; `None` where the text is no number.
pub fn decimal_of_double(text: &str) -> Option<Decimal> {
    let text = text.trim();
    let plain = if text.contains(['e', 'E']) {
        Decimal::from_scientific(text).ok()?
    } else {
        text.parse::<Decimal>().ok()?
    };
    plain.round_sf(EXACT_DIGITS).map(|value| value.normalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dust_of_binary_fractions_is_no_part_of_an_amount() {
        let read = |text| decimal_of_double(text).map(|value| value.to_string());
        assert_eq!(read("76.219999999999999").as_deref(), Some("76.22"));
        assert_eq!(read("-658.78000000000009").as_deref(), Some("-658.78"));
        assert_eq!(read("1e-05").as_deref(), Some("0.00001"));
        assert_eq!(read("371").as_deref(), Some("371"));
        assert_eq!(read("-0").as_deref(), Some("0"));
        assert_eq!(read("NaN"), None);
        assert_eq!(read("1e400"), None);
    }
}
