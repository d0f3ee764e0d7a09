//! Facts and properties of allowances. All days are of March 2027, whose first is a Monday.

mod periods;

use chrono::Days;
use proptest::prelude::*;

use super::*;

fn day(number: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2027, 3, number).unwrap()
}

fn euros(text: &str) -> Money {
    format!("{text} EUR").parse().unwrap()
}

fn terms(amount: &str, rest: Rest) -> AllowanceTerms {
    AllowanceTerms {
        amount: euros(amount),
        rest,
        rollover: Rollover::None,
    }
}

/// From the 1st to a day.
fn once(amount: &str, last: u32, rest: Rest) -> Allowance {
    let span = Span::new(day(1), day(last)).unwrap();
    Allowance::new(AllowanceDays::Once(span), terms(amount, rest)).unwrap()
}

fn spending(spent: &[(u32, &str)]) -> Vec<Spent> {
    let spent = spent.iter().map(|(number, amount)| Spent {
        day: day(*number),
        amount: euros(amount),
    });
    spent.collect()
}

fn chosen(
    allowance: &Allowance,
    spent: &[(u32, &str)],
    choices: &[(u32, RestChoice)],
    today: u32,
) -> LeftToday {
    let choices = choices
        .iter()
        .map(|(number, choice)| (day(*number), *choice));
    let left = left_today(allowance, &spending(spent), &choices.collect(), day(today));
    left.unwrap().unwrap()
}

fn left(allowance: &Allowance, spent: &[(u32, &str)], today: u32) -> LeftToday {
    chosen(allowance, spent, &[], today)
}

fn coming(left: &LeftToday) -> Vec<String> {
    let coming = left.coming.iter();
    coming.map(|(_, amount)| amount.decimal_text()).collect()
}

fn open(left: &LeftToday) -> Vec<(NaiveDate, String)> {
    let open = left.open.iter();
    open.map(|rest| (rest.day, rest.amount.decimal_text()))
        .collect()
}

#[test]
fn the_first_days_have_the_cents_left_over() {
    let left = left(&once("10.00", 3, Rest::Spread), &[], 1);
    assert_eq!(left.today, euros("3.34"));
    assert_eq!(coming(&left), ["3.33", "3.33"]);
}

#[test]
fn a_rest_is_shared_by_the_days_that_remain() {
    let allowance = once("30.00", 3, Rest::Spread);
    let second = left(&allowance, &[(1, "4.00")], 2);
    assert_eq!(second.today, euros("13.00"));
    assert_eq!(coming(&second), ["13.00"]);
    let third = left(&allowance, &[(1, "4.00"), (2, "1.00")], 3);
    assert_eq!(third.today, euros("25.00"));
}

#[test]
fn a_rest_that_is_carried_is_all_the_next_day_s() {
    let allowance = once("30.00", 3, Rest::Carried);
    let second = left(&allowance, &[(1, "4.00")], 2);
    assert_eq!(second.today, euros("16.00"));
    assert_eq!(coming(&second), ["10.00"]);
    let third = left(&allowance, &[(1, "4.00"), (2, "1.00")], 3);
    assert_eq!(third.today, euros("25.00"));
}

#[test]
fn a_rest_that_is_asked_about_waits_for_the_answer() {
    let allowance = once("40.00", 4, Rest::Asked);
    let spent = [(1, "4.00"), (2, "1.00")];
    let asked = left(&allowance, &spent, 3);
    assert_eq!(asked.today, euros("10.00"));
    let rests = [(day(1), "6.00".to_owned()), (day(2), "9.00".to_owned())];
    assert_eq!(open(&asked), rests);
    let carried = chosen(&allowance, &spent, &[(3, RestChoice::Carry)], 3);
    assert_eq!(
        (carried.today, coming(&carried)),
        (euros("25.00"), vec!["10.00".to_owned()])
    );
    assert!(carried.open.is_empty());
    let spread = chosen(&allowance, &spent, &[(3, RestChoice::Spread)], 3);
    assert_eq!(
        (spread.today, coming(&spread)),
        (euros("17.50"), vec!["17.50".to_owned()])
    );
    let first_alone = chosen(&allowance, &spent, &[(2, RestChoice::Carry)], 3);
    assert_eq!(open(&first_alone), [(day(2), "15.00".to_owned())]);
}

