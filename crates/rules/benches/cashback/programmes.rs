//! Six programmes of different kinds: flat, by category with a cap of the year, points by statement
//! with a rotating category, points by blocks, tiers of the month, and a wallet's campaign.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use farthing_money::{Currency, Money, Rounding};
use farthing_rules::calendar::{Period, Span};
use farthing_rules::cashback::{
    Activation, ActivationReach, CapLimit, EarningCap, EarningRule, Earns, Matching, Programme,
    ProgrammeTerms, RewardRounding, RoundingScope, RuleMode, Tier, TierMethod,
};
use farthing_rules::ids::{CategoryId, RuleId};
use rust_decimal::Decimal;

/// All of them with their names.
pub fn programmes() -> Vec<(&'static str, Programme)> {
    let all = [
        ("flat", ProgrammeTerms::flat(euro(), rate("0.015"))),
        ("categories, capped by year", categories()),
        ("statement points, rotating", rotating()),
        ("points by blocks, by code and name", blocks()),
        ("tiers and a cap of the month", tiers()),
        ("wallet campaign, capped by statement", campaign()),
    ];
    all.into_iter()
        .map(|(name, terms)| (name, Programme::of(terms).unwrap()))
        .collect()
}

fn categories() -> ProgrammeTerms {
    let cap = EarningCap {
        limit: CapLimit::Spend(cents(600_000)),
        period: Period::Year,
        opening: None,
    };
    let groceries = EarningRule {
        cap: Some(cap),
        fallback_rate: Some(rate("0.01")),
        ..EarningRule::of(RuleId(1), rate("0.05"), of_categories(&[1, 2]))
    };
    let transit = EarningRule::of(RuleId(2), rate("0.03"), of_categories(&[3]));
    ProgrammeTerms {
        rules: vec![groceries, transit],
        ..ProgrammeTerms::flat(euro(), rate("0.005"))
    }
}

fn rotating() -> ProgrammeTerms {
    let cap = EarningCap {
        limit: CapLimit::Spend(cents(150_000)),
        period: Period::Quarter,
        opening: None,
    };
    let rotating = EarningRule {
        mode: RuleMode::Add,
        valid: Span::new(day("2006-01-01"), day("2026-12-31")),
        activation: Some(Activation {
            on: Some(day("2006-02-10")),
            deadline: Some(day("2006-03-14")),
            reach: ActivationReach::Retroactive,
        }),
        cap: Some(cap),
        ..EarningRule::of(RuleId(1), rate("4"), of_categories(&[4, 5]))
    };
    let dining = EarningRule {
        mode: RuleMode::Add,
        ..EarningRule::of(RuleId(2), rate("2"), of_categories(&[4]))
    };
    let unit = points();
    ProgrammeTerms {
        unit,
        rounding: RewardRounding {
            scope: RoundingScope::Statement,
            mode: Rounding::Down,
            ..RewardRounding::of(unit)
        },
        rules: vec![rotating, dining],
        ..ProgrammeTerms::flat(euro(), rate("1"))
    }
}

fn blocks() -> ProgrammeTerms {
    let online = Matching {
        pattern: Some("^(shop|market) 1".to_owned()),
        ..Matching::default()
    };
    let fuel = Matching {
        mccs: Some(BTreeSet::from([5541, 5542])),
        ..Matching::default()
    };
    let unit = points();
    ProgrammeTerms {
        unit,
        rounding: RewardRounding {
            mode: Rounding::Down,
            block: Some(cents(500)),
            ..RewardRounding::of(unit)
        },
        rules: vec![
            EarningRule::of(RuleId(1), rate("2"), fuel),
            EarningRule::of(RuleId(2), rate("1.4"), online),
        ],
        ..ProgrammeTerms::flat(euro(), rate("0.4"))
    }
}

fn tiers() -> ProgrammeTerms {
    let tier = |up_to: Option<i32>, text| Tier {
        up_to: up_to.map(cents),
        rate: rate(text),
    };
    let earns = Earns::Tiers {
        tiers: vec![
            tier(Some(50_000), "0.005"),
            tier(Some(400_000), "0.01"),
            tier(None, "0.02"),
        ],
        period: Period::Month,
        method: TierMethod::Marginal,
    };
    let cap = EarningCap {
        limit: CapLimit::Reward(cents(80_000)),
        period: Period::Month,
        opening: None,
    };
    ProgrammeTerms {
        rules: vec![EarningRule {
            earns,
            cap: Some(cap),
            ..EarningRule::of(RuleId(1), rate("0"), Matching::default())
        }],
        ..ProgrammeTerms::flat(euro(), rate("0.001"))
    }
}

fn campaign() -> ProgrammeTerms {
    let cap = EarningCap {
        limit: CapLimit::Reward(cents(20_000)),
        period: Period::Statement(15),
        opening: None,
    };
    let by_code = Matching {
        methods: Some(BTreeSet::from(["qr".to_owned()])),
        ..Matching::default()
    };
    let by_code = EarningRule {
        min_purchase: Some(cents(500)),
        purchase_cap: Some(cents(300)),
        cap: Some(cap),
        fallback_rate: Some(Decimal::ZERO),
        ..EarningRule::of(RuleId(1), rate("0.2"), by_code)
    };
    let mut terms = ProgrammeTerms {
        rules: vec![by_code],
        statement_day: 15,
        ..ProgrammeTerms::flat(euro(), rate("0.002"))
    };
    terms.exclusions.categories.insert(CategoryId(6));
    terms.exclusions.mccs.insert(6051);
    terms
}

pub fn cents(minor: i32) -> Money {
    Money::small(minor, euro())
}

fn euro() -> Currency {
    static EURO: std::sync::OnceLock<Currency> = std::sync::OnceLock::new();
    *EURO.get_or_init(|| Currency::iso("EUR").unwrap())
}

fn points() -> Currency {
    Currency::own_unit("PTS", 0).unwrap()
}

fn of_categories(numbers: &[i64]) -> Matching {
    Matching {
        categories: Some(numbers.iter().copied().map(CategoryId).collect()),
        ..Matching::default()
    }
}

fn rate(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}
