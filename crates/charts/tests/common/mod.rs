//! Two plausible years of small payments, the same every time.
#![allow(dead_code, reason = "each test file uses its part")]
#![allow(
    clippy::unwrap_used,
    reason = "outside tests' bodies, but only for them"
)]

pub mod habits;

use chrono::{Datelike, Days, Months, NaiveDate};
use farthing_charts::{
    BarPoint, Chart, DayPoint, GoalGrowth, GoalPoint, MerchantPoint, MonthPoint, MonthSeries,
    ProjectionBand, Size, Theme, bars, calendar, cumulative, goal_growth, lab_months, merchants,
    months,
};
use farthing_money::{Currency, Money};

pub const WIDE: Size = Size {
    width: 720,
    height: 260,
};
pub const NARROW: Size = Size {
    width: 340,
    height: 200,
};

pub fn eur() -> Currency {
    Currency::iso("EUR").unwrap()
}

pub fn money(minor: i64) -> Money {
    Money::from_minor(minor, eur()).unwrap()
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Days with payments from October 2024 to 14 September 2026, more of them at weekends.
pub fn days() -> Vec<DayPoint> {
    let first = day("2024-10-01");
    let mut seed: u64 = 7;
    let mut next = |below: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (seed >> 33) % below
    };
    let mut points = Vec::new();
    for after in 0..714 {
        let day = first.checked_add_days(Days::new(after)).unwrap();
        let busy = if day.weekday().num_days_from_monday() >= 4 {
            4
        } else {
            2
        };
        let count = next(busy) + next(2);
        let amount: u64 = (0..count)
            .map(|_| {
                let most = 1 + next(1400);
                90 + next(most)
            })
            .sum();
        if count > 0 {
            points.push(DayPoint {
                day,
                amount: money(i64::try_from(amount).unwrap()),
                count: i64::try_from(count).unwrap(),
            });
        }
    }
    points
}

pub fn month_points() -> Vec<MonthPoint> {
    let of_day = |point: &DayPoint| MonthPoint {
        month: point.day.with_day(1).unwrap(),
        amount: point.amount,
        count: point.count,
    };
    days().iter().map(of_day).collect()
}

pub fn merchant_points() -> Vec<MerchantPoint> {
    [
        (
            "Kaffeehaus Morgenrot am Alten Botanischen Garten",
            41_230,
            102,
        ),
        ("STEAM PURCHASE", 18_790, 23),
        ("Bakery Lindner", 15_455, 61),
        ("APPLE.COM/BILL", 11_988, 12),
        ("DB Vertrieb", 9_640, 31),
        ("星巴克咖啡", 6_350, 14),
        ("Trinkgeld", 3_200, 40),
        ("Kiosk 24", 1_185, 5),
        ("Парковка центр", 480, 3),
        ("M-PESA charge", 125, 9),
        ("Refunded game", -450, 1),
    ]
    .iter()
    .enumerate()
    .map(|(index, &(name, minor, count))| MerchantPoint {
        key: format!("payee-{index}"),
        name: name.to_owned(),
        amount: money(minor),
        count,
    })
    .collect()
}

pub fn of_month(month: &str) -> Vec<DayPoint> {
    days()
        .into_iter()
        .filter(|point| point.day.to_string().starts_with(month))
        .collect()
}

pub fn earlier() -> Vec<(String, Vec<DayPoint>)> {
    [("Aug", "2026-08"), ("Jul", "2026-07"), ("Jun", "2026-06")]
        .map(|(label, month)| (label.to_owned(), of_month(month)))
        .to_vec()
}

/// Half a year of a goal: something promised every week, most of it moved every fourth.
pub fn goal_points() -> Vec<GoalPoint> {
    let (mut promised, mut moved) = (0, 0);
    let weeks = (0..24_u32).map(|week| {
        promised += 180 + (i64::from(week) * 97) % 260;
        if week % 4 == 3 {
            moved = promised * 3 / 5;
        }
        GoalPoint {
            day: day("2026-06-03") + Days::new(u64::from(week) * 7),
            promised: money(promised),
            moved: money(moved),
        }
    });
    weeks.collect()
}

/// A goal with everything that can be drawn.
pub fn goal(points: &[GoalPoint]) -> GoalGrowth<'_> {
    GoalGrowth {
        currency: eur(),
        points,
        start: day("2026-06-01"),
        today: day("2026-11-26"),
        target: Some(money(12_000)),
        target_day: Some(day("2027-04-01")),
        band: Some(ProjectionBand {
            early: Some(day("2027-01-20")),
            likely: Some(day("2027-02-25")),
            late: Some(day("2027-04-20")),
        }),
    }
}

/// Fourteen months, some of nothing, some in which refunds took more back.
pub fn lab_amounts(factor: i64) -> Vec<(NaiveDate, Money)> {
    let months = (0..14).map(|index| {
        let amount = match index % 6 {
            2 => 0,
            3 => -40 * factor,
            _ => 100 + (i64::from(index) * factor * 137) % 2_900,
        };
        let month = day("2025-09-01") + Months::new(index);
        (month, money(amount))
    });
    months.collect()
}

/// Every chart with its name.
/// Caps of which little, much, all and nothing is used, and one that more came back to than was used.
pub fn bar_points() -> Vec<BarPoint> {
    [
        ("Quarter 4 of 2026", 340, "510.00 of 1,500.00 USD"),
        (
            "Supermarkets up to the end of the year",
            910,
            "5,460.00 of 6,000.00 USD",
        ),
        ("Mobile wallet promotion", 1_000, "500.00 of 500.00 PKR"),
        ("お気に入りの店", 0, "0 of 30,000 KRW"),
        ("Returned", -120, "-12.00 USD"),
    ]
    .map(|(name, length, value)| BarPoint {
        key: name.to_owned(),
        name: name.to_owned(),
        length,
        track: (length >= 0).then_some(1_000),
        value: value.to_owned(),
    })
    .to_vec()
}

pub fn all(theme: &Theme, size: Size) -> Vec<(&'static str, Chart)> {
    let (from, to) = (day("2025-09-15"), day("2026-09-14"));
    let mut year = days();
    year.retain(|point| point.day >= from);
    let (one, other) = (lab_amounts(3), lab_amounts(7));
    let round_ups = MonthSeries {
        name: "Round-ups",
        months: &one,
    };
    let savings = MonthSeries {
        name: "Savings at the bank beyond the river",
        months: &other,
    };
    vec![
        (
            "goal",
            goal_growth(&goal(&goal_points()), theme, size).unwrap(),
        ),
        (
            "lab",
            lab_months(&round_ups, Some(&savings), eur(), theme, size).unwrap(),
        ),
        (
            "months",
            months(&month_points(), eur(), theme, size).unwrap(),
        ),
        (
            "merchants",
            merchants(&merchant_points(), eur(), theme, size).unwrap(),
        ),
        (
            "bars",
            bars(&bar_points(), "What is used of caps", theme, size).unwrap(),
        ),
        (
            "calendar",
            calendar(&year, from, to, eur(), theme, size).unwrap(),
        ),
        (
            "cumulative",
            cumulative(&of_month("2026-09"), &earlier(), eur(), theme, size).unwrap(),
        ),
    ]
}
