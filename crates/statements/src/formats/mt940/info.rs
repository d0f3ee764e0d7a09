//! What `:86:` says about an entry, in the ways banks write it: German `?20` fields with SEPA words in
//! the purpose (`SVWZ+`), Dutch `/NAME/…/REMI/…` codes, lines of `:NS:`, or plain text.

use crate::kinds::kind_of_business_code;
use crate::model::RowKind;
use crate::text::{join_text, with_single_blanks};

/// A line of this many characters was wrapped where it was full, in the middle of a word or not.
const FULL_LINE: usize = 64;
/// A `?20` field of this many characters goes on in the next one without a blank.
const FULL_FIELD: usize = 26;

/// What is known about an entry beside its figures.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Info {
    /// The other side's name.
    pub name: String,
    /// What it was for.
    pub purpose: String,
    /// The bank's word for how it was done.
    pub booking: String,
    /// The other side's account.
    pub account: Option<String>,
    /// What the business code says it is.
    pub kind: Option<RowKind>,
}

/// Reads the text of `:86:`.
pub(super) fn info_of(text: &str) -> Info {
    let text = text.trim_start();
    if let Some(fields) = Structured::of(text) {
        return fields.info();
    }
    let text = unwrapped(text);
    if let Some(codes) = slash_codes(&text) {
        return codes.info();
    }
    Info {
        purpose: sepa_purpose(&text).purpose,
        ..Info::default()
    }
}

/// Reads the lines of `:NS:` of an entry, each with a number in front.
pub(super) fn numbered_info_of(text: &str) -> Info {
    let lines = text.lines().filter_map(|line| {
        let (number, rest) = line.split_at_checked(2)?;
        Some((number.parse::<u8>().ok()?, rest))
    });
    let mut info = Info::default();
    let mut names = Vec::new();
    for (number, rest) in lines {
        match number {
            1..=14 => push_word(&mut info.purpose, rest),
            15 | 16 => names.push(rest),
            17 => push_word(&mut info.booking, rest),
            34 => info.account = account_in(rest),
            _ => {}
        }
    }
    info.name = with_single_blanks(&joined(&names));
    info
}

/// An account as it is written without blanks; all zeros is none.
pub(super) fn account_in(text: &str) -> Option<String> {
    let account: String = text.split_whitespace().collect();
    let is_some = account.chars().any(|c| !matches!(c, '0' | '-' | '/'));
    is_some.then_some(account)
}

/// Whether a text has the shape of an IBAN: two letters, two digits, 11 to 30 more.
pub(super) fn is_iban(text: &str) -> bool {
    let bytes = text.as_bytes();
    (15..=34).contains(&bytes.len())
        && bytes
            .iter()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
        && matches!(bytes, [a, b, c, d, ..] if a.is_ascii_uppercase() && b.is_ascii_uppercase() && c.is_ascii_digit() && d.is_ascii_digit())
}

/// The lines of a text as one, broken words put together again.
fn unwrapped(text: &str) -> String {
    let mut whole = String::with_capacity(text.len());
    let mut was_full = true;
    for line in text.lines() {
        if !was_full {
            whole.push(' ');
        }
        whole.push_str(line);
        was_full = line.chars().count() >= FULL_LINE;
    }
    whole
}

/// The fields of `166?00BOOKING?20PURPOSE?32NAME`.
struct Structured {
    code: String,
    fields: Vec<(u8, String)>,
}

impl Structured {
    fn of(text: &str) -> Option<Self> {
        let code_len = text.bytes().take_while(u8::is_ascii_digit).count();
        let (code, rest) = text.split_at_checked(code_len)?;
        let mark = rest.chars().next()?;
        let is_mark = "?>@!~^|$#%&*;".contains(mark);
        if !is_mark || !matches!(code_len, 0 | 3) {
            return None;
        }
        let joined: String = rest.lines().collect();
        let mut fields: Vec<(u8, String)> = Vec::new();
        for piece in joined.split(mark).skip(1) {
            let number = piece
                .get(..2)
                .filter(|n| n.bytes().all(|b| b.is_ascii_digit()));
            let number = number.and_then(|number| number.parse().ok());
            match (number, fields.last_mut()) {
                (Some(number), _) => {
                    fields.push((number, piece.get(2..).unwrap_or_default().to_owned()));
                }
                (None, Some((_, text))) => {
                    text.push(mark);
                    text.push_str(piece);
                }
                (None, None) => return None,
            }
        }
        Some(Self {
            code: code.to_owned(),
            fields,
        })
    }

