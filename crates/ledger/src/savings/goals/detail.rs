//! A goal's history: every deposit with what is behind it, and how the goal has grown.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use farthing_money::{Currency, Money};
use sqlx::SqliteConnection;

use super::super::cause::Cause;
use super::super::checked;
use super::super::kept::{KeptGoal, Laid};
use super::super::names::names;
use super::super::words::{self, Names};
use super::super::{DepositKind, GoalDeposit, GoalDetail, GoalPoint};
use super::summary;
use crate::choices::Choice;
use crate::day::day_of;
use crate::error::Result;
use crate::ids::{ChoiceId, EntryId};
use crate::wire::amount;

/// A share as the database gives it.
struct ShareRow {
    rule: i64,
    cause: String,
    day: i64,
    minor: i64,
    moved: i64,
    entry: Option<EntryId>,
    payee: Option<String>,
    /// The name of a thing that was not bought.
    thing: Option<String>,
    size: Option<i64>,
}

/// A goal with at most `limit` of its deposits.
pub(super) async fn of(
    db: &mut SqliteConnection,
    laid: &Laid,
    goal: &Choice<KeptGoal>,
    today: NaiveDate,
    limit: u32,
) -> Result<GoalDetail> {
    let terms = checked::goal(&goal.value.input)?;
    let summary = summary::of(db, laid, goal, today).await?;
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!: u32" from shares where goal_id = ?"#,
        goal.id
    )
    .fetch_one(&mut *db)
    .await?;
    let deposits = deposits(db, laid, goal, 0, limit).await?;
    Ok(GoalDetail {
        summary,
        with_interest: summary::with_interest(db, goal, today).await?,
        deposits,
        deposit_count: count,
        points: points(db, goal, terms.currency, terms.initial).await?,
    })
}

/// At most `limit` of a goal's deposits, the newest first, without the first `offset` of them.
pub(super) async fn deposits(
    db: &mut SqliteConnection,
    laid: &Laid,
    goal: &Choice<KeptGoal>,
    offset: u32,
    limit: u32,
) -> Result<Vec<GoalDeposit>> {
    let terms = checked::goal(&goal.value.input)?;
    let names = names(db, laid).await?;
    let rows = shares(db, goal.id, offset, limit).await?;
    rows.into_iter()
        .map(|row| deposit(row, laid, goal, terms.currency, &names))
        .collect()
}

async fn shares(
    db: &mut SqliteConnection,
    goal: ChoiceId,
    offset: u32,
    limit: u32,
) -> Result<Vec<ShareRow>> {
    Ok(sqlx::query_as!(
        ShareRow,
        r#"select s.rule_id as "rule!: i64", s.cause as "cause!", s.day as "day!", s.minor as "minor!",
               coalesce((select sum(m.minor) from moves m where m.goal_id = s.goal_id
                   and m.rule_id = s.rule_id and m.cause = s.cause
                   and m.moved_day is not null), 0)
               + iif(exists (select 1 from mirrored b
                   where b.rule_id = s.rule_id and b.cause = s.cause), s.minor, 0)
                   as "moved!: i64",
               coalesce(a.of_entry, a.entry_id) as "entry?: EntryId",
               (select p.name from payees p join entries e on e.payee_id = p.id
                   where e.id = coalesce(a.of_entry, a.entry_id)) as "payee?: String",
               (select w.value ->> '$.name' from choices w where w.kind = 'wish'
                   and s.cause = 'item:' || w.id and w.id = substr(s.cause, 6) + 0)
                   as "thing?: String",
               (select min(q.minor) from postings q join accounts c on c.id = q.account_id
                   where q.entry_id = coalesce(a.of_entry, a.entry_id) and c.class = 'own'
                     and q.currency = s.currency) as "size?: i64"
           from shares s
           left join accruals a on a.rule_id = s.rule_id and a.cause = s.cause
           where s.goal_id = ? order by s.day desc, s.rule_id, s.cause limit ? offset ?"#,
        goal,
        limit,
        offset
    )
    .fetch_all(db)
    .await?)
}

fn deposit(
    row: ShareRow,
    laid: &Laid,
    goal: &Choice<KeptGoal>,
    currency: Currency,
    names: &Names,
) -> Result<GoalDeposit> {
    let cause = Cause::read(&row.cause)?;
    let kind = match cause {
        Cause::Released(..) => DepositKind::Released,
        Cause::Hand(..) if row.minor < 0 => DepositKind::Withdrawal,
        Cause::Hand(..) => DepositKind::ByHand,
        _ if row.minor < 0 => DepositKind::TakenBack,
        _ => DepositKind::Rule,
    };
    let note = match cause {
        Cause::Hand(_, place) => goal.value.moves.get(place).map(|moved| moved.note.as_str()),
        _ => None,
    };
    let size = row
        .size
        .map(|minor| amount(minor.saturating_abs(), currency));
    let rule = ChoiceId(row.rule);
    let name = note.or(row.payee.as_deref()).or(row.thing.as_deref());
    let name = name.unwrap_or_default();
    let words = words::because_words(laid.terms(rule), cause.because(name, row.minor));
    let words = match names.rules.get(&rule) {
        Some(name) => format!("{name}: {words}"),
        None => words,
    };
    Ok(GoalDeposit {
        day: day_of(row.day)?,
        amount: amount(row.minor, currency)?,
        kind,
        rule: (row.rule != 0).then_some(rule),
        words,
        entry: row.entry,
        payee: row.payee,
        size: size.transpose()?,
        moved: amount(row.moved, currency)?,
    })
}

/// Where a goal stood at the end of each day on which something was set aside or moved.
async fn points(
    db: &mut SqliteConnection,
    goal: &Choice<KeptGoal>,
    currency: Currency,
    initial: Money,
) -> Result<Vec<GoalPoint>> {
    let mut days: BTreeMap<i64, (i64, i64)> = BTreeMap::new();
    let shares = sqlx::query!(
        r#"select day, sum(minor) as "minor!: i64" from shares where goal_id = ? group by day"#,
        goal.id
    )
    .fetch_all(&mut *db)
    .await?;
    for row in shares {
        days.entry(row.day).or_default().0 += row.minor;
    }
    for step in summary::moves(db, goal).await? {
        // What is made free is not held any more, and what moves later was free already.
        if step.released.is_none_or(|released| step.day <= released) {
            days.entry(step.day).or_default().1 += step.minor;
            if let Some(released) = step.released {
                days.entry(released).or_default().1 -= step.minor;
            }
        }
    }
    let (mut held, mut really) = (initial.minor(), 0);
    days.into_iter()
        .map(|(day, (more, more_moved))| {
            held += more;
            really += more_moved;
            Ok(GoalPoint {
                day: day_of(day)?,
                promised: amount(held, currency)?,
                moved: amount(really, currency)?,
            })
        })
        .collect()
}
