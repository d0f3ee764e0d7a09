//! Cashback that is not paid, and what would bring it.

use chrono::NaiveDate;
use farthing_money::Money;

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
pub(super) fn parked(desk: &Desk, today: NaiveDate) -> Result<Vec<Parked>> {
    let mut parked = Vec::new();
    for item in &desk.items {
        let open = open(item)?;
        if open.minor() > 0 {
            let payouts = desk.payouts.iter();
            let mut payouts = payouts.filter(|payout| payout.programme == item.programme);
            let (ease, action) = action(item, payouts.next(), today)?;
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

fn action(item: &Receivable, payout: Option<&Payout>, today: NaiveDate) -> Result<(Ease, String)> {
    // What can be paid out and is below the floor is not late, however long it has been there.
    if is_payable(item) && item.action != Some(ReceivableAction::Claim) {
        return paying_out(item, payout);
    }
    let until = item.act_until.map(day_words);
    let by = until.map_or_else(String::new, |until| format!(" by {until}"));
    let programme = &item.programme_name;
    Ok(match item.action {
        Some(ReceivableAction::Claim) => (Ease::Ask, format!("Send the claim{by}")),
        Some(ReceivableAction::Appeal) => (Ease::Ask, format!("Send the appeal{by}")),
        Some(ReceivableAction::Ask) => (Ease::Ask, format!("Ask {programme} where it is")),
        None => (Ease::Wait, waiting(item.due, today)),
    })
}

/// Whether the programme has said that it can be paid out.
fn is_payable(item: &Receivable) -> bool {
    let last = item.events.last().map(|event| event.state);
    item.state == ReceivableState::Payable || last == Some(ReceivableState::Payable)
}

fn paying_out(item: &Receivable, payout: Option<&Payout>) -> Result<(Ease, String)> {
    let ask = || {
        let words = match item.action {
            Some(ReceivableAction::Ask) => format!("Ask {} where it is", item.programme_name),
            _ => "Ask for the payout".to_owned(),
        };
        (Ease::Ask, words)
    };
    let Some(payout) = payout else {
        return Ok(ask());
    };
    let (floor, fee) = (money(&payout.floor)?, money(&payout.fee)?);
    let missing = payout.missing.as_ref().map(money).transpose()?;
    Ok(match (missing, payout.next) {
        (Some(missing), _) if fee.is_zero() => {
            let (floor, missing) = (money_words(floor), money_words(missing));
            let words = format!("It waits for the floor of {floor}; {missing} is missing");
            (Ease::Wait, words)
        }
        (Some(_), _) => {
            let (floor, fee) = (money_words(floor), money_words(fee));
            let words =
                format!("Ask for the payout, which costs {fee}; from {floor} on it is free");
            (Ease::Ask, words)
        }
        (None, Some(next)) => (
            Ease::Wait,
            format!("Wait for the payout on {}", day_words(next)),
        ),
        (None, None) => ask(),
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
