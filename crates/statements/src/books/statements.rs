//! The statements of a book: one for each own account and what it holds.

use std::collections::{HashMap, HashSet};

use farthing_money::Currency;

use super::{AccountClass, BookAccount, BookEntry, Units};
use crate::columns::currency::{currency_of_code, only_currency_in};
use crate::model::{AccountHint, Hints, Statement};

/// Whether a word is a sign that several currencies have, such as `$`.
pub fn is_open_sign(word: &str) -> bool {
    OPEN_SIGNS.contains(&word)
}

/// Words for money that name no single currency.
const OPEN_SIGNS: [&str; 8] = ["$", "¥", "kr", "Kr", "Fr", "Rs", "Rs.", "£E"];

/// Statements in the making, with the way from an account and a unit to one of them.
pub(super) struct Statements<'b> {
    pub all: Vec<Statement>,
    pub accounts: &'b [BookAccount],
    pub units: &'b Units,
    by_place: HashMap<(usize, usize), usize>,
    /// For transactions that move no own account, by the unit they balance in.
    nameless: HashMap<usize, usize>,
    hints: &'b Hints,
    /// The sign whose currency the person was asked for.
    open_sign: Option<usize>,
}

impl<'b> Statements<'b> {
    /// One for each own account and unit that the entries move, and for opening balances.
    pub(super) fn of(
        accounts: &'b [BookAccount],
        units: &'b Units,
        entries: &[BookEntry],
        hints: &'b Hints,
    ) -> Self {
        let mut statements = Self {
            all: Vec::new(),
            accounts,
            units,
            by_place: HashMap::new(),
            nameless: HashMap::new(),
            hints,
            open_sign: open_sign(units, entries),
        };
        let held = units_held(accounts, entries);
        for (index, (account, units)) in accounts.iter().zip(held).enumerate() {
            for unit in units {
                let mut statement = statements.made(unit, account_hint(account));
                statement.opening = account.opening.filter(|_| unit == account.unit);
                statements
                    .by_place
                    .insert((index, unit), statements.all.len());
                statements.all.push(statement);
            }
        }
        statements
    }

    /// The statement of an own account and a unit.
    pub(super) fn index_of(&self, account: usize, unit: usize) -> Option<usize> {
        self.by_place.get(&(account, unit)).copied()
    }

    /// The statement for transactions in this unit that move no own account.
    pub(super) fn nameless(&mut self, unit: usize) -> usize {
        if let Some(&index) = self.nameless.get(&unit) {
            return index;
        }
        let statement = self.made(unit, AccountHint::default());
        self.nameless.insert(unit, self.all.len());
        self.all.push(statement);
        self.all.len() - 1
    }

    /// Whether some amounts are in a currency that only the person knows.
    pub(super) fn asks_for_currency(&self) -> bool {
        let mut used = self.by_place.keys().map(|(_, unit)| unit);
        self.hints.currency.is_none() && used.any(|&unit| self.is_open(unit))
    }

    /// Whether a unit is money and no shares or hours.
    pub(super) fn is_money(&self, unit: usize) -> bool {
        let word = self.units.word(unit);
        unit == Units::NONE
            || is_open_sign(word)
            || currency_of_code(word).is_some()
            || currency_of_sign(word).is_some()
    }

    pub(super) fn class(&self, account: usize) -> AccountClass {
        let account = self.accounts.get(account);
        account.map_or(AccountClass::Unknown, |account| account.class)
    }

    pub(super) fn name(&self, account: usize) -> &str {
        self.accounts
            .get(account)
            .map_or("", |account| &account.name)
    }

    fn made(&self, unit: usize, account: AccountHint) -> Statement {
        let word = self.units.word(unit);
        let code = currency_of_code(word);
        let asked = self.hints.currency.filter(|_| self.is_open(unit));
        let currency = code.or_else(|| currency_of_sign(word)).or(asked);
        let mut statement = Statement::of(account, currency);
        statement.commodity = (code.is_none() && unit != Units::NONE).then(|| word.to_owned());
        statement
    }

    fn is_open(&self, unit: usize) -> bool {
        unit == Units::NONE || Some(unit) == self.open_sign
    }
}

/// The currency that a sign means, where it is the sign of one.
fn currency_of_sign(word: &str) -> Option<Currency> {
    let is_sign = word.chars().count() <= 3 && !is_open_sign(word);
    is_sign.then(|| only_currency_in(word)).flatten()
}

fn account_hint(account: &BookAccount) -> AccountHint {
    let AccountClass::Own(kind) = account.class else {
        return AccountHint::default();
    };
    AccountHint {
        name: Some(account.name.clone()),
        number: account.number.clone(),
        institution: account.institution.clone(),
        kind,
    }
}

/// The units that each own account holds, in the order in which the entries bring them.
fn units_held(accounts: &[BookAccount], entries: &[BookEntry]) -> Vec<Vec<usize>> {
    let mut held = vec![Vec::new(); accounts.len()];
    let mut seen = HashSet::new();
    let openings = accounts.iter().enumerate();
    let openings = openings.filter(|(_, account)| account.opening.is_some());
    let openings = openings.map(|(index, account)| (index, account.unit));
    let legs = entries.iter().flat_map(|entry| &entry.legs);
    for (account, unit) in openings.chain(legs.map(|leg| (leg.account, leg.unit))) {
        let class = accounts.get(account).map(|account| account.class);
        if matches!(class, Some(AccountClass::Own(_)))
            && seen.insert((account, unit))
            && let Some(units) = held.get_mut(account)
        {
            units.push(unit);
        }
    }
    held
}

/// The sign without a currency of its own that most legs are in: what a person is asked about.
fn open_sign(units: &Units, entries: &[BookEntry]) -> Option<usize> {
    let is_open = |unit: usize| is_open_sign(units.word(unit));
    let mut counts: Vec<usize> = vec![0; units.len()];
    let legs = entries.iter().flat_map(|entry| &entry.legs);
    for leg in legs.filter(|leg| is_open(leg.unit)) {
        if let Some(count) = counts.get_mut(leg.unit) {
            *count += 1;
        }
    }
    let used = counts.iter().enumerate().filter(|(_, count)| **count > 0);
    used.max_by_key(|(_, count)| **count).map(|(unit, _)| unit)
}
