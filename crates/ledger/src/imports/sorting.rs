//! The person's rules, asked about each new row before it is written.

use std::collections::HashMap;

use farthing_rules::classify::{self, Outcome, RuleSet};
use farthing_rules::ids as rule_ids;
use farthing_rules::payee::clean;
use farthing_rules::row::Row as SortedRow;
use farthing_statements::RowKind;

use super::joins::Place;
use super::plan::Plan;
use super::postings::kind_of;

/// What the rules say of new rows; rows of which they say nothing are not in it.
#[derive(Debug, Default)]
pub(super) struct Sorted(HashMap<Place, Outcome>);

impl Sorted {
    /// Asks the rules about every new row.
    pub(super) fn by(rules: &RuleSet, plan: &Plan) -> Self {
        let mut sorted = HashMap::new();
        if rules.iter().next().is_none() {
            return Self(sorted);
        }
        // Most rows repeat a payee, and cleaning is the dearest part.
        let mut names: HashMap<&str, String> = HashMap::new();
        let sections = plan.sections.iter().zip(&plan.reading.statements);
        for (index, (section, statement)) in sections.enumerate() {
            let Some(account) = section.account else {
                continue;
            };
            for (place, planned) in section.rows.iter().enumerate() {
                let Some(row) = statement.rows.get(planned.index) else {
                    continue;
                };
                let name = names
                    .entry(row.payee.as_str())
                    .or_insert_with(|| clean(&row.payee).name);
                let asked = SortedRow {
                    account: rule_ids::AccountId(account.0),
                    day: row.date,
                    amount: planned.amount,
                    payee: name,
                    memo: &row.memo,
                    raw: &row.raw,
                    provider_category: row.category.as_deref(),
                    kind: (row.kind != RowKind::Unknown).then(|| kind_of(row).into()),
                };
                let outcome = classify::apply(rules, &asked);
                if !outcome.trace.is_empty() {
                    sorted.insert((index, place), outcome);
                }
            }
        }
        Self(sorted)
    }

    /// What the rules say of a row.
    pub(super) fn of(&self, place: Place) -> Option<&Outcome> {
        self.0.get(&place)
    }

    /// The payees that rules name.
    pub(super) fn payees(&self) -> impl Iterator<Item = &str> {
        let named = self.0.values().filter_map(|outcome| outcome.payee.as_ref());
        named.map(|set| set.value.as_str())
    }

    /// The tags that rules add, by row.
    pub(super) fn tags(&self) -> impl Iterator<Item = (Place, &[classify::Set<String>])> {
        let tagged = self
            .0
            .iter()
            .filter(|(_, outcome)| !outcome.tags.is_empty());
        tagged.map(|(place, outcome)| (*place, outcome.tags.as_slice()))
    }
}
