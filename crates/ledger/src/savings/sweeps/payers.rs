//! The accounts that a transfer can be made from.

use std::collections::HashSet;

use sqlx::SqliteConnection;

use super::super::Payer;
use super::super::kept::Laid;
use crate::error::{LedgerError, Result};
use crate::ids::AccountId;
use crate::kinds::AccountKind;

/// Who can pay: accounts by their kind, and those that a rule names because the person knows better.
pub(super) struct Payers {
    /// Those that are open and can pay by their kind, by name.
    open: Vec<Payer>,
    able: HashSet<AccountId>,
}

impl Payers {
    pub(super) async fn of(db: &mut SqliteConnection, laid: &Laid) -> Result<Self> {
        let rows = sqlx::query!(
            r#"select id as "id: AccountId", name, kind as "kind!: AccountKind",
                   closed as "closed: bool"
               from accounts where class = 'own' order by name"#
        )
        .fetch_all(db)
        .await?;
        let versions = laid.rules.iter().flat_map(|rule| &rule.value.versions);
        let mut able: HashSet<AccountId> = versions
            .filter_map(|version| version.input.pays_from)
            .collect();
        let mut open = Vec::new();
        for row in rows.into_iter().filter(|row| can_pay(row.kind)) {
            able.insert(row.id);
            if !row.closed {
                open.push(Payer {
                    account: row.id,
                    name: row.name,
                });
            }
        }
        Ok(Self { open, able })
    }

    /// Whether a transfer can be made from an account.
    pub(super) fn can_pay(&self, account: AccountId) -> bool {
        self.able.contains(&account)
    }

    /// Those to choose from.
    pub(super) fn shown(&self) -> Vec<Payer> {
        self.open.clone()
    }

    /// A chosen account is an open one that can pay.
    pub(super) fn require(&self, account: AccountId) -> Result<()> {
        if self.open.iter().any(|payer| payer.account == account) {
            return Ok(());
        }
        Err(LedgerError::invalid(
            "from",
            "no transfer can be made from this account; choose a bank account, a wallet or savings",
        ))
    }
}

/// Money that is owed, in the hand, or bound to a shop cannot be transferred.
fn can_pay(kind: AccountKind) -> bool {
    match kind {
        AccountKind::Bank | AccountKind::Wallet | AccountKind::Savings => true,
        AccountKind::Card
        | AccountKind::Cash
        | AccountKind::GiftCard
        | AccountKind::Points
        | AccountKind::Investment
        | AccountKind::Loan
        | AccountKind::Person
        | AccountKind::CarrierBilling => false,
    }
}
