//! What the legs of a transaction are worth in the unit of its row.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::Leg;

/// The fewest decimals that a worth is rounded to.
const LEAST_DECIMALS: u32 = 2;

/// The side of a transaction that becomes the row.
pub(super) struct Side {
    /// What moved the account.
    pub amount: Decimal,
    /// What that is counted in.
    pub unit: usize,
    /// What it is worth in the unit that the transaction balances in.
    pub weight: (Decimal, usize),
}

/// The worth of each other leg, in the row's unit, and what is then missing to a sum of zero.
///
/// A leg whose unit has no rate to the row's, such as hours of holiday beside a salary, is worth
/// nothing there.
pub(super) fn worths(side: &Side, others: &[&Leg]) -> (Vec<Decimal>, Decimal) {
    if let [_] = others {
        return (vec![minus(side.amount)], Decimal::ZERO);
    }
    let rates = Rates::of(side, others);
    let mut worths: Vec<Decimal> = others.iter().map(|leg| rates.worth(leg)).collect();
    let total = worths
        .iter()
        .fold(side.amount, |sum, worth| plus(sum, *worth));
    let missing = minus(total);
    let adjustable = others.iter().rposition(|leg| rates.is_rounded(leg));
    match adjustable.and_then(|at| worths.get_mut(at)) {
        Some(worth) if !missing.is_zero() => {
            *worth = plus(*worth, missing);
            (worths, Decimal::ZERO)
        }
        _ => (worths, missing),
    }
}

/// How other units of a transaction turn into the row's.
struct Rates {
    unit: usize,
    balance_unit: usize,
    /// From the unit that the transaction balances in: times the first, by the second.
    balance: (Decimal, Decimal),
    /// The one other unit that the transaction exchanges for it.
    exchanged: Option<(usize, Decimal, Decimal)>,
    decimals: u32,
}

impl Rates {
    fn of(side: &Side, others: &[&Leg]) -> Self {
        let (weight, balance_unit) = side.weight;
        let mut sums = BTreeMap::from([(balance_unit, weight)]);
        for leg in others {
            let (amount, unit) = leg.weight();
            let sum = sums.entry(unit).or_default();
            *sum = plus(*sum, amount);
        }
        let of_balance = sums.remove(&balance_unit).unwrap_or_default();
        let mut open = sums.into_iter().filter(|(_, sum)| !sum.is_zero());
        let exchanged = match (open.next(), open.next()) {
            (Some((unit, sum)), None) => Some((unit, minus(of_balance), sum)),
            _ => None,
        };
        Self {
            unit: side.unit,
            balance_unit,
            balance: (side.amount, weight),
            exchanged,
            decimals: side.amount.scale().max(LEAST_DECIMALS),
        }
    }

    fn worth(&self, leg: &Leg) -> Decimal {
        if leg.unit == self.unit {
            return leg.quantity;
        }
        let (amount, unit) = leg.weight();
        if unit == self.balance_unit {
            return self.of_balance(amount);
        }
        match self.exchanged {
            Some((exchanged, times, by)) if exchanged == unit => {
                self.of_balance(ratio(amount, times, by).round_dp(self.decimals))
            }
            _ => Decimal::ZERO,
        }
    }

    fn of_balance(&self, amount: Decimal) -> Decimal {
        if self.unit == self.balance_unit {
            return amount;
        }
        let (times, by) = self.balance;
        ratio(amount, times, by).round_dp(self.decimals)
    }

    fn is_rounded(&self, leg: &Leg) -> bool {
        let (_, unit) = leg.weight();
        let is_exchanged = self
            .exchanged
            .is_some_and(|(exchanged, ..)| exchanged == unit);
        leg.unit != self.unit && (unit == self.balance_unit || is_exchanged)
    }
}

/// A sum; what no amount of money reaches stays as it is.
pub(super) fn plus(a: Decimal, b: Decimal) -> Decimal {
    a.checked_add(b).unwrap_or(a)
}

pub(super) fn minus(amount: Decimal) -> Decimal {
    crate::columns::number::negated(amount)
}

fn ratio(amount: Decimal, times: Decimal, by: Decimal) -> Decimal {
    let product = amount.checked_mul(times);
    product
        .and_then(|product| product.checked_div(by))
        .unwrap_or(Decimal::ZERO)
}

#[cfg(test)]
mod tests {
    use super::super::Worth;
    use super::*;

    fn leg(quantity: &str, unit: usize, worth: Option<(&str, usize)>) -> Leg {
        let worth = worth.map(|(amount, unit)| Worth {
            amount: amount.parse().unwrap(),
            unit,
        });
        Leg {
            worth,
            ..Leg::new(0, quantity.parse().unwrap(), unit)
        }
    }

    fn worths_of(row: &Leg, others: &[Leg]) -> (Vec<String>, String) {
        let side = Side {
            amount: row.quantity,
            unit: row.unit,
            weight: row.weight(),
        };
        let others: Vec<&Leg> = others.iter().collect();
        let (worths, missing) = worths(&side, &others);
        let worths = worths.iter().map(ToString::to_string).collect();
        (worths, missing.normalize().to_string())
    }

    #[test]
    fn legs_in_another_unit_are_worth_their_price() {
        let cash = leg("875", 1, None);
        let others = [leg("-5", 2, Some(("-750", 1))), leg("-125", 1, None)];
        let (worths, missing) = worths_of(&cash, &others);
        assert_eq!(
            (worths, missing),
            (vec!["-750".into(), "-125".into()], "0".into())
        );
    }

    #[test]
    fn a_row_in_units_takes_the_others_at_its_own_price() {
        let shares = leg("50", 2, Some(("1500", 1)));
        let others = [leg("-1000", 1, None), leg("-500", 1, None)];
        let (worths, missing) = worths_of(&shares, &others);
        assert_eq!(
            (worths, missing),
            (vec!["-33.33".into(), "-16.67".into()], "0".into())
        );
    }

    #[test]
    fn two_units_that_face_each_other_are_an_exchange() {
        let dollars = leg("-11.00", 1, None);
        let others = [leg("6", 3, None), leg("4", 3, None)];
        let (worths, missing) = worths_of(&dollars, &others);
        assert_eq!(
            (worths, missing),
            (vec!["6.60".into(), "4.40".into()], "0".into())
        );
    }

    #[test]
    fn what_has_no_rate_is_worth_nothing_and_what_does_not_balance_is_said() {
        let salary = leg("100", 1, None);
        let others = [leg("-100", 1, None), leg("5", 4, None), leg("-5", 4, None)];
        let (worths, missing) = worths_of(&salary, &others);
        assert_eq!(worths, ["-100", "0", "0"]);
        assert_eq!(missing, "0");
        let (_, missing) = worths_of(&salary, &[leg("-60", 1, None), leg("-30", 1, None)]);
        assert_eq!(missing, "-10");
    }
}
