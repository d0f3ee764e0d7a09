//! Rules that set something aside with each purchase: a part of it, a fixed amount, or what it cost
//! less than the list said (spec B).

use std::collections::HashMap;

use chrono::NaiveDate;
use farthing_money::{Money, Rounding};
use rust_decimal::Decimal;

use super::terms::Counted;
use super::{
    Cause, Deposit, Terms, at_most, check_above_zero, check_limit, check_rate, left_of, part_of,
};
use crate::RulesError;
use crate::calendar::{Period, beyond_calendar};
use crate::ids::EntryId;
use crate::kind::Kind;
use crate::roundup::{Entry, Reason};

/// A part of each purchase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PercentOfPurchase {
    /// Which purchases.
    pub terms: Terms,
    /// The part, a fraction: 0.05 for five percent.
    pub rate: Decimal,
    /// In which direction a part between two minor units goes.
    pub rounding: Rounding,
    /// The most for one purchase.
    pub cap_purchase: Option<Money>,
    /// The most in a calendar month.
    pub cap_month: Option<Money>,
}

/// A fixed amount with each purchase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FixedPerMatch {
    /// Which purchases.
    pub terms: Terms,
    /// The amount, above zero.
    pub amount: Money,
    /// How often on one day.
    pub limit: DailyLimit,
}

/// How many purchases of one day count, the first ones.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum DailyLimit {
    /// All of them.
    #[default]
    None,
    /// So many in all.
    OfRule(u32),
    /// So many from each payee.
    OfPayee(u32),
}

/// A part of what each purchase cost less than its list price.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaveDiscount {
    /// Which purchases.
    pub terms: Terms,
    /// The part, a fraction.
    pub rate: Decimal,
}

/// An entry with the price on the list, where that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PricedEntry<'e> {
    /// The entry.
    pub entry: Entry<'e>,
    /// What the goods would have cost.
    pub list_price: Option<Money>,
}

