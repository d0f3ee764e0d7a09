//! Learns from the person which category a row belongs to, without leaving the machine.
//!
//! It is told what the person set, and only that: never its own suggestions, or it would believe
//! itself. It is asked only where no rule of the person has set the category. What it knows is
//! rebuilt from the ledger and never stored.
//!
//! A payee that it has seen nearly always in one category is in that category. Any other row is
//! weighed by its words, size, side, day and account, each counted by category (a multinomial
//! naive Bayes). How sure it is, it learns as well: before each lesson it guesses, and the share
//! of right guesses of a sort is what a guess of that sort is worth from then on, less two
//! standard errors. The same lessons in the same order give the same suggestions everywhere.

mod counts;
mod fixed;
mod record;

use std::cmp::Reverse;

use crate::classify::{Action, Condition, NewRule, TextField, TextMatch};
use crate::ids::{CategoryId, RuleId};
use crate::row::Row;
use counts::{Counts, Guess, tokens};
use record::Record;

/// Below this confidence nothing is suggested.
pub const FLOOR_PERMILLE: u16 = 600;
/// How many reasons a suggestion gives at most.
pub const MOST_REASONS: usize = 3;
/// From which share of a payee's lessons on a category is the payee's own.
const OWN_PERMILLE: u64 = 800;
/// What the first lesson of a payee is worth, as if it came after one that was right so often.
const PAYEE_PRIOR_PERMILLE: u64 = 750;

/// What has been learnt so far.
#[derive(Debug, Clone, Default)]
pub struct Learner {
    counts: Counts,
    record: Record,
}

/// A category that a row may belong to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The category.
    pub category: CategoryId,
    /// Of a thousand such suggestions so many are right.
    pub confidence_permille: u16,
    /// What it goes by, the strongest first.
    pub because: Vec<Because>,
}

/// A piece of a row, and how often it came with the suggested category.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Because {
    /// What the piece is.
    pub piece: Piece,
    /// The piece as it is written in the row.
    pub text: String,
    /// How often it came with this category.
    pub with: u32,
    /// How often it came at all.
    pub of: u32,
}

/// What a piece of a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Piece {
    /// The whole payee.
    Payee,
    /// A word of the payee.
    PayeeWord,
    /// A word of the note.
    MemoWord,
}

/// Which sort of guess it is; each sort is as good as its own record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    Payee,
    Words,
}

impl Learner {
    /// Knows nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// One thing that the person set or confirmed.
    pub fn learn(&mut self, row: &Row, category: CategoryId) {
        let tokens = tokens(row);
        if let Some((sort, guess)) = self.guess(&tokens) {
            let right = guess.category == category;
            self.record.note(sort, guess.permille, right);
        }
        self.counts.add(&tokens, category);
    }

    /// The category that a row most likely belongs to; none where nothing speaks for one loudly
    /// enough.
    pub fn suggest(&self, row: &Row) -> Option<Suggestion> {
        let tokens = tokens(row);
        let (sort, guess) = self.guess(&tokens)?;
        let confidence_permille = self.record.confidence(sort, guess.permille);
        if confidence_permille < FLOOR_PERMILLE {
            return None;
        }
        // A size or a day alone is no reason that a person could check.
        let because = self.because(&tokens, sort, guess.category);
        (!because.is_empty()).then_some(Suggestion {
            category: guess.category,
            confidence_permille,
            because,
        })
    }

    fn guess(&self, tokens: &[counts::Token]) -> Option<(Sort, Guess)> {
        let own = self
            .counts
            .of_payee(tokens)
            .filter(|payee| u64::from(payee.with) * 1_000 >= u64::from(payee.of) * OWN_PERMILLE);
        if let Some(payee) = own {
            let (with, of) = (u64::from(payee.with), u64::from(payee.of));
            let permille = (with * 1_000 + PAYEE_PRIOR_PERMILLE) / (of + 1);
            let permille = u16::try_from(permille).unwrap_or(1_000);
            let category = payee.category;
            return Some((Sort::Payee, Guess { category, permille }));
        }
        let guess = self.counts.weigh(tokens)?;
        Some((Sort::Words, guess))
    }

    fn because(&self, tokens: &[counts::Token], sort: Sort, category: CategoryId) -> Vec<Because> {
        let mut because: Vec<Because> = tokens
            .iter()
            .filter_map(|token| self.counts.reason(token, category))
            .filter(|reason| (reason.piece == Piece::Payee) == (sort == Sort::Payee))
            .collect();
        let share = |reason: &Because| u64::from(reason.with) * 1_000 / u64::from(reason.of).max(1);
        because.sort_by_key(|reason| Reverse((share(reason), reason.with)));
        because.truncate(MOST_REASONS);
        because
    }
}

/// Makes a suggestion a rule, for the caller to give an id, a position and perhaps another name:
/// where its payee is this one, or has these words, it is in this category.
pub fn make_rule(suggestion: &Suggestion) -> NewRule {
    let conditions = suggestion.because.iter().map(condition).collect();
    let texts = suggestion
        .because
        .iter()
        .map(|because| because.text.as_str());
    let name = texts.collect::<Vec<_>>().join(", ");
    NewRule {
        id: RuleId(0),
        position: 0,
        name: name.chars().take(LONGEST_NAME).collect(),
        when: Condition::All { of: conditions },
        then: vec![Action::SetCategory {
            category: suggestion.category,
        }],
        stop: false,
    }
}

/// A rule's name is not longer.
const LONGEST_NAME: usize = 200;
/// Nor is what its conditions look for.
const LONGEST_TEXT: usize = 500;

fn condition(because: &Because) -> Condition {
    let text: String = because.text.chars().take(LONGEST_TEXT).collect();
    // A text that was cut is no longer equal to the whole.
    let whole = text.len() == because.text.len();
    let (field, how) = match because.piece {
        Piece::Payee if whole => (TextField::Payee, TextMatch::Equals),
        Piece::Payee => (TextField::Payee, TextMatch::Starts),
        Piece::PayeeWord => (TextField::Payee, TextMatch::Contains),
        Piece::MemoWord => (TextField::Memo, TextMatch::Contains),
    };
    Condition::Text { field, how, text }
}

#[cfg(test)]
mod tests;
