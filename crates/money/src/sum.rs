//! Sums by currency: amounts of two currencies never mix.

use std::collections::BTreeMap;

use crate::{Currency, Money, MoneyError};

/// One sum for each currency that was added, in the order of their codes.
///
/// ```
/// use farthing_money::Sums;
/// let sums = Sums::of(["1.10 USD".parse()?, "250 JPY".parse()?, "-0.20 USD".parse()?])?;
/// let texts: Vec<String> = sums.iter().map(|sum| sum.to_string()).collect();
/// assert_eq!(texts, ["250 JPY", "0.90 USD"]);
/// # Ok::<(), farthing_money::MoneyError>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sums(BTreeMap<Currency, Money>);

impl Sums {
    /// Nothing, in no currency.
    pub fn new() -> Self {
        Self::default()
    }

    /// The sums of these amounts.
    pub fn of(amounts: impl IntoIterator<Item = Money>) -> Result<Self, MoneyError> {
        let mut sums = Self::new();
        for amount in amounts {
            sums.add(amount)?;
        }
        Ok(sums)
    }

    /// Adds to the sum of the amount's own currency; an error leaves the sums as they were.
    pub fn add(&mut self, amount: Money) -> Result<(), MoneyError> {
        let currency = amount.currency();
        let sum = self.get(currency).checked_add(amount)?;
        self.0.insert(currency, sum);
        Ok(())
    }

    /// The sum in this currency, nothing if none was added.
    pub fn get(&self, currency: Currency) -> Money {
        let known = self.0.get(&currency).copied();
        known.unwrap_or(Money::zero(currency))
    }

    /// The sums, also those that came to nothing.
    pub fn iter(&self) -> impl Iterator<Item = Money> {
        self.0.values().copied()
    }

    /// Whether nothing was added.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::MAX_SUM_MINOR;

    #[test]
    fn a_sum_beyond_the_bound_is_an_error_and_changes_nothing() {
        let yen = Currency::iso("JPY").unwrap();
        let most = Money::from_minor(MAX_SUM_MINOR, yen).unwrap();
        let one = Money::from_minor(1, yen).unwrap();
        let mut sums = Sums::of([most]).unwrap();
        assert_eq!(sums.add(one), Err(MoneyError::Overflow));
        assert_eq!(sums.get(yen), most);
    }

    #[test]
    fn a_sum_that_came_to_nothing_is_still_there() {
        let sums = Sums::of(["1.00 EUR".parse().unwrap(), "-1.00 EUR".parse().unwrap()]).unwrap();
        assert!(!sums.is_empty());
        assert_eq!(sums.iter().count(), 1);
        assert!(sums.iter().all(|sum| sum.is_zero()));
    }
}
