//! The name of who was paid, out of what a terminal printed into the statement.
//!
//! `SQ *KIOSK NORD #0442  SEATTLE WA` is the same payee every time, but its text is not: the
//! number of the shop, the day, the end of the card come and go. What is taken away is told, so
//! that a person can see it and put it back.

mod case;
mod cities;
mod codes;
mod dates;
mod legal;
mod places;
mod prefixes;
mod tokens;

use serde::{Deserialize, Serialize};

use tokens::Tokens;

/// How many characters of a text are looked at; no name is longer, and longer texts are made to
/// be slow.
pub const LONGEST: usize = 500;

/// A name, and what was around it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CleanPayee {
    /// The name, with single spaces. It has a letter or digit wherever the text has one.
    pub name: String,
    /// What was taken away, in the order in which it was noticed.
    pub removed: Vec<Removed>,
}

/// A piece that is no part of the name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Removed {
    /// What it is.
    pub what: What,
    /// The piece as it stood.
    pub text: String,
}

/// What a piece is that is no part of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// Who took the payment for the shop: `SQ *`, `PAYPAL *`.
    Processor,
    /// Words of the bank: `CARD PAYMENT TO`.
    Wording,
    /// Which of many shops: `#0442`, `STORE 0442`.
    StoreNumber,
    /// The number of an authorisation.
    AuthCode,
    /// The end of the card's number: `XX1234`.
    CardNumber,
    /// The till or the card reader.
    Terminal,
    /// The number of an order, a bill or a booking.
    Reference,
    /// A day.
    Date,
    /// A time of day.
    Time,
    /// A telephone number.
    Phone,
    /// An address on the web beside the name.
    WebAddress,
    /// A town, a state, a country.
    Place,
    /// The legal form: `GmbH`, `Ltd`.
    LegalForm,
    /// What follows after [`LONGEST`] characters.
    Rest,
}

/// Cleans the text of a payee.
///
/// Cleaning a clean name changes nothing, and a text with letters or digits always keeps some.
/// Words in capitals become readable, but short ones stay, since they are mostly initials: KFC,
/// BP, IKEA. A legal form at the end goes: the same shop has it on one statement and not on the
/// next, and nobody asks for it. Scripts without capitals are left as they are.
///
/// ```
/// use farthing_rules::payee::{What, clean};
/// let payee = clean("SQ *KIOSK NORD GMBH #0442   BERLIN DE");
/// assert_eq!(payee.name, "Kiosk Nord");
/// assert_eq!(payee.removed[0].what, What::Place);
/// ```
pub fn clean(raw: &str) -> CleanPayee {
    let (mut tokens, mut removed) = Tokens::of(raw, LONGEST);
    let mut name = tokens.joined();
    // Each round takes something away or is the last; a name has few layers.
    loop {
        removed.extend(strip(&mut tokens));
        let next = case::readable(&tokens.joined());
        if next == name {
            return CleanPayee { name, removed };
        }
        tokens = Tokens::of(&next, LONGEST).0;
        name = next;
    }
}

/// Takes away what is around the name, once.
fn strip(tokens: &mut Tokens) -> Vec<Removed> {
    places::columns(tokens);
    prefixes::processors(tokens);
    prefixes::wording(tokens);
    dates::strip(tokens);
    codes::strip(tokens);
    places::at_the_end(tokens);
    legal::strip(tokens);
    tokens.trim();
    tokens.take_removed()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Pieces of real texts, for the properties: anything may stand beside anything.
    const PIECES: [&str; 48] = [
        "KIOSK",
        "Nord",
        "SQ *",
        "PAYPAL *",
        "TST*",
        "GOOGLE *",
        "APPLE.COM/BILL",
        "AMZN Mktp US*2A3B4",
        "#0442",
        "STORE 0442",
        "XX1234",
        "*1234",
        "AUTH 123456",
        "REF: AB12C",
        "TERMINAL 8841",
        "12/03",
        "14.03.2026",
        "10:45",
        "6PM",
        "866-712-7753",
        "+49 30 1234567",
        "BERLIN DE",
        "London GBR",
        "SEATTLE WA",
        "98101",
        "GmbH",
        "& Co. KG",
        "Ltd",
        "   ",
        "\t",
        "CARD PAYMENT TO",
        "IKEA",
        "BP",
        "O'NEILL",
        "星巴克",
        "قهوة",
        "NETFLIX.COM",
        "help.example.com",
        "-",
        "*",
        "(",
        "00442",
        "T-1234",
        "de",
        "PURCHASE",
        "REF:8847AB12",
        "VA",
        "CA",
    ];

    fn has_letters_or_digits(text: &str) -> bool {
        text.chars().any(char::is_alphanumeric)
    }

    fn holds(raw: &str) -> Result<(), TestCaseError> {
        let once = clean(raw);
        let again = clean(&once.name);
        prop_assert_eq!(&again.name, &once.name, "of {:?}", raw);
        prop_assert_eq!(again.removed, vec![], "of {:?}", raw);
        prop_assert_eq!(
            has_letters_or_digits(&once.name),
            has_letters_or_digits(raw)
        );
        prop_assert!(!once.name.contains("  ") && once.name.trim() == once.name);
        Ok(())
    }

    #[test]
    fn a_text_too_long_to_be_a_name_is_cut_and_the_rest_is_told() {
        let long = "word ".repeat(2_000);
        let payee = clean(&long);
        assert!(payee.name.chars().count() <= LONGEST);
        assert_eq!(payee.removed[0].what, What::Rest);
        assert_eq!(clean(&payee.name).name, payee.name);
    }

    #[test]
    fn nothing_is_nothing() {
        for raw in ["", "  ", "***", "- / -"] {
            assert!(!has_letters_or_digits(&clean(raw).name), "{raw}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(512))]

        #[test]
        fn cleaning_twice_is_cleaning_once(pieces in proptest::collection::vec((0..PIECES.len(), "[ ]{0,4}"), 0..7)) {
            let raw = pieces.iter().flat_map(|(piece, gap)| [PIECES[*piece], gap.as_str()]);
            let raw: String = raw.collect();
            holds(&raw)?;
        }

        #[test]
        fn any_text_can_be_cleaned(raw in "\\PC{0,60}") {
            holds(&raw)?;
        }

        #[test]
        fn any_printed_text_can_be_cleaned(raw in "[A-Z0-9 .*#/:'&()+-]{0,40}") {
            holds(&raw)?;
        }
    }
}
