//! References: the short code a person types into a transfer, and the creditor reference of
//! ISO 11649 (spec F).

use super::PaymentError;
use super::checksum::mod_97;

/// The signs of a short code: no I, O, 0 and 1, which are read for each other.
pub const ALPHABET: &str = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// How many signs a short code has.
const CODE_LENGTH: u32 = 5;
/// The longest word before a short code.
const LONGEST_WORD: usize = 12;
/// The longest body of a creditor reference.
const LONGEST_BODY: usize = 21;

/// A word and a short code such as `SAVE 7K3Q9`. The code stands for the lowest 25 bits of the
/// number, which the caller draws.
///
/// Fails for a word that is not 1 to 12 capital letters or digits.
///
/// ```
/// use farthing_rules::payment::short_reference;
/// assert_eq!(short_reference("TEA", 0)?, "TEA 22222");
/// assert_eq!(short_reference("TEA", 33)?, "TEA 22233");
/// # Ok::<(), farthing_rules::payment::PaymentError>(())
/// ```
pub fn short_reference(word: &str, number: u32) -> Result<String, PaymentError> {
    if !(1..=LONGEST_WORD).contains(&word.len()) || !super::checks::is_code(word) {
        let message = "its word has 1 to 12 capital letters or digits";
        return Err(PaymentError::field("reference", message));
    }
    let places = (0..CODE_LENGTH).rev();
    let code = places.filter_map(|place| sign(number >> (5 * place)));
    Ok(format!("{word} {}", code.collect::<String>()))
}

/// The sign for the lowest five bits of a number.
fn sign(number: u32) -> Option<char> {
    let at = usize::try_from(number % 32).ok()?;
    ALPHABET.chars().nth(at)
}

/// The first reference, of these numbers in their order, that is like none of the open ones; none
/// where all are.
pub fn unlike_reference(
    word: &str,
    numbers: impl IntoIterator<Item = u32>,
    open: &[String],
) -> Result<Option<String>, PaymentError> {
    for number in numbers {
        let reference = short_reference(word, number)?;
        if !open.iter().any(|other| are_alike(other, &reference)) {
            return Ok(Some(reference));
        }
    }
    Ok(None)
}

/// Whether two references could be taken for each other: one stands in the other, or their codes
/// differ in one place at most, or by two neighbours that changed places. Signs that look alike
/// count as one sign, and the word before the code does not count, since it is lost first.
pub fn are_alike(a: &str, b: &str) -> bool {
    let (a, b) = (letters_and_digits(a), letters_and_digits(b));
    if a.contains(&b) || b.contains(&a) {
        return true;
    }
    let (a, b) = (code_of(&a), code_of(&b));
    let unequal = a.iter().zip(&b).filter(|(a, b)| a != b).count();
    a.len() == b.len() && (unequal <= 1 || (unequal == 2 && have_swapped(&a, &b)))
}

/// Whether two neighbours stand the other way round.
fn have_swapped(a: &[char], b: &[char]) -> bool {
    let mut neighbours = a.windows(2).zip(b.windows(2));
    neighbours.any(|(a, b)| a != b && a.iter().eq(b.iter().rev()))
}

/// The last signs of a reference, those that look alike as one.
fn code_of(reference: &str) -> Vec<char> {
    let length = usize::try_from(CODE_LENGTH).unwrap_or(usize::MAX);
    reference.chars().rev().take(length).map(look).collect()
}

fn look(sign: char) -> char {
    match sign {
        'B' => '8',
        'G' => '6',
        'I' | 'L' => '1',
        'O' | 'D' | 'Q' => '0',
        'S' => '5',
        'V' => 'U',
        'Z' => '2',
        other => other,
    }
}

/// The letters and digits of a text in capitals: what a bank leaves of a reference (spec A.9).
pub fn letters_and_digits(text: &str) -> String {
    let signs = text.chars().filter(|c| c.is_alphanumeric());
    signs.flat_map(char::to_uppercase).collect()
}

