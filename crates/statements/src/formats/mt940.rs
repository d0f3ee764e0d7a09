//! MT940 and MT942: statements and interim reports as banks send them by SWIFT, with or without its
//! envelope. Layout: SWIFT's Category 9 standards; `:86:` and `:NS:` as the German Banking Industry
//! Committee and the Dutch banks describe them.

mod entry;
mod fields;
mod info;
mod row;

use farthing_money::Currency;

use crate::columns::currency::currency_of_code;
use crate::decode::Decoded;
use crate::model::{
    AccountHint, AccountKind, Decision, Hints, Problem, ReadError, Reading, Row, StatedBalance,
};
use crate::pages::{Page, Pages, RowCount, lacks_currency};
use crate::rows::currency_question;
use crate::text::{account_name, excerpt};
use entry::{Balance, balance_of, entry_of};
use fields::{Field, Fields};
use row::{OpenRow, Surroundings};

/// How far into a file its first fields may stand.
const HEADER_BYTES: usize = 64 * 1024;
/// How many fields decide whether a text is such a message.
const SNIFFED_FIELDS: usize = 40;

/// Whether a text is such a message: an entry or a balance among its fields, or two of its head.
pub(crate) fn is_mt940(text: &str) -> bool {
    let start = text.get(..text.floor_char_boundary(HEADER_BYTES));
    let fields = || Fields::of(start.unwrap_or(text)).take(SNIFFED_FIELDS);
    let has = |tag: &str| fields().any(|field| field.tag == tag);
    let is_proof = |field: Field<'_>| match field.tag {
        "61" => entry_of(field.first_line()).is_ok(),
        "60F" | "60M" | "62F" | "62M" => balance_of(field.first_line()).is_some(),
        _ => false,
    };
    fields().any(is_proof) || (has("20") && ["25", "25P", "28", "28C"].into_iter().any(has))
}

/// Reads the messages of a text; those of one account and currency become one statement.
pub(crate) fn read(decoded: &Decoded<'_>, hints: &Hints) -> Result<Reading, ReadError> {
    let mut reader = Reader {
        text: &decoded.text,
        hint_currency: hints.currency,
        message: Message::default(),
        row: None,
        pages: Pages::default(),
        count: RowCount::default(),
        problems: Vec::new(),
        month_ends: Vec::new(),
        is_interim: false,
    };
    for field in Fields::of(&decoded.text) {
        reader.take(field)?;
    }
    reader.end_message()?;
    let (statements, proofs) = reader.pages.finish();
    let format = if reader.is_interim { "mt942" } else { "mt940" };
    let asks = lacks_currency(&statements);
    Ok(Reading {
        statements,
        problems: reader.problems,
        decisions: reader.month_ends.into_iter().chain(proofs).collect(),
        questions: asks.then(currency_question).into_iter().collect(),
        ..Reading::empty(format, decoded.encoding)
    })
}

/// One message: a statement, or one page of it.
#[derive(Default)]
struct Message {
    line: u32,
    account: Option<Account>,
    /// The account's name, which some banks give.
    name: Option<String>,
    currency: Option<Currency>,
    opening: Option<StatedBalance>,
    closing: Option<StatedBalance>,
    /// An MT942: what it reports may still change.
    is_interim: bool,
    rows: Vec<Row>,
}

impl Message {
    fn is_empty(&self) -> bool {
        let has_balance = self.opening.is_some() || self.closing.is_some();
        self.rows.is_empty() && self.account.is_none() && !has_balance
    }

    fn page(self, hint: Option<Currency>) -> Page {
        let account = self.account.unwrap_or_default();
        let number = Some(account.number).filter(|number| !number.is_empty());
        let institution = account.institution;
        let named = self.name;
        Page {
            line: self.line,
            currency: self.currency.or(account.currency).or(hint),
            opening: self.opening,
            closing: self.closing,
            rows: self.rows,
            account: AccountHint {
                name: named.or_else(|| account_name(institution.as_deref(), number.as_deref())),
                number,
                institution,
                kind: Some(AccountKind::Bank),
            },
        }
    }
}

/// What `:25:` says.
#[derive(Clone, Default)]
struct Account {
    number: String,
    institution: Option<String>,
    currency: Option<Currency>,
}

struct Reader<'t> {
    text: &'t str,
    hint_currency: Option<Currency>,
    message: Message,
    row: Option<OpenRow<'t>>,
    pages: Pages,
    count: RowCount,
    problems: Vec<Problem>,
    /// How entries on a day after the end of their month were read.
    month_ends: Vec<Decision>,
    is_interim: bool,
}

