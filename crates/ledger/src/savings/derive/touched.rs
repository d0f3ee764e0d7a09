//! What a change touches: the days of its entries, these entries, and the purchases of refunds among them.

use std::collections::{BTreeMap, BTreeSet};

use farthing_rules::calendar::Span;

use super::rows::Changed;
use crate::day::day_of;
use crate::error::Result;
use crate::ids::{AccountId, EntryId};

/// The days that a change touches, by own account.
#[derive(Debug, Default)]
pub(crate) struct TouchedDays {
    by_account: BTreeMap<AccountId, Changed>,
    /// The touched entries, but for those that an import brings.
    pub(crate) entries: BTreeSet<EntryId>,
    /// The purchases that touched refunds belong or belonged to, on whatever day those are.
    pub(crate) refunded: BTreeSet<EntryId>,
}

impl TouchedDays {
    /// One more.
    pub(crate) fn add(&mut self, account: AccountId, day: i64) -> Result<()> {
        let days = self.by_account.entry(account).or_default();
        days.add(day_of(day)?);
        Ok(())
    }

    /// The first and the last day on each of these accounts; of all where none is named.
    pub(crate) fn spans_of(&self, accounts: &BTreeSet<AccountId>) -> Vec<Span> {
        let touched = self.by_account.iter();
        let touched =
            touched.filter(|(account, _)| accounts.is_empty() || accounts.contains(account));
        touched.filter_map(|(_, days)| days.span()).collect()
    }

    pub(super) fn days_of(&self, accounts: &BTreeSet<AccountId>) -> Changed {
        let mut days = Changed::default();
        for (account, touched) in &self.by_account {
            if accounts.is_empty() || accounts.contains(account) {
                days.join(*touched);
            }
        }
        days
    }
}
