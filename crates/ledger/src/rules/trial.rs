//! Rules tried on the history: what they would change, and doing it.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveDate, Utc};
use farthing_rules::classify::{self, Diff, Field, Part as SplitPart, Past, RuleSet, Value};
use serde::Serialize;
use sqlx::SqliteConnection;

use super::history::{PastEntry, Which, past_entries};
use super::words::Names;
use super::{RuleInput, kept, rule_set};
use crate::error::{LedgerError, Result};
use crate::ids::{AccountId, ChoiceId, EntryId, built_in};
use crate::image::Thing;
use crate::kinds::{Decided, EntryKind};
use crate::register::{EntryRow, rows_of};
use crate::store::Ledger;
use crate::write::{ChangeLabel, Write};

/// What rules would change in the history.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct RuleTrial {
    /// How many entries were looked at.
    pub looked_at: u32,
    /// How many would change.
    pub entries: u32,
    /// The changes of the newest entries.
    pub changes: Vec<RuleChange>,
}

/// One thing that a rule would change of an entry.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct RuleChange {
    /// The entry as it is.
    pub entry: EntryRow,
    /// What would change: `category`, `payee`, `tag`, `split`, `kind`, `excluded`.
    pub field: String,
    /// What it is.
    pub before: String,
    /// What it would be.
    pub after: String,
    /// The rule.
    pub rule: String,
}

impl Ledger {
    /// What the rules would change among the entries from a day on; with a rule that is not kept yet
    /// in its place, or below the others. Shows the changes of at most `limit` entries.
    pub async fn try_rules(
        &self,
        candidate: Option<(Option<ChoiceId>, RuleInput)>,
        from: NaiveDate,
        limit: u32,
    ) -> Result<RuleTrial> {
        let mut db = self.pool.acquire().await?;
        let rules = rules_with(&mut db, candidate.as_ref()).await?;
        let entries = past_entries(&mut db, Which::From(from)).await?;
        let diffs = diffs_of(&rules, &entries);
        let changed: HashSet<i64> = diffs.iter().map(|diff| diff.entry.0).collect();
        let by_entry = diffs.chunk_by(|a, b| a.entry == b.entry);
        let diffs: Vec<Diff> = by_entry.rev().flatten().cloned().collect();
        Ok(RuleTrial {
            looked_at: u32::try_from(entries.len()).unwrap_or(u32::MAX),
            entries: u32::try_from(changed.len()).unwrap_or(u32::MAX),
            changes: told(&mut db, &rules, diffs, limit).await?,
        })
    }

    /// Applies the rules to the entries from a day on; what a person set by hand stays.
    pub async fn apply_rules(&self, from: NaiveDate, now: DateTime<Utc>) -> Result<ChangeLabel> {
        let mut write = self.begin(now).await?;
        let rules = rule_set(write.connection()).await?;
        let entries = past_entries(write.connection(), Which::From(from)).await?;
        let diffs = diffs_of(&rules, &entries);
        let changed: HashSet<i64> = diffs.iter().map(|diff| diff.entry.0).collect();
        for diff in &diffs {
            write.apply_diff(diff).await?;
        }
        let count = changed.len();
        if count == 0 {
            return Err(LedgerError::NothingTo(
                "change: every entry is as the rules say",
            ));
        }
        let entries = if count == 1 { "entry" } else { "entries" };
        write
            .commit(&format!("Apply rules to {count} {entries}"))
            .await
    }
}

/// The kept rules, with one that is only tried.
async fn rules_with(
    db: &mut SqliteConnection,
    candidate: Option<&(Option<ChoiceId>, RuleInput)>,
) -> Result<RuleSet> {
    let Some((id, input)) = candidate else {
        return rule_set(db).await;
    };
    let all = kept(db).await?;
    let below = all.iter().map(|choice| choice.position + 1).max();
    let place = all.iter().find(|choice| Some(choice.id) == *id);
    let position = place.map_or(below.unwrap_or(0), |choice| choice.position);
    let tried = input.checked(id.unwrap_or(ChoiceId(0)), position)?;
    let others = all
        .iter()
        .filter(|choice| Some(choice.id) != *id)
        .filter_map(|choice| choice.value.checked(choice.id, choice.position).ok());
    Ok(RuleSet::new(others.chain([tried])))
}

fn diffs_of(rules: &RuleSet, entries: &[PastEntry]) -> Vec<Diff> {
    const ALL: [Field; 5] = [
        Field::Category,
        Field::Split,
        Field::Payee,
        Field::Kind,
        Field::Excluded,
    ];
    let tags: Vec<Vec<&str>> = entries
        .iter()
        .map(|entry| entry.tags.iter().map(String::as_str).collect())
        .collect();
    let past = entries.iter().zip(&tags).map(|(entry, tags)| Past {
        entry: farthing_rules::ids::EntryId(entry.id.0),
        row: entry.row(),
        category: category_of(entry),
        split: &[],
        payee: &entry.payee,
        tags,
        kind: entry.kind.into(),
        excluded: entry.excluded,
        // Whoever set an entry's category by hand has looked at all of it; a split is done by hand.
        by_hand: if entry.decided == Decided::Person || entry.categories > 1 {
            &ALL
        } else {
            &[]
        },
    });
    classify::dry_run(rules, past)
}

