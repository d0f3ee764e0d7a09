//! Uses that are paid one by one, such as day passes, beside a subscription.

use std::cmp::Reverse;

use chrono::{Days, NaiveDate};
use farthing_money::{Currency, Rounding};
use farthing_rules::recurring::Status;
use sqlx::SqliteConnection;

use super::{DayPass, PassBreakEven, PassInput, checked};
use crate::error::{LedgerError, Result};
use crate::recurring::paid_by_use;
use crate::store::Ledger;
use crate::wire::{amount, named_currency};

/// Uses are counted in so many days up to today.
const DAYS: u64 = 91;

impl Ledger {
    /// The payees of a currency that are paid by use, the dearest month first.
    pub async fn day_passes(&self, currency: &str, today: NaiveDate) -> Result<Vec<DayPass>> {
        let currency = named_currency(currency)?;
        let mut db = self.pool.acquire().await?;
        passes(&mut db, currency, today).await
    }

    /// From how many uses in a month on a subscription does not cost more than paying for each.
    pub fn pass_break_even(input: PassInput) -> Result<PassBreakEven> {
        let PassInput {
            use_price,
            monthly_price,
            currency,
        } = input;
        let currency = named_currency(&currency)?;
        let each = checked::price("use_price", &use_price, currency)?;
        let monthly = checked::price("monthly_price", &monthly_price, currency)?;
        let uses = Rounding::Ceil.divide(monthly.minor().into(), each.minor().into());
        let uses = uses.and_then(|uses| u32::try_from(uses).ok());
        let uses = uses.ok_or_else(|| {
            LedgerError::invalid("monthly_price", "it is too large beside a use; check both")
        })?;
        let word = if uses == 1 { "use" } else { "uses" };
        Ok(PassBreakEven {
            uses,
            words: format!(
                "{monthly} in a month cost no more than {each} a use from {uses} {word} in a month on; \
                 with fewer, paying for each costs less."
            ),
        })
    }
}

async fn passes(
    db: &mut SqliteConnection,
    currency: Currency,
    today: NaiveDate,
) -> Result<Vec<DayPass>> {
    let from = today.checked_sub_days(Days::new(DAYS - 1)).unwrap_or(today);
    let mut passes = Vec::new();
    for found in paid_by_use(db, currency, today).await? {
        let stream = found.current();
        if stream.status == Status::Ended {
            continue;
        }
        let recent = found.charges.iter().filter(|charge| charge.day >= from);
        let recent: Vec<i64> = recent.map(|charge| charge.size_minor).collect();
        let sum: i128 = recent.iter().copied().map(i128::from).sum();
        // A month is a twelfth of 365 days.
        let (times, days) = (365_i128, 12 * i128::from(DAYS));
        let monthly = Rounding::HalfUp.divide(sum * times, days);
        let monthly = monthly.and_then(|minor| i64::try_from(minor).ok());
        let uses = u32::try_from(recent.len()).unwrap_or(u32::MAX);
        let a_month = Rounding::HalfUp.ratio(i128::from(uses) * times, days, 1);
        let (Some(monthly), Some(a_month)) = (monthly, a_month) else {
            continue;
        };
        let pass = DayPass {
            payee: found.payee,
            name: found.name.clone(),
            use_price: stream.last.into(),
            uses,
            uses_a_month: a_month.to_string(),
            monthly: amount(monthly, currency)?,
            from,
            formula: format!(
                "{uses} uses in the {DAYS} days up to {}, × 365 ÷ 12 ÷ {DAYS} for a month.",
                today.format("%-d %B %Y")
            ),
        };
        passes.push((monthly, pass));
    }
    passes.sort_by_key(|(monthly, pass)| (Reverse(*monthly), pass.payee));
    Ok(passes.into_iter().map(|(_, pass)| pass).collect())
}
