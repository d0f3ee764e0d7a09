//! Refunds that are awaited: entries of that kind which are planned or pending.

use chrono::{DateTime, Days, NaiveDate, Utc};

use crate::error::{LedgerError, Result};
use crate::ids::EntryId;
use crate::kinds::{EntryKind, EntryStatus};
use crate::register::{EntryFilter, EntryRow};
use crate::store::Ledger;

/// So many days ahead a refund is shown.
const AHEAD: Days = Days::new(7);
/// So many are listed of each status.
const MOST: u32 = 50;

impl Ledger {
    /// Refunds whose day has come or comes within a week, the longest awaited first.
    pub(super) async fn awaited_refunds(&self, today: NaiveDate) -> Result<Vec<EntryRow>> {
        let mut awaited = Vec::new();
        for status in [EntryStatus::Planned, EntryStatus::Pending] {
            let filter = EntryFilter {
                kind: Some(EntryKind::Refund),
                status: Some(status),
                to: today.checked_add_days(AHEAD),
                ..EntryFilter::default()
            };
            awaited.extend(self.entry_rows(&filter, 0, MOST).await?);
        }
        awaited.sort_by_key(|row| (row.date, row.id));
        Ok(awaited)
    }

    /// Says that a planned refund came today.
    pub async fn refund_came(
        &self,
        id: EntryId,
        today: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<EntryRow> {
        let detail = self.entry(id).await?;
        let row = &detail.entry;
        if row.kind != EntryKind::Refund || row.status != EntryStatus::Planned {
            let message = "only a refund that is planned can be said to have come; a pending one \
                           becomes final with its statement";
            return Err(LedgerError::invalid("entry", message));
        }
        let parts = || LedgerError::invalid("entry", "open it in the ledger: it has several parts");
        let mut input = detail.as_typed.ok_or_else(parts)?;
        input.status = EntryStatus::Posted;
        input.date = today;
        self.edit_entry(id, input, now).await
    }
}
