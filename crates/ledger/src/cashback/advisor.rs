//! Which card or wallet a purchase costs least with.

use chrono::NaiveDate;

use super::inputs::AdviceQuery;
use super::views::Advised;
use crate::error::{LedgerError, Result};
use crate::store::Ledger;

impl Ledger {
    /// What a purchase comes to with each card and wallet, with what is left of caps today.
    pub async fn advise(&self, query: AdviceQuery, today: NaiveDate) -> Result<Advised> {
        Err(LedgerError::Missing("use case"))
    }
}
