//! Which entries take part, and with how much (spec A.2).

use std::collections::BTreeSet;

use farthing_money::Money;

use super::{Entry, Line, Reason, RoundUp, Status, Step, Trigger};
use crate::ids::CategoryId;
use crate::kind::Kind;

/// A purchase that takes part: how much of it, and by which step.
pub(super) struct Eligible<'r> {
    /// The size of what is rounded up, above zero.
    pub base: Money,
    pub step: &'r Step,
}

/// The part of an entry that is rounded up, or the first reason why none is.
pub(super) fn eligible<'r>(rule: &'r RoundUp, entry: &Entry<'_>) -> Result<Eligible<'r>, Reason> {
    let amount = counted(rule, entry);
    let step = rule.step(amount.currency());
    let is_authorised = rule.trigger == Trigger::Authorised;
    let is_paused = |(from, to): &(_, _)| (*from..*to).contains(&entry.day);
    let checks = [
        (rule.excluded.contains(&entry.id), Reason::Excluded),
        (!rule.accounts.contains(&entry.account), Reason::Account),
        (entry.kind != Kind::Purchase, Reason::Kind),
        (amount.minor() >= 0, Reason::NotOutflow),
        (entry.status == Status::Void, Reason::Void),
        (
            entry.status == Status::Pending && !is_authorised,
            Reason::Pending,
        ),
        (
            rule.from.is_some_and(|from| entry.day < from),
            Reason::BeforeStart,
        ),
        (rule.pauses.iter().any(is_paused), Reason::Paused),
    ];
    if let Some((_, reason)) = checks.iter().find(|(fails, _)| *fails) {
        return Err(*reason);
    }
    let step = step.ok_or(Reason::Account)?;
    let base = base_of(rule, entry, amount).ok_or(Reason::Filter)?;
    if base.minor() < step.min_purchase.minor() {
        return Err(Reason::BelowMin);
    }
    Ok(Eligible { base, step })
}

/// The amount that counts.
fn counted(rule: &RoundUp, entry: &Entry<'_>) -> Money {
    match rule.trigger {
        Trigger::Posted => entry.amount,
        Trigger::Authorised => entry.authorised.unwrap_or(entry.amount),
    }
}

/// The size of what the rule looks at; of a split entry, of the lines that are purchases of a category it looks at.
fn base_of(rule: &RoundUp, entry: &Entry<'_>, amount: Money) -> Option<Money> {
    let payees = rule.filter.payees.as_ref();
    if payees.is_some_and(|payees| !payees.contains(entry.payee)) {
        return None;
    }
    if entry.lines.is_empty() || rule.trigger == Trigger::Authorised {
        return is_wanted(rule, entry.category).then(|| amount.negated());
    }
    let counts = |line: &&Line| line.kind == Kind::Purchase && is_wanted(rule, line.category);
    let lines = entry.lines.iter().filter(counts);
    let mut minors = lines.map(|line| line.amount.minor());
    let sum = minors.try_fold(0_i64, i64::checked_sub)?;
    let base = Money::from_minor(sum, amount.currency()).ok()?;
    (base.minor() > 0).then_some(base)
}

fn is_wanted(rule: &RoundUp, category: Option<CategoryId>) -> bool {
    let filter = &rule.filter;
    let is_named =
        |wanted: &BTreeSet<CategoryId>| category.is_some_and(|category| wanted.contains(&category));
    filter.categories.as_ref().is_none_or(is_named) && !is_named(&filter.except)
}
