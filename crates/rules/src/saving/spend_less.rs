//! What is left of a budget at the close of its period is set aside (spec B, `spend_less`).

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use farthing_money::{Money, MoneyError, Rounding};
use rust_decimal::Decimal;

use super::{
    Terms, at_most, check_above_zero, check_limit, check_rate, left_of, of_minor, part_of,
};
use crate::RulesError;
use crate::calendar::{Period, Span};
use crate::kind::Kind;
use crate::roundup::{Entry, Status};

/// How many days late postings have to come in, unless the person says otherwise.
pub const USUAL_GRACE_DAYS: u32 = 3;

/// A budget whose rest is set aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpendLess {
    /// Which spending counts; a period whose deposit would be on a day of a pause deposits nothing.
    pub terms: Terms,
    /// What may be spent in a whole period, above zero.
    pub budget: Money,
    /// The period.
    pub period: Period,
    /// The first day; a period that has begun before has a part of the budget.
    pub start: NaiveDate,
    /// Which part of the rest is set aside, a fraction.
    pub sweep: Decimal,
    /// The most for one period.
    pub cap: Option<Money>,
    /// How many days after its end a period closes.
    pub grace_days: u32,
    /// What becomes of spending above the budget.
    pub overspend: Overspend,
}

/// What becomes of spending above the budget.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Overspend {
    /// The next period begins anew.
    #[default]
    Forgiven,
    /// It lowers what the next period has left.
    Carried,
}

/// A period that is over, also one that sets nothing aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClosedPeriod {
    /// Its days from the rule's start on.
    pub span: Span,
    /// The day after it, on which the deposit counts.
    pub day: NaiveDate,
    /// What could be spent in its days.
    pub budget: Money,
    /// What was spent, zero or more.
    pub spent: Money,
    /// What is set aside, zero or more.
    pub amount: Money,
}

