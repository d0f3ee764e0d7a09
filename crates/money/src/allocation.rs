//! Sharing money out so that the parts always add up to the whole.

use rust_decimal::Decimal;

use crate::{Currency, Money, MoneyError};

/// Shares an amount by weights with largest remainders (spec G.4): everyone gets the whole units
/// of their exact part, the units left over go to the largest fractions, ties to the earlier.
/// A negative amount is the mirror of the positive one. Weights need not add up to anything.
///
/// ```
/// use farthing_money::allocate;
/// let shares = allocate("0.05 USD".parse()?, &[70.into(), 30.into()])?;
/// assert_eq!(format!("{shares:?}"), "[0.04 USD, 0.01 USD]");
/// # Ok::<(), farthing_money::MoneyError>(())
/// ```
pub fn allocate(amount: Money, weights: &[Decimal]) -> Result<Vec<Money>, MoneyError> {
    let weights = Weights::new(weights)?;
    let parts = weights.largest_remainder(amount.minor().unsigned_abs().into());
    let sign = amount.minor().signum();
    parts
        .into_iter()
        .map(|part| in_currency(part * i128::from(sign), amount.currency()))
        .collect()
}

/// Shares a stream of amounts by weights and remembers what each is still owed (several goals,
/// spec A.7), so that one-cent amounts rotate and nothing is lost or invented over time.
/// What is owed is an exact fraction: nobody is ever a whole unit ahead of the ideal part, and
/// among more than three one is now and then a little over a unit behind it. When weights change, start with a new one.
///
/// ```
/// use farthing_money::Carry;
/// let mut carry = Carry::new(&[1.into(), 1.into()])?;
/// let cent = "0.01 USD".parse()?;
/// assert_eq!(format!("{:?}", carry.allocate(cent)?), "[0.01 USD, 0.00 USD]");
/// assert_eq!(format!("{:?}", carry.allocate(cent)?), "[0.00 USD, 0.01 USD]");
/// # Ok::<(), farthing_money::MoneyError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carry {
    weights: Weights,
    /// What each is owed, in minor units, as numerators over the weights' total.
    owed: Vec<i128>,
    currency: Option<Currency>,
}

impl Carry {
    /// A stream that owes nobody anything yet.
    pub fn new(weights: &[Decimal]) -> Result<Self, MoneyError> {
        let weights = Weights::new(weights)?;
        let owed = vec![0; weights.parts.len()];
        Ok(Self {
            weights,
            owed,
            currency: None,
        })
    }

    /// A stream that goes on: what each is owed was told by [`Carry::owed`] for the same weights. An
    /// error where that cannot be so.
    pub fn resume(
        weights: &[Decimal],
        owed: &[i128],
        currency: Currency,
    ) -> Result<Self, MoneyError> {
        let mut carry = Self::new(weights)?;
        if owed.len() != carry.owed.len() || owed.iter().sum::<i128>() != 0 {
            return Err(MoneyError::Overflow);
        }
        owed.clone_into(&mut carry.owed);
        carry.currency = Some(currency);
        Ok(carry)
    }

    /// The shares of the next amount, which is zero or more and always in the same currency.
    /// A reversal is not a next amount: it takes back the shares its original was given.
    pub fn allocate(&mut self, amount: Money) -> Result<Vec<Money>, MoneyError> {
        let currency = self.currency.unwrap_or(amount.currency());
        if currency != amount.currency() {
            return Err(MoneyError::Mixed(currency, amount.currency()));
        }
        let whole = not_negative(amount)?;
        let pairs = self.owed.iter().zip(&self.weights.parts);
        let wanted: Vec<i128> = pairs.map(|(owed, weight)| owed + whole * weight).collect();
        let shares = hand_out(&wanted, whole, self.weights.total);
        let pairs = wanted.iter().zip(&shares);
        self.owed = pairs
            .map(|(wanted, share)| wanted - share * self.weights.total)
            .collect();
        self.currency = Some(currency);
        shares
            .into_iter()
            .map(|s| in_currency(s, currency))
            .collect()
    }

