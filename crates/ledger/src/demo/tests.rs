//! Facts about the drafts, for several days on which somebody may start.

use std::collections::{HashMap, HashSet};

use chrono::{Datelike, Days, Months, NaiveDate};

use super::draft::{Draft, Line, Own, Side};
use super::habits::BANK;
use super::walk::drafts;
use crate::ids::built_in;
use crate::kinds::{EntryKind, EntryStatus};

fn starts() -> Vec<NaiveDate> {
    [(2026, 11, 22), (2024, 2, 29), (2026, 1, 1), (2027, 8, 14)]
        .map(|(year, month, day)| NaiveDate::from_ymd_opt(year, month, day).unwrap())
        .to_vec()
}

fn each(check: impl Fn(NaiveDate, &[Draft])) {
    for today in starts() {
        check(today, &drafts(today).unwrap());
    }
}

#[test]
fn every_draft_sums_to_zero_in_each_currency_and_moves_something() {
    each(|_, drafts| {
        for draft in drafts {
            let mut sums = HashMap::new();
            for line in &draft.lines {
                *sums.entry(line.coin).or_insert(0) += line.minor;
            }
            assert!(sums.values().all(|sum| *sum == 0), "{draft:?}");
            assert!(draft.lines.iter().all(|line| line.minor != 0), "{draft:?}");
        }
    });
}

#[test]
fn no_prepaid_purse_ever_pays_what_it_has_not_got() {
    each(|today, drafts| {
        let mut balances = HashMap::new();
        for draft in drafts {
            for line in &draft.lines {
                let Some(purse) = line.purse() else { continue };
                let balance = balances.entry(purse).or_insert(0);
                *balance += line.minor;
                assert!(
                    *balance >= 0 || !purse.own.is_prepaid(),
                    "{today}: {purse:?} at {balance} after {draft:?}"
                );
            }
        }
    });
}

#[test]
fn time_runs_forward_and_ends_this_morning() {
    each(|today, drafts| {
        let moments = || drafts.iter().map(|draft| (draft.day, draft.second));
        assert!(moments().is_sorted());
        assert!(moments().all(|moment| moment <= (today, Some(9 * 3_600))));
        let first = today.checked_sub_months(Months::new(24)).unwrap();
        let begun = drafts.first().unwrap().day;
        assert!(begun >= first && begun <= first + Days::new(3));
    });
}

#[test]
fn a_refund_follows_its_purchase_and_gives_back_at_most_as_much() {
    let own = |lines: &[Line]| -> i64 {
        let mine = lines.iter().filter(|line| line.purse().is_some());
        mine.map(|line| line.minor).sum()
    };
    each(|_, drafts| {
        let (mut whole, mut part) = (0, 0);
        let refunds = drafts.iter().filter(|d| d.kind == EntryKind::Refund);
        for refund in refunds {
            let purchase = &drafts[refund.refund_of.unwrap()];
            assert_eq!(purchase.kind, EntryKind::Purchase);
            assert_eq!(purchase.payee, refund.payee);
            assert!(purchase.day < refund.day);
            let (paid, back) = (-own(&purchase.lines), own(&refund.lines));
            assert!(back > 0 && back <= paid, "{refund:?}");
            *(if back == paid { &mut whole } else { &mut part }) += 1;
        }
        assert!(whole >= 10 && part >= 5, "{whole} whole, {part} in part");
    });
}

#[test]
fn a_subscription_gets_dearer_in_steps_and_never_cheaper() {
    each(|_, drafts| {
        let prices: Vec<i64> = drafts
            .iter()
            .filter(|draft| draft.payee == "Nachtkino Stream")
            .map(|draft| -draft.lines[0].minor)
            .collect();
        assert!(prices.len() >= 23);
        assert!(prices.is_sorted());
        for price in [799, 899, 1_099] {
            assert!(prices.contains(&price), "{price} in {prices:?}");
        }
    });
}

#[test]
fn tips_splits_charges_conversions_and_bursts_are_all_there() {
    each(|_, drafts| {
        let purchases = || drafts.iter().filter(|d| d.kind == EntryKind::Purchase);
        let facing = |account| {
            let with = |draft: &&Draft| {
                let mut sides = draft.lines.iter().map(|line| line.side);
                sides.any(|side| side == Side::Other(account))
            };
            purchases().filter(with).count()
        };
        assert!(facing(built_in::TIPS) > 50);
        assert!(facing(built_in::FEES) > 20);
        assert!(facing(super::book::EXCHANGE) > 15);
        let split = |draft: &&Draft| draft.lines.len() == 3 && draft.note.contains("household");
        assert!(purchases().filter(split).count() > 20);
        let packs = |draft: &&Draft| draft.note == "gem pack";
        assert!(purchases().filter(packs).count() > 10);
    });
}

#[test]
fn yesterdays_card_payment_is_pending_and_nothing_else_is() {
    each(|today, drafts| {
        let pending: Vec<&Draft> = drafts
            .iter()
            .filter(|draft| draft.status != EntryStatus::Posted)
            .collect();
        assert_eq!(pending.len(), 1);
        assert_eq!(pending[0].status, EntryStatus::Pending);
        assert_eq!(pending[0].day, today - Days::new(1));
    });
}

#[test]
fn a_wallet_writes_its_zone_and_a_bank_none() {
    each(|_, drafts| {
        let zones = |own: Own| {
            let of =
                |draft: &&Draft| draft.second.is_some() && draft.lines[0].side == Side::Own(own);
            let mut zones: Vec<_> = drafts.iter().filter(of).map(Draft::zone).collect();
            zones.dedup();
            zones
        };
        assert_eq!(zones(Own::MPesa), [Some("Africa/Nairobi")]);
        assert_eq!(zones(Own::PayPal), [Some("Europe/Berlin")]);
        assert_eq!(zones(Own::GameCard), [None]);
    });
}

#[test]
fn whatever_the_day_it_is_two_ordinary_years() {
    each(|today, drafts| {
        assert!((3_000..=3_700).contains(&drafts.len()), "{}", drafts.len());
        let lines = drafts.iter().flat_map(|draft| &draft.lines);
        let bank = lines.filter(|line| line.purse() == Some(BANK));
        let held: i64 = bank.map(|line| line.minor).sum();
        assert!((50_000..=1_200_000).contains(&held), "{today}: {held}");
        let months: HashSet<_> = drafts
            .iter()
            .map(|draft| (draft.day.year(), draft.day.month()))
            .collect();
        for (year, month) in months
            .into_iter()
            .filter(|month| *month != (today.year(), today.month()))
        {
            let of = |draft: &&Draft| (draft.day.year(), draft.day.month()) == (year, month);
            let count = drafts.iter().filter(of).count();
            let whole =
                drafts[0].day + Days::new(31) < NaiveDate::from_ymd_opt(year, month, 28).unwrap();
            assert!(
                !whole || (80..=230).contains(&count),
                "{year}-{month}: {count}"
            );
        }
    });
}
