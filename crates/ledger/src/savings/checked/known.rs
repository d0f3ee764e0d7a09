//! What a rule names must be there, and must be able to work together.

use std::collections::{HashMap, HashSet};

use chrono::{Datelike, NaiveDate};
use farthing_money::Currency;
use rust_decimal::Decimal;

use super::super::terms::{
    ChangeChoice, GoalSplit, SavingRuleInput, SavingTerms, Scope, SplitChoice,
};
use super::{When, amounts, check_name, currencies, guard, plan};
use crate::error::{LedgerError, Result};
use crate::ids::{AccountId, ChoiceId, PayeeId};

/// No entry is older; an earlier year is a slip.
const FIRST_YEAR: i32 = 1900;
/// Nobody plans further ahead.
const MOST_YEARS_AHEAD: i32 = 100;

/// What the ledger knows, for checks of ids.
#[derive(Debug, Clone, Default)]
pub(in crate::savings) struct Known {
    /// The accounts of one's own.
    pub own_accounts: HashSet<AccountId>,
    /// The categories.
    pub categories: HashSet<AccountId>,
    /// The payees.
    pub payees: HashSet<PayeeId>,
    /// The goals with their currencies.
    pub goals: HashMap<ChoiceId, Currency>,
    /// The rules that can be matched: all but the one that is written and other matches, so that
    /// none matches itself.
    pub rules: HashSet<ChoiceId>,
    /// The destinations.
    pub destinations: HashSet<ChoiceId>,
}

/// Everything that cannot work is refused here, in the form and in the command alike.
pub(in crate::savings) fn check_rule(
    input: &SavingRuleInput,
    known: &Known,
    today: NaiveDate,
) -> Result<()> {
    check_name(&input.name)?;
    let when = When {
        from: input.from,
        ..When::default()
    };
    plan(input, &when)?;
    check_days(input, today)?;
    check_guard(input)?;
    check_changes(input)?;
    check_scope(&input.scope, known)?;
    check_smallest(input)?;
    if let Some(account) = input.pays_from {
        check_own("pays_from", account, known)?;
    }
    check_named(&input.terms, known)?;
    check_goals(input, known)
}

/// The goals that share what a rule sets aside, with their weights. By priority they are all alike.
pub(in crate::savings) fn weights(split: &GoalSplit) -> Result<Vec<(ChoiceId, Decimal)>> {
    let mut weights: Vec<(ChoiceId, Decimal)> = Vec::new();
    for weight in &split.goals {
        if weights.iter().any(|(goal, _)| *goal == weight.goal) {
            return Err(LedgerError::invalid(
                "goals",
                "a goal is there twice; take one of them out",
            ));
        }
        let of_goal = match split.by {
            SplitChoice::Weights => amounts::weight(&weight.weight)?,
            SplitChoice::Priority => Decimal::ONE,
        };
        weights.push((weight.goal, of_goal));
    }
    Ok(weights)
}

/// A first day in the future is fine: the rule waits. A year that nobody means is not.
fn check_days(input: &SavingRuleInput, today: NaiveDate) -> Result<()> {
    check_year("from", input.from, today)?;
    match input.terms {
        SavingTerms::SetAndForget { until, .. } | SavingTerms::Matching { until, .. } => {
            check_year("until", until, today)
        }
        _ => Ok(()),
    }
}

pub(super) fn check_year(
    field: &'static str,
    day: Option<NaiveDate>,
    today: NaiveDate,
) -> Result<()> {
    let last = today.year().saturating_add(MOST_YEARS_AHEAD);
    if day.is_none_or(|day| (FIRST_YEAR..=last).contains(&day.year())) {
        return Ok(());
    }
    Err(LedgerError::invalid(
        field,
        "the year is too far away; compare it",
    ))
}

/// What other rules have moved stays as it was.
fn check_changes(input: &SavingRuleInput) -> Result<()> {
    if input.changes == ChangeChoice::Freeze || matches!(input.terms, SavingTerms::RoundUp(_)) {
        return Ok(());
    }
    Err(LedgerError::invalid(
        "changes",
        "only a round-up follows a purchase whose money has moved; leave it as it was",
    ))
}

