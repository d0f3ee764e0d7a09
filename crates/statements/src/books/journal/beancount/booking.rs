//! What the postings of a beancount transaction are, complete: missing numbers found, shares that
//! are sold valued at what they cost.

use std::collections::{BTreeMap, HashMap, VecDeque};

use chrono::NaiveDate;
use rust_decimal::{Decimal, RoundingStrategy};

use super::parse::{Cost, Posting, Transaction};
use crate::books::values::{minus, plus};
use crate::books::{Leg, Worth};

/// How many lots may be looked at in a whole file; what is sold beyond is not valued.
const LOT_BUDGET: usize = 20_000_000;
/// Half a cent, where a transaction writes no decimals.
const LEAST_TOLERANCE: Decimal = Decimal::from_parts(5, 0, 0, false, 3);

/// Shares bought together.
#[derive(Debug, Clone)]
struct Lot {
    number: Decimal,
    each: Decimal,
    unit: usize,
    date: NaiveDate,
    label: Option<String>,
}

/// In which order lots are sold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Method {
    OldestFirst,
    NewestFirst,
    /// Lots are only collected.
    None,
}

impl Method {
    /// The method of this name; others, too, sell what was bought first unless the posting says more.
    pub(super) fn of(name: &str) -> Self {
        match name {
            "LIFO" => Self::NewestFirst,
            "NONE" => Self::None,
            _ => Self::OldestFirst,
        }
    }
}

/// What is known of the accounts while transactions are booked by date.
pub(super) struct Booker {
    lots: HashMap<(usize, usize), VecDeque<Lot>>,
    budget: usize,
    pub default_method: Method,
    pub methods: HashMap<usize, Method>,
    /// The only unit of an account that is opened for one.
    pub only_units: HashMap<usize, usize>,
}

/// A posting while its numbers are found.
struct Draft<'p> {
    posting: &'p Posting,
    number: Option<Decimal>,
    unit: Option<usize>,
    weight: Weight,
}

/// What a posting adds to the balance of its transaction.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Weight {
    Known(Decimal, usize),
    /// It makes the balance zero, in this unit where one is named.
    Open(Option<usize>),
    /// Lots are sold of which nothing is known.
    Unknown,
}

impl Booker {
    pub(super) fn new() -> Self {
        Self {
            lots: HashMap::new(),
            budget: LOT_BUDGET,
            default_method: Method::OldestFirst,
            methods: HashMap::new(),
            only_units: HashMap::new(),
        }
    }

    /// The legs of a transaction; an error says why they cannot be found.
    pub(super) fn book(
        &mut self,
        date: NaiveDate,
        transaction: &Transaction,
    ) -> Result<Vec<Leg>, String> {
        let mut drafts: Vec<Draft<'_>> =
            transaction.postings.iter().map(|p| self.draft(p)).collect();
        for draft in &mut drafts {
            draft.weight = self.weigh(draft, date);
        }
        self.name_units(&mut drafts, date);
        let quanta = quanta(&drafts);
        let mut sums = sums(&drafts);
        let open = self.fill_all(&mut drafts, &mut sums, &quanta, date)?;
        let mut legs: Vec<Leg> = Vec::with_capacity(drafts.len());
        for draft in &drafts {
            legs.extend(draft.leg());
        }
        let unknown = drafts.iter().any(|draft| draft.weight == Weight::Unknown);
        match open {
            Some(_) if unknown => {
                return Err(
                    "what was sold has no known cost, so that the missing amount cannot be found"
                        .to_owned(),
                );
            }
            Some(account) => {
                let rest = sums.iter().filter(|(_, sum)| !sum.is_zero());
                legs.extend(rest.map(|(unit, sum)| {
                    Leg::new(account, quantised(minus(*sum), *unit, &quanta), *unit)
                }));
                if legs.is_empty() {
                    return Err("no posting has an amount".to_owned());
                }
            }
            None if unknown => {}
            None => prove(&sums, &quanta)?,
        }
        Ok(legs)
    }

