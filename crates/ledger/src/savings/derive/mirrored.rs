//! Round-ups that the bank moves by itself have moved with its transfers, and wait for none of ours.

use chrono::NaiveDate;
use serde_json::json;
use sqlx::SqliteConnection;

use super::super::cause::Cause;
use super::super::kept::{KeptRule, Laid};
use super::super::mirror::{is_mirror, mirrored, terms_of};
use crate::choices::Choice;
use crate::day::day_number;
use crate::error::{LedgerError, Result};
use crate::ids::EntryId;

/// Attaches the bank's transfers to the purchases of the rules that it mirrors and that are `touched`.
/// A transfer that finds another purchase leaves its own to the next one, so such a rule is looked at
/// from its first day on.
pub(super) async fn follow(
    db: &mut SqliteConnection,
    laid: &Laid,
    as_of: NaiveDate,
    touched: impl Fn(&Choice<KeptRule>) -> bool,
) -> Result<()> {
    let mirrors = laid.rules.iter().filter(|rule| is_mirror(rule));
    let (again, as_before): (Vec<_>, Vec<_>) = mirrors.partition(|rule| touched(rule));
    let as_before: Vec<i64> = as_before.iter().map(|rule| rule.id.0).collect();
    let as_before = serde_json::to_string(&as_before)?;
    sqlx::query!(
        "delete from mirrored where rule_id not in (select value from json_each(?))",
        as_before
    )
    .execute(&mut *db)
    .await?;
    for rule in again {
        let Some(how) = terms_of(&rule.value)? else {
            continue;
        };
        let first = rule.value.versions.first();
        let from = first.and_then(|version| version.input.from);
        let days = (from.unwrap_or(NaiveDate::MIN), as_of);
        let found = match mirrored(db, &rule.value, how, days).await {
            Ok(found) => found,
            // A rule that cannot be worked out any more mirrors nothing.
            Err(LedgerError::Invalid { .. } | LedgerError::Money(_) | LedgerError::Missing(_)) => {
                continue;
            }
            Err(error) => return Err(error),
        };
        let rows: Vec<_> = found
            .attached
            .iter()
            .flat_map(|attached| {
                let (transfer, day) = (attached.transfer.entry, day_number(attached.transfer.day));
                let purchases = attached.expected.purchases.iter();
                purchases.map(move |(entry, _)| {
                    let cause = Cause::Entry(EntryId(entry.0)).to_string();
                    json!([rule.id, cause, transfer, day])
                })
            })
            .collect();
        let rows = serde_json::to_string(&rows)?;
        sqlx::query!(
            "insert into mirrored (rule_id, cause, transfer_id, day)
             select value ->> 0, value ->> 1, value ->> 2, value ->> 3 from json_each(?)",
            rows
        )
        .execute(&mut *db)
        .await?;
    }
    Ok(())
}
