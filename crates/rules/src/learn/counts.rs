//! How often each piece of a row came with each category, and what that makes of a new row.

use std::collections::{BTreeMap, HashMap};

use chrono::Datelike;

use super::fixed::{ONE, log2, power};
use super::{Because, Piece};
use crate::ids::CategoryId;
use crate::kind::Side;
use crate::lens::{BANDS, band_of};
use crate::row::Row;
use crate::text::{compact, is_noise, is_number, words};

/// More words than this of one text say nothing more.
const MOST_WORDS: usize = 24;
/// What a piece that never came counts beside one that came once: a sixteenth.
const SMOOTHING: u64 = 16;
/// How many groups of tokens there are; each is weighed by itself.
const GROUPS: usize = 6;

/// A piece of a row, as it is counted.
#[derive(Debug, Clone)]
pub(super) struct Token {
    group: Group,
    key: String,
    /// As it is written; empty for what is no text.
    written: String,
}

/// What a token is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Group {
    Payee,
    PayeeWord,
    MemoWord,
    Size,
    Weekday,
    Account,
}

/// A category, and how sure it feels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Guess {
    pub category: CategoryId,
    pub permille: u16,
}

/// How often a payee came, and how often with its most frequent category.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct OfPayee {
    pub category: CategoryId,
    pub with: u32,
    pub of: u32,
}

/// All that was counted.
#[derive(Debug, Clone, Default)]
pub(super) struct Counts {
    tokens: HashMap<(Group, String), BTreeMap<CategoryId, u32>>,
    categories: BTreeMap<CategoryId, OfCategory>,
    /// How many different tokens each group has.
    kinds: [u64; GROUPS],
}

#[derive(Debug, Clone, Default)]
struct OfCategory {
    lessons: u64,
    /// How many tokens of each group came with it.
    tokens: [u64; GROUPS],
}

/// The tokens of a row. Numbers and words that are on every row are none.
pub(super) fn tokens(row: &Row) -> Vec<Token> {
    let mut tokens = Vec::new();
    let payee = compact(row.payee);
    if !payee.is_empty() {
        tokens.push(Token::new(Group::Payee, payee, row.payee.trim()));
    }
    for (group, text) in [(Group::PayeeWord, row.payee), (Group::MemoWord, row.memo)] {
        let words = words(text).into_iter();
        let telling = words.filter(|word| !is_number(&word.plain) && !is_noise(&word.plain));
        tokens.extend(
            telling
                .take(MOST_WORDS)
                .map(|word| Token::new(group, word.plain, word.written)),
        );
    }
    let side = Side::of(row.amount);
    let minor = row.amount.minor().saturating_abs();
    let band = band_of(row.amount.currency(), minor).unwrap_or(BANDS);
    tokens.push(Token::new(Group::Size, format!("{side:?}{band}"), ""));
    tokens.push(Token::new(
        Group::Weekday,
        row.day.weekday().to_string(),
        "",
    ));
    tokens.push(Token::new(Group::Account, row.account.0.to_string(), ""));
    tokens
}

impl Token {
    fn new(group: Group, key: String, written: &str) -> Self {
        let written = written.to_owned();
        Self {
            group,
            key,
            written,
        }
    }
}

impl Group {
    fn place(self) -> usize {
        match self {
            Self::Payee => 0,
            Self::PayeeWord => 1,
            Self::MemoWord => 2,
            Self::Size => 3,
            Self::Weekday => 4,
            Self::Account => 5,
        }
    }

    fn piece(self) -> Option<Piece> {
        match self {
            Self::Payee => Some(Piece::Payee),
            Self::PayeeWord => Some(Piece::PayeeWord),
            Self::MemoWord => Some(Piece::MemoWord),
            Self::Size | Self::Weekday | Self::Account => None,
        }
    }
}

impl Counts {
    /// Counts a row's tokens with its category.
    pub(super) fn add(&mut self, tokens: &[Token], category: CategoryId) {
        let of_category = self.categories.entry(category).or_default();
        of_category.lessons += 1;
        for token in tokens {
            let key = (token.group, token.key.clone());
            let with = self.tokens.entry(key).or_default();
            if let Some(kinds) = self.kinds.get_mut(token.group.place()) {
                *kinds += u64::from(with.is_empty());
            }
            *with.entry(category).or_insert(0) += 1;
            if let Some(tokens) = of_category.tokens.get_mut(token.group.place()) {
                *tokens += 1;
            }
        }
    }

    /// What is known of a row's whole payee.
    pub(super) fn of_payee(&self, tokens: &[Token]) -> Option<OfPayee> {
        let payee = tokens.iter().find(|token| token.group == Group::Payee)?;
        let with = self.with(payee)?;
        let mut best = None;
        for (category, count) in with {
            if best.is_none_or(|(_, most)| *count > most) {
                best = Some((*category, *count));
            }
        }
        let of = with.values().sum();
        best.map(|(category, with)| OfPayee { category, with, of })
    }

    /// Weighs all tokens of a row; none where no word of it came before.
    pub(super) fn weigh(&self, tokens: &[Token]) -> Option<Guess> {
        let known: Vec<(&Token, &BTreeMap<CategoryId, u32>)> = tokens
            .iter()
            .filter_map(|token| Some((token, self.with(token)?)))
            .collect();
        known
            .iter()
            .find(|(token, _)| token.group.piece().is_some())?;
        let mut best: Option<(CategoryId, i64)> = None;
        let mut scores = Vec::with_capacity(self.categories.len());
        for (category, of_category) in &self.categories {
            let score = self.score(&known, *category, of_category);
            scores.push(score);
            if best.is_none_or(|(_, most)| score > most) {
                best = Some((*category, score));
            }
        }
        let (category, most) = best?;
        let whole: u64 = scores.iter().map(|score| power(score - most)).sum();
        let permille = (ONE * 1_000).checked_div(whole)?;
        Some(Guess {
            category,
            permille: u16::try_from(permille).unwrap_or(1_000),
        })
    }

    /// Why a token speaks for a category; none where it does not, or is no text.
    pub(super) fn reason(&self, token: &Token, category: CategoryId) -> Option<Because> {
        let piece = token.group.piece()?;
        let with = self.with(token)?;
        Some(Because {
            piece,
            text: token.written.clone(),
            with: *with.get(&category)?,
            of: with.values().sum(),
        })
    }

    fn with(&self, token: &Token) -> Option<&BTreeMap<CategoryId, u32>> {
        self.tokens.get(&(token.group, token.key.clone()))
    }

    /// The logarithm of how likely a category is with these tokens, but for what is the same for
    /// all categories.
    fn score(
        &self,
        known: &[(&Token, &BTreeMap<CategoryId, u32>)],
        category: CategoryId,
        of_category: &OfCategory,
    ) -> i64 {
        let mut score = log2(of_category.lessons);
        for (token, with) in known {
            let place = token.group.place();
            let came = with.get(&category).map_or(0, |count| u64::from(*count));
            let all = of_category.tokens.get(place).copied().unwrap_or(0);
            let kinds = self.kinds.get(place).copied().unwrap_or(0);
            score += log2(came * SMOOTHING + 1) - log2(all * SMOOTHING + kinds);
        }
        score
    }
}
