//! OFX and QFX: SGML without closing tags (1.x) and XML (2.x), read by one forgiving reader of tags; and
//! OFC, which came before. Layout: the OFX Banking Specification 1.6 and 2.3.

mod making;
mod row;
mod tags;

use std::collections::{BTreeSet, HashMap};

use farthing_money::Currency;
use rust_decimal::Decimal;

use crate::columns::currency::currency_of_code;
use crate::decode::Decoded;
use crate::model::{
    AccountHint, AccountKind, Hints, Problem, ReadError, Reading, StatedBalance, Statement,
};
use crate::pages::{RowCount, lacks_currency};
use crate::rows::currency_question;
use crate::text::{account_name, excerpt};
use making::{Made, Transactions, read_and_make};
use row::{amount_of, day_of};
use tags::{Tag, Tags, text_of};

/// How far into a file its first tag may stand.
const HEADER_BYTES: usize = 64 * 1024;
/// The aggregates that hold an account's transactions.
const STATEMENTS: [(&str, AccountKind); 3] = [
    ("STMTRS", AccountKind::Bank),
    ("CCSTMTRS", AccountKind::Card),
    ("INVSTMTRS", AccountKind::Investment),
];
/// Transactions of securities, which are counted and left out.
const INVESTMENTS: [&str; 20] = [
    "BUYDEBT",
    "BUYMF",
    "BUYOPT",
    "BUYOTHER",
    "BUYSTOCK",
    "CLOSUREOPT",
    "INCOME",
    "INVEXPENSE",
    "JRNLFUND",
    "JRNLSEC",
    "MARGININTEREST",
    "REINVEST",
    "RETOFCAP",
    "SELLDEBT",
    "SELLMF",
    "SELLOPT",
    "SELLOTHER",
    "SELLSTOCK",
    "SPLIT",
    "TRANSFER",
];

/// Whether a text is OFX of any version.
pub(crate) fn is_ofx(text: &str) -> bool {
    let start = beginning_of(text).to_ascii_uppercase();
    ["<OFX>", "<OFX ", "<OFC>", "<?OFX"]
        .iter()
        .any(|root| start.contains(root))
        || start.trim_start().starts_with("OFXHEADER")
}

/// Reads an OFX text: every STMTTRN is a row, whatever closes it.
pub(crate) fn read(decoded: &Decoded<'_>, hints: &Hints) -> Result<Reading, ReadError> {
    let text = &*decoded.text;
    let (heads, made) = read_and_make(text, |transactions| {
        let mut reader = Reader::new(hints.currency, transactions);
        let mut tags = Tags::of(text);
        while let Some(tag) = tags.next() {
            reader.take(&tag)?;
        }
        reader.end_row(text.len())?;
        reader.end_statement();
        Ok(reader.heads())
    });
    let (statements, problems) = heads?.with(made);
    let asks = lacks_currency(&statements);
    Ok(Reading {
        statements,
        problems,
        questions: asks.then(currency_question).into_iter().collect(),
        ..Reading::empty(format_of(text), decoded.encoding)
    })
}

fn beginning_of(text: &str) -> &str {
    text.get(..text.floor_char_boundary(HEADER_BYTES))
        .unwrap_or(text)
}

/// `qfx` where Intuit's own tags are, else by the header.
fn format_of(text: &str) -> &'static str {
    let start = beginning_of(text);
    if start.contains("<INTU.") {
        "qfx"
    } else if start.contains("<?OFX") || start.trim_start().starts_with("<?xml") {
        "ofx2"
    } else if start.to_ascii_uppercase().contains("<OFC>") {
        "ofc"
    } else {
        "ofx1"
    }
}

struct Reader<'r, 't> {
    hint_currency: Option<Currency>,
    institution: Option<String>,
    statements: Vec<Statement>,
    places: HashMap<(Option<String>, Option<Currency>), usize>,
    /// The statements that the file speaks of, whether they have rows or not.
    spoken_of: BTreeSet<usize>,
    count: RowCount,
    /// What has been read of the current statement's head.
    head: Head,
    /// The statement that rows go to, once the head is whole.
    current: Option<usize>,
    /// The aggregate whose leaves mean something else.
    inside: Option<Aside>,
    ledger: Ledger,
    transactions: &'r mut Transactions<'t>,
}

/// The statements of a text without their rows.
struct Heads {
    statements: Vec<Statement>,
    /// Those that the text speaks of, whether they have rows or not.
    spoken_of: BTreeSet<usize>,
}

