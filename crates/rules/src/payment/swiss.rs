//! The Swiss QR-bill (spec F.2).

use std::ops::RangeInclusive;

use farthing_money::{Currency, Money};

use super::checksum::check_by_ten;
use super::{Iban, PaymentError, checks, is_creditor_reference};

/// The most bytes a code may have. The standard counts characters; what its largest picture can
/// hold is bytes, and a letter with an accent has two.
const MOST_BYTES: usize = 997;
/// The largest amount, in hundredths.
const MOST_MINOR: i64 = 99_999_999_999;
/// How many lines an address takes.
const ADDRESS_LINES: usize = 7;

/// What the parts of an address are.
const STREET: &str = "its street has up to 70 Latin letters, digits and signs";
const NUMBER: &str = "its house number has up to 16 Latin letters, digits and signs";
const POSTCODE: &str = "its postcode has 1 to 16 signs, and no country such as CH- before it";
const TOWN: &str = "its town has 1 to 35 Latin letters, digits and signs";
const COUNTRY: &str = "its country is two capital letters, such as CH";

/// A bill in Swiss francs or euro to an account in Switzerland or Liechtenstein.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QrBill<'a> {
    /// The account that receives.
    pub iban: &'a str,
    /// Who receives.
    pub creditor: Address<'a>,
    /// CHF or EUR.
    pub currency: Currency,
    /// 0.01 to 999 999 999.99 in the currency; none where the person who pays decides.
    pub amount: Option<Money>,
    /// Who pays.
    pub debtor: Option<Address<'a>>,
    /// Which kind of reference it is; none to tell by the reference.
    pub reference_type: Option<ReferenceType>,
    /// The reference, whatever its spaces and capitals.
    pub reference: Option<&'a str>,
    /// A free text, up to 140 characters.
    pub message: Option<&'a str>,
}

/// An address in its parts. The older one in two lines is no longer allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Address<'a> {
    /// 1 to 70 characters.
    pub name: &'a str,
    /// Up to 70 characters, may be empty.
    pub street: &'a str,
    /// Up to 16 characters, may be empty.
    pub number: &'a str,
    /// 1 to 16 characters, without the country before it.
    pub postcode: &'a str,
    /// 1 to 35 characters.
    pub town: &'a str,
    /// Two capital letters.
    pub country: &'a str,
}

/// The kind of a reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReferenceType {
    /// 26 digits and a check digit; only with a QR-IBAN.
    Qr,
    /// A creditor reference of ISO 11649.
    Creditor,
    /// There is none.
    Without,
}

impl ReferenceType {
    /// The type with this word of the standard.
    pub fn named(word: &str) -> Result<Self, PaymentError> {
        match word {
            "QRR" => Ok(Self::Qr),
            "SCOR" => Ok(Self::Creditor),
            "NON" => Ok(Self::Without),
            _ => Err(PaymentError::field(
                "reference_type",
                "it is QRR, SCOR or NON",
            )),
        }
    }

    fn of(reference: &str) -> Self {
        match reference {
            "" => Self::Without,
            reference if reference.starts_with("RF") => Self::Creditor,
            _ => Self::Qr,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Qr => "QRR",
            Self::Creditor => "SCOR",
            Self::Without => "NON",
        }
    }
}

/// The text of the code, 31 lines. Its picture needs the Swiss cross in its middle.
///
/// Fails where a part is missing, too long, wrong or written in signs that the standard does not
/// have; for other currencies; where a QR-IBAN and a QR reference do not come together.
pub fn swiss(bill: &QrBill<'_>) -> Result<String, PaymentError> {
    let iban = swiss_iban(bill.iban)?;
    let amount = amount(bill)?;
    let (kind, reference) = reference(bill, &iban)?;
    let message = checks::given(bill.message).unwrap_or_default();
    written("message", message, 140)?;
    let debtor = bill.debtor.as_ref().map(lines_of).transpose()?;
    let nobody = [""; ADDRESS_LINES];
    let lines: [&[&str]; 6] = [
        &["SPC", "0200", "1", iban.as_str()],
        &lines_of(&bill.creditor)?,
        // The ultimate creditor is reserved for later.
        &nobody,
        &[amount.as_str(), bill.currency.code()],
        &debtor.unwrap_or(nobody),
        &[kind.word(), &reference, message, "EPD"],
    ];
    short_enough(lines.concat().join("\n"))
}

fn swiss_iban(text: &str) -> Result<Iban, PaymentError> {
    let iban: Iban = text.parse()?;
    if ["CH", "LI"].contains(&iban.country()) {
        return Ok(iban);
    }
    let message = "a QR-bill goes to Switzerland or Liechtenstein";
    Err(PaymentError::field("iban", message))
}