impl<'t> Reader<'t> {
    fn take(&mut self, field: Field<'t>) -> Result<(), ReadError> {
        match field.tag {
            "86" | "NS" if self.row.is_some() => {
                if let Some(row) = &mut self.row {
                    row.add(field);
                }
                return Ok(());
            }
            _ => self.end_row()?,
        }
        match field.tag {
            "20" => self.begin_message(field.line)?,
            "25" | "25P" => {
                if self.message.account.is_some() {
                    self.begin_message(field.line)?;
                }
                self.message.account = Some(account_of(field.first_line()));
            }
            "60F" | "60M" => self.opening(field)?,
            "61" => self.row = Some(OpenRow::of(field)),
            "62F" | "62M" => self.message.closing = self.balance(field).or(self.message.closing),
            "13D" => self.message.is_interim = true,
            "34F" => {
                self.message.is_interim = true;
                let code = field.first_line().get(..3).and_then(currency_of_code);
                self.message.currency = self.message.currency.or(code);
            }
            "NS" => self.message.name = named_in(field.text),
            _ => {}
        }
        Ok(())
    }

    /// A second opening balance begins another page, even without a `:20:` before it.
    fn opening(&mut self, field: Field<'t>) -> Result<(), ReadError> {
        if self.message.opening.is_some() {
            let account = self.message.account.clone();
            self.begin_message(field.line)?;
            self.message.account = account;
        }
        self.message.opening = self.balance(field);
        Ok(())
    }

    fn balance(&mut self, field: Field<'t>) -> Option<StatedBalance> {
        let line = field.first_line();
        let Some(Balance {
            day,
            currency,
            amount,
        }) = balance_of(line)
        else {
            let message = format!(
                "“{}” is not a balance, such as C261231EUR12,50",
                excerpt(line)
            );
            self.problem(field.line, message);
            return None;
        };
        self.message.currency = self.message.currency.or(currency);
        Some(StatedBalance { date: day, amount })
    }

    fn begin_message(&mut self, line: u32) -> Result<(), ReadError> {
        self.end_message()?;
        self.message.line = line;
        Ok(())
    }

    fn end_row(&mut self) -> Result<(), ReadError> {
        let Some(open) = self.row.take() else {
            return Ok(());
        };
        self.count.add()?;
        let line = open.line();
        let own_number = self.message.account.as_ref().map(|a| a.number.as_str());
        let mut around = Surroundings {
            text: self.text,
            own_number: own_number.unwrap_or_default(),
            opening: self.message.opening.and_then(|b| b.date),
            is_interim: self.message.is_interim,
            problems: &mut self.problems,
            month_ends: &mut self.month_ends,
        };
        match open.row(&mut around) {
            Ok(row) => self.message.rows.push(row),
            Err(message) => self.problem(line, message),
        }
        Ok(())
    }

    fn end_message(&mut self) -> Result<(), ReadError> {
        self.end_row()?;
        let message = std::mem::take(&mut self.message);
        self.is_interim |= message.is_interim;
        if !message.is_empty() {
            self.pages.add(message.page(self.hint_currency));
        }
        Ok(())
    }

    fn problem(&mut self, line: u32, message: String) {
        self.problems.push(Problem { line, message });
    }
}

/// `DE02…`, `10020030/1234567`, `BANKDEFF/1234567/EUR`, `NL91… EUR`
fn account_of(text: &str) -> Account {
    let (rest, currency) = without_currency(text);
    let (institution, number) = match rest.split_once('/') {
        Some((bic, number)) if is_bic(bic) => (Some(bic.to_owned()), number),
        _ => (None, rest),
    };
    Account {
        number: excerpt(number.trim()).into_owned(),
        institution,
        currency,
    }
}

/// An account number without the currency that some banks write after it.
fn without_currency(text: &str) -> (&str, Option<Currency>) {
    let start = text.len().saturating_sub(3);
    let (Some(rest), Some(code)) = (text.get(..start), text.get(start..)) else {
        return (text, None);
    };
    // The IBANs of Mauritius and the Seychelles end with a currency.
    let is_part = rest.starts_with("MU") || rest.starts_with("SC");
    let ends = rest.ends_with(|c: char| c.is_ascii_digit() || matches!(c, ' ' | '/'));
    match currency_of_code(code).filter(|_| ends && !is_part) {
        Some(currency) => (rest.trim_end_matches([' ', '/']), Some(currency)),
        None => (text, None),
    }
}

fn is_bic(text: &str) -> bool {
    let bytes = text.as_bytes();
    matches!(bytes.len(), 8 | 11)
        && bytes.iter().take(6).all(u8::is_ascii_uppercase)
        && bytes
            .iter()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}

