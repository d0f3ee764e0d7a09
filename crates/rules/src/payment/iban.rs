//! IBANs: the format of each country and the check by 97 (spec F.1, F.2).

use super::PaymentError;
use super::checksum::mod_97;

/// What follows the country and the two check digits, by country, in the order of their letters: so
/// many digits (`n`), capital letters (`a`) or either (`c`). From the registry of the standard, as of
/// autumn 2026.
const FORMATS: [(&str, &str); 89] = [
    ("AD", "8n12c"),
    ("AE", "19n"),
    ("AL", "8n16c"),
    ("AT", "16n"),
    ("AZ", "4a20c"),
    ("BA", "16n"),
    ("BE", "12n"),
    ("BG", "4a6n8c"),
    ("BH", "4a14c"),
    ("BI", "23n"),
    ("BR", "8c15n2c"),
    ("BY", "4c4n16c"),
    ("CH", "5n12c"),
    ("CR", "18n"),
    ("CY", "8n16c"),
    ("CZ", "20n"),
    ("DE", "18n"),
    ("DJ", "23n"),
    ("DK", "14n"),
    ("DO", "4c20n"),
    ("EE", "16n"),
    ("EG", "25n"),
    ("ES", "20n"),
    ("FI", "14n"),
    ("FK", "2a12n"),
    ("FO", "14n"),
    ("FR", "10n11c2n"),
    ("GB", "4a14n"),
    ("GE", "2a16n"),
    ("GI", "4a15c"),
    ("GL", "14n"),
    ("GR", "7n16c"),
    ("GT", "24c"),
    ("HN", "4a20n"),
    ("HR", "17n"),
    ("HU", "24n"),
    ("IE", "4a14n"),
    ("IL", "19n"),
    ("IQ", "4a15n"),
    ("IS", "22n"),
    ("IT", "1a10n12c"),
    ("JO", "4a4n18c"),
    ("KW", "4a22c"),
    ("KZ", "3n13c"),
    ("LB", "4n20c"),
    ("LC", "4a24c"),
    ("LI", "5n12c"),
    ("LT", "16n"),
    ("LU", "3n13c"),
    ("LV", "4a13c"),
    ("LY", "21n"),
    ("MC", "10n11c2n"),
    ("MD", "20c"),
    ("ME", "18n"),
    ("MK", "3n10c2n"),
    ("MN", "16n"),
    ("MR", "23n"),
    ("MT", "4a5n18c"),
    ("MU", "4a19n3a"),
    ("NI", "4a20n"),
    ("NL", "4a10n"),
    ("NO", "11n"),
    ("OM", "3n16c"),
    ("PK", "4a16c"),
    ("PL", "24n"),
    ("PS", "4a21c"),
    ("PT", "21n"),
    ("QA", "4a21c"),
    ("RO", "4a16c"),
    ("RS", "18n"),
    ("RU", "14n15c"),
    ("SA", "2n18c"),
    ("SC", "4a20n3a"),
    ("SD", "14n"),
    ("SE", "20n"),
    ("SI", "15n"),
    ("SK", "20n"),
    ("SM", "1a10n12c"),
    ("SO", "19n"),
    ("ST", "21n"),
    ("SV", "4a20n"),
    ("TL", "19n"),
    ("TN", "20n"),
    ("TR", "6n16c"),
    ("UA", "6n19c"),
    ("VA", "18n"),
    ("VG", "4a16n"),
    ("XK", "16n"),
    ("YE", "4a4n18c"),
];

/// The countries whose IBANs a SEPA credit transfer reaches: 41, and Gibraltar, which has its own.
const SEPA: [&str; 42] = [
    "AD", "AL", "AT", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "GI",
    "GR", "HR", "HU", "IE", "IS", "IT", "LI", "LT", "LU", "LV", "MC", "MD", "ME", "MK", "MT", "NL",
    "NO", "PL", "PT", "RO", "RS", "SE", "SI", "SK", "SM", "VA",
];

/// An account number that its country's format and its check digits allow, in capitals without
/// spaces. Whether there is such an account only its bank knows.
///
/// ```
/// use farthing_rules::payment::Iban;
/// let iban: Iban = "nl91 abna 0417 1643 00".parse()?;
/// assert_eq!(iban.as_str(), "NL91ABNA0417164300");
/// assert!("NL91 ABNA 0417 1643 01".parse::<Iban>().is_err());
/// # Ok::<(), farthing_rules::payment::PaymentError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Iban(String);

impl Iban {
    /// The number in capitals without spaces.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The two letters of its country.
    pub fn country(&self) -> &str {
        self.0.get(..2).unwrap_or_default()
    }

    /// Whether a SEPA credit transfer reaches it.
    pub fn is_sepa(&self) -> bool {
        SEPA.binary_search(&self.country()).is_ok()
    }

    /// Whether it is a QR-IBAN: one of Switzerland or Liechtenstein whose bank has a number
    /// from 30000 to 31999.
    pub fn is_qr(&self) -> bool {
        let bank = self.0.get(4..6).unwrap_or_default();
        ["CH", "LI"].contains(&self.country()) && ["30", "31"].contains(&bank)
    }
}

impl std::str::FromStr for Iban {
    type Err = PaymentError;

    /// Reads an IBAN, whatever its spaces and capitals.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let signs = text.chars().filter(|c| !c.is_whitespace());
        let iban: String = signs.map(|c| c.to_ascii_uppercase()).collect();
        if !has_format(&iban) {
            let message = "it has not the length and signs of an IBAN of its country";
            return Err(PaymentError::field("iban", message));
        }
        if !has_check(&iban) {
            let message = "its check digits are wrong; compare it with the original";
            return Err(PaymentError::field("iban", message));
        }
        Ok(Self(iban))
    }
}

