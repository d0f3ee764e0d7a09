//! A refund and the purchase it belongs to.

use chrono::{Days, NaiveDate};
use farthing_rules::ids as rule_ids;
use farthing_rules::refunds::{self, Link, Purchase, Reason, Refund};
use sqlx::SqliteConnection;

use super::{Found, Loose, days_apart, loose_entries};
use crate::error::{LedgerError, Result};
use crate::ids::EntryId;
use crate::image::Thing;
use crate::kinds::EntryKind;
use crate::write::Write;

/// Refunds from a day on without a purchase, with the purchase each may belong to.
pub(super) async fn suggested(
    db: &mut SqliteConnection,
    from: NaiveDate,
    rejected: &[(EntryId, EntryId)],
) -> Result<Vec<Found>> {
    let before = Days::new(u64::from(refunds::DAYS.unsigned_abs()));
    let start = from.checked_sub_days(before).unwrap_or(from);
    let entries = loose_entries(db, start..=NaiveDate::MAX).await?;
    let returned = returned_minor(&entries);
    let purchases: Vec<Purchase> = entries
        .iter()
        .filter(|e| e.kind == EntryKind::Purchase && e.amount.minor() < 0)
        .map(|e| Purchase {
            id: rule_ids::EntryId(e.id.0),
            account: rule_ids::AccountId(e.account.0),
            day: e.day,
            amount: e.amount,
            refunded_minor: returned.get(&e.id).copied().unwrap_or(0),
            payee: &e.payee,
            provider_id: e.reference.as_deref(),
        })
        .collect();
    let waiting: Vec<Refund> = entries
        .iter()
        .filter(|e| e.day >= from && may_be_refund(e))
        .map(|e| Refund {
            id: rule_ids::RowId(e.id.0),
            account: rule_ids::AccountId(e.account.0),
            day: e.day,
            amount: e.amount,
            payee: &e.payee,
            related: None,
        })
        .collect();
    let links = refunds::find(&purchases, &waiting);
    let found = links
        .iter()
        .map(|link| Found {
            first: EntryId(link.purchase.0),
            second: EntryId(link.refund.0),
            reason: because(link),
        })
        .filter(|f| {
            !rejected.contains(&(f.first, f.second)) && !rejected.contains(&(f.second, f.first))
        });
    Ok(found.collect())
}

/// Money that came back, or that came from somebody and has no category.
fn may_be_refund(entry: &Loose) -> bool {
    entry.refund_of.is_none()
        && entry.amount.minor() > 0
        && (entry.kind == EntryKind::Refund || entry.by_sign)
}

/// What linked refunds have brought back of each purchase.
fn returned_minor(entries: &[Loose]) -> std::collections::HashMap<EntryId, i64> {
    let mut returned = std::collections::HashMap::new();
    for entry in entries {
        if let Some(purchase) = entry.refund_of {
            *returned.entry(purchase).or_insert(0) += entry.amount.minor();
        }
    }
    returned
}

fn because(link: &Link) -> String {
    let why = match link.reason {
        Reason::ProviderLink | Reason::ProviderLinkTooMuch => "the provider links them",
        Reason::WholeAmount => "the same payee and the whole amount",
        Reason::RestOfAmount => "the same payee and what was left of it",
        Reason::PartOfAmount => "the same payee and a part of the amount",
    };
    format!("{why}, {}", days_apart(link.days))
}

impl Write {
    /// Links a refund to its purchase; what brought money without a category becomes a refund.
    pub(super) async fn link_refund(&mut self, purchase: EntryId, refund: EntryId) -> Result<()> {
        self.require_entry(purchase).await?;
        self.require_entry(refund).await?;
        if purchase == refund {
            return Err(LedgerError::invalid(
                "second",
                "a refund and its purchase are two entries; choose another one",
            ));
        }
        self.touch(Thing::Entry(refund)).await?;
        let kind = EntryKind::Refund;
        sqlx::query!(
            "update entries set refund_of = ?1, kind = ?2 where id = ?3",
            purchase,
            kind,
            refund
        )
        .execute(self.connection())
        .await?;
        // It comes back to where it was spent.
        sqlx::query!(
            "update postings set account_id = coalesce(
                 (select p.account_id from postings p join accounts a on a.id = p.account_id
                  where p.entry_id = ?1 and a.class = 'expense' and a.role is not 'fees'
                  and a.role is not 'tips' order by p.position limit 1), account_id)
             where entry_id = ?2 and account_id in
                 (select id from accounts where role in ('spending', 'income'))",
            purchase,
            refund
        )
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// The refund belongs to no purchase any more.
    pub(super) async fn unlink_refund(&mut self, refund: EntryId) -> Result<()> {
        self.require_entry(refund).await?;
        self.touch(Thing::Entry(refund)).await?;
        sqlx::query!("update entries set refund_of = null where id = ?", refund)
            .execute(self.connection())
            .await?;
        Ok(())
    }
}
