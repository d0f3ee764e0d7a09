//! Some banks and wallets round up by themselves. Their own transfers are attached to the purchases
//! that explain them, and what does not fit is listed.
//!
//! Every cent of both sides is accounted for: what was moved is attached or unexplained, and what was
//! expected is attached, missed or still waiting.

use std::collections::{HashMap, VecDeque};

use chrono::{Days, NaiveDate, Weekday};
use farthing_money::{Currency, Money};

use crate::calendar::{Period, Span, beyond_calendar};
use crate::error::RulesError;
use crate::ids::EntryId;
use crate::roundup::{Entry, RoundUp, SettledRoundUps, accrue};
use crate::text::{is_dense, spaced};

/// How many days after a purchase, or after the last day of a stretch, its round-up may be moved.
pub const MOVES_WITHIN_DAYS: u64 = 3;

/// What banks call their own round-ups, in lower case without accents and signs.
const NAMES: [&str; 20] = [
    "round up",
    "round ups",
    "roundup",
    "roundups",
    "rounded up",
    "rounding up",
    "spare change",
    "coin jar",
    "save the change",
    "keep the change",
    "aufrunden",
    "aufrundung",
    "aufrundungen",
    "arrondi epargne",
    "redondeo",
    "redondeos",
    "arrotondamento",
    "arrotondamenti",
    "arredondamento",
    "afronding",
];

/// How a bank moves its round-ups.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// One transfer for each purchase.
    Purchase,
    /// The sum of each day.
    Day,
    /// The sum of each week that begins on this weekday.
    Week(Weekday),
}

/// A transfer with which a bank moved round-ups by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BankRoundUp {
    /// Its entry.
    pub entry: EntryId,
    /// Its day.
    pub day: NaiveDate,
    /// What left the account, above zero.
    pub amount: Money,
}

/// What a bank moved and what the rule expected of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mirrored {
    /// Transfers with their purchases, in the order of the purchases.
    pub attached: Vec<Attached>,
    /// What was expected and not moved in time.
    pub missed: Vec<Expected>,
    /// What was expected and may still be moved.
    pub waiting: Vec<Expected>,
    /// Transfers that no purchase explains, in their order.
    pub unexplained: Vec<BankRoundUp>,
}

/// A transfer with the purchases that explain it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attached {
    /// The transfer.
    pub transfer: BankRoundUp,
    /// What was expected.
    pub expected: Expected,
    /// What was moved beyond what was expected, such as a fee; below zero where less was.
    pub difference: Money,
}

/// A round-up, or the sum of several that are moved together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expected {
    /// The day of the purchase, or all days of the stretch.
    pub days: Span,
    /// The purchases with their round-ups, in their order.
    pub purchases: Vec<(EntryId, Money)>,
    /// What they come to.
    pub sum: Money,
}

impl Mirrored {
    /// The transfers of which more or less was moved than expected.
    pub fn differing(&self) -> impl Iterator<Item = &Attached> {
        let all = self.attached.iter();
        all.filter(|attached| !attached.difference.is_zero())
    }
}

/// Attaches a bank's own round-ups to the purchases among the entries, which come in the order of day,
/// time and import.
///
/// A transfer of just the expected amount goes to the nearest purchases, days or weeks before it, each
/// once and the earliest first; where sums are moved, one that is left goes to the nearest sum that is
/// left. Transfers of one day are taken in the order they are given.
///
/// An error names the part of the rule that cannot be; a bank asks no guard.
pub fn mirror(
    rule: &RoundUp,
    entries: &[Entry<'_>],
    transfers: &[BankRoundUp],
    pace: Pace,
    today: NaiveDate,
) -> Result<Mirrored, RulesError> {
    if rule.guard.is_some() {
        return Err(RulesError::field(
            "guard",
            "a bank that rounds up by itself knows no guard",
        ));
    }
    let expected = expected(rule, entries, pace)?;
    let mut pairing = Pairing::of(&expected, transfers);
    pairing.pair(|expected| Some(expected.sum.minor()))?;
    if pace != Pace::Purchase {
        pairing.pair(|_| None)?;
    }
    let taken = pairing.taken;
    told(expected, transfers, &taken, today)
}

/// A bank's own round-ups, known by what their text says.
///
/// ```
/// use farthing_rules::mirror::RoundUpNames;
/// let names = RoundUpNames::with(["Sparschwein"]);
/// assert!(names.are_in("Transfer ROUND-UP 24 Mar"));
/// assert!(names.are_in("an sparschwein"));
/// assert!(!names.are_in("Ground up coffee"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoundUpNames(Vec<String>);

impl RoundUpNames {
    /// What banks call them, and a person's own words; words without letters and digits are none.
    pub fn with<'a>(own: impl IntoIterator<Item = &'a str>) -> Self {
        let all = NAMES.into_iter().chain(own).map(name_of);
        Self(all.filter(|name| !name.trim().is_empty()).collect())
    }

    /// Whether a text says one of them, in whatever capitals, as whole words.
    pub fn are_in(&self, text: &str) -> bool {
        let text = spaced(text);
        self.0.iter().any(|name| text.contains(name.as_str()))
    }
}

