//! ICICI card statements: unsigned amounts, `CR` beside money that came and nothing beside purchases.

use crate::columns::role::Role;
use crate::model::{AccountKind, DateOrder};
use crate::plan::{Effect, Layout, Provider, Rule, Sign, Test};

pub(super) static ICICI: Provider = Provider {
    name: "icici",
    account: "ICICI card",
    kind: AccountKind::Card,
    layouts: &[Layout {
        recognised_by: &[
            "date",
            "sr no",
            "transaction details",
            "amount in rs",
            "billingamountsign",
        ],
        currency: Some("INR"),
        columns: &[
            (Role::Date, &["date"]),
            (Role::Reference, &["sr no"]),
            (Role::Description, &["transaction details"]),
            (Role::Amount, &["amount in rs"]),
            (Role::Direction, &["billingamountsign"]),
        ],
        sign: Sign::BySide,
        rules: &[
            Rule {
                when: &[(Role::Direction, Test::Is(&["CR"]))],
                then: Effect::In,
            },
            Rule {
                when: &[],
                then: Effect::Out,
            },
        ],
        date_order: Some(DateOrder::DayMonthYear),
        ..Layout::PLAIN
    }],
    kinds: &[],
};
