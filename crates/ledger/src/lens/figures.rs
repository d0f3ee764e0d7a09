//! The dashboard: what the small payments of a span add up to, by day, week, month and merchant.

use chrono::{Datelike as _, Days, NaiveDate};
use farthing_money::{Currency, Money};
use farthing_rules::lens;
use sqlx::SqliteConnection;

use super::flows::{self, ByPayee};
use super::merchants::{by_payee, merchants};
use super::question::{Lens, Way};
use super::usual::usual;
use super::{
    DayFlow, LimitSource, MerchantFlow, MonthFlow, Small, SmallQuery, UsualSmall, WeekFlow,
    settings,
};
use crate::day::{day_of, first_of_month};
use crate::error::{LedgerError, Result};
use crate::register::CategoryName;
use crate::store::Ledger;
use crate::wire::{Amount, amount};

impl Ledger {
    /// What the small payments of a span add up to.
    pub async fn small(&self, query: &SmallQuery) -> Result<Small> {
        let mut db = self.pool.acquire().await?;
        let lens = Lens::of(&mut db, query).await?;
        let (days, payees) = match lens.way {
            Way::Sums(band) => (
                by_sums(&mut db, &lens, band).await?,
                by_payee(&mut db, &lens).await?,
            ),
            // One walk for both.
            Way::Purchases => {
                let mut payees = ByPayee::default();
                let days = flows::by_day(&mut db, &lens, |purchase| payees.add(purchase)).await?;
                (days, payees.all())
            }
        };
        let told = (
            days.iter().map(|day| day.small_count).sum(),
            days.iter().map(|day| day.small_minor).sum(),
        );
        let beside = Beside {
            merchants: merchants(&mut db, &lens, payees).await?,
            usual: usual(&mut db, &lens, told).await?,
            left_out: settings::named(&mut db, &lens.without).await?,
        };
        lens.figures(&days, beside)
    }

    /// Which payments a question is about, in a few words for the foot of a picture.
    pub async fn small_filter(&self, query: &SmallQuery) -> Result<String> {
        let mut db = self.pool.acquire().await?;
        let lens = Lens::of(&mut db, query).await?;
        let left_out = settings::named(&mut db, &lens.without).await?;
        Ok(format!(
            "Posted purchases of at most {} from {} to {}{}",
            lens.limit,
            lens.from.format("%-d %B %Y"),
            lens.to.format("%-d %B %Y"),
            without(&left_out, ", without "),
        ))
    }

    /// What counts as small in a currency on a day.
    pub(crate) async fn small_limit(&self, currency: Currency, today: NaiveDate) -> Result<Amount> {
        let mut db = self.pool.acquire().await?;
        let query = SmallQuery {
            currency: currency.code().to_owned(),
            from: today,
            to: today,
            limit: None,
        };
        Ok(Lens::of(&mut db, &query).await?.limit.into())
    }

    /// The payments of a span by day; days without any purchase are left out.
    pub async fn small_days(&self, query: &SmallQuery) -> Result<Vec<DayFlow>> {
        let mut db = self.pool.acquire().await?;
        let lens = Lens::of(&mut db, query).await?;
        flows_by_day(&mut db, &lens).await
    }
}

/// What is told beside the sums.
struct Beside {
    merchants: Vec<MerchantFlow>,
    usual: Option<UsualSmall>,
    left_out: Vec<CategoryName>,
}

impl Lens {
    fn figures(&self, days: &[DayFlow], beside: Beside) -> Result<Small> {
        let money = |minor| Money::from_minor(minor, self.currency);
        let count: i64 = days.iter().map(|day| day.small_count).sum();
        let sum = money(days.iter().map(|day| day.small_minor).sum())?;
        let total_count: i64 = days.iter().map(|day| day.count).sum();
        let total = money(days.iter().map(|day| day.spent_minor).sum())?;
        let window = u32::try_from(self.window()).unwrap_or(u32::MAX);
        let pace = lens::annualised(sum, window)
            .map_err(|error| LedgerError::invalid("from", error.to_string()))?;
        let limits = self.limits();
        Ok(Small {
            currency: self.currency.code().to_owned(),
            from: self.from,
            to: self.to,
            limit: self.limit.into(),
            limit_source: self.source,
            default_limit: lens::default_limit(self.currency).into(),
            limits: limits.into_iter().map(Amount::from).collect(),
            formula: self.formula(count, sum, &beside.left_out),
            left_out: beside.left_out,
            count,
            sum: sum.into(),
            average: lens::average(sum, count).map(Amount::from),
            total_count,
            total_spend: total.into(),
            share_of_spend: share(sum.minor(), total.minor()),
            share_of_count: share(count, total_count),
            annualised: pace.yearly.into(),
            usual: beside.usual,
            months: self.months(days)?,
            weeks: self.weeks(days)?,
            merchants: beside.merchants,
        })
    }

    /// The small payments by month.
    pub(super) fn months(&self, days: &[DayFlow]) -> Result<Vec<MonthFlow>> {
        let months = grouped(days, first_of_month).into_iter();
        months
            .map(|(month, count, minor)| {
                Ok(MonthFlow {
                    month: month.format("%Y-%m").to_string(),
                    count,
                    sum: amount(minor, self.currency)?,
                })
            })
            .collect()
    }

