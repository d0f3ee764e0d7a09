//! The pictures of what comes again, of fees, of habits and of limits.

use chrono::{NaiveDate, Weekday};
use farthing_charts::{
    Certainty, DayPoint, DayState, DayStatePoint, Pace, PricePoint, PriceSteps, RateBand,
    RatePoint, ScorePoint,
};
use farthing_ledger::fees::{FeeBand, FeeSum};
use farthing_ledger::habits::HabitDayState;
use farthing_ledger::recurring::SeriesView;
use farthing_ledger::{ChoiceId, Ledger, LedgerError};
use farthing_money::Currency;

use crate::saving::{drawn_with, money};
use crate::{Drawn, Look, PictureError, currency_of};

/// Scores are told in percent and drawn in hundredths of one.
const HUNDREDTHS: u32 = 100;

/// A chart beside the small payments: which one, and of what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LensChart {
    /// The prices of a series, charge by charge: its currency and its key.
    Prices(String, String),
    /// What each wallet or bank took, by size: the currency, and from day to day.
    Rates(String, NaiveDate, NaiveDate),
    /// The score of a habit, day by day.
    Score(ChoiceId),
    /// How each day of a habit went, over its last twelve weeks.
    Days(ChoiceId),
    /// How a limit is used up, beside an even pace.
    Pace(ChoiceId),
}

/// Draws one of them as of a day.
pub async fn lens(ledger: &Ledger, chart: &LensChart, today: NaiveDate, look: Look) -> Drawn {
    match chart {
        LensChart::Prices(currency, key) => {
            let series = ledger.series((currency, key), today).await?;
            prices(&series, currency_of(currency)?, today, look)
        }
        LensChart::Rates(code, from, to) => {
            let fees = ledger.fees(code, *from, *to).await?;
            rates(&fees.paid, currency_of(code)?, look)
        }
        LensChart::Score(habit) => score(ledger, *habit, today, look).await,
        LensChart::Days(habit) => days(ledger, *habit, today, look).await,
        LensChart::Pace(limit) => pace(ledger, *limit, today, look).await,
    }
}

/// The same with what it is about printed below, for a file that leaves the program.
pub async fn lens_export(
    ledger: &Ledger,
    chart: &LensChart,
    today: NaiveDate,
    look: Look,
) -> Drawn {
    let asked = match chart {
        LensChart::Rates(code, from, to) => {
            format!("payments with a fee in {code}, {from} to {to}")
        }
        LensChart::Prices(code, _) => format!("payments in {code} up to {today}"),
        LensChart::Score(_) | LensChart::Days(_) | LensChart::Pace(_) => format!("as of {today}"),
    };
    Ok(lens(ledger, chart, today, look)
        .await?
        .with_footer(&asked)?)
}

fn prices(series: &SeriesView, currency: Currency, today: NaiveDate, look: Look) -> Drawn {
    let unsure = series.steps.iter().filter(|step| !step.confirmed);
    let unsure = unsure.map(|step| step.day).min();
    let points = series.charges.iter().map(|charge| {
        let is_sure = unsure.is_none_or(|day| charge.day < day);
        Ok(PricePoint {
            key: charge.day.to_string(),
            day: charge.day,
            amount: money(&charge.amount, currency)?,
            certainty: if is_sure {
                Certainty::Confirmed
            } else {
                Certainty::Unconfirmed
            },
        })
    });
    let points = points.collect::<Result<Vec<_>, PictureError>>()?;
    let steps = PriceSteps {
        title: &series.name,
        points: &points,
        currency,
        today,
    };
    let (theme, size) = drawn_with(look);
    Ok(farthing_charts::steps(&steps, &theme, size)?)
}

fn rates(paid: &FeeSum, currency: Currency, look: Look) -> Drawn {
    let bands = paid.bands.iter().enumerate();
    let bands = bands.map(|(at, band)| rates_of(paid, (at, band), currency));
    let bands = bands.collect::<Result<Vec<_>, _>>()?;
    let bands: Vec<_> = bands
        .into_iter()
        .filter(|band| !band.rates.is_empty())
        .collect();
    let (theme, size) = drawn_with(look);
    Ok(farthing_charts::rates(&bands, currency, &theme, size)?)
}

