//! All value that is parked: wallets, gift cards, points, cashback that is not paid.

use chrono::NaiveDate;

use super::views::Stranded;
use crate::error::{LedgerError, Result};
use crate::store::Ledger;

impl Ledger {
    /// What is parked, what expires first, and what frees it.
    pub async fn stranded(&self, today: NaiveDate) -> Result<Stranded> {
        Err(LedgerError::Missing("use case"))
    }
}
