//! A period beside the person's own earlier ones, never beside other people's.

use chrono::{Datelike as _, Days, Months, NaiveDate};
use farthing_rules::lens::own_median;
use sqlx::SqliteConnection;

use super::UsualSmall;
use super::figures::flows_by_day;
use super::merchants::too_large;
use super::question::Lens;
use crate::day::day_of;
use crate::error::Result;
use crate::wire::amount;

/// With how many earlier periods one is compared, at most.
const MOST_PERIODS: u32 = 12;

/// The medians of earlier periods, and how far this one is above them.
pub(super) async fn usual(
    db: &mut SqliteConnection,
    lens: &Lens,
    (count, minor): (i64, i64),
) -> Result<Option<UsualSmall>> {
    let Some(first) = first_purchase(db, lens).await? else {
        return Ok(None);
    };
    let periods: Vec<_> = earlier(lens.from, lens.to)
        .take_while(|(from, _)| *from >= first)
        .collect();
    let Some((since, _)) = periods.last().copied() else {
        return Ok(None);
    };
    let days = flows_by_day(db, &lens.between(since, lens.from)).await?;
    let (mut counts, mut sums) = (Vec::new(), Vec::new());
    for (from, to) in &periods {
        let inside = || days.iter().filter(|day| (*from..=*to).contains(&day.day));
        counts.push(inside().map(|day| day.small_count).sum());
        sums.push(inside().map(|day| day.small_minor).sum());
    }
    let told = own_median(&mut sums, minor).map_err(too_large)?;
    let counted = own_median(&mut counts, count).map_err(too_large)?;
    let (Some(told), Some(counted)) = (told, counted) else {
        return Ok(None);
    };
    Ok(Some(UsualSmall {
        periods: u32::try_from(periods.len()).unwrap_or(u32::MAX),
        since,
        sum: amount(told.median, lens.currency)?,
        sum_difference: amount(told.difference, lens.currency)?,
        count: counted.median,
        formula: formula(periods.len(), since, lens),
    }))
}

/// Earlier periods, the last first: the same days of earlier months where the period lies in one month
/// from its first day on, otherwise as many days before it, and before those.
fn earlier(from: NaiveDate, to: NaiveDate) -> impl Iterator<Item = (NaiveDate, NaiveDate)> {
    let is_month = from.day() == 1 && (from.year(), from.month()) == (to.year(), to.month());
    let days = u64::try_from((to - from).num_days() + 1).unwrap_or(u64::MAX);
    let is_whole = to.succ_opt().is_none_or(|next| next.day() == 1);
    (1..=MOST_PERIODS).map_while(move |back| {
        if is_month {
            let from = from.checked_sub_months(Months::new(back))?;
            let end = from.checked_add_months(Months::new(1))?.pred_opt()?;
            let to = if is_whole {
                end
            } else {
                from.checked_add_days(Days::new(days - 1))?.min(end)
            };
            return Some((from, to));
        }
        let step = days.checked_mul(u64::from(back))?;
        let from = from.checked_sub_days(Days::new(step))?;
        Some((from, from.checked_add_days(Days::new(days - 1))?))
    })
}

async fn first_purchase(db: &mut SqliteConnection, lens: &Lens) -> Result<Option<NaiveDate>> {
    let code = lens.currency.code();
    let first = sqlx::query_scalar!(
        r#"select min(day) as "day: i64" from day_purchases where currency = ?"#,
        code
    )
    .fetch_one(db)
    .await?;
    first.map(day_of).transpose()
}

fn formula(periods: usize, since: NaiveDate, lens: &Lens) -> String {
    let periods = match periods {
        1 => "the period before".to_owned(),
        periods => format!("the {periods} periods before"),
    };
    format!(
        "The median of {periods} with as many days, from {} on, with the same limit of {}.",
        since.format("%-d %B %Y"),
        lens.limit
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn before(from: &str, to: &str) -> Vec<String> {
        earlier(day(from), day(to))
            .take(2)
            .map(|(from, to)| format!("{from} {to}"))
            .collect()
    }

    #[test]
    fn a_month_so_far_is_held_against_the_same_days_of_earlier_months() {
        assert_eq!(
            before("2026-03-01", "2026-03-30"),
            ["2026-02-01 2026-02-28", "2026-01-01 2026-01-30"]
        );
    }

    #[test]
    fn a_whole_month_is_held_against_whole_months() {
        assert_eq!(
            before("2026-02-01", "2026-02-28"),
            ["2026-01-01 2026-01-31", "2025-12-01 2025-12-31"]
        );
    }

    #[test]
    fn any_other_span_is_held_against_as_many_days_before() {
        assert_eq!(
            before("2026-03-02", "2026-03-08"),
            ["2026-02-23 2026-03-01", "2026-02-16 2026-02-22"]
        );
    }
}
