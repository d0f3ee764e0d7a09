//! Rocket Money's export of all accounts: what was spent is positive. Header words as public readers list them.

use crate::columns::role::Role;
use crate::model::{AccountKind, DateOrder};
use crate::plan::{Layout, Provider, Sign};

pub(super) static ROCKET_MONEY: Provider = Provider {
    name: "rocket_money",
    account: "Rocket Money",
    kind: AccountKind::Bank,
    layouts: &[Layout {
        recognised_by: &[
            "date",
            "original date",
            "account type",
            "account name",
            "institution name",
            "name",
            "custom name",
            "amount",
            "description",
            "category",
            "ignored from",
        ],
        currency: Some("USD"),
        columns: &[
            (Role::Date, &["date"]),
            (Role::Account, &["account name"]),
            (Role::Payee, &["name"]),
            (Role::Description, &["description"]),
            (Role::Amount, &["amount"]),
            (Role::Category, &["category"]),
            (Role::Note, &["note"]),
            (Role::Tags, &["transaction tags"]),
        ],
        sign: Sign::Negated,
        date_order: Some(DateOrder::YearMonthDay),
        ..Layout::PLAIN
    }],
    kinds: &[],
};
