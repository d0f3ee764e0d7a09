//! The figures of the round-up lab.

use super::*;
use crate::calendar::Span;
use crate::roundup::lab::{Saved, Summary, summary};

fn told(rule: &RoundUp, entries: &[Entry<'_>], first: u64, last: u64) -> Summary {
    let nothing = SettledRoundUps::new();
    let outcome = accrue(rule, entries, &nothing).unwrap();
    let stretch = Span::new(day(first), day(last)).unwrap();
    let settlements = Settlements::of(nothing);
    summary(rule, entries, &outcome, &settlements, stretch, 2).unwrap()
}

fn only(summary: &Summary) -> &Saved {
    assert_eq!(summary.currencies.len(), 1);
    &summary.currencies[0]
}

fn minors(sums: &[(NaiveDate, Money)]) -> Vec<i64> {
    sums.iter().map(|(_, sum)| sum.minor()).collect()
}

#[test]
fn months_and_weeks_without_anything_are_listed() {
    // From Friday 30 January to 31 March 2026.
    let entries = [
        purchase(1, 0, 110),
        purchase(2, 2, 150),
        purchase(3, 60, 330),
    ];
    let summary = told(&rule(), &entries, 0, 60);
    let saved = only(&summary);
    assert_eq!(saved.sum, euro(210));
    assert_eq!(minors(&saved.months), [90, 50, 70]);
    assert_eq!(saved.months[1].0.to_string(), "2026-02-01");
    assert_eq!(saved.month_average, euro(70));
    assert_eq!(minors(&saved.weeks), [140, 0, 0, 0, 0, 0, 0, 0, 0, 70]);
    let (monday, most) = saved.biggest_week.unwrap();
    assert_eq!(
        (monday.to_string().as_str(), most),
        ("2026-01-26", euro(140))
    );
}

#[test]
fn an_average_month_is_rounded_half_up_and_the_earlier_week_wins() {
    // 31 January, and 1 and 9 February: two months.
    let entries = [
        purchase(1, 1, 199),
        purchase(2, 2, 199),
        purchase(3, 10, 198),
    ];
    let summary = told(&rule(), &entries, 0, 12);
    let saved = only(&summary);
    assert_eq!(saved.sum, euro(4));
    assert_eq!(saved.month_average, euro(2));
    assert_eq!(saved.biggest_week.unwrap().0.to_string(), "2026-01-26");
    let three = [purchase(1, 1, 197)];
    assert_eq!(only(&told(&rule(), &three, 0, 12)).month_average, euro(2));
}

#[test]
fn the_largest_come_first_and_of_the_same_the_earlier() {
    let entries = [
        purchase(1, 0, 150),
        purchase(2, 1, 110),
        purchase(3, 2, 250),
        purchase(4, 3, 250),
    ];
    let summary = told(&rule(), &entries, 0, 9);
    let saved = only(&summary);
    let largest: Vec<_> = saved.largest.iter().map(|given| given.entry.0).collect();
    assert_eq!(largest, [2, 1]);
    assert_eq!(saved.largest[0].size, euro(110));
    assert_eq!(saved.largest[0].roundup, euro(90));
    assert_eq!(saved.purchases, 4);
}

#[test]
fn purchases_that_set_nothing_aside_are_counted_by_reason() {
    let pending = Entry {
        status: Status::Pending,
        ..purchase(3, 1, 110)
    };
    let pay = Entry {
        kind: Kind::Income,
        amount: euro(5_000),
        ..purchase(4, 1, 0)
    };
    let yen = Entry {
        amount: "-350 JPY".parse().unwrap(),
        ..purchase(5, 1, 0)
    };
    let late = purchase(6, 30, 110);
    let entries = [
        purchase(1, 0, 110),
        purchase(2, 1, 200),
        pending,
        pay,
        yen,
        late,
    ];
    let summary = told(&rule(), &entries, 0, 9);
    let [euros, yens] = summary.currencies.as_slice() else {
        panic!("two currencies");
    };
    assert_eq!(euros.purchases, 1);
    assert_eq!(
        euros.without,
        BTreeMap::from([("exact", 1), ("pending", 1)])
    );
    assert_eq!((yens.purchases, yens.sum.minor()), (0, 0));
    assert_eq!(yens.without, BTreeMap::from([("no_step", 1)]));
}

#[test]
fn refunds_are_told_apart_from_what_was_set_aside() {
    let rule = RoundUp {
        refunds: RefundPolicy::Proportional,
        ..rule()
    };
    let entries = [
        purchase(1, 0, 150),
        purchase(2, 0, 110),
        refund(3, 2, 75, 1),
        refund(4, 20, 110, 2),
    ];
    let summary = told(&rule, &entries, 0, 9);
    let saved = only(&summary);
    assert_eq!(saved.sum, euro(140));
    assert_eq!((saved.refunds, saved.taken_back), (1, euro(25)));
}

#[test]
fn a_floor_shows_what_it_held_back_and_the_worst_balance() {
    let guard = Guard {
        account: AccountId(1),
        opening: euro(1_000),
        floor: euro(100),
        mode: GuardMode::Partial,
    };
    let rule = RoundUp {
        guard: Some(guard),
        ..rule()
    };
    // 10.00 - 4.10 - 0.90 leaves 5.00, 3.30 and 0.70 leave 1.00, 0.20 leaves 0.80.
    let pay = Entry {
        kind: Kind::Income,
        amount: euro(5_000),
        ..purchase(4, 3, 0)
    };
    let entries = [
        purchase(1, 0, 410),
        purchase(2, 1, 330),
        purchase(3, 2, 20),
        pay,
    ];
    let guarded = told(&rule, &entries, 1, 9).guarded.unwrap();
    assert_eq!((guarded.held_back_days, guarded.held_back), (1, euro(80)));
    assert_eq!((guarded.worst_day, guarded.worst), (day(2), euro(80)));
    let quiet = told(&rule, &entries, 5, 9).guarded.unwrap();
    assert_eq!((quiet.worst_day, quiet.worst), (day(5), euro(5_080)));
    assert_eq!(quiet.held_back_days, 0);
}

#[test]
fn a_stretch_without_purchases_has_zeros() {
    let summary = told(&rule(), &[], 0, 40);
    let saved = only(&summary);
    assert_eq!(minors(&saved.months), [0, 0, 0]);
    assert_eq!((saved.biggest_week, saved.purchases), (None, 0));
}

proptest! {
    #[test]
    fn months_and_weeks_add_up_to_the_sum(entries in purchases(), first in 0..40_u64, days in 0..40_u64) {
        let summary = told(&rule(), &entries, first, first + days);
        let saved = only(&summary);
        let stretch = Span::new(day(first), day(first + days)).unwrap();
        let outcome = accrue(&rule(), &entries, &SettledRoundUps::new()).unwrap();
        let inside = outcome.accruals.iter().filter(|accrual| stretch.contains(accrual.day));
        prop_assert_eq!(inside.clone().map(|accrual| accrual.amount.minor()).sum::<i64>(), saved.sum.minor());
        prop_assert_eq!(minors(&saved.months).iter().sum::<i64>(), saved.sum.minor());
        prop_assert_eq!(minors(&saved.weeks).iter().sum::<i64>(), saved.sum.minor());
        prop_assert_eq!(inside.count(), saved.purchases + saved.without.values().sum::<usize>());
    }
}
