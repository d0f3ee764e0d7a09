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

fn instrument<'a>(
    programme: &'a Programme,
    standing: &'a Standing,
    welcomes: &'a [Welcome],
) -> Instrument<'a> {
    Instrument {
        account: AccountId(1),
        programme,
        standing,
        fx_fee: rate("0"),
        surcharge_rate: rate("0"),
        surcharge: None,
        welcomes,
    }
}

fn points_programme(value: Option<PointValue>) -> Programme {
    let terms = ProgrammeTerms {
        unit: points(),
        point_value: value,
        rounding: RewardRounding::of(points()),
        ..flat("1")
    };
    Programme::of(terms).unwrap()
}

#[test]
fn advice_asks_what_a_point_is_worth() {
    let programme = points_programme(None);
    let standing = Standing::start(&programme);
    let instrument = instrument(&programme, &standing, &[]);
    let purchase = bought(1, 0, 100);
    let error = advise(&purchase, Place::Home, Bonuses::Leave, &[instrument]).unwrap_err();
    assert!(error.to_string().starts_with("point_value: "));
}

/// The shares of bonuses and the net of a purchase of 30.00 on day 0 that earns 2 %.
fn shares(welcomes: &[Welcome], bonuses: Bonuses) -> (Vec<String>, String) {
    let programme = Programme::of(flat("0.02")).unwrap();
    let standing = Standing::start(&programme);
    let instrument = instrument(&programme, &standing, welcomes);
    let advice = advise(&bought(1, 0, 3000), Place::Home, bonuses, &[instrument]).unwrap();
    let told = advice[0].welcome_shares.iter();
    let told = told.map(|of| of.share.to_string()).collect();
    (told, advice[0].net.to_string())
}

fn welcome(deadline: u64, missing: &str, reward: &str) -> Welcome {
    Welcome {
        deadline: day(deadline),
        missing: euros(missing),
        reward: euros(reward),
    }
}

#[test]
fn a_share_of_a_bonus_is_always_told_and_counts_only_where_it_is_asked_for() {
    let open = [welcome(5, "312.00", "200.00"), welcome(9, "20.00", "7.00")];
    let told = ["19.23 EUR".to_owned(), "7.00 EUR".to_owned()];
    let (left, net) = shares(&open, Bonuses::Leave);
    assert_eq!((left.as_slice(), net.as_str()), (&told[..], "0.60 EUR"));
    let (shared, net) = shares(&open, Bonuses::Share);
    assert_eq!((shared.as_slice(), net.as_str()), (&told[..], "26.83 EUR"));
}

#[test]
fn a_bonus_whose_last_day_is_over_has_no_share() {
    let over = welcome(5, "312.00", "200.00");
    let mut purchase = bought(1, 6, 3000);
    let programme = Programme::of(flat("0.02")).unwrap();
    let standing = Standing::start(&programme);
    let over = [over];
    let one = instrument(&programme, &standing, &over);
    let share = |purchase: &Spend<'_>| {
        let advice = advise(purchase, Place::Home, Bonuses::Share, &[one]).unwrap();
        advice[0].welcome_shares[0].share.to_string()
    };
    assert_eq!(share(&purchase), "0.00 EUR");
    purchase.entry.day = day(5);
    assert_eq!(share(&purchase), "19.23 EUR");
}

#[test]
fn a_purchase_that_counts_for_no_bonus_has_no_share_of_one() {
    let programme = Programme::of(flat("0.02")).unwrap();
    let standing = Standing::start(&programme);
    let open = [welcome(5, "60.00", "10.00")];
    let one = instrument(&programme, &standing, &open);
    let mut purchase = bought(1, 0, 3000);
    purchase.eligible = Some(euros("12.00"));
    let share = |purchase: &Spend<'_>| {
        let advice = advise(purchase, Place::Home, Bonuses::Share, &[one]).unwrap();
        advice[0].welcome_shares[0].share.to_string()
    };
    assert_eq!(share(&purchase), "2.00 EUR", "the tip does not count");
    purchase.entry.kind = Kind::GiftCard;
    assert_eq!(share(&purchase), "0.00 EUR");
}

