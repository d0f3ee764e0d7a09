//! What must hold for every rule and every history.

mod lab;
mod resumed;

use proptest::prelude::*;

use super::*;

fn euro(minor: i64) -> Money {
    Money::from_minor(minor, Currency::iso("EUR").unwrap()).unwrap()
}

fn day(number: u64) -> NaiveDate {
    let first = NaiveDate::from_ymd_opt(2026, 1, 30).unwrap();
    first + chrono::Days::new(number)
}

fn rule() -> RoundUp {
    RoundUp {
        accounts: BTreeSet::from([AccountId(1)]),
        steps: vec![Step::of(euro(100))],
        times: 1,
        cap_ratio: None,
        week_start: Weekday::Mon,
        trigger: Trigger::Posted,
        filter: Filter::default(),
        excluded: BTreeSet::new(),
        from: None,
        pauses: Vec::new(),
        guard: None,
        refunds: RefundPolicy::Keep,
        changes: ChangePolicy::Freeze,
    }
}

fn purchase(id: i64, on: u64, minor: i64) -> Entry<'static> {
    Entry {
        id: EntryId(id),
        day: day(on),
        account: AccountId(1),
        amount: euro(-minor),
        authorised: None,
        kind: Kind::Purchase,
        status: Status::Posted,
        payee: "",
        category: None,
        lines: &[],
        refund_of: None,
    }
}

fn refund(id: i64, on: u64, minor: i64, of: i64) -> Entry<'static> {
    Entry {
        kind: Kind::Refund,
        amount: euro(minor),
        refund_of: Some(EntryId(of)),
        ..purchase(id, on, 0)
    }
}

/// Purchases of some days, in the order of their days.
fn purchases() -> impl Strategy<Value = Vec<Entry<'static>>> {
    let one = (0..40_u64, 1..5_000_i64);
    proptest::collection::vec(one, 0..40).prop_map(|mut all| {
        all.sort_by_key(|(on, _)| *on);
        let numbered = (0_i64..).zip(all);
        numbered
            .map(|(id, (on, minor))| purchase(id, on, minor))
            .collect()
    })
}

fn total(outcome: &Outcome) -> i64 {
    let accruals = outcome
        .accruals
        .iter()
        .map(|accrual| accrual.amount.minor());
    let adjustments = outcome
        .adjustments
        .iter()
        .map(|adjustment| adjustment.amount.minor());
    accruals.chain(adjustments).sum()
}

#[test]
fn a_rule_that_cannot_be_names_its_part() {
    let fault = |change: fn(&mut RoundUp)| {
        let mut rule = rule();
        change(&mut rule);
        rule.check().unwrap_err().to_string()
    };
    assert!(fault(|rule| rule.times = 0).starts_with("times: "));
    assert!(fault(|rule| rule.times = 21).starts_with("times: "));
    assert!(fault(|rule| rule.cap_ratio = Some(Decimal::ZERO)).starts_with("cap_ratio: "));
    assert!(fault(|rule| rule.pauses = vec![(day(3), day(3))]).starts_with("pauses: "));
    assert!(fault(|rule| rule.steps.push(Step::of(euro(50)))).starts_with("steps: "));
    assert!(fault(|rule| rule.steps = vec![Step::of(euro(0))]).starts_with("increment: "));
    let foreign: Money = "5 JPY".parse().unwrap();
    let guard = Guard {
        account: AccountId(1),
        opening: euro(0),
        floor: foreign,
        mode: GuardMode::Skip,
    };
    let guarded = RoundUp {
        guard: Some(guard),
        ..rule()
    };
    assert!(
        guarded
            .check()
            .unwrap_err()
            .to_string()
            .starts_with("guard: ")
    );
    let with_cap = |cap| Step {
        caps: Caps {
            day: Some(cap),
            ..Caps::default()
        },
        ..Step::of(euro(100))
    };
    for cap in [foreign, euro(-1)] {
        let rule = RoundUp {
            steps: vec![with_cap(cap)],
            ..rule()
        };
        assert!(rule.check().is_err(), "{cap}");
    }
}

