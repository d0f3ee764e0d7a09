//! Credits that are cashback, and for what: what the rules found, and what the person says.

use chrono::{DateTime, NaiveDate, Utc};

use super::views::Desk;
use crate::error::{LedgerError, Result};
use crate::ids::{ChoiceId, EntryId};
use crate::store::Ledger;

impl Ledger {
    /// Says that a credit is cashback of a programme, for these rewards by their keys, or for those that the rules find.
    pub async fn take_receipt(
        &self,
        entry: EntryId,
        programme: ChoiceId,
        keys: &[String],
        today: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<Desk> {
        Err(LedgerError::Missing("use case"))
    }

    /// Says that a credit is no cashback.
    pub async fn refuse_receipt(
        &self,
        entry: EntryId,
        today: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<Desk> {
        Err(LedgerError::Missing("use case"))
    }

    /// Takes back what was said about a credit.
    pub async fn forget_receipt(
        &self,
        entry: EntryId,
        today: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<Desk> {
        Err(LedgerError::Missing("use case"))
    }
}