fn amount(bill: &QrBill<'_>) -> Result<String, PaymentError> {
    checks::currency(Money::zero(bill.currency), &["CHF", "EUR"], "CHF and EUR")?;
    let Some(amount) = bill.amount else {
        return Ok(String::new());
    };
    checks::currency(amount, &[bill.currency.code()], "the currency of the bill")?;
    checks::amount(amount, MOST_MINOR)?;
    Ok(amount.decimal_text())
}

fn reference(bill: &QrBill<'_>, iban: &Iban) -> Result<(ReferenceType, String), PaymentError> {
    let signs = bill.reference.unwrap_or_default().chars();
    let signs = signs.filter(|c| !c.is_whitespace());
    let reference: String = signs.map(|c| c.to_ascii_uppercase()).collect();
    let kind = bill
        .reference_type
        .unwrap_or_else(|| ReferenceType::of(&reference));
    if iban.is_qr() != (kind == ReferenceType::Qr) {
        return Err(PaymentError::QrIbanReference);
    }
    let is_right = match kind {
        ReferenceType::Qr => is_qr_reference(&reference),
        ReferenceType::Creditor => is_creditor_reference(&reference),
        ReferenceType::Without => reference.is_empty(),
    };
    if is_right {
        return Ok((kind, reference));
    }
    let message = "it has not the form or the check digits of its type";
    Err(PaymentError::field("reference", message))
}

fn is_qr_reference(reference: &str) -> bool {
    let (Some(body), Some(check)) = (reference.get(..26), reference.get(26..)) else {
        return false;
    };
    check_by_ten(body).is_some_and(|digit| check == digit.to_string())
}

fn lines_of<'a>(address: &Address<'a>) -> Result<[&'a str; ADDRESS_LINES], PaymentError> {
    checks::text("name", address.name, 1..=70)?;
    written("name", address.name, 70)?;
    let country = address.country;
    let has_country = country.len() == 2 && country.bytes().all(|b| b.is_ascii_uppercase());
    let parts = [
        (is_part(address.street, 0..=70), STREET),
        (is_part(address.number, 0..=16), NUMBER),
        (is_postcode(address), POSTCODE),
        (is_part(address.town, 1..=35), TOWN),
        (has_country, COUNTRY),
    ];
    if let Some((_, message)) = parts.into_iter().find(|&(is_right, _)| !is_right) {
        return Err(PaymentError::field("address", message));
    }
    Ok([
        "S",
        address.name,
        address.street,
        address.number,
        address.postcode,
        address.town,
        country,
    ])
}

/// Whether a part of an address has so many characters that the standard has.
fn is_part(text: &str, length: RangeInclusive<usize>) -> bool {
    let most = *length.end();
    checks::text("address", text, length).is_ok() && written("address", text, most).is_ok()
}

/// Whether a postcode is one, and without the `CH-` that letters are addressed with.
fn is_postcode(address: &Address<'_>) -> bool {
    let rest = address.postcode.strip_prefix(address.country);
    let has_country = rest.is_some_and(|rest| rest.trim_start().starts_with('-'));
    is_part(address.postcode, 1..=16) && !has_country
}

/// A text of at most so many characters that the standard has.
fn written(field: &'static str, text: &str, most: usize) -> Result<(), PaymentError> {
    checks::text(field, text, 0..=most)?;
    if text.chars().all(is_in_standard) {
        return Ok(());
    }
    Err(PaymentError::field(
        field,
        "it has a sign that a QR-bill cannot have",
    ))
}

/// The Latin letters and signs that a QR-bill is written in.
fn is_in_standard(sign: char) -> bool {
    matches!(sign, ' '..='~' | '\u{a0}'..='\u{17f}' | 'Ș' | 'ș' | 'Ț' | 'ț' | '€')
}