    fn weeks(&self, days: &[DayFlow]) -> Result<Vec<WeekFlow>> {
        let weeks = grouped(days, monday_of).into_iter();
        weeks
            .map(|(monday, count, minor)| {
                Ok(WeekFlow {
                    monday,
                    count,
                    sum: amount(minor, self.currency)?,
                })
            })
            .collect()
    }

    fn formula(&self, count: i64, sum: Money, left_out: &[CategoryName]) -> String {
        let payments = if count == 1 { "payment" } else { "payments" };
        let source = match self.source {
            LimitSource::Learnt => {
                ", which is the size that two in five of your purchases of a year stay within,"
            }
            LimitSource::Asked | LimitSource::Fixed | LimitSource::Usual => "",
        };
        format!(
            "{count} posted {payments} of at most {}{source} from {} to {} add up to {sum}. Shares are of \
             all posted purchases in {} in these days; refunds are not taken off. A year at this pace is \
             the sum × 365 ÷ {} days{}.",
            self.limit,
            self.from.format("%-d %B %Y"),
            self.to.format("%-d %B %Y"),
            self.currency,
            self.window(),
            without(left_out, ". Left out as essential: "),
        )
    }
}

/// The names of what is left out after some words; nothing where nothing is.
fn without(left_out: &[CategoryName], words: &str) -> String {
    if left_out.is_empty() {
        return String::new();
    }
    let names: Vec<&str> = left_out.iter().map(|left| left.name.as_str()).collect();
    format!("{words}{}", names.join(", "))
}

/// The small payments of days put together by what a day belongs to.
fn grouped(days: &[DayFlow], of: impl Fn(NaiveDate) -> NaiveDate) -> Vec<(NaiveDate, i64, i64)> {
    let mut groups: Vec<(NaiveDate, i64, i64)> = Vec::new();
    for day in days.iter().filter(|day| day.small_count > 0) {
        let group = of(day.day);
        match groups.last_mut() {
            Some(last) if last.0 == group => {
                last.1 += day.small_count;
                last.2 += day.small_minor;
            }
            _ => groups.push((group, day.small_count, day.small_minor)),
        }
    }
    groups
}

fn monday_of(day: NaiveDate) -> NaiveDate {
    let back = u64::from(day.weekday().num_days_from_monday());
    day.checked_sub_days(Days::new(back)).unwrap_or(day)
}

/// A part of a whole with four places; nothing of nothing is none of it.
pub(super) fn share(part: i64, whole: i64) -> String {
    lens::share(part, whole).map_or_else(|| "0.0000".to_owned(), |share| share.to_string())
}

/// The payments of the question by day.
pub(super) async fn flows_by_day(db: &mut SqliteConnection, lens: &Lens) -> Result<Vec<DayFlow>> {
    match lens.way {
        Way::Sums(band) => by_sums(db, lens, band).await,
        Way::Purchases => flows::by_day(db, lens, |_| ()).await,
    }
}

async fn by_sums(db: &mut SqliteConnection, lens: &Lens, band: usize) -> Result<Vec<DayFlow>> {
    let (from, to) = lens.days();
    let band = i64::try_from(band).unwrap_or_default();
    let code = lens.currency.code();
    // One row of all days: a row for each costs more on its way than the sums.
    let days = sqlx::query_scalar!(
        r#"select json_group_array(json_array(day, small_count, small_minor, count, spent)) as "days!"
           from (select day, sum(purchases) as count, sum(spent) as spent,
               sum(c0 + iif(?1 < 1, 0, c1 + iif(?1 < 2, 0, c2 + iif(?1 < 3, 0, c3
                   + iif(?1 < 4, 0, c4 + iif(?1 < 5, 0, c5 + iif(?1 < 6, 0, c6
                   + iif(?1 < 7, 0, c7 + iif(?1 < 8, 0, c8 + iif(?1 < 9, 0, c9)))))))))) as small_count,
               sum(s0 + iif(?1 < 1, 0, s1 + iif(?1 < 2, 0, s2 + iif(?1 < 3, 0, s3
                   + iif(?1 < 4, 0, s4 + iif(?1 < 5, 0, s5 + iif(?1 < 6, 0, s6
                   + iif(?1 < 7, 0, s7 + iif(?1 < 8, 0, s8 + iif(?1 < 9, 0, s9)))))))))) as small_minor
           from day_totals where currency = ?2 and day between ?3 and ?4 and purchases > 0
           group by day)"#,
        band,
        code,
        from,
        to
    )
    .fetch_one(db)
    .await?;
    let mut days: Vec<[i64; 5]> = serde_json::from_str(&days)?;
    days.sort_unstable_by_key(|[day, ..]| *day);
    days.into_iter()
        .map(|[day, small_count, small_minor, count, spent_minor]| {
            Ok(DayFlow {
                day: day_of(day)?,
                small_count,
                small_minor,
                count,
                spent_minor,
            })
        })
        .collect()
}
