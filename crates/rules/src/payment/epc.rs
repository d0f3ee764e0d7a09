//! The European payment code EPC069-12, also called `GiroCode` (spec F.1).

use farthing_money::Money;

use super::{Iban, PaymentError, checks, is_creditor_reference};

/// The most bytes a code may have, so that its picture stays readable.
const MOST_BYTES: usize = 331;
/// The largest amount, in cents.
const MOST_CENTS: i64 = 99_999_999_999;

/// A SEPA credit transfer in euro.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EpcTransfer<'a> {
    /// The version of the code.
    pub version: EpcVersion,
    /// The receiver's bank, 8 or 11 signs; some banks ask for it outside the European Economic Area.
    pub bic: Option<&'a str>,
    /// The receiver, as the account names them: banks compare it. 1 to 70 characters.
    pub name: &'a str,
    /// The receiver's account.
    pub iban: &'a str,
    /// 0.01 to 999 999 999.99 EUR.
    pub amount: Money,
    /// A code for what it is for, 1 to 4 capital letters or digits.
    pub purpose: Option<&'a str>,
    /// A structured reference, up to 35 characters; one of ISO 11649 whatever its spaces and capitals.
    pub reference: Option<&'a str>,
    /// A free text instead, up to 140 characters.
    pub text: Option<&'a str>,
    /// A note to the person who pays, up to 70 characters; many apps do not show it.
    pub info: Option<&'a str>,
}

/// The version of the code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum EpcVersion {
    /// The bank's BIC is needed.
    V001,
    /// It is not.
    #[default]
    V002,
}

impl EpcVersion {
    /// The version with these digits.
    pub fn named(digits: &str) -> Result<Self, PaymentError> {
        match digits {
            "001" => Ok(Self::V001),
            "002" => Ok(Self::V002),
            _ => Err(PaymentError::field("version", "it is 001 or 002")),
        }
    }

    fn digits(self) -> &'static str {
        match self {
            Self::V001 => "001",
            Self::V002 => "002",
        }
    }
}

/// The text of the code: lines without empty ones at its end. Its picture needs error correction M.
///
/// The amount always has two decimals. Fails where a part is missing, too long or wrong, for other
/// currencies than EUR, for IBANs that SEPA does not reach, for a reference beside a text, and
/// beyond 331 bytes.
pub fn epc(transfer: &EpcTransfer<'_>) -> Result<String, PaymentError> {
    checks::currency(transfer.amount, &["EUR"], "EUR")?;
    checks::amount(transfer.amount, MOST_CENTS)?;
    checks::text("name", transfer.name, 1..=70)?;
    let iban = sepa_iban(transfer.iban)?;
    let amount = format!("EUR{}", transfer.amount.decimal_text());
    let (reference, text) = subject(transfer)?;
    let info = checks::given(transfer.info).unwrap_or_default();
    checks::text("info", info, 0..=70)?;
    let lines = [
        "BCD",
        transfer.version.digits(),
        "1",
        "SCT",
        bic(transfer)?,
        transfer.name,
        iban.as_str(),
        &amount,
        purpose(transfer)?,
        &reference,
        text,
        info,
    ];
    short_enough(lines.join("\n").trim_end_matches('\n'))
}

fn sepa_iban(text: &str) -> Result<Iban, PaymentError> {
    let iban: Iban = text.parse()?;
    if iban.is_sepa() {
        return Ok(iban);
    }
    let message = "its country takes no part in SEPA, where this code is read";
    Err(PaymentError::field("iban", message))
}

fn bic<'a>(transfer: &EpcTransfer<'a>) -> Result<&'a str, PaymentError> {
    let message = match (transfer.version, checks::given(transfer.bic)) {
        (EpcVersion::V001, None) => "version 001 needs it",
        (EpcVersion::V002, None) => return Ok(""),
        (_, Some(bic)) if is_bic(bic) => return Ok(bic),
        (_, Some(_)) => "it has 8 or 11 capital letters or digits and begins with 6 letters",
    };
    Err(PaymentError::field("bic", message))
}

fn is_bic(bic: &str) -> bool {
    let letters = bic.get(..6).unwrap_or_default();
    [8, 11].contains(&bic.len())
        && checks::is_code(bic)
        && letters.bytes().all(|b| b.is_ascii_uppercase())
}

fn purpose<'a>(transfer: &EpcTransfer<'a>) -> Result<&'a str, PaymentError> {
    let purpose = checks::given(transfer.purpose).unwrap_or_default();
    if purpose.len() > 4 || !checks::is_code(purpose) {
        let message = "it has up to 4 capital letters or digits";
        return Err(PaymentError::field("purpose", message));
    }
    Ok(purpose)
}

