//! Sberbank cards, whose amounts are in the account's currency, roubles. Layout as in the public sample of ofxstatement-russian.

use crate::columns::role::Role;
use crate::model::{AccountKind, DateOrder, DecimalMark};
use crate::plan::{Layout, Provider};

pub(super) static SBERBANK: Provider = Provider {
    name: "sberbank",
    account: "Sberbank",
    kind: AccountKind::Card,
    layouts: &[Layout {
        recognised_by: &[
            "тип карты",
            "номер карты",
            "дата совершения операции",
            "описание",
            "валюта операции",
            "сумма в валюте операции",
            "сумма в валюте счета",
        ],
        currency: Some("RUB"),
        columns: &[
            (Role::Account, &["номер карты"]),
            (Role::Date, &["дата совершения операции"]),
            (Role::SecondDate, &["дата обработки операции"]),
            (Role::MerchantCode, &["тип операции"]),
            (Role::Description, &["описание"]),
            (Role::OriginalCurrency, &["валюта операции"]),
            (Role::OriginalAmount, &["сумма в валюте операции"]),
            (Role::Amount, &["сумма в валюте счета"]),
        ],
        date_order: Some(DateOrder::DayMonthYear),
        decimal_mark: Some(DecimalMark::Comma),
        ..Layout::PLAIN
    }],
    kinds: &[],
};
