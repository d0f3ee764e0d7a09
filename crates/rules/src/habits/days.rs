//! What a day was for spending: without any, within a limit, above it, or not known yet (spec D.2).

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use farthing_money::{Currency, Money, MoneyError};

use crate::calendar::Span;
use crate::error::RulesError;

/// How days are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayRule {
    /// The currency of the purchases and the limit.
    pub currency: Currency,
    /// Up to how much a day is still a good one; none if only days without spending are.
    pub limit: Option<Money>,
    /// How many days after it purchases of a day may still come in.
    pub settle_lag_days: u32,
    /// The last day that the imports reach on every account that is normally spent from; none where
    /// everything is known.
    pub known_until: Option<NaiveDate>,
}

/// A purchase that counts, before any refund of it, also a pending one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spending {
    /// The local day.
    pub day: NaiveDate,
    /// What was paid, zero or more.
    pub amount: Money,
}

/// What a day was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DayState {
    /// It is not over.
    Open,
    /// Purchases of it may still come in.
    Provisional,
    /// It would be a good day, but the imports do not reach it yet.
    Unknown,
    /// Nothing was spent.
    NoSpend,
    /// Something was spent, and no more than the limit.
    UnderLimit,
    /// Something was spent, or more than the limit where there is one.
    Spend,
}

/// A day with what was spent on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClassifiedDay {
    /// The day.
    pub day: NaiveDate,
    /// The purchases of it.
    pub spent: Money,
    /// What it was.
    pub state: DayState,
}

/// Every day of a stretch, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayStates {
    /// The days.
    pub days: Vec<ClassifiedDay>,
}

/// What each day of a stretch was, seen from a day. The caller has chosen the purchases; a refund
/// makes no day better, so an amount below zero is refused.
pub fn classify_days(
    rule: DayRule,
    days: Span,
    purchases: &[Spending],
    today: NaiveDate,
) -> Result<DayStates, RulesError> {
    rule.check()?;
    let spent = rule.spent(days, purchases)?;
    let days = days.first.iter_days().take_while(|day| *day <= days.last);
    let classified = days.map(|day| {
        let nothing = Money::zero(rule.currency);
        let spent = spent.get(&day).copied().unwrap_or(nothing);
        let state = rule.state(day, spent, today);
        ClassifiedDay { day, spent, state }
    });
    Ok(DayStates {
        days: classified.collect(),
    })
}

impl DayStates {
    /// How many days are in a state.
    pub fn count(&self, state: DayState) -> usize {
        self.days.iter().filter(|day| day.state == state).count()
    }
}

impl DayState {
    /// The word of the rules for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Provisional => "provisional",
            Self::Unknown => "unknown",
            Self::NoSpend => "no_spend",
            Self::UnderLimit => "under_limit",
            Self::Spend => "spend",
        }
    }
}

impl DayRule {
    fn check(self) -> Result<(), RulesError> {
        let Some(limit) = self.limit else {
            return Ok(());
        };
        self.check_amount("limit", limit, "a limit is zero or more")
    }

    fn check_amount(
        self,
        field: &'static str,
        amount: Money,
        message: &'static str,
    ) -> Result<(), RulesError> {
        if amount.currency() != self.currency {
            return Err(MoneyError::Mixed(self.currency, amount.currency()).into());
        }
        if amount.minor() < 0 {
            return Err(RulesError::field(field, message));
        }
        Ok(())
    }

    fn spent(
        self,
        days: Span,
        purchases: &[Spending],
    ) -> Result<BTreeMap<NaiveDate, Money>, RulesError> {
        let mut spent: BTreeMap<NaiveDate, Money> = BTreeMap::new();
        for purchase in purchases.iter().filter(|it| days.contains(it.day)) {
            let message = "what was paid is zero or more; a refund is no purchase";
            self.check_amount("amount", purchase.amount, message)?;
            let nothing = Money::zero(self.currency);
            let sum = spent.entry(purchase.day).or_insert(nothing);
            *sum = sum.checked_add(purchase.amount)?;
        }
        Ok(spent)
    }

