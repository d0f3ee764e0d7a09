//! What all rules that look at entries have in common: which entries take part (spec A.2, B).

use std::collections::BTreeSet;

use chrono::NaiveDate;
use farthing_money::{Currency, Money};

use super::check_limit;
use crate::RulesError;
use crate::ids::{AccountId, CategoryId, EntryId};
use crate::kind::Kind;
use crate::roundup::{Entry, Filter, Line, Reason, Status};

/// Days without deposits: from the first, to the day before the second.
pub type Pause = (NaiveDate, NaiveDate);

/// Which entries a rule looks at. Entries in another currency take no part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// The currency of the rule and of all its amounts.
    pub currency: Currency,
    /// The accounts it watches; none for all of them.
    pub accounts: Option<BTreeSet<AccountId>>,
    /// Which payees and categories take part.
    pub filter: Filter,
    /// Entries that the person leaves out.
    pub excluded: BTreeSet<EntryId>,
    /// The first day; none for all there is.
    pub from: Option<NaiveDate>,
    /// Days without deposits, whenever their entries come in.
    pub pauses: Vec<Pause>,
    /// Smaller purchases or incomes take no part; none for no limit.
    pub smallest: Option<Money>,
}

/// An entry that takes part: how much of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Counted<'e> {
    pub entry: EntryId,
    pub day: NaiveDate,
    pub payee: &'e str,
    /// Above zero.
    pub size: Money,
}

impl Terms {
    /// Every entry in this currency takes part.
    pub fn of(currency: Currency) -> Self {
        Self {
            currency,
            accounts: None,
            filter: Filter::default(),
            excluded: BTreeSet::new(),
            from: None,
            pauses: Vec::new(),
            smallest: None,
        }
    }

    /// An error that names the part that cannot be.
    pub fn check(&self) -> Result<(), RulesError> {
        check_pauses(&self.pauses)?;
        check_limit("min_purchase", self.smallest, self.currency)
    }

    /// The posted purchases that take part, in their order.
    pub(super) fn purchases<'e>(
        &self,
        entries: &'e [Entry<'e>],
    ) -> impl Iterator<Item = Counted<'e>> {
        entries
            .iter()
            .filter_map(|entry| self.counted(entry, self.paid(entry)?))
    }

    /// The posted incomes that take part, in their order.
    pub(super) fn incomes<'e>(
        &self,
        entries: &'e [Entry<'e>],
    ) -> impl Iterator<Item = Counted<'e>> {
        entries
            .iter()
            .filter_map(|entry| self.counted(entry, self.effect(entry, &[Kind::Income])?))
    }

    /// What was paid by a purchase that is looked at, posted or not, on any day.
    pub fn paid(&self, entry: &Entry<'_>) -> Option<Money> {
        let effect = self.effect(entry, &[Kind::Purchase])?;
        (effect.minor() < 0).then(|| effect.negated())
    }

    /// What an entry of these kinds did to its account; of a split one, the lines that are looked
    /// at. None for one that is not looked at.
    pub(super) fn effect(&self, entry: &Entry<'_>, kinds: &[Kind]) -> Option<Money> {
        let watched = |accounts: &BTreeSet<AccountId>| accounts.contains(&entry.account);
        let takes_part = kinds.contains(&entry.kind)
            && entry.status != Status::Void
            && entry.amount.currency() == self.currency
            && self.accounts.as_ref().is_none_or(watched)
            && !self.excluded.contains(&entry.id)
            && is_of_payee(&self.filter, entry.payee);
        if !takes_part {
            return None;
        }
        if entry.lines.is_empty() {
            return is_of_category(&self.filter, entry.category).then_some(entry.amount);
        }
        sum_of(entry.lines.iter().filter(|line| {
            kinds.contains(&line.kind) && is_of_category(&self.filter, line.category)
        }))
    }

    /// The first reason why an entry takes no part as a purchase, or as an income; [`Reason::Ok`] where
    /// it does.
    pub fn why_not(&self, entry: &Entry<'_>, kind: Kind) -> Reason {
        let minor = entry.amount.minor();
        let is_watched = self
            .accounts
            .as_ref()
            .is_none_or(|accounts| accounts.contains(&entry.account));
        let is_right_way = if kind == Kind::Income {
            minor > 0
        } else {
            minor < 0
        };
        let size = self
            .effect(entry, &[kind])
            .map_or(0, |effect| effect.minor().checked_abs().unwrap_or(i64::MAX));
        let smallest = self.smallest.map_or(0, |smallest| smallest.minor());
        let checks = [
            (self.excluded.contains(&entry.id), Reason::Excluded),
            (
                !is_watched || entry.amount.currency() != self.currency,
                Reason::Account,
            ),
            (entry.kind != kind, Reason::Kind),
            (!is_right_way, Reason::NotOutflow),
            (entry.status == Status::Void, Reason::Void),
            (entry.status == Status::Pending, Reason::Pending),
            (
                self.from.is_some_and(|from| entry.day < from),
                Reason::BeforeStart,
            ),
            (is_paused(&self.pauses, entry.day), Reason::Paused),
            (size == 0, Reason::Filter),
            (size < smallest, Reason::BelowMin),
        ];
        let first = checks.iter().find(|(fails, _)| *fails);
        first.map_or(Reason::Ok, |(_, reason)| *reason)
    }

    /// Whether deposits are made for a day.
    pub(super) fn is_active_on(&self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && !is_paused(&self.pauses, day)
    }

    fn counted<'e>(&self, entry: &Entry<'e>, size: Money) -> Option<Counted<'e>> {
        let smallest = self.smallest.map_or(0, |smallest| smallest.minor());
        let counts = entry.status == Status::Posted
            && self.is_active_on(entry.day)
            && size.minor() > 0
            && size.minor() >= smallest;
        counts.then_some(Counted {
            entry: entry.id,
            day: entry.day,
            payee: entry.payee,
            size,
        })
    }
}