/// A name as it stands in a text, with a space around it; a script without spaces has none.
fn name_of(name: &str) -> String {
    let name = spaced(name);
    if name.chars().any(is_dense) {
        return name.trim().to_owned();
    }
    name
}

/// Which transfer goes to which expected sum.
struct Pairing<'e> {
    expected: &'e [Expected],
    transfers: &'e [BankRoundUp],
    /// By the places of what is expected.
    taken: Vec<Option<usize>>,
    is_free: Vec<bool>,
}

impl<'e> Pairing<'e> {
    fn of(expected: &'e [Expected], transfers: &'e [BankRoundUp]) -> Self {
        Self {
            expected,
            transfers,
            taken: vec![None; expected.len()],
            // What brought money back, or nothing, moved no round-up.
            is_free: transfers
                .iter()
                .map(|transfer| transfer.amount.minor() > 0)
                .collect(),
        }
    }

    /// Pairs what is left, the nearest first: those of an amount, or of any.
    fn pair(&mut self, amount: impl Fn(&Expected) -> Option<i64>) -> Result<(), RulesError> {
        let mut waiting: HashMap<(Currency, NaiveDate, Option<i64>), VecDeque<usize>> =
            HashMap::new();
        let free = self.transfers.iter().zip(&self.is_free).enumerate();
        for (place, (transfer, _)) in free.filter(|(_, (_, is_free))| **is_free) {
            let (currency, minor) = (transfer.amount.currency(), transfer.amount.minor());
            for key in [Some(minor), None] {
                let list = waiting.entry((currency, transfer.day, key)).or_default();
                list.push_back(place);
            }
        }
        for days in 0..=MOVES_WITHIN_DAYS {
            let open = self.expected.iter().zip(&mut self.taken);
            for (expected, taken) in open.filter(|(_, taken)| taken.is_none()) {
                let last = expected.days.last;
                let day = last.checked_add_days(Days::new(days));
                let day = day.ok_or_else(beyond_calendar)?;
                let key = (expected.sum.currency(), day, amount(expected));
                *taken = waiting.get_mut(&key).and_then(VecDeque::pop_front);
                if let Some(is_free) = taken.and_then(|place| self.is_free.get_mut(place)) {
                    *is_free = false;
                }
            }
        }
        Ok(())
    }
}

fn told(
    expected: Vec<Expected>,
    transfers: &[BankRoundUp],
    taken: &[Option<usize>],
    today: NaiveDate,
) -> Result<Mirrored, RulesError> {
    let mut mirrored = Mirrored::default();
    let mut is_attached = vec![false; transfers.len()];
    for (expected, place) in expected.into_iter().zip(taken) {
        let last = expected.days.last;
        let transfer = place.and_then(|place| Some((place, transfers.get(place)?)));
        if let Some((place, transfer)) = transfer {
            if let Some(is_attached) = is_attached.get_mut(place) {
                *is_attached = true;
            }
            mirrored.attached.push(Attached {
                transfer: *transfer,
                difference: transfer.amount.checked_add(expected.sum.negated())?,
                expected,
            });
        } else if last.checked_add_days(Days::new(MOVES_WITHIN_DAYS)) < Some(today) {
            mirrored.missed.push(expected);
        } else {
            mirrored.waiting.push(expected);
        }
    }
    let left = transfers.iter().zip(is_attached);
    let left = left.filter(|(_, is_attached)| !is_attached);
    mirrored
        .unexplained
        .extend(left.map(|(transfer, _)| *transfer));
    Ok(mirrored)
}

