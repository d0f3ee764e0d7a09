//! Which purchases earn something, for those who ask for all of a stretch of days.

use chrono::NaiveDate;

use crate::day::day_number;
use crate::error::Result;
use crate::ids::EntryId;
use crate::store::Ledger;

impl Ledger {
    /// The purchases from a day to another, both inclusive, that earn something or were made through a
    /// portal, the oldest first.
    pub async fn rewarded_purchases(
        &self,
        first: NaiveDate,
        last: NaiveDate,
    ) -> Result<Vec<EntryId>> {
        let (first, last) = (day_number(first), day_number(last));
        let entries = sqlx::query_scalar!(
            r#"select e.id as "id!: EntryId" from entries e
               where e.day between ?1 and ?2 and e.kind = 1
                 and (exists (select 1 from rewards r where r.entry_id = e.id)
                      or exists (select 1 from receivables v
                                 where v.day between ?1 and ?2 and v.cause = 'entry:' || e.id))
               order by e.day, coalesce(e.second, 86400), e.id"#,
            first,
            last
        )
        .fetch_all(&self.pool)
        .await?;
        Ok(entries)
    }
}
