//! Facts about periods that follow each other, and about the pace of a limit.

use chrono::Weekday;

use super::*;

/// Weeks from Monday on, 70.00 each, from Wednesday, 3 March.
fn weekly(rest: Rest, rollover: Rollover) -> Allowance {
    let days = AllowanceDays::Repeating {
        period: Period::Week(Weekday::Mon),
        start: day(3),
    };
    let terms = AllowanceTerms {
        rollover,
        ..terms("70.00", rest)
    };
    Allowance::new(days, terms).unwrap()
}

/// The total of the second week after so much was spent in the first.
fn second_total(rest: Rest, rollover: Rollover, spent: &str) -> Money {
    left(&weekly(rest, rollover), &[(5, spent)], 8).total
}

#[test]
fn the_first_period_has_its_part_by_days() {
    let left = left(
        &weekly(Rest::Spread, Rollover::None),
        &[(1, "9.00"), (3, "4.00")],
        3,
    );
    assert_eq!((left.span.first, left.span.last), (day(3), day(7)));
    assert_eq!((left.total, left.spent), (euros("50.00"), euros("4.00")));
    assert_eq!(left.left_today, euros("6.00"));
}

#[test]
fn a_period_leaves_to_the_next_what_its_terms_say() {
    let total = |rollover, spent| second_total(Rest::Spread, rollover, spent);
    assert_eq!(total(Rollover::None, "30.00"), euros("70.00"));
    assert_eq!(total(Rollover::Surplus, "30.00"), euros("90.00"));
    assert_eq!(total(Rollover::Both, "30.00"), euros("90.00"));
    assert_eq!(total(Rollover::None, "60.00"), euros("70.00"));
    assert_eq!(total(Rollover::Surplus, "60.00"), euros("70.00"));
    assert_eq!(total(Rollover::Both, "60.00"), euros("60.00"));
    assert_eq!(total(Rollover::Both, "150.00"), euros("-30.00"));
}

#[test]
fn what_is_swept_is_not_left_to_the_next_period_too() {
    let swept = |rollover, spent| second_total(Rest::Swept, rollover, spent);
    assert_eq!(swept(Rollover::Surplus, "30.00"), euros("70.00"));
    assert_eq!(swept(Rollover::Both, "30.00"), euros("70.00"));
    assert_eq!(swept(Rollover::Both, "60.00"), euros("60.00"));
    let closed = |spent| {
        let allowance = weekly(Rest::Swept, Rollover::Both);
        closed_allowances(&allowance, &spending(&[(5, spent)]), day(15)).unwrap()
    };
    let told = |spent| {
        closed(spent)
            .iter()
            .map(|period| (period.swept, period.rolled))
            .collect::<Vec<_>>()
    };
    let expected: Vec<_> = vec![
        (euros("20.00"), euros("0.00")),
        (euros("70.00"), euros("0.00")),
    ];
    assert_eq!(expected, told("30.00"));
    let expected: Vec<_> = vec![
        (euros("0.00"), euros("-10.00")),
        (euros("60.00"), euros("0.00")),
    ];
    assert_eq!(expected, told("60.00"));
}

#[test]
fn a_rest_that_nobody_was_asked_about_is_left_like_any_other() {
    assert_eq!(
        second_total(Rest::Asked, Rollover::Surplus, "30.00"),
        euros("90.00")
    );
    let second = left(&weekly(Rest::Asked, Rollover::Surplus), &[(5, "30.00")], 8);
    assert_eq!(open(&second), []);
}

#[test]
fn a_changed_amount_leaves_closed_periods_as_they_were() {
    let terms = AllowanceTerms {
        rollover: Rollover::Surplus,
        ..terms("140.00", Rest::Spread)
    };
    let allowance = weekly(Rest::Spread, Rollover::Surplus)
        .changed(day(10), terms)
        .unwrap();
    let now = left(&allowance, &[(5, "30.00"), (9, "25.00")], 10);
    assert_eq!((now.total, now.spent), (euros("160.00"), euros("25.00")));
    let closed = closed_allowances(&allowance, &[], day(10)).unwrap();
    assert_eq!(
        closed.iter().map(|it| it.total).collect::<Vec<_>>(),
        [euros("50.00")]
    );
    assert_eq!(allowance.terms_of_period_to(day(7)).amount, euros("70.00"));
}

#[test]
fn each_day_can_be_a_period_of_its_own() {
    let days = AllowanceDays::Repeating {
        period: Period::Day,
        start: day(1),
    };
    let terms = AllowanceTerms {
        rollover: Rollover::Both,
        ..terms("5.00", Rest::Spread)
    };
    let allowance = Allowance::new(days, terms).unwrap();
    let third = left(&allowance, &[(1, "7.00"), (2, "1.00"), (3, "1.50")], 3);
    assert_eq!(
        (third.today, third.left_today),
        (euros("7.00"), euros("5.50"))
    );
    assert_eq!(third.coming.len(), 0);
}

#[test]
fn a_month_has_all_of_its_days() {
    let days = AllowanceDays::Repeating {
        period: Period::Month,
        start: day(1),
    };
    let allowance = Allowance::new(days, terms("100.00", Rest::Spread)).unwrap();
    let first = left(&allowance, &[], 1);
    assert_eq!((first.today, first.coming.len()), (euros("3.23"), 30));
    assert_eq!(first.coming.last(), Some(&(day(31), euros("3.22"))));
}

#[test]
fn a_pace_is_even_by_days_and_half_up() {
    let days = Span::new(day(1), day(8)).unwrap();
    let of = |today, spent| {
        let pace = pace(euros("10.02"), days, day(today), euros(spent)).unwrap();
        [pace.expected, pace.ahead, pace.left].map(|amount| amount.decimal_text())
    };
    assert_eq!(of(2, "3.00"), ["2.51", "0.49", "7.02"]);
    assert_eq!(of(2, "1.00"), ["2.51", "-1.51", "9.02"]);
    assert_eq!(of(8, "12.00"), ["10.02", "1.98", "-1.98"]);
    assert_eq!(of(20, "0.00"), ["10.02", "-10.02", "10.02"]);
    let before = Span::new(day(5), day(8)).unwrap();
    let before = pace(euros("10.00"), before, day(4), euros("0.00")).unwrap();
    assert_eq!(before.expected, euros("0.00"));
    assert!(pace(euros("-1.00"), days, day(1), euros("0.00")).is_err());
    assert!(pace(euros("1.00"), days, day(1), "1 JPY".parse().unwrap()).is_err());
}

proptest! {
    #[test]
    fn what_rolls_over_is_neither_lost_nor_invented(
        spent in prop::collection::vec((1_u32..=31, 0_i32..9_000), 0..20), swept in any::<bool>(),
    ) {
        let rest = if swept { Rest::Swept } else { Rest::Carried };
        let allowance = weekly(rest, Rollover::Both);
        let spending: Vec<Spent> = spent.iter().map(|(number, minor)| Spent {
            day: day(*number), amount: Money::small(*minor, allowance.currency()),
        }).collect();
        let closed = closed_allowances(&allowance, &spending, day(29)).unwrap();
        prop_assert_eq!(closed.len(), 4);
        let mut rolled = 0;
        for (number, period) in closed.iter().enumerate() {
            let own = if number == 0 { 5_000 } else { 7_000 };
            prop_assert_eq!(period.total.minor(), own + rolled);
            prop_assert_eq!(period.left.minor(), period.total.minor() - period.spent.minor());
            prop_assert_eq!(period.left.minor(), period.swept.minor() + period.rolled.minor());
            rolled = period.rolled.minor();
        }
    }
}
