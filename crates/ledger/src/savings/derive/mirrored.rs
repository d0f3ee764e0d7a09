//! Round-ups that the bank moves by itself have moved with its transfers, and wait for none of ours.

use chrono::NaiveDate;
use serde_json::json;
use sqlx::SqliteConnection;

use super::super::cause::Cause;
use super::super::kept::Laid;
use super::super::mirror::{is_mirror, mirrored, terms_of};
use crate::day::day_number;
use crate::error::{LedgerError, Result};
use crate::ids::EntryId;

/// Attaches the bank's transfers to the purchases of every rule that it mirrors.
pub(super) async fn follow(db: &mut SqliteConnection, laid: &Laid, as_of: NaiveDate) -> Result<()> {
    sqlx::query!("delete from mirrored")
        .execute(&mut *db)
        .await?;
    for rule in laid.rules.iter().filter(|rule| is_mirror(rule)) {
        let Some(how) = terms_of(&rule.value)? else {
            continue;
        };
        let days = (NaiveDate::MIN, as_of);
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