/// Sets aside round(rate × purchase), within the caps (spec B, `percent_of_purchase`). Entries come
/// in the order of day, time and import; a month's cap goes to the first ones.
pub fn percent_of_purchase(
    rule: &PercentOfPurchase,
    entries: &[Entry<'_>],
) -> Result<Vec<Deposit>, RulesError> {
    Ok(of_something(rule.each(entries)?))
}

/// Why a purchase set aside what it did by such a rule, and not more. Entries are those of its whole
/// month; none where it is not among them.
pub fn percent_reason(
    rule: &PercentOfPurchase,
    entries: &[Entry<'_>],
    purchase: EntryId,
) -> Result<Option<Reason>, RulesError> {
    let each = rule.each(entries)?;
    Ok(reason_of(&rule.terms, entries, &each, purchase))
}

/// Sets the same amount aside for each purchase (spec B, `fixed_per_match`). Entries come in the
/// order of day, time and import.
pub fn fixed_per_match(
    rule: &FixedPerMatch,
    entries: &[Entry<'_>],
) -> Result<Vec<Deposit>, RulesError> {
    Ok(of_something(rule.each(entries)?))
}

/// Why a purchase set aside what it did by such a rule, and not more. Entries are those of its whole
/// day; none where it is not among them.
pub fn fixed_reason(
    rule: &FixedPerMatch,
    entries: &[Entry<'_>],
    purchase: EntryId,
) -> Result<Option<Reason>, RulesError> {
    let each = rule.each(entries)?;
    Ok(reason_of(&rule.terms, entries, &each, purchase))
}

/// Sets aside round(rate × (list price − paid)) where the list price is higher (spec B,
/// `save_discount`). Of a split purchase, what was paid is the lines that are looked at.
pub fn save_discount(
    rule: &SaveDiscount,
    entries: &[PricedEntry<'_>],
) -> Result<Vec<Deposit>, RulesError> {
    rule.terms.check()?;
    check_rate("rate", rule.rate)?;
    let mut deposits = Vec::new();
    for priced in entries {
        let Some(list_price) = priced.list_price else {
            continue;
        };
        for purchase in rule.terms.purchases(std::slice::from_ref(&priced.entry)) {
            let saved = at_most(left_of(list_price, purchase.size)?, None);
            let amount = part_of(saved, rule.rate, Rounding::HalfUp)?;
            deposits.push(of_purchase(&purchase, amount, Reason::Ok));
        }
    }
    Ok(of_something(deposits))
}

impl PercentOfPurchase {
    fn check(&self) -> Result<(), RulesError> {
        let currency = self.terms.currency;
        self.terms.check()?;
        check_rate("rate", self.rate)?;
        check_limit("cap_txn", self.cap_purchase, currency)?;
        check_limit("cap_month", self.cap_month, currency)
    }

    /// What each purchase that takes part comes to, nothing too.
    fn each(&self, entries: &[Entry<'_>]) -> Result<Vec<Deposit>, RulesError> {
        self.check()?;
        let mut used: HashMap<NaiveDate, Money> = HashMap::new();
        let mut each = Vec::new();
        for purchase in self.terms.purchases(entries) {
            let month = Period::Month.span_of(purchase.day);
            let month = month.ok_or_else(beyond_calendar)?.first;
            let used = used
                .entry(month)
                .or_insert(Money::zero(self.terms.currency));
            let (amount, reason) = self.amount(purchase.size, *used)?;
            *used = used.checked_add(amount)?;
            each.push(of_purchase(&purchase, amount, reason));
        }
        Ok(each)
    }

    /// What a purchase sets aside in a month that has set so much aside already, and the last limit
    /// that took something.
    fn amount(&self, size: Money, used: Money) -> Result<(Money, Reason), RulesError> {
        let part = part_of(size, self.rate, self.rounding)?;
        let left = self.cap_month.map(|cap| left_of(cap, used));
        let limits = [
            (self.cap_purchase, Reason::CapPurchase),
            (left.transpose()?, Reason::CapMonth),
        ];
        let nothing = part.is_zero();
        let whole = if nothing {
            Reason::TooSmall
        } else {
            Reason::Ok
        };
        Ok(limits
            .into_iter()
            .fold((part, whole), |(part, reason), (limit, its)| {
                let kept = at_most(part, limit);
                (kept, if kept == part { reason } else { its })
            }))
    }
}

impl FixedPerMatch {
    /// What each purchase that takes part comes to, nothing too.
    fn each(&self, entries: &[Entry<'_>]) -> Result<Vec<Deposit>, RulesError> {
        self.terms.check()?;
        check_above_zero("amount", self.amount, self.terms.currency)?;
        let nothing = Money::zero(self.terms.currency);
        let mut seen: HashMap<(NaiveDate, &str), u32> = HashMap::new();
        let each = self.terms.purchases(entries).map(|purchase| {
            let is_within = self.limit.of(&purchase).is_none_or(|(most, whose)| {
                let count = seen.entry((purchase.day, whose)).or_default();
                *count = count.saturating_add(1);
                *count <= most
            });
            if is_within {
                of_purchase(&purchase, self.amount, Reason::Ok)
            } else {
                of_purchase(&purchase, nothing, Reason::CapDay)
            }
        });
        Ok(each.collect())
    }
}

impl DailyLimit {
    /// The limit of a purchase, and whose purchases of the day it counts.
    fn of<'e>(self, purchase: &Counted<'e>) -> Option<(u32, &'e str)> {
        match self {
            Self::None => None,
            Self::OfRule(most) => Some((most, "")),
            Self::OfPayee(most) => Some((most, purchase.payee)),
        }
    }
}

fn of_purchase(purchase: &Counted<'_>, amount: Money, reason: Reason) -> Deposit {
    Deposit {
        day: purchase.day,
        amount,
        cause: Cause::Entry(purchase.entry),
        reason,
    }
}

/// Without those of nothing.
fn of_something(mut each: Vec<Deposit>) -> Vec<Deposit> {
    each.retain(|deposit| deposit.amount.minor() > 0);
    each
}

/// The reason of the deposit that the purchase came to, or why it takes no part.
fn reason_of(
    terms: &Terms,
    entries: &[Entry<'_>],
    each: &[Deposit],
    purchase: EntryId,
) -> Option<Reason> {
    let came = each
        .iter()
        .find(|deposit| deposit.cause == Cause::Entry(purchase));
    if let Some(deposit) = came {
        return Some(deposit.reason);
    }
    let entry = entries.iter().find(|entry| entry.id == purchase);
    entry.map(|entry| terms.why_not(entry, Kind::Purchase))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::fixtures::{amounts, bought, cents, euros, half};
    use super::*;

    fn terms() -> Terms {
        Terms::of(euros("0.00").currency())
    }

    fn percent() -> PercentOfPurchase {
        PercentOfPurchase {
            terms: terms(),
            rate: half(),
            rounding: Rounding::HalfUp,
            cap_purchase: None,
            cap_month: None,
        }
    }

    #[test]
    fn a_part_that_rounds_to_nothing_makes_no_deposit() {
        let rule = PercentOfPurchase {
            rate: "0.01".parse().unwrap(),
            ..percent()
        };
        let entries = [
            bought(1, "2025-05-01", "0.49"),
            bought(2, "2025-05-01", "0.50"),
        ];
        assert_eq!(
            amounts(&percent_of_purchase(&rule, &entries).unwrap()),
            ["0.01"]
        );
    }

    #[test]
    fn the_cap_of_a_month_is_new_in_the_next_one() {
        let rule = PercentOfPurchase {
            cap_month: Some(euros("3.00")),
            ..percent()
        };
        let entries = [
            bought(1, "2025-05-01", "4.00"),
            bought(2, "2025-05-31", "4.00"),
            bought(3, "2025-05-31", "4.00"),
            bought(4, "2025-06-01", "4.00"),
        ];
        let deposits = percent_of_purchase(&rule, &entries).unwrap();
        assert_eq!(amounts(&deposits), ["2.00", "1.00", "2.00"]);
    }

    #[test]
    fn a_cap_in_another_currency_and_a_part_below_zero_are_refused() {
        let mixed = PercentOfPurchase {
            cap_month: Some("3 JPY".parse().unwrap()),
            ..percent()
        };
        assert!(percent_of_purchase(&mixed, &[]).is_err());
        let negative = PercentOfPurchase {
            rate: -half(),
            ..percent()
        };
        assert!(percent_of_purchase(&negative, &[]).is_err());
    }

    #[test]
    fn a_limit_by_payee_counts_each_payee_alone() {
        let other = Entry {
            payee: "Bar",
            ..bought(3, "2025-05-01", "2.00")
        };
        let entries = [
            bought(1, "2025-05-01", "2.00"),
            bought(2, "2025-05-01", "2.00"),
            other,
        ];
        let count = |limit| {
            let rule = FixedPerMatch {
                terms: terms(),
                amount: euros("1.00"),
                limit,
            };
            fixed_per_match(&rule, &entries).unwrap().len()
        };
        assert_eq!(count(DailyLimit::None), 3);
        assert_eq!(count(DailyLimit::OfPayee(1)), 2);
        assert_eq!(count(DailyLimit::OfRule(1)), 1);
        assert_eq!(count(DailyLimit::OfRule(0)), 0);
    }

    #[test]
    fn a_limit_is_the_reason_of_what_it_takes() {
        let rule = PercentOfPurchase {
            cap_purchase: Some(euros("1.50")),
            cap_month: Some(euros("3.00")),
            ..percent()
        };
        let prices = ["2.00", "8.00", "0.01", "4.00", "4.00"];
        let entries: Vec<_> = (1..)
            .zip(prices)
            .map(|(id, price)| bought(id, "2025-05-01", price))
            .collect();
        let why = |id| percent_reason(&rule, &entries, EntryId(id)).unwrap();
        assert_eq!(why(1), Some(Reason::Ok));
        assert_eq!(why(2), Some(Reason::CapPurchase));
        assert_eq!(why(4), Some(Reason::CapMonth));
        assert_eq!(why(5), Some(Reason::CapMonth));
        assert_eq!(why(6), None);
        let small = PercentOfPurchase {
            rate: "0.01".parse().unwrap(),
            ..percent()
        };
        let why = percent_reason(&small, &entries, EntryId(3)).unwrap();
        assert_eq!(why, Some(Reason::TooSmall));
    }

    #[test]
    fn a_day_that_is_full_is_a_reason_and_so_is_taking_no_part() {
        let pending = Entry {
            status: crate::roundup::Status::Pending,
            ..bought(3, "2025-05-01", "2.00")
        };
        let entries = [
            bought(1, "2025-05-01", "2.00"),
            bought(2, "2025-05-01", "2.00"),
            pending,
        ];
        let rule = FixedPerMatch {
            terms: terms(),
            amount: euros("1.00"),
            limit: DailyLimit::OfRule(1),
        };
        let why = |id| fixed_reason(&rule, &entries, EntryId(id)).unwrap();
        assert_eq!(why(1), Some(Reason::Ok));
        assert_eq!(why(2), Some(Reason::CapDay));
        assert_eq!(why(3), Some(Reason::Pending));
    }

    #[test]
    fn a_price_above_the_list_saves_nothing() {
        let rule = SaveDiscount {
            terms: terms(),
            rate: half(),
        };
        let priced = |list| PricedEntry {
            entry: bought(1, "2025-05-01", "10.00"),
            list_price: Some(euros(list)),
        };
        let entries = [priced("9.00"), priced("10.00"), priced("10.03")];
        assert_eq!(amounts(&save_discount(&rule, &entries).unwrap()), ["0.02"]);
    }

    proptest! {
        #[test]
        fn no_cap_is_ever_passed_and_nothing_is_negative(
            prices in proptest::collection::vec(1_i64..10_000, 0..40),
            cap_purchase in 0_i64..500,
            cap_month in 0_i64..3_000,
        ) {
            let rule = PercentOfPurchase {
                cap_purchase: Some(cents(cap_purchase)),
                cap_month: Some(cents(cap_month)),
                ..percent()
            };
            let entries: Vec<_> = (1..).zip(prices).map(|(id, price)| Entry {
                amount: cents(-price),
                ..bought(id, "2025-05-01", "1.00")
            }).collect();
            let deposits = percent_of_purchase(&rule, &entries).unwrap();
            let total = super::super::total(&deposits, rule.terms.currency).unwrap();
            prop_assert!(total.minor() <= cap_month);
            for deposit in deposits {
                prop_assert!((1..=cap_purchase).contains(&deposit.amount.minor()));
            }
        }
    }
}
