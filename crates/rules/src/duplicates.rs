//! A new row that may be there already under another identity.
//!
//! A file in another format, an id or a text that the bank changed, or an entry typed in by hand:
//! the identity of a row does not know these again. Whatever is found here is only shown beside
//! its twin, with the reason, and the person decides row by row.

use std::collections::{HashMap, HashSet};
use std::ops::RangeInclusive;

use chrono::NaiveDate;
use farthing_money::Money;
use serde::{Deserialize, Serialize};

use crate::ids::{AccountId, EntryId, RowId};
use crate::matching::{Candidate, Shelves, Slot, at, best_first, candidates, day_number, item};
use crate::text::{Likeness, Phrases, fingerprint};

/// How many days apart the same event may stand in two files.
pub const DAYS: i32 = 3;
/// The same for an entry typed in by hand, whose text fits.
pub const TYPED_DAYS: i32 = 7;

/// An entry's effect on an account, as the ledger has it.
///
/// Leave out the entries that rows of this very file are known to be: of two equal coffees in a
/// file, one of which the ledger knows by its identity, the other is new.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known<'a> {
    /// The entry.
    pub id: EntryId,
    /// The account.
    pub account: AccountId,
    /// The day of the entry.
    pub day: NaiveDate,
    /// The effect on the account.
    pub amount: Money,
    /// Payee and note, or the raw text.
    pub text: &'a str,
    /// The provider's own id, where it came with one.
    pub provider_id: Option<&'a str>,
    /// Where the entry comes from.
    pub origin: Origin<'a>,
}

/// Where an entry comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin<'a> {
    /// The person typed it in.
    Typed,
    /// A file of this format, as a short word: `csv`, `ofx2`.
    File(&'a str),
}

/// A row of the file that is being read, whose identity the ledger does not know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewRow<'a> {
    /// The row.
    pub id: RowId,
    /// The account.
    pub account: AccountId,
    /// The day of the row.
    pub day: NaiveDate,
    /// The effect on the account.
    pub amount: Money,
    /// Payee and note, or the raw text.
    pub text: &'a str,
    /// The provider's own id, where it has one.
    pub provider_id: Option<&'a str>,
}

/// A row and the entry that it may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Duplicate {
    /// The new row.
    pub row: RowId,
    /// Its twin in the ledger.
    pub twin: EntryId,
    /// How sure it is.
    pub level: Level,
    /// Why.
    pub reason: Reason,
    /// How many days the row is after the entry.
    pub days: i32,
    /// How alike the texts are.
    pub similarity_permille: u16,
}

/// How sure a duplicate is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Best left out, unless the person knows better.
    Likely,
    /// A question.
    Possible,
}

/// Why a row may be an entry, strongest first. The amount and the account are always the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The provider gave both the same id, and nothing else.
    SameProviderId,
    /// The same day and much of the same text.
    SameDay,
    /// The same day, with little text in common, in a file of another format.
    OtherFormat,
    /// Another day nearby, and much of the same text.
    NearbyDay,
    /// The entry was typed in by hand, which is seldom to the day or to the letter.
    TypedByHand,
    /// The same day, and one of them has no text.
    NoText,
}

/// Finds new rows that the ledger may have already; `format` is that of their file, as a short
/// word. An entry is the twin of one row at most, so that of two equal rows and one such entry
/// only one row is shown.
pub fn find(known: &[Known], new: &[NewRow], format: &str) -> Vec<Duplicate> {
    let ids = repeated_ids(known, new);
    let mut shelves = Shelves::new();
    let mut slot = |account, amount: Money, day, text, place| Slot {
        shelf: shelves.of((account, amount)),
        day: day_number(day),
        text: fingerprint(text),
        item: item(place),
    };
    let left = new.iter().enumerate();
    let left = left.map(|(place, n)| slot(n.account, n.amount, n.day, n.text, place));
    let left: Vec<Slot> = left.collect();
    let right = known.iter().enumerate();
    let right = right.map(|(place, k)| slot(k.account, k.amount, k.day, k.text, place));
    let right: Vec<Slot> = right.collect();
    let mut phrases = Phrases::default();
    let judge = Judge {
        format,
        ids,
        old_texts: known.iter().map(|k| phrases.add(k.text)).collect(),
        new_texts: new.iter().map(|n| phrases.add(n.text)).collect(),
        phrases,
    };
    let candidates = candidates(left, right, &FAR_DAYS, |left, right| {
        let texts = (at(&judge.old_texts, right)?, at(&judge.new_texts, left)?);
        let likeness = judge.phrases.likeness(*texts.0, *texts.1);
        judge.key(at(known, right)?, at(new, left)?, likeness)
    });
    let best = best_first(candidates, new.len(), known.len());
    told(best, known, new)
}

