//! The person's rules for sorting entries: kept in their order, tried on the history, applied with a way
//! back; and the answer to “why this category?”.

mod history;
mod learned;
mod trial;
mod words;

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use farthing_rules::classify::{Action, Condition, NewRule, Rule, RuleSet};
use farthing_rules::ids::RuleId;
use serde::{Deserialize, Serialize};
use sqlx::SqliteConnection;

use crate::choices::{self, Choice, ChoiceKind};
use crate::error::{LedgerError, Result};
use crate::ids::ChoiceId;
use crate::store::Ledger;
use crate::write::{ChangeLabel, Write};

pub use learned::{CategorySuggestion, Why};
pub use trial::{RuleChange, RuleTrial};

use words::Names;

/// A rule as the person wrote it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(deny_unknown_fields)]
pub struct RuleInput {
    /// What the person calls it.
    pub name: String,
    /// Which rows it is about.
    pub when: Condition,
    /// What it says of them.
    pub then: Vec<Action>,
    /// Whether no rule below is asked where this one fits.
    #[serde(default)]
    pub stop: bool,
}

/// A rule that is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct SortingRule {
    /// Its id.
    pub id: ChoiceId,
    /// What it says.
    pub rule: RuleInput,
    /// Which rows it is about, as part of a sentence: `the payee contains “cafe”`.
    pub when_words: String,
    /// What it does with them, each as part of a sentence: `goes to Eating out`.
    pub then_words: Vec<String>,
}

impl RuleInput {
    fn with(&self, id: ChoiceId, position: i64) -> NewRule {
        NewRule {
            id: RuleId(id.0),
            position,
            name: self.name.clone(),
            when: self.when.clone(),
            then: self.then.clone(),
            stop: self.stop,
        }
    }

    /// The categories that it names.
    fn categories(&self) -> impl Iterator<Item = i64> {
        self.then.iter().flat_map(|action| {
            let (one, parts, rest) = match action {
                Action::SetCategory { category } => (Some(*category), None, None),
                Action::Split { parts, rest } => (None, Some(parts), *rest),
                _ => (None, None, None),
            };
            let of_parts = parts.into_iter().flatten().map(|part| part.category);
            let all = one.into_iter().chain(of_parts).chain(rest);
            all.map(|category| category.0).collect::<Vec<_>>()
        })
    }

    /// Checked, at a place among the others.
    fn checked(&self, id: ChoiceId, position: i64) -> Result<Rule> {
        Rule::new(&self.with(id, position))
            .map_err(|error| LedgerError::invalid("rule", error.to_string()))
    }
}

impl From<NewRule> for RuleInput {
    fn from(rule: NewRule) -> Self {
        Self {
            name: rule.name,
            when: rule.when,
            then: rule.then,
            stop: rule.stop,
        }
    }
}

impl Ledger {
    /// The person's rules, the topmost first.
    pub async fn rules(&self) -> Result<Vec<SortingRule>> {
        let mut db = self.pool.acquire().await?;
        let names = Names::of(&mut db).await?;
        let kept = kept(&mut db).await?.into_iter();
        Ok(kept.map(|rule| names.shown(rule.id, rule.value)).collect())
    }

    /// Keeps a rule: a changed one in its place, a new one below all others.
    pub async fn save_rule(
        &self,
        id: Option<ChoiceId>,
        input: RuleInput,
        now: DateTime<Utc>,
    ) -> Result<SortingRule> {
        let mut write = self.begin(now).await?;
        let all = kept(write.connection()).await?;
        let (key, position) = if let Some(id) = id {
            all.iter()
                .find(|choice| choice.id == id)
                .map(|choice| (choice.key.clone(), choice.position))
                .ok_or(LedgerError::Missing("rule"))?
        } else {
            let below = all.iter().map(|choice| choice.position + 1).max();
            (write.new_id()?.to_string(), below.unwrap_or(0))
        };
        input.checked(ChoiceId(0), position)?;
        let known = category_ids(write.connection()).await?;
        if !input.categories().all(|category| known.contains(&category)) {
            return Err(LedgerError::Missing("category"));
        }
        let id = write
            .choose(ChoiceKind::Rule, &key, position, &input)
            .await?;
        let names = Names::of(write.connection()).await?;
        write.commit(&format!("Keep rule {}", input.name)).await?;
        Ok(names.shown(id, input))
    }

    /// Forgets a rule. What it sorted stays as it is.
    pub async fn delete_rule(&self, id: ChoiceId, now: DateTime<Utc>) -> Result<ChangeLabel> {
        let mut write = self.begin(now).await?;
        write.unchoose(ChoiceKind::Rule, id).await?;
        write.commit("Delete a rule").await
    }

    /// Moves a rule to a place among the others, counted from 0 at the top.
    pub async fn move_rule(
        &self,
        id: ChoiceId,
        to: u32,
        now: DateTime<Utc>,
    ) -> Result<ChangeLabel> {
        let mut write = self.begin(now).await?;
        let mut order: Vec<ChoiceId> = kept(write.connection())
            .await?
            .iter()
            .map(|choice| choice.id)
            .collect();
        let from = order
            .iter()
            .position(|rule| *rule == id)
            .ok_or(LedgerError::Missing("rule"))?;
        order.remove(from);
        let to = usize::try_from(to).unwrap_or(usize::MAX).min(order.len());
        order.insert(to, id);
        write.put_in_order(&order).await?;
        write.commit("Move a rule").await
    }
}

impl Write {
    async fn put_in_order(&mut self, order: &[ChoiceId]) -> Result<()> {
        for (position, id) in (0_i64..).zip(order) {
            self.move_choice(*id, position).await?;
        }
        Ok(())
    }
}

async fn kept(db: &mut SqliteConnection) -> Result<Vec<Choice<RuleInput>>> {
    choices::all(db, ChoiceKind::Rule).await
}

async fn category_ids(db: &mut SqliteConnection) -> Result<HashSet<i64>> {
    let ids = sqlx::query_scalar!("select id from accounts where class in ('income', 'expense')")
        .fetch_all(db)
        .await?;
    Ok(ids.into_iter().collect())
}

/// The person's rules, compiled. One that a later version takes no more, or whose category is gone, is
/// left out; its text is still there to be changed.
pub(crate) async fn rule_set(db: &mut SqliteConnection) -> Result<RuleSet> {
    let rules = kept(db).await?;
    if rules.is_empty() {
        return Ok(RuleSet::default());
    }
    let known = category_ids(db).await?;
    let rules = rules
        .iter()
        .filter(|choice| choice.value.categories().all(|id| known.contains(&id)))
        .filter_map(|choice| choice.value.checked(choice.id, choice.position).ok());
    Ok(RuleSet::new(rules))
}
