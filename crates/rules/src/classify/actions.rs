//! What a checked rule does to a row.

use farthing_money::{Money, MoneyError, allocate};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::ids::CategoryId;
use crate::kind::Kind;

/// One category's part of an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// Where it goes.
    pub category: CategoryId,
    /// How much, with the sign of the whole.
    pub amount: Money,
}

/// Why a row is not split, though a rule says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotSplit {
    /// The fixed parts are in another currency.
    OtherCurrency,
    /// The fixed parts are more than the amount.
    TooSmall,
    /// Nothing moved.
    NothingMoved,
}

/// What a rule sets, each field at most once.
#[derive(Debug, Default)]
pub(super) struct Effects {
    pub place: Option<Place>,
    pub payee: Option<String>,
    pub tags: Vec<String>,
    pub kind: Option<Kind>,
    pub exclude: bool,
}

/// Where the money went.
#[derive(Debug)]
pub(super) enum Place {
    Category(CategoryId),
    Split(Split),
}

/// How an amount is shared among categories. The percentages and the rest are a hundred together.
#[derive(Debug)]
pub(super) struct Split {
    pub parts: Vec<(CategoryId, Part100)>,
    /// Where the rest goes, and how many percent of what the fixed parts leave it is.
    pub rest: Option<(CategoryId, Decimal)>,
}

/// How much a part is.
#[derive(Debug, Clone, Copy)]
pub(super) enum Part100 {
    Percent(Decimal),
    Fixed(Money),
}

impl Split {
    /// The parts of an amount; they add up to it, and none is nothing.
    pub(super) fn of(&self, amount: Money) -> Result<Vec<Part>, NotSplit> {
        let size = if amount.minor() < 0 {
            amount.negated()
        } else {
            amount
        };
        if size.is_zero() {
            return Err(NotSplit::NothingMoved);
        }
        let left = self.without_fixed(size)?;
        // Only sums beyond all bounds fail here, and an amount within them has none.
        let parts = self.shares(left).map_err(|_| NotSplit::TooSmall)?;
        let signed = |part: Money| if amount == size { part } else { part.negated() };
        let parts = parts.into_iter().filter(|(_, part)| !part.is_zero());
        Ok(parts
            .map(|(category, part)| Part {
                category,
                amount: signed(part),
            })
            .collect())
    }

    fn without_fixed(&self, size: Money) -> Result<Money, NotSplit> {
        let fixed = self.parts.iter().filter_map(|(_, part)| match part {
            Part100::Fixed(fixed) => Some(*fixed),
            Part100::Percent(_) => None,
        });
        let mut left = size;
        for part in fixed {
            if part.currency() != size.currency() {
                return Err(NotSplit::OtherCurrency);
            }
            let rest = left.checked_add(part.negated());
            left = rest.map_err(|_| NotSplit::TooSmall)?;
        }
        if left.minor() < 0 {
            return Err(NotSplit::TooSmall);
        }
        Ok(left)
    }

    fn shares(&self, left: Money) -> Result<Vec<(CategoryId, Money)>, MoneyError> {
        let percents = self.parts.iter().filter_map(|(_, part)| match part {
            Part100::Percent(percent) => Some(*percent),
            Part100::Fixed(_) => None,
        });
        let weights = percents.chain(self.rest.map(|(_, percent)| percent));
        let weights: Vec<Decimal> = weights.collect();
        let mut shares = allocate(left, &weights)?.into_iter();
        let parts = self.parts.iter().filter_map(|(category, part)| match part {
            Part100::Fixed(fixed) => Some((*category, *fixed)),
            Part100::Percent(_) => Some((*category, shares.next()?)),
        });
        let mut parts: Vec<(CategoryId, Money)> = parts.collect();
        let rest = self.rest.map(|(category, _)| category);
        parts.extend(rest.zip(shares.next()));
        Ok(parts)
    }
}
