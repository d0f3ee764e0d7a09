//! A rule over a whole history: what it sets aside, and what changes that later.

use std::collections::{HashMap, HashSet};

use super::{
    Accrual, Adjustment, Entry, Outcome, Reason, Refund, RefundPolicy, RoundUp, SettledRoundUps,
    Settlements, Standing, Versions, changed, refunded, run,
};
use crate::error::RulesError;
use crate::ids::EntryId;

/// What a rule sets aside for these entries, which come in the order of day, time and import. What
/// transfers have settled stays as it was.
///
/// An error names the part of the rule that cannot be, or an amount beyond all reason.
pub fn accrue(
    rule: &RoundUp,
    entries: &[Entry<'_>],
    settled: &SettledRoundUps,
) -> Result<Outcome, RulesError> {
    accrue_versions(&Versions::of(rule.clone())?, entries, settled)
}

/// The same for a rule that has changed: each day has its version.
pub fn accrue_versions(
    versions: &Versions,
    entries: &[Entry<'_>],
    settled: &SettledRoundUps,
) -> Result<Outcome, RulesError> {
    let (stay, gone) = parted(entries, settled);
    let settlements = Settlements::of(stay);
    let mut accruals = Vec::with_capacity(entries.len());
    let mut standing = Standing::start(versions);
    run::through(
        versions,
        &mut standing,
        entries,
        &settlements,
        &mut |accrual| {
            accruals.push(accrual);
        },
    )?;
    let mut adjustments = edits(versions, &accruals, &settlements)?;
    adjustments.extend(refunds(versions, entries, &accruals));
    for (entry, settled) in &gone {
        let policy = versions.on(settled.day).changes;
        let (accrual, adjustment) = changed::deleted(policy, *entry, settled);
        accruals.push(accrual);
        adjustments.extend(adjustment);
    }
    adjustments.sort_by_key(|adjustment| adjustment.day);
    Ok(Outcome {
        accruals,
        adjustments,
    })
}

/// What is settled of purchases that are there, and of those that are gone.
fn parted(entries: &[Entry<'_>], settled: &SettledRoundUps) -> (SettledRoundUps, SettledRoundUps) {
    if settled.is_empty() {
        return Default::default();
    }
    let there: HashSet<EntryId> = entries.iter().map(|entry| entry.id).collect();
    settled.iter().partition(|(id, _)| there.contains(id))
}

fn edits(
    versions: &Versions,
    accruals: &[Accrual],
    settlements: &Settlements,
) -> Result<Vec<Adjustment>, RulesError> {
    let mut adjustments = Vec::new();
    for accrual in accruals
        .iter()
        .filter(|accrual| accrual.reason == Reason::Settled)
    {
        if let Some(settled) = settlements.get(accrual.entry) {
            let policy = versions.on(accrual.day).changes;
            adjustments.extend(changed::edited(policy, accrual, settled)?);
        }
    }
    Ok(adjustments)
}

/// What the refunds among the entries take back, in their order.
fn refunds(versions: &Versions, entries: &[Entry<'_>], accruals: &[Accrual]) -> Vec<Adjustment> {
    if versions
        .all()
        .all(|rule| rule.refunds == RefundPolicy::Keep)
    {
        return Vec::new();
    }
    let mut of_purchase: HashMap<EntryId, Vec<Refund>> = HashMap::new();
    let mut places: HashMap<EntryId, usize> = HashMap::new();
    for (place, entry) in entries.iter().enumerate() {
        if let Some((of, refund)) = Refund::of(entry) {
            of_purchase.entry(of).or_default().push(refund);
            places.insert(refund.entry, place);
        }
    }
    let mut adjustments = Vec::new();
    for (entry, accrual) in entries.iter().zip(accruals) {
        if let Some(refunds) = of_purchase.get(&entry.id) {
            let policy = versions.on(entry.day).refunds;
            adjustments.extend(refunded::taken_back(policy, accrual, entry.amount, refunds));
        }
    }
    adjustments.sort_by_key(|adjustment| places.get(&adjustment.entry).copied());
    adjustments
}
