//! A person's weeks, habits, subscription and fees, the same every time.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};
use farthing_charts::{
    Certainty, Chart, DayPoint, DayState, DayStatePoint, HourPoint, Pace, PricePoint, PriceSteps,
    RateBand, RatePoint, ScorePoint, Size, Theme, WeekPoint, calendar, day_states, hours, pace,
    rates, score, steps, weeks,
};

use super::{day, days, eur, money};

/// Coffee at eight, lunch at noon, games in the evening, and some payments without a time.
pub fn hour_points() -> Vec<HourPoint> {
    let point = |weekday: u8, hour: Option<u8>| {
        let near = |middle: i64, most: i64| {
            let away = (i64::from(hour.unwrap_or(20)) - middle).abs();
            (most - away * most / 3).max(0)
        };
        let late = if weekday >= 4 { 2_100 } else { 700 };
        let odd = (i64::from(weekday) * 37 + i64::from(hour.unwrap_or(5)) * 11) % 90;
        let minor = near(8, 420) + near(12, 1_150) + near(20, late);
        HourPoint {
            weekday,
            hour,
            amount: money(if minor > 0 { minor + odd } else { 0 }),
            count: (minor + 299) / 300,
        }
    };
    let times = || (0..24).map(Some).chain([None]);
    (0..7)
        .flat_map(|weekday| times().map(move |hour| point(weekday, hour)))
        .collect()
}

/// This many weeks up to September 2026.
pub fn week_points(most: usize) -> Vec<WeekPoint> {
    let of_day = |point: &DayPoint| WeekPoint {
        week: point.day.week(Weekday::Mon).first_day(),
        amount: point.amount,
        count: point.count,
    };
    let mut points: Vec<_> = days().iter().map(of_day).collect();
    let last = points.last().unwrap().week;
    let room = Days::new(7 * u64::try_from(most).unwrap());
    points.retain(|point| point.week > last - room);
    points
}

pub fn three_months() -> Vec<DayPoint> {
    let mut points = days();
    points.retain(|point| point.day >= day("2026-07-01"));
    points
}

/// Days of each state up to a day that is not over.
pub fn state_points(from: NaiveDate, to: NaiveDate) -> Vec<DayStatePoint> {
    let state = |day: NaiveDate| match (to - day).num_days() {
        0 => DayState::Open,
        1..=3 => DayState::Provisional,
        back if back % 41 < 3 => DayState::Skipped,
        back if back % 29 == 5 => DayState::Unknown,
        _ if (day.day() * 7 + day.month() * 3) % 5 < 2 => DayState::NoSpend,
        _ if (day.day() * 5 + day.month()) % 7 < 4 => DayState::UnderLimit,
        _ => DayState::Spend,
    };
    let days = from.iter_days().take_while(|day| *day <= to);
    days.map(|day| DayStatePoint {
        day,
        state: state(day),
    })
    .collect()
}

/// A score that rises while days succeed, and falls a little where they do not.
pub fn score_points(length: u64) -> Vec<ScorePoint> {
    let mut score = 0;
    let points = (0..length).map(|after| {
        let succeeds = after % 9 != 4 && after % 70 < 58;
        score = if succeeds {
            score + (10_000 - score) * 5 / 100
        } else {
            score * 95 / 100
        };
        ScorePoint {
            day: day("2024-09-17") + Days::new(after),
            score_hundredths: score,
        }
    });
    points.collect()
}

/// Two years of charges with three steps, the last of them not confirmed.
pub fn price_points() -> Vec<PricePoint> {
    let point = |index: u32| {
        let (minor, certainty) = match index {
            ..7 => (799, Certainty::Confirmed),
            7..15 => (899, Certainty::Confirmed),
            15..22 => (849, Certainty::Confirmed),
            _ => (1_099, Certainty::Unconfirmed),
        };
        PricePoint {
            key: format!("entry-{index}"),
            day: day("2024-11-14") + Months::new(index),
            amount: money(minor),
            certainty,
        }
    };
    (0..25).map(point).collect()
}

