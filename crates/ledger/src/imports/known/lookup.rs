//! What the ledger says of identities, and of an account's entries around some days.

use std::collections::{HashMap, HashSet};
use std::ops::RangeInclusive;

use chrono::{Days, NaiveDate};
use farthing_money::{Currency, Money};
use sqlx::SqliteConnection;

use crate::day::{day_number, day_of};
use crate::error::Result;
use crate::ids::{AccountId, EntryId};

/// How far around a file's days its rows may stand in the ledger.
const REACH_DAYS: u64 = 10;

/// An entry of the account around the days of the file.
pub(super) struct Candidate {
    pub(super) id: EntryId,
    pub(super) day: NaiveDate,
    pub(super) amount: Money,
    pub(super) pending: bool,
    pub(super) payee: String,
    pub(super) text: String,
    pub(super) reference: Option<String>,
    pub(super) format: Option<String>,
}

/// When an entry happened.
pub(super) struct Moment {
    day: i64,
    second: Option<u32>,
}

impl Moment {
    /// The second of the day; none where the entry has moved to another day since its row came.
    pub(super) fn second_on(&self, day: NaiveDate) -> Option<u32> {
        self.second.filter(|_| self.day == day_number(day))
    }
}

/// When the entries of an account happened, by the identities of their rows.
pub(super) async fn moments_in(
    db: &mut SqliteConnection,
    account: AccountId,
    days: RangeInclusive<NaiveDate>,
) -> Result<HashMap<i64, Moment>> {
    let (first, last) = (day_number(*days.start()), day_number(*days.end()));
    // One text instead of a row for each, because a whole re-import asks for all of them.
    let known: String = sqlx::query_scalar!(
        r#"select json_group_array(json_array(r.identity, e.day, e.second)) as "known!: String"
           from postings p join entries e on e.id = p.entry_id
           join statement_rows r on r.entry_id = e.id
           where p.account_id = ? and p.day between ? and ?"#,
        account,
        first,
        last
    )
    .fetch_one(db)
    .await?;
    let rows: Vec<(i64, i64, Option<u32>)> = serde_json::from_str(&known)?;
    let moments = rows.into_iter();
    Ok(moments
        .map(|(identity, day, second)| (identity, Moment { day, second }))
        .collect())
}

/// The identities of pending entries' rows. They are few.
pub(super) async fn pending_identities(db: &mut SqliteConnection) -> Result<HashMap<i64, EntryId>> {
    let rows = sqlx::query!(
        r#"select r.identity, r.entry_id as "entry!: EntryId"
           from entries e join statement_rows r on r.entry_id = e.id where e.status = 2"#
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.identity, row.entry))
        .collect())
}

/// The entries of an account around some days, without those that rows of this file are.
pub(super) async fn candidates_in(
    db: &mut SqliteConnection,
    (account, currency): (AccountId, Currency),
    (from, to): (NaiveDate, NaiveDate),
    mine: &HashSet<i64>,
) -> Result<Vec<Candidate>> {
    let reach = Days::new(REACH_DAYS);
    let from = day_number(from.checked_sub_days(reach).unwrap_or(from));
    let to = day_number(to.checked_add_days(reach).unwrap_or(to));
    let code = currency.code();
    let rows = sqlx::query!(
        r#"select p.entry_id as "id: EntryId", e.day, e.status = 2 as "pending!: bool",
               sum(p.minor) as "minor!: i64", coalesce(payees.name, '') as "payee!: String", e.note,
               r.identity as "identity?: i64", r.reference as "reference?: String",
               i.format as "format?: String"
           from postings p
           join entries e on e.id = p.entry_id
           left join payees on payees.id = e.payee_id
           left join statement_rows r on r.entry_id = e.id
           left join imports i on i.id = r.import_id
           where p.account_id = ? and p.day between ? and ? and p.currency = ?
             and e.status in (2, 3)
           group by p.entry_id, r.identity order by p.entry_id"#,
        account,
        from,
        to,
        code
    )
    .fetch_all(db)
    .await?;
    let known: HashSet<EntryId> = rows
        .iter()
        .filter(|row| {
            row.identity
                .is_some_and(|identity| mine.contains(&identity))
        })
        .map(|row| row.id)
        .collect();
    let mut candidates: Vec<Candidate> = Vec::with_capacity(rows.len());
    for row in rows {
        let again = candidates.last().is_some_and(|last| last.id == row.id);
        if again || known.contains(&row.id) {
            continue;
        }
        candidates.push(Candidate {
            id: row.id,
            day: day_of(row.day)?,
            amount: Money::from_minor(row.minor, currency)?,
            pending: row.pending,
            text: format!("{} {}", row.payee, row.note),
            payee: row.payee,
            reference: row.reference,
            format: row.format,
        });
    }
    Ok(candidates)
}