#[derive(Default, Clone)]
struct Head {
    number: Option<String>,
    kind: Option<AccountKind>,
    currency: Option<Currency>,
}

/// The balance of LEDGERBAL, as far as it has been read.
#[derive(Default)]
struct Ledger {
    amount: Option<Decimal>,
    day: Option<chrono::NaiveDate>,
}

/// An aggregate within a row or statement whose leaves must not be taken for its own.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Aside {
    /// Names the payee in a leaf of its own.
    Payee,
    /// Names the currency that the row's amount is in.
    Currency,
    /// The account on the other side.
    OtherSide,
    /// The balance that the bank states.
    Ledger,
    /// Nothing of the row: another balance, an image, a transaction that is not final.
    Other,
}

fn aside_of(name: &str) -> Option<Aside> {
    Some(match name {
        "PAYEE" => Aside::Payee,
        "CURRENCY" => Aside::Currency,
        "BANKACCTTO" | "CCACCTTO" => Aside::OtherSide,
        "LEDGERBAL" => Aside::Ledger,
        "ORIGCURRENCY" | "AVAILBAL" | "IMAGEDATA" | "STMTTRNP" => Aside::Other,
        _ => return None,
    })
}

impl<'r, 't> Reader<'r, 't> {
    fn new(hint_currency: Option<Currency>, transactions: &'r mut Transactions<'t>) -> Self {
        Self {
            hint_currency,
            institution: None,
            statements: Vec::new(),
            places: HashMap::new(),
            spoken_of: BTreeSet::new(),
            count: RowCount::default(),
            head: Head::default(),
            current: None,
            inside: None,
            ledger: Ledger::default(),
            transactions,
        }
    }

    /// Most tags are leaves of a transaction, which are taken here.
    #[inline]
    fn take(&mut self, tag: &Tag<'t>) -> Result<(), ReadError> {
        if !tag.closing
            && self.inside.is_none()
            && let Some(row) = self.transactions.open()
            && row.leaf(&tag.name, tag.value)
        {
            return Ok(());
        }
        self.take_other(tag)
    }

    fn take_other(&mut self, tag: &Tag<'t>) -> Result<(), ReadError> {
        let name = &*tag.name;
        if name == "STMTTRN" {
            self.end_row(if tag.closing { tag.end } else { tag.start })?;
            if !tag.closing {
                self.transactions.begin(tag.start);
            }
        } else if let Some(aside) = aside_of(name) {
            // What is not final comes again under another id, so it is counted and left out.
            if name == "STMTTRNP" && !tag.closing {
                self.end_row(tag.start)?;
                self.skip();
            }
            // An empty leaf of the same name, such as <CURRENCY>USD, opens nothing.
            let opens = !tag.closing && !tag.closes_itself && tag.value.trim().is_empty();
            self.inside = opens.then_some(aside);
        } else if self.transactions.open().is_none() && INVESTMENTS.contains(&name) {
            if !tag.closing && tag.value.trim().is_empty() {
                self.skip();
            }
        } else if tag.closing {
            if name == "BANKTRANLIST" || statement_kind(name).is_some() {
                self.end_row(tag.start)?;
            }
        } else if let Some(row) = self.transactions.open() {
            if let Some(aside) = self.inside {
                row.leaf_inside(aside, name, tag.value.trim());
            }
        } else {
            self.head_leaf(name, tag.value.trim());
        }
        Ok(())
    }

    fn head_leaf(&mut self, name: &str, value: &str) {
        if let Some(kind) = statement_kind(name) {
            return self.begin(kind);
        }
        if value.is_empty() {
            return;
        }
        match (self.inside, name) {
            (Some(Aside::Ledger), "BALAMT") => {
                self.ledger.amount = amount_of(value).map(|amount| amount.value);
                self.state_balance();
            }
            (Some(Aside::Ledger), "DTASOF") => {
                self.ledger.day = day_of(value);
                self.state_balance();
            }
            (None, "ORG") => self.institution = Some(text_of(value)),
            (None, "CURDEF") => self.head.currency = currency_of_code(value),
            (None, "ACCTID") => self.head.number = Some(excerpt(&text_of(value)).into_owned()),
            (None, "ACCTTYPE") => self.head.kind = kind_of_account(value).or(self.head.kind),
            _ => {}
        }
    }