    /// Numbers without a unit are in the only one that the transaction balances in.
    fn name_units(&mut self, drafts: &mut [Draft<'_>], date: NaiveDate) {
        let only_unit = only_unit(drafts);
        for draft in drafts
            .iter_mut()
            .filter(|d| d.number.is_some() && d.unit.is_none())
        {
            draft.unit = only_unit;
            draft.weight = self.weigh(draft, date);
        }
    }

    /// Finds what makes each balance zero; gives the account of the posting that takes the rest.
    fn fill_all(
        &mut self,
        drafts: &mut [Draft<'_>],
        sums: &mut BTreeMap<usize, Decimal>,
        quanta: &HashMap<usize, u32>,
        date: NaiveDate,
    ) -> Result<Option<usize>, String> {
        let mut rest = None;
        let mut filled = Vec::new();
        for draft in drafts {
            let Weight::Open(unit) = draft.weight else {
                continue;
            };
            let is_second = match unit.or(draft.unit) {
                None => rest.replace(draft.posting.account).is_some(),
                Some(unit) if filled.contains(&unit) => true,
                Some(unit) => {
                    let sum = sums.remove(&unit).unwrap_or_default();
                    self.fill(draft, minus(sum), unit, quanta, date)?;
                    filled.push(unit);
                    false
                }
            };
            if is_second {
                return Err("two postings have no amount, so that neither can be found".to_owned());
            }
        }
        Ok(rest)
    }

    fn draft<'p>(&self, posting: &'p Posting) -> Draft<'p> {
        let named = posting
            .number
            .and_then(|_| self.only_units.get(&posting.account).copied());
        Draft {
            posting,
            number: posting.number,
            unit: posting.unit.or(named),
            weight: Weight::Unknown,
        }
    }

    fn weigh(&mut self, draft: &Draft<'_>, date: NaiveDate) -> Weight {
        let (Some(number), Some(unit)) = (draft.number, draft.unit) else {
            let posting = draft.posting;
            let of_cost = posting.cost.as_ref().and_then(|cost| cost.unit);
            return Weight::Open(of_cost.or(posting.price.and_then(|price| price.unit)));
        };
        if let Some(cost) = &draft.posting.cost {
            return self.weigh_lot(draft, number, unit, cost, date);
        }
        draft
            .weigh_price(number)
            .unwrap_or(Weight::Known(number, unit))
    }

    fn weigh_lot(
        &mut self,
        draft: &Draft<'_>,
        number: Decimal,
        unit: usize,
        cost: &Cost,
        date: NaiveDate,
    ) -> Weight {
        let place = (draft.posting.account, unit);
        let method = self
            .methods
            .get(&place.0)
            .copied()
            .unwrap_or(self.default_method);
        let sells = method != Method::None
            && self
                .lots
                .get(&place)
                .and_then(VecDeque::front)
                .is_some_and(|lot| lot.number.is_sign_negative() != number.is_sign_negative());
        if sells && let Some((amount, unit)) = self.sell(place, number, cost, method) {
            return Weight::Known(amount, unit);
        }
        match (cost.total_of(number), cost.unit) {
            (Some(amount), Some(cost_unit)) => {
                if !sells {
                    self.buy(place, number, amount, cost_unit, cost, date);
                }
                Weight::Known(amount, cost_unit)
            }
            _ if sells => draft.weigh_price(number).unwrap_or(Weight::Unknown),
            (Some(_), None) | (None, _) => Weight::Open(cost.unit),
        }
    }

    fn buy(
        &mut self,
        place: (usize, usize),
        number: Decimal,
        amount: Decimal,
        unit: usize,
        cost: &Cost,
        date: NaiveDate,
    ) {
        if let Some(each) = amount.checked_div(number) {
            self.lots.entry(place).or_default().push_back(Lot {
                number,
                each: cost.each.filter(|_| cost.total.is_none()).unwrap_or(each),
                unit,
                date: cost.date.unwrap_or(date),
                label: cost.label.clone(),
            });
        }
    }

    /// What the lots that are sold cost, signed as the number; `None` where they are not there.
    fn sell(
        &mut self,
        place: (usize, usize),
        number: Decimal,
        cost: &Cost,
        method: Method,
    ) -> Option<(Decimal, usize)> {
        let lots = self.lots.get_mut(&place)?;
        let mut rest = number.abs();
        let (mut amount, mut unit, mut at) = (Decimal::ZERO, None, 0);
        while !rest.is_zero() && at < lots.len() {
            self.budget = self.budget.checked_sub(1)?;
            let place = if method == Method::NewestFirst {
                lots.len() - 1 - at
            } else {
                at
            };
            let lot = lots.get_mut(place)?;
            if !cost.fits(lot) || unit.is_some_and(|unit| unit != lot.unit) {
                at += 1;
                continue;
            }
            let taken = rest.min(lot.number.abs());
            rest -= taken;
            amount = amount.checked_add(taken.checked_mul(lot.each)?)?;
            unit = Some(lot.unit);
            lot.number = if lot.number.is_sign_negative() {
                lot.number + taken
            } else {
                lot.number - taken
            };
            if lot.number.is_zero() {
                lots.remove(place);
            }
        }
        let unit = unit.filter(|_| rest.is_zero())?;
        Some((
            if number.is_sign_negative() {
                minus(amount)
            } else {
                amount
            },
            unit,
        ))
    }

