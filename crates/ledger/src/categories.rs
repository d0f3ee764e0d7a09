//! What goes where: categories by month.

use chrono::NaiveDate;
use serde::Serialize;

use crate::day::month_number;
use crate::error::{LedgerError, Result};
use crate::ids::AccountId;
use crate::kinds::CategoryClass;
use crate::store::Ledger;
use crate::wire::{Amount, amount, named_currency};

/// A category in a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct CategoryMonth {
    /// The month, `2026-03`.
    pub month: String,
    /// The category.
    pub category: AccountId,
    /// Its name.
    pub name: String,
    /// Whether money comes from it or goes to it.
    pub class: CategoryClass,
    /// How many entries.
    #[cfg_attr(feature = "bindings", specta(type = u32))]
    pub entries: i64,
    /// What went to it, refunds taken off; for income, what came from it.
    pub sum: Amount,
}

impl Ledger {
    /// Every category by month, from the month of `from` to the month of `to`; pending and posted
    /// entries, from the kept totals.
    pub async fn category_months(
        &self,
        currency: &str,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<CategoryMonth>> {
        let currency = named_currency(currency)?;
        if from > to {
            return Err(LedgerError::invalid(
                "from",
                "the first day is after the last",
            ));
        }
        let (code, first, last) = (currency.code(), month_number(from), month_number(to));
        let rows = sqlx::query!(
            r#"select t.month, t.account_id as "category: AccountId", a.name,
                   a.class as "class: CategoryClass", t.entries, t.minor
               from category_months t join accounts a on a.id = t.account_id
               where t.currency = ? and t.month between ? and ? and a.class in ('income', 'expense')
               order by t.month, t.account_id"#,
            code,
            first,
            last
        )
        .fetch_all(&self.pool)
        .await?;
        rows.into_iter()
            .map(|row| {
                let sign = if row.class == CategoryClass::Income {
                    -1
                } else {
                    1
                };
                Ok(CategoryMonth {
                    month: format!("{:04}-{:02}", row.month / 100, row.month % 100),
                    category: row.category,
                    name: row.name,
                    class: row.class,
                    entries: row.entries,
                    sum: amount(row.minor * sign, currency)?,
                })
            })
            .collect()
    }
}