/// Every period that has closed by a day, in order: round(sweep × rest of the budget), at most the
/// cap. Posted purchases and fees count as spent, and posted refunds lower it.
pub fn spend_less(
    rule: &SpendLess,
    entries: &[Entry<'_>],
    as_of: NaiveDate,
) -> Result<Vec<ClosedPeriod>, RulesError> {
    rule.check()?;
    let spending = rule.spending(entries)?;
    let mut closed = Vec::new();
    let mut first = rule.start;
    let mut owed = Money::zero(rule.budget.currency());
    while let Some(whole) = rule.period.span_of(first) {
        let span = Span { first, ..whole };
        let Some(day) = rule.closed_by(span, as_of) else {
            break;
        };
        let budget = rule.budget_of(span, whole)?;
        let spent = spending.range(first..=span.last).map(|(_, spent)| *spent);
        let spent = at_most(rule.sum(spent)?, None);
        let rest = left_of(budget, spent)?.checked_add(owed)?;
        if rule.overspend == Overspend::Carried {
            owed = at_most(rest.negated(), None).negated();
        }
        closed.push(ClosedPeriod {
            span,
            day,
            budget,
            spent,
            amount: rule.swept(rest, day)?,
        });
        first = day;
    }
    Ok(closed)
}

impl SpendLess {
    fn check(&self) -> Result<(), RulesError> {
        self.terms.check()?;
        check_above_zero("budget", self.budget, self.terms.currency)?;
        check_rate("sweep", self.sweep)?;
        check_limit("cap", self.cap, self.terms.currency)
    }

    /// The day after a period, once late postings have had their time.
    fn closed_by(&self, span: Span, as_of: NaiveDate) -> Option<NaiveDate> {
        let day = span.last.succ_opt()?;
        let closes = day.checked_add_days(Days::new(self.grace_days.into()))?;
        (closes <= as_of).then_some(day)
    }

    /// The budget of the days that the rule was there for, half-up.
    fn budget_of(&self, span: Span, whole: Span) -> Result<Money, MoneyError> {
        let for_days = i128::from(self.budget.minor()).checked_mul(span.days().into());
        let minor = for_days.and_then(|all| Rounding::HalfUp.divide(all, whole.days().into()));
        of_minor(minor, self.budget.currency())
    }

    fn swept(&self, rest: Money, day: NaiveDate) -> Result<Money, MoneyError> {
        if !self.terms.is_active_on(day) {
            return Ok(Money::zero(rest.currency()));
        }
        let part = part_of(at_most(rest, None), self.sweep, Rounding::HalfUp)?;
        Ok(at_most(part, self.cap))
    }

    /// What was spent on each day, below zero where more came back.
    fn spending(&self, entries: &[Entry<'_>]) -> Result<BTreeMap<NaiveDate, Money>, MoneyError> {
        let mut days: BTreeMap<NaiveDate, Money> = BTreeMap::new();
        for entry in entries.iter().filter(|e| e.status == Status::Posted) {
            let Some(spent) = self.spent(entry) else {
                continue;
            };
            let nothing = Money::zero(spent.currency());
            let sum = days.entry(entry.day).or_insert(nothing);
            *sum = sum.checked_add(spent)?;
        }
        Ok(days)
    }

    fn spent(&self, entry: &Entry<'_>) -> Option<Money> {
        let out = self.terms.effect(entry, &[Kind::Purchase, Kind::Fee]);
        let back = self.terms.effect(entry, &[Kind::Refund]);
        let out = out.filter(|effect| effect.minor() < 0);
        let back = back.filter(|effect| effect.minor() > 0);
        out.or(back).map(Money::negated)
    }

    fn sum(&self, mut amounts: impl Iterator<Item = Money>) -> Result<Money, MoneyError> {
        amounts.try_fold(Money::zero(self.terms.currency), Money::checked_add)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::fixtures::{bought, cents, day, euros};
    use super::*;

    fn monthly() -> SpendLess {
        SpendLess {
            terms: Terms::of(euros("0.00").currency()),
            budget: euros("100.00"),
            period: Period::Month,
            start: day("2025-04-01"),
            sweep: Decimal::ONE,
            cap: None,
            grace_days: 0,
            overspend: Overspend::Forgiven,
        }
    }

    fn swept(rule: &SpendLess, entries: &[Entry<'_>], as_of: &str) -> Vec<String> {
        let closed = spend_less(rule, entries, day(as_of)).unwrap();
        closed
            .iter()
            .map(|period| period.amount.decimal_text())
            .collect()
    }

    #[test]
    fn a_period_closes_only_after_its_grace() {
        let rule = SpendLess {
            grace_days: USUAL_GRACE_DAYS,
            ..monthly()
        };
        assert!(swept(&rule, &[], "2025-05-03").is_empty());
        assert_eq!(swept(&rule, &[], "2025-05-04"), ["100.00"]);
    }

    #[test]
    fn a_month_that_was_joined_late_has_a_part_of_the_budget() {
        let rule = SpendLess {
            start: day("2025-04-21"),
            ..monthly()
        };
        let early = bought(1, "2025-04-20", "50.00");
        let closed = spend_less(&rule, &[early], day("2025-05-01")).unwrap();
        assert_eq!(closed[0].budget, euros("33.33"));
        assert_eq!(closed[0].amount, euros("33.33"));
        assert_eq!(closed[0].span.first, rule.start);
    }

    #[test]
    fn more_refunds_than_purchases_leave_the_whole_budget_and_no_more() {
        let refund = Entry {
            kind: Kind::Refund,
            amount: euros("30.00"),
            ..bought(2, "2025-04-09", "0.00")
        };
        let entries = [bought(1, "2025-04-08", "10.00"), refund];
        assert_eq!(swept(&monthly(), &entries, "2025-05-01"), ["100.00"]);
    }

    #[test]
    fn fees_count_and_what_is_pending_does_not() {
        let fee = Entry {
            kind: Kind::Fee,
            ..bought(1, "2025-04-08", "2.50")
        };
        let pending = Entry {
            status: Status::Pending,
            ..bought(2, "2025-04-08", "40.00")
        };
        assert_eq!(swept(&monthly(), &[fee, pending], "2025-05-01"), ["97.50"]);
    }

    #[test]
    fn a_period_without_end_never_closes() {
        let rule = SpendLess {
            period: Period::Lifetime,
            ..monthly()
        };
        assert!(swept(&rule, &[], "2225-05-01").is_empty());
    }

    proptest! {
        #[test]
        fn budget_and_spending_explain_every_deposit(
            prices in proptest::collection::vec((0_u64..90, 1_i64..9_000), 0..30),
        ) {
            let rule = monthly();
            let entries: Vec<_> = prices.iter().zip(1..).map(|((after, price), id)| Entry {
                day: rule.start + Days::new(*after),
                amount: cents(-price),
                ..bought(id, "2025-04-01", "1.00")
            }).collect();
            let closed = spend_less(&rule, &entries, day("2025-07-01")).unwrap();
            prop_assert_eq!(closed.len(), 3);
            for period in &closed {
                let rest = period.budget.minor() - period.spent.minor();
                prop_assert_eq!(period.amount.minor(), rest.max(0));
            }
            let spent: i64 = closed.iter().map(|period| period.spent.minor()).sum();
            let paid: i64 = prices.iter().map(|(_, price)| price).sum();
            prop_assert_eq!(spent, paid);
        }
    }
}
