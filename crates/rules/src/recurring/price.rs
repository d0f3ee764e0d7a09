//! What the price of one stream did (spec D.5).

use chrono::NaiveDate;
use farthing_money::{Currency, Money, Rounding};
use rust_decimal::Decimal;

use super::Purchase;
use crate::error::RulesError;
use crate::goals::{fitting, money_of};
use crate::power::{power, rounded};

/// A change is told with so many decimals.
const PLACES: u32 = 4;
/// The pace of a year is not told of fewer days.
const FEWEST_DAYS: i64 = 180;
const DAYS_A_YEAR: i64 = 365;

/// What the price of one stream did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriceCreep {
    /// Every lasting change, in the order of their days.
    pub steps: Vec<PriceStep>,
    /// From the first price to the last level, as a fraction with four decimals.
    pub total_change: Decimal,
    /// The same for one year; none of fewer than 180 days.
    pub annualised_change: Option<Decimal>,
    /// What a year costs more than at the first price; below zero where it became cheaper.
    pub extra_per_year: Money,
}

/// A lasting change of a price.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PriceStep {
    /// The first day at the new price.
    pub day: NaiveDate,
    /// The level before.
    pub from: Money,
    /// The new level.
    pub to: Money,
    /// As a fraction of the level before, with four decimals.
    pub change: Decimal,
    /// Whether another charge followed it.
    pub standing: Standing,
}

/// Whether a new price is sure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Another charge came that was not back at the old price.
    Confirmed,
    /// It is the last charge, and the next one may be back at the old price.
    Unconfirmed,
}

/// The lasting changes of one stream's price (spec D.5), of which the charges are sorted by day:
/// a charge that differs from the level by 1 % or more sets a new level, unless the next one is
/// back within 1 % of the old level. Then it was a promotion.
///
/// A new level that is the last charge counts, though it is not sure yet.
pub fn price_creep(
    charges: &[Purchase],
    currency: Currency,
    charges_per_year: u32,
) -> Result<PriceCreep, RulesError> {
    debug_assert!(charges.is_sorted_by_key(|charge| charge.day));
    let (first, last) = check(charges)?;
    let mut level = first.size_minor;
    let mut steps = Vec::new();
    for (place, charge) in charges.iter().enumerate() {
        let next = charges.get(place + 1);
        let is_promotion = next.is_some_and(|next| !differs(next.size_minor, level));
        if differs(charge.size_minor, level) && !is_promotion {
            let standing = next.map_or(Standing::Unconfirmed, |_| Standing::Confirmed);
            steps.push(step(charge, level, currency, standing)?);
            level = charge.size_minor;
        }
    }
    let days = (last.day - first.day).num_days();
    let extra = i128::from(level) - i128::from(first.size_minor);
    Ok(PriceCreep {
        steps,
        total_change: change(first.size_minor, level)?,
        annualised_change: annualised(first.size_minor, level, days)?,
        extra_per_year: money_of(extra * i128::from(charges_per_year), currency)?,
    })
}

/// The first and the last charge.
fn check(charges: &[Purchase]) -> Result<(Purchase, Purchase), RulesError> {
    let wrong = |message| RulesError::field("charges", message);
    let [first, ..] = charges else {
        return Err(wrong("there must be at least one charge"));
    };
    if charges.iter().any(|charge| charge.size_minor < 1) {
        return Err(wrong("every charge must be above zero"));
    }
    Ok((*first, *charges.last().unwrap_or(first)))
}

fn step(
    charge: &Purchase,
    level: i64,
    currency: Currency,
    standing: Standing,
) -> Result<PriceStep, RulesError> {
    Ok(PriceStep {
        day: charge.day,
        from: money_of(level.into(), currency)?,
        to: money_of(charge.size_minor.into(), currency)?,
        change: change(level, charge.size_minor)?,
        standing,
    })
}

/// Whether a price differs from a level by 1 % of it or more. What does not is back within 1 %, so
/// that a rise of exactly 1 % that stays is not taken for its own way back.
fn differs(price: i64, level: i64) -> bool {
    u128::from(price.abs_diff(level)) * 100 >= u128::from(level.unsigned_abs())
}

fn change(from: i64, to: i64) -> Result<Decimal, RulesError> {
    let more = i128::from(to) - i128::from(from);
    fitting(Rounding::HalfUp.ratio(more, from.into(), PLACES))
}