fn has_format(iban: &str) -> bool {
    let (Some(country), Some(rest)) = (iban.get(..2), iban.get(2..)) else {
        return false;
    };
    let Ok(at) = FORMATS.binary_search_by_key(&country, |&(country, _)| country) else {
        return false;
    };
    let format = FORMATS.get(at).map(|&(_, format)| format);
    let mut signs = rest.chars();
    // Every country begins with two check digits.
    takes(&mut signs, 2, 'n')
        && format.is_some_and(|format| follows(&mut signs, format))
        && signs.next().is_none()
}

/// Whether signs begin as a format says; they are used up as far as it goes.
fn follows(signs: &mut impl Iterator<Item = char>, format: &str) -> bool {
    let mut count = 0;
    for letter in format.chars() {
        match letter.to_digit(10) {
            Some(digit) => count = count * 10 + digit,
            None if takes(signs, count, letter) => count = 0,
            None => return false,
        }
    }
    true
}

fn takes(signs: &mut impl Iterator<Item = char>, count: u32, letter: char) -> bool {
    (0..count).all(|_| {
        signs.next().is_some_and(|sign| match letter {
            'n' => sign.is_ascii_digit(),
            'a' => sign.is_ascii_uppercase(),
            _ => sign.is_ascii_digit() || sign.is_ascii_uppercase(),
        })
    })
}

/// Whether the check digits are the ones that are given out: 02 to 98. Others can leave the same
/// remainder and are never right.
fn has_check(iban: &str) -> bool {
    let (Some(head), Some(rest)) = (iban.get(..4), iban.get(4..)) else {
        return false;
    };
    let given_out = !["00", "01", "99"].contains(&head.get(2..).unwrap_or_default());
    given_out && mod_97(rest.chars().chain(head.chars())) == Some(1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Examples that the registry and banks print, one of each group of formats.
    const PRINTED: [&str; 24] = [
        "AD1200012030200359100100",
        "AE070331234567890123456",
        "AT611904300234573201",
        "BR1800360305000010009795493C1",
        "CH9300762011623852957",
        "CZ6508000000192000145399",
        "DE89370400440532013000",
        "DK5000400440116243",
        "EG380019000500000000263180002",
        "ES9121000418450200051332",
        "FR1420041010050500013M02606",
        "GB29NWBK60161331926819",
        "GI75NWBK000000007099453",
        "HU42117730161111101800000000",
        "IT60X0542811101000000123456",
        "JO94CBJO0010000000000131000302",
        "MT84MALT011000012345MTLCAST001S",
        "MU17BOMM0101101030300200000MUR",
        "NO9386011117947",
        "PK36SCBL0000001123456702",
        "PL61109010140000071219812874",
        "SE4550000000058398257466",
        "TR330006100519786457841326",
        "VG96VPVG0000012345678901",
    ];

    #[test]
    fn the_formats_are_in_order_so_that_they_are_found() {
        assert!(FORMATS.is_sorted_by(|a, b| a.0 < b.0));
        assert!(SEPA.is_sorted());
    }

    #[test]
    fn printed_ibans_are_read() {
        for iban in PRINTED {
            assert!(iban.parse::<Iban>().is_ok(), "{iban}");
        }
    }

    #[test]
    fn a_country_without_ibans_is_refused() {
        assert!("US64SVBKUS6S3300958879".parse::<Iban>().is_err());
        assert!("é".parse::<Iban>().is_err());
        assert!("".parse::<Iban>().is_err());
    }

    #[test]
    fn a_letter_among_the_digits_of_a_country_is_refused() {
        // The remainder by 97 is one.
        let iban = "DE85A70400440532013000";
        assert!(iban.parse::<Iban>().is_err());
    }

    #[test]
    fn check_digits_that_nobody_gives_out_are_refused() {
        // 00 leaves the same remainder as 97.
        let right: Vec<String> = (0..100_u32).map(|n| format!("DE97{n:018}")).collect();
        let right = right
            .iter()
            .find(|iban| iban.parse::<Iban>().is_ok())
            .unwrap();
        assert!(right.replace("DE97", "DE00").parse::<Iban>().is_err());
    }

    #[test]
    fn a_bank_of_brazil_may_be_named_by_letters() {
        assert!("BR27AB12CD34000010009795493C1".parse::<Iban>().is_ok());
        assert!("BR27AB12CD3400001000979549XC1".parse::<Iban>().is_err());
    }

    #[test]
    fn a_qr_iban_is_known_by_its_bank() {
        let is_qr = |text: &str| text.parse::<Iban>().unwrap().is_qr();
        assert!(is_qr("CH4431999123000889012"));
        assert!(!is_qr("CH9300762011623852957"));
    }

    proptest! {
        #[test]
        fn one_wrong_digit_is_always_found(
            which in 0_usize..24, at in 2_usize..34, digit in 0_u32..10,
        ) {
            let right = PRINTED[which];
            let wrong: String = right
                .chars()
                .enumerate()
                .map(|(i, c)| if i == at { char::from_digit(digit, 10).unwrap() } else { c })
                .collect();
            prop_assert_eq!(wrong.parse::<Iban>().is_ok(), wrong == right);
        }

        #[test]
        fn no_text_is_too_odd(text in ".{0,40}") {
            let _ = text.parse::<Iban>();
        }
    }
}
