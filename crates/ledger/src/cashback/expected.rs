//! What a purchase should earn, and what it really cost.

use chrono::{DateTime, NaiveDate, Utc};

use super::inputs::PurchaseDetail;
use super::views::PurchaseRewards;
use crate::error::{LedgerError, Result};
use crate::ids::EntryId;
use crate::store::Ledger;

impl Ledger {
    /// What a purchase earns in each programme, and its net price.
    pub async fn purchase_rewards(
        &self,
        entry: EntryId,
        today: NaiveDate,
    ) -> Result<PurchaseRewards> {
        Err(LedgerError::Missing("use case"))
    }

    /// Keeps what is known of a purchase beside its entry.
    pub async fn set_purchase_detail(
        &self,
        entry: EntryId,
        detail: PurchaseDetail,
        today: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<PurchaseRewards> {
        Err(LedgerError::Missing("use case"))
    }
}