    fn state(self, day: NaiveDate, spent: Money, today: NaiveDate) -> DayState {
        if day >= today {
            return DayState::Open;
        }
        let settled = day.checked_add_days(Days::new(self.settle_lag_days.into()));
        if settled.is_none_or(|settled| settled >= today) {
            return DayState::Provisional;
        }
        let within = self
            .limit
            .is_some_and(|limit| spent.minor() <= limit.minor());
        if !spent.is_zero() && !within {
            return DayState::Spend;
        }
        if self.known_until.is_some_and(|known| day > known) {
            return DayState::Unknown;
        }
        if spent.is_zero() {
            return DayState::NoSpend;
        }
        DayState::UnderLimit
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::fixtures::{day, euros, span};
    use super::*;

    fn rule(limit: Option<&str>, known_until: Option<&str>) -> DayRule {
        DayRule {
            currency: euros("0.00").currency(),
            limit: limit.map(euros),
            settle_lag_days: 0,
            known_until: known_until.map(day),
        }
    }

    /// The states of 1 to 6 March, seen from the 6th: 3.00 on the 2nd and 9.00 on the 4th.
    fn words(rule: DayRule) -> Vec<&'static str> {
        let spent = |on, amount| Spending {
            day: day(on),
            amount: euros(amount),
        };
        let purchases = [
            spent("2025-03-02", "1.00"),
            spent("2025-03-04", "9.00"),
            spent("2025-03-02", "2.00"),
            spent("2025-03-06", "1.00"),
        ];
        let days = span("2025-03-01", "2025-03-06");
        let states = classify_days(rule, days, &purchases, day("2025-03-06")).unwrap();
        states.days.iter().map(|day| day.state.word()).collect()
    }

    #[test]
    fn a_day_is_good_without_spending_or_up_to_the_limit() {
        let without = ["no_spend", "spend", "no_spend", "spend", "no_spend", "open"];
        assert_eq!(words(rule(None, None)), without);
        assert_eq!(words(rule(Some("2.99"), None)), without);
        assert_eq!(words(rule(Some("0.00"), None)), without);
        let limited = [
            "no_spend",
            "under_limit",
            "no_spend",
            "spend",
            "no_spend",
            "open",
        ];
        assert_eq!(words(rule(Some("3.00"), None)), limited);
    }

    #[test]
    fn a_day_whose_purchases_may_still_come_in_is_provisional_even_with_some() {
        let rule = DayRule {
            settle_lag_days: 2,
            ..rule(None, None)
        };
        let expected = [
            "no_spend",
            "spend",
            "no_spend",
            "provisional",
            "provisional",
            "open",
        ];
        assert_eq!(words(rule), expected);
    }

    #[test]
    fn a_good_day_that_the_imports_do_not_reach_is_unknown() {
        let known = |limit, until| words(rule(limit, Some(until)));
        let expected = ["no_spend", "spend", "unknown", "spend", "unknown", "open"];
        assert_eq!(known(None, "2025-03-02"), expected);
        let limited = ["no_spend", "unknown", "unknown", "spend", "unknown", "open"];
        assert_eq!(known(Some("5.00"), "2025-03-01"), limited);
        assert_eq!(known(None, "2025-03-05"), words(rule(None, None)));
    }

    #[test]
    fn a_refund_and_another_currency_are_refused() {
        let classified = |amount: &str| {
            let purchase = Spending {
                day: day("2025-03-02"),
                amount: amount.parse().unwrap(),
            };
            let days = span("2025-03-01", "2025-03-03");
            classify_days(rule(None, None), days, &[purchase], day("2025-03-06"))
        };
        assert!(classified("-1.00 EUR").is_err());
        assert!(classified("1.00 USD").is_err());
        assert!(classified("0.00 EUR").is_ok());
        let days = span("2025-03-01", "2025-03-03");
        assert!(classify_days(rule(Some("-1.00"), None), days, &[], day("2025-03-06")).is_err());
    }

    proptest! {
        #[test]
        fn one_purchase_more_never_makes_a_day_good(
            amounts in prop::collection::vec((0_u64..8, 0_i32..900), 0..12),
            more in (0_u64..8, 1_i32..900), limit in prop::option::of(0_i32..900), lag in 0_u32..3,
        ) {
            let currency = euros("0.00").currency();
            let spending = |(ahead, minor): &(u64, i32)| Spending {
                day: day("2025-03-01") + Days::new(*ahead),
                amount: Money::small(*minor, currency),
            };
            let rule = DayRule {
                limit: limit.map(|limit| Money::small(limit, currency)),
                settle_lag_days: lag,
                ..rule(None, None)
            };
            let good = |purchases: &[Spending]| {
                let days = span("2025-03-01", "2025-03-08");
                let states = classify_days(rule, days, purchases, day("2025-03-09")).unwrap();
                prop_assert_eq!(states.days.len(), 8);
                Ok(states.count(DayState::NoSpend) + states.count(DayState::UnderLimit))
            };
            let mut purchases: Vec<_> = amounts.iter().map(spending).collect();
            let before = good(&purchases)?;
            purchases.push(spending(&more));
            prop_assert!(good(&purchases)? <= before);
        }
    }
}
