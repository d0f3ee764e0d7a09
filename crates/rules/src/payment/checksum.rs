//! Check digits and sums of the payment world.

/// The polynomial of CRC-16/CCITT-FALSE.
const POLYNOMIAL: u16 = 0x1021;
/// Carries of the Swiss recursive check digit, by the sum of carry and digit.
const CARRIES: [u32; 10] = [0, 9, 4, 6, 8, 2, 7, 1, 3, 5];

/// CRC-16/CCITT-FALSE of a text's UTF-8 bytes (spec F.4): polynomial 1021, begun with FFFF, nothing
/// reflected or inverted. Written as four capital hexadecimal digits.
///
/// ```
/// assert_eq!(farthing_rules::payment::crc16("A"), "B915");
/// ```
pub fn crc16(text: &str) -> String {
    let crc = text.bytes().fold(u16::MAX, |crc, byte| {
        (0..8).fold(crc ^ (u16::from(byte) << 8), |crc, _| shifted(crc))
    });
    format!("{crc:04X}")
}

fn shifted(crc: u16) -> u16 {
    if crc & 0x8000 == 0 {
        crc << 1
    } else {
        (crc << 1) ^ POLYNOMIAL
    }
}

/// The remainder by 97 of letters and digits, where A is 10 and Z is 35; none for other signs.
pub(super) fn mod_97(signs: impl Iterator<Item = char>) -> Option<u32> {
    let mut rest = 0;
    for sign in signs {
        let value = sign.to_digit(36)?;
        let up = if value < 10 { 10 } else { 100 };
        rest = (rest * up + value) % 97;
    }
    Some(rest)
}

/// The recursive check digit by ten of a Swiss QR reference; none for other signs than digits.
pub(super) fn check_by_ten(digits: &str) -> Option<u32> {
    let mut carry = 0;
    for digit in digits.chars() {
        let at = (carry + digit.to_digit(10)?) % 10;
        carry = *CARRIES.get(usize::try_from(at).ok()?)?;
    }
    Some((10 - carry) % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_has_the_sum_it_began_with() {
        assert_eq!(crc16(""), "FFFF");
        assert_eq!(crc16("123456789"), "29B1");
    }

    #[test]
    fn other_signs_have_no_remainder() {
        assert_eq!(mod_97("Z9".chars()), Some(359 % 97));
        assert_eq!(mod_97("1-2".chars()), None);
    }

    #[test]
    fn the_published_swiss_reference_has_its_check_digit() {
        assert_eq!(check_by_ten("21000000000313947143000901"), Some(7));
        assert_eq!(check_by_ten("2100x"), None);
    }
}