    /// What each is owed after the amounts so far: the numerators, in minor units, and the
    /// divisor they share. The numerators add up to zero.
    pub fn owed(&self) -> (&[i128], i128) {
        (&self.owed, self.weights.total)
    }
}

/// One who takes part in [`split_caps`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capped {
    /// The part of the amount, relative to the other weights.
    pub weight: Decimal,
    /// The most that still fits, or none if there is always room.
    pub remaining: Option<Money>,
}

/// What [`split_caps`] gave to each, and what fitted nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CappedSplit {
    /// One share for each who takes part, in their order.
    pub shares: Vec<Money>,
    /// What is left when everyone is full.
    pub unallocated: Money,
}

/// Shares an amount by weights among those who may fill up (several goals, spec A.7): what does
/// not fit passes to those still open, by their weights, until all is given or all are full.
///
/// ```
/// use farthing_money::{Capped, split_caps};
/// let jar = Capped { weight: 1.into(), remaining: Some("0.10 EUR".parse()?) };
/// let trip = Capped { weight: 1.into(), remaining: None };
/// let split = split_caps("1.00 EUR".parse()?, &[jar, trip])?;
/// assert_eq!(format!("{:?}", split.shares), "[0.10 EUR, 0.90 EUR]");
/// # Ok::<(), farthing_money::MoneyError>(())
/// ```
pub fn split_caps(amount: Money, takers: &[Capped]) -> Result<CappedSplit, MoneyError> {
    let currency = amount.currency();
    let mut left = not_negative(amount)?;
    let mut rooms = rooms(takers, currency)?;
    let mut shares = vec![0_i128; takers.len()];
    // Each round either gives everything or fills someone up, so it ends.
    while left > 0 {
        let open = open_takers(takers, &rooms);
        if open.is_empty() {
            break;
        }
        left = pour(left, takers, &open, &mut rooms, &mut shares)?;
    }
    let shares = shares.into_iter().map(|s| in_currency(s, currency));
    Ok(CappedSplit {
        shares: shares.collect::<Result<_, _>>()?,
        unallocated: in_currency(left, currency)?,
    })
}

/// So that no product of an amount (2^53 at most) and weights leaves an `i128`.
const MAX_WEIGHT_TOTAL: i128 = 1 << 70;

/// Weights as whole numbers in their smallest terms; their sum is above zero and bounded.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Weights {
    parts: Vec<i128>,
    total: i128,
}

impl Weights {
    fn new(weights: &[Decimal]) -> Result<Self, MoneyError> {
        if let Some(below) = weights.iter().find(|w| **w < Decimal::ZERO) {
            return Err(MoneyError::NegativeWeight(*below));
        }
        let scale = weights.iter().map(Decimal::scale).max().unwrap_or(0);
        let whole = |w: &Decimal| w.mantissa().checked_mul(10_i128.pow(scale - w.scale()));
        let parts: Option<Vec<i128>> = weights.iter().map(whole).collect();
        let parts = parts.ok_or(MoneyError::WeightDigits)?;
        let divisor = parts.iter().copied().fold(0, common_divisor);
        if divisor == 0 {
            return Err(MoneyError::NoWeights);
        }
        let parts: Vec<i128> = parts.into_iter().map(|part| part / divisor).collect();
        let total = parts
            .iter()
            .try_fold(0_i128, |sum, part| sum.checked_add(*part));
        let total = total.filter(|total| *total <= MAX_WEIGHT_TOTAL);
        let total = total.ok_or(MoneyError::WeightDigits)?;
        Ok(Self { parts, total })
    }

    fn largest_remainder(&self, whole: i128) -> Vec<i128> {
        let exact: Vec<i128> = self.parts.iter().map(|weight| whole * weight).collect();
        hand_out(&exact, whole, self.total)
    }
}

