//! What holds for every programme and history.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::calendar::Span;

/// Days of a history.
const DAYS: u64 = 100;

#[derive(Debug, Clone, Copy)]
struct Drawn {
    on: u64,
    minor: i64,
    /// After how many days how many quarters come back, of one purchase in a few.
    back: Option<(u64, i64)>,
}

fn drawn() -> impl Strategy<Value = Drawn> {
    let back = prop::option::weighted(0.2, (0..30_u64, 1..=4_i64));
    (0..DAYS, 1..6_000_i64, back).prop_map(|(on, minor, back)| Drawn { on, minor, back })
}

/// Purchases have even numbers, refunds odd ones.
fn history(drawn: &[Drawn]) -> Vec<Spend<'static>> {
    let mut spends = Vec::new();
    for (number, drawn) in (0..).zip(drawn) {
        spends.push(bought(number * 2, drawn.on, drawn.minor));
        if let Some((after, quarters)) = drawn.back {
            let minor = (drawn.minor * quarters / 4).max(1);
            spends.push(back(number * 2 + 1, drawn.on + after, minor, number * 2));
        }
    }
    linked(spends)
}

fn whole_span() -> Span {
    Span::new(day(0), day(DAYS + 40)).unwrap()
}

/// What is kept of a programme: rewards by entry, statements by end.
#[derive(Debug, Default, Clone, PartialEq)]
struct Kept {
    rewards: BTreeMap<EntryId, (NaiveDate, Exact, Option<Money>, Reason)>,
    statements: BTreeMap<NaiveDate, Money>,
}

impl Kept {
    fn keep(&mut self, made: Made<'_>) {
        match made {
            Made::Reward(reward) => {
                let row = (reward.day, reward.exact, reward.reward, reward.reason);
                self.rewards.insert(reward.entry, row);
            }
            Made::Statement(total) => {
                self.statements.insert(total.end, total.reward);
            }
        }
    }

    fn drop_days(&mut self, span: Span) {
        self.rewards.retain(|_, row| !span.contains(row.0));
    }

