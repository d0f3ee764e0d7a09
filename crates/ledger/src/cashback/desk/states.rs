//! How far a reward is on a day: by what a credit paid, what was said, and what day it is.

use chrono::{Days, NaiveDate};
use farthing_money::Money;
use farthing_rules::cashback::{
    PaidFrom, PortalAction, PortalEvent, PortalFlag, PortalPolicy, PortalReward, PortalState,
    PortalStatus, portal,
};

use super::super::kept::{KeptEvent, KeptReceivable, Laid};
use super::super::programmes::PortalTerms;
use super::super::read::{ReadProgramme, rules_error, tolerance_minor};
use super::super::views::{ReceivableAction, ReceivableState};
use super::super::words::Standing;
use super::carried::{Pot, Pots};
use super::owed::Owed;
use crate::error::Result;

/// So many days after it is due a reward is missing.
const GRACE: Days = Days::new(14);

/// How far a reward is on a day.
pub(in crate::cashback) fn standing(
    programme: &ReadProgramme<'_>,
    laid: &Laid,
    owed: &Owed,
    (pots, today): (&Pots, NaiveDate),
) -> Result<Standing> {
    let kept = laid.receivable(owed.programme, owed.cause);
    if owed.minor < 0 {
        return taken_back(programme, owed);
    }
    if let Some(portal) = programme.file.portal() {
        let pot = pots.find(owed.programme);
        return through_portal(programme, (owed, kept), (portal, pot), today);
    }
    of_programme(programme, (owed, kept), today)
}

/// Whether nothing more can come of it.
pub(super) fn is_closed(standing: &Standing) -> bool {
    let is_over = matches!(
        standing.state,
        ReceivableState::Paid | ReceivableState::Declined | ReceivableState::TakenBack
    );
    is_over && standing.action.is_none()
}

/// Whether it is money that may still come.
pub(in crate::cashback) fn is_unpaid(standing: &Standing) -> bool {
    match standing.state {
        ReceivableState::Expected
        | ReceivableState::Tracked
        | ReceivableState::Confirmed
        | ReceivableState::Payable
        | ReceivableState::Overdue
        | ReceivableState::Missing => true,
        ReceivableState::Short => standing.paid.is_none(),
        ReceivableState::Paid | ReceivableState::Declined | ReceivableState::TakenBack => false,
    }
}

fn taken_back(programme: &ReadProgramme<'_>, owed: &Owed) -> Result<Standing> {
    Ok(Standing {
        state: ReceivableState::TakenBack,
        amount: programme.reward(owed.minor)?,
        due: owed.due,
        paid: None,
        action: None,
        act_until: None,
        agreed: None,
        carried: None,
    })
}

type Noted<'o> = (&'o Owed, Option<&'o KeptReceivable>);

fn of_programme(
    programme: &ReadProgramme<'_>,
    (owed, kept): Noted<'_>,
    today: NaiveDate,
) -> Result<Standing> {
    let expected = programme.reward(owed.minor)?;
    let told = last_event(kept, today);
    let said = told.and_then(|event| event.minor);
    let said = said.map(|minor| programme.reward(minor)).transpose()?;
    let mut standing = Standing {
        state: ReceivableState::Expected,
        amount: said.unwrap_or(expected),
        due: owed.due,
        paid: None,
        action: None,
        act_until: None,
        agreed: None,
        carried: None,
    };
    let told = told.map(|event| event.state);
    match (told, owed.received_minor()) {
        (Some(ReceivableState::Declined), _) => {
            standing.state = ReceivableState::Declined;
            standing.amount = expected;
        }
        (Some(ReceivableState::Paid), _) => {
            standing.pay(expected, standing.amount);
        }
        (_, Some(received)) => standing.pay(expected, programme.reward(received)?),
        (told, None) => standing.wait(told, today),
    }
    Ok(standing)
}

impl Standing {
    /// So much was paid.
    fn pay(&mut self, expected: Money, paid: Money) {
        let short = expected.minor().saturating_sub(paid.minor());
        let is_short = short > tolerance_minor(expected.currency());
        (self.amount, self.paid) = (expected, Some(paid));
        self.state = if is_short {
            ReceivableState::Short
        } else {
            ReceivableState::Paid
        };
        self.action = is_short.then_some(ReceivableAction::Ask);
    }

    /// Nothing was paid yet.
    fn wait(&mut self, told: Option<ReceivableState>, today: NaiveDate) {
        let late = self.due.filter(|due| today > *due);
        let until = late.map(|due| due.checked_add_days(GRACE).unwrap_or(due));
        self.state = match until {
            None => told.unwrap_or(ReceivableState::Expected),
            Some(until) if today <= until => ReceivableState::Overdue,
            Some(_) => ReceivableState::Missing,
        };
        let is_missing = self.state == ReceivableState::Missing;
        self.action = is_missing.then_some(ReceivableAction::Ask);
    }
}

/// What a reward should be: what its visit should bring, after refunds where nothing else was said.
pub(super) fn expected_minor(owed: &Owed, kept: Option<&KeptReceivable>) -> i64 {
    let said = kept.filter(|kept| kept.events.iter().any(|event| event.minor.is_some()));
    let visit = said.and_then(|kept| kept.visit);
    visit.map_or(owed.minor, |visit| visit.minor)
}

