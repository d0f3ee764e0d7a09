//! Points, portals, stored value and reconciliation.

use proptest::prelude::*;

use super::*;
use crate::ids::ReceiptId;

fn pts(number: i64) -> Money {
    Money::from_minor(number, points()).unwrap()
}

proptest! {
    #[test]
    fn points_never_fall_below_zero_and_lots_add_up(
        moves in prop::collection::vec((0..600_u64, 0..3_u8, 0..200_i64), 0..40),
        expiry in prop_oneof![
            Just(Expiry::Never),
            (1..6_u32).prop_map(Expiry::Months),
            (1..6_u32).prop_map(Expiry::EndOfMonth),
            (1..90_u32).prop_map(Expiry::Days),
            (0..2_u32).prop_map(Expiry::CalendarYears),
            (1..6_u32).prop_map(Expiry::Rolling),
        ],
        until in 0..700_u64,
    ) {
        let policy = PointsPolicy { unit: points(), expiry };
        let mut events: Vec<_> = moves
            .iter()
            .map(|(on, sort, number)| PointsEvent {
                day: day(*on),
                action: match sort {
                    0 => PointsMove::Earn(pts(*number), None),
                    1 => PointsMove::Redeem(pts(*number)),
                    _ => PointsMove::Clawback(pts(*number)),
                },
            })
            .collect();
        events.sort_by_key(|event| event.day);
        let lots = super::super::points(&policy, &events, day(until)).unwrap();
        let done = events.iter().zip(&lots.outcomes);
        let moved: i64 = done
            .map(|(event, outcome)| match event.action {
                _ if *outcome == PointsOutcome::Insufficient => 0,
                PointsMove::Earn(number, _) => number.minor(),
                PointsMove::Redeem(number) | PointsMove::Clawback(number) => -number.minor(),
            })
            .sum();
        let expired: i64 = lots.expired.iter().map(|expired| expired.points.minor()).sum();
        prop_assert!(lots.balance.minor() >= 0 && lots.owed.minor() >= 0);
        prop_assert_eq!(lots.balance.minor() - lots.owed.minor(), moved - expired);
        prop_assert!(lots.expired.iter().all(|expired| expired.on < day(until)));
        prop_assert!(lots.next_expiry.is_none_or(|next| next.on >= day(until)));
    }

    #[test]
    fn stored_value_is_left_used_or_lost(
        loads in prop::collection::vec((0..100_u64, 1..9_000_i64, prop::option::of(0..150_u64)), 0..8),
        uses in prop::collection::vec((0..160_u64, 0..4_000_i64), 0..12),
    ) {
        let loads_events = loads.iter().map(|(on, face, expires)| CardEvent {
            day: day(*on),
            action: CardMove::Load {
                face: cents(*face),
                paid: cents(face * 9 / 10),
                expires: expires.map(|after| day(on + after)),
            },
        });
        let uses = uses.iter().map(|(on, amount)| CardEvent {
            day: day(*on),
            action: CardMove::Use(cents(*amount)),
        });
        let events: Vec<_> = loads_events.chain(uses).collect();
        let value = stored_value(euro(), &events, day(200)).unwrap();
        let loaded: i64 = loads.iter().map(|(_, face, _)| face).sum();
        let sum = value.balance.minor() + value.used.minor() + value.breakage.minor();
        prop_assert_eq!(sum, loaded);
        prop_assert!(value.discount_on_used.is_none_or(|part| part >= rate("0.0999") && part <= rate("1")));
    }

    #[test]
    fn every_payment_settles_expectations_once_or_is_unexpected(
        due in prop::collection::vec((0..90_u64, 1..2_000_i64), 0..12),
        paid in prop::collection::vec((0..120_u64, 1..4_000_i64), 0..10),
    ) {
        let expected: Vec<_> = (0..)
            .zip(&due)
            .map(|(number, (on, minor))| Expectation {
                id: RuleId(number),
                programme: RuleId(0),
                due: day(*on),
                amount: cents(*minor),
            })
            .collect();
        let receipts: Vec<_> = (0..)
            .zip(&paid)
            .map(|(number, (on, minor))| PaidOut {
                id: ReceiptId(number),
                programme: RuleId(0),
                day: day(*on),
                amount: cents(*minor),
            })
            .collect();
        let terms = ReconcileTerms::usual(euro());
        let found = reconcile(&terms, &expected, &receipts, day(120)).unwrap();
        for receipt in &receipts {
            let of_it = found.expectations.iter().zip(&expected).filter(|(found, _)| {
                found.state.paid().is_some_and(|paid| paid.receipt == receipt.id)
            });
            let mut covered = 0;
            let mut difference = 0;
            for (found, expected) in of_it.clone() {
                covered += expected.amount.minor();
                difference += found.state.paid().map_or(0, |paid| paid.difference.minor());
            }
            let is_unexpected = found.unexpected.contains(&receipt.id);
            prop_assert_eq!(is_unexpected, of_it.count() == 0);
            prop_assert!(is_unexpected || covered + difference == receipt.amount.minor());
        }
    }
}

#[test]
fn points_in_another_unit_and_below_zero_are_refused() {
    let policy = PointsPolicy {
        unit: points(),
        expiry: Expiry::Never,
    };
    for amount in [cents(5), pts(-5)] {
        let event = PointsEvent {
            day: day(0),
            action: PointsMove::Earn(amount, None),
        };
        assert!(super::super::points(&policy, &[event], day(1)).is_err());
    }
}

#[test]
fn the_person_is_told_thirty_days_before_points_expire() {
    let policy = PointsPolicy {
        unit: points(),
        expiry: Expiry::Days(50),
    };
    let event = PointsEvent {
        day: day(0),
        action: PointsMove::Earn(pts(5), None),
    };
    let warns = |on| {
        let lots = super::super::points(&policy, &[event], day(on)).unwrap();
        lots.warns_on(day(on))
    };
    assert_eq!([19, 20, 50, 51].map(warns), [false, true, true, false]);
}

#[test]
fn advice_asks_what_a_point_is_worth() {
    let terms = ProgrammeTerms {
        unit: points(),
        rounding: RewardRounding::of(points()),
        ..flat("1")
    };
    let programme = Programme::of(terms).unwrap();
    let standing = Standing::start(&programme);
    let instrument = Instrument {
        account: AccountId(1),
        programme: &programme,
        standing: &standing,
        fx_fee: rate("0"),
        surcharge_rate: rate("0"),
        surcharge: None,
        welcome: None,
    };
    let error = advise(&bought(1, 0, 100), Place::Home, &[instrument]).unwrap_err();
    assert!(error.to_string().starts_with("point_value: "));
}

#[test]
fn a_fee_is_never_earned_back_by_the_lower_rate() {
    let fee = euros("10.00");
    assert_eq!(break_even(fee, rate("0.01"), rate("0.01")).unwrap(), None);
    let spend = break_even(fee, rate("0.03"), rate("0")).unwrap();
    assert_eq!(spend, Some(euros("333.34")));
}

#[test]
fn nothing_is_taken_off_a_price_that_is_not_there() {
    let order = Stack {
        list_price: euros("10.00"),
        coupon: euros("12.00"),
        shipping: euros("0.00"),
        tax: Tax::Amount(euros("0.00")),
        stored_value: euros("0.00"),
        layers: Vec::new(),
    };
    let error = stack(&order).unwrap_err();
    assert!(error.to_string().starts_with("coupon: "));
}