    fn renew(
        &mut self,
        programme: &Programme,
        blocks: &mut Blocks,
        change: Change<'_>,
        spends: &[Spend<'_>],
    ) {
        let mut renewal = Renewal::new(programme, blocks, change, whole_span()).unwrap();
        loop {
            let next = renewal.next(programme, blocks, &mut |made| self.keep(made));
            let Some(span) = next.unwrap() else { return };
            self.drop_days(span);
            let all = spends.iter().filter(|spend| span.contains(spend.entry.day));
            let all: Vec<_> = all.copied().collect();
            let done = renewal.go_on(programme, blocks, &all, &mut |made| self.keep(made));
            done.unwrap();
        }
    }

    fn anew(programme: &Programme, spends: &[Spend<'_>]) -> (Self, Blocks) {
        let (mut kept, mut blocks) = (Self::default(), Blocks::new());
        kept.renew(programme, &mut blocks, Change::default(), spends);
        (kept, blocks)
    }
}

/// Every block begins where a run from the first entry stands on its day.
fn assert_standings(programme: &Programme, blocks: &Blocks, spends: &[Spend<'_>]) {
    let mut standing = Standing::start(programme);
    let mut rest = spends;
    for (day, block) in blocks {
        let until = rest.partition_point(|spend| spend.entry.day < *day);
        let (before, after) = rest.split_at(until);
        go_on(programme, &mut standing, before, *day, &mut |_| ()).unwrap();
        assert_eq!(&standing, block.start(), "{day}");
        rest = after;
    }
}

proptest! {
    #[test]
    fn a_run_in_parts_earns_what_the_whole_run_does(
        drawn in prop::collection::vec(drawn(), 1..60),
        cuts in prop::collection::btree_set(0..DAYS + 30, 0..5),
    ) {
        let spends = history(&drawn);
        for programme in varied() {
            let (rewards, _) = earn(&programme, &spends).unwrap();
            let mut standing = Standing::start(&programme);
            let (mut parts, mut rest) = (Vec::new(), spends.as_slice());
            let mut keep = |made: Made<'_>| if let Made::Reward(reward) = made {
                parts.push(reward.clone());
            };
            for cut in cuts.iter().copied().chain([DAYS + 40]) {
                let until = rest.partition_point(|spend| spend.entry.day < day(cut));
                let (before, after) = rest.split_at(until);
                go_on(&programme, &mut standing, before, day(cut), &mut keep).unwrap();
                let text = serde_json::to_string(&standing).unwrap();
                standing = serde_json::from_str(&text).unwrap();
                rest = after;
            }
            prop_assert_eq!(rewards, parts);
        }
    }

    #[test]
    fn after_new_purchases_the_update_is_the_rebuild(
        drawn in prop::collection::vec(drawn(), 1..80),
        more in prop::collection::vec((0..DAYS, 1..6_000_i64), 0..12),
    ) {
        let before = history(&drawn);
        let mut added: Vec<_> = (0..)
            .zip(&more)
            .map(|(number, (on, minor))| bought(10_000 + number * 2, *on, *minor))
            .collect();
        added.sort_by_key(|spend| spend.entry.day);
        let after = linked(before.iter().chain(&added).copied().collect());
        for programme in varied() {
            let (mut kept, mut blocks) = Kept::anew(&programme, &before);
            let change = Change { added: &added, days: Vec::new() };
            kept.renew(&programme, &mut blocks, change, &after);
            prop_assert_eq!(&kept, &Kept::anew(&programme, &after).0);
            assert_standings(&programme, &blocks, &after);
        }
    }

    #[test]
    fn after_any_change_the_update_is_the_rebuild(
        drawn in prop::collection::vec(drawn(), 2..60),
        keeps in prop::collection::vec(prop::bool::weighted(0.9), 60),
        more in prop::collection::vec(drawn(), 0..6),
    ) {
        let all: Vec<Drawn> = drawn.iter().chain(&more).copied().collect();
        let before = history(&drawn);
        // Some purchases go with their refunds, and others come with theirs.
        let keeps = |spend: &Spend<'_>| {
            let number = usize::try_from(spend.entry.id.0 / 2).unwrap();
            number >= drawn.len() || keeps[number]
        };
        let after: Vec<_> = history(&all).into_iter().filter(keeps).collect();
        let gone = before.iter().filter(|spend| !keeps(spend));
        let come = after.iter().filter(|spend| !before.contains(spend));
        let days = gone.chain(come).map(|spend| Span::of_day(spend.entry.day));
        let days: Vec<_> = days.collect();
        for programme in varied() {
            let (mut kept, mut blocks) = Kept::anew(&programme, &before);
            let change = Change { added: &[], days: days.clone() };
            kept.renew(&programme, &mut blocks, change, &after);
            prop_assert_eq!(&kept, &Kept::anew(&programme, &after).0);
            assert_standings(&programme, &blocks, &after);
        }
    }

    #[test]
    fn updates_one_after_another_are_the_rebuild(
        which in any::<prop::sample::Index>(),
        drawn in prop::collection::vec(drawn(), 4..60),
        steps in prop::collection::vec(
            (prop::collection::vec((0..DAYS, 1..6_000_i64), 0..6), prop::option::of(0..60_i64)),
            2..5,
        ),
    ) {
        let programmes = varied();
        let programme = which.get(&programmes);
        let mut spends = history(&drawn);
        let (mut kept, mut blocks) = Kept::anew(programme, &spends);
        for (number, (more, gone)) in (1..).zip(&steps) {
            // A purchase goes with its refund, and others are imported.
            let is_gone = |spend: &Spend<'_>| Some(spend.entry.id.0 / 2) == *gone;
            let lost = spends.iter().filter(|spend| is_gone(spend));
            let days = lost.map(|spend| Span::of_day(spend.entry.day)).collect();
            spends.retain(|spend| !is_gone(spend));
            let more = (number * 5_000..).zip(more);
            let mut added: Vec<_> =
                more.map(|(id, (on, minor))| bought(id * 2, *on, *minor)).collect();
            added.sort_by_key(|spend| spend.entry.day);
            spends = linked(spends.into_iter().chain(added.iter().copied()).collect());
            kept.rewards.retain(|entry, _| Some(entry.0 / 2) != *gone);
            kept.renew(programme, &mut blocks, Change { added: &added, days }, &spends);
            prop_assert_eq!(&kept, &Kept::anew(programme, &spends).0);
            assert_standings(programme, &blocks, &spends);
            // Blocks that were written down and read share nothing with each other.
            let written = serde_json::to_string(&blocks).unwrap();
            blocks = serde_json::from_str(&written).unwrap();
        }
    }

    #[test]
    fn refunding_everything_takes_back_exactly_what_was_earned(
        drawn in prop::collection::vec((0..30_u64, 1..6_000_i64, 1..5_i64), 1..25),
    ) {
        let mut spends = Vec::new();
        let mut next = 1_000;
        for (number, (on, minor, parts)) in (0..).zip(&drawn) {
            spends.push(bought(number, *on, *minor));
            // The last part is more than what is left, and only what is left counts.
            for _ in 0..*parts {
                spends.push(back(next, 40, minor / parts + 1, number));
                next += 1;
            }
        }
        let spends = linked(spends);
        for programme in varied() {
            let (rewards, _) = earn(&programme, &spends).unwrap();
            for purchase in rewards.iter().filter(|reward| reward.of.is_none()) {
                let refunds = rewards.iter().filter(|reward| reward.of == Some(purchase.entry));
                let sum = refunds.fold(purchase.exact, |sum, refund| sum.plus(refund.exact).unwrap());
                let rounded = purchase.reward.is_some();
                if rounded {
                    let minor = |reward: &Reward| reward.reward.unwrap().minor();
                    let back = rewards.iter().filter(|reward| reward.of == Some(purchase.entry));
                    let back: i64 = back.map(minor).sum();
                    prop_assert_eq!(minor(purchase) + back, 0);
                } else {
                    prop_assert!(sum.is_zero());
                }
            }
        }
    }

    #[test]
    fn no_purchase_takes_more_than_is_left_of_a_cap(
        drawn in prop::collection::vec(drawn(), 1..60),
    ) {
        let spends = history(&drawn);
        for programme in varied() {
            let (rewards, _) = earn(&programme, &spends).unwrap();
            for part in rewards.iter().flat_map(|reward| &reward.parts) {
                let Some(used) = part.cap else { continue };
                prop_assert!(!used.left_after.is_above(used.left_before).unwrap());
                prop_assert!(!Exact::ZERO.is_above(used.left_after).unwrap());
                if used.is_short {
                    let limit = programme.terms().rules.iter().find(|rule| Some(rule.id) == part.rule);
                    prop_assert!(limit.unwrap().purchase_cap.is_some() || used.left_after.is_zero());
                }
            }
        }
    }

    #[test]
    fn the_order_of_import_does_not_matter(
        drawn in prop::collection::btree_map(0..DAYS, 1..6_000_i64, 1..40),
        seed in any::<u64>(),
    ) {
        let mut spends: Vec<_> = (0..)
            .zip(&drawn)
            .map(|(number, (on, minor))| bought(number, *on, *minor))
            .collect();
        let sorted = spends.clone();
        // Any order will do: every day has one purchase.
        spends.sort_by_key(|spend| (u64::try_from(spend.entry.id.0).unwrap() ^ seed).wrapping_mul(0x9E37_79B9));
        let imported = linked(spends);
        for programme in varied() {
            prop_assert_eq!(earn(&programme, &imported).unwrap(), earn(&programme, &sorted).unwrap());
        }
    }
}
