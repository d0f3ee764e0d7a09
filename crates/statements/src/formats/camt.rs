//! ISO 20022 account reports: camt.052 (within the day), camt.053 (statement) and camt.054 (notice), of
//! any version. Layout: the message definitions of ISO 20022, Bank-to-Customer Cash Management.

mod charges;
mod codes;
mod detail;
mod entry;
mod report;
mod values;

use farthing_money::Currency;

use crate::columns::currency::currency_of_code;
use crate::decode::Decoded;
use crate::model::{Hints, Problem, ReadError, Reading};
use crate::pages::{Pages, RowCount, lacks_currency};
use crate::rows::currency_question;
use crate::table::MAX_CELL_BYTES;
use crate::xml::{Piece, Tag, Xml};
use detail::Detail;
use entry::Entry;
use report::{Balance, Report};

/// How far into a file its root may stand.
const HEADER_BYTES: usize = 64 * 1024;
/// The element below the root, and the format that it means; the first version has `V01` after it.
const MESSAGES: [(&str, &str); 3] = [
    ("BkToCstmrStmt", "camt053"),
    ("BkToCstmrAcctRpt", "camt052"),
    ("BkToCstmrDbtCdtNtfctn", "camt054"),
];

/// Whether a text is such a report.
pub(crate) fn is_camt(text: &str) -> bool {
    text.trim_start().starts_with('<') && format_of(text).is_some()
}

fn format_of(text: &str) -> Option<&'static str> {
    let start = text.get(..text.floor_char_boundary(HEADER_BYTES))?;
    let mut tags = start.split('<').skip(1);
    tags.find_map(|tag| {
        let name = tag.split(|c: char| c.is_whitespace() || c == '>' || c == '/');
        let name = name.into_iter().next()?.rsplit(':').next()?;
        message_of(name)
    })
}

/// The format whose message an element is.
fn message_of(name: &str) -> Option<&'static str> {
    let name = name.strip_suffix("V01").unwrap_or(name);
    let found = MESSAGES.iter().find(|(message, _)| *message == name);
    found.map(|(_, format)| *format)
}

/// Reads the reports of a text; those of one account and currency become one statement.
pub(crate) fn read(decoded: &Decoded<'_>, hints: &Hints) -> Result<Reading, ReadError> {
    let mut reader = Reader {
        text: &decoded.text,
        hint_currency: hints.currency,
        report: None,
        balance: None,
        entry: None,
        detail: None,
        leaf_currency: None,
        pages: Pages::default(),
        count: RowCount::default(),
        problems: Vec::new(),
    };
    let mut xml = Xml::of(&decoded.text);
    loop {
        match xml.next() {
            Ok(Some(piece)) => reader.take(&mut xml, &piece)?,
            Ok(None) => break,
            // What stands before the break was read well.
            Err(ReadError::Malformed { line, message }) if reader.count.any() => {
                let message = format!("{message}; nothing after it was read");
                reader.problems.push(Problem { line, message });
                reader.end_report();
                break;
            }
            Err(error) => return Err(error),
        }
    }
    let (statements, decisions) = reader.pages.finish();
    let asks = lacks_currency(&statements);
    let format = format_of(&decoded.text).unwrap_or("camt053");
    Ok(Reading {
        statements,
        decisions,
        problems: reader.problems,
        questions: asks.then(currency_question).into_iter().collect(),
        ..Reading::empty(format, decoded.encoding)
    })
}

