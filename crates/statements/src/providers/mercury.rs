//! Mercury's export: several accounts in one table, by their names. Layout as in the public sample of beanhub-extract.

use crate::columns::role::Role;
use crate::model::{AccountKind, DateOrder};
use crate::plan::{Effect, Layout, Provider, Rule, Test};

pub(super) static MERCURY: Provider = Provider {
    name: "mercury",
    account: "Mercury",
    kind: AccountKind::Bank,
    layouts: &[Layout {
        recognised_by: &[
            "date utc",
            "description",
            "amount",
            "status",
            "source account",
            "bank description",
            "reference",
            "note",
        ],
        currency: Some("USD"),
        columns: &[
            (Role::Date, &["date utc"]),
            (Role::Payee, &["description"]),
            (Role::Amount, &["amount"]),
            (Role::Status, &["status"]),
            (Role::Account, &["source account"]),
            (Role::Description, &["bank description"]),
            (Role::Note, &["note", "reference"]),
            (Role::Category, &["category"]),
        ],
        rules: &[Rule {
            when: &[(Role::Status, Test::Is(&["Failed", "Cancelled", "Blocked"]))],
            then: Effect::Skip,
        }],
        date_order: Some(DateOrder::MonthDayYear),
        ..Layout::PLAIN
    }],
    kinds: &[],
};
