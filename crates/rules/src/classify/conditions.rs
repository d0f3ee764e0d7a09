//! Whether a row is what a rule is about.

use std::cell::OnceCell;

use chrono::{Datelike, Weekday};
use farthing_money::Currency;
use regex::Regex;

use super::new_rule::{TextField, TextMatch};
use crate::ids::AccountId;
use crate::kind::{Kind, Side};
use crate::row::Row;

/// A checked condition.
#[derive(Debug)]
pub(super) enum Node {
    All(Vec<Node>),
    Any(Vec<Node>),
    /// A single test, and its place among the rule's sentences.
    Leaf(Test, usize),
}

/// A single test.
#[derive(Debug)]
pub(super) enum Test {
    Text(TextField, TextMatch, Needle),
    Pattern(TextField, Regex),
    Amount {
        currency: Currency,
        min: i64,
        max: i64,
        side: Option<Side>,
    },
    Side(Side),
    Account(Vec<AccountId>),
    Weekday(Vec<Weekday>),
    ProviderCategory(TextMatch, Needle),
    Kind(Vec<Kind>),
}

/// What is looked for in a text, in the form of [`plain`].
#[derive(Debug)]
pub(super) struct Needle {
    text: String,
    letters: u64,
}

/// A row with its texts made ready when they are first asked for.
pub(super) struct Asked<'a> {
    row: &'a Row<'a>,
    texts: [OnceCell<Haystack>; 3],
}

/// A text in the form of [`plain`], and which letters it has.
struct Haystack {
    text: String,
    letters: u64,
}

impl Node {
    /// Whether it holds; `matched` then has the tests that made it hold, and is as before where it
    /// does not.
    pub(super) fn holds(&self, asked: &Asked, matched: &mut Vec<usize>) -> bool {
        let before = matched.len();
        let holds = match self {
            Self::All(nodes) => nodes.iter().all(|node| node.holds(asked, matched)),
            Self::Any(nodes) => nodes.iter().any(|node| node.holds(asked, matched)),
            Self::Leaf(test, sentence) => {
                let holds = test.holds(asked);
                matched.extend(holds.then_some(*sentence));
                holds
            }
        };
        if !holds {
            matched.truncate(before);
        }
        holds
    }
}

impl Test {
    fn holds(&self, asked: &Asked) -> bool {
        let row = asked.row;
        match self {
            Self::Text(field, how, needle) => {
                asked.any_text(*field, |haystack| needle.is_in(haystack, *how))
            }
            Self::Pattern(field, pattern) => sources(*field)
                .iter()
                .any(|source| pattern.is_match(source.of(row))),
            Self::Amount {
                currency,
                min,
                max,
                side,
            } => {
                let size = row.amount.minor().saturating_abs();
                row.amount.currency() == *currency
                    && (*min..=*max).contains(&size)
                    && side.is_none_or(|side| Side::of(row.amount) == Some(side))
            }
            Self::Side(side) => Side::of(row.amount) == Some(*side),
            Self::Account(accounts) => accounts.contains(&row.account),
            Self::Weekday(days) => days.contains(&row.day.weekday()),
            Self::ProviderCategory(how, needle) => row
                .provider_category
                .is_some_and(|text| needle.is_in(&Haystack::of(text), *how)),
            Self::Kind(kinds) => row.kind.is_some_and(|kind| kinds.contains(&kind)),
        }
    }
}

impl Needle {
    pub(super) fn of(text: &str) -> Self {
        let Haystack { text, letters } = Haystack::of(text);
        Self { text, letters }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    fn is_in(&self, haystack: &Haystack, how: TextMatch) -> bool {
        // Most texts lack a letter of what is looked for; that is seen without searching.
        if self.letters & !haystack.letters != 0 {
            return false;
        }
        match how {
            TextMatch::Contains => haystack.text.contains(&self.text),
            TextMatch::Equals => haystack.text == self.text,
            TextMatch::Starts => haystack.text.starts_with(&self.text),
        }
    }
}

impl<'a> Asked<'a> {
    pub(super) fn of(row: &'a Row<'a>) -> Self {
        Self {
            row,
            texts: [const { OnceCell::new() }; 3],
        }
    }

    fn any_text(&self, field: TextField, is: impl Fn(&Haystack) -> bool) -> bool {
        let mut sources = sources(field).iter();
        sources.any(|source| {
            let cell = self.texts.get(source.place());
            cell.is_some_and(|cell| is(cell.get_or_init(|| Haystack::of(source.of(self.row)))))
        })
    }
}

impl Haystack {
    fn of(text: &str) -> Self {
        let text = plain(text);
        let letters = text
            .bytes()
            .fold(0, |letters, byte| letters | 1 << (byte % 64));
        Self { text, letters }
    }
}

/// Where a text of a row comes from.
#[derive(Clone, Copy)]
enum Source {
    Payee,
    Memo,
    Raw,
}

impl Source {
    fn of<'a>(self, row: &Row<'a>) -> &'a str {
        match self {
            Self::Payee => row.payee,
            Self::Memo => row.memo,
            Self::Raw => row.raw,
        }
    }

    fn place(self) -> usize {
        match self {
            Self::Payee => 0,
            Self::Memo => 1,
            Self::Raw => 2,
        }
    }
}

fn sources(field: TextField) -> &'static [Source] {
    match field {
        TextField::Payee => &[Source::Payee],
        TextField::Memo => &[Source::Memo],
        TextField::Raw => &[Source::Raw],
        TextField::Any => &[Source::Payee, Source::Memo, Source::Raw],
    }
}

/// In lower case with single spaces, as texts are compared.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !plain.is_empty() {
            plain.push(' ');
        }
        if word.is_ascii() {
            plain.extend(
                word.bytes()
                    .map(|byte| char::from(byte.to_ascii_lowercase())),
            );
        } else {
            plain.push_str(&word.to_lowercase());
        }
    }
    plain
}
