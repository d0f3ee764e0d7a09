//! Actual Budget's export: the row of a split transaction is zero, and its parts follow as rows.
//! Header words as in the program's own exporter, `export-to-csv`; the second state is the split row's whole amount.

use crate::columns::role::Role;
use crate::model::AccountKind;
use crate::plan::{Effect, Layout, Provider, Rule, Test};

pub(super) static ACTUAL: Provider = Provider {
    name: "actual",
    account: "Actual Budget",
    kind: AccountKind::Bank,
    layouts: &[Layout {
        recognised_by: &[
            "account",
            "date",
            "payee",
            "notes",
            "category",
            "amount",
            "split amount",
            "cleared",
        ],
        columns: &[
            (Role::Account, &["account"]),
            (Role::Date, &["date"]),
            (Role::Payee, &["payee"]),
            (Role::Note, &["notes"]),
            (Role::Category, &["category"]),
            (Role::Amount, &["amount"]),
            (Role::Funds, &["split amount"]),
        ],
        rules: &[
            Rule {
                when: &[
                    (Role::Amount, Test::IsZero),
                    (Role::Funds, Test::IsNot(&["0", "0.00", ""])),
                ],
                then: Effect::Skip,
            },
            Rule {
                when: &[(Role::Payee, Test::Is(&["Starting Balance"]))],
                then: Effect::Opening,
            },
        ],
        ..Layout::PLAIN
    }],
    kinds: &[],
};
