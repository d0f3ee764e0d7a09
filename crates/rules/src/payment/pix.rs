//! The Brazilian payment code, Pix “copia e cola” (spec F.4).

use farthing_money::{MAX_ENTRY_MINOR, Money};

use super::{PaymentError, checks, crc16};
use crate::text::plain;

/// The longest value whose length two digits can say.
const LONGEST_VALUE: usize = 99;
/// The longest key.
const LONGEST_KEY: usize = 77;
/// The most characters of an amount.
const LONGEST_AMOUNT: usize = 13;

/// A payment in reais to a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PixPayment<'a> {
    /// The receiver's key.
    pub key: &'a str,
    /// What the key is; none to take any kind.
    pub key_type: Option<KeyType>,
    /// The receiver; written without accents and cut at 25 characters.
    pub name: &'a str,
    /// The receiver's city; written without accents and cut at 15 characters.
    pub city: &'a str,
    /// Above zero, in BRL; none where the person who pays decides.
    pub amount: Option<Money>,
    /// A code to find the payment again, 1 to 25 letters or digits.
    pub txid: Option<&'a str>,
    /// A text for the receiver, written without accents.
    pub message: Option<&'a str>,
}

/// What a key is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyType {
    /// +55 and 10 or 11 digits.
    Phone,
    /// An e-mail address.
    Email,
    /// A person's tax number, 11 digits.
    Cpf,
    /// A company's tax number, 12 digits or capital letters and 2 digits; letters since July 2026.
    Cnpj,
    /// A random key, written like a UUID.
    Evp,
}

const KEY_TYPES: [KeyType; 5] = [
    KeyType::Phone,
    KeyType::Email,
    KeyType::Cpf,
    KeyType::Cnpj,
    KeyType::Evp,
];

impl KeyType {
    /// The type with this word.
    pub fn named(word: &str) -> Result<Self, PaymentError> {
        match word {
            "phone" => Ok(Self::Phone),
            "email" => Ok(Self::Email),
            "cpf" => Ok(Self::Cpf),
            "cnpj" => Ok(Self::Cnpj),
            "evp" => Ok(Self::Evp),
            _ => Err(PaymentError::field(
                "key_type",
                "it is phone, email, cpf, cnpj or evp",
            )),
        }
    }

    fn has(self, key: &str) -> bool {
        match self {
            Self::Phone => key
                .strip_prefix("+55")
                .is_some_and(|number| are_digits(number) && [10, 11].contains(&number.len())),
            Self::Email => is_email(key),
            Self::Cpf => key.len() == 11 && are_digits(key),
            Self::Cnpj => is_cnpj(key),
            Self::Evp => is_uuid(key),
        }
    }
}

/// The text of the code: parts of two digits, a length and a value, and a checksum at the end.
///
/// Fails where a part is missing, too long or wrong, and for other currencies than BRL.
pub fn pix(payment: &PixPayment<'_>) -> Result<String, PaymentError> {
    let amount = payment.amount.map(amount).transpose()?;
    let parts = [
        part("00", "01"),
        part("26", &receiver(payment)?),
        part("52", "0000"),
        part("53", "986"),
        amount.map(|text| part("54", &text)).unwrap_or_default(),
        part("58", "BR"),
        part("59", &cut("name", payment.name, 25)?),
        part("60", &cut("city", payment.city, 15)?),
        part("62", &part("05", txid(payment)?)),
        "6304".to_owned(),
    ];
    let payload = parts.concat();
    let crc = crc16(&payload);
    Ok(payload + &crc)
}

fn part(id: &str, value: &str) -> String {
    format!("{id}{:02}{value}", value.len())
}

fn amount(amount: Money) -> Result<String, PaymentError> {
    checks::currency(amount, &["BRL"], "BRL")?;
    checks::amount(amount, MAX_ENTRY_MINOR)?;
    let text = amount.decimal_text();
    if text.len() > LONGEST_AMOUNT {
        return Err(PaymentError::field(
            "amount",
            "it is too large to be paid like this",
        ));
    }
    Ok(text)
}

