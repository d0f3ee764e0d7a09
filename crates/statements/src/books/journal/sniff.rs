//! Whether a text is a journal, by its lines.

use super::super::Units;
use super::dates;
use super::header::split_comment;
use super::posting::posting;

/// Which programs' journal a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// hledger or Ledger.
    Journal,
    Beancount,
}

/// How many lines decide.
const SNIFFED_LINES: usize = 20_000;
/// Directives that beancount dates.
const DATED: [&str; 12] = [
    "open",
    "close",
    "commodity",
    "balance",
    "pad",
    "note",
    "document",
    "price",
    "event",
    "query",
    "custom",
    "txn",
];
/// Words that begin a line of hledger or Ledger.
const WORDS: [&str; 36] = [
    "account",
    "alias",
    "apply",
    "end",
    "comment",
    "test",
    "commodity",
    "D",
    "decimal-mark",
    "include",
    "Y",
    "year",
    "bucket",
    "A",
    "N",
    "C",
    "P",
    "capture",
    "define",
    "def",
    "value",
    "eval",
    "expr",
    "assert",
    "check",
    "python",
    "import",
    "payee",
    "tag",
    "i",
    "I",
    "o",
    "O",
    "b",
    "h",
    "!include",
];

/// Recognises a journal; `None` for any other text.
pub(super) fn kind_of(text: &str) -> Option<Kind> {
    let mut lines = Lines::default();
    for line in text.lines().take(SNIFFED_LINES) {
        lines.add(line.trim_end());
    }
    lines.end_transaction();
    lines.kind()
}

#[derive(Default)]
struct Lines {
    beancount: usize,
    transactions: usize,
    with_amounts: usize,
    directives: usize,
    strange: usize,
    is_open: bool,
    has_amount: bool,
    units: Units,
}

impl Lines {
    fn add(&mut self, line: &str) {
        if line.starts_with([' ', '\t']) {
            self.add_indented(line);
            return;
        }
        self.end_transaction();
        match line.as_bytes().first() {
            None | Some(b';' | b'#' | b'%' | b'|' | b'*' | b'=' | b'~' | b'-') => {}
            Some(b'0'..=b'9') => self.add_dated(line),
            Some(_) => self.add_word(line),
        }
    }

    fn add_indented(&mut self, line: &str) {
        let line = line.trim_start();
        if self.is_open && !self.has_amount && !line.starts_with(';') {
            let read = posting(line, &mut self.units);
            self.has_amount = read.is_ok_and(|p| p.amount.is_some() || p.assertion.is_some());
        }
    }

    fn end_transaction(&mut self) {
        if self.is_open {
            self.transactions += 1;
            self.with_amounts += usize::from(self.has_amount);
        }
        (self.is_open, self.has_amount) = (false, false);
    }

    fn add_dated(&mut self, line: &str) {
        let Some((_, rest)) =
            dates::take(line, Some(2000)).filter(|(_, rest)| !rest.starts_with('\t'))
        else {
            self.strange += 1;
            return;
        };
        let (word, more) = rest
            .trim_start()
            .split_once(char::is_whitespace)
            .unwrap_or((rest, ""));
        let more = more.trim_start();
        let is_flag = word.chars().count() == 1 || word == "txn";
        let names_account = || {
            more.split(char::is_whitespace)
                .next()
                .is_some_and(|name| name.contains(':'))
        };
        let is_beancount = (is_flag && more.starts_with('"'))
            || (DATED.contains(&word)
                && (names_account()
                    || more.starts_with('"')
                    || more.chars().next().is_some_and(char::is_uppercase)));
        self.beancount += usize::from(is_beancount);
        self.is_open = !is_beancount;
    }

    fn add_word(&mut self, line: &str) {
        let (line, _) = split_comment(line);
        let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let quotes = rest.trim_start().starts_with('"');
        if matches!(word, "option" | "plugin" | "include") && quotes
            || matches!(word, "pushtag" | "poptag")
        {
            self.beancount += usize::from(word != "include");
            self.directives += 1;
        } else if (WORDS.contains(&word) && !rest.trim().is_empty())
            || word == "comment"
            || word == "end"
            || word
                .strip_prefix('Y')
                .is_some_and(|y| y.parse::<u16>().is_ok())
        {
            self.directives += 1;
        } else {
            self.strange += 1;
        }
    }

    fn kind(&self) -> Option<Kind> {
        let known = self.beancount + self.transactions + self.directives;
        if self.strange * 10 > known {
            return None;
        }
        if self.beancount > 0 && self.beancount * 2 >= self.transactions {
            return Some(Kind::Beancount);
        }
        let mostly = self.with_amounts * 2 >= self.transactions;
        // A file of nothing but directives holds the accounts or prices of a journal.
        let is_preface = self.transactions == 0 && self.directives > 0 && self.strange == 0;
        ((self.with_amounts > 0 && mostly) || is_preface).then_some(Kind::Journal)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn journals_are_known_by_their_postings() {
        assert_eq!(
            kind_of("; mine\n\n2008/01/01 income\n    assets:cash  $1\n    income\n"),
            Some(Kind::Journal)
        );
        assert_eq!(
            kind_of("Y2010\n1/5 x\n\ta:b\t-5 EUR\n\tc\n"),
            Some(Kind::Journal)
        );
        assert_eq!(
            kind_of("2020-01-01 open Assets:Cash USD\n"),
            Some(Kind::Beancount)
        );
        assert_eq!(
            kind_of("2020-01-01 * \"Shop\" \"Bread\"\n  Assets:Cash  -2 USD\n  Expenses:Food\n"),
            Some(Kind::Beancount)
        );
    }

    #[test]
    fn tables_are_no_journals() {
        for text in [
            "2026-01-01,Coffee,-3.50\n2026-01-02,Tea,-2.50\n",
            "2026-01-01 10:15;Coffee;-3.50\n2026-01-02 10:16;Tea;-2.50\n",
            "Date\tPayee\tAmount\n2026-01-01\tShop\t-5.00\n\tItem\t-5.00\n",
            "Dear customer,\nyour balance:\n2026-01-01 Opening\n   Account  5.00\nBye\n",
            "P\nD\n",
            "2026-01-01 Shop  5.00\n2026-01-02 Shop  6.00\n",
            "",
        ] {
            assert_eq!(kind_of(text), None, "{text}");
        }
    }
}