fn short_enough(payload: String) -> Result<String, PaymentError> {
    let length = payload.len();
    if length > MOST_BYTES {
        let most = MOST_BYTES;
        return Err(PaymentError::PayloadTooLong { length, most });
    }
    Ok(payload)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bill() -> QrBill<'static> {
        QrBill {
            iban: "CH93 0076 2011 6238 5295 7",
            creditor: Address {
                name: "Tea jar",
                postcode: "3000",
                town: "Bern",
                country: "CH",
                ..Address::default()
            },
            currency: Currency::iso("CHF").unwrap(),
            amount: None,
            debtor: None,
            reference_type: None,
            reference: None,
            message: None,
        }
    }

    fn code(bill: &QrBill<'_>) -> &'static str {
        swiss(bill).unwrap_err().code()
    }

    #[test]
    fn a_bill_has_31_lines() {
        let text = swiss(&bill()).unwrap();
        let lines: Vec<&str> = text.split('\n').collect();
        assert_eq!(lines.len(), 31);
        assert_eq!(
            lines[3..11],
            [
                "CH9300762011623852957",
                "S",
                "Tea jar",
                "",
                "",
                "3000",
                "Bern",
                "CH"
            ]
        );
        assert_eq!(lines[18..20], ["", "CHF"]);
        assert_eq!(lines[27..], ["NON", "", "", "EPD"]);
    }

    #[test]
    fn a_qr_reference_needs_a_qr_iban() {
        let reference = Some("21 00000 00003 13947 14300 09017");
        let plain = QrBill {
            reference,
            ..bill()
        };
        assert_eq!(code(&plain), "qr_iban_reference");
        let qr = QrBill {
            iban: "CH4431999123000889012",
            ..plain
        };
        assert!(
            swiss(&qr)
                .unwrap()
                .contains("\nQRR\n210000000003139471430009017\n")
        );
        let wrong = QrBill {
            reference: Some("210000000003139471430009018"),
            ..qr
        };
        assert_eq!(code(&wrong), "reference");
    }

    #[test]
    fn a_reference_that_is_said_to_be_none_is_refused() {
        let reference_type = Some(ReferenceType::Without);
        let reference = Some("RF18539007547034");
        assert_eq!(
            code(&QrBill {
                reference_type,
                reference,
                ..bill()
            }),
            "reference"
        );
        assert!(
            swiss(&QrBill {
                reference,
                ..bill()
            })
            .is_ok()
        );
    }

    #[test]
    fn the_amount_is_in_the_currency_of_the_bill() {
        let amount = Some("5.00 EUR".parse().unwrap());
        assert_eq!(code(&QrBill { amount, ..bill() }), "currency");
        let currency = Currency::iso("USD").unwrap();
        assert_eq!(code(&QrBill { currency, ..bill() }), "currency");
    }

    #[test]
    fn signs_that_no_bill_has_are_refused() {
        assert_eq!(
            code(&QrBill {
                message: Some("茶"),
                ..bill()
            }),
            "message"
        );
        assert_eq!(
            code(&QrBill {
                message: Some("a\nb"),
                ..bill()
            }),
            "message"
        );
        assert!(
            swiss(&QrBill {
                message: Some("Thé à 5 €"),
                ..bill()
            })
            .is_ok()
        );
    }

    #[test]
    fn an_address_without_its_town_is_refused() {
        let creditor = Address {
            town: "",
            ..bill().creditor
        };
        assert_eq!(code(&QrBill { creditor, ..bill() }), "address");
    }

    #[test]
    fn what_is_wrong_with_an_address_is_said() {
        let good = bill().creditor;
        let long = "n".repeat(71);
        let wrong = [
            (
                Address {
                    street: &long,
                    ..good
                },
                "street",
            ),
            (
                Address {
                    number: "茶",
                    ..good
                },
                "house number",
            ),
            (
                Address {
                    postcode: "CH-3000",
                    ..good
                },
                "postcode",
            ),
            (
                Address {
                    town: "Bern\n",
                    ..good
                },
                "town",
            ),
            (
                Address {
                    country: "Ch",
                    ..good
                },
                "country",
            ),
        ];
        for (creditor, part) in wrong {
            let error = swiss(&QrBill { creditor, ..bill() }).unwrap_err();
            assert_eq!(error.code(), "address");
            assert!(error.to_string().contains(part), "{error}");
        }
        let abroad = Address {
            postcode: "AD500",
            country: "AD",
            ..good
        };
        assert!(
            swiss(&QrBill {
                debtor: Some(abroad),
                ..bill()
            })
            .is_ok()
        );
    }

    #[test]
    fn a_creditor_reference_is_read_as_it_is_printed() {
        let reference = Some("rf18 5390 0754 7034");
        let text = swiss(&QrBill {
            reference,
            ..bill()
        })
        .unwrap();
        assert!(text.contains("\nSCOR\nRF18539007547034\n"), "{text}");
    }

    #[test]
    fn a_code_beyond_its_largest_picture_is_refused() {
        let long = "ä".repeat(70);
        let person = Address {
            name: &long,
            street: &long,
            number: "ääääääääääääääää",
            postcode: "ääääääääääääääää",
            ..bill().creditor
        };
        let message = "ä".repeat(140);
        let full = QrBill {
            creditor: person,
            debtor: Some(person),
            ..bill()
        };
        assert!(swiss(&full).is_ok());
        assert_eq!(
            code(&QrBill {
                message: Some(&message),
                ..full
            }),
            "payload_too_long"
        );
    }
}