/// What the bank is expected to move, in the order of the first purchases.
fn expected(
    rule: &RoundUp,
    entries: &[Entry<'_>],
    pace: Pace,
) -> Result<Vec<Expected>, RulesError> {
    let outcome = accrue(rule, entries, &SettledRoundUps::new())?;
    let mut all: Vec<Expected> = Vec::new();
    let mut known: HashMap<(Currency, Span), usize> = HashMap::new();
    let made = outcome.accruals.iter();
    for accrual in made.filter(|accrual| accrual.amount.minor() > 0) {
        let purchase = (accrual.entry, accrual.amount);
        let days = days_of(pace, accrual.day)?;
        let key = (accrual.amount.currency(), days);
        let together = known.get(&key).filter(|_| pace != Pace::Purchase);
        let together = together.and_then(|found| all.get_mut(*found));
        if let Some(together) = together {
            together.sum = together.sum.checked_add(accrual.amount)?;
            together.purchases.push(purchase);
            continue;
        }
        known.insert(key, all.len());
        all.push(Expected {
            days,
            purchases: vec![purchase],
            sum: accrual.amount,
        });
    }
    Ok(all)
}

fn days_of(pace: Pace, day: NaiveDate) -> Result<Span, RulesError> {
    let period = match pace {
        Pace::Purchase | Pace::Day => Period::Day,
        Pace::Week(start) => Period::Week(start),
    };
    period.span_of(day).ok_or_else(beyond_calendar)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;
    use crate::ids::AccountId;
    use crate::kind::Kind;
    use crate::roundup::{
        ChangePolicy, Filter, Guard, GuardMode, RefundPolicy, Status, Step, Trigger,
    };

    fn euro(minor: i64) -> Money {
        Money::from_minor(minor, Currency::iso("EUR").unwrap()).unwrap()
    }

    /// Counted from a Monday.
    fn day(number: u64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, 2).unwrap() + Days::new(number)
    }

    fn rule() -> RoundUp {
        RoundUp {
            accounts: BTreeSet::from([AccountId(1)]),
            steps: vec![Step::of(euro(100)), Step::of("100 JPY".parse().unwrap())],
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

    fn moved(id: i64, on: u64, minor: i64) -> BankRoundUp {
        BankRoundUp {
            entry: EntryId(id),
            day: day(on),
            amount: euro(minor),
        }
    }

    fn mirrored(entries: &[Entry<'_>], transfers: &[BankRoundUp], pace: Pace) -> Mirrored {
        mirror(&rule(), entries, transfers, pace, day(60)).unwrap()
    }

    /// The transfers with their purchases.
    fn pairs(mirrored: &Mirrored) -> Vec<(i64, Vec<i64>)> {
        let pair = |attached: &Attached| {
            let purchases = attached.expected.purchases.iter();
            let purchases = purchases.map(|(entry, _)| entry.0);
            (attached.transfer.entry.0, purchases.collect())
        };
        mirrored.attached.iter().map(pair).collect()
    }

    #[test]
    fn a_transfer_goes_to_the_nearest_purchase_of_its_amount() {
        let entries = [
            purchase(1, 0, 250),
            purchase(2, 2, 350),
            purchase(3, 2, 110),
        ];
        let transfers = [moved(10, 2, 50), moved(11, 3, 50), moved(12, 5, 90)];
        let found = mirrored(&entries, &transfers, Pace::Purchase);
        assert_eq!(pairs(&found), [(11, vec![1]), (10, vec![2]), (12, vec![3])]);
        assert!(found.missed.is_empty() && found.unexplained.is_empty());
    }

    #[test]
    fn what_comes_too_late_or_too_early_is_no_round_up_of_the_purchase() {
        let entries = [purchase(1, 5, 250)];
        let transfers = [moved(10, 4, 50), moved(11, 9, 50), moved(12, 5, 51)];
        let found = mirrored(&entries, &transfers, Pace::Purchase);
        assert_eq!(found.unexplained, transfers);
        assert_eq!(found.missed[0].purchases, [(EntryId(1), euro(50))]);
    }

    #[test]
    fn a_day_is_moved_as_one_sum_and_a_fee_is_a_difference() {
        let entries = [
            purchase(1, 0, 250),
            purchase(2, 0, 110),
            purchase(3, 1, 350),
        ];
        let transfers = [moved(10, 1, 140), moved(11, 2, 55)];
        let found = mirrored(&entries, &transfers, Pace::Day);
        assert_eq!(pairs(&found), [(10, vec![1, 2]), (11, vec![3])]);
        let differing: Vec<_> = found.differing().collect();
        assert_eq!(differing.len(), 1);
        assert_eq!(differing[0].difference, euro(5));
    }

    #[test]
    fn a_week_is_moved_after_its_last_day() {
        let entries = [
            purchase(1, 0, 250),
            purchase(2, 6, 110),
            purchase(3, 7, 110),
        ];
        let transfers = [moved(10, 7, 140)];
        let found = mirrored(&entries, &transfers, Pace::Week(Weekday::Mon));
        assert_eq!(pairs(&found), [(10, vec![1, 2])]);
        assert_eq!(found.missed[0].days, Span::new(day(7), day(13)).unwrap());
    }

    #[test]
    fn what_may_still_be_moved_is_not_missed_yet() {
        let at = |today| {
            let found = mirror(&rule(), &[purchase(1, 0, 250)], &[], Pace::Purchase, today);
            let found = found.unwrap();
            (found.waiting.len(), found.missed.len())
        };
        assert_eq!(at(day(3)), (1, 0));
        assert_eq!(at(day(4)), (0, 1));
    }

    #[test]
    fn money_that_came_back_is_unexplained() {
        let back = moved(10, 0, -50);
        let found = mirrored(&[purchase(1, 0, 250)], &[back], Pace::Day);
        assert_eq!(found.unexplained, [back]);
        assert_eq!(found.missed.len(), 1);
    }

    #[test]
    fn a_bank_knows_no_guard() {
        let guard = Guard {
            account: AccountId(1),
            opening: euro(0),
            floor: euro(0),
            mode: GuardMode::Skip,
        };
        let rule = RoundUp {
            guard: Some(guard),
            ..rule()
        };
        assert!(mirror(&rule, &[], &[], Pace::Day, day(0)).is_err());
    }

    #[test]
    fn the_names_of_round_ups_are_whole_words_in_any_capitals() {
        let names = RoundUpNames::with(["Kässeli", "零钱", " - "]);
        for text in [
            "Round-Up to Savings",
            "ROUNDUP",
            "To Coin Jar",
            "KEEP THE CHANGE TRANSFER TO ACCT",
            "Spare  change",
            "übertrag kasseli",
            "存入零钱罐",
        ] {
            assert!(names.are_in(text), "{text}");
        }
        for text in [
            "",
            "Playground uplift",
            "Roundupper GmbH",
            "change",
            "coin-operated jar",
        ] {
            assert!(!names.are_in(text), "{text}");
        }
    }

    fn transfers() -> impl Strategy<Value = Vec<BankRoundUp>> {
        let one = (0..30_u64, -20..120_i64, 0..5_u8).prop_map(|(on, minor, currency)| {
            let yen = Currency::iso("JPY").unwrap();
            BankRoundUp {
                amount: match currency {
                    0 => Money::from_minor(minor, yen).unwrap(),
                    _ => euro(minor),
                },
                ..moved(1_000, on, minor)
            }
        });
        proptest::collection::vec(one, 0..40)
    }

    fn purchases() -> impl Strategy<Value = Vec<Entry<'static>>> {
        let one = (0..30_u64, 1..400_i64, 0..5_u8);
        proptest::collection::vec(one, 0..40).prop_map(|mut all| {
            all.sort_by_key(|(on, ..)| *on);
            let numbered = (0_i64..).zip(all);
            let entries = numbered.map(|(id, (on, minor, currency))| {
                let yen = Currency::iso("JPY").unwrap();
                let amount = match currency {
                    0 => Money::from_minor(-minor, yen).unwrap(),
                    _ => euro(-minor),
                };
                Entry {
                    amount,
                    ..purchase(id, on, minor)
                }
            });
            entries.collect()
        })
    }

    proptest! {
        #[test]
        fn every_cent_of_both_sides_is_accounted_for(
            entries in purchases(),
            transfers in transfers(),
            pace in prop_oneof![Just(Pace::Purchase), Just(Pace::Day), Just(Pace::Week(Weekday::Sun))],
            today in 0..40_u64,
        ) {
            let found = mirror(&rule(), &entries, &transfers, pace, day(today)).unwrap();
            let outcome = accrue(&rule(), &entries, &SettledRoundUps::new()).unwrap();
            for code in ["EUR", "JPY"] {
                let currency = Currency::iso(code).unwrap();
                let sum = |amounts: &mut dyn Iterator<Item = Money>| {
                    amounts.filter(|amount| amount.currency() == currency).map(|amount| amount.minor()).sum::<i64>()
                };
                let open = || found.missed.iter().chain(&found.waiting);
                let all = sum(&mut outcome.accruals.iter().map(|accrual| accrual.amount));
                let attached = sum(&mut found.attached.iter().map(|attached| attached.expected.sum));
                let left = sum(&mut open().map(|expected| expected.sum));
                prop_assert_eq!(all, attached + left);
                let one_by_one = found.attached.iter().map(|attached| &attached.expected).chain(open());
                let one_by_one = sum(&mut one_by_one.flat_map(|expected| &expected.purchases).map(|(_, amount)| *amount));
                prop_assert_eq!(all, one_by_one);
                let moved = sum(&mut transfers.iter().map(|transfer| transfer.amount));
                let difference = sum(&mut found.attached.iter().map(|attached| attached.difference));
                let unexplained = sum(&mut found.unexplained.iter().map(|transfer| transfer.amount));
                prop_assert_eq!(moved, attached + difference + unexplained);
            }
            prop_assert_eq!(found.attached.len() + found.unexplained.len(), transfers.len());
            if pace == Pace::Purchase {
                prop_assert_eq!(found.differing().count(), 0);
            }
            for attached in &found.attached {
                let late = (attached.transfer.day - attached.expected.days.last).num_days();
                prop_assert!((0..=3).contains(&late));
            }
        }
    }
}