fn last_event(kept: Option<&KeptReceivable>, today: NaiveDate) -> Option<&KeptEvent> {
    let mut events = kept?.events.iter();
    events.rfind(|event| event.day <= today)
}

/// How far a reward is by what its portal said; none for another programme.
pub(super) fn portal_status(
    programme: &ReadProgramme<'_>,
    laid: &Laid,
    owed: &Owed,
    (paid, today): (PaidFrom, NaiveDate),
) -> Result<Option<PortalStatus>> {
    let kept = laid.receivable(owed.programme, owed.cause);
    let portal = programme.file.portal();
    let status = portal.map(|portal| said_status(programme, (owed, kept), (portal, paid), today));
    status.transpose()
}

fn said_status(
    programme: &ReadProgramme<'_>,
    (owed, kept): Noted<'_>,
    (terms, paid): (&PortalTerms, PaidFrom),
    today: NaiveDate,
) -> Result<PortalStatus> {
    let events = kept.map_or(&[][..], |kept| &kept.events);
    let events = events.iter().filter_map(|event| {
        let state = portal_state(event.state)?;
        let amount = event.minor.map(|minor| programme.reward(minor));
        Some(amount.transpose().map(|amount| PortalEvent {
            day: event.day,
            state,
            amount,
        }))
    });
    let reward = PortalReward {
        bought: owed.day,
        expected: programme.reward(expected_minor(owed, kept))?,
        events: events.collect::<Result<_>>()?,
        paid,
    };
    portal(&terms.policy, &reward, today).map_err(rules_error)
}

fn through_portal(
    programme: &ReadProgramme<'_>,
    (owed, kept): Noted<'_>,
    (terms, pot): (&PortalTerms, Option<&Pot>),
    today: NaiveDate,
) -> Result<Standing> {
    let expected = programme.reward(expected_minor(owed, kept))?;
    let by = |paid| said_status(programme, (owed, kept), (terms, paid), today);
    let mut status = by(PaidFrom::Confirmation)?;
    if let (Some(pot), Some(agreed)) = (pot, status.agreed) {
        status = by(pot.pays(terms, agreed, today))?;
    }
    let mut standing = of_status(&status, (owed.day, &terms.policy), expected);
    standing.carried = pot.and_then(|pot| pot.carried(terms, &status, today));
    if let Some(carried) = standing.carried {
        standing.due = carried.next;
    }
    if let Some(received) = owed.received_minor() {
        let is_told = matches!(status.state, PortalState::Declined);
        if !is_told {
            standing.act_until = None;
            standing.due = None;
            (standing.agreed, standing.carried) = (None, None);
            standing.pay(expected, programme.reward(received)?);
        }
    }
    Ok(standing)
}

fn of_status(
    status: &PortalStatus,
    (bought, policy): (NaiveDate, &PortalPolicy),
    expected: Money,
) -> Standing {
    let action = status.action.map(|action| match action {
        PortalAction::Claim => ReceivableAction::Claim,
        PortalAction::Ask => ReceivableAction::Ask,
        PortalAction::Appeal => ReceivableAction::Appeal,
    });
    let claims_end = bought.checked_add_days(Days::new(policy.claim_until_days.into()));
    let mut standing = Standing {
        state: state_of(status),
        amount: status.amount,
        due: status.next_due,
        paid: None,
        action,
        act_until: match action {
            Some(ReceivableAction::Claim) => claims_end,
            Some(ReceivableAction::Appeal) => status.next_due,
            Some(ReceivableAction::Ask) | None => None,
        },
        agreed: status.agreed,
        carried: None,
    };
    match status.state {
        PortalState::Paid => standing.pay(expected, status.amount),
        PortalState::Declined => standing.amount = expected,
        _ => {}
    }
    standing
}

fn state_of(status: &PortalStatus) -> ReceivableState {
    match (status.state, status.flag) {
        (PortalState::Declined, _) => ReceivableState::Declined,
        (_, Some(PortalFlag::MissingTrack)) => ReceivableState::Missing,
        (_, Some(PortalFlag::OverdueConfirm | PortalFlag::OverduePay)) => ReceivableState::Overdue,
        (_, Some(PortalFlag::Short | PortalFlag::PaidShort)) => ReceivableState::Short,
        (PortalState::Expected, _) => ReceivableState::Expected,
        (PortalState::Tracked, _) => ReceivableState::Tracked,
        (PortalState::Confirmed, _) => ReceivableState::Confirmed,
        (PortalState::Payable, _) => ReceivableState::Payable,
        (PortalState::Paid, _) => ReceivableState::Paid,
    }
}

/// What a portal can say; the other states follow from days and amounts.
pub(super) fn portal_state(state: ReceivableState) -> Option<PortalState> {
    match state {
        ReceivableState::Expected => Some(PortalState::Expected),
        ReceivableState::Tracked => Some(PortalState::Tracked),
        ReceivableState::Confirmed => Some(PortalState::Confirmed),
        ReceivableState::Payable => Some(PortalState::Payable),
        ReceivableState::Paid => Some(PortalState::Paid),
        ReceivableState::Declined => Some(PortalState::Declined),
        ReceivableState::Short
        | ReceivableState::Overdue
        | ReceivableState::Missing
        | ReceivableState::TakenBack => None,
    }
}