/// The accounts that had payments of one size. A mark's key is the account and the band's place.
fn rates_of(
    paid: &FeeSum,
    (at, band): (usize, &FeeBand),
    currency: Currency,
) -> Result<RateBand, PictureError> {
    let written =
        |amount: &farthing_ledger::Amount| format!("{} {}", amount.value, amount.currency);
    let mut rates = Vec::new();
    for provider in &paid.providers {
        let Some(flow) = provider.bands.get(at).filter(|flow| flow.count > 0) else {
            continue;
        };
        rates.push(RatePoint {
            key: format!("{}-{at}", provider.account.0),
            provider: provider.name.clone(),
            fees: money(&flow.fees, currency)?,
            volume: money(&flow.volume, currency)?,
            count: flow.count,
        });
    }
    Ok(RateBand {
        name: match (&band.above, &band.up_to) {
            (_, Some(limit)) => format!("up to {}", written(limit)),
            (Some(limit), None) => format!("above {}", written(limit)),
            (None, None) => "any size".to_owned(),
        },
        rates,
    })
}

async fn score(ledger: &Ledger, habit: ChoiceId, today: NaiveDate, look: Look) -> Drawn {
    let detail = ledger.habit(habit, today).await?;
    let points: Vec<ScorePoint> = detail
        .scores
        .iter()
        .map(|score| ScorePoint {
            day: score.day,
            score_hundredths: score.percent * HUNDREDTHS,
        })
        .collect();
    let (theme, size) = drawn_with(look);
    let name = &detail.habit.habit.name;
    Ok(farthing_charts::score(
        &points,
        name,
        Weekday::Mon,
        &theme,
        size,
    )?)
}

async fn days(ledger: &Ledger, habit: ChoiceId, today: NaiveDate, look: Look) -> Drawn {
    let detail = ledger.habit(habit, today).await?;
    let shown = detail.weeks.iter().flat_map(|week| &week.days).flatten();
    let points = shown.filter_map(|day| {
        let state = state_of(day.state)?;
        Some(DayStatePoint {
            day: day.day,
            state,
        })
    });
    let points: Vec<_> = points.collect();
    let from = detail.weeks.first().map_or(today, |week| week.first);
    let name = &detail.habit.habit.name;
    let (theme, size) = drawn_with(look);
    Ok(farthing_charts::day_states(
        &points, from, today, name, &theme, size,
    )?)
}

/// The sign of a day; days that the habit does not ask for have none.
fn state_of(state: HabitDayState) -> Option<DayState> {
    Some(match state {
        HabitDayState::Open => DayState::Open,
        HabitDayState::Provisional => DayState::Provisional,
        HabitDayState::Unknown => DayState::Unknown,
        HabitDayState::NoSpend => DayState::NoSpend,
        HabitDayState::UnderLimit => DayState::UnderLimit,
        HabitDayState::Spend => DayState::Spend,
        HabitDayState::Done => DayState::Done,
        HabitDayState::Missed => DayState::Missed,
        HabitDayState::Skipped => DayState::Skipped,
        HabitDayState::Rest | HabitDayState::Vacation => return None,
    })
}

async fn pace(ledger: &Ledger, limit: ChoiceId, today: NaiveDate, look: Look) -> Drawn {
    let used = ledger.limit_days(limit, today).await?;
    let currency = currency_of(&used.limit.limit.currency)?;
    let points = used.days.iter().map(|day| {
        Ok(DayPoint {
            day: day.day,
            amount: money(&day.spent, currency)?,
            count: day.count,
        })
    });
    let points = points.collect::<Result<Vec<_>, LedgerError>>()?;
    let limit = &used.limit;
    let pace = Pace {
        title: &limit.category.name,
        currency,
        points: &points,
        start: limit.first,
        end: limit.last,
        today,
        limit: money(&limit.limit, currency)?,
    };
    let (theme, size) = drawn_with(look);
    Ok(farthing_charts::pace(&pace, &theme, size)?)
}