/// The widest that anything below looks; a row may be before or after its twin.
const FAR_DAYS: RangeInclusive<i32> = -TYPED_DAYS..=TYPED_DAYS;

/// What makes one twin better than another, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    level: Level,
    few_words: bool,
    days_apart: u32,
    unlike_permille: u16,
    reason: Reason,
}

struct Judge<'a> {
    format: &'a str,
    /// The ids that stand on several rows or entries, and therefore tell nothing.
    ids: HashSet<(AccountId, &'a str)>,
    phrases: Phrases<'a>,
    /// The place of each text among the phrases.
    old_texts: Vec<usize>,
    new_texts: Vec<usize>,
}

impl Judge<'_> {
    fn key(&self, old: &Known, new: &NewRow, likeness: Likeness) -> Option<Key> {
        let days_apart = (day_number(new.day) - day_number(old.day)).unsigned_abs();
        let (level, reason) = self.verdict(old, new, likeness, days_apart)?;
        Some(Key {
            level,
            few_words: !likeness.is_alike(),
            days_apart,
            unlike_permille: 1_000 - likeness.permille().min(1_000),
            reason,
        })
    }

    fn verdict(
        &self,
        old: &Known,
        new: &NewRow,
        likeness: Likeness,
        days_apart: u32,
    ) -> Option<(Level, Reason)> {
        let typed = old.origin == Origin::Typed;
        let other_format = !typed && old.origin != Origin::File(self.format);
        let near = days_apart <= DAYS.unsigned_abs();
        let ids = self.compared(old, new);
        Some(match (likeness, days_apart) {
            _ if near && ids == Some(true) => (Level::Likely, Reason::SameProviderId),
            // Two payments with two ids of one provider are two, unless it changed the id.
            (_, 0) if likeness.is_alike() && ids == Some(false) && !other_format => {
                (Level::Possible, Reason::SameDay)
            }
            (_, 0) if likeness.is_alike() => (Level::Likely, Reason::SameDay),
            _ if typed && (near || likeness.is_alike()) => (Level::Possible, Reason::TypedByHand),
            _ if near && likeness.is_alike() => (Level::Possible, Reason::NearbyDay),
            (_, 0) if other_format => (Level::Possible, Reason::OtherFormat),
            (Likeness::Silent, 0) => (Level::Possible, Reason::NoText),
            _ => return None,
        })
    }

    /// Whether the provider's ids are equal; none where they tell nothing.
    fn compared(&self, old: &Known, new: &NewRow) -> Option<bool> {
        let told = |id: &&str| !id.is_empty() && !self.ids.contains(&(old.account, *id));
        let old_id = old.provider_id.filter(told)?;
        let new_id = new.provider_id.filter(told)?;
        Some(old_id == new_id)
    }
}

fn repeated_ids<'a>(known: &[Known<'a>], new: &[NewRow<'a>]) -> HashSet<(AccountId, &'a str)> {
    let of_known = known.iter().map(|k| (k.account, k.provider_id));
    let of_new = new.iter().map(|n| (n.account, n.provider_id));
    let mut ids = repeated(of_known);
    ids.extend(repeated(of_new));
    ids
}