pub fn price(points: &[PricePoint]) -> PriceSteps<'_> {
    PriceSteps {
        title: "Music streaming",
        points,
        currency: eur(),
        today: day("2026-11-26"),
    }
}

pub fn rate_bands() -> Vec<RateBand> {
    let rate = |provider: &str, fees, volume, count| RatePoint {
        key: provider.to_owned(),
        provider: provider.to_owned(),
        fees: money(fees),
        volume: money(volume),
        count,
    };
    let band = |name: &str, rates| RateBand {
        name: name.to_owned(),
        rates,
    };
    vec![
        band(
            "Up to 1.00 EUR",
            vec![
                rate("PayPal", 1_400, 3_650, 41),
                rate("Kreditkarte der Sparkasse am Alten Markt", 12, 2_900, 30),
                rate("星巴克 card", 0, 4_000, 18),
            ],
        ),
        band(
            "1.01 to 5.00 EUR",
            vec![
                rate("PayPal", 2_300, 25_200, 66),
                rate("Kreditkarte der Sparkasse am Alten Markt", 130, 40_000, 120),
                rate("星巴克 card", 20, 0, 1),
            ],
        ),
        band(
            "5.01 to 20.00 EUR",
            vec![
                rate("PayPal", 4_000, 84_000, 70),
                rate(
                    "Kreditkarte der Sparkasse am Alten Markt",
                    600,
                    260_000,
                    212,
                ),
            ],
        ),
    ]
}

pub fn of_pace(points: &[DayPoint]) -> Pace<'_> {
    Pace {
        title: "Coffee and snacks",
        currency: eur(),
        points,
        start: day("2026-09-01"),
        end: day("2026-09-30"),
        today: day("2026-09-17"),
        limit: money(9_000),
    }
}

/// Every chart of weeks, habits, subscriptions and fees with its name.
pub fn all_habits(theme: &Theme, size: Size) -> Vec<(&'static str, Chart)> {
    let (july, september) = (day("2026-07-01"), day("2026-09-14"));
    let month = super::of_month("2026-09");
    let year = (day("2025-09-15"), september);
    let states = |from, to| {
        let points = state_points(from, to);
        day_states(&points, from, to, "No takeaway", theme, size).unwrap()
    };
    vec![
        ("hours", hours(&hour_points(), eur(), theme, size).unwrap()),
        (
            "weeks",
            weeks(&week_points(26), eur(), theme, size).unwrap(),
        ),
        (
            "weeks-long",
            weeks(&week_points(160), eur(), theme, size).unwrap(),
        ),
        (
            "calendar-months",
            calendar(&three_months(), july, september, eur(), theme, size).unwrap(),
        ),
        ("states-year", states(year.0, year.1)),
        ("states-months", states(july, september)),
        (
            "score",
            score(&score_points(90), "No takeaway", Weekday::Mon, theme, size).unwrap(),
        ),
        (
            "score-long",
            score(&score_points(800), "No takeaway", Weekday::Mon, theme, size).unwrap(),
        ),
        (
            "steps",
            steps(&price(&price_points()), theme, size).unwrap(),
        ),
        ("rates", rates(&rate_bands(), eur(), theme, size).unwrap()),
        ("pace", pace(&of_pace(&month), theme, size).unwrap()),
    ]
}

/// A charge of a subscription.
pub fn charge(text: &str, minor: i64, certainty: Certainty) -> PricePoint {
    PricePoint {
        key: format!("entry of {text}"),
        day: day(text),
        amount: money(minor),
        certainty,
    }
}

/// Twelve payments at a provider.
pub fn rate(provider: &str, fees: i64, volume: i64) -> RatePoint {
    RatePoint {
        key: provider.to_owned(),
        provider: provider.to_owned(),
        fees: money(fees),
        volume: money(volume),
        count: 12,
    }
}

/// Payments of one size.
pub fn band(name: &str, rates: Vec<RatePoint>) -> RateBand {
    RateBand {
        name: name.to_owned(),
        rates,
    }
}

/// Whether this is one of the texts of a picture.
pub fn shows(chart: &Chart, text: &str) -> bool {
    chart.svg.contains(&format!(">{text}</text>"))
}
