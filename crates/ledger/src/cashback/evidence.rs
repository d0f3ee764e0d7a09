//! Files that prove something: kept once in the ledger, by their content.

use chrono::{DateTime, NaiveDate, Utc};

use super::views::{EvidenceContent, Receivable};
use crate::error::{LedgerError, Result};
use crate::store::Ledger;

impl Ledger {
    /// Keeps a file with a reward: PNG, JPEG, WebP or PDF by its content, at most 10 MB.
    pub async fn attach_evidence(
        &self,
        key: &str,
        name: &str,
        content: &[u8],
        today: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<Receivable> {
        Err(LedgerError::Missing("use case"))
    }

    /// Takes a file off a reward.
    pub async fn detach_evidence(
        &self,
        key: &str,
        attachment: i64,
        today: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<Receivable> {
        Err(LedgerError::Missing("use case"))
    }

    /// The content of a file.
    pub async fn evidence(&self, attachment: i64) -> Result<EvidenceContent> {
        Err(LedgerError::Missing("use case"))
    }
}