#[test]
fn money_that_was_moved_is_no_longer_set_aside_in_the_account_that_pays() {
    let guard = Guard {
        account: AccountId(1),
        opening: euro(1_000),
        floor: euro(0),
        mode: GuardMode::Skip,
    };
    let rule = RoundUp {
        guard: Some(guard),
        ..rule()
    };
    let moved = Entry {
        kind: Kind::Transfer,
        ..purchase(3, 2, 90)
    };
    let entries = [purchase(1, 0, 110), moved, purchase(2, 3, 730)];
    let settled = |moved| {
        let amount = euro(90);
        let settled = Settled {
            day: day(0),
            amount,
            moved,
            changed: None,
        };
        SettledRoundUps::from([(EntryId(1), settled)])
    };
    let last = |settled| accrue(&rule, &entries, &settled).unwrap().accruals[2];
    // 10.00 - 1.10 - 0.90 - 7.30 leaves 0.70, which is just what the last purchase asks for.
    assert_eq!(last(settled(Some(day(2)))).amount, euro(70));
    assert_eq!(last(settled(None)).reason, Reason::Guard);
}

#[test]
fn what_was_moved_for_a_purchase_that_is_gone_makes_no_room() {
    let guard = Guard {
        account: AccountId(1),
        opening: euro(1_000),
        floor: euro(0),
        mode: GuardMode::Skip,
    };
    let rule = RoundUp {
        guard: Some(guard),
        ..rule()
    };
    let moved = Entry {
        kind: Kind::Transfer,
        ..purchase(3, 2, 90)
    };
    let settled = Settled {
        day: day(0),
        amount: euro(90),
        moved: Some(day(2)),
        changed: None,
    };
    let settled = SettledRoundUps::from([(EntryId(1), settled)]);
    let entries = [moved, purchase(2, 3, 840)];
    let outcome = accrue(&rule, &entries, &settled).unwrap();
    // 10.00 - 0.90 - 8.40 leaves 0.70, and the last purchase asks for 0.60.
    assert_eq!(outcome.accruals[1].amount, euro(60));
    let entries = [moved, purchase(2, 3, 901)];
    let outcome = accrue(&rule, &entries, &settled).unwrap();
    assert_eq!(outcome.accruals[1].reason, Reason::Guard);
}

#[test]
fn a_settled_purchase_in_another_currency_takes_back_what_it_had() {
    let rule = RoundUp {
        steps: vec![Step::of(euro(100)), Step::of("100 JPY".parse().unwrap())],
        changes: ChangePolicy::Adjust,
        ..rule()
    };
    let changed = Entry {
        amount: "-350 JPY".parse().unwrap(),
        ..purchase(1, 0, 110)
    };
    let settled = Settled {
        day: day(0),
        amount: euro(90),
        moved: None,
        changed: Some(day(4)),
    };
    let settled = SettledRoundUps::from([(EntryId(1), settled)]);
    let outcome = accrue(&rule, &[changed], &settled).unwrap();
    assert_eq!(outcome.adjustments[0].amount, euro(-90));
}

#[test]
fn an_empty_history_sets_nothing_aside() {
    let outcome = accrue(&rule(), &[], &SettledRoundUps::new()).unwrap();
    assert_eq!(outcome, Outcome::default());
}

