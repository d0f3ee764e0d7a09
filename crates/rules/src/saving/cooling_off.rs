//! What a thing would have cost is set aside when the person decides against it (spec B,
//! `cooling_off`).

use chrono::NaiveDate;
use farthing_money::{Currency, Money, Rounding};
use rust_decimal::Decimal;

use super::{Cause, Deposit, check_currency, check_rate, deposit, part_of};
use crate::RulesError;
use crate::ids::ItemId;

/// A part of the price of each thing that was not bought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CoolingOff {
    /// The currency of the prices.
    pub currency: Currency,
    /// The part, a fraction.
    pub rate: Decimal,
}

/// A thing that the person thinks about buying.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Item {
    /// Under which number the caller knows it.
    pub id: ItemId,
    /// What it costs.
    pub price: Money,
    /// What the person decided, and when.
    pub decided: Option<(Decision, NaiveDate)>,
}

/// What a person decided about a thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// To buy it.
    Bought,
    /// Not to buy it.
    Dropped,
}

/// Sets aside round(rate × price) for each thing that the person has decided against by a day, in
/// the order of the decisions.
pub fn cooling_off(
    rule: CoolingOff,
    items: &[Item],
    as_of: NaiveDate,
) -> Result<Vec<Deposit>, RulesError> {
    check_rate("rate", rule.rate)?;
    let mut deposits = Vec::new();
    for item in items {
        check_currency(item.price, rule.currency)?;
        if let Some((Decision::Dropped, day)) = item.decided
            && day <= as_of
        {
            let amount = part_of(item.price, rule.rate, Rounding::HalfUp)?;
            deposits.extend(deposit(day, amount, Cause::Item(item.id)));
        }
    }
    deposits.sort_by_key(|deposit| deposit.day);
    Ok(deposits)
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{amounts, day, euros, half};
    use super::*;

    #[test]
    fn only_what_was_dropped_by_today_counts() {
        let item = |id, decided| Item {
            id: ItemId(id),
            price: euros("10.01"),
            decided,
        };
        let items = [
            item(1, None),
            item(2, Some((Decision::Bought, day("2025-05-01")))),
            item(3, Some((Decision::Dropped, day("2025-05-02")))),
            item(4, Some((Decision::Dropped, day("2025-05-03")))),
        ];
        let rule = CoolingOff {
            currency: euros("0.00").currency(),
            rate: half(),
        };
        let deposits = cooling_off(rule, &items, day("2025-05-02")).unwrap();
        assert_eq!(amounts(&deposits), ["5.01"]);
        assert_eq!(deposits[0].cause, Cause::Item(ItemId(3)));
    }
}
