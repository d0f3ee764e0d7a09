//! What the person has said about small money: the limit of a currency, what is essential, what an hour
//! of work brings, and which merchants are fine as they are.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use farthing_money::{Currency, Money};
use farthing_rules::lens::default_limit;
use serde::{Deserialize, Serialize};
use sqlx::SqliteConnection;

use super::question::{Lens, learnt};
use super::{LensSettings, SmallQuery};
use crate::choices::{self, ChoiceKind};
use crate::error::{LedgerError, Result};
use crate::ids::{AccountId, ChoiceId, PayeeId};
use crate::register::CategoryName;
use crate::store::Ledger;
use crate::totals::stored_currency;
use crate::wire::named_currency;
use crate::write::{ChangeLabel, Write};

const ESSENTIALS: &str = "essentials";
const WORK: &str = "work";

/// What counts as small in a currency.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum LimitInput {
    /// Purchases up to this amount, as it was typed.
    Fixed {
        /// The amount.
        amount: String,
    },
    /// What the person's own purchases say.
    Learnt,
    /// The currency's default.
    Usual,
}

/// What is essential.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct EssentialsInput {
    /// Categories such as rent and bills.
    pub categories: Vec<AccountId>,
    /// Whether they are left out of small money.
    pub leave_out: bool,
}

/// What an hour of work brings.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct WorkInput {
    /// The amount after taxes, as it was typed; empty to say nothing.
    pub hourly: String,
    /// Its currency.
    pub currency: String,
}

/// A limit as it is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum KeptLimit {
    Fixed { minor: i64 },
    Learnt,
}

/// What is essential, as it is kept.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Essentials {
    pub categories: BTreeSet<AccountId>,
    pub leave_out: bool,
}

/// What an hour of work brings, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Work {
    minor: i64,
    currency: String,
}

impl Ledger {
    /// What the person has said about small money in a currency, and what their purchases say of it.
    pub async fn lens_settings(&self, currency: &str, today: NaiveDate) -> Result<LensSettings> {
        let mut db = self.pool.acquire().await?;
        let essentials = essentials(&mut db).await?;
        let query = SmallQuery {
            currency: currency.to_owned(),
            from: today,
            to: today,
            limit: None,
        };
        let lens = Lens::of(&mut db, &query).await?;
        let learnt = learnt(&mut db, lens.currency, today).await?;
        Ok(LensSettings {
            limit: lens.limit.into(),
            limit_source: lens.source,
            usual_limit: default_limit(lens.currency).into(),
            learnt_limit: learnt.map(Into::into),
            essentials: named(&mut db, &essentials.categories).await?,
            leave_out: essentials.leave_out,
            hourly: hourly(&mut db).await?.map(Into::into),
        })
    }

    /// Says what counts as small in a currency.
    pub async fn set_small_limit(
        &self,
        currency: &str,
        input: LimitInput,
        now: DateTime<Utc>,
    ) -> Result<ChangeLabel> {
        let currency = named_currency(currency)?;
        let code = currency.code();
        let kept = match input {
            LimitInput::Usual => None,
            LimitInput::Learnt => Some(KeptLimit::Learnt),
            LimitInput::Fixed { amount } => Some(KeptLimit::Fixed {
                minor: checked_limit(&amount, currency)?.minor(),
            }),
        };
        let label = match kept {
            None => format!("Use the usual limit of {code}"),
            Some(KeptLimit::Learnt) => format!("Learn what is small in {code}"),
            Some(KeptLimit::Fixed { minor }) => {
                let limit = Money::from_minor(minor, currency)?;
                format!("Small is up to {limit}")
            }
        };
        let mut write = self.begin(now).await?;
        write
            .keep_setting(&limit_key(currency), kept.as_ref())
            .await?;
        write.commit(&label).await
    }

    /// Says which categories are essential, and whether they are left out.
    pub async fn set_essentials(
        &self,
        input: EssentialsInput,
        now: DateTime<Utc>,
    ) -> Result<ChangeLabel> {
        let mut write = self.begin(now).await?;
        let categories: BTreeSet<AccountId> = input.categories.into_iter().collect();
        let known = named(write.connection(), &categories).await?;
        if known.len() != categories.len() {
            let message = "one of them is no category; choose from the list of categories";
            return Err(LedgerError::invalid("categories", message));
        }
        let kept = Essentials {
            categories,
            leave_out: input.leave_out,
        };
        write.keep_setting(ESSENTIALS, Some(&kept)).await?;
        let label = if kept.leave_out {
            "Leave essentials out of small money"
        } else {
            "Count essentials as small money"
        };
        write.commit(label).await
    }

