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

/// The kinds of insights, as an argument names them.
pub const INSIGHT_KINDS: [&str; 9] = [
    "cashback-due",
    "trial-ends",
    "still-charged",
    "price-rise",
    "missed-charge",
    "limit-used",
    "burst",
    "small-month",
    "fee-rate",
];

/// Whether something happens.
pub const ON_OR_OFF: [&str; 2] = ["on", "off"];

/// How often something is due, as an argument names it.
pub const HOW_OFTEN: [&str; 6] = [
    "daily",
    "weekly",
    "biweekly",
    "monthly",
    "quarterly",
    "yearly",
];

/// How often a bank moves its own round-ups.
pub const MIRROR_PACES: [&str; 3] = ["purchase", "day", "week"];

/// What happens where less than the floor would stay.
pub const GUARDS: [&str; 3] = ["skip", "partial", "cancel-day"];

/// What a linked refund takes back.
pub const REFUNDS: [&str; 3] = ["keep", "on-full", "proportional"];

/// What becomes of money that has moved when its purchase changes.
pub const CHANGES: [&str; 2] = ["freeze", "adjust"];

/// What becomes of money beyond the target.
pub const OVERFUNDS: [&str; 2] = ["keep", "spill"];

/// What a Pix key is.
pub const PIX_KEYS: [&str; 5] = ["phone", "email", "cpf", "cnpj", "random"];

/// Where a transfer is made by hand.
pub const WALLETS: [&str; 6] = [
    "mpesa",
    "easypaisa",
    "jazzcash",
    "alipay",
    "kakaopay",
    "bank",
];

/// How far a reward is.
pub const RECEIVABLE_STATES: [&str; 10] = [
    "expected",
    "tracked",
    "confirmed",
    "payable",
    "paid",
    "short",
    "overdue",
    "missing",
    "declined",
    "taken-back",
];

/// How long an allowance or a limit is for.
pub const ALLOWANCE_PERIODS: [&str; 3] = ["day", "week", "month"];

/// What becomes of what a day leaves.
pub const RESTS: [&str; 4] = ["spread", "carried", "asked", "swept"];

/// What becomes of what a period leaves.
pub const ROLLOVERS: [&str; 3] = ["none", "surplus", "both"];

/// What the person says about a rest that waits.
pub const REST_ANSWERS: [&str; 2] = ["spread", "carry"];

/// The weekdays, as an argument names them.
const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// Understands a weekday as the ledger counts it, 0 for Monday.
pub fn weekday(text: &str) -> Result<u8, String> {
    let text = text.trim().to_lowercase();
    let place = WEEKDAYS.iter().position(|day| *day == text);
    place
        .and_then(|place| u8::try_from(place).ok())
        .ok_or_else(|| format!("write one of {}", WEEKDAYS.join(", ")))
}

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
    use farthing_ledger::cashback::ReceivableState;
    use farthing_ledger::insights::{InsightKind, NoticesAre};
    use farthing_ledger::savings::{
        ChangeChoice, GuardChoice, HowOften, MirrorPace, OverfundChoice, PixKeyChoice,
        RefundChoice, WalletChoice,
    };
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
        all_are_known::<InsightKind>(&INSIGHT_KINDS);
        all_are_known::<NoticesAre>(&ON_OR_OFF);
        all_are_known::<HowOften>(&HOW_OFTEN);
        all_are_known::<MirrorPace>(&MIRROR_PACES);
        all_are_known::<GuardChoice>(&GUARDS);
        all_are_known::<RefundChoice>(&REFUNDS);
        all_are_known::<ChangeChoice>(&CHANGES);
        all_are_known::<OverfundChoice>(&OVERFUNDS);
        all_are_known::<PixKeyChoice>(&PIX_KEYS);
        all_are_known::<WalletChoice>(&WALLETS);
        all_are_known::<ReceivableState>(&RECEIVABLE_STATES);
    }
}
