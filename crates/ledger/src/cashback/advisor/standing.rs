//! Where a programme stands today: what is used of its caps and tiers.

use chrono::NaiveDate;
use farthing_rules::cashback::{Standing, go_on};
use sqlx::SqliteConnection;

use super::super::facts::{ProgrammeFacts, Scope};
use super::super::kept::Laid;
use super::super::programme_list::last_block;
use super::super::read::{ReadProgramme, rules_error};
use crate::error::Result;

/// From the last stretch of days that is kept through its entries, those of today as well.
pub(super) async fn of(
    db: &mut SqliteConnection,
    laid: &Laid,
    read: &ReadProgramme<'_>,
    today: NaiveDate,
) -> Result<Standing> {
    let Some((first, block)) = last_block(db, read.id(), today).await? else {
        // Nothing was bought with it yet.
        return Ok(Standing::start(&read.programme));
    };
    let mut standing = block.start().clone();
    let facts = ProgrammeFacts::between(db, first, today).await?;
    let scope = Scope {
        id: read.id(),
        input: &read.choice.value,
        details: &laid.details,
    };
    let spends = facts.spends(&scope);
    go_on(&read.programme, &mut standing, &spends, today, &mut |_| ()).map_err(rules_error)?;
    Ok(standing)
}