    fn begin(&mut self, kind: AccountKind) {
        self.end_statement();
        self.head = Head {
            kind: Some(kind),
            // OFC names the account before.
            number: self.head.number.take().filter(|_| self.head.kind.is_none()),
            currency: None,
        };
        self.current = None;
    }

    /// An account without rows is a statement too.
    fn end_statement(&mut self) {
        if self.head.kind.is_some() && self.head.number.is_some() {
            let index = self.current();
            self.spoken_of.insert(index);
        }
        self.head.kind = None;
        self.ledger = Ledger::default();
    }

    /// The balance at the end of a day; banks that know none write nothing or a day of zeros.
    fn state_balance(&mut self) {
        let (Some(amount), Some(day)) = (self.ledger.amount, self.ledger.day) else {
            return;
        };
        let index = self.current();
        self.spoken_of.insert(index);
        if let Some(statement) = self.statements.get_mut(index)
            && statement
                .closing
                .is_none_or(|other| other.date <= Some(day))
        {
            let date = Some(day);
            statement.closing = Some(StatedBalance { date, amount });
        }
    }

    /// The statement of the current head.
    fn current(&mut self) -> usize {
        if let Some(index) = self.current {
            return index;
        }
        let index = self.statement_in(self.head.currency.or(self.hint_currency));
        self.current = Some(index);
        index
    }

    fn statement_in(&mut self, currency: Option<Currency>) -> usize {
        let next = self.statements.len();
        let key = (self.head.number.clone(), currency);
        let index = *self.places.entry(key).or_insert(next);
        if let Some(statement) = self.statements.get_mut(index) {
            statement.account.kind = self.head.kind;
            return index;
        }
        let (institution, number) = (self.institution.as_deref(), self.head.number.as_deref());
        let account = AccountHint {
            name: account_name(institution, number),
            number: self.head.number.clone(),
            institution: self.institution.clone(),
            kind: self.head.kind,
        };
        self.statements.push(Statement::of(account, currency));
        index
    }

    fn skip(&mut self) {
        let index = self.current();
        self.spoken_of.insert(index);
        if let Some(statement) = self.statements.get_mut(index) {
            statement.skipped += 1;
        }
    }

    fn end_row(&mut self, end: usize) -> Result<(), ReadError> {
        self.inside = None;
        let Some(row) = self.transactions.open() else {
            return Ok(());
        };
        let currency = row.currency;
        self.count.add()?;
        let statement = match currency {
            Some(currency) => self.statement_in(Some(currency)),
            None => self.current(),
        };
        self.transactions.end(end, statement);
        Ok(())
    }

    fn heads(self) -> Heads {
        Heads {
            statements: self.statements,
            spoken_of: self.spoken_of,
        }
    }
}

impl Heads {
    /// The statements with their rows, and what could not be read.
    fn with(mut self, mut made: Made<'_>) -> (Vec<Statement>, Vec<Problem>) {
        made.settle_marks();
        for (index, statement) in self.statements.iter_mut().enumerate() {
            statement.rows = made.take_rows(index);
        }
        // Of a statement that nothing but an unreadable transaction spoke of, there is nothing to tell.
        let mut index = 0..;
        self.statements.retain(|statement| {
            let is_spoken_of = index
                .next()
                .is_some_and(|index| self.spoken_of.contains(&index));
            is_spoken_of || !statement.rows.is_empty()
        });
        (self.statements, made.problems)
    }
}

fn statement_kind(name: &str) -> Option<AccountKind> {
    let found = STATEMENTS.iter().find(|(statement, _)| *statement == name);
    found.map(|(_, kind)| *kind)
}

