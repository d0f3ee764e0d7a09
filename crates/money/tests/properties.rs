//! What holds for every amount, weight and rate, not only for the worked examples.
#![allow(
    clippy::unwrap_used,
    reason = "helpers of tests may fail as loudly as tests do"
)]

use std::cmp::Ordering;

use chrono::NaiveDate;
use farthing_money::{
    Capped, Carry, Currency, DatedRate, MAX_ENTRY_MINOR, MAX_SUM_MINOR, Money, MoneyError,
    RateQuery, Rates, Rounding, Sums, allocate, split_caps,
};
use proptest::prelude::*;
use rust_decimal::{Decimal, RoundingStrategy};

const MODES: [(Rounding, RoundingStrategy); 6] = [
    (Rounding::HalfUp, RoundingStrategy::MidpointAwayFromZero),
    (Rounding::HalfEven, RoundingStrategy::MidpointNearestEven),
    (Rounding::Down, RoundingStrategy::ToZero),
    (Rounding::Up, RoundingStrategy::AwayFromZero),
    (Rounding::Floor, RoundingStrategy::ToNegativeInfinity),
    (Rounding::Ceil, RoundingStrategy::ToPositiveInfinity),
];

fn currency() -> impl Strategy<Value = Currency> {
    proptest::sample::select(Currency::all_iso().collect::<Vec<_>>())
}

fn weight() -> impl Strategy<Value = Decimal> {
    (0_i64..100_000, 0_u32..5).prop_map(|(mantissa, scale)| Decimal::new(mantissa, scale))
}

fn weights() -> impl Strategy<Value = Vec<Decimal>> {
    proptest::collection::vec(weight(), 1..8)
        .prop_filter("someone takes part", |all| all.iter().any(|w| !w.is_zero()))
}

fn usd(minor: i64) -> Money {
    Money::from_minor(minor, Currency::iso("USD").unwrap()).unwrap()
}

fn minors(shares: &[Money]) -> Vec<i64> {
    shares.iter().map(Money::minor).collect()
}

#[test]
fn every_iso_currency_writes_what_it_reads() {
    for currency in Currency::all_iso() {
        for minor in [
            0,
            1,
            -1,
            9,
            10,
            99_999,
            -100_000,
            MAX_ENTRY_MINOR,
            -MAX_ENTRY_MINOR,
        ] {
            let money = Money::from_minor(minor, currency).unwrap();
            assert_eq!(money.to_string().parse::<Money>().unwrap(), money);
            assert_eq!(
                Money::parse(&money.decimal_text(), currency).unwrap(),
                money
            );
            assert_eq!(
                Money::from_decimal(money.to_decimal(), currency).unwrap(),
                money
            );
            let text = money.decimal_text();
            let decimals = text.split_once('.').map_or(0, |(_, part)| part.len());
            assert_eq!(decimals, currency.decimals() as usize, "{money}");
        }
    }
}