#[test]
fn what_is_swept_lies_ready_until_the_close() {
    let allowance = once("30.00", 3, Rest::Swept);
    let third = left(&allowance, &[(1, "4.00"), (2, "1.00")], 3);
    assert_eq!(
        (third.today, third.set_aside),
        (euros("10.00"), euros("15.00"))
    );
    assert_eq!((third.left, third.open.len()), (euros("25.00"), 0));
    let closed =
        |today| closed_allowances(&allowance, &spending(&[(1, "4.00")]), day(today)).unwrap();
    assert_eq!(closed(3), []);
    assert_eq!(closed(4)[0].swept, euros("26.00"));
}

#[test]
fn what_lies_ready_is_used_when_all_the_days_to_come_are_not_enough() {
    let allowance = once("30.00", 3, Rest::Swept);
    let second = left(&allowance, &[(2, "25.00")], 2);
    assert_eq!(
        (second.left_today, second.left),
        (euros("-15.00"), euros("5.00"))
    );
    assert_eq!(
        (coming(&second), second.set_aside),
        (vec!["0.00".to_owned()], euros("5.00"))
    );
    let third = left(&allowance, &[(2, "25.00")], 3);
    assert_eq!(
        (third.today, third.set_aside),
        (euros("0.00"), euros("5.00"))
    );
    let closed = closed_allowances(&allowance, &spending(&[(2, "25.00")]), day(4)).unwrap();
    assert_eq!(closed[0].swept, euros("5.00"));
    // The oldest question is used first.
    let asked = left(&once("40.00", 4, Rest::Asked), &[(3, "35.00")], 3);
    assert_eq!(open(&asked), [(day(2), "5.00".to_owned())]);
}

#[test]
fn what_today_overspends_lowers_every_day_to_come() {
    for rest in [Rest::Spread, Rest::Carried, Rest::Asked, Rest::Swept] {
        let allowance = once("30.00", 3, rest);
        let first = left(&allowance, &[(1, "16.00")], 1);
        assert_eq!(first.left_today, euros("-6.00"));
        assert_eq!(coming(&first), ["7.00", "7.00"]);
        assert_eq!(left(&allowance, &[(1, "16.00")], 2).today, euros("7.00"));
    }
}

#[test]
fn more_than_everything_is_shown_as_it_is() {
    let allowance = once("30.00", 3, Rest::Spread);
    let first = left(&allowance, &[(1, "40.00")], 1);
    assert_eq!(
        (first.left, first.left_today),
        (euros("-10.00"), euros("-30.00"))
    );
    assert_eq!(coming(&first), ["-10.00", "0.00"]);
    let third = left(&allowance, &[(1, "40.00")], 3);
    assert_eq!(
        (third.today, third.left_today),
        (euros("-10.00"), euros("-10.00"))
    );
    assert_eq!(coming(&third), Vec::<String>::new());
}

#[test]
fn the_last_day_has_what_is_left_and_no_day_after_it() {
    for rest in [Rest::Spread, Rest::Carried] {
        let last = left(&once("10.00", 3, rest), &[(1, "0.01"), (3, "2.00")], 3);
        assert_eq!(
            (last.today, last.left_today),
            (euros("9.99"), euros("7.99"))
        );
        assert_eq!((last.left, last.coming.len()), (euros("7.99"), 0));
    }
    let only = left(&once("10.00", 1, Rest::Spread), &[(1, "12.00")], 1);
    assert_eq!(
        (only.left_today, only.left),
        (euros("-2.00"), euros("-2.00"))
    );
}

#[test]
fn a_day_never_has_more_than_everything() {
    // A reported fault elsewhere: 1706.66 for a day of a total of 1024.
    let allowance = once("1024.00", 3, Rest::Carried);
    let days = [1, 2, 3].map(|today| left(&allowance, &[], today).today);
    assert_eq!(days, [euros("341.34"), euros("682.67"), euros("1024.00")]);
}

#[test]
fn the_third_and_fourth_day_carry_as_the_second_does() {
    // A reported fault elsewhere: the rest was divided from the third day on.
    let allowance = once("17727.00", 16, Rest::Carried);
    let days = [1, 2, 3, 4].map(|today| left(&allowance, &[], today).today);
    let expected = ["1107.94", "2215.88", "3323.82", "4431.76"].map(euros);
    assert_eq!(days, expected);
}

