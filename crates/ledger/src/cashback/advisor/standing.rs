//! Where a programme stands today: what is used of its caps and tiers.

use chrono::NaiveDate;
use farthing_rules::cashback::{Block, Standing, go_on};
use sqlx::SqliteConnection;

use super::super::facts::{ProgrammeFacts, Scope};
use super::super::kept::Laid;
use super::super::programme_list::block_of;
use super::super::read::{ReadProgramme, rules_error};
use crate::day::{day_number, day_of};
use crate::error::Result;
use crate::ids::ChoiceId;

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

async fn last_block(
    db: &mut SqliteConnection,
    programme: ChoiceId,
    today: NaiveDate,
) -> Result<Option<(NaiveDate, Block)>> {
    let today = day_number(today);
    let row = sqlx::query!(
        "select day, block from reward_blocks where programme_id = ? and day <= ?
         order by day desc limit 1",
        programme,
        today
    )
    .fetch_optional(db)
    .await?;
    row.map(|row| Ok((day_of(row.day)?, block_of(&row.block)?)))
        .transpose()
}
