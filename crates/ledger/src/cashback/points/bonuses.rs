//! The days on which bonuses brought points.

use chrono::NaiveDate;
use farthing_money::Money;
use farthing_rules::cashback::{BonusProgress, Spend, bonuses};
use farthing_rules::ids::RuleId;
use farthing_rules::kind::Kind;
use sqlx::SqliteConnection;

use super::super::kept::Laid;
use super::super::looked::Looked;
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
    let terms = &read.programme.terms().bonuses;
    if terms.is_empty() {
        return Ok(Vec::new());
    }
    let input = &read.choice.value;
    let last = input.until.map_or(today, |until| until.min(today));
    let looked = Looked::of_days(db, &input.accounts, input.from, last).await?;
    let spends = looked.spends(read, &laid.details)?;
    let mut moves = Vec::new();
    for progress in bonuses(&read.programme, &spends, today).map_err(rules_error)? {
        let reward = terms.iter().find(|bonus| bonus.id == progress.id);
        let Some(reward) = reward.map(|bonus| bonus.reward) else {
            continue;
        };
        for day in days(read, &spends, &progress, today)? {
            moves.push(bonus_move(read, progress.id, day, reward));
        }
    }
    Ok(moves)
}

fn bonus_move(read: &ReadProgramme<'_>, id: RuleId, day: NaiveDate, reward: Money) -> PurseMove {
    let written = read.file.written().bonuses.iter();
    let mut written = written.filter(|bonus| bonus.id == id.0);
    let name = written.next().map(bonus_name).unwrap_or_default();
    PurseMove::earned(None, day, reward, format!("Bonus: {name}"))
}

/// The day of each time; the rules say that of the last.
fn days(
    read: &ReadProgramme<'_>,
    spends: &[Spend<'_>],
    progress: &BonusProgress,
    today: NaiveDate,
) -> Result<Vec<NaiveDate>> {
    let mut all: Vec<NaiveDate> = spends.iter().map(|spend| spend.entry.day).collect();
    all.dedup();
    let mut days = Vec::new();
    for time in 1..progress.times {
        let (mut before, mut by) = (0, all.len());
        while before < by {
            let middle = before.midpoint(by);
            let Some(day) = all.get(middle) else { break };
            if times_by(read, spends, progress.id, (*day, today))? < time {
                before = middle.saturating_add(1);
            } else {
                by = middle;
            }
        }
        days.extend(all.get(before).copied());
    }
    days.extend(progress.on);
    Ok(days)
}

/// How often a bonus was earned by the purchases up to a day. Refunds of later days count: what came
/// back has never earned.
fn times_by(
    read: &ReadProgramme<'_>,
    spends: &[Spend<'_>],
    bonus: RuleId,
    (day, today): (NaiveDate, NaiveDate),
) -> Result<u32> {
    let known = |spend: &&Spend<'_>| spend.entry.day <= day || spend.entry.kind == Kind::Refund;
    let spends: Vec<Spend<'_>> = spends.iter().filter(known).copied().collect();
    let progress = bonuses(&read.programme, &spends, today).map_err(rules_error)?;
    let found = progress.iter().find(|progress| progress.id == bonus);
    Ok(found.map_or(0, |found| found.times))
}
