//! The words that arguments and tables have for the ledger's closed lists.

use clap::builder::{PossibleValuesParser, TypedValueParser};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// The kinds of entry, as an argument names them.
pub const ENTRY_KINDS: [&str; 13] = [
    "purchase",
    "refund",
    "transfer",
    "cash-withdrawal",
    "fee",
    "interest",
    "income",
    "card-payment",
    "top-up",
    "gift-card",
    "cash-advance",
    "adjustment",
    "cashback",
];

/// The kinds of account, as an argument names them.
pub const ACCOUNT_KINDS: [&str; 11] = [
    "bank",
    "card",
    "cash",
    "wallet",
    "gift-card",
    "points",
    "savings",
    "investment",
    "loan",
    "person",
    "carrier-billing",
];

/// Understands an argument as one of these words of a closed list of the ledger.
pub fn one_of<T>(words: &'static [&'static str]) -> impl TypedValueParser<Value = T>
where
    T: DeserializeOwned + Clone + Send + Sync + 'static,
{
    PossibleValuesParser::new(words)
        .try_map(|word| serde_json::from_value(Value::String(word.replace('-', "_"))))
}

/// Understands a currency's code in whatever capitals.
#[allow(
    clippy::unnecessary_wraps,
    reason = "clap takes parsers that can fail; whether the code is one is the ledger's to say"
)]
pub fn currency_code(text: &str) -> Result<String, String> {
    Ok(text.to_uppercase())
}

/// The word for an item of a closed list: `card payment`.
pub fn word(item: impl Serialize) -> String {
    match serde_json::to_value(item) {
        Ok(Value::String(word)) => word.replace('_', " "),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use farthing_ledger::{AccountKind, EntryKind};

    use super::*;

    fn all_are_known<T: DeserializeOwned + Serialize>(words: &[&str]) {
        for name in words {
            let item: T = serde_json::from_value(Value::String(name.replace('-', "_"))).unwrap();
            assert_eq!(word(item), name.replace('-', " "));
        }
    }

    #[test]
    fn every_word_is_one_of_the_ledgers() {
        all_are_known::<EntryKind>(&ENTRY_KINDS);
        all_are_known::<AccountKind>(&ACCOUNT_KINDS);
    }
}