pub(super) fn check_pauses(pauses: &[Pause]) -> Result<(), RulesError> {
    if pauses.iter().any(|(from, to)| from > to) {
        return Err(RulesError::field("pauses", "a pause ends after it began"));
    }
    Ok(())
}

pub(super) fn is_paused(pauses: &[Pause], day: NaiveDate) -> bool {
    pauses.iter().any(|(from, to)| (*from..*to).contains(&day))
}

fn is_of_payee(filter: &Filter, payee: &str) -> bool {
    let named = |payees: &BTreeSet<String>| payees.contains(payee);
    filter.payees.as_ref().is_none_or(named)
}

fn is_of_category(filter: &Filter, category: Option<CategoryId>) -> bool {
    let named = |set: &BTreeSet<CategoryId>| category.is_some_and(|id| set.contains(&id));
    filter.categories.as_ref().is_none_or(named) && !named(&filter.except)
}

/// The sum of lines; none for no lines, and for lines that cannot be added up.
fn sum_of<'l>(lines: impl Iterator<Item = &'l Line>) -> Option<Money> {
    let mut amounts = lines.map(|line| line.amount);
    let first = amounts.next()?;
    amounts.try_fold(first, Money::checked_add).ok()
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{bought, day, euros, line};
    use super::*;

    fn sizes(terms: &Terms, entries: &[Entry<'_>]) -> Vec<Money> {
        terms.purchases(entries).map(|found| found.size).collect()
    }

    fn in_euros() -> Terms {
        Terms::of(euros("0.00").currency())
    }

    #[test]
    fn only_posted_purchases_of_the_currency_take_part() {
        let pending = Entry {
            status: Status::Pending,
            ..bought(2, "2025-05-01", "2.00")
        };
        let void = Entry {
            status: Status::Void,
            ..bought(3, "2025-05-01", "3.00")
        };
        let fee = Entry {
            kind: Kind::Fee,
            ..bought(4, "2025-05-01", "4.00")
        };
        let yen = Entry {
            amount: "-500 JPY".parse().unwrap(),
            ..bought(5, "2025-05-01", "5.00")
        };
        let entries = [bought(1, "2025-05-01", "1.00"), pending, void, fee, yen];
        assert_eq!(sizes(&in_euros(), &entries), [euros("1.00")]);
    }

    #[test]
    fn of_a_split_purchase_the_lines_that_are_looked_at_count() {
        let lines = [
            line("-6.00", Kind::Purchase, 1),
            line("-3.00", Kind::Purchase, 2),
            line("-20.00", Kind::CashWithdrawal, 1),
        ];
        let split = Entry {
            lines: &lines,
            ..bought(1, "2025-05-01", "29.00")
        };
        assert_eq!(sizes(&in_euros(), &[split]), [euros("9.00")]);
        let mut terms = in_euros();
        terms.filter.except = BTreeSet::from([CategoryId(1)]);
        assert_eq!(sizes(&terms, &[split]), [euros("3.00")]);
        terms.filter.except.insert(CategoryId(2));
        assert_eq!(sizes(&terms, &[split]), []);
    }

    #[test]
    fn a_pause_lets_its_last_day_through_and_an_excluded_entry_stays_out() {
        let terms = Terms {
            from: Some(day("2025-05-02")),
            pauses: vec![(day("2025-05-03"), day("2025-05-05"))],
            excluded: BTreeSet::from([EntryId(6)]),
            accounts: Some(BTreeSet::from([AccountId(1)])),
            ..in_euros()
        };
        let days = [
            "2025-05-01",
            "2025-05-02",
            "2025-05-03",
            "2025-05-04",
            "2025-05-05",
        ];
        let mut entries: Vec<_> = (1..)
            .zip(days)
            .map(|(id, day)| bought(id, day, "1.00"))
            .collect();
        entries.push(bought(6, "2025-05-06", "1.00"));
        entries.push(Entry {
            account: AccountId(2),
            ..bought(7, "2025-05-06", "1.00")
        });
        let taken = terms.purchases(&entries).map(|found| found.entry.0);
        assert_eq!(taken.collect::<Vec<_>>(), [2, 5]);
    }

    #[test]
    fn what_takes_no_part_has_a_reason_and_the_rest_has_none() {
        let terms = Terms {
            from: Some(day("2025-05-02")),
            pauses: vec![(day("2025-05-03"), day("2025-05-04"))],
            excluded: BTreeSet::from([EntryId(6)]),
            accounts: Some(BTreeSet::from([AccountId(1)])),
            smallest: Some(euros("1.00")),
            ..in_euros()
        };
        let mut of_others = terms.clone();
        of_others.filter.payees = Some(BTreeSet::from(["Bar".to_owned()]));
        let good = bought(1, "2025-05-02", "1.00");
        let why = |entry: Entry<'_>| terms.why_not(&entry, Kind::Purchase);
        assert_eq!(why(good), Reason::Ok);
        assert_eq!(why(bought(6, "2025-05-02", "1.00")), Reason::Excluded);
        let elsewhere = Entry {
            account: AccountId(2),
            ..good
        };
        assert_eq!(why(elsewhere), Reason::Account);
        let yen = Entry {
            amount: "-500 JPY".parse().unwrap(),
            ..good
        };
        assert_eq!(why(yen), Reason::Account);
        let fee = Entry {
            kind: Kind::Fee,
            ..good
        };
        assert_eq!(why(fee), Reason::Kind);
        let came = Entry {
            amount: euros("1.00"),
            ..good
        };
        assert_eq!(why(came), Reason::NotOutflow);
        let void = Entry {
            status: Status::Void,
            ..good
        };
        assert_eq!(why(void), Reason::Void);
        let pending = Entry {
            status: Status::Pending,
            ..good
        };
        assert_eq!(why(pending), Reason::Pending);
        assert_eq!(why(bought(1, "2025-05-01", "1.00")), Reason::BeforeStart);
        assert_eq!(why(bought(1, "2025-05-03", "1.00")), Reason::Paused);
        assert_eq!(of_others.why_not(&good, Kind::Purchase), Reason::Filter);
        assert_eq!(why(bought(1, "2025-05-02", "0.99")), Reason::BelowMin);
    }

    #[test]
    fn a_pause_that_ends_before_it_began_is_refused() {
        let terms = Terms {
            pauses: vec![(day("2025-05-03"), day("2025-05-02"))],
            ..in_euros()
        };
        assert!(terms.check().is_err());
    }
}
