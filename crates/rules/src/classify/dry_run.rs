//! What rules would change in entries that are there already, without changing anything.

use super::actions::Part;
use super::apply::{RuleSet, apply};
use super::outcome::{Field, Outcome};
use crate::ids::{CategoryId, EntryId, RuleId};
use crate::kind::Kind;
use crate::row::Row;

/// An entry of the past, as it came and as it is now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Past<'a> {
    /// The entry.
    pub entry: EntryId,
    /// The row as it came.
    pub row: Row<'a>,
    /// Its category now; none where it is split or has none.
    pub category: Option<CategoryId>,
    /// Its parts now, where it is split.
    pub split: &'a [Part],
    /// Its payee's name now.
    pub payee: &'a str,
    /// Its tags now.
    pub tags: &'a [&'a str],
    /// What it is now.
    pub kind: Kind,
    /// Whether it is kept out of small money now.
    pub excluded: bool,
    /// The fields that the person set by hand; no rule touches them. Either of [`Field::Category`]
    /// and [`Field::Split`] stands for both.
    pub by_hand: &'a [Field],
}

/// A change that a rule would make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diff {
    /// The entry.
    pub entry: EntryId,
    /// The field.
    pub field: Field,
    /// What it is now.
    pub before: Value,
    /// What the rule says.
    pub after: Value,
    /// The rule.
    pub rule: RuleId,
}

/// What a field holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Nothing yet.
    Nothing,
    /// A category.
    Category(CategoryId),
    /// Parts by category.
    Split(Vec<Part>),
    /// A name or a tag.
    Text(String),
    /// What the entry is.
    Kind(Kind),
    /// Whether it is kept out of small money.
    Excluded(bool),
}

/// What would change in the history, in its order.
pub fn dry_run<'a>(rules: &RuleSet, history: impl IntoIterator<Item = Past<'a>>) -> Vec<Diff> {
    let mut diffs = Vec::new();
    for past in history {
        let outcome = apply(rules, &past.row);
        let changes = changes(outcome, &past);
        let changes = changes.filter(|change| !is_by_hand(&past, &change.field));
        diffs.extend(changes.filter(|change| change.before != change.after));
    }
    diffs
}

fn changes(outcome: Outcome, past: &Past) -> impl Iterator<Item = Diff> {
    let entry = past.entry;
    let diff = move |field, before, after, rule| Diff {
        entry,
        field,
        before,
        after,
        rule,
    };
    let place = || match (past.category, past.split) {
        (Some(category), []) => Value::Category(category),
        (None, []) => Value::Nothing,
        (_, parts) => Value::Split(parts.to_vec()),
    };
    let category = outcome.category.map(|set| {
        let after = Value::Category(set.value);
        diff(Field::Category, place(), after, set.rule)
    });
    let split = outcome
        .split
        .map(|set| diff(Field::Split, place(), Value::Split(set.value), set.rule));
    let payee = outcome.payee.map(|set| {
        let before = Value::Text(past.payee.to_owned());
        diff(Field::Payee, before, Value::Text(set.value), set.rule)
    });
    let kind = outcome.kind.map(|set| {
        let before = Value::Kind(past.kind);
        diff(Field::Kind, before, Value::Kind(set.value), set.rule)
    });
    let excluded = outcome.excluded.map(|set| {
        let before = Value::Excluded(past.excluded);
        diff(Field::Excluded, before, Value::Excluded(true), set.rule)
    });
    let new_tags = outcome.tags.into_iter();
    let new_tags = new_tags.filter(|set| !past.tags.contains(&set.value.as_str()));
    let tags = new_tags.map(move |set| {
        let field = Field::Tag(set.value.clone());
        diff(field, Value::Nothing, Value::Text(set.value), set.rule)
    });
    let single = [category, split, payee, kind, excluded];
    let tags: Vec<Diff> = tags.collect();
    single.into_iter().flatten().chain(tags)
}

fn is_by_hand(past: &Past, field: &Field) -> bool {
    past.by_hand.iter().any(|by_hand| match (by_hand, field) {
        (Field::Category | Field::Split, Field::Category | Field::Split) => true,
        (by_hand, field) => by_hand == field,
    })
}
