//! Entries as the rules and the learner look at them.

use chrono::NaiveDate;
use farthing_money::Money;
use farthing_rules::ids as rule_ids;
use farthing_rules::row::Row;
use sqlx::SqliteConnection;

use crate::day::{day_number, day_of};
use crate::error::Result;
use crate::ids::{AccountId, EntryId};
use crate::kinds::{Decided, EntryKind};
use crate::totals::stored_currency;

/// An entry on one own account that spends or earns, as it came.
pub(super) struct PastEntry {
    pub id: EntryId,
    day: NaiveDate,
    pub kind: EntryKind,
    pub decided: Decided,
    pub rule: Option<i64>,
    pub excluded: bool,
    account: AccountId,
    pub amount: Money,
    pub payee: String,
    note: String,
    raw: String,
    /// Its only category; none for a split or a transfer.
    pub category: Option<AccountId>,
    /// The category's name.
    pub category_name: Option<String>,
    pub categories: i64,
    pub tags: Vec<String>,
}

impl PastEntry {
    /// The entry as the rules take it.
    pub(super) fn row(&self) -> Row<'_> {
        let by_file = self.decided == Decided::File;
        Row {
            account: rule_ids::AccountId(self.account.0),
            day: self.day,
            amount: self.amount,
            payee: &self.payee,
            memo: &self.note,
            raw: &self.raw,
            provider_category: self.category_name.as_deref().filter(|_| by_file),
            kind: Some(self.kind.into()),
        }
    }
}

/// Which entries are looked at.
#[derive(Clone, Copy)]
pub(super) enum Which {
    /// Those of a day and later.
    From(NaiveDate),
    /// One alone.
    One(EntryId),
    /// Those whose category the person set.
    SortedByHand,
}

/// Entries that touch one own account in one currency, oldest first.
pub(super) async fn past_entries(
    db: &mut SqliteConnection,
    which: Which,
) -> Result<Vec<PastEntry>> {
    let all_ids = (EntryId(0), EntryId(i64::MAX));
    let (from, (first, last), decided) = match which {
        Which::From(day) => (day, all_ids, Decided::Nobody),
        Which::One(id) => (NaiveDate::MIN, (id, id), Decided::Nobody),
        Which::SortedByHand => (NaiveDate::MIN, all_ids, Decided::Person),
    };
    let from = day_number(from);
    let rows = sqlx::query!(
        r#"select e.id as "id!: EntryId", e.day as "day!: i64", e.kind as "kind!: EntryKind",
               e.decided as "decided!: Decided", e.rule_id, e.excluded as "excluded!: bool",
               e.note as "note!: String",
               coalesce((select name from payees where id = e.payee_id), '') as "payee!: String",
               coalesce((select raw from statement_rows where entry_id = e.id limit 1), '')
                   as "raw!: String",
               (select group_concat(tags.name, char(31)) from entry_tags
                   join tags on tags.id = entry_tags.tag_id where entry_id = e.id) as "tags: String",
               min(p.account_id) as "account!: AccountId", sum(p.minor) as "minor!: i64",
               min(p.currency) as "currency!: String",
               (select count(*) from postings c join accounts ca on ca.id = c.account_id
                   where c.entry_id = e.id and ca.class in ('income', 'expense')
                   and ca.id not in (3, 4)) as "categories!: i64",
               (select min(c.account_id) from postings c join accounts ca on ca.id = c.account_id
                   where c.entry_id = e.id and ca.class in ('income', 'expense')
                   and ca.id not in (3, 4)) as "category: AccountId"
           from entries e
           join postings p on p.entry_id = e.id
           join accounts a on a.id = p.account_id and a.class = 'own'
           where e.day >= ?1 and e.status in (2, 3) and e.transfer_of is null
             and e.id between ?2 and ?3 and e.decided >= ?4
           group by e.id having count(distinct p.account_id) = 1 and count(distinct p.currency) = 1
           order by e.day, e.id"#,
        from,
        first,
        last,
        decided
    )
    .fetch_all(&mut *db)
    .await?;
    let names = category_names(db).await?;
    let mut entries = Vec::with_capacity(rows.len());
    for row in rows {
        let category = row.category.filter(|_| row.categories == 1);
        entries.push(PastEntry {
            id: row.id,
            day: day_of(row.day)?,
            kind: row.kind,
            decided: row.decided,
            rule: row.rule_id,
            excluded: row.excluded,
            account: row.account,
            amount: Money::from_minor(row.minor, stored_currency(&row.currency)?)?,
            payee: row.payee,
            note: row.note,
            raw: row.raw,
            category_name: category.and_then(|id| names.get(&id).cloned()),
            category,
            categories: row.categories,
            tags: row
                .tags
                .iter()
                .flat_map(|tags| tags.split('\u{1f}'))
                .map(str::to_owned)
                .collect(),
        });
    }
    Ok(entries)
}

async fn category_names(
    db: &mut SqliteConnection,
) -> Result<std::collections::HashMap<AccountId, String>> {
    let rows = sqlx::query!(
        r#"select id as "id: AccountId", name from accounts where class in ('income', 'expense')"#
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}
