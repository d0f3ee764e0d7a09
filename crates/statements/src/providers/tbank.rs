//! T-Bank, formerly Tinkoff: what was paid and what the card was charged stand side by side. Layout as in the public sample of smoothment.

use crate::columns::role::Role;
use crate::model::{AccountKind, DateOrder, DecimalMark};
use crate::plan::{Effect, Layout, Provider, Rule, Test};

pub(super) static TBANK: Provider = Provider {
    name: "tbank",
    account: "T-Bank",
    kind: AccountKind::Card,
    layouts: &[Layout {
        recognised_by: &[
            "дата операции",
            "дата платежа",
            "номер карты",
            "статус",
            "сумма операции",
            "валюта операции",
            "сумма платежа",
            "валюта платежа",
        ],
        columns: &[
            (Role::Date, &["дата операции"]),
            (Role::SecondDate, &["дата платежа"]),
            (Role::Status, &["статус"]),
            (Role::OriginalAmount, &["сумма операции"]),
            (Role::OriginalCurrency, &["валюта операции"]),
            (Role::Amount, &["сумма платежа"]),
            (Role::Currency, &["валюта платежа"]),
            (Role::Category, &["категория"]),
            (Role::MerchantCode, &["mcc"]),
            (Role::Description, &["описание"]),
        ],
        rules: &[Rule {
            when: &[(Role::Status, Test::Is(&["FAILED"]))],
            then: Effect::Skip,
        }],
        date_order: Some(DateOrder::DayMonthYear),
        decimal_mark: Some(DecimalMark::Comma),
        ..Layout::PLAIN
    }],
    kinds: &[],
};
