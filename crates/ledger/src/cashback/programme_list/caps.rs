//! What is used of caps today.

use chrono::NaiveDate;
use farthing_money::{Currency, Money, Rounding};
use farthing_rules::calendar::{Period, Span};
use farthing_rules::cashback::{Block, CapBasis, CapLimit, EarningCap, EarningRule, Exact};
use farthing_rules::ids::RuleId;
use sqlx::SqliteConnection;

use super::super::read::ReadProgramme;
use super::super::views::CapRow;
use super::super::words;
use crate::day::{day_number, day_of};
use crate::error::{LedgerError, Result};
use crate::ids::ChoiceId;

/// What is used today of the cap of each rule that has one.
pub(in crate::cashback) async fn caps(
    db: &mut SqliteConnection,
    programme: &ReadProgramme<'_>,
    today: NaiveDate,
) -> Result<Vec<(RuleId, CapRow)>> {
    let rules = programme.programme.terms().rules.iter();
    let capped: Vec<&EarningRule> = rules.filter(|rule| rule.cap.is_some()).collect();
    if capped.is_empty() {
        return Ok(Vec::new());
    }
    let last = last_block(db, programme.id(), today).await?;
    let rows = capped.into_iter().filter_map(|rule| {
        let cap = rule.cap?;
        let row = cap_row(programme, rule.id, cap, last.as_ref(), today);
        Some(row.map(|row| (rule.id, row)))
    });
    rows.collect()
}

/// The last stretch of days that is kept, up to a day, with its first day.
pub(in crate::cashback) async fn last_block(
    db: &mut SqliteConnection,
    programme: ChoiceId,
    today: NaiveDate,
) -> Result<Option<(NaiveDate, Block)>> {
    let today = day_number(today);
    let row = sqlx::query!(
        "select day, block from reward_blocks where programme_id = ? and day <= ?
         order by day desc limit 1",
        programme,
        today
    )
    .fetch_optional(db)
    .await?;
    row.map(|row| Ok((day_of(row.day)?, block_of(&row.block)?)))
        .transpose()
}

/// A stretch of days as it is kept.
pub(in crate::cashback) fn block_of(text: &str) -> Result<Block> {
    serde_json::from_str(text).map_err(|error| {
        LedgerError::Damaged(format!("a stretch of days is not readable ({error})"))
    })
}

fn cap_row(
    programme: &ReadProgramme<'_>,
    rule: RuleId,
    cap: EarningCap,
    last: Option<&(NaiveDate, Block)>,
    today: NaiveDate,
) -> Result<CapRow> {
    let limit = cap.limit.amount();
    let days = cap.period.span_of(today);
    let is_today = |day: NaiveDate| days.is_some_and(|days| days.contains(day));
    let counted = last
        .filter(|(day, _)| is_today(*day))
        .and_then(|(_, block)| block.cap_used(&programme.programme, rule));
    let used = match counted {
        Some(counted) => main_units(counted.used, limit.currency())?,
        // Nothing was counted in the stretch of time that today is in, but what was used before.
        None => opening(cap, days),
    };
    let left = limit.minor().saturating_sub(used.minor()).max(0);
    let basis = match cap.limit {
        CapLimit::Spend(_) => CapBasis::Spend,
        CapLimit::Reward(_) => CapBasis::Reward,
    };
    let days = days.filter(|_| cap.period != Period::Lifetime);
    Ok(CapRow {
        limit: limit.into(),
        used: used.into(),
        left: Money::from_minor(left, limit.currency())?.into(),
        days: days.map(|days| (days.first, days.last)),
        words: words::cap_words(basis, (used, limit), days),
    })
}

fn opening(cap: EarningCap, days: Option<Span>) -> Money {
    let limit = cap.limit.amount();
    let opening = cap.opening;
    let opening = opening.filter(|used| days.is_some_and(|days| days.contains(used.on)));
    opening.map_or_else(|| Money::zero(limit.currency()), |used| used.amount)
}

/// An exact amount, half-up to the minor unit.
pub(in crate::cashback) fn main_units(exact: Exact, currency: Currency) -> Result<Money> {
    let decimal = exact.to_decimal();
    let decimal =
        decimal.ok_or_else(|| LedgerError::Damaged("a reward is too large".to_owned()))?;
    Ok(Money::round(decimal, currency, Rounding::HalfUp)?)
}