/// The category that somebody decided; being uncategorised is none.
fn category_of(entry: &PastEntry) -> Option<farthing_rules::ids::CategoryId> {
    let open = [built_in::SPENDING, built_in::INCOME];
    let category = entry.category.filter(|category| !open.contains(category));
    category.map(|category| farthing_rules::ids::CategoryId(category.0))
}

async fn told(
    db: &mut SqliteConnection,
    rules: &RuleSet,
    diffs: Vec<Diff>,
    limit: u32,
) -> Result<Vec<RuleChange>> {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let mut ids: Vec<EntryId> = diffs.iter().map(|diff| EntryId(diff.entry.0)).collect();
    ids.dedup();
    ids.truncate(limit);
    let rows = rows_of(db, &ids).await?;
    let rows: HashMap<EntryId, EntryRow> = rows.into_iter().map(|row| (row.id, row)).collect();
    let names = Names::of(db).await?;
    let rule_names: HashMap<i64, &str> = rules.iter().map(|r| (r.id().0, r.name())).collect();
    let changes = diffs.into_iter().filter_map(|diff| {
        Some(RuleChange {
            entry: rows.get(&EntryId(diff.entry.0))?.clone(),
            field: field_word(&diff.field).to_owned(),
            before: names.value(&diff.before),
            after: names.value(&diff.after),
            rule: rule_names
                .get(&diff.rule.0)
                .copied()
                .unwrap_or_default()
                .to_owned(),
        })
    });
    Ok(changes.collect())
}

fn field_word(field: &Field) -> &'static str {
    match field {
        Field::Category => "category",
        Field::Split => "split",
        Field::Payee => "payee",
        Field::Tag(_) => "tag",
        Field::Kind => "kind",
        Field::Excluded => "excluded",
    }
}

impl Write {
    async fn apply_diff(&mut self, diff: &Diff) -> Result<()> {
        let id = EntryId(diff.entry.0);
        self.touch(Thing::Entry(id)).await?;
        match (&diff.field, &diff.after) {
            (Field::Category, Value::Category(category)) => {
                self.move_to_category(id, AccountId(category.0)).await?;
                self.note_decision(id, Decided::Rule, Some(diff.rule.0))
                    .await
            }
            (Field::Split, Value::Split(parts)) => {
                self.split_among(id, parts).await?;
                self.note_decision(id, Decided::Rule, Some(diff.rule.0))
                    .await
            }
            (Field::Payee, Value::Text(name)) => {
                let payee = self.payee(name).await?;
                sqlx::query!("update entries set payee_id = ? where id = ?", payee, id)
                    .execute(self.connection())
                    .await?;
                Ok(())
            }
            (Field::Kind, Value::Kind(kind)) => {
                let kind = EntryKind::from(*kind);
                sqlx::query!("update entries set kind = ? where id = ?", kind, id)
                    .execute(self.connection())
                    .await?;
                Ok(())
            }
            (Field::Excluded, Value::Excluded(excluded)) => {
                sqlx::query!("update entries set excluded = ? where id = ?", excluded, id)
                    .execute(self.connection())
                    .await?;
                Ok(())
            }
            (Field::Tag(tag), _) => self.add_tags(id, std::slice::from_ref(tag)).await,
            _ => Ok(()),
        }
    }

    /// The entry's spending or income goes to several categories, in the place of the one it had.
    async fn split_among(&mut self, id: EntryId, parts: &[SplitPart]) -> Result<()> {
        let whole = sqlx::query!(
            r#"select p.position, p.minor, p.currency from postings p
               join accounts a on a.id = p.account_id and a.class in ('income', 'expense')
               where p.entry_id = ? and (a.role is null or a.role in ('spending', 'income'))"#,
            id
        )
        .fetch_all(self.connection())
        .await?;
        let [only] = whole.as_slice() else {
            return Ok(());
        };
        let sum: i64 = parts.iter().map(|part| part.amount.minor()).sum();
        if sum != -only.minor {
            return Ok(());
        }
        sqlx::query!(
            "delete from postings where entry_id = ? and position = ?",
            id,
            only.position
        )
        .execute(self.connection())
        .await?;
        for part in parts {
            let (account, minor) = (AccountId(part.category.0), -part.amount.minor());
            sqlx::query!(
                "insert into postings (entry_id, position, account_id, day, minor, currency)
                 select ?1, (select max(position) + 1 from postings where entry_id = ?1), ?2, day,
                        ?3, ?4 from entries where id = ?1",
                id,
                account,
                minor,
                only.currency
            )
            .execute(self.connection())
            .await?;
        }
        Ok(())
    }
}
