//! Mint's export of all accounts: unsigned amounts, the side in the transaction type.
//! Layout as in the public sample of beancount-import; Mint kept its books in US dollars.

use crate::columns::role::Role;
use crate::model::{AccountKind, DateOrder, RowKind};
use crate::plan::{Layout, Provider, Sign};

pub(super) static MINT: Provider = Provider {
    name: "mint",
    account: "Mint",
    kind: AccountKind::Bank,
    layouts: &[Layout {
        recognised_by: &[
            "date",
            "description",
            "original description",
            "amount",
            "transaction type",
            "category",
            "account name",
        ],
        currency: Some("USD"),
        columns: &[
            (Role::Date, &["date"]),
            (Role::Payee, &["description"]),
            (Role::Description, &["original description"]),
            (Role::Amount, &["amount"]),
            (Role::Direction, &["transaction type"]),
            (Role::Category, &["category"]),
            (Role::Type, &["category"]),
            (Role::Account, &["account name"]),
            (Role::Tags, &["labels"]),
            (Role::Note, &["notes"]),
        ],
        sign: Sign::BySide,
        date_order: Some(DateOrder::MonthDayYear),
        ..Layout::PLAIN
    }],
    kinds: &[
        ("credit card payment", RowKind::CardPayment),
        ("transfer", RowKind::Transfer),
        ("atm fee", RowKind::Fee),
        ("bank fee", RowKind::Fee),
        ("cash & atm", RowKind::CashWithdrawal),
        ("interest income", RowKind::Interest),
    ],
};