    /// Gives a posting the number that makes the balance zero.
    fn fill(
        &mut self,
        draft: &mut Draft<'_>,
        weight: Decimal,
        unit: usize,
        quanta: &HashMap<usize, u32>,
        date: NaiveDate,
    ) -> Result<(), String> {
        draft.weight = Weight::Known(weight, unit);
        let posting = draft.posting;
        if let Some(number) = draft.number {
            draft.unit = draft.unit.or(Some(unit));
            if let (Some(cost), Some(own)) = (&posting.cost, draft.unit) {
                self.buy((posting.account, own), number, weight, unit, cost, date);
            }
            return Ok(());
        }
        let each = match (&posting.cost, posting.price) {
            (Some(cost), _) => cost.each,
            (None, Some(price)) => price.number,
            (None, None) => Some(Decimal::ONE),
        };
        let number = each.and_then(|each| weight.checked_div(each));
        let number =
            number.ok_or_else(|| "a posting lacks both its number and its price".to_owned())?;
        let own = draft.unit.unwrap_or(unit);
        draft.unit = Some(own);
        draft.number = Some(quantised(number, own, quanta));
        if own == unit {
            draft.weight = Weight::Known(draft.number.unwrap_or(number), unit);
        }
        Ok(())
    }
}

impl Draft<'_> {
    fn weigh_price(&self, number: Decimal) -> Option<Weight> {
        let price = self.posting.price?;
        let (Some(value), Some(unit)) = (price.number, price.unit) else {
            return Some(Weight::Open(price.unit));
        };
        let amount = if price.is_total {
            Some(if number.is_sign_negative() {
                minus(value)
            } else {
                value
            })
        } else {
            number.checked_mul(value)
        };
        Some(amount.map_or(Weight::Unknown, |amount| Weight::Known(amount, unit)))
    }

    fn leg(&self) -> Option<Leg> {
        let (number, unit) = self.number.zip(self.unit)?;
        let mut leg = Leg::new(self.posting.account, number, unit);
        if let Weight::Known(amount, of) = self.weight
            && of != unit
        {
            leg.worth = Some(Worth { amount, unit: of });
        }
        Some(leg)
    }
}

impl Cost {
    /// What so many cost together, signed as they are.
    fn total_of(&self, number: Decimal) -> Option<Decimal> {
        let of_each = self.each.map(|each| each.checked_mul(number));
        let lump = self.total.map(|total| {
            if number.is_sign_negative() {
                minus(total)
            } else {
                total
            }
        });
        match (of_each, lump) {
            (None, None) => None,
            (of_each, lump) => Some(plus(
                of_each.unwrap_or(Some(Decimal::ZERO))?,
                lump.unwrap_or_default(),
            )),
        }
    }

    fn fits(&self, lot: &Lot) -> bool {
        self.each.is_none_or(|each| each == lot.each)
            && self.unit.is_none_or(|unit| unit == lot.unit)
            && self.date.is_none_or(|date| date == lot.date)
            && (self.label.is_none() || self.label == lot.label)
    }
}

fn sums(drafts: &[Draft<'_>]) -> BTreeMap<usize, Decimal> {
    let mut sums: BTreeMap<usize, Decimal> = BTreeMap::new();
    for draft in drafts {
        if let Weight::Known(amount, unit) = draft.weight {
            let sum = sums.entry(unit).or_default();
            *sum = plus(*sum, amount);
        }
    }
    sums
}

/// The unit that all known weights are in, where it is one.
fn only_unit(drafts: &[Draft<'_>]) -> Option<usize> {
    let sums = sums(drafts);
    let mut units = sums.keys();
    units.next().copied().filter(|_| units.next().is_none())
}

/// The fewest decimals, but some, that the transaction writes in each unit: to that many a number
/// is found.
fn quanta(drafts: &[Draft<'_>]) -> HashMap<usize, u32> {
    let mut quanta: HashMap<usize, u32> = HashMap::new();
    for draft in drafts {
        let (Some(number), Some(unit)) = (draft.posting.number, draft.unit) else {
            continue;
        };
        if number.scale() > 0 {
            let scale = quanta.entry(unit).or_insert(number.scale());
            *scale = number.scale().min(*scale);
        }
    }
    quanta
}

fn quantised(number: Decimal, unit: usize, quanta: &HashMap<usize, u32>) -> Decimal {
    quanta.get(&unit).map_or(number, |scale| {
        number.round_dp_with_strategy(*scale, RoundingStrategy::MidpointNearestEven)
    })
}

/// An error unless every sum is as near to zero as beancount asks.
fn prove(sums: &BTreeMap<usize, Decimal>, quanta: &HashMap<usize, u32>) -> Result<(), String> {
    let is_open = |(unit, sum): &(&usize, &Decimal)| {
        let of_unit = quanta
            .get(unit)
            .map_or(LEAST_TOLERANCE, |scale| Decimal::new(5, scale.min(&27) + 1));
        sum.abs() > of_unit.max(LEAST_TOLERANCE)
    };
    match sums.iter().find(is_open) {
        Some((_, sum)) => Err(format!(
            "the transaction does not balance; {} is left",
            sum.normalize()
        )),
        None => Ok(()),
    }
}
