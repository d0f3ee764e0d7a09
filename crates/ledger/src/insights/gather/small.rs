//! Small money: months beside one's own usual one, and many payments in a short time.

use std::collections::BTreeMap;

use chrono::{Days, Months, NaiveDate, NaiveTime};
use farthing_money::Money;
use farthing_rules::insights::{Burst, Fact, SmallMonth};
use farthing_rules::recurring::{BurstLimits, Payment, When, bursts as found};
use sqlx::SqliteConnection;

use super::{Gathered, money};
use crate::day::{day_number, day_of, first_of_month};
use crate::error::Result;
use crate::ids::{AccountId, PayeeId};
use crate::insights::{InsightRows, InsightScreen};
use crate::lens::settings::{Essentials, essentials, is_fine};
use crate::lens::{SmallQuery, each_purchase};
use crate::store::Ledger;

/// So far back a burst is looked for; how long it is news the rules say.
const BACK: Days = Days::new(31);

/// This month and the one before, each beside whole earlier months.
pub(super) async fn months(
    ledger: &Ledger,
    currency: &str,
    today: NaiveDate,
) -> Result<Vec<Gathered>> {
    let this = first_of_month(today);
    let mut all = Vec::new();
    for first in [Some(this), this.checked_sub_months(Months::new(1))] {
        let next = first.and_then(|first| first.checked_add_months(Months::new(1)));
        let last = next.and_then(|next| next.pred_opt());
        let (Some(from), Some(to)) = (first, last) else {
            continue;
        };
        all.extend(month(ledger, currency, (from, to)).await?);
    }
    Ok(all)
}

async fn month(
    ledger: &Ledger,
    currency: &str,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<Option<Gathered>> {
    let query = SmallQuery {
        currency: currency.to_owned(),
        from,
        to,
        limit: None,
    };
    let small = ledger.small(&query).await?;
    let Some(usual) = &small.usual else {
        return Ok(None);
    };
    let fact = Fact::Small(SmallMonth {
        month: from,
        limit: money(&small.limit)?,
        count: small.count,
        sum: money(&small.sum)?,
        usual: money(&usual.sum)?,
        months: usual.periods,
    });
    let rows = InsightRows {
        currency: currency.to_owned(),
        from: Some(from),
        to: Some(to),
        without: small.left_out.iter().map(|left| left.id).collect(),
        small_limit: Some(small.limit.value.clone()),
        ..InsightRows::default()
    };
    Ok(Some(Gathered::new(fact, InsightScreen::Small, Some(rows))))
}

/// Bursts of the last days, but at merchants that are fine as they are.
pub(super) async fn bursts(
    ledger: &Ledger,
    currency: &str,
    today: NaiveDate,
) -> Result<Vec<Gathered>> {
    let named = crate::wire::named_currency(currency)?;
    let largest = money(&ledger.small_limit(named, today).await?)?;
    let limits = BurstLimits::up_to(largest.minor());
    let mut db = ledger.pool.acquire().await?;
    let mut all = Vec::new();
    for (payee, payments) in payments(&mut db, largest, today).await? {
        let payee = PayeeId(payee);
        let found = found(&payments, &limits, named).map_err(rules)?;
        // Payees with a burst are few, so only they are asked about.
        if found.is_empty() || is_fine(&mut db, payee).await? {
            continue;
        }
        let Some(name) = name(&mut db, payee).await? else {
            continue;
        };
        // The newest of a month stands for it.
        for burst in found.iter().rev() {
            let (day, minutes) = match burst.when {
                When::Day(day) => (day, None),
                When::Times(from, to) => (from.date(), Some((to - from).num_minutes())),
            };
            let (count, sum) = (burst.count, burst.sum);
            let fact = Fact::Burst(Burst {
                payee: name.clone(),
                day,
                minutes,
                count,
                sum,
                largest,
            });
            let rows = InsightRows {
                currency: currency.to_owned(),
                from: Some(day),
                to: Some(day),
                payee: Some(payee),
                small_limit: Some(largest.decimal_text()),
                ..InsightRows::default()
            };
            all.push(Gathered::new(fact, InsightScreen::Small, Some(rows)));
        }
    }
    Ok(all)
}

/// The small payments of the last days by payee.
async fn payments(
    db: &mut SqliteConnection,
    largest: Money,
    today: NaiveDate,
) -> Result<BTreeMap<i64, Vec<Payment>>> {
    let Essentials {
        categories,
        leave_out,
    } = essentials(db).await?;
    let from = today.checked_sub_days(BACK).unwrap_or(today);
    let mut bought = Vec::new();
    let days = (day_number(from), day_number(today));
    each_purchase(db, largest.currency(), days, |day, purchase| {
        let is_left_out = leave_out && categories.contains(&AccountId(purchase.category));
        if purchase.payee > 0 && purchase.minor <= largest.minor() && !is_left_out {
            bought.push((day, purchase));
        }
    })
    .await?;
    let mut payees: BTreeMap<i64, Vec<Payment>> = BTreeMap::new();
    for (day, purchase) in bought {
        let minute = purchase.minute.map(u32::from);
        let time = minute.and_then(|at| NaiveTime::from_hms_opt(at / 60, at % 60, 0));
        payees.entry(purchase.payee).or_default().push(Payment {
            day: day_of(day)?,
            time,
            size_minor: purchase.minor,
        });
    }
    Ok(payees)
}

async fn name(db: &mut SqliteConnection, payee: PayeeId) -> Result<Option<String>> {
    let name = sqlx::query_scalar!("select name from payees where id = ?", payee);
    Ok(name.fetch_optional(db).await?)
}

fn rules(error: farthing_rules::RulesError) -> crate::LedgerError {
    crate::allowance::refused(error)
}
