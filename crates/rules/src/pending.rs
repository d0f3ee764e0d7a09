//! A pending row has become a posted one: which is which.
//!
//! Only what cannot be mistaken is a claim: the same account, currency and amount, the same payee
//! text or a piece of it (or the provider's own id), and a posted day from one before to eight
//! after the pending one. A tip or a tank of fuel makes the posted amount larger; such a pair is
//! suggested and waits for the person.

use std::collections::{HashMap, HashSet};
use std::ops::RangeInclusive;

use chrono::NaiveDate;
use farthing_money::{Currency, Money};
use serde::{Deserialize, Serialize};

use crate::ids::{AccountId, EntryId, RowId};
use crate::matching::{Candidate, Shelves, Slot, at, best_first, candidates, day_number, item};
use crate::text::{Likeness, Phrases, fingerprint};

/// How many days after the pending day a claimed row may be posted; one before where the provider
/// dates it by the purchase.
pub const CLAIM_DAYS: RangeInclusive<i32> = -1..=8;
/// The same for a suggestion.
pub const SUGGESTION_DAYS: RangeInclusive<i32> = -3..=3;
/// How much larger than the pending amount a suggested one may be: a tip, a tank of fuel.
pub const MOST_MORE_PERMILLE: i64 = 300;

/// A pending entry of the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pending<'a> {
    /// The entry.
    pub id: EntryId,
    /// The account it is in.
    pub account: AccountId,
    /// The day the provider gave it while pending.
    pub day: NaiveDate,
    /// The effect on the account.
    pub amount: Money,
    /// Who is paid, cleaned.
    pub payee: &'a str,
    /// The provider's own id, where it has one.
    pub provider_id: Option<&'a str>,
}

/// A new row that is final.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Posted<'a> {
    /// The row.
    pub row: RowId,
    /// The account it is in.
    pub account: AccountId,
    /// The day of the row.
    pub day: NaiveDate,
    /// The effect on the account.
    pub amount: Money,
    /// Who is paid, cleaned.
    pub payee: &'a str,
    /// The provider's own id, where it has one.
    pub provider_id: Option<&'a str>,
}

/// What became of pending entries. Each entry and each row stands in at most one match.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Matches {
    /// Certain: the entry has become this row.
    pub claims: Vec<Match>,
    /// Likely, for the person to decide.
    pub suggestions: Vec<Match>,
}

/// A pending entry and the row it became, with the figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Match {
    /// The pending entry.
    pub pending: EntryId,
    /// The posted row.
    pub posted: RowId,
    /// Why.
    pub reason: Reason,
    /// How many days after the pending day it was posted.
    pub days: i32,
    /// How much larger the posted amount is, in minor units and without sign.
    pub more_minor: i64,
    /// The same in permille of the pending amount, rounded down.
    pub more_permille: i64,
    /// How alike the payee texts are.
    pub similarity_permille: u16,
}

/// Why a pending entry and a row belong together, strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The provider gave both the same id, and nobody else.
    SameProviderId,
    /// The same payee text.
    SamePayee,
    /// One payee text is a piece of the other.
    PieceOfPayee,
    /// The payee texts have most of their letters in common.
    SimilarPayee,
    /// The amount is the same, and one of them names no payee.
    OnlyAmount,
}

/// Finds the rows that pending entries became.
///
/// The best pairs come first: the provider's id, then the nearest day (posted later before posted
/// earlier), then the nearest amount, then the order of the lists. So of two equal pending coffees
/// and one posted one, the first is claimed.
pub fn match_posted(pending: &[Pending], posted: &[Posted]) -> Matches {
    let ids = SharedIds::of(pending, posted);
    let claimed = claims(pending, posted, &ids);
    let pending_left = without(pending, claimed.iter().map(|pair| pair.left));
    let posted_left = without(posted, claimed.iter().map(|pair| pair.right));
    let suggested = suggestions(&pending_left, &posted_left, &ids);
    Matches {
        claims: told(&claimed, pending, posted),
        suggestions: told(&suggested, &pending_left, &posted_left),
    }
}

