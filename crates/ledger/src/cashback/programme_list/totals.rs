//! What a programme has brought in all, and for how much spend.

use std::collections::BTreeSet;

use chrono::{Datelike, Months, NaiveDate};
use farthing_money::{Money, MoneyError, Rounding};
use farthing_rules::cashback::BonusProgress;
use sqlx::SqliteConnection;

use super::super::desk::{self, Owed, Pots};
use super::super::kept::{Laid, RewardCause};
use super::super::read::{ReadProgramme, rules_error};
use crate::day::{day_number, day_of};
use crate::error::Result;
use crate::ids::EntryId;

/// What a programme has brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::cashback) struct Totals {
    /// What it has earned, after what was taken back.
    pub earned: Money,
    /// What of that was paid; none for points.
    pub paid: Option<Money>,
    /// What was bought with it.
    pub spend: Money,
    /// What its rewards are worth without its fee for the years begun; none where nobody knows.
    pub net: Option<Money>,
    /// That for each 100 spent, in percent with two decimals.
    pub percent: Option<String>,
}

/// What was bought, and since when.
struct Spent {
    minor: i64,
    first: Option<NaiveDate>,
}

impl Totals {
    /// What a programme has brought up to a day, its bonuses included.
    pub(in crate::cashback) async fn of(
        db: &mut SqliteConnection,
        laid: &Laid,
        programme: &ReadProgramme<'_>,
        bonuses: &[BonusProgress],
        today: NaiveDate,
    ) -> Result<Self> {
        let earned = earned(db, programme, bonuses).await?;
        let paid = if programme.pays_money() {
            Some(programme.reward(paid(db, laid, programme, today).await?)?)
        } else {
            None
        };
        let bought = if programme.is_portal() {
            spent_through(db, laid, programme).await?
        } else {
            spent(db, programme, today).await?
        };
        let spend = Money::from_minor(bought.minor, programme.file.currency())?;
        let net = net(programme, earned, bought.first, today)?;
        let percent = net.and_then(|net| percent(net, spend));
        Ok(Self {
            earned,
            paid,
            spend,
            net,
            percent,
        })
    }
}

async fn earned(
    db: &mut SqliteConnection,
    programme: &ReadProgramme<'_>,
    bonuses: &[BonusProgress],
) -> Result<Money> {
    let id = programme.id();
    let minor = sqlx::query_scalar!(
        r#"select (select coalesce(sum(minor), 0) from rewards where programme_id = ?1)
             + (select coalesce(sum(minor), 0) from reward_statements where programme_id = ?1)
             as "minor!: i64""#,
        id
    )
    .fetch_one(db)
    .await?;
    let mut earned = programme.reward(minor)?;
    for bonus in bonuses {
        earned = earned.checked_add(bonus.reward)?;
    }
    Ok(earned)
}

/// What credits paid, and what the person says was paid.
async fn paid(
    db: &mut SqliteConnection,
    laid: &Laid,
    programme: &ReadProgramme<'_>,
    today: NaiveDate,
) -> Result<i64> {
    let id = programme.id();
    let by_credits = sqlx::query_scalar!(
        r#"select coalesce(sum(minor + coalesce(difference, 0)), 0) as "minor!: i64"
           from receivables where programme_id = ? and receipt_id is not null"#,
        id
    )
    .fetch_one(&mut *db)
    .await?;
    let mut told: i64 = 0;
    for owed in Owed::noted(db, laid, programme).await? {
        if owed.receipt.is_some() {
            continue;
        }
        let standing = desk::standing(programme, laid, &owed, (&Pots::default(), today))?;
        told = told.saturating_add(standing.paid.map_or(0, |paid| paid.minor()));
    }
    Ok(by_credits.saturating_add(told))
}

/// What the accounts of a programme bought in its days, after refunds.
async fn spent(
    db: &mut SqliteConnection,
    programme: &ReadProgramme<'_>,
    today: NaiveDate,
) -> Result<Spent> {
    let input = &programme.choice.value;
    let accounts = serde_json::to_string(&input.accounts)?;
    let currency = programme.file.currency();
    let code = currency.code();
    let first = input.from.map_or(i64::from(i32::MIN), day_number);
    let last = day_number(input.until.map_or(today, |until| until.min(today)));
    let row = sqlx::query!(
        r#"select coalesce(-sum(p.minor), 0) as "minor!: i64",
               min(case when e.kind = 1 then e.day end) as "first: i64"
           from postings p join entries e on e.id = p.entry_id
           where p.account_id in (select value from json_each(?)) and p.currency = ?
             and p.day between ? and ? and e.kind in (1, 2) and e.status = 3"#,
        accounts,
        code,
        first,
        last
    )
    .fetch_one(db)
    .await?;
    Ok(Spent {
        minor: row.minor,
        first: row.first.map(day_of).transpose()?,
    })
}