/// What the transfer is for: the structured reference and the free text, one of them at most.
fn subject<'a>(transfer: &EpcTransfer<'a>) -> Result<(String, &'a str), PaymentError> {
    match (
        checks::given(transfer.reference),
        checks::given(transfer.text),
    ) {
        (Some(_), Some(_)) => Err(PaymentError::ReferenceAndText),
        (Some(reference), None) => Ok((structured(reference)?, "")),
        (None, text) => {
            let text = text.unwrap_or_default();
            checks::text("text", text, 0..=140)?;
            Ok((String::new(), text))
        }
    }
}

/// Checks a structured reference. Some countries have their own, so only `RF` is checked further, and
/// written as the standard says.
fn structured(reference: &str) -> Result<String, PaymentError> {
    checks::text("reference", reference, 1..=35)?;
    let signs = reference.chars().filter(|c| !c.is_whitespace());
    let compact: String = signs.map(|c| c.to_ascii_uppercase()).collect();
    if !compact.starts_with("RF") {
        return Ok(reference.to_owned());
    }
    if is_creditor_reference(&compact) {
        return Ok(compact);
    }
    let message = "its check digits are wrong; compare it with the original";
    Err(PaymentError::field("reference", message))
}

fn short_enough(payload: &str) -> Result<String, PaymentError> {
    if payload.len() > MOST_BYTES {
        return Err(PaymentError::PayloadTooLong {
            length: payload.len(),
            most: MOST_BYTES,
        });
    }
    Ok(payload.to_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn transfer(name: &str) -> EpcTransfer<'_> {
        EpcTransfer {
            version: EpcVersion::V002,
            bic: None,
            name,
            iban: "NL91 ABNA 0417 1643 00",
            amount: "7.50 EUR".parse().unwrap(),
            purpose: None,
            reference: None,
            text: None,
            info: None,
        }
    }

    #[test]
    fn nothing_follows_the_last_part() {
        let payload = epc(&transfer("Tea jar")).unwrap();
        assert_eq!(
            payload,
            "BCD\n002\n1\nSCT\n\nTea jar\nNL91ABNA0417164300\nEUR7.50"
        );
    }

    #[test]
    fn a_line_break_cannot_bring_in_another_receiver() {
        let error = epc(&transfer("Tea\nDE89370400440532013000")).unwrap_err();
        assert_eq!(error.code(), "name");
        let sneaky = EpcTransfer {
            text: Some("a\rb"),
            ..transfer("Tea jar")
        };
        assert_eq!(epc(&sneaky).unwrap_err().code(), "text");
    }

    #[test]
    fn the_first_version_needs_a_bic() {
        let old = EpcTransfer {
            version: EpcVersion::V001,
            ..transfer("Tea jar")
        };
        assert_eq!(epc(&old).unwrap_err().code(), "bic");
        let with_bic = EpcTransfer {
            bic: Some("ABNANL2AXXX"),
            ..old
        };
        assert!(epc(&with_bic).is_ok());
    }

    #[test]
    fn an_iban_outside_sepa_is_refused() {
        let far = EpcTransfer {
            iban: "PK36SCBL0000001123456702",
            ..transfer("Tea jar")
        };
        assert_eq!(epc(&far).unwrap_err().code(), "iban");
    }

    #[test]
    fn a_creditor_reference_is_read_as_it_is_printed() {
        let printed = EpcTransfer {
            reference: Some("rf18 5390 0754 7034"),
            ..transfer("Tea jar")
        };
        let payload = epc(&printed).unwrap();
        assert!(payload.ends_with("\n\nRF18539007547034"), "{payload}");
        let slip = EpcTransfer {
            reference: Some("rf19539007547034"),
            ..printed
        };
        assert_eq!(epc(&slip).unwrap_err().code(), "reference");
    }

    #[test]
    fn a_name_of_spaces_is_no_name() {
        assert_eq!(epc(&transfer("  ")).unwrap_err().code(), "name");
    }

    proptest! {
        #[test]
        fn every_code_has_its_parts_in_their_lines(
            name in ".{1,80}", text in ".{0,150}", info in ".{0,80}",
        ) {
            let given = EpcTransfer { text: Some(&text), info: Some(&info), ..transfer(&name) };
            if let Ok(payload) = epc(&given) {
                let lines: Vec<&str> = payload.split('\n').collect();
                prop_assert!(payload.len() <= MOST_BYTES && (8..=12).contains(&lines.len()));
                prop_assert_eq!(lines[5], name.as_str());
                prop_assert_eq!(lines[6], "NL91ABNA0417164300");
                prop_assert_eq!(lines.get(10).copied().unwrap_or_default(), text.as_str());
            }
        }
    }
}