proptest! {
    #[test]
    fn an_amount_survives_its_text(
        minor in -MAX_ENTRY_MINOR..=MAX_ENTRY_MINOR,
        currency in currency(),
    ) {
        let money = Money::from_minor(minor, currency).unwrap();
        prop_assert_eq!(money.to_string().parse::<Money>().unwrap(), money);
        prop_assert_eq!(money.negated().negated(), money);
    }

    #[test]
    fn any_text_is_an_amount_or_an_error_and_never_rounded(text in "-?[0-9]{0,20}[.]?[0-9]{0,35}") {
        let currency = Currency::iso("KWD").unwrap();
        if let Ok(money) = Money::parse(&text, currency) {
            let trimmed = |t: &str| {
                let t = if t.contains('.') { t.trim_end_matches('0').trim_end_matches('.') } else { t };
                let digits = t.trim_start_matches('-').trim_start_matches('0').to_owned();
                let sign = if t.starts_with('-') && !digits.is_empty() { "-" } else { "" };
                format!("{sign}{digits}")
            };
            prop_assert_eq!(trimmed(&money.decimal_text()), trimmed(&text));
        }
    }

    #[test]
    fn rounding_agrees_with_the_decimal_library(
        mantissa in -10_i64.pow(14)..10_i64.pow(14),
        scale in 0_u32..12,
        currency in currency(),
    ) {
        let value = Decimal::new(mantissa, scale);
        for (rounding, strategy) in MODES {
            let ours = Money::round(value, currency, rounding);
            let minor = value
                .round_dp_with_strategy(currency.decimals(), strategy)
                * Decimal::from(10_i64.pow(currency.decimals()));
            if minor.abs() <= Decimal::from(MAX_SUM_MINOR) {
                prop_assert_eq!(Decimal::from(ours.unwrap().minor()), minor, "{:?}", rounding);
            } else {
                prop_assert_eq!(ours, Err(MoneyError::Overflow));
            }
        }
    }

    #[test]
    fn a_quotient_is_within_one_unit_on_the_side_it_names(
        numerator in -10_i128.pow(20)..10_i128.pow(20),
        denominator in 1_i128..10_i128.pow(12),
    ) {
        for (rounding, _) in MODES {
            let quotient = rounding.divide(numerator, denominator).unwrap();
            let off = quotient * denominator - numerator;
            prop_assert!(off.abs() < denominator);
            let magnitude = (quotient * denominator).abs().cmp(&numerator.abs());
            let as_named = match rounding {
                Rounding::HalfUp => 2 * off.abs() < denominator
                    || (2 * off.abs() == denominator && magnitude == Ordering::Greater),
                Rounding::HalfEven => 2 * off.abs() < denominator
                    || (2 * off.abs() == denominator && quotient % 2 == 0),
                Rounding::Down => magnitude.is_le(),
                Rounding::Up => magnitude.is_ge(),
                Rounding::Floor => off <= 0,
                Rounding::Ceil => off >= 0,
            };
            prop_assert!(as_named, "{:?} {}", rounding, quotient);
        }
    }

    #[test]
    fn the_parts_add_up_to_the_whole_and_are_within_one_unit_of_it(
        minor in -MAX_ENTRY_MINOR..=MAX_ENTRY_MINOR,
        weights in weights(),
    ) {
        let shares = allocate(usd(minor), &weights).unwrap();
        prop_assert_eq!(minors(&shares).iter().sum::<i64>(), minor);
        let total: Decimal = weights.iter().sum();
        for (share, weight) in shares.iter().zip(&weights) {
            // Cross-multiplied, so that the check itself divides nothing.
            let off = i128::from(share.minor()) * scaled(total) - i128::from(minor) * scaled(*weight);
            prop_assert!(off.abs() < scaled(total));
        }
        let mirrored: Vec<i64> = allocate(usd(-minor), &weights).unwrap()
            .iter().map(|share| -share.minor()).collect();
        prop_assert_eq!(minors(&shares), mirrored);
    }

    #[test]
    fn a_carry_never_loses_or_invents_a_unit(
        amounts in proptest::collection::vec(0_i64..1_000, 1..200),
        weights in weights(),
    ) {
        let mut carry = Carry::new(&weights).unwrap();
        let mut totals = vec![0_i64; weights.len()];
        let mut whole = 0;
        for amount in amounts {
            let shares = minors(&carry.allocate(usd(amount)).unwrap());
            prop_assert!(shares.iter().all(|share| *share >= 0));
            prop_assert_eq!(shares.iter().sum::<i64>(), amount);
            whole += amount;
            totals.iter_mut().zip(shares).for_each(|(total, share)| *total += share);
            stays_near(&carry, &totals, whole, &weights)?;
        }
    }

    #[test]
    fn equal_goals_take_turns(goals in 1_usize..9, rounds in 1_usize..5) {
        let mut carry = Carry::new(&vec![Decimal::ONE; goals]).unwrap();
        for day in 0..goals * rounds {
            let shares = minors(&carry.allocate(usd(1)).unwrap());
            prop_assert_eq!(shares.iter().position(|share| *share == 1), Some(day % goals));
        }
    }

    #[test]
    fn nobody_gets_more_than_fits_and_nothing_is_left_while_someone_is_open(
        minor in 0..=MAX_ENTRY_MINOR,
        takers in proptest::collection::vec(
            (weight(), proptest::option::of(0_i64..20_000)),
            0..7,
        ),
        small in 0_i64..50_000,
    ) {
        let takers: Vec<Capped> = takers
            .into_iter()
            .map(|(weight, most)| Capped { weight, remaining: most.map(usd) })
            .collect();
        for minor in [minor, small] {
            let split = split_caps(usd(minor), &takers).unwrap();
            let given: i64 = minors(&split.shares).iter().sum();
            prop_assert_eq!(given + split.unallocated.minor(), minor);
            for (share, taker) in split.shares.iter().zip(&takers) {
                let most = taker.remaining.map_or(i64::MAX, |most| most.minor());
                prop_assert!((0..=most).contains(&share.minor()));
                let open = !taker.weight.is_zero() && share.minor() < most;
                prop_assert!(!open || split.unallocated.is_zero());
            }
        }
    }

    #[test]
    fn without_a_full_one_the_split_is_the_plain_one(
        minor in 0..=MAX_ENTRY_MINOR,
        weights in weights(),
    ) {
        let open: Vec<Capped> = weights.iter()
            .map(|weight| Capped { weight: *weight, remaining: None })
            .collect();
        let split = split_caps(usd(minor), &open).unwrap();
        prop_assert_eq!(split.shares, allocate(usd(minor), &weights).unwrap());
    }

    #[test]
    fn there_and_back_again_is_within_the_two_roundings(
        minor in -1_000_000_000_i64..1_000_000_000,
        (from, to) in (currency(), currency()).prop_filter("two currencies", |(a, b)| a != b),
        rate in (1_i64..1_000_000_000, 0_u32..9).prop_map(|(m, scale)| Decimal::new(m, scale)),
    ) {
        let date = NaiveDate::from_ymd_opt(2026, 2, 3).unwrap();
        let rates = Rates::of([DatedRate { date, base: from, quote: to, rate }]).unwrap();
        let start = Money::from_minor(minor, from).unwrap();
        let Ok(there) = rates.convert(start, to, RateQuery::on(date)) else {
            return Ok(());
        };
        let back = rates.convert(there, from, RateQuery::on(date)).unwrap();
        // |back - start| <= 1/2 unit + 1/2 target unit / rate, in minor units of `from`.
        let up = |decimals: u32| 10_i128.pow(decimals);
        let rate_top = rate.mantissa() * up(to.decimals());
        let rate_bottom = up(rate.scale()) * up(from.decimals());
        let off = i128::from(back.minor() - start.minor()).abs();
        prop_assert!(2 * off * rate_top <= rate_top + rate_bottom);
    }

    #[test]
    fn the_order_of_amounts_does_not_change_their_sums(
        amounts in proptest::collection::vec((-1_000_i64..1_000, currency()), 0..40),
    ) {
        let amounts: Vec<Money> = amounts.into_iter()
            .map(|(minor, currency)| Money::from_minor(minor, currency).unwrap())
            .collect();
        let sums = Sums::of(amounts.iter().copied()).unwrap();
        prop_assert_eq!(&sums, &Sums::of(amounts.iter().rev().copied()).unwrap());
        for sum in sums.iter() {
            let own = amounts.iter().filter(|a| a.currency() == sum.currency());
            prop_assert_eq!(sum.minor(), own.map(Money::minor).sum::<i64>());
        }
    }
}

/// A weight as a whole number; the strategy makes at most four decimals.
fn scaled(weight: Decimal) -> i128 {
    weight.mantissa() * 10_i128.pow(4 - weight.scale())
}

/// What was given so far is the ideal part less what is still owed. Nobody is ever a whole unit
/// ahead. Among up to three nobody is a unit behind either; among more it is rarely a bit over.
fn stays_near(
    carry: &Carry,
    totals: &[i64],
    whole: i64,
    weights: &[Decimal],
) -> Result<(), TestCaseError> {
    let (owed, divisor) = carry.owed();
    prop_assert_eq!(owed.iter().sum::<i128>(), 0);
    let most_units = if weights.len() <= 3 { 1 } else { 2 };
    let sum: i128 = weights.iter().map(|w| scaled(*w)).sum();
    for ((owed, total), weight) in owed.iter().zip(totals).zip(weights) {
        prop_assert!(
            -divisor < *owed && *owed < most_units * divisor,
            "{owed}/{divisor}"
        );
        let ideal = i128::from(whole) * scaled(*weight) * divisor;
        prop_assert_eq!(ideal - i128::from(*total) * sum * divisor, owed * sum);
    }
    Ok(())
}