    /// Says what an hour of work brings, so that amounts can be shown as time.
    pub async fn set_hourly(&self, input: WorkInput, now: DateTime<Utc>) -> Result<ChangeLabel> {
        let currency = named_currency(&input.currency)?;
        let kept = match input.hourly.trim() {
            "" => None,
            text => Some(Work {
                minor: above_zero("hourly", text, currency)?.minor(),
                currency: currency.code().to_owned(),
            }),
        };
        let label = match kept {
            None => "Show no minutes of work",
            Some(_) => "Say what an hour of work brings",
        };
        let mut write = self.begin(now).await?;
        write.keep_setting(WORK, kept.as_ref()).await?;
        write.commit(label).await
    }

    /// Says that a merchant is fine as it is: nothing asks about it again.
    pub async fn accept_merchant(&self, payee: PayeeId, now: DateTime<Utc>) -> Result<ChangeLabel> {
        self.say_fine(payee, Some(&true), now).await
    }

    /// Takes that back.
    pub async fn question_merchant(
        &self,
        payee: PayeeId,
        now: DateTime<Utc>,
    ) -> Result<ChangeLabel> {
        self.say_fine(payee, None, now).await
    }

    async fn say_fine(
        &self,
        payee: PayeeId,
        fine: Option<&bool>,
        now: DateTime<Utc>,
    ) -> Result<ChangeLabel> {
        let mut write = self.begin(now).await?;
        let name = sqlx::query_scalar!("select name from payees where id = ?", payee)
            .fetch_optional(write.connection())
            .await?
            .ok_or(LedgerError::Missing("payee"))?;
        write.keep_setting(&fine_key(payee), fine).await?;
        let label = match fine {
            Some(_) => format!("Fine as it is: {name}"),
            None => format!("Not settled: {name}"),
        };
        write.commit(&label).await
    }
}

impl Write {
    /// Keeps a setting, or forgets it.
    async fn keep_setting(&mut self, key: &str, value: Option<&impl Serialize>) -> Result<()> {
        if let Some(value) = value {
            self.choose(ChoiceKind::Lens, key, 0, value).await?;
            return Ok(());
        }
        let kind = ChoiceKind::Lens;
        let known = sqlx::query_scalar!(
            r#"select id as "id: ChoiceId" from choices where kind = ? and key = ?"#,
            kind,
            key
        )
        .fetch_optional(self.connection())
        .await?;
        match known {
            Some(id) => self.unchoose(kind, id).await,
            None => Ok(()),
        }
    }
}

/// What the person has said is small in a currency.
pub(super) async fn limit(
    db: &mut SqliteConnection,
    currency: Currency,
) -> Result<Option<KeptLimit>> {
    choices::find(db, ChoiceKind::Lens, &limit_key(currency)).await
}

/// What is essential.
pub(crate) async fn essentials(db: &mut SqliteConnection) -> Result<Essentials> {
    let kept = choices::find(db, ChoiceKind::Lens, ESSENTIALS).await?;
    Ok(kept.unwrap_or_default())
}

/// What an hour of work brings.
pub(super) async fn hourly(db: &mut SqliteConnection) -> Result<Option<Money>> {
    let kept: Option<Work> = choices::find(db, ChoiceKind::Lens, WORK).await?;
    let money = |work: Work| {
        Ok(Money::from_minor(
            work.minor,
            stored_currency(&work.currency)?,
        )?)
    };
    kept.map(money).transpose()
}

/// Whether the person has said that a merchant is fine as it is.
pub(crate) async fn is_fine(db: &mut SqliteConnection, payee: PayeeId) -> Result<bool> {
    let kept: Option<bool> = choices::find(db, ChoiceKind::Lens, &fine_key(payee)).await?;
    Ok(kept.unwrap_or_default())
}

/// A limit that was typed.
pub(super) fn checked_limit(text: &str, currency: Currency) -> Result<Money> {
    above_zero("limit", text, currency)
}

fn above_zero(field: &'static str, text: &str, currency: Currency) -> Result<Money> {
    let money = Money::parse(text.trim(), currency)
        .map_err(|error| LedgerError::invalid(field, error.to_string()))?;
    if money.minor() <= 0 {
        let message = format!("{money} is not above zero; write a larger amount");
        return Err(LedgerError::invalid(field, message));
    }
    Ok(money)
}

/// The names of these categories, in their order.
pub(super) async fn named(
    db: &mut SqliteConnection,
    categories: &BTreeSet<AccountId>,
) -> Result<Vec<CategoryName>> {
    let list = serde_json::to_string(categories)?;
    Ok(sqlx::query_as!(
        CategoryName,
        r#"select id as "id: AccountId", name from accounts
           where class = 'expense' and id in (select value from json_each(?))
           order by name"#,
        list
    )
    .fetch_all(db)
    .await?)
}

fn limit_key(currency: Currency) -> String {
    format!("limit:{}", currency.code())
}

fn fine_key(payee: PayeeId) -> String {
    format!("fine:{}", payee.0)
}
