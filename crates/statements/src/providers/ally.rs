//! Ally Bank, whose header has a blank after each comma. Layout as in the public sample of budgery.

use crate::columns::role::Role;
use crate::model::{AccountKind, RowKind};
use crate::plan::{Layout, Provider};

pub(super) static ALLY: Provider = Provider {
    name: "ally",
    account: "Ally Bank",
    kind: AccountKind::Bank,
    layouts: &[Layout {
        recognised_by: &["date", "time", "amount", "type", "description"],
        is_whole_header: true,
        currency: Some("USD"),
        columns: &[
            (Role::Date, &["date"]),
            (Role::Time, &["time"]),
            (Role::Amount, &["amount"]),
            (Role::Type, &["type"]),
            (Role::Description, &["description"]),
        ],
        ..Layout::PLAIN
    }],
    kinds: &[("interest", RowKind::Interest)],
};
