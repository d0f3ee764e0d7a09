//! N26: the layouts of 2017 (German), 2019 and 2024.

use crate::columns::role::Role;
use crate::model::{AccountKind, RowKind};
use crate::plan::{AccountRule, Layout, Provider};

pub(super) static N26: Provider = Provider {
    name: "n26",
    account: "N26",
    kind: AccountKind::Bank,
    layouts: &[
        Layout {
            recognised_by: &[
                "booking date",
                "value date",
                "partner name",
                "partner iban",
                "amount eur",
            ],
            currency: Some("EUR"),
            columns: &[
                (Role::Date, &["booking date"]),
                (Role::SecondDate, &["value date"]),
                (Role::Payee, &["partner name"]),
                (Role::Type, &["type"]),
                (Role::Description, &["payment reference"]),
                (Role::Amount, &["amount eur"]),
                (Role::CounterNumber, &["partner iban"]),
                (Role::Account, &["account name"]),
                (Role::OriginalAmount, &["original amount"]),
                (Role::OriginalCurrency, &["original currency"]),
            ],
            account: AccountRule::Parts(&["Main Account"]),
            ..Layout::PLAIN
        },
        Layout {
            recognised_by: &[
                "date",
                "payee",
                "transaction type",
                "payment reference",
                "amount eur",
            ],
            currency: Some("EUR"),
            columns: &[
                (Role::Date, &["date"]),
                (Role::Payee, &["payee"]),
                (Role::Type, &["transaction type"]),
                (Role::Description, &["payment reference"]),
                (Role::Category, &["category"]),
                (Role::Amount, &["amount eur"]),
                (Role::CounterNumber, &["account number"]),
                (Role::OriginalAmount, &["amount foreign currency"]),
                (Role::OriginalCurrency, &["type foreign currency"]),
            ],
            ..Layout::PLAIN
        },
        Layout {
            recognised_by: &[
                "datum",
                "empfanger",
                "kontonummer",
                "transaktionstyp",
                "verwendungszweck",
                "betrag eur",
            ],
            currency: Some("EUR"),
            columns: &[
                (Role::Date, &["datum"]),
                (Role::Payee, &["empfanger"]),
                (Role::Type, &["transaktionstyp"]),
                (Role::Description, &["verwendungszweck"]),
                (Role::Category, &["kategorie"]),
                (Role::Amount, &["betrag eur"]),
                (Role::CounterNumber, &["kontonummer"]),
                (Role::OriginalAmount, &["betrag fremdwahrung"]),
                (Role::OriginalCurrency, &["fremdwahrung"]),
            ],
            ..Layout::PLAIN
        },
    ],
    kinds: &[
        ("presentment refund", RowKind::Refund),
        ("presentment", RowKind::Unknown),
        ("reward", RowKind::Cashback),
        ("transfer", RowKind::Transfer),
        ("überweisung", RowKind::Transfer),
        ("fee", RowKind::Fee),
    ],
};
