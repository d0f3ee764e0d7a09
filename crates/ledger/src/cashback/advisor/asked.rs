//! The purchase that is thought of.

use chrono::NaiveDate;
use farthing_money::Money;
use farthing_rules::cashback::{Place, Spend};
use farthing_rules::ids as rule_ids;
use farthing_rules::kind::Kind;
use farthing_rules::roundup::{Entry, Status};
use rust_decimal::Decimal;
use sqlx::SqliteConnection;

use super::super::inputs::{AdviceBonuses, AdvicePlace, AdviceQuery};
use super::super::typed::above_zero;
use super::rate;
use crate::error::{LedgerError, Result};
use crate::ids::AccountId;
use crate::wire::named_currency;

/// A purchase that has been checked.
pub(super) struct Asked {
    pub amount: Money,
    category: Option<AccountId>,
    payee: String,
    pub place: Place,
    pub surcharge: Decimal,
    pub bonuses: AdviceBonuses,
}

impl Asked {
    /// What the person asks.
    pub(super) async fn of(db: &mut SqliteConnection, query: &AdviceQuery) -> Result<Self> {
        let currency = named_currency(&query.currency)?;
        let amount = above_zero("amount", &query.amount, currency)?;
        let amount = amount.ok_or_else(|| LedgerError::invalid("amount", "write what it costs"))?;
        if let Some(category) = query.category {
            check_category(db, category).await?;
        }
        Ok(Self {
            amount,
            category: query.category,
            payee: known_payee(db, query.payee.trim()).await?,
            place: match query.place {
                AdvicePlace::Home => Place::Home,
                AdvicePlace::Abroad => Place::Abroad,
            },
            surcharge: rate("surcharge_rate", &query.surcharge_rate)?,
            bonuses: query.bonuses,
        })
    }

    /// The purchase with an account, today.
    pub(super) fn spend<'a>(
        &'a self,
        account: AccountId,
        today: NaiveDate,
        method: &'a str,
    ) -> Spend<'a> {
        Spend {
            entry: Entry {
                id: rule_ids::EntryId(0),
                day: today,
                account: rule_ids::AccountId(account.0),
                amount: self.amount.negated(),
                authorised: None,
                kind: Kind::Purchase,
                status: Status::Posted,
                payee: &self.payee,
                category: self.category.map(|id| rule_ids::CategoryId(id.0)),
                lines: &[],
                refund_of: None,
            },
            eligible: None,
            mcc: None,
            method: (!method.is_empty()).then_some(method),
            last_refund: None,
        }
    }
}

async fn check_category(db: &mut SqliteConnection, category: AccountId) -> Result<()> {
    let known = sqlx::query_scalar!(
        "select name from accounts where id = ? and class in ('income', 'expense')",
        category
    )
    .fetch_optional(db)
    .await?;
    match known {
        Some(_) => Ok(()),
        None => Err(LedgerError::invalid("category", "choose one from the list")),
    }
}

/// The name as entries have it, whatever the capitals that were typed.
async fn known_payee(db: &mut SqliteConnection, typed: &str) -> Result<String> {
    let known = sqlx::query_scalar!(
        "select name from payees where name = ? collate nocase order by id limit 1",
        typed
    )
    .fetch_optional(db)
    .await?;
    Ok(known.unwrap_or_else(|| typed.to_owned()))
}
