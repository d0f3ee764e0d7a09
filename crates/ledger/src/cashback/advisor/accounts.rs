//! The accounts that could pay.

use farthing_money::Currency;
use sqlx::SqliteConnection;

use crate::error::Result;
use crate::ids::AccountId;
use crate::kinds::AccountKind;

/// An own account that is not closed.
#[derive(Debug, Clone)]
pub(super) struct OpenAccount {
    pub id: AccountId,
    pub name: String,
    pub kind: AccountKind,
    /// Whether it pays purchases in the currency that is asked for.
    pub pays: bool,
}

/// The open accounts, the oldest first.
pub(super) async fn open_accounts(
    db: &mut SqliteConnection,
    currency: Currency,
) -> Result<Vec<OpenAccount>> {
    let code = currency.code();
    Ok(sqlx::query_as!(
        OpenAccount,
        r#"select id as "id: AccountId", name, kind as "kind!: AccountKind",
               kind in ('card', 'wallet', 'bank', 'cash')
                   and exists (select 1 from balances
                               where account_id = accounts.id and currency = ? and entries > 0)
                   as "pays!: bool"
           from accounts where class = 'own' and closed = 0 order by id"#,
        code
    )
    .fetch_all(db)
    .await?)
}