/// Whole shares that add up to `whole`, as near as can be to what is wanted (numerators over
/// `total`) and never below zero: floors first, then one unit after the other to the largest
/// remainder, ties to the earlier. If no share below zero made the floors too much, units come
/// back from the smallest remainder, ties from the later.
fn hand_out(wanted: &[i128], whole: i128, total: i128) -> Vec<i128> {
    let mut shares: Vec<i128> = wanted.iter().map(|w| w.div_euclid(total).max(0)).collect();
    let mut missing = whole - shares.iter().sum::<i128>();
    let remainder = |shares: &[i128], i: usize| wanted[i] - shares[i] * total;
    while missing > 0 {
        let first_largest = (0..wanted.len())
            .rev()
            .max_by_key(|&i| remainder(&shares, i));
        let Some(i) = first_largest else { break };
        shares[i] += 1;
        missing -= 1;
    }
    while missing < 0 {
        let giving = (0..wanted.len()).rev().filter(|&i| shares[i] > 0);
        let last_smallest = giving.min_by_key(|&i| remainder(&shares, i));
        let Some(i) = last_smallest else { break };
        shares[i] -= 1;
        missing += 1;
    }
    shares
}

/// What still fits for each, in minor units; the whole range if there is always room.
fn rooms(takers: &[Capped], currency: Currency) -> Result<Vec<i128>, MoneyError> {
    let room = |taker: &Capped| match taker.remaining {
        None => Ok(i128::MAX),
        Some(most) if most.currency() == currency => Ok(most.minor().max(0).into()),
        Some(most) => Err(MoneyError::Mixed(currency, most.currency())),
    };
    takers.iter().map(room).collect()
}

fn open_takers(takers: &[Capped], rooms: &[i128]) -> Vec<usize> {
    let is_open = |&i: &usize| rooms[i] > 0 && !takers[i].weight.is_zero();
    (0..takers.len()).filter(is_open).collect()
}

/// Gives one round to the open takers and answers what did not fit.
fn pour(
    whole: i128,
    takers: &[Capped],
    open: &[usize],
    rooms: &mut [i128],
    shares: &mut [i128],
) -> Result<i128, MoneyError> {
    let weights: Vec<Decimal> = open.iter().map(|&i| takers[i].weight).collect();
    let parts = Weights::new(&weights)?.largest_remainder(whole);
    let mut left = 0;
    for (&i, part) in open.iter().zip(parts) {
        let fits = part.min(rooms[i]);
        shares[i] += fits;
        rooms[i] -= fits;
        left += part - fits;
    }
    Ok(left)
}

fn not_negative(amount: Money) -> Result<i128, MoneyError> {
    if amount.minor() < 0 {
        return Err(MoneyError::NegativeAmount(amount));
    }
    Ok(amount.minor().into())
}

fn in_currency(minor: i128, currency: Currency) -> Result<Money, MoneyError> {
    let minor = i64::try_from(minor).map_err(|_| MoneyError::Overflow)?;
    Money::from_minor(minor, currency)
}

