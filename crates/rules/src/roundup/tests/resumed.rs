//! Going on from where a rule stood gives what a run from nothing gives.

use proptest::prelude::*;

use super::*;
use crate::calendar::Span;

const DAYS: u64 = 130;

fn yen(minor: i64) -> Money {
    Money::from_minor(minor, Currency::iso("JPY").unwrap()).unwrap()
}

/// Purchases, refunds, income and void ones, in two currencies and two accounts.
fn entry(id: i64) -> impl Strategy<Value = Entry<'static>> {
    let kind = prop_oneof![
        6 => Just(Kind::Purchase),
        1 => Just(Kind::Refund),
        1 => Just(Kind::Income),
        1 => Just(Kind::Transfer),
    ];
    let status =
        prop_oneof![8 => Just(Status::Posted), 1 => Just(Status::Void), 1 => Just(Status::Pending)];
    let parts = (0..DAYS, 1..1_500_i64, kind, status, 1..=2_i64, 0..4_u8);
    parts.prop_map(move |(on, minor, kind, status, account, currency)| {
        let minor = match kind {
            Kind::Refund | Kind::Income => minor,
            _ => -minor,
        };
        Entry {
            account: AccountId(account),
            amount: if currency == 0 {
                yen(minor)
            } else {
                euro(minor)
            },
            kind,
            status,
            refund_of: (kind == Kind::Refund).then_some(EntryId(id / 2)),
            ..purchase(id, on, 0)
        }
    })
}

fn history(most: usize) -> impl Strategy<Value = Vec<Entry<'static>>> {
    proptest::collection::vec(entry(0), 1..most).prop_map(|all| {
        let numbered = (0_i64..).zip(all).map(|(id, entry)| Entry {
            id: EntryId(id),
            refund_of: entry.refund_of.map(|_| EntryId(id / 2)),
            ..entry
        });
        in_order(numbered.collect())
    })
}