/// The creditor reference of ISO 11649 with this body: `RF`, two check digits, the body. Spaces do
/// not count and letters become capitals.
///
/// Fails for a body that is not 1 to 21 letters or digits.
pub fn creditor_reference(body: &str) -> Result<String, PaymentError> {
    let signs = body.chars().filter(|c| !c.is_whitespace());
    let body: String = signs.map(|c| c.to_ascii_uppercase()).collect();
    let rest = mod_97(body.chars().chain("RF00".chars()));
    match rest {
        Some(rest) if (1..=LONGEST_BODY).contains(&body.len()) => {
            Ok(format!("RF{:02}{body}", 98 - rest))
        }
        _ => Err(PaymentError::field(
            "body",
            "it has 1 to 21 letters or digits",
        )),
    }
}

/// Whether a text is a creditor reference with right check digits, in capitals without spaces.
pub fn is_creditor_reference(text: &str) -> bool {
    let body = text.get(4..).unwrap_or_default();
    creditor_reference(body).is_ok_and(|reference| reference == text)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_alphabet_has_no_signs_that_are_read_for_each_other() {
        assert_eq!(ALPHABET.chars().count(), 32);
        assert!(!ALPHABET.contains(['I', 'O', '0', '1']));
    }

    #[test]
    fn references_that_a_slip_makes_equal_are_alike() {
        for other in [
            "SAVE 7K3Q8",
            "SAVE K73Q9",
            "TEA 7K3Q9",
            "7k3-q9",
            "SAVE 7K3D9",
        ] {
            assert!(are_alike("SAVE 7K3Q9", other), "{other}");
        }
        for other in ["SAVE 8K3Q2", "SAVE Q9K73", "SAVE 9K3Q7"] {
            assert!(!are_alike("SAVE 7K3Q9", other), "{other}");
        }
    }

    #[test]
    fn a_new_reference_is_unlike_the_open_ones() {
        let open = ["TEA 22222".to_owned()];
        let found = unlike_reference("TEA", [0, 1, 32, 1 << 20 | 5], &open).unwrap();
        assert_eq!(found.as_deref(), Some("TEA 32227"));
        assert_eq!(unlike_reference("TEA", [0, 1], &open), Ok(None));
    }

    #[test]
    fn a_word_in_small_letters_is_refused() {
        assert!(short_reference("tea", 1).is_err());
        assert!(short_reference("", 1).is_err());
    }

    #[test]
    fn one_wrong_sign_of_a_creditor_reference_is_found() {
        let right = creditor_reference("tea 2026").unwrap();
        assert!(is_creditor_reference(&right));
        assert!(!is_creditor_reference(&right.replace("TEA", "TEB")));
        assert!(!is_creditor_reference("RF"));
        assert!(!is_creditor_reference("ÄÄ18X"));
    }

    proptest! {
        #[test]
        fn likeness_is_the_same_both_ways(a in 0_u32..1 << 25, b in 0_u32..1 << 25) {
            let (a, b) = (short_reference("TEA", a).unwrap(), short_reference("PIE", b).unwrap());
            prop_assert_eq!(are_alike(&a, &b), are_alike(&b, &a));
            prop_assert!(are_alike(&a, &a));
        }

        #[test]
        fn every_number_has_its_own_code(a in 0_u32..1 << 25, b in 0_u32..1 << 25) {
            prop_assert_eq!(
                short_reference("TEA", a).unwrap() == short_reference("TEA", b).unwrap(),
                a == b
            );
        }

        #[test]
        fn a_creditor_reference_leaves_one(body in "[A-Z0-9]{1,21}") {
            let reference = creditor_reference(&body).unwrap();
            prop_assert!(is_creditor_reference(&reference));
            let (head, rest) = reference.split_at(4);
            prop_assert_eq!(mod_97(rest.chars().chain(head.chars())), Some(1));
        }
    }
}