struct Reader<'t> {
    text: &'t str,
    hint_currency: Option<Currency>,
    report: Option<Report>,
    balance: Option<Balance>,
    entry: Option<Entry>,
    detail: Option<Detail>,
    /// The `Ccy` of the element that a text stands in.
    leaf_currency: Option<Currency>,
    pages: Pages,
    count: RowCount,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn take(&mut self, xml: &mut Xml<'_>, piece: &Piece<'_>) -> Result<(), ReadError> {
        match piece {
            Piece::Start(tag) => self.begin(xml, tag),
            Piece::Text(text) => self.leaf(xml, text.trim()),
            Piece::End(name) => self.end(xml, name)?,
        }
        Ok(())
    }

    fn begin(&mut self, xml: &mut Xml<'_>, tag: &Tag<'_>) {
        self.leaf_currency = tag.attribute("Ccy").and_then(currency_of_code);
        match (tag.name, below_report(xml.path())) {
            ("Stmt" | "Rpt" | "Ntfctn", Some([])) => self.report = Some(Report::at(xml.line())),
            ("Bal", Some(["Bal"])) => self.balance = Some(Balance::default()),
            ("Ntry", Some(["Ntry"])) => {
                self.entry = Some(Entry::at(xml.line(), xml.start()));
            }
            ("TxDtls", _) => self.detail = Some(Detail::default()),
            _ => {}
        }
    }

    fn leaf(&mut self, xml: &mut Xml<'_>, text: &str) {
        let kept = text.get(..text.floor_char_boundary(MAX_CELL_BYTES));
        let kept = kept.unwrap_or_default();
        if kept.len() < text.len() {
            let message = "a text is longer than 8 KiB; the rest of it was left out";
            self.problem(xml.line(), message.to_owned());
        }
        let currency = self.leaf_currency;
        match (below_report(xml.path()), &mut self.report) {
            (Some(["Bal", rest @ ..]), _) => {
                if let Some(balance) = &mut self.balance {
                    balance.take(rest, kept, currency);
                }
            }
            (Some(["Ntry", path @ ..]), _) => match (path, &mut self.detail, &mut self.entry) {
                (["NtryDtls", "TxDtls", rest @ ..] | ["TxDtls", rest @ ..], Some(detail), _) => {
                    detail.take(rest, kept, currency);
                }
                (_, _, Some(entry)) => entry.take(path, kept, currency),
                _ => {}
            },
            (Some(["Acct", rest @ ..]), Some(report)) => report.account(rest, kept),
            _ => {}
        }
    }

    fn end(&mut self, xml: &mut Xml<'_>, name: &str) -> Result<(), ReadError> {
        match (name, below_report(xml.path())) {
            ("TxDtls", _) => {
                let (detail, own) = (self.detail.take(), self.report.as_ref().map(|r| &r.own));
                if let (Some(detail), Some(entry), Some(own)) = (detail, &mut self.entry, own) {
                    entry.add(detail, own);
                }
            }
            ("Ntry", Some(["Ntry"])) => self.end_entry(xml.end())?,
            ("Bal", Some(["Bal"])) => {
                if let (Some(balance), Some(report)) = (self.balance.take(), &mut self.report)
                    && let Err(message) = report.balance(balance)
                {
                    self.problem(xml.line(), message);
                }
            }
            ("Stmt" | "Rpt" | "Ntfctn", Some([])) => self.end_report(),
            _ => {}
        }
        Ok(())
    }

    fn end_entry(&mut self, end: usize) -> Result<(), ReadError> {
        self.count.add()?;
        let (Some(entry), Some(report)) = (self.entry.take(), &mut self.report) else {
            return Ok(());
        };
        let line = entry.line;
        let usual = report.currency.or(self.hint_currency);
        match entry.row(self.text, end, &report.own, usual) {
            Ok((currency, row)) => report.add(currency, row),
            Err(message) => self.problem(line, message),
        }
        Ok(())
    }

    fn end_report(&mut self) {
        if let Some(report) = self.report.take() {
            for page in report.pages(self.hint_currency) {
                self.pages.add(page);
            }
        }
    }

    fn problem(&mut self, line: u32, message: String) {
        self.problems.push(Problem { line, message });
    }
}