/// A floor in a currency of which nothing is set aside would keep nothing.
fn check_guard(input: &SavingRuleInput) -> Result<()> {
    let Some(guard) = guard(input)? else {
        return Ok(());
    };
    let currency = guard.floor.currency();
    if currencies(&input.terms)?.contains(&currency) {
        return Ok(());
    }
    Err(LedgerError::invalid(
        "currency",
        format!("the rule sets nothing aside in {currency}, so the floor would keep nothing"),
    ))
}

fn check_scope(scope: &Scope, known: &Known) -> Result<()> {
    for account in &scope.accounts {
        check_own("accounts", *account, known)?;
    }
    if scope.payees.iter().any(|id| !known.payees.contains(id)) {
        return Err(gone("payees", "payee"));
    }
    for (field, categories) in [("categories", &scope.categories), ("except", &scope.except)] {
        if categories.iter().any(|id| !known.categories.contains(id)) {
            return Err(gone(field, "category"));
        }
    }
    let mut wanted = scope.categories.iter();
    if !scope.categories.is_empty() && wanted.all(|id| scope.except.contains(id)) {
        return Err(LedgerError::invalid(
            "except",
            "every category is left out again; take one out here",
        ));
    }
    Ok(())
}

/// A smallest size that a rule does not look at would be taken for a limit.
fn check_smallest(input: &SavingRuleInput) -> Result<()> {
    if amounts::given(input.scope.smallest.as_deref()).is_none() {
        return Ok(());
    }
    let message = match input.terms {
        SavingTerms::PercentOfPurchase { .. }
        | SavingTerms::FixedPerMatch { .. }
        | SavingTerms::SaveDiscount { .. }
        | SavingTerms::Payday { .. }
        | SavingTerms::Freelancer { .. } => return Ok(()),
        SavingTerms::RoundUp(_) => "each currency has its own; write it there",
        SavingTerms::NoSpendReward { .. } | SavingTerms::StreakBonus { .. } => {
            "write the size that spoils no day instead"
        }
        _ => "this kind of rule has no smallest size; leave it empty",
    };
    Err(LedgerError::invalid("smallest", message))
}

/// What the terms themselves name.
fn check_named(terms: &SavingTerms, known: &Known) -> Result<()> {
    match terms {
        SavingTerms::Matching { rules, .. } => {
            if rules.iter().all(|id| known.rules.contains(id)) {
                return Ok(());
            }
            Err(LedgerError::invalid(
                "rules",
                "a rule cannot match itself, another match, or one that is gone; choose others",
            ))
        }
        SavingTerms::RoundDownBalance { account, .. } => check_own("account", *account, known),
        _ => Ok(()),
    }
}

fn check_goals(input: &SavingRuleInput, known: &Known) -> Result<()> {
    let weights = weights(&input.goals)?;
    let currencies = currencies(&input.terms)?;
    if let SavingTerms::Freelancer { parts, .. } = &input.terms {
        if !weights.is_empty() {
            return Err(LedgerError::invalid(
                "goals",
                "the parts name the goals of this rule; leave this empty",
            ));
        }
        let mut goals = parts.iter().map(|part| part.goal);
        return goals.try_for_each(|goal| check_goal("goal", goal, known, &currencies));
    }
    let mut goals = weights.into_iter().map(|(goal, _)| goal);
    goals.try_for_each(|goal| check_goal("goals", goal, known, &currencies))
}

fn check_goal(
    field: &'static str,
    goal: ChoiceId,
    known: &Known,
    currencies: &[Currency],
) -> Result<()> {
    let Some(currency) = known.goals.get(&goal) else {
        return Err(gone(field, "goal"));
    };
    if currencies.contains(currency) {
        return Ok(());
    }
    let made: Vec<&str> = currencies.iter().map(Currency::code).collect();
    Err(LedgerError::invalid(
        field,
        format!(
            "a goal is in {currency}, and the rule sets aside {}; choose a goal in that",
            made.join(", ")
        ),
    ))
}

pub(super) fn check_own(field: &'static str, account: AccountId, known: &Known) -> Result<()> {
    if known.own_accounts.contains(&account) {
        return Ok(());
    }
    Err(gone(field, "account of your own"))
}

pub(super) fn gone(field: &'static str, what: &str) -> LedgerError {
    LedgerError::invalid(
        field,
        format!("the ledger has no such {what}; choose another one"),
    )
}
