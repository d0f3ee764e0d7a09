//! The days on which bonuses brought points.

use chrono::NaiveDate;
use farthing_rules::cashback::{EarnedBonus, earned_bonuses};
use sqlx::SqliteConnection;

use super::super::facts::{ProgrammeFacts, Scope};
use super::super::kept::Laid;
use super::super::programme_list::bonus_name;
use super::super::read::{ReadProgramme, rules_error};
use super::purse::PurseMove;
use crate::error::Result;

/// Each time that a bonus of a programme was earned up to a day.
pub(super) async fn moves(
    db: &mut SqliteConnection,
    laid: &Laid,
    read: &ReadProgramme<'_>,
    today: NaiveDate,
) -> Result<Vec<PurseMove>> {
    let Some(first) = first_day(read)? else {
        return Ok(Vec::new());
    };
    let facts = ProgrammeFacts::between(db, first, today).await?;
    let scope = Scope {
        id: read.id(),
        input: &read.choice.value,
        details: &laid.details,
    };
    let spends = facts.spends(&scope);
    let earned = earned_bonuses(&read.programme, &spends).map_err(rules_error)?;
    Ok(earned.iter().map(|bonus| of_bonus(read, bonus)).collect())
}

/// The first day that counts for a bonus; none without bonuses.
fn first_day(read: &ReadProgramme<'_>) -> Result<Option<NaiveDate>> {
    let mut first: Option<NaiveDate> = None;
    for bonus in &read.programme.terms().bonuses {
        let window = bonus.goal.window().map_err(rules_error)?;
        let begins = window.map_or(NaiveDate::MIN, |window| window.first);
        first = Some(first.map_or(begins, |first| first.min(begins)));
    }
    Ok(first)
}

fn of_bonus(read: &ReadProgramme<'_>, bonus: &EarnedBonus) -> PurseMove {
    let written = read.file.written().bonuses.iter();
    let mut written = written.filter(|written| written.id == bonus.id.0);
    let name = written.next().map(bonus_name).unwrap_or_default();
    PurseMove::earned(None, bonus.day, bonus.reward, format!("Bonus: {name}"))
}
