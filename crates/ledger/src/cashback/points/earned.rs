//! Points that purchases, statements and bonuses brought, and that refunds took back.

use chrono::NaiveDate;
use farthing_money::Money;
use sqlx::SqliteConnection;

use super::super::kept::Laid;
use super::super::read::ReadProgramme;
use super::super::words::statement_title;
use super::bonuses;
use super::purse::PurseMove;
use crate::day::day_of;
use crate::error::Result;
use crate::ids::EntryId;

/// All of a programme, in the order in which they came on each day.
pub(super) async fn moves(
    db: &mut SqliteConnection,
    laid: &Laid,
    read: &ReadProgramme<'_>,
    today: NaiveDate,
) -> Result<Vec<PurseMove>> {
    let mut moves = of_entries(db, read).await?;
    moves.extend(of_statements(db, read).await?);
    moves.extend(bonuses::moves(db, laid, read, today).await?);
    Ok(moves)
}

/// Where the sums of statements are rounded, entries have no points of their own.
async fn of_entries(db: &mut SqliteConnection, read: &ReadProgramme<'_>) -> Result<Vec<PurseMove>> {
    let programme = read.id();
    let rows = sqlx::query!(
        r#"select r.entry_id as "entry!: EntryId", r.day as "day!", r.minor as "minor!: i64",
               coalesce(p.name, '') as "payee!: String"
           from rewards r
           join entries e on e.id = r.entry_id
           left join payees p on p.id = e.payee_id
           where r.programme_id = ? and r.minor <> 0
           order by r.day, coalesce(e.second, 86400), e.id"#,
        programme
    )
    .fetch_all(db)
    .await?;
    let rows = rows.into_iter().map(|row| {
        let points = read.reward(row.minor)?;
        let words = entry_words(&row.payee, points);
        let entry = Some(row.entry);
        Ok(PurseMove::earned(entry, day_of(row.day)?, points, words))
    });
    rows.collect()
}

fn entry_words(payee: &str, points: Money) -> String {
    let what = if points.minor() < 0 {
        "Refund"
    } else {
        "Purchase"
    };
    match payee {
        "" => what.to_owned(),
        payee => format!("{what}: {payee}"),
    }
}

async fn of_statements(
    db: &mut SqliteConnection,
    read: &ReadProgramme<'_>,
) -> Result<Vec<PurseMove>> {
    let programme = read.id();
    let rows = sqlx::query!(
        "select day, minor from reward_statements where programme_id = ? and minor <> 0 order by day",
        programme
    )
    .fetch_all(db)
    .await?;
    let rows = rows.into_iter().map(|row| {
        let day = day_of(row.day)?;
        let points = read.reward(row.minor)?;
        Ok(PurseMove::earned(None, day, points, statement_title(day)))
    });
    rows.collect()
}
