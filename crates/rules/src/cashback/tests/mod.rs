//! Facts of programmes, and what holds for all of them.

mod facts;
mod properties;
mod purses;
mod reconciled;

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate, Weekday};
use farthing_money::{Currency, Money, Rounding};
use rust_decimal::Decimal;

use super::*;
use crate::calendar::Period;
use crate::ids::{AccountId, CategoryId};
use crate::kind::Kind;
use crate::roundup::Status;

fn euro() -> Currency {
    Currency::iso("EUR").unwrap()
}

fn cents(minor: i64) -> Money {
    Money::from_minor(minor, euro()).unwrap()
}

fn euros(text: &str) -> Money {
    Money::parse(text, euro()).unwrap()
}

fn points() -> Currency {
    Currency::own_unit("PTS", 0).unwrap()
}

fn rate(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn day(number: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 11, 3).unwrap() + Days::new(number)
}

/// A purchase of so many cents on a day, of a category by its number.
fn bought(id: i64, on: u64, minor: i64) -> Spend<'static> {
    Spend {
        entry: Entry {
            id: EntryId(id),
            day: day(on),
            account: AccountId(1),
            amount: cents(-minor),
            authorised: None,
            kind: Kind::Purchase,
            status: Status::Posted,
            payee: "Kiosk",
            category: Some(CategoryId(id % 3)),
            lines: &[],
            refund_of: None,
        },
        eligible: None,
        mcc: None,
        method: None,
        last_refund: None,
    }
}

/// So much of a purchase comes back on a day.
fn back(id: i64, on: u64, minor: i64, of: i64) -> Spend<'static> {
    let mut spend = bought(id, on, minor);
    spend.entry.amount = cents(minor);
    spend.entry.kind = Kind::Refund;
    spend.entry.category = Some(CategoryId(of % 3));
    spend.entry.refund_of = Some(EntryId(of));
    spend
}

/// In the order of their days, refunds known to their purchases.
fn linked(mut spends: Vec<Spend<'static>>) -> Vec<Spend<'static>> {
    spends.sort_by_key(|spend| spend.entry.day);
    let refunds: Vec<(EntryId, NaiveDate)> = spends
        .iter()
        .filter_map(|spend| Some((spend.entry.refund_of?, spend.entry.day)))
        .collect();
    for spend in &mut spends {
        let of_it = refunds.iter().filter(|(of, _)| *of == spend.entry.id);
        spend.last_refund = of_it.map(|(_, day)| *day).max();
    }
    spends
}

fn of_category(number: i64) -> Matching {
    Matching {
        categories: Some(BTreeSet::from([CategoryId(number)])),
        ..Matching::default()
    }
}

fn capped(id: i64, text: &str, matching: Matching, limit: CapLimit, period: Period) -> EarningRule {
    EarningRule {
        cap: Some(EarningCap {
            limit,
            period,
            opening: None,
        }),
        ..EarningRule::of(RuleId(id), rate(text), matching)
    }
}

fn flat(text: &str) -> ProgrammeTerms {
    ProgrammeTerms::flat(euro(), rate(text))
}

/// A rule by tiers of the month.
fn tiered(method: TierMethod) -> EarningRule {
    let tier = |up_to: Option<&str>, text| Tier {
        up_to: up_to.map(euros),
        rate: rate(text),
    };
    EarningRule {
        earns: Earns::Tiers {
            tiers: vec![
                tier(Some("40.00"), "0.01"),
                tier(Some("90.00"), "0.03"),
                tier(None, "0.02"),
            ],
            period: Period::Month,
            method,
        },
        ..EarningRule::of(RuleId(1), rate("0"), Matching::default())
    }
}

/// Points by statement, with two rules on top of each other.
fn statement_points() -> ProgrammeTerms {
    let on_top = |rule| EarningRule {
        mode: RuleMode::Add,
        ..rule
    };
    let spend = CapLimit::Spend(euros("60.00"));
    let reward = CapLimit::Reward(Money::small(90, points()));
    let statement = Period::Statement(15);
    ProgrammeTerms {
        unit: points(),
        rounding: RewardRounding {
            scope: RoundingScope::Statement,
            mode: Rounding::Down,
            ..RewardRounding::of(points())
        },
        statement_day: 15,
        rules: vec![
            on_top(capped(1, "3", of_category(1), spend, statement)),
            on_top(capped(
                2,
                "1.5",
                Matching::default(),
                reward,
                Period::Lifetime,
            )),
        ],
        ..flat("1")
    }
}

/// Programmes of every kind of counter.
fn varied() -> Vec<Programme> {
    let week = Period::Week(Weekday::Mon);
    let spend = CapLimit::Spend(euros("60.00"));
    let reward = CapLimit::Reward(euros("2.50"));
    let capped_tiers = EarningRule {
        cap: Some(EarningCap {
            limit: reward,
            period: Period::Month,
            opening: None,
        }),
        fallback_rate: Some(rate("0.007")),
        ..tiered(TierMethod::Whole)
    };
    let of_rules = |base, rules| ProgrammeTerms {
        rules,
        ..flat(base)
    };
    let all = [
        flat("0.015"),
        of_rules(
            "0.01",
            vec![
                capped(1, "0.05", of_category(0), spend, Period::Month),
                capped(2, "0.04", Matching::default(), reward, week),
            ],
        ),
        of_rules("0", vec![tiered(TierMethod::Marginal)]),
        of_rules("0.005", vec![capped_tiers]),
        statement_points(),
    ];
    all.into_iter()
        .map(|terms| Programme::of(terms).unwrap())
        .collect()
}
