//! Google's own transactions from Takeout: what was paid to Google, without a sign.

use crate::columns::role::Role;
use crate::model::{AccountKind, DateOrder};
use crate::plan::{Effect, Layout, Provider, Rule, Sign, Test};

pub(super) static GOOGLE_PAY: Provider = Provider {
    name: "google_pay",
    account: "Google Pay",
    kind: AccountKind::Wallet,
    layouts: &[Layout {
        recognised_by: &[
            "time",
            "transaction id",
            "description",
            "product",
            "payment method",
            "status",
            "amount",
        ],
        columns: &[
            (Role::Date, &["time"]),
            (Role::Reference, &["transaction id"]),
            (Role::Payee, &["description"]),
            (Role::Description, &["product"]),
            (Role::Note, &["payment method"]),
            (Role::Status, &["status"]),
            (Role::Amount, &["amount"]),
        ],
        sign: Sign::AllOut,
        rules: &[Rule {
            when: &[(
                Role::Status,
                Test::Is(&["Cancelled", "Canceled", "Declined", "Failed"]),
            )],
            then: Effect::Skip,
        }],
        date_order: Some(DateOrder::MonthDayYear),
        ..Layout::PLAIN
    }],
    kinds: &[],
};