fn common_divisor(a: i128, b: i128) -> i128 {
    if b == 0 { a } else { common_divisor(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weights(texts: &[&str]) -> Vec<Decimal> {
        texts.iter().map(|text| text.parse().unwrap()).collect()
    }

    fn minors(shares: &[Money]) -> Vec<i64> {
        shares.iter().map(Money::minor).collect()
    }

    #[test]
    fn a_stream_goes_on_from_what_it_owed() {
        let (thirds, cent) = (weights(&["1", "1", "1"]), "0.01 USD".parse().unwrap());
        let mut whole = Carry::new(&thirds).unwrap();
        whole.allocate(cent).unwrap();
        let (owed, _) = whole.owed();
        let mut resumed = Carry::resume(&thirds, owed, Currency::iso("USD").unwrap()).unwrap();
        assert_eq!(resumed, whole);
        assert_eq!(minors(&resumed.allocate(cent).unwrap()), [0, 1, 0]);
    }

    #[test]
    fn what_nobody_can_be_owed_is_refused() {
        let (halves, dollar) = (weights(&["1", "1"]), Currency::iso("USD").unwrap());
        assert!(Carry::resume(&halves, &[1, 1], dollar).is_err());
        assert!(Carry::resume(&halves, &[0], dollar).is_err());
    }

    #[test]
    fn the_earlier_of_two_equal_fractions_gets_the_unit() {
        let shares = allocate("0.05 USD".parse().unwrap(), &weights(&["30", "70"])).unwrap();
        assert_eq!(minors(&shares), [2, 3]);
    }

    #[test]
    fn the_largest_amount_is_shared_by_fractions_of_many_digits() {
        let most = Money::from_minor(crate::MAX_SUM_MINOR, Currency::iso("USD").unwrap()).unwrap();
        let shares = allocate(most, &weights(&["0.1234567891", "0.8765432109"])).unwrap();
        assert_eq!(minors(&shares).iter().sum::<i64>(), crate::MAX_SUM_MINOR);
    }

    #[test]
    fn weights_that_share_with_nobody_are_refused() {
        let cent: Money = "0.01 USD".parse().unwrap();
        assert_eq!(allocate(cent, &[]), Err(MoneyError::NoWeights));
        assert_eq!(
            allocate(cent, &weights(&["0", "0.0"])),
            Err(MoneyError::NoWeights)
        );
        assert!(matches!(
            allocate(cent, &weights(&["2", "-1"])),
            Err(MoneyError::NegativeWeight(_))
        ));
    }

    #[test]
    fn weights_of_too_many_digits_are_refused() {
        let cent: Money = "0.01 USD".parse().unwrap();
        let long = weights(&["1", "0.1234567890123456789012345678"]);
        assert_eq!(allocate(cent, &long), Err(MoneyError::WeightDigits));
        assert_eq!(
            allocate(cent, &[Decimal::MAX, Decimal::ONE]),
            Err(MoneyError::WeightDigits)
        );
    }

    #[test]
    fn a_cent_a_day_goes_round() {
        let mut carry = Carry::new(&weights(&["1", "1", "1"])).unwrap();
        let cent = "0.01 USD".parse().unwrap();
        let days: Vec<Vec<i64>> = (0..4)
            .map(|_| minors(&carry.allocate(cent).unwrap()))
            .collect();
        assert_eq!(days, [[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 0, 0]]);
    }

    #[test]
    fn a_refused_amount_leaves_the_carry_as_it_was() {
        let mut carry = Carry::new(&weights(&["2", "1"])).unwrap();
        carry.allocate("0.01 USD".parse().unwrap()).unwrap();
        let before = carry.clone();
        assert!(matches!(
            carry.allocate("-0.01 USD".parse().unwrap()),
            Err(MoneyError::NegativeAmount(_))
        ));
        assert!(matches!(
            carry.allocate("1 JPY".parse().unwrap()),
            Err(MoneyError::Mixed(..))
        ));
        assert_eq!(carry, before);
    }

    #[test]
    fn what_fits_nowhere_is_left_over() {
        let taker = |weight: i64, most: Option<&str>| Capped {
            weight: weight.into(),
            remaining: most.map(|most| most.parse().unwrap()),
        };
        let split = |takers: &[Capped]| split_caps("1.00 EUR".parse().unwrap(), takers).unwrap();
        let full = split(&[taker(1, Some("0.30 EUR")), taker(3, Some("0.20 EUR"))]);
        assert_eq!(
            (minors(&full.shares), full.unallocated.minor()),
            (vec![30, 20], 50)
        );
        let unweighted = split(&[taker(0, None), taker(1, Some("-5.00 EUR"))]);
        assert_eq!(
            (minors(&unweighted.shares), unweighted.unallocated.minor()),
            (vec![0, 0], 100)
        );
        assert_eq!(split(&[]).unallocated.minor(), 100);
    }
}
