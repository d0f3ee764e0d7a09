//! Barclays in the United Kingdom, whose column of accounts holds sort code and number.

use crate::columns::role::Role;
use crate::model::{AccountKind, DateOrder, RowKind};
use crate::plan::{Layout, Provider};

pub(super) static BARCLAYS: Provider = Provider {
    name: "barclays",
    account: "Barclays",
    kind: AccountKind::Bank,
    layouts: &[Layout {
        recognised_by: &["number", "date", "account", "amount", "subcategory", "memo"],
        is_whole_header: true,
        currency: Some("GBP"),
        columns: &[
            (Role::Reference, &["number"]),
            (Role::Date, &["date"]),
            (Role::Account, &["account"]),
            (Role::Amount, &["amount"]),
            (Role::Type, &["subcategory"]),
            (Role::Description, &["memo"]),
        ],
        date_order: Some(DateOrder::DayMonthYear),
        ..Layout::PLAIN
    }],
    kinds: &[
        ("funds transfer", RowKind::Transfer),
        ("cash", RowKind::CashWithdrawal),
        ("interest", RowKind::Interest),
    ],
};