/// The account's name in the `:NS:` of a statement: its line 23, else its owner's on line 22.
fn named_in(text: &str) -> Option<String> {
    let line = |number: &str| {
        let mut lines = text.lines();
        lines.find_map(|line| Some(line.trim().strip_prefix(number)?.trim()))
    };
    let name = line("23").filter(|name| !name.is_empty()).or(line("22"))?;
    (!name.is_empty()).then(|| excerpt(name).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::decode;

    fn reading(text: &str) -> Reading {
        assert!(is_mt940(text), "{text}");
        read(&decode(text.as_bytes()), &Hints::default()).unwrap()
    }

    #[test]
    fn messages_are_known_by_their_fields_not_by_colons() {
        for text in [
            "HEAD\n940\n:20:A\n:25:1\n",
            ":60F:C261231EUR1,\n",
            ":61:261231C1,NTRF\n-\n",
            "{1:F01}{2:O940}{4:\r\n:20:A\r\n:28C:1/1\r\n-}",
        ] {
            assert!(is_mt940(text), "{text}");
        }
        for text in ["", ":20:\n", "12:30:00,a\n:25:1\n", ":61:Tea\n:60F:x\n"] {
            assert!(!is_mt940(text), "{text}");
        }
    }

    #[test]
    fn pages_of_one_account_are_one_statement_with_the_first_and_last_balance() {
        let reading = reading(
            ":20:A\n:25:1/2\n:28C:1/1\n:60F:C260101EUR1,00\n:61:260102D0,25NTRF\n:62M:C260102EUR0,75\n-\n:20:A\n:25:1/2\n:28C:1/2\n:60M:C260102EUR0,75\n:61:260103C2,NTRF\n:62F:C260103EUR2,75\n-\n",
        );
        let [statement] = &reading.statements[..] else {
            panic!("{:?}", reading.statements);
        };
        assert_eq!(statement.rows.len(), 2);
        assert_eq!(statement.opening.unwrap().amount.to_string(), "1.00");
        assert_eq!(statement.closing.unwrap().amount.to_string(), "2.75");
        assert_eq!(
            reading.decisions[0].reading,
            "opening 1.00 + rows 1.75 = closing 2.75"
        );
    }

    #[test]
    fn the_account_is_told_from_its_bank_and_its_currency() {
        for (text, number, institution, currency) in [
            (
                "DE02120300000000202051",
                "DE02120300000000202051",
                None,
                None,
            ),
            ("10020030/1234567", "10020030/1234567", None, None),
            (
                "BANKDEFF/1234567/EUR",
                "1234567",
                Some("BANKDEFF"),
                Some("EUR"),
            ),
            (
                "NL91ABNA0417164300 EUR",
                "NL91ABNA0417164300",
                None,
                Some("EUR"),
            ),
            ("1234.56.789EUR", "1234.56.789", None, Some("EUR")),
            (
                "MU17BOMM0101101030300200000MUR",
                "MU17BOMM0101101030300200000MUR",
                None,
                None,
            ),
        ] {
            let account = account_of(text);
            assert_eq!(account.number, number);
            assert_eq!(account.institution.as_deref(), institution);
            assert_eq!(
                account.currency.map(|c| c.code().to_owned()).as_deref(),
                currency
            );
        }
    }

    #[test]
    fn interim_reports_are_pending_and_have_the_currency_of_their_floor() {
        let reading = reading(
            ":20:A\n:25:1\n:28C:1/1\n:34F:EURD0,\n:13D:2601021200+0100\n:61:260102D2,50NTRFA\n:86:Tea\n",
        );
        assert_eq!(reading.format, "mt942");
        let statement = &reading.statements[0];
        assert_eq!(statement.currency.unwrap().code(), "EUR");
        assert_eq!(statement.rows[0].status, crate::model::RowStatus::Pending);
    }

    #[test]
    fn an_iban_in_the_place_of_the_reference_is_the_other_side() {
        let reading = reading(
            ":60F:C260101EUR1,\r:61:2601020102D65,00NOVBNL47INGB9999999999\rhr paulissen\r:86:NL47INGB9999999999 hr paulissen\r\rsieraden\r",
        );
        let row = &reading.statements[0].rows[0];
        assert_eq!(row.reference, None);
        let details = row.details.as_ref().unwrap();
        assert_eq!(
            details.counter_number.as_deref(),
            Some("NL47INGB9999999999")
        );
        assert_eq!(row.line, 2);
    }

    #[test]
    fn a_file_without_any_currency_asks_for_it() {
        let reading = reading(":61:260102D2,50NTRFA\n");
        assert_eq!(reading.questions[0].hint, "currency");
        assert!(reading.problems.is_empty());
    }
}