proptest! {
    #[test]
    fn a_purchase_and_its_round_up_are_a_multiple_of_the_step(
        minor in 1..10_000_000_i64,
        increment in 1..10_000_i64,
    ) {
        let roundup = roundup_of(euro(minor), &Step::of(euro(increment)), 1).unwrap();
        prop_assert!((0..increment).contains(&roundup.minor()));
        prop_assert_eq!((minor + roundup.minor()) % increment, 0);
    }

    #[test]
    fn caps_hold_in_every_stretch(entries in purchases(), cap_day in 0..200_i64, cap_month in 0..800_i64) {
        let caps = Caps { day: Some(euro(cap_day)), month: Some(euro(cap_month)), ..Caps::default() };
        let rule = RoundUp { steps: vec![Step { caps, ..Step::of(euro(100)) }], ..rule() };
        let outcome = accrue(&rule, &entries, &SettledRoundUps::new()).unwrap();
        let mut days: BTreeMap<NaiveDate, i64> = BTreeMap::new();
        let mut months: BTreeMap<String, i64> = BTreeMap::new();
        for accrual in &outcome.accruals {
            prop_assert!(accrual.amount.minor() >= 0);
            *days.entry(accrual.day).or_default() += accrual.amount.minor();
            *months.entry(accrual.day.format("%Y-%m").to_string()).or_default() += accrual.amount.minor();
        }
        prop_assert!(days.values().all(|sum| *sum <= cap_day));
        prop_assert!(months.values().all(|sum| *sum <= cap_month));
    }

    #[test]
    fn what_is_settled_changes_nothing_of_the_sum(entries in purchases(), settles in 0..40_usize) {
        let before = accrue(&rule(), &entries, &SettledRoundUps::new()).unwrap();
        let frozen = before.accruals.iter().take(settles).filter(|accrual| !accrual.amount.is_zero());
        let frozen = frozen.map(|accrual| {
            let (day, amount) = (accrual.day, accrual.amount);
            (accrual.entry, Settled { day, amount, moved: None, changed: None })
        });
        let after = accrue(&rule(), &entries, &frozen.collect()).unwrap();
        prop_assert_eq!(total(&before), total(&after));
    }

    #[test]
    fn refunds_of_the_whole_purchase_take_back_exactly_all(
        minor in 1..10_000_i64,
        parts in proptest::collection::vec(1..5_000_i64, 1..8),
        policy in prop_oneof![Just(RefundPolicy::OnFull), Just(RefundPolicy::Proportional)],
    ) {
        let rule = RoundUp { refunds: policy, ..rule() };
        let mut entries = vec![purchase(0, 0, minor)];
        let mut left = minor;
        for (id, part) in (1_i64..).zip(parts) {
            let part = part.min(left);
            left -= part;
            entries.push(refund(id, 1, part, 0));
            let outcome = accrue(&rule, &entries, &SettledRoundUps::new()).unwrap();
            prop_assert!(total(&outcome) >= 0);
        }
        entries.push(refund(99, 2, left.max(1), 0));
        let outcome = accrue(&rule, &entries, &SettledRoundUps::new()).unwrap();
        prop_assert_eq!(total(&outcome), 0);
    }

    #[test]
    fn goals_have_together_what_is_set_aside(
        entries in purchases(),
        weights in proptest::collection::vec(1..9_u32, 1..5),
    ) {
        let outcome = accrue(&rule(), &entries, &SettledRoundUps::new()).unwrap();
        let weights: Vec<Decimal> = weights.into_iter().map(Decimal::from).collect();
        let totals = shared(&outcome, &weights, euro(0).currency()).unwrap();
        let sum: i64 = totals.iter().map(Money::minor).sum();
        prop_assert_eq!(sum, total(&outcome));
    }

    #[test]
    fn a_guarded_account_never_has_less_than_its_floor_for_round_ups(
        entries in purchases(),
        opening in 0..60_000_i64,
        mode in prop_oneof![Just(GuardMode::Skip), Just(GuardMode::Partial), Just(GuardMode::CancelDay)],
    ) {
        let floor = euro(500);
        let guard = Guard { account: AccountId(1), opening: euro(opening), floor, mode };
        let rule = RoundUp { guard: Some(guard), ..rule() };
        let outcome = accrue(&rule, &entries, &SettledRoundUps::new()).unwrap();
        let (mut balance, mut aside) = (opening, 0);
        for (number, (entry, accrual)) in entries.iter().zip(&outcome.accruals).enumerate() {
            balance += entry.amount.minor();
            aside += accrual.amount.minor();
            let ends = entries.get(number + 1).is_none_or(|next| next.day != entry.day);
            let looks = mode != GuardMode::CancelDay || ends;
            if looks && !accrual.amount.is_zero() {
                prop_assert!(balance - aside >= floor.minor());
            }
        }
    }
}
