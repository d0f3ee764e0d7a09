//! Navy Federal Credit Union: unsigned amounts beside their side. Header words as public readers list them.

use crate::columns::role::Role;
use crate::model::{AccountKind, DateOrder, RowKind};
use crate::plan::{Layout, Provider, Sign};

pub(super) static NAVY_FEDERAL: Provider = Provider {
    name: "navy_federal",
    account: "Navy Federal",
    kind: AccountKind::Bank,
    layouts: &[Layout {
        recognised_by: &[
            "posting date",
            "transaction date",
            "amount",
            "credit debit indicator",
            "type group",
            "instructed currency",
            "instructed amount",
            "description",
        ],
        currency: Some("USD"),
        columns: &[
            (Role::Date, &["transaction date"]),
            (Role::Amount, &["amount"]),
            (Role::Direction, &["credit debit indicator"]),
            (Role::Type, &["type"]),
            (Role::Description, &["description"]),
            (Role::Category, &["category"]),
            (Role::Reference, &["reference"]),
            (Role::OriginalAmount, &["instructed amount"]),
            (Role::OriginalCurrency, &["instructed currency"]),
        ],
        sign: Sign::BySide,
        date_order: Some(DateOrder::MonthDayYear),
        ..Layout::PLAIN
    }],
    kinds: &[
        ("atm", RowKind::CashWithdrawal),
        ("transfer", RowKind::Transfer),
        ("fee", RowKind::Fee),
        ("pos", RowKind::Purchase),
    ],
};