    fn info(&self) -> Info {
        let of = |wanted: &dyn Fn(u8) -> bool| {
            let fields = self.fields.iter().filter(|(number, _)| wanted(*number));
            fields.map(|(_, text)| text.as_str()).collect::<Vec<_>>()
        };
        let sepa = sepa_purpose(&joined(&of(&|n| matches!(n, 20..=29 | 60..=63))));
        let mut accounts = of(&|n| n == 38).into_iter().chain(of(&|n| n == 31));
        let account = accounts.find_map(account_in);
        Info {
            name: with_single_blanks(&joined(&of(&|n| matches!(n, 32 | 33)))),
            purpose: sepa.purpose,
            booking: with_single_blanks(&of(&|n| n == 0).concat()),
            account: account.or(sepa.account),
            kind: kind_of_business_code(&self.code),
        }
    }
}

/// What the SEPA words of a purpose say.
#[derive(Default)]
struct Sepa {
    purpose: String,
    account: Option<String>,
}

/// The words that begin a part of a SEPA purpose, before a `+`.
const SEPA_WORDS: [&str; 16] = [
    "EREF", "KREF", "MREF", "CRED", "DEBT", "COAM", "OAMT", "SVWZ", "ABWA", "ABWE", "IBAN", "BIC",
    "PURP", "RREF", "ANAM", "RTRN",
];

/// The purpose proper of a text, without references and mandates.
fn sepa_purpose(text: &str) -> Sepa {
    let mut parts: Vec<(&str, &str)> = Vec::new();
    let (mut word, mut rest) = ("", text);
    while let Some((before, next, after)) = next_sepa_word(rest) {
        parts.push((word, before));
        (word, rest) = (next, after);
    }
    parts.push((word, rest));
    let mut sepa = Sepa::default();
    for (word, text) in parts {
        match word {
            "" | "SVWZ" | "ABWA" | "ABWE" if !text.trim().is_empty() => {
                join_text(&mut sepa.purpose, text);
            }
            "IBAN" => sepa.account = account_in(text),
            _ => {}
        }
    }
    sepa
}

/// The next word with its `+`, at the beginning or after a blank; what stands before and after it.
fn next_sepa_word(text: &str) -> Option<(&str, &'static str, &str)> {
    text.match_indices('+').find_map(|(plus, _)| {
        let before = text.get(..plus)?;
        let word = SEPA_WORDS.iter().find(|word| before.ends_with(**word))?;
        let before = before.strip_suffix(word)?;
        let begins = before.is_empty() || before.ends_with(' ');
        begins.then_some((before, *word, text.get(plus + 1..)?))
    })
}

/// Fields as one text: a full one goes on in the next without a blank, unless a SEPA word begins there.
fn joined(fields: &[&str]) -> String {
    let mut whole = String::new();
    let mut was_full = true;
    for field in fields {
        let begins_word = matches!(next_sepa_word(field), Some(("", ..)));
        if !was_full || (begins_word && !whole.is_empty()) {
            whole.push(' ');
        }
        whole.push_str(field);
        was_full = field.chars().count() >= FULL_FIELD;
    }
    whole
}

/// The codes of `/IBAN/NL91…/NAME/J. de Boer/REMI/Rent May`.
struct Codes {
    values: Vec<(&'static str, String)>,
}

/// The codes that begin a part; what stands between is the value of the last one.
const CODES: [&str; 31] = [
    "ABWA", "ABWE", "ADDR", "BENM", "BIC", "BUSP", "CNTP", "CREF", "CSID", "CTRY", "EREF", "EXCH",
    "IBAN", "ID", "ISDT", "KREF", "MARF", "NAME", "NRTX", "ORDP", "PREF", "PURP", "REMI", "RREF",
    "RTRN", "SVCL", "TRTP", "ULTB", "ULTC", "ULTD", "UCRD",
];

fn slash_codes(text: &str) -> Option<Codes> {
    let mut tokens = text.trim_start().strip_prefix('/')?.split('/');
    let code_of = |token: &str| CODES.iter().find(|code| **code == token.trim()).copied();
    let mut values = vec![(code_of(tokens.next()?)?, String::new())];
    for token in tokens {
        if let Some(code) = code_of(token) {
            values.push((code, String::new()));
        } else if let Some((_, value)) = values.last_mut() {
            if !value.is_empty() {
                value.push('/');
            }
            value.push_str(token);
        }
    }
    Some(Codes { values })
}

impl Codes {
    fn of(&self, wanted: &str) -> &str {
        let value = self.values.iter().find(|(code, _)| *code == wanted);
        value.map_or("", |(_, value)| value.trim_matches(['/', ' ']))
    }

