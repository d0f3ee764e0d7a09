//! What a payout would come to, for programmes with a floor or a fee.

use chrono::{Datelike, NaiveDate};
use farthing_money::Money;

use super::super::programmes::PortalTerms;
use super::super::read::ReadProgramme;
use super::super::views::{Payout, ReceivableState};
use super::super::words::{PayoutSums, payout_words};
use super::items::Item;
use crate::error::Result;

/// One for each programme that has something to pay out.
pub(super) fn payouts(
    programmes: &[ReadProgramme<'_>],
    items: &[Item<'_, '_>],
    today: NaiveDate,
) -> Result<Vec<Payout>> {
    let mut payouts = Vec::new();
    for programme in programmes.iter().filter(|programme| programme.pays_money()) {
        let (floor, fee) = (floor(programme), programme.file.payout_fee());
        if floor.is_zero() && fee.is_zero() {
            continue;
        }
        let balance = balance(programme, items)?;
        if balance.minor() > 0 {
            payouts.push(payout(programme, (balance, floor, fee), today)?);
        }
    }
    Ok(payouts)
}

/// The least that a programme pays out; zero for any amount.
pub(super) fn floor(programme: &ReadProgramme<'_>) -> Money {
    let floor = programme.file.payout_floor();
    match programme.file.portal() {
        Some(portal) if floor.is_zero() => portal.minimum,
        _ => floor,
    }
}

/// What is there: confirmed by a portal, or earned and not paid yet.
fn balance(programme: &ReadProgramme<'_>, items: &[Item<'_, '_>]) -> Result<Money> {
    let own = items
        .iter()
        .filter(|item| item.programme.id() == programme.id());
    let there = own.filter(|item| match item.standing.state {
        _ if item.standing.agreed.is_some() => true,
        ReceivableState::Confirmed | ReceivableState::Payable => true,
        ReceivableState::Expected | ReceivableState::Overdue | ReceivableState::Tracked => {
            !programme.is_portal()
        }
        ReceivableState::TakenBack => item.owed.receipt.is_none(),
        _ => false,
    });
    let amounts = there.map(|item| item.standing.amount);
    let zero = Money::zero(programme.file.unit());
    let mut amounts = amounts.into_iter();
    Ok(amounts.try_fold(zero, Money::checked_add)?)
}

/// A fee is taken below the floor only, where there is one: from it on a payout is free.
fn payout(
    programme: &ReadProgramme<'_>,
    (balance, floor, fee): (Money, Money, Money),
    today: NaiveDate,
) -> Result<Payout> {
    let short = floor.checked_add(balance.negated())?;
    let missing = Some(short).filter(|short| short.minor() > 0);
    let is_free = !floor.is_zero() && missing.is_none();
    let sums = PayoutSums {
        balance,
        floor,
        fee: if is_free {
            Money::zero(fee.currency())
        } else {
            fee
        },
        missing,
        next: (programme.file.portal()).and_then(|portal| next_payment(portal, today)),
    };
    Ok(Payout {
        programme: programme.id(),
        programme_name: programme.name().to_owned(),
        balance: balance.into(),
        floor: floor.into(),
        fee: sums.fee.into(),
        missing: missing.map(Into::into),
        next: sums.next,
        words: payout_words(&sums),
    })
}

/// The next day on which a portal pays, today included; none for whenever it is asked.
pub(super) fn next_payment(portal: &PortalTerms, today: NaiveDate) -> Option<NaiveDate> {
    let day = portal.payment_day?;
    let years = [today.year(), today.year().checked_add(1)?];
    let days = years.into_iter().flat_map(|year| {
        let months = portal.payment_months.iter();
        months.filter_map(move |month| day_in(year, *month, day))
    });
    days.filter(|day| *day >= today).min()
}

/// A day of a month, or its last where the month is shorter.
fn day_in(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    let days = (28..=day).rev().chain([day]);
    days.into_iter()
        .find_map(|day| NaiveDate::from_ymd_opt(year, month, day))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_month_pays_on_its_last_day() {
        assert_eq!(day_in(2026, 2, 31), NaiveDate::from_ymd_opt(2026, 2, 28));
        assert_eq!(day_in(2026, 2, 15), NaiveDate::from_ymd_opt(2026, 2, 15));
    }
}
