//! Purchases that were typed, and whether they were within a day.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use farthing_money::Currency;
use sqlx::SqliteConnection;

use super::HabitDayState;
use super::facts::Bought;
use crate::day::{day_number, day_of};
use crate::error::Result;

/// The typed purchases of a day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Typed {
    pub bought: Bought,
    /// Those that were typed more than 24 hours later.
    late: i64,
    /// Those whose moment of typing is not kept.
    untold: i64,
}

impl Typed {
    /// What the day was. A day without such purchases asks for nothing; today is over when it is.
    pub(super) fn state(self, day: NaiveDate, today: NaiveDate) -> HabitDayState {
        if self.late > 0 {
            return HabitDayState::Missed;
        }
        match (day >= today, self.bought.count, self.untold) {
            (true, _, _) => HabitDayState::Open,
            (false, 0, _) => HabitDayState::Rest,
            (false, count, untold) if untold == count => HabitDayState::Unknown,
            (false, _, _) => HabitDayState::Done,
        }
    }
}

/// The typed purchases by day, on cash and on accounts that no statement was ever imported to. A purchase
/// without a time was made by the end of its day.
pub(super) async fn typed(
    db: &mut SqliteConnection,
    currency: Currency,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<BTreeMap<NaiveDate, Typed>> {
    let (code, from, to) = (currency.code(), day_number(from), day_number(to));
    let rows = sqlx::query!(
        r#"select p.day as "day!: i64", count(distinct e.id) as "count!: i64", -sum(p.minor) as "minor!: i64",
               coalesce(sum(e.entered - (e.day * 86400 + coalesce(e.second, 86399)) > 86400), 0)
                   as "late!: i64",
               count(distinct iif(e.entered is null, e.id, null)) as "untold!: i64"
           from accounts a
           join postings p on p.account_id = a.id and p.day between ?2 and ?3
           join entries e on e.id = p.entry_id
           where a.class = 'own' and p.currency = ?1 and p.minor < 0 and e.kind = 1 and e.status in (2, 3)
             and (a.kind = 'cash' or not exists
                 (select 1 from import_accounts where import_accounts.account_id = a.id))
             and not exists (select 1 from statement_rows where statement_rows.entry_id = e.id)
           group by p.day"#,
        code,
        from,
        to
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            let (count, minor) = (row.count, row.minor);
            let typed = Typed {
                bought: Bought { count, minor },
                late: row.late,
                untold: row.untold,
            };
            Ok((day_of(row.day)?, typed))
        })
        .collect()
}