/// What makes one pair better than another, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    other_id: bool,
    days_apart: u32,
    posted_before: bool,
    more_minor: i64,
    reason: Reason,
    unlike_permille: u16,
}

/// The provider's ids that one pending entry and one posted row of an account have, and no others:
/// some files repeat one id on every row.
struct SharedIds<'a>(HashSet<(AccountId, &'a str)>);

impl<'a> SharedIds<'a> {
    fn of(pending: &[Pending<'a>], posted: &[Posted<'a>]) -> Self {
        let once = count_ids(pending.iter().map(|p| (p.account, p.provider_id)));
        let mut ids = count_ids(posted.iter().map(|p| (p.account, p.provider_id)));
        ids.retain(|id, count| *count == 1 && once.get(id) == Some(&1));
        Self(ids.into_keys().collect())
    }

    fn joins(&self, pending: &Pending<'a>, posted: &Posted<'a>) -> bool {
        let id = pending.provider_id.filter(|_| !self.0.is_empty());
        id.is_some_and(|id| {
            posted.provider_id == Some(id) && self.0.contains(&(pending.account, id))
        })
    }
}

fn count_ids<'a>(
    ids: impl Iterator<Item = (AccountId, Option<&'a str>)>,
) -> HashMap<(AccountId, &'a str), u32> {
    let mut counts = HashMap::new();
    for (account, id) in ids {
        if let Some(id) = id.filter(|id| !id.is_empty()) {
            *counts.entry((account, id)).or_insert(0) += 1;
        }
    }
    counts
}

