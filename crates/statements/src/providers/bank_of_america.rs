//! Bank of America: checking accounts with a summary above, and cards. Layouts as in the public samples of Minance.

use crate::columns::role::Role;
use crate::model::{AccountKind, DateOrder};
use crate::plan::{Effect, Layout, Provider, Rule, Test};

pub(super) static BANK_OF_AMERICA: Provider = Provider {
    name: "bank_of_america",
    account: "Bank of America",
    kind: AccountKind::Bank,
    layouts: &[
        Layout {
            recognised_by: &["date", "description", "amount", "running bal"],
            is_whole_header: true,
            currency: Some("USD"),
            columns: &[
                (Role::Date, &["date"]),
                (Role::Description, &["description"]),
                (Role::Amount, &["amount"]),
                (Role::Balance, &["running bal"]),
            ],
            rules: &[Rule {
                when: &[(
                    Role::Description,
                    Test::Has(&["Beginning balance as of", "Ending balance as of"]),
                )],
                then: Effect::Skip,
            }],
            date_order: Some(DateOrder::MonthDayYear),
            ..Layout::PLAIN
        },
        Layout {
            recognised_by: &[
                "posted date",
                "reference number",
                "payee",
                "address",
                "amount",
            ],
            is_whole_header: true,
            currency: Some("USD"),
            columns: &[
                (Role::Date, &["posted date"]),
                (Role::Reference, &["reference number"]),
                (Role::Payee, &["payee"]),
                (Role::Note, &["address"]),
                (Role::Amount, &["amount"]),
            ],
            date_order: Some(DateOrder::MonthDayYear),
            ..Layout::PLAIN
        },
        Layout {
            recognised_by: &["date", "category", "amount", "memo", "simple description"],
            is_whole_header: true,
            currency: Some("USD"),
            columns: &[
                (Role::Date, &["date"]),
                (Role::Category, &["category"]),
                (Role::Amount, &["amount"]),
                (Role::Note, &["memo"]),
                (Role::Payee, &["simple description"]),
            ],
            date_order: Some(DateOrder::MonthDayYear),
            ..Layout::PLAIN
        },
    ],
    kinds: &[],
};
