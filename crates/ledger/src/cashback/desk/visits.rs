//! Purchases through portals.

use chrono::NaiveDate;
use farthing_money::{Money, Rounding};
use rust_decimal::Decimal;
use sqlx::SqliteConnection;

use super::super::inputs::VisitInput;
use super::super::kept::{KeptReceivable, KeptVisit, Laid, RewardCause};
use super::super::purchase::{Purchase, payee_of};
use super::super::read::ReadProgramme;
use super::super::typed::{above_zero, typed_rate, zero_or_more};
use super::notes::{Noted, short};
use crate::choices::{Choice, ChoiceKind};
use crate::error::{LedgerError, Result};
use crate::ids::{ChoiceId, EntryId};
use crate::kinds::EntryStatus;
use crate::write::{ChangeLabel, Write};

/// What a purchase through a portal should bring, checked and ready to be kept.
pub(super) async fn visit(
    db: &mut SqliteConnection,
    (portal, entry): (ChoiceId, EntryId),
    input: &VisitInput,
) -> Result<Noted> {
    let laid = Laid::of(db).await?;
    let programme = ReadProgramme::of(laid.programme(portal)?)?;
    if !programme.is_portal() {
        return Err(LedgerError::invalid(
            "portal",
            "this programme is no portal",
        ));
    }
    let purchase = Purchase::of(db, entry).await?;
    fits(&laid, &programme, &purchase)?;
    let cause = RewardCause::Entry(entry);
    let mut noted = Noted::in_laid(&laid, portal, cause)?;
    noted.kept.visit = Some(KeptVisit {
        minor: expected(&programme, &purchase, input)?.minor(),
    });
    noted.kept.order = short("order", &input.order)?;
    Ok(noted)
}

fn fits(laid: &Laid, programme: &ReadProgramme<'_>, purchase: &Purchase) -> Result<()> {
    let (ours, theirs) = (programme.file.currency(), purchase.price.currency());
    if ours != theirs {
        let message = format!("the purchase was paid in {theirs}, and the portal pays in {ours}");
        return Err(LedgerError::invalid("entry", message));
    }
    if purchase.status != EntryStatus::Posted {
        return Err(LedgerError::invalid(
            "entry",
            "the purchase is not final yet; say it when it is",
        ));
    }
    let input = &programme.choice.value;
    let is_before = input
        .from
        .is_some_and(|from: NaiveDate| purchase.day < from);
    if is_before || input.until.is_some_and(|until| purchase.day > until) {
        return Err(LedgerError::invalid(
            "entry",
            "the purchase is outside the days that the portal counts",
        ));
    }
    let mut visits = visits(laid, purchase.entry);
    match visits.find(|choice| choice.value.programme != programme.id()) {
        None => Ok(()),
        Some(other) => {
            let other = laid.programme(other.value.programme)?;
            let name = &other.value.programme.name;
            let message =
                format!("it was made through {name} already; only one portal pays for it");
            Err(LedgerError::invalid("portal", message))
        }
    }
}

fn visits(laid: &Laid, entry: EntryId) -> impl Iterator<Item = &Choice<KeptReceivable>> {
    let kept = laid.receivables.iter();
    kept.filter(move |choice| {
        choice.value.cause == RewardCause::Entry(entry) && choice.value.visit.is_some()
    })
}

/// The amount that is said, or the rate of what it is for.
fn expected(
    programme: &ReadProgramme<'_>,
    purchase: &Purchase,
    input: &VisitInput,
) -> Result<Money> {
    let currency = programme.file.currency();
    let said = zero_or_more("expected", &input.expected, currency)?;
    let rate = typed_rate("rate", &input.rate, Decimal::ONE)?;
    let base = above_zero("base", &input.base, currency)?;
    match (said, rate) {
        (Some(_), Some(_)) => Err(LedgerError::invalid(
            "rate",
            "write either what it should bring or its rate, not both",
        )),
        (None, None) => Err(LedgerError::invalid(
            "expected",
            "write what it should bring, or its rate",
        )),
        (Some(said), None) if said.is_zero() => Err(LedgerError::invalid(
            "expected",
            "write an amount above zero",
        )),
        (Some(said), None) => Ok(said),
        (None, Some(rate)) => of_rate(base.unwrap_or(purchase.price), rate),
    }
}

fn of_rate(base: Money, rate: Decimal) -> Result<Money> {
    let brings = base.to_decimal().checked_mul(rate);
    let brings = brings.ok_or(farthing_money::MoneyError::Overflow)?;
    let money = Money::round(brings, base.currency(), Rounding::HalfUp)?;
    if money.is_zero() {
        return Err(LedgerError::invalid("rate", "that brings nothing"));
    }
    Ok(money)
}

/// The choice that says that a purchase was made through a portal.
pub(super) async fn kept_visit(
    db: &mut SqliteConnection,
    portal: ChoiceId,
    entry: EntryId,
) -> Result<ChoiceId> {
    let laid = Laid::of(db).await?;
    let mut visits = visits(&laid, entry);
    let found = visits.find(|choice| choice.value.programme == portal);
    found
        .map(|choice| choice.id)
        .ok_or_else(|| LedgerError::invalid("entry", "it was not made through this portal"))
}

impl Write {
    /// Forgets a visit with all that was said about it.
    pub(super) async fn forget_visit(
        mut self,
        id: ChoiceId,
        entry: EntryId,
    ) -> Result<ChangeLabel> {
        let payee = payee_of(self.connection(), entry).await?;
        self.unchoose(ChoiceKind::Receivable, id).await?;
        let of = if payee.is_empty() {
            "a purchase"
        } else {
            &payee
        };
        self.commit(&format!("Forget portal for {of}")).await
    }
}
