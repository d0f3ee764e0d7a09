//! BMO (Bank of Montreal): cards write purchases as positive, accounts are signed.

use crate::columns::role::Role;
use crate::model::AccountKind;
use crate::plan::{Layout, Provider, Sign};

pub(super) static BMO: Provider = Provider {
    name: "bmo",
    account: "BMO",
    kind: AccountKind::Card,
    layouts: &[
        ACCOUNT,
        Layout {
            recognised_by: &[
                "item",
                "card",
                "transaction date",
                "posting date",
                "transaction amount",
                "description",
            ],
            currency: Some("CAD"),
            columns: &[
                (Role::Date, &["transaction date"]),
                (Role::Amount, &["transaction amount"]),
                (Role::Description, &["description"]),
            ],
            sign: Sign::Negated,
            ..Layout::PLAIN
        },
    ],
    kinds: &[],
};

/// Accounts: signed, with the card's number in single quotes.
const ACCOUNT: Layout = Layout {
    recognised_by: &[
        "first bank card",
        "transaction type",
        "date posted",
        "transaction amount",
        "description",
    ],
    currency: Some("CAD"),
    columns: &[
        (Role::Account, &["first bank card"]),
        (Role::Date, &["date posted"]),
        (Role::Amount, &["transaction amount"]),
        (Role::Description, &["description"]),
    ],
    ..Layout::PLAIN
};