fn claims<'a>(
    pending: &[Pending<'a>],
    posted: &[Posted<'a>],
    ids: &SharedIds<'a>,
) -> Vec<Candidate<Key>> {
    let mut shelves = Shelves::new();
    let mut slot = |account, day, amount: Money, payee, place| Slot {
        shelf: shelves.of((account, amount)),
        day: day_number(day),
        text: fingerprint(payee),
        item: item(place),
    };
    let left = pending.iter().enumerate();
    let left = left.map(|(place, p)| slot(p.account, p.day, p.amount, p.payee, place));
    let left: Vec<Slot> = left.collect();
    let right = posted.iter().enumerate();
    let right = right.map(|(place, p)| slot(p.account, p.day, p.amount, p.payee, place));
    let right: Vec<Slot> = right.collect();
    let slots = (left, right);
    pairs(pending, posted, slots, &CLAIM_DAYS, |old, new, likeness| {
        Some(match likeness {
            _ if ids.joins(old, new) => Reason::SameProviderId,
            Likeness::Same => Reason::SamePayee,
            Likeness::Contained => Reason::PieceOfPayee,
            _ => return None,
        })
    })
}

fn suggestions<'a>(
    pending: &[Pending<'a>],
    posted: &[Posted<'a>],
    ids: &SharedIds<'a>,
) -> Vec<Candidate<Key>> {
    if pending.is_empty() {
        return Vec::new();
    }
    let mut shelves: Shelves<(AccountId, Currency, bool, u32)> = Shelves::new();
    let mut slot = |account, day, amount: Money, payee, place, next: u32| {
        let outgoing = amount.minor() < 0;
        let step = step_of(amount.minor().saturating_abs()) + next;
        Slot {
            shelf: shelves.of((account, amount.currency(), outgoing, step)),
            day: day_number(day),
            text: fingerprint(payee),
            item: item(place),
        }
    };
    // A posted amount is on the same step as the pending one or on the next.
    let mut left = Vec::with_capacity(pending.len() * 2);
    for (place, p) in pending.iter().enumerate() {
        left.extend([0, 1].map(|next| slot(p.account, p.day, p.amount, p.payee, place, next)));
    }
    let accounts: HashSet<AccountId> = pending.iter().map(|p| p.account).collect();
    let right = posted.iter().enumerate();
    let right = right.filter(|(_, p)| accounts.contains(&p.account));
    let right = right.map(|(place, p)| slot(p.account, p.day, p.amount, p.payee, place, 0));
    let right: Vec<Slot> = right.collect();
    let slots = (left, right);
    pairs(
        pending,
        posted,
        slots,
        &SUGGESTION_DAYS,
        |old, new, likeness| {
            let more = more_permille(old.amount, new.amount)?;
            Some(match likeness {
                _ if !(0..=MOST_MORE_PERMILLE).contains(&more) => return None,
                _ if ids.joins(old, new) => Reason::SameProviderId,
                Likeness::Same => Reason::SamePayee,
                Likeness::Contained => Reason::PieceOfPayee,
                Likeness::Words(_) if likeness.is_alike() => Reason::SimilarPayee,
                Likeness::Silent if old.amount == new.amount => Reason::OnlyAmount,
                _ => return None,
            })
        },
    )
}

/// The best pairs among those for which `judge` has a reason.
fn pairs<'a>(
    pending: &[Pending<'a>],
    posted: &[Posted<'a>],
    (left, right): (Vec<Slot>, Vec<Slot>),
    days: &RangeInclusive<i32>,
    judge: impl Fn(&Pending<'a>, &Posted<'a>, Likeness) -> Option<Reason>,
) -> Vec<Candidate<Key>> {
    let mut phrases = Phrases::default();
    let old_texts: Vec<usize> = pending.iter().map(|p| phrases.add(p.payee)).collect();
    let new_texts: Vec<usize> = posted.iter().map(|p| phrases.add(p.payee)).collect();
    let candidates = candidates(left, right, days, |left, right| {
        let likeness = phrases.likeness(*at(&old_texts, left)?, *at(&new_texts, right)?);
        let (old, new) = (at(pending, left)?, at(posted, right)?);
        Some(key(old, new, likeness, judge(old, new, likeness)?))
    });
    best_first(candidates, pending.len(), posted.len())
}

fn key(old: &Pending, new: &Posted, likeness: Likeness, reason: Reason) -> Key {
    let days = day_number(new.day) - day_number(old.day);
    Key {
        other_id: reason != Reason::SameProviderId,
        days_apart: days.unsigned_abs(),
        posted_before: days < 0,
        more_minor: more_minor(old.amount, new.amount),
        reason,
        unlike_permille: 1_000 - likeness.permille().min(1_000),
    }
}

fn told(pairs: &[Candidate<Key>], pending: &[Pending], posted: &[Posted]) -> Vec<Match> {
    let told = |pair: &Candidate<Key>| {
        let (old, new) = (at(pending, pair.left)?, at(posted, pair.right)?);
        Some(Match {
            pending: old.id,
            posted: new.row,
            reason: pair.key.reason,
            days: day_number(new.day) - day_number(old.day),
            more_minor: pair.key.more_minor,
            more_permille: more_permille(old.amount, new.amount)?,
            similarity_permille: 1_000 - pair.key.unlike_permille,
        })
    };
    pairs.iter().filter_map(told).collect()
}

fn without<T: Copy>(list: &[T], taken: impl Iterator<Item = u32>) -> Vec<T> {
    let taken: HashSet<u32> = taken.collect();
    let left = list.iter().enumerate();
    let left = left.filter(|(place, _)| !taken.contains(&item(*place)));
    left.map(|(_, thing)| *thing).collect()
}

fn more_minor(old: Money, new: Money) -> i64 {
    new.minor().saturating_abs() - old.minor().saturating_abs()
}

/// None where nothing was pending, of which no part can be said.
fn more_permille(old: Money, new: Money) -> Option<i64> {
    let (more, whole) = (more_minor(old, new), old.minor().saturating_abs());
    let permille = (i128::from(more) * 1_000).checked_div_euclid(i128::from(whole));
    match permille {
        None if more == 0 => Some(0),
        permille => i64::try_from(permille?).ok(),
    }
}

/// The step of a size on a ladder whose steps grow by at least the allowed part, so that a size
/// and one larger by that part stand on one step or on neighbours.
fn step_of(size: i64) -> u32 {
    let (size, mut top, mut step) = (i128::from(size), 1_i128, 0);
    while top < size {
        top += top * i128::from(MOST_MORE_PERMILLE) / 1_000 + 1;
        step += 1;
    }
    step
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const CARD: AccountId = AccountId(7);

    fn day(day: i32) -> NaiveDate {
        let first = NaiveDate::from_ymd_opt(2026, 3, 10).unwrap();
        first + chrono::Duration::days(day.into())
    }

    fn euros(minor: i64) -> Money {
        Money::from_minor(minor, Currency::iso("EUR").unwrap()).unwrap()
    }

    fn pending(id: i64, on: i32, minor: i64, payee: &str) -> Pending<'_> {
        Pending {
            id: EntryId(id),
            account: CARD,
            day: day(on),
            amount: euros(minor),
            payee,
            provider_id: None,
        }
    }

    fn posted(row: i64, on: i32, minor: i64, payee: &str) -> Posted<'_> {
        Posted {
            row: RowId(row),
            account: CARD,
            day: day(on),
            amount: euros(minor),
            payee,
            provider_id: None,
        }
    }

    fn joined(matches: &[Match]) -> Vec<(i64, i64, Reason)> {
        let joined = matches.iter();
        joined
            .map(|m| (m.pending.0, m.posted.0, m.reason))
            .collect()
    }

    #[test]
    fn the_same_payment_some_days_later_is_claimed() {
        let old = [pending(1, 0, -450, "Kiosk Nord")];
        for (on, claimed) in [(-2, false), (-1, true), (0, true), (8, true), (9, false)] {
            let found = match_posted(&old, &[posted(9, on, -450, "KIOSK NORD BERLIN")]);
            let expected = [(1, 9, Reason::PieceOfPayee)];
            let expected = if claimed { &expected[..] } else { &[] };
            assert_eq!(joined(&found.claims), expected, "{on}");
        }
    }

    #[test]
    fn a_tip_is_suggested_with_its_figures() {
        let found = match_posted(
            &[pending(1, 0, -2_000, "Trattoria Sole")],
            &[posted(9, 2, -2_300, "TRATTORIA SOLE")],
        );
        assert_eq!(found.claims, []);
        let expected = Match {
            pending: EntryId(1),
            posted: RowId(9),
            reason: Reason::SamePayee,
            days: 2,
            more_minor: 300,
            more_permille: 150,
            similarity_permille: 1_000,
        };
        assert_eq!(found.suggestions, [expected]);
    }

    #[test]
    fn a_suggestion_is_never_smaller_and_never_a_third_larger() {
        let old = [pending(1, 0, -1_000, "Trattoria Sole")];
        for (minor, suggested) in [(-999, 0), (-1_001, 1), (-1_300, 1), (-1_301, 0), (1_100, 0)] {
            let found = match_posted(&old, &[posted(9, 1, minor, "Trattoria Sole")]);
            assert_eq!(found.suggestions.len(), suggested, "{minor}");
            assert_eq!(found.claims, []);
        }
    }

    #[test]
    fn two_equal_pending_ones_and_one_posted_resolve_in_order() {
        let old = [pending(1, 0, -300, "Bus"), pending(2, 0, -300, "Bus")];
        let found = match_posted(&old, &[posted(9, 1, -300, "Bus")]);
        assert_eq!(joined(&found.claims), [(1, 9, Reason::SamePayee)]);
        assert_eq!(found.suggestions, []);
    }

    #[test]
    fn nothing_crosses_accounts_or_currencies() {
        let mut other = posted(9, 0, -300, "Bus");
        other.account = AccountId(8);
        let mut yen = posted(10, 0, -300, "Bus");
        yen.amount = Money::from_minor(-300, Currency::iso("JPY").unwrap()).unwrap();
        let found = match_posted(&[pending(1, 0, -300, "Bus")], &[other, yen]);
        assert_eq!(found, Matches::default());
    }

    #[test]
    fn an_id_of_the_provider_claims_whatever_the_text() {
        let mut old = pending(1, 0, -300, "AUTHORISATION");
        old.provider_id = Some("T-881");
        let mut new = posted(9, 3, -300, "Kiosk Nord");
        new.provider_id = Some("T-881");
        let found = match_posted(&[old], &[new]);
        assert_eq!(joined(&found.claims), [(1, 9, Reason::SameProviderId)]);
        // An id on every row is none.
        let found = match_posted(
            &[old],
            &[
                new,
                Posted {
                    row: RowId(10),
                    ..new
                },
            ],
        );
        assert_eq!(found.claims, []);
    }

    #[test]
    fn without_a_payee_the_same_amount_is_suggested() {
        let found = match_posted(&[pending(1, 0, -300, "")], &[posted(9, 1, -300, "Bus")]);
        assert_eq!(joined(&found.suggestions), [(1, 9, Reason::OnlyAmount)]);
        let found = match_posted(&[pending(1, 0, -300, "")], &[posted(9, 1, -301, "Bus")]);
        assert_eq!(found, Matches::default());
    }

    proptest! {
        #[test]
        fn each_side_is_in_one_match_and_claims_are_exact(
            old in proptest::collection::vec((0_i32..12, 1_i64..4, 0_usize..3, 0_i64..2), 0..30),
            new in proptest::collection::vec((0_i32..20, 1_i64..5, 0_usize..3, 0_i64..2), 0..30),
        ) {
            let payees = ["Kiosk Nord", "Kiosk Nord Berlin", "Bakery"];
            let old: Vec<Pending> = (0..).zip(&old).map(|(id, (on, minor, payee, account))| Pending {
                account: AccountId(*account),
                ..pending(id, *on, -minor * 100, payees[*payee])
            }).collect();
            let new: Vec<Posted> = (0..).zip(&new).map(|(id, (on, minor, payee, account))| Posted {
                account: AccountId(*account),
                ..posted(id, *on, -minor * 100, payees[*payee])
            }).collect();
            let found = match_posted(&old, &new);
            let all: Vec<&Match> = found.claims.iter().chain(&found.suggestions).collect();
            let olds: HashSet<EntryId> = all.iter().map(|m| m.pending).collect();
            let news: HashSet<RowId> = all.iter().map(|m| m.posted).collect();
            prop_assert_eq!((olds.len(), news.len()), (all.len(), all.len()));
            for (pair, is_claim) in found.claims.iter().map(|m| (m, true))
                .chain(found.suggestions.iter().map(|m| (m, false)))
            {
                let a = old.iter().find(|p| p.id == pair.pending).unwrap();
                let b = new.iter().find(|p| p.row == pair.posted).unwrap();
                prop_assert_eq!(a.account, b.account);
                prop_assert!(!is_claim || a.amount == b.amount);
                prop_assert!((0..=MOST_MORE_PERMILLE).contains(&pair.more_permille));
                prop_assert!(!is_claim || CLAIM_DAYS.contains(&pair.days));
            }
            prop_assert_eq!(match_posted(&old, &new), found);
        }

        #[test]
        fn a_size_and_one_larger_by_a_tip_stand_on_neighbouring_steps(
            size in 1_i64..1_000_000_000_000_000,
            permille in 0..=MOST_MORE_PERMILLE,
        ) {
            let larger = i64::try_from(i128::from(size) * i128::from(1_000 + permille) / 1_000);
            let apart = step_of(larger.unwrap()) - step_of(size);
            prop_assert!(apart <= 1);
        }
    }
}