/// The change of one year that comes to the same in all these days.
fn annualised(first: i64, level: i64, days: i64) -> Result<Option<Decimal>, RulesError> {
    if days < FEWEST_DAYS {
        return Ok(None);
    }
    let growth = Decimal::from(level).checked_div(first.into());
    let exponent = Decimal::from(DAYS_A_YEAR) / Decimal::from(days);
    let of_year = growth.and_then(|growth| power(growth, exponent));
    let change = of_year.and_then(|of_year| rounded(of_year - Decimal::ONE, PLACES));
    fitting(change).map(Some)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::purchases;
    use super::*;

    fn creep(list: &[(&str, i64)]) -> PriceCreep {
        price_creep(&purchases(list), Currency::iso("EUR").unwrap(), 12).unwrap()
    }

    fn levels(creep: &PriceCreep) -> Vec<(i64, Standing)> {
        let steps = creep.steps.iter();
        let levels = steps.map(|step| (step.to.minor(), step.standing));
        levels.collect()
    }

    #[test]
    fn a_charge_that_goes_back_is_a_promotion() {
        let promotion = creep(&[
            ("2025-01-05", 1_000),
            ("2025-02-05", 500),
            ("2025-03-05", 1_009),
            ("2025-04-05", 991),
        ]);
        assert!(promotion.steps.is_empty());
        assert_eq!(promotion.total_change.to_string(), "0.0000");
        assert_eq!(promotion.extra_per_year.minor(), 0);
    }

    #[test]
    fn one_percent_that_stays_is_a_step_and_not_its_own_way_back() {
        let stays = creep(&[
            ("2025-01-05", 1_000),
            ("2025-02-05", 1_010),
            ("2025-03-05", 1_010),
        ]);
        assert_eq!(levels(&stays), [(1_010, Standing::Confirmed)]);
    }

    #[test]
    fn two_charges_at_another_price_are_two_steps() {
        let two = creep(&[
            ("2025-01-05", 1_000),
            ("2025-02-05", 500),
            ("2025-03-05", 500),
            ("2025-04-05", 1_000),
        ]);
        let expected = [(500, Standing::Confirmed), (1_000, Standing::Unconfirmed)];
        assert_eq!(levels(&two), expected);
        assert_eq!(two.steps[0].change.to_string(), "-0.5000");
        assert_eq!(two.steps[1].change.to_string(), "1.0000");
    }

    #[test]
    fn one_percent_is_a_step_and_a_unit_less_is_not() {
        let last = |size| creep(&[("2025-01-05", 1_000), ("2025-02-05", size)]);
        assert_eq!(levels(&last(1_010)), [(1_010, Standing::Unconfirmed)]);
        assert_eq!(levels(&last(990)), [(990, Standing::Unconfirmed)]);
        assert!(last(1_009).steps.is_empty());
        assert_eq!(last(1_010).extra_per_year.minor(), 120);
        assert_eq!(last(990).extra_per_year.minor(), -120);
    }

    #[test]
    fn small_changes_add_up_against_the_level() {
        let slow = creep(&[
            ("2025-01-05", 1_000),
            ("2025-02-05", 1_006),
            ("2025-03-05", 1_012),
            ("2025-04-05", 1_018),
        ]);
        assert_eq!(levels(&slow), [(1_012, Standing::Confirmed)]);
    }

    #[test]
    fn the_pace_of_a_year_needs_180_days() {
        let over = |last| creep(&[("2025-01-01", 1_000), (last, 1_100)]).annualised_change;
        assert_eq!(over("2025-06-29"), None);
        // 1.1 to the power of 365 / 180 is 1.21321….
        assert_eq!(over("2025-06-30").unwrap().to_string(), "0.2132");
        assert_eq!(over("2026-01-01").unwrap().to_string(), "0.1000");
    }

    #[test]
    fn half_a_last_place_of_a_year_goes_up() {
        let charges = [("2025-01-01", 100_000), ("2026-01-01", 112_345)];
        let of_year = creep(&charges);
        assert_eq!(of_year.total_change.to_string(), "0.1235");
        assert_eq!(of_year.annualised_change, Some(of_year.total_change));
    }

    #[test]
    fn no_charge_or_one_of_nothing_is_an_error() {
        let euro = Currency::iso("EUR").unwrap();
        for list in [vec![], purchases(&[("2025-01-05", 0)])] {
            assert!(price_creep(&list, euro, 12).is_err());
        }
        assert!(creep(&[("2025-01-05", 5)]).steps.is_empty());
    }

    proptest! {
        #[test]
        fn the_steps_lead_from_the_first_price_to_the_last_level(
            sizes in proptest::collection::vec(900_i64..1_100, 1..20),
        ) {
            let first: NaiveDate = "2025-01-01".parse().unwrap();
            let charges: Vec<Purchase> = (0..)
                .zip(&sizes)
                .map(|(day, size)| Purchase {
                    day: first + chrono::Days::new(day * 30),
                    size_minor: *size,
                })
                .collect();
            let creep = price_creep(&charges, Currency::iso("EUR").unwrap(), 1).unwrap();
            let mut level = sizes[0];
            for step in &creep.steps {
                prop_assert_eq!(step.from.minor(), level);
                prop_assert_ne!(step.to.minor(), level);
                level = step.to.minor();
            }
            prop_assert_eq!(creep.extra_per_year.minor(), level - sizes[0]);
        }
    }
}
