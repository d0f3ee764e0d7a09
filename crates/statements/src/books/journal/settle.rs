//! Numbers are read, missing amounts found, and each transaction proved to balance.

use std::collections::{BTreeMap, HashMap};

use rust_decimal::Decimal;

use super::super::values::{minus, plus};
use super::super::{Units, Worth};
use super::amount::{Value, Written};
use super::expression;
use super::marks::Marks;
use super::posting::{Assertion, Kind, Price};
use super::scan::{Line, Transaction};

/// How many steps there are from the largest unit to the smallest.
const MAX_CONVERSIONS: usize = 8;

/// A posting with its numbers read.
#[derive(Debug, Clone)]
pub(super) struct Settled {
    /// Which line of the transaction it is; none for the bucket that nobody wrote.
    pub line: Option<usize>,
    pub account: usize,
    pub kind: Kind,
    pub quantity: Decimal,
    pub unit: usize,
    /// What it is worth where the transaction balances in another unit.
    pub worth: Option<Worth>,
    cost: Option<Worth>,
    lot: Option<Worth>,
    is_missing: bool,
    /// Its amount was missing and has been found.
    is_found: bool,
}

/// Amounts by unit; a unit of which nothing is held is not in it.
pub(super) type Holding = BTreeMap<usize, Decimal>;

/// What the numbers of a journal need to be read.
pub(super) struct Settler<'j> {
    pub units: &'j mut Units,
    pub marks: &'j mut Marks,
    pub unit_aliases: HashMap<usize, usize>,
    /// How many of which smaller unit one of a unit is, where the program counts in the smaller.
    pub smaller: HashMap<usize, (Decimal, usize)>,
    /// Whether a lot that is sold counts at what it was bought for, as in Ledger.
    pub at_basis: bool,
    /// Whether `D` gives amounts their unit, as in hledger.
    pub has_default_unit: bool,
    /// What each account holds by unit, and with its sub-accounts.
    pub held: HashMap<usize, Holding>,
    pub held_below: HashMap<usize, Holding>,
    /// The parents of each account that assertions speak of.
    pub parents: Vec<Vec<usize>>,
}