fn in_order(mut entries: Vec<Entry<'static>>) -> Vec<Entry<'static>> {
    entries.sort_by_key(|entry| (entry.day, entry.id));
    entries
}

fn caps() -> impl Strategy<Value = Caps> {
    let cap = |most: i64| proptest::option::of((0..most).prop_map(euro));
    (cap(150), cap(400), cap(900)).prop_map(|(day, week, month)| Caps {
        purchase: None,
        day,
        week,
        month,
    })
}

fn guard() -> impl Strategy<Value = Option<Guard>> {
    let mode = prop_oneof![
        Just(GuardMode::Skip),
        Just(GuardMode::Partial),
        Just(GuardMode::CancelDay)
    ];
    let parts = (1..=2_i64, 0..300_i64, mode).prop_map(|(account, floor, mode)| Guard {
        account: AccountId(account),
        opening: euro(5_000 * account),
        floor: euro(floor),
        mode,
    });
    proptest::option::of(parts)
}

fn any_rule() -> impl Strategy<Value = RoundUp> {
    let pause = (0..DAYS, 1..30_u64).prop_map(|(from, days)| vec![(day(from), day(from + days))]);
    let week_start = prop_oneof![Just(Weekday::Mon), Just(Weekday::Sun), Just(Weekday::Wed)];
    let policies = (
        prop_oneof![
            Just(RefundPolicy::Keep),
            Just(RefundPolicy::OnFull),
            Just(RefundPolicy::Proportional)
        ],
        prop_oneof![Just(ChangePolicy::Freeze), Just(ChangePolicy::Adjust)],
    );
    (caps(), guard(), pause, week_start, 1..4_u32, policies).prop_map(
        |(caps, guard, pauses, week_start, times, (refunds, changes))| {
            let capped = Step {
                caps,
                ..Step::of(euro(100))
            };
            RoundUp {
                accounts: BTreeSet::from([AccountId(1), AccountId(2)]),
                steps: vec![capped, Step::of(yen(100))],
                times,
                week_start,
                pauses,
                guard,
                refunds,
                changes,
                ..rule()
            }
        },
    )
}

fn any_versions() -> impl Strategy<Value = Versions> {
    (any_rule(), proptest::option::of((1..DAYS, any_rule()))).prop_map(|(first, later)| {
        let later = later.map(|(from, rule)| (day(from), rule));
        Versions::new(first, later.into_iter().collect()).unwrap()
    })
}

/// What some of the entries have set aside, moved some days later or not yet.
fn settled_of(
    versions: &Versions,
    entries: &[Entry<'static>],
    moved: &[Option<u64>],
) -> SettledRoundUps {
    let outcome = accrue_versions(versions, entries, &SettledRoundUps::new()).unwrap();
    let some = outcome.accruals.iter().zip(moved);
    let some = some.filter(|(accrual, _)| accrual.entry.0 % 3 == 0 && accrual.amount.minor() > 0);
    some.map(|(accrual, after)| {
        let settled = Settled {
            day: accrual.day,
            amount: accrual.amount,
            moved: after.map(|days| accrual.day + chrono::Days::new(days)),
            changed: after.map(|days| accrual.day + chrono::Days::new(days / 2)),
        };
        (accrual.entry, settled)
    })
    .collect()
}

fn moves() -> impl Strategy<Value = Vec<Option<u64>>> {
    proptest::collection::vec(proptest::option::of(0..40_u64), 80)
}

fn whole(
    versions: &Versions,
    entries: &[Entry<'static>],
    settled: &SettledRoundUps,
) -> Vec<Accrual> {
    let outcome = accrue_versions(versions, entries, settled).unwrap();
    outcome.accruals
}

/// Renews by months; gives the accruals and how many months it took.
fn renew(
    versions: &Versions,
    kept: &mut MonthStandings,
    affected: Span,
    entries: &[Entry<'static>],
    settled: &SettledRoundUps,
    mut accruals: Vec<Accrual>,
) -> (Vec<Accrual>, usize) {
    let settlements = Settlements::of(settled.clone());
    let all = Span::new(day(0), day(DAYS - 1)).unwrap();
    let mut renewal = Renewal::new(versions, kept, affected, all).unwrap();
    let mut months = 0;
    while let Some(month) = renewal.month() {
        months += 1;
        accruals.retain(|accrual| !month.contains(accrual.day));
        let of_month: Vec<_> = entries
            .iter()
            .filter(|entry| month.contains(entry.day))
            .copied()
            .collect();
        let mut keep = |accrual| accruals.push(accrual);
        renewal
            .go_on(versions, kept, &of_month, &settlements, &mut keep)
            .unwrap();
    }
    accruals.sort_by_key(|accrual| (accrual.day, accrual.entry));
    (accruals, months)
}

fn everything() -> Span {
    Span::new(day(0), day(DAYS - 1)).unwrap()
}

#[test]
fn a_week_that_crosses_the_end_of_a_month_has_one_cap() {
    let caps = Caps {
        week: Some(euro(100)),
        ..Caps::default()
    };
    let capped = Step {
        caps,
        ..Step::of(euro(100))
    };
    let rule = RoundUp {
        steps: vec![capped],
        ..rule()
    };
    // Friday 30 January to Sunday 1 February, and the Monday after.
    let entries = [
        purchase(1, 0, 140),
        purchase(2, 2, 140),
        purchase(3, 3, 140),
    ];
    let versions = Versions::of(rule).unwrap();
    let (accruals, _) = renew(
        &versions,
        &mut MonthStandings::new(),
        everything(),
        &entries,
        &SettledRoundUps::new(),
        Vec::new(),
    );
    let amounts: Vec<_> = accruals
        .iter()
        .map(|accrual| accrual.amount.minor())
        .collect();
    assert_eq!(amounts, [60, 40, 60]);
}

#[test]
fn without_caps_and_guard_only_the_changed_month_is_computed_again() {
    let versions = Versions::of(rule()).unwrap();
    let mut entries: Vec<_> = (0..DAYS)
        .map(|on| purchase(on.cast_signed(), on, 130))
        .collect();
    let mut kept = MonthStandings::new();
    let nothing = SettledRoundUps::new();
    let (before, months) = renew(
        &versions,
        &mut kept,
        everything(),
        &entries,
        &nothing,
        Vec::new(),
    );
    assert_eq!(months, 6);
    entries[40].amount = euro(-190);
    let affected = Span::of_day(entries[40].day);
    let (after, months) = renew(&versions, &mut kept, affected, &entries, &nothing, before);
    assert_eq!(months, 1);
    assert_eq!(after, whole(&versions, &entries, &nothing));
}

#[test]
fn a_guard_of_a_later_version_knows_what_came_before_it() {
    let guard = Guard {
        account: AccountId(1),
        opening: euro(1_000),
        floor: euro(0),
        mode: GuardMode::Skip,
    };
    let guarded = RoundUp {
        guard: Some(guard),
        ..rule()
    };
    let versions = Versions::new(rule(), vec![(day(5), guarded)]).unwrap();
    // 10.00 - 4.10 - 5.10 leaves 0.80, of which 0.90 is set aside.
    let entries = [purchase(1, 0, 410), purchase(2, 5, 510)];
    let accruals = whole(&versions, &entries, &SettledRoundUps::new());
    assert_eq!(accruals[0].amount, euro(90));
    assert_eq!(accruals[1].reason, Reason::Guard);
}

#[test]
fn a_cap_of_a_later_version_counts_what_came_before_it() {
    let caps = Caps {
        month: Some(euro(100)),
        ..Caps::default()
    };
    let capped = RoundUp {
        steps: vec![Step {
            caps,
            ..Step::of(euro(100))
        }],
        ..rule()
    };
    let versions = Versions::new(rule(), vec![(day(10), capped)]).unwrap();
    let entries = [purchase(1, 5, 410), purchase(2, 10, 510)];
    let accruals = whole(&versions, &entries, &SettledRoundUps::new());
    assert_eq!(
        (accruals[1].amount, accruals[1].reason),
        (euro(10), Reason::CapMonth)
    );
}

#[test]
fn a_new_version_leaves_the_months_before_it_unless_it_needs_more_than_was_kept() {
    let entries: Vec<_> = (0..DAYS)
        .map(|on| purchase(on.cast_signed(), on, 130))
        .collect();
    let nothing = SettledRoundUps::new();
    let from = day(DAYS - 1);
    let changed = |later| Versions::new(rule(), vec![(from, later)]).unwrap();
    let doubled = changed(RoundUp { times: 2, ..rule() });
    let caps = Caps {
        month: Some(euro(300)),
        ..Caps::default()
    };
    let capped = changed(RoundUp {
        steps: vec![Step {
            caps,
            ..Step::of(euro(100))
        }],
        ..rule()
    });
    for (versions, expected) in [(doubled, 1), (capped, 6)] {
        let first = Versions::of(rule()).unwrap();
        let mut kept = MonthStandings::new();
        let all = everything();
        let (before, _) = renew(&first, &mut kept, all, &entries, &nothing, Vec::new());
        let affected = Span::of_day(from);
        let (after, months) = renew(&versions, &mut kept, affected, &entries, &nothing, before);
        assert_eq!(months, expected);
        assert_eq!(after, whole(&versions, &entries, &nothing));
    }
}

#[test]
fn a_standing_of_other_versions_is_refused() {
    let capped = RoundUp {
        steps: vec![Step {
            caps: Caps {
                week: Some(euro(5)),
                ..Caps::default()
            },
            ..Step::of(euro(100))
        }],
        ..rule()
    };
    let versions = Versions::of(capped).unwrap();
    let mut standing = Standing::start(&Versions::of(rule()).unwrap());
    let nothing = Settlements::default();
    let refused = go_on(&versions, &mut standing, &[], day(0), &nothing, &mut |_| ());
    assert!(refused.unwrap_err().to_string().starts_with("standing: "));
}

#[test]
fn entries_before_the_standing_are_refused() {
    let versions = Versions::of(rule()).unwrap();
    let mut standing = Standing::start(&versions);
    let nothing = Settlements::default();
    let mut go = |entries: &[Entry<'_>], until| {
        go_on(
            &versions,
            &mut standing,
            entries,
            until,
            &nothing,
            &mut |_| (),
        )
    };
    assert!(go(&[purchase(1, 3, 110)], day(4)).is_ok());
    assert!(go(&[purchase(2, 3, 110)], day(5)).is_err());
    assert!(go(&[purchase(3, 5, 110)], day(5)).is_err());
}

#[test]
fn versions_begin_one_after_the_other_and_agree_on_what_an_account_held() {
    let fault = |later| Versions::new(rule(), later).unwrap_err().to_string();
    assert!(fault(vec![(day(2), rule()), (day(2), rule())]).starts_with("versions: "));
    let guarded = |opening| RoundUp {
        guard: Some(Guard {
            account: AccountId(1),
            opening: euro(opening),
            floor: euro(0),
            mode: GuardMode::Skip,
        }),
        ..rule()
    };
    assert!(fault(vec![(day(2), guarded(1)), (day(3), guarded(2))]).starts_with("guard: "));
    assert!(fault(vec![(day(2), RoundUp { times: 0, ..rule() })]).starts_with("times: "));
}

#[test]
fn a_standing_is_the_same_after_it_was_written_down() {
    let points = Currency::own_unit("PTS", 0).unwrap();
    let caps = Caps {
        month: Some(Money::small(5, points)),
        ..Caps::default()
    };
    let step = Step {
        caps,
        ..Step::of(Money::small(10, points))
    };
    let versions = Versions::of(RoundUp {
        steps: vec![step],
        ..rule()
    })
    .unwrap();
    let standing = Standing::start(&versions);
    let text = serde_json::to_string(&standing).unwrap();
    assert_eq!(serde_json::from_str::<Standing>(&text).unwrap(), standing);
}

proptest! {
    #[test]
    fn stretches_give_what_one_run_gives(
        versions in any_versions(),
        entries in history(80),
        moved in moves(),
        mut cuts in proptest::collection::vec(1..DAYS, 0..8),
    ) {
        let settled = settled_of(&versions, &entries, &moved);
        let settlements = Settlements::of(settled.clone());
        cuts.sort_unstable();
        cuts.push(DAYS);
        let mut standing = Standing::start(&versions);
        let mut accruals = Vec::new();
        let mut from = day(0);
        for until in cuts.into_iter().map(day) {
            let stretch = Span { first: from, last: until.pred_opt().unwrap() };
            let some: Vec<_> = entries.iter().filter(|entry| stretch.contains(entry.day)).copied().collect();
            go_on(&versions, &mut standing, &some, until, &settlements, &mut |accrual| accruals.push(accrual)).unwrap();
            let text = serde_json::to_string(&standing).unwrap();
            standing = serde_json::from_str(&text).unwrap();
            prop_assert_eq!(standing.day(), Some(until));
            from = until;
        }
        prop_assert_eq!(accruals, whole(&versions, &entries, &settled));
    }

    #[test]
    fn a_renewal_gives_what_a_run_from_nothing_gives(
        versions in any_versions(),
        entries in history(80),
        moved in moves(),
        added in proptest::collection::vec(entry(0), 0..4),
        removed in proptest::collection::vec(0..80_usize, 0..4),
        settles in any::<bool>(),
    ) {
        let nothing = SettledRoundUps::new();
        let before_settled = if settles { nothing.clone() } else { settled_of(&versions, &entries, &moved) };
        let mut kept = MonthStandings::new();
        let (before, _) = renew(&versions, &mut kept, everything(), &entries, &before_settled, Vec::new());
        prop_assert_eq!(&before, &whole(&versions, &entries, &before_settled));

        let gone: Vec<EntryId> = removed.iter().filter_map(|place| entries.get(*place)).map(|entry| entry.id).collect();
        let mut settled = settled_of(&versions, &entries, &moved);
        settled.retain(|id, _| !gone.contains(id));
        let mut days: Vec<NaiveDate> = entries.iter().filter(|entry| gone.contains(&entry.id)).map(|entry| entry.day).collect();
        for (id, settled) in &before_settled {
            if gone.contains(id) {
                days.extend(settled.moved);
            }
        }
        if settles {
            days.extend(settled.values().flat_map(|settled| [Some(settled.day), settled.moved]).flatten());
        }
        let added: Vec<_> = (1_000_i64..).zip(added).map(|(id, entry)| Entry { id: EntryId(id), ..entry }).collect();
        days.extend(added.iter().map(|entry| entry.day));
        let changed: Vec<_> = entries.iter().filter(|entry| !gone.contains(&entry.id)).chain(&added).copied().collect();
        let changed = in_order(changed);
        let (Some(first), Some(last)) = (days.iter().min(), days.iter().max()) else {
            return Ok(());
        };
        let affected = Span { first: *first, last: *last };
        let (after, _) = renew(&versions, &mut kept, affected, &changed, &settled, before);
        prop_assert_eq!(after, whole(&versions, &changed, &settled));

        let mut anew = MonthStandings::new();
        renew(&versions, &mut anew, everything(), &changed, &settled, Vec::new());
        kept.retain(|month, _| anew.contains_key(month));
        anew.retain(|month, _| kept.contains_key(month));
        prop_assert_eq!(kept, anew);
    }

    #[test]
    fn refunds_are_worked_out_from_one_kept_accrual(
        versions in any_versions(),
        entries in history(60),
        moved in moves(),
    ) {
        let settled = settled_of(&versions, &entries, &moved);
        let outcome = accrue_versions(&versions, &entries, &settled).unwrap();
        let mut alone = Vec::new();
        for (entry, accrual) in entries.iter().zip(&outcome.accruals) {
            let rule = versions.on(entry.day);
            let refunds = entries.iter().filter_map(Refund::of).filter(|(of, _)| *of == entry.id);
            let refunds: Vec<_> = refunds.map(|(_, refund)| refund).collect();
            alone.extend(taken_back(rule.refunds, accrual, entry.amount, &refunds));
            if let Some(settled) = settled.get(&entry.id) {
                alone.extend(edited(rule.changes, accrual, settled).unwrap());
            }
        }
        let key = |adjustment: &Adjustment| (adjustment.day, adjustment.entry, adjustment.of);
        let mut all = outcome.adjustments;
        alone.sort_by_key(key);
        all.sort_by_key(key);
        prop_assert_eq!(alone, all);
    }
}
