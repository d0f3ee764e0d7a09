//! What earns nothing, and which rules hold for a purchase (spec E.3 steps 1 to 3).

use farthing_money::{Money, MoneyError};

use super::programme::{Matcher, Programme, Rule};
use super::terms::Exclusions;
use super::{NotLive, Reason, Spend};
use crate::error::RulesError;
use crate::ids::{CategoryId, RuleId};
use crate::kind::Kind;
use crate::roundup::{Entry, Line, Status};

/// How much of a purchase counts, in minor units: zero or more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Size {
    /// What smallest purchases and tiers look at.
    pub whole: i64,
    /// What earns and uses caps: the same in whole blocks.
    pub counted: i64,
}

/// What an entry is to a programme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// A purchase that may earn.
    Purchase(Size),
    /// Money that came back, of this size.
    Refund(Size),
    /// Nothing, and why.
    None(Reason),
}

/// What an entry is to a programme. Excluded comes before pending, so that what will never earn does
/// not look as if it would.
pub(super) fn role_of(programme: &Programme, spend: &Spend<'_>) -> Result<Role, RulesError> {
    let entry = &spend.entry;
    if entry.amount.currency() != programme.currency() {
        return Ok(Role::None(Reason::Currency));
    }
    if entry.status == Status::Void {
        return Ok(Role::None(Reason::Void));
    }
    if entry.kind == Kind::Refund {
        return refund(programme, spend);
    }
    if let Some(reason) = excluded(programme.exclusions(), spend) {
        return Ok(Role::None(reason));
    }
    if entry.status == Status::Pending {
        return Ok(Role::None(Reason::Pending));
    }
    if entry.amount.minor() >= 0 {
        return Ok(Role::None(Reason::NotOutflow));
    }
    Ok(Role::Purchase(size(programme, spend)?))
}

fn refund(programme: &Programme, spend: &Spend<'_>) -> Result<Role, RulesError> {
    if spend.entry.status == Status::Pending {
        return Ok(Role::None(Reason::Pending));
    }
    if spend.entry.amount.minor() <= 0 {
        return Ok(Role::None(Reason::NotInflow));
    }
    Ok(Role::Refund(size(programme, spend)?))
}

fn size(programme: &Programme, spend: &Spend<'_>) -> Result<Size, RulesError> {
    let whole = match spend.eligible {
        Some(eligible) if eligible.currency() != programme.currency() => {
            let mixed = MoneyError::Mixed(programme.currency(), eligible.currency());
            return Err(mixed.into());
        }
        Some(eligible) => eligible.minor().saturating_abs(),
        None => of_lines(programme.exclusions(), &spend.entry),
    };
    let block = programme.terms().rounding.block;
    let counted = block.map_or(whole, |block| whole - whole % block.minor().max(1));
    Ok(Size { whole, counted })
}

/// The size of an entry, or of those of its lines that are not excluded.
fn of_lines(exclusions: &Exclusions, entry: &Entry<'_>) -> i64 {
    if entry.lines.is_empty() {
        return entry.amount.minor().saturating_abs();
    }
    let counted = counted_lines(exclusions, entry);
    let minor = counted.map(|line| line.amount.minor());
    minor.fold(0, i64::saturating_add).saturating_abs()
}

fn counted_lines<'e>(
    exclusions: &'e Exclusions,
    entry: &'e Entry<'_>,
) -> impl Iterator<Item = &'e Line> {
    let lines = entry.lines.iter();
    lines.filter(|line| {
        let category = line.category.as_ref();
        !exclusions.kinds.contains(&line.kind)
            && !category.is_some_and(|category| exclusions.categories.contains(category))
    })
}

/// Why an entry is excluded, where it is.
pub(super) fn excluded(exclusions: &Exclusions, spend: &Spend<'_>) -> Option<Reason> {
    let entry = &spend.entry;
    let category = |category: &CategoryId| exclusions.categories.contains(category);
    if exclusions.kinds.contains(&entry.kind) {
        Some(Reason::ExcludedKind)
    } else if entry.category.as_ref().is_some_and(category) {
        Some(Reason::ExcludedCategory)
    } else if spend.mcc.is_some_and(|mcc| exclusions.mccs.contains(&mcc)) {
        Some(Reason::ExcludedMcc)
    } else if exclusions.payees.contains(entry.payee) {
        Some(Reason::ExcludedPayee)
    } else {
        None
    }
}

/// Whether a rule holds for a purchase of this size, or why not.
pub(super) fn live(
    programme: &Programme,
    rule: &Rule,
    spend: &Spend<'_>,
    size: Size,
) -> Result<(), NotLive> {
    let day = spend.entry.day;
    if let Some(valid) = rule.valid {
        if day < valid.first {
            return Err(NotLive::NotValidYet);
        }
        if day > valid.last {
            return Err(NotLive::NoLongerValid);
        }
    }
    if !matches(&rule.matcher, programme.exclusions(), spend) {
        return Err(NotLive::NoMatch);
    }
    if size.whole < rule.min_minor {
        return Err(NotLive::BelowMin);
    }
    rule.activated(day)
}

/// Whether all parts that are given hold. A split entry is of a category where all its counted lines
/// are of the categories that are looked for.
pub(super) fn matches(matcher: &Matcher, exclusions: &Exclusions, spend: &Spend<'_>) -> bool {
    let (terms, entry) = (&matcher.terms, &spend.entry);
    let named = |category: Option<CategoryId>| {
        let wanted = terms.categories.as_ref();
        wanted.is_none_or(|wanted| category.is_some_and(|category| wanted.contains(&category)))
    };
    let of_category = named(entry.category)
        || (!entry.lines.is_empty()
            && counted_lines(exclusions, entry).all(|line| named(line.category)));
    let mcc = |wanted: &std::collections::BTreeSet<u16>| {
        spend.mcc.is_some_and(|mcc| wanted.contains(&mcc))
    };
    let method = |wanted: &std::collections::BTreeSet<String>| {
        spend.method.is_some_and(|method| wanted.contains(method))
    };
    let payees = terms.payees.as_ref();
    let pattern = matcher.pattern.as_ref();
    of_category
        && terms.mccs.as_ref().is_none_or(mcc)
        && terms.methods.as_ref().is_none_or(method)
        && payees.is_none_or(|payees| payees.contains(entry.payee))
        && pattern.is_none_or(|pattern| pattern.is_match(entry.payee))
}

/// What counts of an entry as money.
pub(super) fn counted(programme: &Programme, size: Size) -> Result<Money, RulesError> {
    Ok(Money::from_minor(size.counted, programme.currency())?)
}

/// Why each rule of a programme that does not hold for a purchase does not, in their order. Empty where
/// the entry takes no part, which its reward says.
pub fn why_not(
    programme: &Programme,
    spend: &Spend<'_>,
) -> Result<Vec<(RuleId, NotLive)>, RulesError> {
    let Role::Purchase(size) = role_of(programme, spend)? else {
        return Ok(Vec::new());
    };
    let rules = programme.rules.iter();
    let reasons =
        rules.filter_map(|rule| Some((rule.id, live(programme, rule, spend, size).err()?)));
    Ok(reasons.collect())
}