#[test]
fn a_bonus_in_points_is_told_by_what_they_are_worth() {
    let programme = points_programme(Some(PointValue {
        currency: euro(),
        per_point: rate("0.01"),
    }));
    let standing = Standing::start(&programme);
    let open = [Welcome {
        deadline: day(5),
        missing: euros("60.00"),
        reward: pts(1_000),
    }];
    let one = instrument(&programme, &standing, &open);
    let advice = advise(&bought(1, 0, 3000), Place::Home, Bonuses::Leave, &[one]).unwrap();
    let told = WelcomeShare {
        counts: euros("30.00"),
        whole: euros("10.00"),
        share: euros("5.00"),
    };
    assert_eq!(advice[0].welcome_shares, [told]);
}

#[test]
fn a_bonus_that_is_earned_or_of_another_currency_is_refused() {
    let programme = Programme::of(flat("0.02")).unwrap();
    let standing = Standing::start(&programme);
    let yen = Money::from_minor(500, Currency::iso("JPY").unwrap()).unwrap();
    let earned = welcome(5, "0.00", "10.00");
    let foreign = Welcome {
        reward: yen,
        ..welcome(5, "9.00", "10.00")
    };
    for (wrong, why) in [(earned, "welcome: "), (foreign, "")] {
        let wrong = [wrong];
        let one = instrument(&programme, &standing, &wrong);
        let error = advise(&bought(1, 0, 100), Place::Home, Bonuses::Leave, &[one]).unwrap_err();
        assert!(error.to_string().starts_with(why), "{error}");
    }
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

/// The flag, the action and the due day of a confirmed reward of 3.20, sixty days after which it is paid.
fn waiting(
    paid: PaidFrom,
    today: u64,
) -> (Option<PortalFlag>, Option<PortalAction>, Option<NaiveDate>) {
    let policy = PortalPolicy {
        track_days: 7,
        claim_until_days: 49,
        confirm_days: 100,
        pay_days: 60,
        appeal_days: 30,
    };
    let confirmed = PortalEvent {
        day: day(10),
        state: PortalState::Confirmed,
        amount: None,
    };
    let reward = PortalReward {
        bought: day(0),
        expected: euros("3.20"),
        events: vec![confirmed],
        paid,
    };
    let status = portal(&policy, &reward, day(today)).unwrap();
    assert_eq!(status.agreed, Some(day(10)));
    (status.flag, status.action, status.next_due)
}

#[test]
fn a_confirmed_reward_is_late_from_the_day_of_payment_that_pays_it() {
    let late = Some(PortalFlag::OverduePay);
    let ask = Some(PortalAction::Ask);
    let at = PaidFrom::Confirmation;
    assert_eq!(waiting(at, 70), (None, None, Some(day(70))));
    assert_eq!(waiting(at, 71), (late, ask, Some(day(70))));
    let at = PaidFrom::Day(day(90));
    assert_eq!(waiting(at, 90), (None, None, Some(day(90))));
    assert_eq!(waiting(at, 91), (late, ask, Some(day(90))));
    let at = PaidFrom::Day(day(20));
    assert_eq!(waiting(at, 70), (None, None, Some(day(70))), "not before");
}

#[test]
fn what_is_below_the_floor_is_carried_and_never_late() {
    let carried = PaidFrom::Carried(Some(day(90)));
    assert_eq!(waiting(carried, 90), (None, None, Some(day(90))));
    let carried = PaidFrom::Carried(None);
    assert_eq!(waiting(carried, 70), (None, None, Some(day(70))));
    assert_eq!(waiting(carried, 5_000), (None, None, None));
}

#[test]
fn the_floor_is_reached_by_all_that_is_confirmed_together() {
    let reached = |confirmed: &[(NaiveDate, Money)]| {
        let reached = reached_on(euros("5.01"), confirmed);
        reached.unwrap()
    };
    let (first, second) = ((day(9), euros("1.81")), (day(3), euros("3.20")));
    assert_eq!(reached(&[second]), None);
    assert_eq!(reached(&[first, second]), Some(day(9)), "in any order");
    assert_eq!(reached(&[(day(9), euros("1.80")), second]), None);
}