fn receiver(payment: &PixPayment<'_>) -> Result<String, PaymentError> {
    let mut value = part("00", "br.gov.bcb.pix") + &part("01", key(payment)?);
    if let Some(message) = payment.message.filter(|text| !text.trim().is_empty()) {
        value += &part("02", &cut("message", message, LONGEST_VALUE)?);
    }
    if value.len() > LONGEST_VALUE {
        return Err(PaymentError::field(
            "message",
            "it is too long beside this key",
        ));
    }
    Ok(value)
}

fn key<'a>(payment: &PixPayment<'a>) -> Result<&'a str, PaymentError> {
    let has = |kind: KeyType| kind.has(payment.key);
    let is_right = match payment.key_type {
        Some(kind) => has(kind),
        None => KEY_TYPES.into_iter().any(has),
    };
    if is_right && payment.key.len() <= LONGEST_KEY {
        return Ok(payment.key);
    }
    let message = "it is +55 and a phone number, an e-mail address, a CPF or CNPJ without its signs, \
                   or a UUID";
    Err(PaymentError::field("key", message))
}

fn txid<'a>(payment: &PixPayment<'a>) -> Result<&'a str, PaymentError> {
    match payment.txid {
        None | Some("***") => Ok("***"),
        Some(txid) if is_txid(txid) => Ok(txid),
        Some(_) => Err(PaymentError::field(
            "txid",
            "it has 1 to 25 letters or digits",
        )),
    }
}

fn is_txid(txid: &str) -> bool {
    (1..=25).contains(&txid.len()) && txid.bytes().all(|b| b.is_ascii_alphanumeric())
}