/// What was bought through a portal, after refunds.
async fn spent_through(
    db: &mut SqliteConnection,
    laid: &Laid,
    programme: &ReadProgramme<'_>,
) -> Result<Spent> {
    let visited = serde_json::to_string(&visited(laid, programme))?;
    let currency = programme.file.currency();
    let code = currency.code();
    let row = sqlx::query!(
        r#"select coalesce(-sum(p.minor), 0) as "minor!: i64",
               min(case when e.kind = 1 then e.day end) as "first: i64"
           from entries e
           join postings p on p.entry_id = e.id and p.currency = ?1
           join accounts a on a.id = p.account_id and a.class = 'own'
           where e.status = 3 and (e.id in (select value from json_each(?2))
             or e.refund_of in (select value from json_each(?2)))"#,
        code,
        visited
    )
    .fetch_one(db)
    .await?;
    Ok(Spent {
        minor: row.minor,
        first: row.first.map(day_of).transpose()?,
    })
}

/// The purchases that were made through a portal.
fn visited(laid: &Laid, programme: &ReadProgramme<'_>) -> BTreeSet<EntryId> {
    let kept = laid.receivables.iter().map(|choice| &choice.value);
    let kept = kept.filter(|kept| kept.programme == programme.id() && kept.visit.is_some());
    let entries = kept.filter_map(|kept| match kept.cause {
        RewardCause::Entry(entry) => Some(entry),
        RewardCause::Statement(_) | RewardCause::Bonus(..) => None,
    });
    entries.collect()
}

/// What rewards are worth without the fee for the years begun; none where nobody knows.
fn net(
    programme: &ReadProgramme<'_>,
    earned: Money,
    first: Option<NaiveDate>,
    today: NaiveDate,
) -> Result<Option<Money>> {
    let worth = if earned.currency() == programme.file.currency() {
        Some(earned)
    } else {
        let worth = programme.programme.value_of(earned);
        worth.map_err(rules_error)?
    };
    let until = programme.choice.value.until;
    let last = until.map_or(today, |until| until.min(today));
    let years = first.map_or(0, |first| years_begun(first, last));
    let fee = programme.file.annual_fee();
    let fees = fee.minor().checked_mul(years).ok_or(MoneyError::Overflow)?;
    let fees = Money::from_minor(fees, fee.currency())?;
    let net = worth.map(|worth| worth.checked_add(fees.negated()));
    Ok(net.transpose()?)
}

/// How many years have begun from a day up to another, both included.
fn years_begun(first: NaiveDate, last: NaiveDate) -> i64 {
    if last < first {
        return 0;
    }
    let between = i64::from(last.year()) - i64::from(first.year());
    let months = u32::try_from(between * 12).unwrap_or(0);
    let anniversary = first.checked_add_months(Months::new(months));
    let is_reached = anniversary.is_some_and(|day| last >= day);
    between + i64::from(is_reached)
}

fn percent(net: Money, spend: Money) -> Option<String> {
    if spend.minor() <= 0 {
        return None;
    }
    let hundred = i128::from(net.minor()).checked_mul(100)?;
    let percent = Rounding::HalfUp.ratio(hundred, spend.minor().into(), 2)?;
    Some(format!("{percent:.2}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_begins_with_its_first_day() {
        let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
        let first = day(2024, 2, 29);
        assert_eq!(years_begun(first, first), 1);
        assert_eq!(years_begun(first, day(2025, 2, 27)), 1);
        assert_eq!(years_begun(first, day(2025, 2, 28)), 2);
        assert_eq!(years_begun(first, day(2024, 2, 28)), 0);
    }

    #[test]
    fn what_costs_more_than_it_brings_is_below_zero() {
        let money = |text: &str| text.parse::<Money>().unwrap();
        let told = percent(money("-5.00 EUR"), money("1000.00 EUR"));
        assert_eq!(told.as_deref(), Some("-0.50"));
        assert_eq!(percent(money("5.00 EUR"), money("0.00 EUR")), None);
    }
}
