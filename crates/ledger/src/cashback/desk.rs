//! The desk: what should be paid, how far it is, and what can be done.

use chrono::{DateTime, NaiveDate, Utc};

use super::inputs::{ReceivableEventInput, ReceivableNote, VisitInput};
use super::views::{CashbackFigures, Desk, Receivable};
use crate::error::{LedgerError, Result};
use crate::ids::{ChoiceId, EntryId};
use crate::store::Ledger;
use crate::write::ChangeLabel;

impl Ledger {
    /// All rewards that are money, with what can be seen of them together.
    pub async fn cashback_desk(&self, today: NaiveDate) -> Result<Desk> {
        Err(LedgerError::Missing("use case"))
    }

    /// The figures of the charts.
    pub async fn cashback_figures(&self, today: NaiveDate) -> Result<CashbackFigures> {
        Err(LedgerError::Missing("use case"))
    }

    /// Notes the order and a remark about a reward.
    pub async fn note_receivable(
        &self,
        key: &str,
        note: ReceivableNote,
        today: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<Receivable> {
        Err(LedgerError::Missing("use case"))
    }

    /// Says how far a reward is: what the programme said, or the person did.
    pub async fn tell_receivable(
        &self,
        key: &str,
        event: ReceivableEventInput,
        today: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<Receivable> {
        Err(LedgerError::Missing("use case"))
    }

    /// Takes back what was said about a reward, by its place in the list.
    pub async fn untell_receivable(
        &self,
        key: &str,
        place: usize,
        today: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<Receivable> {
        Err(LedgerError::Missing("use case"))
    }

    /// Says that a purchase was made through a portal, or another time what it should bring.
    pub async fn visit_portal(
        &self,
        portal: ChoiceId,
        entry: EntryId,
        visit: VisitInput,
        today: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<Receivable> {
        Err(LedgerError::Missing("use case"))
    }

    /// Says that a purchase was not made through a portal.
    pub async fn forget_visit(
        &self,
        portal: ChoiceId,
        entry: EntryId,
        now: DateTime<Utc>,
    ) -> Result<ChangeLabel> {
        Err(LedgerError::Missing("use case"))
    }
}
