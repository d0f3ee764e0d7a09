//! Where a programme stands today: what is used of its caps and tiers.

use chrono::NaiveDate;
use farthing_rules::cashback::{Block, Standing, go_on};
use sqlx::SqliteConnection;

use super::super::kept::Laid;
use super::super::looked::Looked;
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
    let kept = last_block(db, read.id(), today).await?;
    let kept = kept.filter(|(_, block)| block.start().fits(&read.programme));
    let (first, mut standing) = match kept {
        Some((first, block)) => (Some(first), block.start().clone()),
        None => (None, Standing::start(&read.programme)),
    };
    let accounts = &read.choice.value.accounts;
    let looked = Looked::of_days(db, accounts, first, today).await?;
    let spends = looked.spends(read, &laid.details)?;
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
