//! Which entries a rule looks at, what limits it, and who shares what it sets aside.

use super::super::terms::{
    ChangeChoice, GoalWeight, GuardChoice, RefundChoice, SavingRuleInput, SavingTerms, SplitChoice,
};
use super::{Names, amount_words, day_words, given, list_words};

/// Which entries a rule looks at; nothing for one that looks at none.
pub(super) fn scope(input: &SavingRuleInput, names: &Names) -> Vec<String> {
    let Some(looks_at) = looks_at(&input.terms) else {
        return Vec::new();
    };
    let scope = &input.scope;
    let mut words = Vec::new();
    let accounts: Vec<&str> = scope.accounts.iter().map(|id| names.account(*id)).collect();
    words.push(
        everywhere(input)
            .unwrap_or_else(|| format!("It looks at {looks_at} on {}.", list_words(&accounts))),
    );
    let payees: Vec<&str> = scope.payees.iter().map(|id| names.payee(*id)).collect();
    if !payees.is_empty() {
        let who = if is_income(&input.terms) {
            "from"
        } else {
            "at"
        };
        words.push(format!("Only {who} {}.", list_words(&payees)));
    }
    let categories: Vec<&str> = scope
        .categories
        .iter()
        .map(|id| names.category(*id))
        .collect();
    if !categories.is_empty() {
        words.push(format!("Only in {}.", list_words(&categories)));
    }
    let except: Vec<&str> = scope.except.iter().map(|id| names.category(*id)).collect();
    if !except.is_empty() {
        words.push(format!("Not in {}.", list_words(&except)));
    }
    if let (Some(smallest), Some(code)) = (given(scope.smallest.as_ref()), code(&input.terms)) {
        let smallest = amount_words(smallest, code);
        words.push(format!("Those below {smallest} take no part."));
    }
    words
}

/// That a rule which names no accounts looks at all of them.
pub(super) fn everywhere(input: &SavingRuleInput) -> Option<String> {
    let looks_at = looks_at(&input.terms)?;
    let is_everywhere = input.scope.accounts.is_empty();
    is_everywhere.then(|| format!("It looks at {looks_at} on all your accounts."))
}

/// From when on a rule counts.
pub(super) fn from(input: &SavingRuleInput) -> Option<String> {
    let from = input.from?;
    Some(format!("It counts from {} on.", day_words(from)))
}

/// Which account pays, and what keeps it from running dry.
pub(super) fn guard(input: &SavingRuleInput, names: &Names) -> Vec<String> {
    let mut words = Vec::new();
    let account = input.pays_from.map(|account| names.account(account));
    words.extend(account.map(|account| format!("Its transfers are paid from {account}.")));
    let Some(guard) = &input.guard else {
        return words;
    };
    let account = account.unwrap_or("the account that pays");
    let floor = amount_words(&guard.floor, &guard.currency);
    let then = match guard.mode {
        GuardChoice::Skip if is_of_purchases(&input.terms) => {
            "nothing is set aside for that purchase"
        }
        GuardChoice::Skip => "nothing is set aside that time",
        GuardChoice::Partial => "only what keeps that much is set aside",
        GuardChoice::CancelDay => "nothing is set aside for the whole day",
    };
    words.push(format!(
        "If less than {floor} would stay on {account}, {then}. It is not made up for later."
    ));
    words
}

/// What refunds and later changes do, for rules that look at purchases.
pub(super) fn changes(input: &SavingRuleInput) -> Vec<String> {
    if !is_of_purchases(&input.terms) {
        return Vec::new();
    }
    vec![refund_words(input.refunds), change_words(followed(input))]
}

/// The sentences of [`changes`] about what was not chosen otherwise.
pub(super) fn usual_changes(input: &SavingRuleInput) -> Vec<String> {
    let mut words = Vec::new();
    if !is_of_purchases(&input.terms) {
        return words;
    }
    if input.refunds == RefundChoice::default() {
        words.push(refund_words(input.refunds));
    }
    if followed(input) == ChangeChoice::default() {
        words.push(change_words(ChangeChoice::default()));
    }
    words
}

/// What becomes of what was moved: only a round-up follows its purchase further.
fn followed(input: &SavingRuleInput) -> ChangeChoice {
    match input.terms {
        SavingTerms::RoundUp(_) => input.changes,
        _ => ChangeChoice::Freeze,
    }
}