impl Settler<'_> {
    /// The postings of a transaction, complete; an error says why they cannot be.
    pub(super) fn settle(
        &mut self,
        transaction: &Transaction<'_>,
        lines: &[Line<'_>],
    ) -> Result<Vec<Settled>, String> {
        let mut postings: Vec<Settled> = Vec::with_capacity(lines.len());
        let settled = self.settle_into(&mut postings, transaction, lines);
        match &settled {
            Ok(complete) => {
                for found in complete.iter().filter(|posting| posting.is_found) {
                    self.hold(found, found.quantity);
                }
            }
            Err(_) => {
                for posting in &postings {
                    self.hold(posting, minus(posting.quantity));
                }
            }
        }
        settled
    }

    fn settle_into(
        &mut self,
        postings: &mut Vec<Settled>,
        transaction: &Transaction<'_>,
        lines: &[Line<'_>],
    ) -> Result<Vec<Settled>, String> {
        for (at, line) in lines.iter().enumerate() {
            let settled = self.read(at, line, transaction.default_unit)?;
            // Later assertions of the same transaction count on it.
            for settled in settled {
                self.hold(&settled, settled.quantity);
                postings.push(settled);
            }
        }
        let real = postings.iter().filter(|p| p.kind == Kind::Real).count();
        if let Some(account) = transaction.bucket.filter(|_| real == 1) {
            postings.push(Settled::missing(None, account, Kind::Real));
        }
        self.balanced(postings)
    }

    fn read(
        &mut self,
        at: usize,
        line: &Line<'_>,
        default_unit: Option<usize>,
    ) -> Result<Vec<Settled>, String> {
        let posting = &line.posting;
        let mut settled = Settled::missing(Some(at), line.account, posting.kind);
        if let Some(amount) = posting.amount {
            (settled.quantity, settled.unit) = self.value(amount, default_unit)?;
            settled.cost = self.price(posting.cost, settled.quantity, default_unit)?;
            settled.lot = self.price(posting.lot, settled.quantity, default_unit)?;
            settled.is_missing = false;
        } else if let Some(assertion) = posting.assertion {
            return self.assigned(&settled, assertion, default_unit);
        } else {
            settled.is_missing = posting.kind != Kind::Unbalanced;
        }
        Ok(vec![settled])
    }

    fn value(
        &mut self,
        written: Written<'_>,
        default_unit: Option<usize>,
    ) -> Result<(Decimal, usize), String> {
        let (value, unit) = match written.value {
            Value::Expression(text) => expression::value(text, self.units, self.marks)
                .ok_or_else(|| format!("“{}” cannot be computed here", shortened(text)))?,
            Value::Number { negative, digits } => {
                let value = self.marks.value(written.unit, digits).ok_or_else(|| {
                    format!("“{}” is no number as the others are", shortened(digits))
                })?;
                (if negative { minus(value) } else { value }, written.unit)
            }
        };
        let unit = self.unit_aliases.get(&unit).copied().unwrap_or(unit);
        let is_bare = unit == Units::NONE && self.has_default_unit;
        let unit = default_unit.filter(|_| is_bare).unwrap_or(unit);
        self.reduced(value, unit)
            .ok_or_else(|| format!("{value} is more than any account holds"))
    }

    /// The amount in the smallest unit that it is so many of.
    fn reduced(&self, value: Decimal, unit: usize) -> Option<(Decimal, usize)> {
        let (mut value, mut unit) = (value, unit);
        for _ in 0..MAX_CONVERSIONS {
            let Some(&(times, smaller)) = self.smaller.get(&unit) else {
                break;
            };
            (value, unit) = (value.checked_mul(times)?, smaller);
        }
        Some((value, unit))
    }

    /// Takes note of which units are so many of another.
    pub(super) fn learn(&mut self, conversions: &[(Written<'_>, Written<'_>)]) {
        for (large, small) in conversions {
            let (large, small) = (self.value(*large, None), self.value(*small, None));
            if let (Ok((large, unit)), Ok((small, smaller))) = (large, small)
                && let Some(times) = small.checked_div(large)
            {
                self.smaller.insert(unit, (times, smaller));
            }
        }
    }

    fn price(
        &mut self,
        price: Option<Price<'_>>,
        quantity: Decimal,
        default_unit: Option<usize>,
    ) -> Result<Option<Worth>, String> {
        let Some(price) = price else {
            return Ok(None);
        };
        let (value, unit) = self.value(price.amount, default_unit)?;
        let amount = if price.is_total {
            Some(if quantity.is_sign_negative() {
                minus(value)
            } else {
                value
            })
        } else {
            quantity.checked_mul(value)
        };
        let amount = amount.ok_or_else(|| "the cost is more than any account holds".to_owned())?;
        Ok(Some(Worth { amount, unit }))
    }

    /// The amounts that bring an account to what is asserted.
    fn assigned(
        &mut self,
        posting: &Settled,
        assertion: Assertion<'_>,
        default_unit: Option<usize>,
    ) -> Result<Vec<Settled>, String> {
        let (target, unit) = self.value(assertion.amount, default_unit)?;
        let held = if assertion.is_inclusive {
            self.held_below.get(&posting.account)
        } else {
            self.held.get(&posting.account)
        };
        let holds = held.and_then(|held| held.get(&unit)).copied();
        let amount = plus(target, minus(holds.unwrap_or_default()));
        let others = held.into_iter().flatten();
        let others = others.filter(|(other, _)| assertion.is_total && **other != unit);
        let others = others.map(|(other, holds)| (minus(*holds), *other));
        let assigned = |(amount, unit)| Settled {
            is_found: false,
            ..posting.with(amount, unit)
        };
        Ok(std::iter::once((amount, unit))
            .chain(others)
            .map(assigned)
            .collect())
    }

    fn hold(&mut self, posting: &Settled, quantity: Decimal) {
        if quantity.is_zero() {
            return;
        }
        let add = |held: &mut HashMap<usize, Holding>, account: usize| {
            let held = held.entry(account).or_default();
            let sum = held.entry(posting.unit).or_default();
            *sum = plus(*sum, quantity);
            if sum.is_zero() {
                held.remove(&posting.unit);
            }
        };
        add(&mut self.held, posting.account);
        if self.parents.is_empty() {
            return;
        }
        add(&mut self.held_below, posting.account);
        for parent in self.parents.get(posting.account).into_iter().flatten() {
            add(&mut self.held_below, *parent);
        }
    }

    /// Balances with lots at cost or at price: whichever works, the program's own way first.
    fn balanced(&self, postings: &[Settled]) -> Result<Vec<Settled>, String> {
        let first = self.balanced_with(postings, self.at_basis);
        let sells = postings.iter().any(|p| p.cost.is_some() && p.lot.is_some());
        if first.is_ok() || !sells {
            return first;
        }
        self.balanced_with(postings, !self.at_basis).or(first)
    }

    fn balanced_with(&self, postings: &[Settled], at_basis: bool) -> Result<Vec<Settled>, String> {
        let weigh = |posting: &Settled| Settled {
            worth: posting.worth_at(at_basis),
            ..posting.clone()
        };
        let postings: Vec<Settled> = postings.iter().map(weigh).collect();
        let mut complete = Vec::with_capacity(postings.len());
        for kind in [Kind::Real, Kind::Balanced] {
            let group: Vec<&Settled> = postings.iter().filter(|p| p.kind == kind).collect();
            complete.extend(self.completed(&group)?);
        }
        complete.extend(postings.into_iter().filter(|p| p.kind == Kind::Unbalanced));
        complete.sort_by_key(|posting| posting.line.unwrap_or(usize::MAX));
        Ok(complete)
    }

    /// The postings of one kind, with the amount of the one that has none.
    fn completed(&self, group: &[&Settled]) -> Result<Vec<Settled>, String> {
        let known = || group.iter().copied().filter(|p| !p.is_missing);
        let sums = sums(known());
        let mut missing = group.iter().copied().filter(|p| p.is_missing);
        let mut complete: Vec<Settled> = known().cloned().collect();
        match (missing.next(), missing.next()) {
            (None, _) => self.prove(group, &sums)?,
            (Some(_), Some(_)) => {
                return Err("two postings have no amount, so that neither can be found".to_owned());
            }
            (Some(missing), None) => {
                let open = sums.iter().filter(|(_, sum)| !sum.is_zero());
                let mut found: Vec<Settled> = open
                    .map(|(unit, sum)| missing.with(minus(*sum), *unit))
                    .collect();
                if found.is_empty() {
                    let unit = sums.first().map_or(Units::NONE, |(unit, _)| *unit);
                    found.push(missing.with(Decimal::ZERO, unit));
                }
                complete.extend(found);
            }
        }
        Ok(complete)
    }

    /// An error unless the sums are zero, or two units are exchanged for each other.
    fn prove(&self, group: &[&Settled], sums: &[(usize, Decimal)]) -> Result<(), String> {
        let scales = scales(group);
        let is_open = |&&(unit, sum): &&(usize, Decimal)| {
            // Half of the last digit that the transaction writes in the unit, as the programs allow.
            let scale = scales.get(&unit).copied().unwrap_or(2);
            sum.abs() > Decimal::new(5, scale.min(27) + 1)
        };
        let open: Vec<&(usize, Decimal)> = sums.iter().filter(is_open).collect();
        match open.as_slice() {
            [] => Ok(()),
            [(_, a), (_, b)] if a.is_sign_negative() != b.is_sign_negative() => Ok(()),
            _ => {
                let left = |(unit, sum): &&(usize, Decimal)| {
                    format!("{} {}", sum.normalize(), self.units.word(*unit))
                        .trim()
                        .to_owned()
                };
                let left: Vec<String> = open.iter().take(3).map(left).collect();
                Err(format!(
                    "the transaction does not balance; {} is left",
                    left.join(" and ")
                ))
            }
        }
    }
}

impl Settled {
    fn missing(line: Option<usize>, account: usize, kind: Kind) -> Self {
        Self {
            line,
            account,
            kind,
            quantity: Decimal::ZERO,
            unit: Units::NONE,
            worth: None,
            cost: None,
            lot: None,
            is_missing: true,
            is_found: false,
        }
    }

    fn with(&self, quantity: Decimal, unit: usize) -> Self {
        Self {
            quantity,
            unit,
            is_missing: false,
            is_found: true,
            ..self.clone()
        }
    }

    fn worth_at(&self, basis: bool) -> Option<Worth> {
        let worth = match (self.cost, self.lot) {
            (Some(_), Some(lot)) if basis => Some(lot),
            (cost, _) => cost,
        };
        worth.filter(|worth| worth.unit != self.unit)
    }

    fn weight(&self) -> (Decimal, usize) {
        self.worth
            .map_or((self.quantity, self.unit), |w| (w.amount, w.unit))
    }
}

fn sums<'s>(postings: impl Iterator<Item = &'s Settled>) -> Vec<(usize, Decimal)> {
    let mut sums: Vec<(usize, Decimal)> = Vec::new();
    let mut places: HashMap<usize, usize> = HashMap::new();
    for posting in postings {
        let (amount, unit) = posting.weight();
        let place = *places.entry(unit).or_insert(sums.len());
        match sums.get_mut(place) {
            Some((_, sum)) => *sum = plus(*sum, amount),
            None => sums.push((unit, amount)),
        }
    }
    sums
}

/// The most decimals that the postings write in each unit.
fn scales(group: &[&Settled]) -> HashMap<usize, u32> {
    let mut scales: HashMap<usize, u32> = HashMap::new();
    for posting in group.iter().filter(|posting| !posting.is_missing) {
        let scale = scales.entry(posting.unit).or_default();
        *scale = posting.quantity.scale().max(*scale);
    }
    scales
}

fn shortened(text: &str) -> String {
    text.chars().take(40).collect()
}