fn repeated<'a>(
    ids: impl Iterator<Item = (AccountId, Option<&'a str>)>,
) -> HashSet<(AccountId, &'a str)> {
    let mut counts: HashMap<(AccountId, &'a str), u32> = HashMap::new();
    for (account, id) in ids.filter_map(|(account, id)| Some((account, id?))) {
        *counts.entry((account, id)).or_insert(0) += 1;
    }
    counts.retain(|_, count| *count > 1);
    counts.into_keys().collect()
}

fn told(pairs: Vec<Candidate<Key>>, known: &[Known], new: &[NewRow]) -> Vec<Duplicate> {
    let told = |pair: &Candidate<Key>| {
        let (new, old) = (at(new, pair.left)?, at(known, pair.right)?);
        Some(Duplicate {
            row: new.id,
            twin: old.id,
            level: pair.key.level,
            reason: pair.key.reason,
            days: day_number(new.day) - day_number(old.day),
            similarity_permille: 1_000 - pair.key.unlike_permille,
        })
    };
    let mut in_file_order = pairs;
    in_file_order.sort_unstable_by_key(|pair| pair.left);
    in_file_order.iter().filter_map(told).collect()
}

#[cfg(test)]
mod tests {
    use farthing_money::Currency;
    use proptest::prelude::*;

    use super::*;

    fn day(day: i32) -> NaiveDate {
        let first = NaiveDate::from_ymd_opt(2026, 3, 10).unwrap();
        first + chrono::Duration::days(day.into())
    }

    fn euros(minor: i64) -> Money {
        Money::from_minor(minor, Currency::iso("EUR").unwrap()).unwrap()
    }

    fn known(id: i64, on: i32, text: &str) -> Known<'_> {
        Known {
            id: EntryId(id),
            account: AccountId(7),
            day: day(on),
            amount: euros(-350),
            text,
            provider_id: None,
            origin: Origin::File("csv"),
        }
    }

    fn row(id: i64, on: i32, text: &str) -> NewRow<'_> {
        NewRow {
            id: RowId(id),
            account: AccountId(7),
            day: day(on),
            amount: euros(-350),
            text,
            provider_id: None,
        }
    }

    fn levels(found: &[Duplicate]) -> Vec<(i64, i64, Level, Reason)> {
        let levels = found.iter();
        levels
            .map(|d| (d.row.0, d.twin.0, d.level, d.reason))
            .collect()
    }

    #[test]
    fn the_same_day_and_text_is_likely_and_days_nearby_are_possible() {
        let old = [known(1, 0, "Kiosk Nord")];
        let expect = [
            (0, Some((Level::Likely, Reason::SameDay))),
            (3, Some((Level::Possible, Reason::NearbyDay))),
            (-3, Some((Level::Possible, Reason::NearbyDay))),
            (4, None),
        ];
        for (on, level) in expect {
            let found = find(&old, &[row(5, on, "KIOSK NORD 0442")], "csv");
            let told = level.map(|(level, reason)| (5, 1, level, reason));
            assert_eq!(levels(&found), Vec::from_iter(told), "{on}");
        }
    }

    #[test]
    fn of_two_equal_coffees_and_one_in_the_ledger_only_one_is_shown() {
        let new = [row(5, 0, "Kiosk"), row(6, 0, "Kiosk")];
        let found = find(&[known(1, 0, "Kiosk")], &new, "csv");
        assert_eq!(levels(&found), [(5, 1, Level::Likely, Reason::SameDay)]);
    }

    #[test]
    fn another_amount_or_account_is_no_duplicate() {
        let mut dearer = row(5, 0, "Kiosk");
        dearer.amount = euros(-351);
        let mut refund = row(6, 0, "Kiosk");
        refund.amount = euros(350);
        let mut elsewhere = row(7, 0, "Kiosk");
        elsewhere.account = AccountId(8);
        let new = [dearer, refund, elsewhere];
        assert_eq!(find(&[known(1, 0, "Kiosk")], &new, "csv"), []);
    }

    #[test]
    fn another_format_of_the_same_account_may_word_it_differently() {
        let old = [known(1, 0, "Kiosk Nord")];
        let new = [row(5, 0, "DEBIT 4411")];
        let found = find(&old, &new, "ofx2");
        assert_eq!(
            levels(&found),
            [(5, 1, Level::Possible, Reason::OtherFormat)]
        );
        assert_eq!(find(&old, &new, "csv"), []);
    }

    #[test]
    fn a_typed_entry_may_be_off_by_days_and_by_words() {
        let mut typed = known(1, 0, "coffee");
        typed.origin = Origin::Typed;
        let found = find(&[typed], &[row(5, 2, "KIOSK NORD")], "csv");
        assert_eq!(
            levels(&found),
            [(5, 1, Level::Possible, Reason::TypedByHand)]
        );
        assert_eq!(find(&[typed], &[row(5, 4, "KIOSK NORD")], "csv"), []);
        let found = find(&[typed], &[row(5, 7, "COFFEE NORD")], "csv");
        assert_eq!(
            levels(&found),
            [(5, 1, Level::Possible, Reason::TypedByHand)]
        );
        assert_eq!(find(&[typed], &[row(5, 8, "COFFEE NORD")], "csv"), []);
    }

    #[test]
    fn two_ids_of_one_provider_make_it_a_question_and_one_id_makes_it_likely() {
        let id = |id| (Some(id), Origin::File("ofx2"));
        let mut old = known(1, 0, "Kiosk");
        (old.provider_id, old.origin) = id("A1");
        let mut new = row(5, 0, "Kiosk");
        new.provider_id = Some("A2");
        let found = find(&[old], &[new], "ofx2");
        assert_eq!(levels(&found), [(5, 1, Level::Possible, Reason::SameDay)]);
        let mut moved = row(5, 2, "Something else");
        moved.provider_id = Some("A1");
        let found = find(&[old], &[moved], "ofx2");
        assert_eq!(
            levels(&found),
            [(5, 1, Level::Likely, Reason::SameProviderId)]
        );
    }

    #[test]
    fn the_better_twin_is_taken() {
        let old = [known(1, -1, "Kiosk Nord"), known(2, 0, "Kiosk Nord")];
        let found = find(&old, &[row(5, 0, "Kiosk Nord")], "csv");
        assert_eq!(levels(&found), [(5, 2, Level::Likely, Reason::SameDay)]);
        assert_eq!((found[0].days, found[0].similarity_permille), (0, 1_000));
    }

    #[test]
    fn a_thousand_equal_rows_meet_nine_hundred() {
        let old: Vec<Known> = (0..900).map(|id| known(id, 0, "Kiosk")).collect();
        let new: Vec<NewRow> = (0..1_000).map(|id| row(id, 0, "Kiosk")).collect();
        assert_eq!(find(&old, &new, "csv").len(), 900);
    }

    proptest! {
        #[test]
        fn each_row_and_each_entry_is_shown_once(
            old in proptest::collection::vec((-9_i32..9, 0_usize..3, any::<bool>()), 0..40),
            new in proptest::collection::vec((-9_i32..9, 0_usize..3), 0..40),
        ) {
            let texts = ["Kiosk Nord", "KIOSK NORD BERLIN", "Bakery"];
            let old: Vec<Known> = (0..).zip(&old).map(|(id, (on, text, typed))| Known {
                origin: if *typed { Origin::Typed } else { Origin::File("csv") },
                ..known(id, *on, texts[*text])
            }).collect();
            let new: Vec<NewRow> = (0..).zip(&new).map(|(id, (on, text))| row(id, *on, texts[*text])).collect();
            let found = find(&old, &new, "csv");
            let rows: HashSet<RowId> = found.iter().map(|d| d.row).collect();
            let twins: HashSet<EntryId> = found.iter().map(|d| d.twin).collect();
            prop_assert_eq!((rows.len(), twins.len()), (found.len(), found.len()));
            for duplicate in &found {
                prop_assert!(FAR_DAYS.contains(&duplicate.days));
                prop_assert!(duplicate.level == Level::Possible || duplicate.days == 0);
            }
        }
    }
}
