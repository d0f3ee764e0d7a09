//! A part of what comes in: for one goal on payday, or for several at once (spec B).

use std::collections::BTreeSet;

use chrono::NaiveDate;
use farthing_money::{Money, Rounding};
use rust_decimal::Decimal;

use super::{
    Cause, Deposit, Terms, at_most, check_above_zero, check_limit, check_rate, deposit, part_of,
};
use crate::RulesError;
use crate::calendar::{beyond_calendar, business_day_after};
use crate::ids::GoalId;
use crate::roundup::Entry;

/// A deposit with each pay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payday {
    /// Which incomes; the payees of its filter are who pays, and its smallest amount counts too.
    pub terms: Terms,
    /// How much.
    pub amount: PaydayAmount,
    /// The most with one pay.
    pub cap: Option<Money>,
    /// On which day.
    pub date: PaydayDate,
}

/// How much of a pay is set aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaydayAmount {
    /// This part of it, a fraction.
    Rate(Decimal),
    /// This amount, above zero.
    Fixed(Money),
}

/// On which day a part of a pay is set aside.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum PaydayDate {
    /// On the day of the pay.
    #[default]
    SameDay,
    /// On the first business day after it, with these holidays.
    NextBusinessDay(BTreeSet<NaiveDate>),
}

/// Parts of each pay for several goals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Freelancer {
    /// Which incomes.
    pub terms: Terms,
    /// The goals in the order of their deposits; their parts are 1 at most together.
    pub goals: Vec<GoalRate>,
}

/// The part of each pay that is for a goal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GoalRate {
    /// The goal.
    pub goal: GoalId,
    /// The part, a fraction.
    pub rate: Decimal,
}

