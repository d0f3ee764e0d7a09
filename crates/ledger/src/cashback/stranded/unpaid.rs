//! Cashback that is not paid, and what would bring it.

use chrono::NaiveDate;
use farthing_money::Money;

use super::super::read::{ReadProgramme, named};
use super::super::views::{
    Desk, Ease, Payout, Receivable, ReceivableAction, ReceivableState, StrandedKind,
};
use super::super::words::{day_words, money_words};
use super::{Parked, Place};
use crate::error::Result;
use crate::totals::stored_currency;
use crate::wire::Amount;

/// The rewards that are expected and not paid. What was refused or taken back is nobody's money, unless
/// it can be appealed.
pub(super) fn parked(
    desk: &Desk,
    programmes: &[ReadProgramme<'_>],
    today: NaiveDate,
) -> Result<Vec<Parked>> {
    let mut parked = Vec::new();
    for item in &desk.items {
        let open = open(item)?;
        if open.minor() > 0 {
            let programme = named(programmes, item.programme);
            let (ease, action) = action(desk, programme, item, today)?;
            parked.push(Parked {
                kind: StrandedKind::Cashback,
                name: format!("{}: {}", item.programme_name, item.title),
                amount: open,
                expires: item.action.and(item.act_until),
                soon: None,
                ease,
                action,
                at: Place::Programme(item.programme),
            });
        }
    }
    Ok(parked)
}

/// What is still to come of a reward.
fn open(item: &Receivable) -> Result<Money> {
    let amount = money(&item.amount)?;
    let paid = item.paid.as_ref().map(money).transpose()?;
    match item.state {
        ReceivableState::Paid | ReceivableState::TakenBack => Ok(Money::zero(amount.currency())),
        ReceivableState::Declined if item.action.is_none() => Ok(Money::zero(amount.currency())),
        ReceivableState::Expected
        | ReceivableState::Tracked
        | ReceivableState::Confirmed
        | ReceivableState::Payable
        | ReceivableState::Short
        | ReceivableState::Overdue
        | ReceivableState::Missing
        | ReceivableState::Declined => match paid {
            Some(paid) => Ok(amount.checked_add(paid.negated())?),
            None => Ok(amount),
        },
    }
}

fn action(
    desk: &Desk,
    programme: Option<&ReadProgramme<'_>>,
    item: &Receivable,
    today: NaiveDate,
) -> Result<(Ease, String)> {
    let mut payouts = desk.payouts.iter();
    let payout = payouts.find(|payout| payout.programme == item.programme);
    // What can be paid out and is below the floor is not late, however long it has been there.
    if let Some(words) = below_floor(desk, programme, item, payout)? {
        return Ok((Ease::Wait, words));
    }
    let until = item.act_until.map(day_words);
    let by = until.map_or_else(String::new, |until| format!(" by {until}"));
    let name = &item.programme_name;
    Ok(match item.action {
        Some(ReceivableAction::Claim) => (Ease::Ask, format!("Send the claim{by}")),
        Some(ReceivableAction::Appeal) => (Ease::Ask, format!("Send the appeal{by}")),
        Some(ReceivableAction::Ask) => (Ease::Ask, format!("Ask {name} where it is")),
        None if is_payable(item) => paying_out(payout)?,
        None => (Ease::Wait, waiting(item.due, today)),
    })
}

/// Whether the programme has said that it can be paid out.
fn is_payable(item: &Receivable) -> bool {
    let last = item.events.last().map(|event| event.state);
    item.state == ReceivableState::Payable || last == Some(ReceivableState::Payable)
}

/// What is missing to the floor of a payout, where a reward waits for nothing else.
fn below_floor(
    desk: &Desk,
    programme: Option<&ReadProgramme<'_>>,
    item: &Receivable,
    payout: Option<&Payout>,
) -> Result<Option<String>> {
    let portal = programme.filter(|programme| programme.is_portal());
    let floor_and_missing = match (portal, payout) {
        (Some(portal), _) if is_payable(item) => missing_of_portal(desk, portal)?,
        (None, Some(payout)) if item.action.is_none() && money(&payout.fee)?.is_zero() => {
            let missing = payout.missing.as_ref().map(money).transpose()?;
            let floor = money(&payout.floor)?;
            missing.map(|missing| (floor, missing))
        }
        _ => None,
    };
    Ok(floor_and_missing.map(|(floor, missing)| {
        let (floor, missing) = (money_words(floor), money_words(missing));
        format!("It waits for the floor of {floor}; {missing} is missing")
    }))
}

/// The floor of a portal, and how much less can be paid out of all its rewards, the late ones as well.
fn missing_of_portal(desk: &Desk, portal: &ReadProgramme<'_>) -> Result<Option<(Money, Money)>> {
    let floor = match portal.file.portal() {
        Some(terms) if portal.file.payout_floor().is_zero() => terms.minimum,
        _ => portal.file.payout_floor(),
    };
    let mut missing = floor;
    let items = desk.items.iter();
    for item in items.filter(|item| item.programme == portal.id() && is_payable(item)) {
        missing = missing.checked_add(open(item)?.negated())?;
    }
    let is_short = missing.minor() > 0 && portal.file.payout_fee().is_zero();
    Ok(is_short.then_some((floor, missing)))
}

fn paying_out(payout: Option<&Payout>) -> Result<(Ease, String)> {
    let ask = || (Ease::Ask, "Ask for the payout".to_owned());
    let Some(payout) = payout else {
        return Ok(ask());
    };
    let (floor, fee) = (money(&payout.floor)?, money(&payout.fee)?);
    Ok(match payout.next {
        _ if payout.missing.is_some() => {
            let (floor, fee) = (money_words(floor), money_words(fee));
            let words =
                format!("Ask for the payout, which costs {fee}; from {floor} on it is free");
            (Ease::Ask, words)
        }
        Some(next) => (
            Ease::Wait,
            format!("Wait for the payout on {}", day_words(next)),
        ),
        None => ask(),
    })
}

fn waiting(due: Option<NaiveDate>, today: NaiveDate) -> String {
    match due {
        Some(due) if due >= today => format!("Wait until {}", day_words(due)),
        Some(due) => format!("It was due on {} and may still come", day_words(due)),
        None => "Wait; nobody knows when it comes".to_owned(),
    }
}

fn money(amount: &Amount) -> Result<Money> {
    Ok(Money::parse(
        &amount.value,
        stored_currency(&amount.currency)?,
    )?)
}