fn is_of_purchases(terms: &SavingTerms) -> bool {
    matches!(
        terms,
        SavingTerms::RoundUp(_)
            | SavingTerms::PercentOfPurchase { .. }
            | SavingTerms::FixedPerMatch { .. }
            | SavingTerms::SaveDiscount { .. }
    )
}

fn refund_words(choice: RefundChoice) -> String {
    let words = match choice {
        RefundChoice::Keep => "A refund takes nothing back.",
        RefundChoice::OnFull => {
            "Once a whole purchase has come back, all that it set aside is taken back."
        }
        RefundChoice::Proportional => {
            "A refund takes back as much of what was set aside as came back of the purchase."
        }
    };
    words.to_owned()
}

fn change_words(choice: ChangeChoice) -> String {
    let words = match choice {
        ChangeChoice::Freeze => "What was moved already stays when its purchase changes.",
        ChangeChoice::Adjust => {
            "When a purchase changes after its money was moved, the difference is set aside or \
             taken back."
        }
    };
    words.to_owned()
}

/// Who shares what is set aside.
pub(super) fn goals(input: &SavingRuleInput, names: &Names) -> Option<String> {
    if matches!(input.terms, SavingTerms::Freelancer { .. }) {
        return None;
    }
    let goals = &input.goals.goals;
    Some(match (goals.as_slice(), input.goals.by) {
        ([], _) => "It is for no goal yet.".to_owned(),
        ([one], _) => format!("It is for {}.", names.goal(one.goal)),
        (several, SplitChoice::Weights) => format!("It is shared by {}.", weighed(several, names)),
        (several, SplitChoice::Priority) => {
            let goals: Vec<&str> = several.iter().map(|goal| names.goal(goal.goal)).collect();
            format!(
                "It fills {} one after the other, the most important first.",
                list_words(&goals)
            )
        }
    })
}

/// Goals with their weights, which are left out where all are alike.
fn weighed(goals: &[GoalWeight], names: &Names) -> String {
    let mut weights = goals.iter().map(|goal| goal.weight.trim());
    let first = weights.next();
    if weights.all(|weight| Some(weight) == first) {
        let goals: Vec<&str> = goals.iter().map(|goal| names.goal(goal.goal)).collect();
        return format!("{} in equal parts", list_words(&goals));
    }
    let part = |goal: &GoalWeight| format!("{} ({})", names.goal(goal.goal), goal.weight.trim());
    let parts: Vec<String> = goals.iter().map(part).collect();
    format!("{}, by these weights", list_words(&parts))
}

fn looks_at(terms: &SavingTerms) -> Option<&'static str> {
    match terms {
        SavingTerms::RoundUp(_)
        | SavingTerms::PercentOfPurchase { .. }
        | SavingTerms::FixedPerMatch { .. }
        | SavingTerms::NoSpendReward { .. }
        | SavingTerms::StreakBonus { .. } => Some("purchases"),
        SavingTerms::SpendLess { .. } => Some("purchases, fees and refunds"),
        SavingTerms::SaveDiscount { .. } => Some("purchases whose list price is known"),
        SavingTerms::Payday { .. } | SavingTerms::Freelancer { .. } => Some("incomes"),
        SavingTerms::SetAndForget { .. }
        | SavingTerms::Challenge { .. }
        | SavingTerms::Matching { .. }
        | SavingTerms::SweepCashback { .. }
        | SavingTerms::RoundDownBalance { .. }
        | SavingTerms::CoolingOff { .. } => None,
    }
}

fn is_income(terms: &SavingTerms) -> bool {
    matches!(
        terms,
        SavingTerms::Payday { .. } | SavingTerms::Freelancer { .. }
    )
}

/// The currency of a rule whose smallest size counts.
fn code(terms: &SavingTerms) -> Option<&str> {
    match terms {
        SavingTerms::PercentOfPurchase { currency, .. }
        | SavingTerms::FixedPerMatch { currency, .. }
        | SavingTerms::SaveDiscount { currency, .. }
        | SavingTerms::Payday { currency, .. }
        | SavingTerms::Freelancer { currency, .. } => Some(currency),
        _ => None,
    }
}