fn kind_of_account(kind: &str) -> Option<AccountKind> {
    Some(match kind.to_ascii_uppercase().as_str() {
        "CHECKING" => AccountKind::Bank,
        "SAVINGS" | "MONEYMRKT" | "CD" => AccountKind::Savings,
        "CREDITLINE" => AccountKind::Loan,
        "CREDITCARD" => AccountKind::Card,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::decode;

    fn reading(text: &str) -> Reading {
        assert!(is_ofx(text), "{text}");
        read(&decode(text.as_bytes()), &Hints::default()).unwrap()
    }

    fn row(amount: &str, rest: &str) -> String {
        format!("<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20260302<TRNAMT>{amount}<FITID>1{rest}</STMTTRN>")
    }

    fn amounts(reading: &Reading) -> Vec<String> {
        let rows = reading.statements.iter().flat_map(|s| &s.rows);
        rows.map(|row| row.amount.to_string()).collect()
    }

    #[test]
    fn the_ledger_balance_is_what_the_account_closes_with() {
        let card = |balance: &str, day: &str| {
            format!(
                "<CCSTMTRS><CURDEF>EUR<CCACCTFROM><ACCTID>4111</CCACCTFROM><BANKTRANLIST></BANKTRANLIST><LEDGERBAL><BALAMT>{balance}<DTASOF>{day}</LEDGERBAL><AVAILBAL><BALAMT>9<DTASOF>20270101</AVAILBAL></CCSTMTRS>"
            )
        };
        let both = format!(
            "<OFX>{}{}",
            card("-20.50", "20260331120000"),
            card("-9", "20260228")
        );
        let statement = &reading(&both).statements[0];
        let closing = statement.closing.unwrap();
        assert_eq!(
            (
                closing.amount.to_string(),
                closing.date.unwrap().to_string()
            ),
            ("-20.50".into(), "2026-03-31".into())
        );
        for nothing in ["0,00|00000000", "|20260331", "5|"] {
            let (balance, day) = nothing.split_once('|').unwrap();
            let reading = reading(&format!("<OFX>{}", card(balance, day)));
            assert_eq!(reading.statements[0].closing, None, "{nothing}");
        }
    }

    #[test]
    fn a_mark_before_three_digits_is_what_the_other_amounts_of_the_file_say() {
        let read = |all: [&str; 2]| {
            let rows = all.map(|amount| row(amount, "")).concat();
            amounts(&reading(&format!("<OFX><STMTRS><CURDEF>USD{rows}")))
        };
        assert_eq!(read(["1,234", "-5.25"]), ["1234", "-5.25"]);
        assert_eq!(read(["1.234", "-5,25"]), ["1234", "-5.25"]);
        assert_eq!(read(["1.234", "-5"]), ["1.234", "-5"]);
        assert_eq!(read(["+1,234.56", "-1.234,56"]), ["1234.56", "-1234.56"]);
    }

    #[test]
    fn many_transactions_keep_their_order_lines_and_statements() {
        let account = |id: &str, from: usize, to: usize| {
            let rows = (from..to).map(|number| {
                let day = if number == 700 { "99999999" } else { "20260302" };
                format!("<STMTTRN>\n<DTPOSTED>{day}\n<TRNAMT>-{number}.50\n<FITID>{number}\n</STMTTRN>\n")
            });
            format!(
                "<STMTRS><CURDEF>EUR<BANKACCTFROM><ACCTID>{id}</BANKACCTFROM>\n{}</STMTRS>\n",
                rows.collect::<String>()
            )
        };
        let both = reading(&format!(
            "<OFX>\n{}{}",
            account("1", 0, 900),
            account("2", 900, 1_300)
        ));
        let told = both.statements.iter().map(|statement| {
            let rows = statement.rows.iter();
            let number = rows.clone().map(|row| row.reference.clone().unwrap());
            let lines = rows.map(|row| row.line as usize).collect::<Vec<_>>();
            (number.collect::<Vec<_>>(), lines)
        });
        let is_whole = |number: &usize| *number != 700;
        let expected = [(0..900, 3), (900..1_300, 5)].map(|(numbers, before)| {
            let numbers = numbers.filter(is_whole);
            let ids = numbers.clone().map(|number| number.to_string()).collect();
            let lines = numbers.map(|number| before + number * 5).collect();
            (ids, lines)
        });
        assert_eq!(told.collect::<Vec<(Vec<String>, Vec<usize>)>>(), expected);
        let lines = both.problems.iter().map(|problem| problem.line);
        assert_eq!(lines.collect::<Vec<_>>(), [3 + 700 * 5]);
    }

    #[test]
    fn a_time_that_all_transactions_share_is_none() {
        let times = |times: &[&str]| {
            let rows = times.iter().map(|time| {
                format!("<STMTTRN><DTPOSTED>20260302{time}<TRNAMT>-1<FITID>1</STMTTRN>")
            });
            let rows = rows.collect::<String>();
            let reading = reading(&format!("<OFX><STMTRS><CURDEF>EUR{rows}</STMTRS>"));
            let told = reading.statements[0].rows.iter().map(|row| row.time);
            told.map(|time| time.map(|time| time.to_string()))
                .collect::<Vec<_>>()
        };
        let some = |time: &str| Some(time.to_owned());
        assert_eq!(times(&["120000"; 3]), [None, None, None]);
        assert_eq!(times(&["081500"; 2]), [None, None]);
        assert_eq!(times(&["120000"]), [None]);
        assert_eq!(times(&["081500"]), [some("08:15:00")]);
        assert_eq!(
            times(&["120000", "120000", "081500", ""]),
            [some("12:00:00"), some("12:00:00"), some("08:15:00"), None]
        );
    }

    #[test]
    fn a_statement_of_which_only_an_unreadable_transaction_speaks_is_none() {
        let reading = reading("<OFX><STMTTRN><DTPOSTED>soon<TRNAMT>-1</STMTTRN>");
        assert_eq!((reading.statements.len(), reading.problems.len()), (0, 1));
    }

    #[test]
    fn what_is_left_out_by_rule_is_counted() {
        let text = format!(
            "<OFX><INVSTMTRS><CURDEF>USD<INVACCTFROM><ACCTID>7</INVACCTFROM><INVTRANLIST><BUYSTOCK><INVBUY><UNITS>1</INVBUY></BUYSTOCK><REINVEST></REINVEST><INVBANKTRAN>{}</INVBANKTRAN></INVTRANLIST></INVSTMTRS><STMTRS><CURDEF>USD<BANKACCTFROM><ACCTID>8</BANKACCTFROM><BANKTRANLISTP><STMTTRNP><TRNTYPE>POS<DTTRAN>20260302<TRNAMT>-1</STMTTRNP></BANKTRANLISTP></STMTRS></OFX>",
            row("-2", "")
        );
        let reading = reading(&text);
        let counts = reading.statements.iter().map(|s| (s.rows.len(), s.skipped));
        assert_eq!(counts.collect::<Vec<_>>(), [(1, 2), (0, 1)]);
    }

    #[test]
    fn asides_that_close_themselves_hide_nothing() {
        let reading = reading(&format!(
            "<ofx xmlns=''><stmtrs>{}",
            row("-2", "<PAYEE/><MEMO>Tea & <b@example.org> 1 < 2")
        ));
        assert_eq!(
            reading.statements[0].rows[0].payee,
            "Tea & <b@example.org> 1 < 2"
        );
    }

    #[test]
    fn the_other_sides_account_is_kept_apart_from_the_own() {
        let reading = reading(&format!(
            "<OFX><STMTRS><CURDEF>USD<BANKACCTFROM><ACCTID>8</BANKACCTFROM>{}",
            row(
                "-2",
                "<NAME>Ana<BANKACCTTO><BANKID>1<ACCTID>99</BANKACCTTO><MEMO>rent"
            )
        ));
        let statement = &reading.statements[0];
        assert_eq!(statement.account.number.as_deref(), Some("8"));
        let row = &statement.rows[0];
        let counter = row
            .details
            .as_ref()
            .and_then(|d| d.counter_number.as_deref());
        assert_eq!((counter, row.memo.as_str()), (Some("99"), "rent"));
    }

    #[test]
    fn the_older_ofc_names_its_account_before_the_statement() {
        let reading = reading(&format!(
            "<OFC><DTD>2<ACCTSTMT><ACCTFROM><BANKID>1<ACCTID>22<ACCTTYPE>0</ACCTFROM><STMTRS><DTSTART>20260301<LEDGER>5{}</STMTRS></ACCTSTMT></OFC>",
            row("-2", "<CHKNUM>7")
        ));
        assert_eq!((reading.format, reading.questions.len()), ("ofc", 1));
        assert_eq!(reading.statements.len(), 1);
        let statement = &reading.statements[0];
        assert_eq!(statement.account.number.as_deref(), Some("22"));
        assert_eq!(statement.rows[0].memo, "Check 7");
    }

    #[test]
    fn accounts_without_rows_are_kept_and_their_currency_may_come_later() {
        let reading = reading(
            "<OFX><STMTRS><BANKACCTFROM><ACCTID>1</BANKACCTFROM><CURDEF>USD</STMTRS><STMTRS><CURDEF>EUR<BANKACCTFROM><ACCTID>2</BANKACCTFROM></STMTRS>",
        );
        let told = reading.statements.iter().map(|s| {
            (
                s.account.number.clone().unwrap(),
                s.currency.unwrap().code().to_owned(),
            )
        });
        assert_eq!(
            told.collect::<Vec<_>>(),
            [("1".into(), "USD".into()), ("2".into(), "EUR".into())]
        );
    }
}