    fn info(&self) -> Info {
        let mut other_side = self.of("CNTP").split('/').map(str::trim);
        let (account, _bic) = (other_side.next(), other_side.next());
        let names = [
            self.of("NAME"),
            other_side.next().unwrap_or_default(),
            self.of("BENM"),
            self.of("ORDP"),
        ];
        let purpose = self.of("REMI");
        let purpose = purpose.strip_prefix("USTD/").unwrap_or(purpose);
        let name = names.into_iter().find(|name| !name.is_empty());
        Info {
            name: with_single_blanks(name.unwrap_or_default()),
            purpose: with_single_blanks(purpose.trim_start_matches('/')),
            booking: with_single_blanks(self.of("TRTP")),
            account: account_in(self.of("IBAN")).or(account.and_then(account_in)),
            kind: None,
        }
    }
}

fn push_word(whole: &mut String, more: &str) {
    let more = with_single_blanks(more);
    if !whole.is_empty() && !more.is_empty() {
        whole.push(' ');
    }
    whole.push_str(&more);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> [String; 4] {
        let info = info_of(text);
        [
            info.name,
            info.purpose,
            info.booking,
            info.account.unwrap_or_default(),
        ]
    }

    #[test]
    fn structured_fields_and_sepa_words_are_read() {
        assert_eq!(
            told(
                "166?00GUTSCHRIFT?109310?20EREF+A-77?21SVWZ+Rechnung 2026-0815 fue?22r Mai?23ABWA+Kind?30BANKDEFFXXX?31DE02120300000000202051?32Gartenbau Lindenhof GmbH &?33 Co. KG?34000"
            ),
            [
                "Gartenbau Lindenhof GmbH & Co. KG",
                "Rechnung 2026-0815 fuer Mai · Kind",
                "GUTSCHRIFT",
                "DE02120300000000202051"
            ]
        );
        assert_eq!(
            told("000>100987654321\n>20 RENT>21 MAY>310000000000"),
            ["", "RENT MAY", "", ""]
        );
        assert_eq!(
            info_of("083?00AUSZAHLUNG").kind,
            Some(RowKind::CashWithdrawal)
        );
    }

    #[test]
    fn fields_broken_over_lines_are_put_together() {
        assert_eq!(
            told("051?00UEBER\r\nWEISUNG?20Lohn\r\n?21Wer?zahlt?31123 456?"),
            ["", "Lohn Wer?zahlt", "UEBERWEISUNG", "123456?"]
        );
    }

    #[test]
    fn slash_codes_are_read_in_both_dutch_ways() {
        assert_eq!(
            told(
                "/TRTP/SEPA OVERBOEKING/IBAN/NL91ABNA0417164300/BIC/ABNANL2A/NAME/J. de Boer/REMI/1/2 rent/EREF/NOTPROVIDED"
            ),
            [
                "J. de Boer",
                "1/2 rent",
                "SEPA OVERBOEKING",
                "NL91ABNA0417164300"
            ]
        );
        assert_eq!(
            told("/EREF/X//CNTP/NL69INGB0123456789/INGBNL2A/Bakker BV/Delft//REMI/USTD//Brood/"),
            ["Bakker BV", "Brood", "", "NL69INGB0123456789"]
        );
        assert_eq!(told("/BENM//NAME/Kosten/REMI//ISDT/2014")[0], "Kosten");
    }

    #[test]
    fn wrapped_lines_go_on_in_the_word_and_short_ones_after_a_blank() {
        let full = format!("/BENM//NAME/{}", "N".repeat(53));
        assert_eq!(told(&format!("{full}\nend/REMI/one\ntwo"))[1], "one two");
        assert!(told(&format!("{full}\nend"))[0].ends_with("NNend"));
        assert_eq!(
            told("first line\r\n second  line\r\n")[1],
            "first line second line"
        );
    }

    #[test]
    fn numbered_lines_are_read() {
        let info = numbered_info_of(
            "01Miete\r\n02Mai\r\n15Hausverwaltung Sonnenschein\n16 KG\n17DAUERAUFTRAG\n3412345\nx\n",
        );
        assert_eq!(
            [info.name, info.purpose, info.booking, info.account.unwrap()],
            [
                "Hausverwaltung Sonnenschein KG",
                "Miete Mai",
                "DAUERAUFTRAG",
                "12345"
            ]
        );
    }
}
