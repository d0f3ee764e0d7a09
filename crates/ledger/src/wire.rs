//! Amounts as they leave the ledger: exact decimal text, never a float.

use farthing_money::{Currency, Money};
use serde::{Deserialize, Serialize};

use crate::error::{LedgerError, Result};

/// An amount as text with all its currency's decimals: `{"value": "-4.50", "currency": "USD"}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Amount {
    /// The decimal text.
    pub value: String,
    /// The currency's code.
    pub currency: String,
}

/// How many, and how much together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Flow {
    /// How many entries.
    #[cfg_attr(feature = "bindings", specta(type = u32))]
    pub count: i64,
    /// Their sum.
    pub sum: Amount,
}

impl From<Money> for Amount {
    fn from(money: Money) -> Self {
        Self {
            value: money.decimal_text(),
            currency: money.currency().code().to_owned(),
        }
    }
}

/// The amount of a sum of minor units; sums beyond the bounds are an error, not a wrong figure.
pub(crate) fn amount(minor: i64, currency: Currency) -> Result<Amount> {
    Ok(Money::from_minor(minor, currency)?.into())
}

/// A currency that the person or another program named.
pub(crate) fn named_currency(code: &str) -> Result<Currency> {
    Currency::of_any_time(code).map_err(|error| LedgerError::invalid("currency", error.to_string()))
}

/// Declares what the screens and the command are told: plain records.
macro_rules! views {
    ($($(#[$doc:meta])* pub struct $name:ident { $($(#[$field_doc:meta])* pub $field:ident: $type:ty,)+ })+) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, PartialEq, Eq, Serialize)]
            #[cfg_attr(feature = "bindings", derive(specta::Type))]
            pub struct $name { $($(#[$field_doc])* pub $field: $type,)+ }
        )+
    };
}

/// Declares words that are told and taken: plain enums.
macro_rules! states {
    ($($(#[$doc:meta])* pub enum $name:ident { $($(#[$variant_doc:meta])* $variant:ident,)+ })+) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
            #[cfg_attr(feature = "bindings", derive(specta::Type))]
            #[serde(rename_all = "snake_case")]
            pub enum $name { $($(#[$variant_doc])* $variant,)+ }
        )+
    };
}

pub(crate) use {states, views};
