//! The first screen: this month so far, against the same days of the month before.

use chrono::{Datelike, Months, NaiveDate};
use farthing_money::Currency;
use farthing_rules::lens::share;
use serde::Serialize;

use crate::accounts::AccountSummary;
use crate::day::{day_of, first_of_month, month_number};
use crate::error::Result;
use crate::ids::built_in;
use crate::lens::{DayFlow, SmallQuery};
use crate::register::{EntryFilter, EntryRow};
use crate::store::Ledger;
use crate::wire::{Amount, Flow, amount, named_currency};

/// How many of the latest entries are shown.
const RECENT: u32 = 8;

/// What is in the ledger, in a few words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Overview {
    /// How many entries touch own accounts; one between two accounts counts twice.
    pub entries: i64,
    /// The currencies in use, the one with most entries first.
    pub currencies: Vec<String>,
    /// The day of the first entry.
    pub first_date: Option<NaiveDate>,
    /// The day of the last entry.
    pub last_date: Option<NaiveDate>,
}

/// This month so far.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Today {
    /// The day it is.
    pub today: NaiveDate,
    /// The currency of the figures.
    pub currency: String,
    /// The month, `2026-11`.
    pub month: String,
    /// Posted purchases of the month so far.
    pub spent: Amount,
    /// The same days of the month before.
    pub spent_before: Amount,
    /// The small ones among them.
    pub small: Flow,
    /// The small ones in the same days of the month before.
    pub small_before: Flow,
    /// What counts as small.
    pub small_limit: Amount,
    /// The small ones as a fraction of what was spent, four places.
    pub small_share: String,
    /// Fees in the month.
    pub fees: Amount,
    /// Income in the month.
    pub income: Amount,
    /// Own accounts that are open.
    pub accounts: Vec<AccountSummary>,
    /// The latest entries.
    pub recent: Vec<EntryRow>,
}

struct MonthSoFar {
    spent: i64,
    small_count: i64,
    small: i64,
}

impl Ledger {
    /// What is in the ledger, in a few words.
    pub async fn overview(&self) -> Result<Overview> {
        let rows = sqlx::query!(
            r#"select currency, sum(entries) as "entries!: i64" from balances
               group by currency order by sum(entries) desc, currency"#
        )
        .fetch_all(&self.pool)
        .await?;
        let days = sqlx::query!(
            r#"select (select min(day) from entries) as "first: i64",
                   (select max(day) from entries) as "last: i64""#
        )
        .fetch_one(&self.pool)
        .await?;
        Ok(Overview {
            first_date: days.first.map(day_of).transpose()?,
            last_date: days.last.map(day_of).transpose()?,
            entries: rows.iter().map(|row| row.entries).sum(),
            currencies: rows.into_iter().map(|row| row.currency).collect(),
        })
    }

    /// This month so far, in `currency` or the one most used.
    pub async fn today(&self, currency: Option<&str>, today: NaiveDate) -> Result<Today> {
        let currency = self.shown_currency(currency).await?;
        let before = today.checked_sub_months(Months::new(1)).unwrap_or(today);
        let this = self.month_so_far(currency, today).await?;
        let earlier = self.month_so_far(currency, before).await?;
        let flow = |month: &MonthSoFar| -> Result<Flow> {
            Ok(Flow {
                count: month.small_count,
                sum: amount(month.small, currency)?,
            })
        };
        let (fees, income) = self.fees_and_income(currency, today).await?;
        let share = share(this.small, this.spent);
        Ok(Today {
            today,
            currency: currency.code().to_owned(),
            month: format!("{:04}-{:02}", today.year(), today.month()),
            spent: amount(this.spent, currency)?,
            spent_before: amount(earlier.spent, currency)?,
            small: flow(&this)?,
            small_before: flow(&earlier)?,
            small_limit: self.small_limit(currency, today).await?,
            small_share: share.map_or_else(|| "0.0000".to_owned(), |share| share.to_string()),
            fees: amount(fees, currency)?,
            income: amount(income, currency)?,
            accounts: self
                .accounts()
                .await?
                .into_iter()
                .filter(|a| !a.closed)
                .collect(),
            recent: self.recent(today).await?,
        })
    }

    /// The currency that was asked for, or the one most used.
    pub(crate) async fn shown_currency(&self, asked: Option<&str>) -> Result<Currency> {
        if let Some(code) = asked {
            return named_currency(code);
        }
        let overview = self.overview().await?;
        named_currency(overview.currencies.first().map_or("EUR", String::as_str))
    }

    async fn month_so_far(&self, currency: Currency, day: NaiveDate) -> Result<MonthSoFar> {
        let query = SmallQuery {
            currency: currency.code().to_owned(),
            from: first_of_month(day),
            to: day,
            limit: None,
        };
        let days = self.small_days(&query).await?;
        let sum = |of: fn(&DayFlow) -> i64| days.iter().map(of).sum();
        Ok(MonthSoFar {
            spent: sum(|day| day.spent_minor),
            small_count: sum(|day| day.small_count),
            small: sum(|day| day.small_minor),
        })
    }

    async fn fees_and_income(&self, currency: Currency, today: NaiveDate) -> Result<(i64, i64)> {
        let (code, month) = (currency.code(), month_number(today));
        let row = sqlx::query!(
            r#"select coalesce(sum(iif(t.account_id = ?1, t.minor, 0)), 0) as "fees!: i64",
                   coalesce(sum(iif(a.class = 'income', -t.minor, 0)), 0) as "income!: i64"
               from category_months t join accounts a on a.id = t.account_id
               where t.currency = ?2 and t.month = ?3"#,
            built_in::FEES,
            code,
            month
        )
        .fetch_one(&self.pool)
        .await?;
        Ok((row.fees, row.income))
    }

    async fn recent(&self, today: NaiveDate) -> Result<Vec<EntryRow>> {
        let filter = EntryFilter {
            to: Some(today),
            ..EntryFilter::default()
        };
        self.entry_rows(&filter, 0, RECENT).await
    }
}
