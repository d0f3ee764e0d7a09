//! Two plausible years of small payments, the same every time.
#![allow(dead_code, reason = "each test file uses its part")]
#![allow(
    clippy::unwrap_used,
    reason = "outside tests' bodies, but only for them"
)]

use chrono::{Datelike, Days, NaiveDate};
use farthing_charts::{
    Chart, DayPoint, MerchantPoint, MonthPoint, Size, Theme, calendar, cumulative, merchants,
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

/// All four charts with their names.
pub fn all(theme: &Theme, size: Size) -> Vec<(&'static str, Chart)> {
    let (from, to) = (day("2025-09-15"), day("2026-09-14"));
    let mut year = days();
    year.retain(|point| point.day >= from);
    vec![
        (
            "months",
            months(&month_points(), eur(), theme, size).unwrap(),
        ),
        (
            "merchants",
            merchants(&merchant_points(), eur(), theme, size).unwrap(),
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