fn are_digits(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

fn is_cnpj(key: &str) -> bool {
    let (Some(body), Some(check)) = (key.get(..12), key.get(12..)) else {
        return false;
    };
    checks::is_code(body) && check.len() == 2 && are_digits(check)
}

fn is_email(key: &str) -> bool {
    let Some((name, host)) = key.split_once('@') else {
        return false;
    };
    let is_seen = key.bytes().all(|b| b.is_ascii_graphic());
    is_seen && !name.is_empty() && host.contains('.') && !host.contains('@')
}

fn is_uuid(key: &str) -> bool {
    let lengths = key.split('-').map(str::len);
    lengths.eq([8, 4, 4, 4, 12]) && key.bytes().all(|b| b == b'-' || b.is_ascii_hexdigit())
}

/// A name without accents, cut at so many characters.
fn cut(field: &'static str, text: &str, most: usize) -> Result<String, PaymentError> {
    let short: String = ascii(text).chars().take(most).collect();
    let short = short.trim();
    if short.is_empty() {
        return Err(PaymentError::field(
            field,
            "it has no letter that this code can have",
        ));
    }
    Ok(short.to_owned())
}

/// A text in ASCII: letters without their accents, any space as a space, nothing else.
fn ascii(text: &str) -> String {
    text.chars().map(ascii_of).collect()
}

fn ascii_of(sign: char) -> String {
    match sign {
        ' '..='~' => sign.to_string(),
        'ß' => "ss".to_owned(),
        'æ' => "ae".to_owned(),
        'Æ' => "AE".to_owned(),
        'œ' => "oe".to_owned(),
        'Œ' => "OE".to_owned(),
        'ª' => "a".to_owned(),
        'º' => "o".to_owned(),
        sign if sign.is_whitespace() => " ".to_owned(),
        sign => unaccented(sign),
    }
}

fn unaccented(sign: char) -> String {
    let small = sign.to_lowercase().filter_map(plain);
    let small: String = small.filter(char::is_ascii_alphabetic).collect();
    if sign.is_uppercase() {
        return small.to_uppercase();
    }
    small
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn payment<'a>(key: &'a str, name: &'a str) -> PixPayment<'a> {
        PixPayment {
            key,
            key_type: None,
            name,
            city: "Natal",
            amount: None,
            txid: None,
            message: None,
        }
    }

    fn code(payment: &PixPayment<'_>) -> &'static str {
        pix(payment).unwrap_err().code()
    }

    #[test]
    fn the_sample_of_the_central_bank_is_made() {
        let sample = PixPayment {
            city: "BRASILIA",
            ..payment("123e4567-e12b-12d1-a456-426655440000", "Fulano de Tal")
        };
        let expected = "00020126580014br.gov.bcb.pix0136123e4567-e12b-12d1-a456-426655440000\
                        5204000053039865802BR5913Fulano de Tal6008BRASILIA62070503***63041D3D";
        assert_eq!(pix(&sample).unwrap(), expected);
    }

    #[test]
    fn a_key_is_of_the_type_that_is_said() {
        let phone = payment("+5584988887777", "Ana");
        assert!(pix(&phone).is_ok());
        assert_eq!(
            code(&PixPayment {
                key_type: Some(KeyType::Cpf),
                ..phone
            }),
            "key"
        );
        for key in ["", "+1202555010", "a@b", "a b@c.br", "1234567890", "12-34"] {
            assert_eq!(code(&payment(key, "Ana")), "key", "{key}");
        }
    }

    #[test]
    fn a_name_is_cut_and_then_trimmed() {
        let long = pix(&payment("a@b.br", "Cooperativa das Crianças é Ltda")).unwrap();
        assert!(
            long.contains("5924Cooperativa das Criancas6005Natal"),
            "{long}"
        );
        let decomposed = pix(&payment("a@b.br", "Joa\u{303}o")).unwrap();
        assert!(decomposed.contains("5904Joao"));
    }

    #[test]
    fn a_name_without_any_letter_left_is_refused() {
        assert_eq!(code(&payment("a@b.br", "茶")), "name");
    }

    #[test]
    fn a_message_stands_beside_the_key_while_there_is_room() {
        let given = payment("a@b.br", "Ana");
        let text = pix(&PixPayment {
            message: Some("Café"),
            ..given
        })
        .unwrap();
        assert!(
            text.contains("26360014br.gov.bcb.pix0106a@b.br0204Cafe"),
            "{text}"
        );
        let long = "x".repeat(68);
        assert_eq!(
            code(&PixPayment {
                message: Some(&long),
                ..given
            }),
            "message"
        );
    }

    #[test]
    fn a_message_without_any_letter_left_is_refused() {
        let given = payment("a@b.br", "Ana");
        let lost = PixPayment {
            message: Some("茶"),
            ..given
        };
        assert_eq!(code(&lost), "message");
        let blank = PixPayment {
            message: Some(" "),
            ..given
        };
        assert_eq!(pix(&blank), pix(&given));
    }

    #[test]
    fn a_company_may_have_letters_in_its_number() {
        let company = payment("12ABC34501DE35", "Ana");
        assert!(pix(&company).is_ok());
        let named = PixPayment {
            key_type: Some(KeyType::Cnpj),
            ..company
        };
        assert!(pix(&named).is_ok());
        for key in ["12abc34501de35", "12ABC34501DE3X", "12ABC34501DÉ5"] {
            assert_eq!(code(&PixPayment { key, ..named }), "key", "{key}");
        }
    }

    #[test]
    fn a_txid_has_only_letters_and_digits() {
        let given = payment("a@b.br", "Ana");
        for txid in ["", "TEA 7", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "**"] {
            assert_eq!(
                code(&PixPayment {
                    txid: Some(txid),
                    ..given
                }),
                "txid",
                "{txid}"
            );
        }
    }

    /// The parts of a code as a bank reads them.
    fn parts(mut text: &str) -> Vec<(String, String)> {
        let mut parts = Vec::new();
        while !text.is_empty() {
            let length: usize = text[2..4].parse().unwrap();
            parts.push((text[..2].to_owned(), text[4..4 + length].to_owned()));
            text = &text[4 + length..];
        }
        parts
    }

    proptest! {
        #[test]
        fn a_bank_reads_what_was_written(name in ".{1,40}", minor in 1_i64..900_000) {
            let brl = farthing_money::Currency::iso("BRL").unwrap();
            let amount = Money::from_minor(minor, brl).unwrap();
            let given = PixPayment { amount: Some(amount), ..payment("a@b.br", &name) };
            if let Ok(code) = pix(&given) {
                prop_assert!(code.is_ascii());
                let parts = parts(&code);
                prop_assert_eq!(&parts[4].1, &amount.decimal_text());
                prop_assert!(parts[6].1.len() <= 25);
                let (body, crc) = code.split_at(code.len() - 4);
                prop_assert_eq!(crc16(body), crc);
            }
        }
    }
}
