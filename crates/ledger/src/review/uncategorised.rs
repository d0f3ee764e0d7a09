//! Entries that nobody has put into a category, with where each may belong.

use std::collections::HashMap;

use sqlx::SqliteConnection;

use super::{CategoryProposal, Uncategorised, UncategorisedRow};
use crate::error::Result;
use crate::ids::{AccountId, EntryId, PayeeId, built_in};
use crate::register::{EntryFilter, EntryRow};
use crate::store::Ledger;

/// So many are listed, the newest.
const MOST: u32 = 50;
/// So many proposals are asked for: those of the listed ones are among the newest.
const MOST_PROPOSALS: u32 = 1_000;

impl Ledger {
    /// Spending and income without a category. The proposals are what the person's own sorting teaches,
    /// and else where the payee was the last time.
    pub(super) async fn uncategorised(&self) -> Result<Uncategorised> {
        let mut total = 0;
        let mut rows = Vec::new();
        for category in [built_in::SPENDING, built_in::INCOME] {
            let filter = EntryFilter {
                category: Some(category),
                ..EntryFilter::default()
            };
            let page = self.entries(&filter, 0, MOST).await?;
            total += page.total;
            rows.extend(page.rows);
        }
        rows.sort_by_key(|row| std::cmp::Reverse((row.date, row.id)));
        rows.truncate(usize::try_from(MOST).unwrap_or(usize::MAX));
        let mut proposals = self.proposals(&rows).await?;
        let rows = rows.into_iter().map(|entry| UncategorisedRow {
            proposal: proposals.remove(&entry.id),
            entry,
        });
        Ok(Uncategorised {
            total: u32::try_from(total).unwrap_or(u32::MAX),
            rows: rows.collect(),
        })
    }

    async fn proposals(&self, rows: &[EntryRow]) -> Result<HashMap<EntryId, CategoryProposal>> {
        let Some(oldest) = rows.iter().map(|row| row.date).min() else {
            return Ok(HashMap::new());
        };
        let mut db = self.pool.acquire().await?;
        let before = before(&mut db, rows).await?;
        drop(db);
        let of_payee = rows.iter().filter_map(|row| {
            let proposal = before.get(&row.payee_id?)?;
            Some((row.id, proposal.clone()))
        });
        let mut proposals: HashMap<_, _> = of_payee.collect();
        let learnt = self.suggest_categories(oldest, MOST_PROPOSALS).await?;
        proposals.extend(learnt.into_iter().map(|learnt| {
            let proposal = CategoryProposal {
                category: learnt.category,
                name: learnt.name,
                because: learnt.because,
            };
            (learnt.entry.id, proposal)
        }));
        Ok(proposals)
    }
}

/// The category of each payee's newest entry that has one.
async fn before(
    db: &mut SqliteConnection,
    rows: &[EntryRow],
) -> Result<HashMap<PayeeId, CategoryProposal>> {
    let mut payees: Vec<PayeeId> = rows.iter().filter_map(|row| row.payee_id).collect();
    payees.sort_unstable_by_key(|payee| payee.0);
    payees.dedup();
    let payees = serde_json::to_string(&payees)?;
    let found = sqlx::query!(
        r#"select payees.id as "payee!: PayeeId", payees.name as "payee_name!",
               a.id as "category!: AccountId", a.name as "name!"
           from payees
           join accounts a on a.id = (
               select p.account_id from entries e
               join postings p on p.entry_id = e.id
               join accounts c on c.id = p.account_id and c.class in ('income', 'expense')
               where e.payee_id = payees.id and e.status in (2, 3) and c.id not in (1, 2, 3, 4)
               order by e.day desc, e.id desc, p.position limit 1)
           where payees.id in (select value from json_each(?))"#,
        payees
    )
    .fetch_all(db)
    .await?;
    let told = found.into_iter().map(|row| {
        let proposal = CategoryProposal {
            category: row.category,
            because: format!("“{}” was there the last time", row.payee_name),
            name: row.name,
        };
        (row.payee, proposal)
    });
    Ok(told.collect())
}