/// The names of the open elements within a report; `None` outside of any.
fn below_report<'p, 't>(path: &'p [&'t str]) -> Option<&'p [&'t str]> {
    let message = path.iter().position(|name| message_of(name).is_some())?;
    let report = path.get(message + 1)?;
    matches!(*report, "Stmt" | "Rpt" | "Ntfctn").then_some(path.get(message + 2..)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::decode;
    use crate::model::{RowStatus, Statement};

    fn reading(inside: &str) -> Reading {
        let text = format!(
            "<?xml version=\"1.0\"?>\n<Document xmlns=\"urn:any\"><BkToCstmrStmt>{inside}</BkToCstmrStmt></Document>"
        );
        assert!(is_camt(&text));
        read(&decode(text.as_bytes()), &Hints::default()).unwrap()
    }

    fn entry(amount: &str, side: &str, rest: &str) -> String {
        format!(
            "<Ntry><Amt Ccy=\"EUR\">{amount}</Amt><CdtDbtInd>{side}</CdtDbtInd><BookgDt><Dt>2026-03-02</Dt></BookgDt>{rest}</Ntry>"
        )
    }

    fn only(reading: &Reading) -> &Statement {
        assert_eq!(reading.statements.len(), 1, "{reading:?}");
        &reading.statements[0]
    }

    #[test]
    fn reports_are_known_by_their_message_whatever_its_prefix() {
        let message = |name: &str| format!("<?xml?><a:Document><a:{name} x='1'>");
        assert_eq!(format_of(&message("BkToCstmrStmt")), Some("camt053"));
        assert_eq!(format_of(&message("BkToCstmrAcctRpt")), Some("camt052"));
        assert_eq!(
            format_of(&message("BkToCstmrDbtCdtNtfctn")),
            Some("camt054")
        );
        assert_eq!(format_of(&message("BkToCstmrStmtV01")), Some("camt053"));
        assert!(!is_camt("BkToCstmrStmt"));
        assert!(!is_camt("<Document><CstmrCdtTrfInitn>"));
    }

    #[test]
    fn every_status_but_booked_is_pending_in_both_ways_to_write_it() {
        let reading = reading(&format!(
            "<Stmt>{}{}{}{}</Stmt>",
            entry("1", "DBIT", "<Sts>BOOK</Sts>"),
            entry("2", "DBIT", "<Sts>PDNG</Sts>"),
            entry("4", "DBIT", "<Sts><Cd>PDNG</Cd></Sts>"),
            entry("8", "DBIT", ""),
        ));
        let statuses = only(&reading).rows.iter().map(|row| row.status);
        assert_eq!(
            statuses.collect::<Vec<_>>(),
            [
                RowStatus::Posted,
                RowStatus::Pending,
                RowStatus::Pending,
                RowStatus::Posted
            ]
        );
    }

    #[test]
    fn an_entry_that_lacks_what_it_needs_is_a_problem_on_its_line() {
        let reading = reading(&format!(
            "<Stmt>\n{}\n{}\n{}\n<Ntry><Amt Ccy=\"EUR\">1</Amt><CdtDbtInd>CRDT</CdtDbtInd></Ntry>\n{}\n</Stmt>",
            entry("-5", "DBIT", ""),
            entry("5", "", ""),
            entry("5", "OUT", ""),
            entry("5", "CRDT", ""),
        ));
        let told = reading
            .problems
            .iter()
            .map(|p| (p.line, p.message.as_str()));
        assert_eq!(
            told.collect::<Vec<_>>(),
            [
                (3, "“-5” is not an amount (Amt), such as 12.50"),
                (4, "this entry has no side (CdtDbtInd): CRDT or DBIT"),
                (
                    5,
                    "“OUT” does not say whether money came (CRDT) or left (DBIT)"
                ),
                (6, "this entry has no day (BookgDt, ValDt)"),
            ]
        );
        assert_eq!(only(&reading).rows.len(), 1);
    }

    #[test]
    fn a_batch_is_one_row_that_says_its_transactions() {
        let part = |name: &str, amount: &str| {
            format!(
                "<TxDtls><Refs><EndToEndId>{name}</EndToEndId></Refs><Amt Ccy=\"EUR\">{amount}</Amt><RltdPties><Dbtr><Nm>{name}</Nm></Dbtr></RltdPties><RmtInf><Ustrd>due</Ustrd></RmtInf></TxDtls>"
            )
        };
        let details = format!(
            "<NtryDtls>{}{}</NtryDtls><AddtlNtryInf>Batch</AddtlNtryInf>",
            part("Ana", "2.50"),
            part("Ben", "1.00")
        );
        let reading = reading(&format!("<Stmt>{}</Stmt>", entry("3.50", "CRDT", &details)));
        let row = &only(&reading).rows[0];
        assert_eq!(
            (row.payee.as_str(), row.memo.as_str()),
            ("Batch", "Ana due 2.50 · Ben due 1.00")
        );
        assert_eq!(row.reference, None);
        assert!(row.raw.starts_with("<Ntry>") && row.raw.ends_with("</Ntry>"));
    }

    #[test]
    fn entries_in_two_currencies_are_two_statements_and_only_one_has_the_balances() {
        let balance = |code: &str, amount: &str| {
            format!(
                "<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy=\"EUR\">{amount}</Amt><CdtDbtInd>DBIT</CdtDbtInd><Dt><Dt>2026-03-01</Dt></Dt></Bal>"
            )
        };
        let dollars = entry("9", "CRDT", "").replace("EUR", "USD");
        let reading = reading(&format!(
            "<Stmt><Acct><Id><IBAN>DE1</IBAN></Id></Acct>{}{}{}{dollars}</Stmt>",
            balance("OPBD", "5.00"),
            balance("CLBD", "6.50"),
            entry("1.50", "DBIT", "")
        ));
        let codes: Vec<_> = reading
            .statements
            .iter()
            .map(|s| s.currency.unwrap().code().to_owned())
            .collect();
        assert_eq!(codes, ["EUR", "USD"]);
        assert_eq!(
            reading.decisions[0].reading,
            "opening -5.00 + rows -1.50 = closing -6.50"
        );
        assert_eq!(reading.statements[1].opening, None);
    }

    #[test]
    fn a_file_that_breaks_off_keeps_what_stands_before() {
        let text = format!(
            "<Document><BkToCstmrStmt><Stmt>\n{}\n<Ntry><Amt Ccy=\"EUR\">1",
            entry("5", "CRDT", "")
        );
        let reading = read(&decode(text.as_bytes()), &Hints::default()).unwrap();
        assert_eq!(only(&reading).rows.len(), 1);
        assert_eq!(reading.problems[0].line, 3);
        let nothing = "<Document><BkToCstmrStmt><Stmt>";
        let error = read(&decode(nothing.as_bytes()), &Hints::default()).unwrap_err();
        assert!(error.to_string().contains("never closed"), "{error}");
    }
}