#[test]
fn a_changed_amount_keeps_what_was_spent() {
    // Half of ten days and half of the amount are gone, and a thousand is added.
    let spent: Vec<_> = (1..=5).map(|number| (number, "1000.00")).collect();
    let allowance = once("10000.00", 10, Rest::Spread);
    assert_eq!(left(&allowance, &spent, 6).today, euros("1000.00"));
    let more = terms("11000.00", Rest::Spread);
    let more = left(&allowance.clone().changed(day(6), more).unwrap(), &spent, 6);
    assert_eq!(
        (more.spent, more.left),
        (euros("5000.00"), euros("6000.00"))
    );
    assert_eq!(more.today, euros("1200.00"));
    let less = terms("4000.00", Rest::Spread);
    let less = left(&allowance.changed(day(6), less).unwrap(), &spent, 6);
    assert_eq!(
        (less.left, less.left_today),
        (euros("-1000.00"), euros("-1000.00"))
    );
}

#[test]
fn a_changed_last_day_keeps_what_was_spent() {
    let spent = [(1, "20.00"), (4, "10.00")];
    let until = |last| left(&once("100.00", last, Rest::Spread), &spent, 4);
    assert_eq!(
        (until(7).spent, until(7).left),
        (euros("30.00"), euros("70.00"))
    );
    assert_eq!(until(7).today, euros("20.00"));
    assert_eq!(until(8).today, euros("16.00"));
    assert_eq!(until(4).left_today, euros("70.00"));
}

#[test]
fn what_was_spent_before_the_first_day_or_after_today_counts_nowhere() {
    let span = Span::new(day(10), day(12)).unwrap();
    let allowance =
        Allowance::new(AllowanceDays::Once(span), terms("30.00", Rest::Spread)).unwrap();
    // On the first day all of it counts, at whatever hour the allowance was set up.
    let first = left(
        &allowance,
        &[(9, "5.00"), (10, "2.00"), (10, "1.00"), (11, "8.00")],
        10,
    );
    assert_eq!((first.spent, first.left), (euros("3.00"), euros("27.00")));
    assert_eq!(first.left_today, euros("7.00"));
    let none = |today| left_today(&allowance, &[], &BTreeMap::new(), day(today)).unwrap();
    assert_eq!((none(9), none(13)), (None, None));
}

#[test]
fn what_cannot_be_is_refused() {
    let new = |days, amount| Allowance::new(days, terms(amount, Rest::Spread));
    let lifetime = AllowanceDays::Repeating {
        period: Period::Lifetime,
        start: day(1),
    };
    assert!(new(lifetime, "1.00").is_err());
    let long = Span::new(day(1), day(1) + Days::new(3_660)).unwrap();
    assert!(new(AllowanceDays::Once(long), "1.00").is_err());
    assert!(new(AllowanceDays::Once(Span::of_day(day(1))), "0.00").is_err());
    let dollars = AllowanceTerms {
        amount: "1.00 USD".parse().unwrap(),
        ..terms("1.00", Rest::Spread)
    };
    assert!(
        once("1.00", 3, Rest::Spread)
            .changed(day(2), dollars)
            .is_err()
    );
    let spent = Spent {
        day: day(1),
        amount: dollars.amount,
    };
    let allowance = once("1.00", 3, Rest::Spread);
    assert!(left_today(&allowance, &[spent], &BTreeMap::new(), day(1)).is_err());
}

fn any_rest() -> impl Strategy<Value = Rest> {
    prop::sample::select(vec![Rest::Spread, Rest::Carried, Rest::Asked, Rest::Swept])
}

fn sum(amounts: impl Iterator<Item = Money>) -> i64 {
    amounts.map(|amount| amount.minor()).sum()
}

/// What the days after today have, and what waits.
fn later(left: &LeftToday) -> i64 {
    let coming = left.coming.iter().map(|(_, amount)| *amount);
    let open = left.open.iter().map(|rest| rest.amount);
    sum(coming.chain(open).chain([left.set_aside]))
}

