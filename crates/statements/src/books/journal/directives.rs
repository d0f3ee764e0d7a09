//! The directives of a journal: what they change for the lines that follow.

use super::accounts::class_of_type;
use super::amount::{Value, take, take_word};
use super::header::split_comment;
use super::scan::{Open, Scanner};
use crate::model::DecimalMark;

/// Deeper nesting than any journal has.
const MAX_DEPTH: usize = 16;

/// What `apply` opened and `end` closes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Directive<'t> {
    /// Names below an account.
    Account,
    /// A tag for every transaction.
    Tag(&'t str),
    /// The year before it.
    Year(Option<i32>),
    /// What changes nothing here.
    Other,
}

impl Directive<'_> {
    pub(super) fn tag(&self) -> Option<String> {
        match self {
            Self::Tag(tag) => Some((*tag).to_owned()),
            _ => None,
        }
    }
}

impl<'t> Scanner<'t> {
    /// Reads a line that begins with a word.
    pub(super) fn read_directive(&mut self, line: &'t str) {
        let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let rest = rest.trim();
        self.open = Open::Other;
        match word {
            "account" => self.account(rest),
            "alias" => self.alias(rest),
            "apply" => self.apply(rest),
            "end" => self.end(rest),
            "comment" => self.open = Open::Block("end comment"),
            "test" => self.open = Open::Block("end test"),
            "commodity" | "D" => self.commodity(word, rest),
            "decimal-mark" => self.decimal_mark(rest),
            "include" => self.problem(format!(
                "“{}” is included, and only one file can be read at a time; bring that one too, or one file that holds both",
                split_comment(rest).0
            )),
            "Y" | "year" => self.year = rest.parse().ok().or(self.year),
            "bucket" | "A" => {
                self.bucket = self.journal.accounts.index_of(rest);
                self.journal.ledger_lines += 1;
            }
            "C" => self.conversion(rest),
            "N" | "capture" | "define" | "def" | "value" | "eval" | "expr" | "assert"
            | "check" | "python" | "import" => self.journal.ledger_lines += 1,
            // Hours by the clock are no money, and no transaction either.
            "i" | "I" | "o" | "O" | "b" | "h" => self.journal.rules += 1,
            "P" | "payee" | "tag" => {}
            _ => self.other(line),
        }
    }

    fn other(&mut self, line: &'t str) {
        if let Some(year) = line
            .strip_prefix('Y')
            .and_then(|year| year.trim().parse().ok())
        {
            self.year = Some(year);
            return;
        }
        let shown: String = line.chars().take(40).collect();
        self.problem(format!("“{shown}” is no line of a journal"));
    }

    fn account(&mut self, rest: &'t str) {
        let (name, comment) = split_comment(rest);
        let name = name.split(['\t']).next().unwrap_or(name);
        let name = name.split("  ").next().unwrap_or(name).trim();
        self.declare_type(name, comment);
        self.open = Open::Account(name);
    }

    fn declare_type(&mut self, name: &str, comment: &str) {
        let value = comment
            .split_once("type:")
            .map(|(_, value)| value.trim_start());
        let Some(word) = value.and_then(|value| value.split([',', ' ']).next()) else {
            return;
        };
        let name = self.journal.accounts.full_name(name);
        if let Some(class) = class_of_type(word, &name) {
            self.journal.hledger_lines += 1;
            self.journal.accounts.declare(name, class);
        }
    }

    /// An indented line below `account`.
    pub(super) fn read_of_account(&mut self, name: &'t str, line: &'t str) {
        if let Some(alias) = line.strip_prefix("alias ") {
            self.journal.accounts.alias(alias.trim(), name);
            self.journal.ledger_lines += 1;
        } else if line.trim() == "default" {
            self.bucket = self.journal.accounts.index_of(name);
            self.journal.ledger_lines += 1;
        } else if let Some(comment) = line.strip_prefix(';') {
            self.declare_type(name, comment);
        }
    }

    fn alias(&mut self, rest: &'t str) {
        if rest.starts_with('/') {
            self.problem(
                "an alias by regular expression is not followed; accounts keep their names"
                    .to_owned(),
            );
            return;
        }
        if let Some((old, new)) = rest.split_once('=') {
            self.journal.accounts.alias(old.trim(), new.trim());
        }
    }

    fn apply(&mut self, rest: &'t str) {
        let (what, value) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
        let value = value.trim();
        if self.applied.len() >= MAX_DEPTH {
            self.problem("“apply” is nested deeper than in any journal".to_owned());
            return;
        }
        let opened = match what {
            "account" => {
                self.journal.accounts.open_parent(value);
                Directive::Account
            }
            "tag" => {
                self.journal.ledger_lines += 1;
                Directive::Tag(value)
            }
            "year" => {
                let before = self.year;
                self.year = value.parse().ok().or(before);
                Directive::Year(before)
            }
            _ => Directive::Other,
        };
        self.applied.push(opened);
    }

    fn end(&mut self, rest: &str) {
        if rest == "aliases" {
            self.journal.accounts.end_aliases();
            return;
        }
        match self.applied.pop() {
            Some(Directive::Account) => self.journal.accounts.close_parent(),
            Some(Directive::Year(before)) => self.year = before,
            _ => {}
        }
    }

    /// `commodity $1,000.00`, `commodity USD` with `format` below it, `D $1,000.00`.
    fn commodity(&mut self, directive: &str, rest: &'t str) {
        let (rest, _) = split_comment(rest);
        if let Some(unit) = self.example(rest) {
            self.journal.hledger_lines += usize::from(directive == "commodity");
            self.default_unit = (directive == "D").then_some(unit).or(self.default_unit);
            self.open = Open::Unit(unit);
        } else if let Some((word, _)) = take_word(rest) {
            self.open = Open::Unit(self.journal.units.index_of(word));
        }
    }

    /// Takes note of how a directive writes amounts; gives their unit.
    fn example(&mut self, text: &'t str) -> Option<usize> {
        let (written, _) = take(text, &mut self.journal.units)?;
        if let Value::Number { digits, .. } = written.value {
            self.journal.marks.declare(written.unit, digits);
        }
        Some(written.unit)
    }

    /// An indented line below `commodity`.
    pub(super) fn read_of_unit(&mut self, unit: usize, line: &'t str) {
        if let Some(format) = line.strip_prefix("format ") {
            self.example(format);
        } else if let Some(alias) = line.strip_prefix("alias ") {
            let again = take_word(alias.trim()).map(|(word, _)| self.journal.units.index_of(word));
            self.journal
                .unit_aliases
                .extend(again.map(|again| (again, unit)));
            self.journal.ledger_lines += 1;
        }
    }

    /// `C 1.00 km = 1000 m`.
    fn conversion(&mut self, rest: &'t str) {
        self.journal.ledger_lines += 1;
        let units = &mut self.journal.units;
        let (large, small) = rest.split_once('=').unwrap_or((rest, ""));
        let read = take(large, units).zip(take(small, units));
        match read {
            Some(((large, _), (small, _))) => self.journal.conversions.push((large, small)),
            None => self.problem(format!(
                "“C {rest}” does not say how many of one unit are another"
            )),
        }
    }

    fn decimal_mark(&mut self, rest: &str) {
        self.journal.hledger_lines += 1;
        match rest.chars().next() {
            Some(',') => self.journal.marks.declare_for_all(DecimalMark::Comma),
            Some('.') => self.journal.marks.declare_for_all(DecimalMark::Point),
            _ => self.problem(format!("“{rest}” is no decimal mark; . or , was expected")),
        }
    }
}