/// Sets something aside with each posted income (spec B, payday); never more than the income.
pub fn payday(rule: &Payday, entries: &[Entry<'_>]) -> Result<Vec<Deposit>, RulesError> {
    rule.check()?;
    let mut deposits = Vec::new();
    for income in rule.terms.incomes(entries) {
        let amount = match rule.amount {
            PaydayAmount::Rate(rate) => part_of(income.size, rate, Rounding::HalfUp)?,
            PaydayAmount::Fixed(amount) => amount,
        };
        let amount = at_most(at_most(amount, rule.cap), Some(income.size));
        let day = rule.date.of(income.day).ok_or_else(beyond_calendar)?;
        deposits.extend(deposit(day, amount, Cause::Entry(income.entry)));
    }
    Ok(deposits)
}

/// Sets a part of each posted income aside for each goal, each half-up on its own (spec B,
/// freelancer). Goals with parts of more than 1 together are an error.
pub fn freelancer(rule: &Freelancer, entries: &[Entry<'_>]) -> Result<Vec<Deposit>, RulesError> {
    rule.check()?;
    let mut deposits = Vec::new();
    for income in rule.terms.incomes(entries) {
        for GoalRate { goal, rate } in &rule.goals {
            let amount = part_of(income.size, *rate, Rounding::HalfUp)?;
            let cause = Cause::Share(income.entry, *goal);
            deposits.extend(deposit(income.day, amount, cause));
        }
    }
    Ok(deposits)
}

impl Payday {
    fn check(&self) -> Result<(), RulesError> {
        let currency = self.terms.currency;
        self.terms.check()?;
        check_limit("cap", self.cap, currency)?;
        match self.amount {
            PaydayAmount::Rate(rate) => check_rate("rate", rate),
            PaydayAmount::Fixed(amount) => check_above_zero("fixed", amount, currency),
        }
    }
}

impl PaydayDate {
    fn of(&self, pay_day: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::SameDay => Some(pay_day),
            Self::NextBusinessDay(holidays) => business_day_after(pay_day, holidays),
        }
    }
}

impl Freelancer {
    fn check(&self) -> Result<(), RulesError> {
        self.terms.check()?;
        let mut sum = Decimal::ZERO;
        let mut goals = BTreeSet::new();
        for GoalRate { goal, rate } in &self.goals {
            check_rate("rates", *rate)?;
            if !goals.insert(*goal) {
                return Err(RulesError::field("goals", "a goal has one part, not two"));
            }
            sum = sum.saturating_add(*rate);
        }
        if sum > Decimal::ONE {
            return Err(RulesError::field(
                "rates",
                "the parts of all goals are 100 percent at most",
            ));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::fixtures::{amounts, cents, day, days, earned, euros, half};
    use super::*;
    use crate::roundup::Status;

    fn terms() -> Terms {
        Terms::of(euros("0.00").currency())
    }

    fn payday_of(amount: PaydayAmount) -> Payday {
        Payday {
            terms: terms(),
            amount,
            cap: None,
            date: PaydayDate::SameDay,
        }
    }

    #[test]
    fn a_fixed_amount_is_never_more_than_the_pay() {
        let rule = payday_of(PaydayAmount::Fixed(euros("20.00")));
        let entries = [
            earned(1, "2025-05-02", "15.00"),
            earned(2, "2025-05-02", "30.00"),
        ];
        assert_eq!(
            amounts(&payday(&rule, &entries).unwrap()),
            ["15.00", "20.00"]
        );
    }

    #[test]
    fn the_next_business_day_is_never_the_payday_itself() {
        let rule = Payday {
            date: PaydayDate::NextBusinessDay(BTreeSet::from([day("2025-05-05")])),
            ..payday_of(PaydayAmount::Rate(half()))
        };
        let entries = [
            earned(1, "2025-04-30", "10.00"),
            earned(2, "2025-05-02", "10.00"),
        ];
        let deposits = payday(&rule, &entries).unwrap();
        assert_eq!(days(&deposits), ["2025-05-01", "2025-05-06"]);
    }

    #[test]
    fn pending_pay_and_pay_from_others_do_not_count() {
        let mut rule = payday_of(PaydayAmount::Rate(half()));
        rule.terms.filter.payees = Some(BTreeSet::from(["Works".to_owned()]));
        let pending = Entry {
            status: Status::Pending,
            ..earned(1, "2025-05-02", "10.00")
        };
        let other = Entry {
            payee: "Grandmother",
            ..earned(2, "2025-05-02", "10.00")
        };
        assert!(payday(&rule, &[pending, other]).unwrap().is_empty());
    }

    fn shares(rates: &[&str]) -> Freelancer {
        let goals = (1..).zip(rates).map(|(id, rate)| GoalRate {
            goal: GoalId(id),
            rate: rate.parse().unwrap(),
        });
        Freelancer {
            terms: terms(),
            goals: goals.collect(),
        }
    }

    #[test]
    fn each_part_is_rounded_on_its_own() {
        let entries = [earned(1, "2025-05-02", "0.25")];
        let deposits = freelancer(&shares(&["0.5", "0.5", "0"]), &entries).unwrap();
        assert_eq!(amounts(&deposits), ["0.13", "0.13"]);
        let cause = Cause::Share(entries[0].id, GoalId(2));
        assert_eq!(deposits[1].cause, cause);
    }

    #[test]
    fn parts_of_more_than_the_whole_are_refused() {
        assert!(freelancer(&shares(&["0.7", "0.3"]), &[]).is_ok());
        assert!(freelancer(&shares(&["0.7", "0.31"]), &[]).is_err());
        assert!(freelancer(&shares(&["0.7", "-0.1"]), &[]).is_err());
    }

    proptest! {
        #[test]
        fn no_pay_sets_aside_more_than_itself_or_the_cap(pay in 1_i64..100_000, cap in 0_i64..9_000) {
            let rule = Payday {
                cap: Some(cents(cap)),
                ..payday_of(PaydayAmount::Fixed(euros("50.00")))
            };
            let entry = Entry { amount: cents(pay), ..earned(1, "2025-05-02", "1.00") };
            let deposits = payday(&rule, &[entry]).unwrap();
            let minor = deposits.first().map_or(0, |deposit| deposit.amount.minor());
            prop_assert_eq!(minor, pay.min(cap).min(5_000));
        }
    }
}
