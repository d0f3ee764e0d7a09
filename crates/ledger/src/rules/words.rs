//! Rules and what they change, in words.

use std::collections::HashMap;

use farthing_rules::classify::{Action, Part, Share, SplitPart, Value, sentence_naming};
use farthing_rules::kind::Kind;
use sqlx::SqliteConnection;

use super::{RuleInput, SortingRule};
use crate::error::Result;
use crate::ids::ChoiceId;

/// The names of categories and accounts.
pub(super) struct Names(HashMap<i64, String>);

impl Names {
    pub(super) async fn of(db: &mut SqliteConnection) -> Result<Self> {
        let rows = sqlx::query!("select id, name from accounts")
            .fetch_all(db)
            .await?;
        Ok(Self(
            rows.into_iter().map(|row| (row.id, row.name)).collect(),
        ))
    }

    fn name(&self, category: i64) -> String {
        let gone = || "a category that is gone".to_owned();
        self.0.get(&category).cloned().unwrap_or_else(gone)
    }

    /// A rule with its words.
    pub(super) fn shown(&self, id: ChoiceId, rule: RuleInput) -> SortingRule {
        SortingRule {
            id,
            when_words: sentence_naming(&rule.when, &|id| self.0.get(&id.0).cloned()),
            then_words: rule.then.iter().map(|action| self.action(action)).collect(),
            rule,
        }
    }

    fn action(&self, action: &Action) -> String {
        match action {
            Action::SetCategory { category } => format!("goes to {}", self.name(category.0)),
            Action::SetPayee { payee } => format!("is called {}", payee.trim()),
            Action::AddTag { tag } => format!("gets the tag “{}”", tag.trim()),
            Action::Split { parts, rest } => {
                let parts = parts.iter().map(|part| self.split_part(part));
                let rest = rest.map(|rest| format!("the rest to {}", self.name(rest.0)));
                let all: Vec<String> = parts.chain(rest).collect();
                format!("is split: {}", all.join(", "))
            }
            Action::SetKind { kind } => {
                let words = Kind::named(kind).map_or("nothing known", Kind::words);
                format!("is of the kind {words}")
            }
            Action::Exclude => "does not count as small money".to_owned(),
        }
    }

    fn split_part(&self, part: &SplitPart) -> String {
        let name = self.name(part.category.0);
        match &part.share {
            Share::Percent { percent } => format!("{percent} % to {name}"),
            Share::Fixed { amount, currency } => format!("{amount} {currency} to {name}"),
        }
    }

    /// What a field holds.
    pub(super) fn value(&self, value: &Value) -> String {
        match value {
            Value::Nothing => String::new(),
            Value::Category(category) => self.name(category.0),
            Value::Split(parts) => {
                let part = |part: &Part| {
                    let amount = part.amount.decimal_text();
                    format!("{} {amount}", self.name(part.category.0))
                };
                parts.iter().map(part).collect::<Vec<_>>().join(", ")
            }
            Value::Text(text) => text.clone(),
            Value::Kind(kind) => kind.words().to_owned(),
            Value::Excluded(true) => "kept out".to_owned(),
            Value::Excluded(false) => "counted".to_owned(),
        }
    }
}
