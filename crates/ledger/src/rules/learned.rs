//! Why an entry is where it is, and where the person would put one that nobody has sorted yet.

use chrono::NaiveDate;
use farthing_rules::classify;
use farthing_rules::ids::CategoryId;
use farthing_rules::learn::{self, Because, Learner, Piece};
use serde::Serialize;

use super::history::{PastEntry, Which, past_entries};
use super::{RuleInput, rule_set};
use crate::accounts::Category;
use crate::error::{LedgerError, Result};
use crate::ids::{AccountId, EntryId, built_in};
use crate::kinds::Decided;
use crate::register::{EntryRow, rows_of};
use crate::store::Ledger;

/// Why an entry is in its category.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Why {
    /// The answer, sentence by sentence.
    pub sentences: Vec<String>,
}

/// A category that an entry without one may belong to.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct CategorySuggestion {
    /// The entry.
    pub entry: EntryRow,
    /// The category.
    pub category: AccountId,
    /// Its name.
    pub name: String,
    /// Of a thousand such suggestions so many are right.
    pub confidence_permille: u16,
    /// What it goes by, in a sentence.
    pub because: String,
    /// The suggestion as a rule, to be kept.
    pub rule: RuleInput,
}

impl Ledger {
    /// Why an entry is in its category.
    pub async fn why(&self, id: EntryId) -> Result<Why> {
        let mut db = self.pool.acquire().await?;
        let entries = past_entries(&mut db, Which::One(id)).await?;
        let Some(entry) = entries.first() else {
            let sentence = "It moves money between several accounts, so it has no category.";
            return Ok(Why {
                sentences: vec![sentence.to_owned()],
            });
        };
        let rules = rule_set(&mut db).await?;
        let outcome = classify::apply(&rules, &entry.row());
        let first = match entry.decided {
            Decided::Person => "You put it there.".to_owned(),
            Decided::File => "Its file says so.".to_owned(),
            Decided::Rule => {
                let name = entry
                    .rule
                    .and_then(|id| rules.iter().find(|rule| rule.id().0 == id));
                name.map_or_else(
                    || "A rule that is gone put it there.".to_owned(),
                    |rule| format!("Your rule “{}” put it there.", rule.name()),
                )
            }
            Decided::Nobody => "Nobody has put it anywhere yet.".to_owned(),
        };
        let mut sentences = vec![first];
        sentences.extend(classify::explain(&outcome));
        Ok(Why { sentences })
    }

    /// Categories for the newest entries from a day on that nobody has sorted, at most `limit`. It
    /// goes by what the person set, never by its own suggestions, and never against a rule.
    pub async fn suggest_categories(
        &self,
        from: NaiveDate,
        limit: u32,
    ) -> Result<Vec<CategorySuggestion>> {
        let mut db = self.pool.acquire().await?;
        let learner = taught_by(&past_entries(&mut db, Which::SortedByHand).await?);
        let entries = past_entries(&mut db, Which::From(from)).await?;
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let open = entries.iter().rev().filter(|entry| is_open(entry));
        let found: Vec<(EntryId, learn::Suggestion)> = open
            .filter_map(|entry| Some((entry.id, learner.suggest(&entry.row())?)))
            .take(limit)
            .collect();
        let ids: Vec<EntryId> = found.iter().map(|(id, _)| *id).collect();
        let rows = rows_of(&mut db, &ids).await?;
        let categories = self.categories().await?;
        let found = found.into_iter().map(|(_, found)| found);
        let told = rows.into_iter().zip(found);
        let told = told.filter_map(|(entry, found)| suggestion(&categories, entry, &found));
        Ok(told.collect())
    }

    /// The category that one entry may belong to; none where it has one, or where nothing is known of
    /// such entries.
    pub async fn suggest_category(&self, id: EntryId) -> Result<Option<CategorySuggestion>> {
        let mut db = self.pool.acquire().await?;
        let one = past_entries(&mut db, Which::One(id)).await?;
        let Some(entry) = one.first().filter(|entry| is_open(entry)) else {
            return Ok(None);
        };
        let sorted = past_entries(&mut db, Which::SortedByHand).await?;
        let Some(found) = taught_by(&sorted).suggest(&entry.row()) else {
            return Ok(None);
        };
        let mut rows = rows_of(&mut db, &[id]).await?;
        let categories = self.categories().await?;
        let row = rows.pop().ok_or(LedgerError::Missing("entry"))?;
        Ok(suggestion(&categories, row, &found))
    }

    /// A rule from an entry: its payee goes to its category. Where nobody has sorted the entry yet, the
    /// rule does nothing yet either.
    pub async fn rule_from(&self, id: EntryId) -> Result<RuleInput> {
        let mut db = self.pool.acquire().await?;
        let entries = past_entries(&mut db, Which::One(id)).await?;
        let entry = entries.first().ok_or(LedgerError::Missing("entry"))?;
        let category = entry.category.filter(|_| !entry.payee.is_empty());
        let category = category.ok_or_else(|| {
            LedgerError::invalid(
                "entry",
                "a rule is made of a payee and a category; this has not both",
            )
        })?;
        let suggestion = learn::Suggestion {
            category: CategoryId(category.0),
            confidence_permille: 1_000,
            because: vec![Because {
                piece: Piece::Payee,
                text: entry.payee.clone(),
                with: 1,
                of: 1,
            }],
        };
        let mut rule = RuleInput::from(learn::make_rule(&suggestion));
        if is_uncategorised(entry) {
            rule.then.clear();
        }
        Ok(rule)
    }
}

/// A suggestion as the person sees it; none where its category is gone.
fn suggestion(
    categories: &[Category],
    entry: EntryRow,
    found: &learn::Suggestion,
) -> Option<CategorySuggestion> {
    let category = AccountId(found.category.0);
    let known = categories.iter().find(|known| known.id == category)?;
    Some(CategorySuggestion {
        entry,
        category,
        name: known.name.clone(),
        confidence_permille: found.confidence_permille,
        because: because(&found.because),
        rule: learn::make_rule(found).into(),
    })
}

/// What the person's own sorting teaches, in the order of the days.
fn taught_by(entries: &[PastEntry]) -> Learner {
    let mut learner = Learner::new();
    for entry in entries {
        if let Some(category) = entry.category.filter(|_| !is_uncategorised(entry)) {
            learner.learn(&entry.row(), CategoryId(category.0));
        }
    }
    learner
}

fn is_uncategorised(entry: &PastEntry) -> bool {
    [Some(built_in::SPENDING), Some(built_in::INCOME)].contains(&entry.category)
}

fn is_open(entry: &PastEntry) -> bool {
    is_uncategorised(entry) && entry.decided == Decided::Nobody
}

/// `“Kiosk” went there 12 of 12 times`
fn because(pieces: &[Because]) -> String {
    let piece = |piece: &Because| {
        let (with, of) = (piece.with, piece.of);
        format!("“{}” went there {with} of {of} times", piece.text)
    };
    pieces.iter().map(piece).collect::<Vec<_>>().join("; ")
}
