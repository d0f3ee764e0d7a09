//! Entries that touch one own account in one currency and belong to no transfer yet.

use std::ops::RangeInclusive;

use chrono::NaiveDate;
use farthing_money::Money;
use sqlx::SqliteConnection;

use crate::day::{day_number, day_of};
use crate::error::Result;
use crate::ids::{AccountId, EntryId, built_in};
use crate::kinds::EntryKind;
use crate::totals::stored_currency;

/// An entry that touches one own account.
#[derive(Debug)]
pub(crate) struct Loose {
    pub id: EntryId,
    pub day: NaiveDate,
    pub kind: EntryKind,
    /// Whether its kind is only what its sign suggests.
    pub by_sign: bool,
    pub account: AccountId,
    pub amount: Money,
    pub fee_minor: i64,
    pub payee: String,
    pub note: String,
    pub reference: Option<String>,
    pub counter: Option<String>,
    pub refund_of: Option<EntryId>,
}

/// The loose entries of some days, in the order of their ids.
pub(crate) async fn loose_entries(
    db: &mut SqliteConnection,
    days: RangeInclusive<NaiveDate>,
) -> Result<Vec<Loose>> {
    let (from, to) = (day_number(*days.start()), day_number(*days.end()));
    let rows = sqlx::query!(
        r#"select e.id as "id!: EntryId", e.day as "day!: i64", e.kind as "kind!: EntryKind",
               e.decided as "decided!: i64", e.note as "note!: String",
               e.refund_of as "refund_of: EntryId",
               (select name from payees where id = e.payee_id) as "payee: String",
               min(p.account_id) as "account!: AccountId", sum(p.minor) as "minor!: i64",
               min(p.currency) as "currency!: String",
               (select min(f.account_id) from postings f where f.entry_id = e.id
                   and f.account_id not in (select id from accounts where class = 'own')
                   and f.account_id <> 3) as "facing: AccountId",
               (select coalesce(sum(f.minor), 0) from postings f where f.entry_id = e.id
                   and f.account_id = 3) as "fee!: i64",
               (select r.reference from statement_rows r where r.entry_id = e.id
                   and r.reference is not null limit 1) as "reference: String",
               (select r.counter from statement_rows r where r.entry_id = e.id
                   and r.counter is not null limit 1) as "counter: String"
           from entries e
           join postings p on p.entry_id = e.id
           join accounts a on a.id = p.account_id and a.class = 'own'
           where e.day between ? and ? and e.status in (2, 3) and e.transfer_of is null
           group by e.id
           having count(distinct p.account_id) = 1 and count(distinct p.currency) = 1
           order by e.id"#,
        from,
        to
    )
    .fetch_all(db)
    .await?;
    let mut entries = Vec::with_capacity(rows.len());
    for row in rows {
        let undecided = [Some(built_in::SPENDING), Some(built_in::INCOME)].contains(&row.facing);
        entries.push(Loose {
            id: row.id,
            day: day_of(row.day)?,
            by_sign: row.decided == 0
                && undecided
                && matches!(row.kind, EntryKind::Purchase | EntryKind::Income),
            kind: row.kind,
            account: row.account,
            amount: Money::from_minor(row.minor, stored_currency(&row.currency)?)?,
            // A fee paid stands in the fees' account with a plus.
            fee_minor: -row.fee,
            payee: row.payee.unwrap_or_default(),
            note: row.note,
            reference: row.reference,
            counter: row.counter,
            refund_of: row.refund_of,
        });
    }
    Ok(entries)
}
