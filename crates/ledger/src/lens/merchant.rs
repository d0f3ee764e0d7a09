//! One merchant, looked at closely: how much of a habit it is, and what it costs in a year.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use farthing_rules::lens::{MerchantHabit, YearlyRange, merchant_habit, yearly_range};
use sqlx::SqliteConnection;

use super::merchants::{HABIT_DAYS, habit_from, too_large};
use super::question::Lens;
use super::{DayFlow, MerchantLens, SmallQuery, flows, goals, settings};
use crate::day::{day_number, day_of};
use crate::error::{LedgerError, Result};
use crate::ids::PayeeId;
use crate::store::Ledger;
use crate::wire::amount;

/// Thirteen blocks of four weeks.
const YEAR_DAYS: u64 = 364;
/// A range says little of fewer blocks with a payment.
const FEWEST_BLOCKS: usize = 3;

impl Ledger {
    /// One merchant as small payments show it, over the span of the question and up to its last day.
    pub async fn merchant_lens(&self, payee: PayeeId, query: &SmallQuery) -> Result<MerchantLens> {
        let mut db = self.pool.acquire().await?;
        let name = sqlx::query_scalar!("select name from payees where id = ?", payee)
            .fetch_optional(&mut *db)
            .await?
            .ok_or(LedgerError::Missing("payee"))?;
        let lens = Lens::of(&mut db, query).await?;
        let year_from = lens.to.checked_sub_days(Days::new(YEAR_DAYS - 1));
        let year_from = year_from.unwrap_or(lens.to);
        let first = lens.from.min(year_from);
        let payments = payments(&mut db, &lens.between(first, lens.to), payee).await?;
        let habit = habit(&lens, &payments)?;
        let range = yearly_range(payments.iter().copied(), lens.currency, lens.to);
        let range = range.map_err(too_large)?;
        let is_known = range.active_blocks >= FEWEST_BLOCKS;
        let hourly = settings::hourly(&mut db).await?;
        let days = by_day(&payments, lens.from);
        Ok(MerchantLens {
            payee,
            name,
            count: days.iter().map(|day| day.small_count).sum(),
            sum: amount(days.iter().map(|day| day.small_minor).sum(), lens.currency)?,
            habit: habit.score,
            habit_formula: habit_words(&habit),
            habit_from: habit_from(lens.to),
            yearly_low: is_known.then(|| range.low.into()),
            yearly_high: is_known.then(|| range.high.into()),
            yearly_formula: range_words(&range),
            yearly_from: year_from,
            goals: if is_known {
                goals::shares(&mut db, range.high).await?
            } else {
                Vec::new()
            },
            minutes: is_known
                .then(|| goals::minutes(range.high, hourly))
                .flatten(),
            months: lens.months(&days)?,
            is_fine: settings::is_fine(&mut db, payee).await?,
        })
    }
}

async fn payments(
    db: &mut SqliteConnection,
    lens: &Lens,
    payee: PayeeId,
) -> Result<Vec<(NaiveDate, i64)>> {
    let mut payments = Vec::new();
    flows::small(db, lens, |day, purchase| {
        if purchase.payee == payee.0 {
            payments.push((day, purchase.minor));
        }
    })
    .await?;
    let dated = |(day, minor)| Ok((day_of(day)?, minor));
    payments.into_iter().map(dated).collect()
}

fn habit(lens: &Lens, payments: &[(NaiveDate, i64)]) -> Result<MerchantHabit> {
    let days: Vec<NaiveDate> = payments.iter().map(|(day, _)| *day).collect();
    merchant_habit(lens.to, &days).map_err(too_large)
}

fn by_day(payments: &[(NaiveDate, i64)], from: NaiveDate) -> Vec<DayFlow> {
    let mut days: BTreeMap<i64, DayFlow> = BTreeMap::new();
    for (day, minor) in payments.iter().filter(|(day, _)| *day >= from) {
        let flow = days.entry(day_number(*day)).or_insert(DayFlow {
            day: *day,
            small_count: 0,
            small_minor: 0,
            count: 0,
            spent_minor: 0,
        });
        flow.small_count += 1;
        flow.small_minor += minor;
        flow.count += 1;
        flow.spent_minor += minor;
    }
    days.into_values().collect()
}

fn habit_words(habit: &MerchantHabit) -> String {
    let MerchantHabit {
        score,
        count,
        active_blocks,
    } = habit;
    match score {
        None => {
            format!("{count} small payments in the last {HABIT_DAYS} days; a score needs three.")
        }
        Some(_) => format!(
            "{count} small payments in {active_blocks} of the last 13 weeks: 45 points for how many weeks \
             had one, 35 for how many payments (39 are the most), 20 for how recent the last one is, \
             halved every 14 days."
        ),
    }
}

fn range_words(range: &YearlyRange) -> String {
    let YearlyRange { active_blocks, .. } = range;
    if *active_blocks < FEWEST_BLOCKS {
        return format!(
            "There were payments in {active_blocks} of the last 13 blocks of four weeks; a range for a \
             year needs three."
        );
    }
    format!(
        "The last 13 blocks of four weeks, {active_blocks} of them with a payment: a year at the pace of \
         the block that a quarter of them stay below, and of the one that a quarter exceed (× 365 ÷ 28)."
    )
}