proptest! {
    #[test]
    fn everything_left_is_in_exactly_one_place(
        minor in 1_i32..100_000, days in 1_u32..=28, rest in any_rest(),
        spent in prop::collection::vec(0_i32..9_000, 28), today in 1_u32..=28,
        choices in prop::collection::btree_map(1_u32..=28, any::<bool>(), 0..4),
    ) {
        let today = today.min(days);
        let allowance = once(&Money::small(minor, euros("0").currency()).decimal_text(), days, rest);
        let spending: Vec<Spent> = (1_u32..).zip(&spent).map(|(number, minor)| Spent {
            day: day(number), amount: Money::small(*minor, allowance.currency()),
        }).collect();
        let choices = choices.iter().map(|(number, spread)| {
            (day(*number), if *spread { RestChoice::Spread } else { RestChoice::Carry })
        }).collect();
        let left = left_today(&allowance, &spending, &choices, day(today)).unwrap().unwrap();
        prop_assert_eq!(left.left.minor(), i64::from(minor) - left.spent.minor());
        prop_assert_eq!(left.left_today.minor(), left.today.minor() - left.spent_today.minor());
        prop_assert!(left.today.minor() <= left.left.minor() + left.spent_today.minor());
        prop_assert!(left.left_today.minor() <= left.left.minor());
        if left.left_today.minor() >= 0 {
            prop_assert_eq!(left.left_today.minor() + later(&left), left.left.minor());
        } else if left.coming.is_empty() {
            prop_assert_eq!(later(&left), left.left.minor().max(0));
        } else {
            prop_assert_eq!(later(&left), left.left.minor());
        }
    }

    #[test]
    fn the_days_add_up_to_the_total_and_differ_by_a_cent_at_most(
        minor in 1_i32..10_000_000, days in 1_u32..=31, rest in any_rest(),
    ) {
        let total = Money::small(minor, euros("0").currency());
        let left = left(&once(&total.decimal_text(), days, rest), &[], 1);
        prop_assert_eq!(left.today.minor() + later(&left), total.minor());
        for (_, amount) in &left.coming {
            prop_assert!((0..=1).contains(&(left.today.minor() - amount.minor())));
        }
    }

    #[test]
    fn whoever_spends_what_each_day_has_spends_the_total_to_the_cent(
        minor in 1_i32..100_000, days in 1_u32..=31, rest in any_rest(),
    ) {
        let total = Money::small(minor, euros("0").currency());
        let allowance = once(&total.decimal_text(), days, rest);
        let mut spent = Vec::new();
        for number in 1..=days {
            let today = left_today(&allowance, &spent, &BTreeMap::new(), day(number)).unwrap();
            spent.push(Spent { day: day(number), amount: today.unwrap().today });
        }
        prop_assert_eq!(sum(spent.iter().map(|spent| spent.amount)), total.minor());
    }

    #[test]
    fn spending_never_makes_more_of_what_is_left(
        minor in 1_i32..100_000, rest in any_rest(), on in 1_u32..=10, more in 1_i32..50_000,
        spent in prop::collection::vec(0_i32..9_000, 10), today in 1_u32..=10,
    ) {
        let allowance = once(&Money::small(minor, euros("0").currency()).decimal_text(), 10, rest);
        let mut spending: Vec<Spent> = (1_u32..).zip(&spent).map(|(number, minor)| Spent {
            day: day(number), amount: Money::small(*minor, allowance.currency()),
        }).collect();
        let now = |spending: &[Spent]| {
            left_today(&allowance, spending, &BTreeMap::new(), day(today)).unwrap().unwrap()
        };
        let before = now(&spending);
        spending.push(Spent { day: day(on), amount: Money::small(more, allowance.currency()) });
        let after = now(&spending);
        let counted = if on <= today { i64::from(more) } else { 0 };
        prop_assert_eq!(after.left.minor(), before.left.minor() - counted);
        prop_assert!(later(&after) <= later(&before));
        prop_assert!(after.left_today.minor() <= before.left_today.minor());
    }

    #[test]
    fn an_edit_that_is_taken_back_leaves_no_trace(
        other in 1_i32..100_000, rest in any_rest(), today in 1_u32..=10,
        spent in prop::collection::vec(0_i32..3_000, 10), edited in 1_u32..=10,
    ) {
        let allowance = once("100.00", 10, rest);
        let spending: Vec<Spent> = (1_u32..).zip(&spent).map(|(number, minor)| Spent {
            day: day(number), amount: Money::small(*minor, allowance.currency()),
        }).collect();
        let now = |allowance: &Allowance| {
            left_today(allowance, &spending, &BTreeMap::new(), day(today)).unwrap().unwrap()
        };
        let before = now(&allowance);
        let other = AllowanceTerms {
            amount: Money::small(other, allowance.currency()), ..terms("1.00", Rest::Spread)
        };
        let edited_terms = allowance.clone().changed(day(edited), other).unwrap();
        prop_assert_eq!(now(&edited_terms).spent, before.spent);
        let back = edited_terms.changed(day(edited), terms("100.00", rest)).unwrap();
        prop_assert_eq!(now(&back), before);
    }
}
