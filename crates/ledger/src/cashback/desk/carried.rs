//! What a portal holds back until it comes to the least that it pays out (spec E.7).

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use farthing_money::Money;
use farthing_rules::cashback::{PaidFrom, PortalStatus, reached_on};
use sqlx::SqliteConnection;

use super::super::kept::Laid;
use super::super::programmes::PortalTerms;
use super::super::read::{ReadProgramme, named, rules_error};
use super::super::words::Carried;
use super::owed::Owed;
use super::payouts::{floor, next_payment};
use super::states::portal_status;
use crate::error::Result;
use crate::ids::ChoiceId;

/// What portals with a floor hold back.
#[derive(Debug, Default)]
pub(in crate::cashback) struct Pots(BTreeMap<ChoiceId, Pot>);

/// What is confirmed by a portal and not paid.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pot {
    there: Money,
    floor: Money,
    /// The day on which it came to the floor; none where it does not yet.
    reached: Option<NaiveDate>,
}

impl Pots {
    /// By these rewards, which hold all that something was said about. What was paid is not counted,
    /// also not for days on which it still waited: nobody knows what a portal took into a payment.
    pub(in crate::cashback) fn of(
        programmes: &[ReadProgramme<'_>],
        laid: &Laid,
        owed: &[Owed],
        today: NaiveDate,
    ) -> Result<Self> {
        let mut waiting: BTreeMap<ChoiceId, Vec<(NaiveDate, Money)>> = BTreeMap::new();
        for owed in owed.iter().filter(|owed| owed.receipt.is_none()) {
            let programme = named(programmes, owed.programme);
            let Some(programme) = programme.filter(|programme| holds_back(programme)) else {
                continue;
            };
            let status = portal_status(programme, laid, owed, (PaidFrom::Confirmation, today))?;
            if let Some((agreed, status)) = status.and_then(|status| Some((status.agreed?, status)))
            {
                let of_it = waiting.entry(owed.programme).or_default();
                of_it.push((agreed, status.amount));
            }
        }
        let mut pots = BTreeMap::new();
        for (id, waiting) in waiting {
            if let Some(programme) = named(programmes, id) {
                pots.insert(id, Pot::of(floor(programme), &waiting)?);
            }
        }
        Ok(Self(pots))
    }

    /// That of one programme.
    pub(in crate::cashback) async fn of_one(
        db: &mut SqliteConnection,
        laid: &Laid,
        programme: &ReadProgramme<'_>,
        today: NaiveDate,
    ) -> Result<Self> {
        if !holds_back(programme) {
            return Ok(Self::default());
        }
        let owed = Owed::noted(db, laid, programme).await?;
        Self::of(std::slice::from_ref(programme), laid, &owed, today)
    }

    pub(super) fn find(&self, programme: ChoiceId) -> Option<&Pot> {
        self.0.get(&programme)
    }
}

/// Whether there is a least amount that is paid. Where a payout below it has a fee instead, the person
/// decides.
fn holds_back(programme: &ReadProgramme<'_>) -> bool {
    let (floor, fee) = (floor(programme), programme.file.payout_fee());
    programme.is_portal() && !floor.is_zero() && fee.is_zero()
}

impl Pot {
    fn of(floor: Money, waiting: &[(NaiveDate, Money)]) -> Result<Self> {
        let mut amounts = waiting.iter().map(|(_, amount)| *amount);
        Ok(Self {
            there: amounts.try_fold(Money::zero(floor.currency()), Money::checked_add)?,
            floor,
            reached: reached_on(floor, waiting).map_err(rules_error)?,
        })
    }

    /// When it pays a reward that was agreed on a day.
    pub(super) fn pays(
        &self,
        portal: &PortalTerms,
        agreed: NaiveDate,
        today: NaiveDate,
    ) -> PaidFrom {
        let Some(reached) = self.reached else {
            return PaidFrom::Carried(next_payment(portal, today));
        };
        let ready = reached.max(agreed);
        let pay_days = Days::new(portal.policy.pay_days.into());
        let asked_for = ready.checked_add_days(pay_days).unwrap_or(NaiveDate::MAX);
        PaidFrom::Day(next_payment(portal, ready).unwrap_or(asked_for))
    }

    /// What is there of the floor, where a day of payment has passed it by.
    pub(super) fn carried(
        &self,
        portal: &PortalTerms,
        status: &PortalStatus,
        today: NaiveDate,
    ) -> Option<Carried> {
        let agreed = status.agreed.filter(|_| self.reached.is_none())?;
        let pay_days = Days::new(portal.policy.pay_days.into());
        let pays = next_payment(portal, agreed).or_else(|| agreed.checked_add_days(pay_days));
        pays.is_some_and(|day| today > day).then_some(Carried {
            there: self.there,
            floor: self.floor,
            next: next_payment(portal, today),
        })
    }
}
