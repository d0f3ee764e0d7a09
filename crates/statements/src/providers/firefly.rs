//! Firefly III's export of transactions: each has a source and a destination, one or both the person's own.
//! Header words and kinds of account as in the program's own exporter, `ExportDataGenerator`. The offset
//! of a date is kept, and so is its local day.

use crate::columns::role::Role;
use crate::model::{AccountKind, RowKind};
use crate::plan::{Effect, Layout, Provider, Rule, Sign, Test};

pub(super) static FIREFLY: Provider = Provider {
    name: "firefly",
    account: "Firefly III",
    kind: AccountKind::Bank,
    layouts: &[Layout {
        recognised_by: &[
            "journal id",
            "type",
            "amount",
            "currency code",
            "date",
            "source name",
            "source type",
            "destination name",
            "destination type",
        ],
        columns: &[
            (Role::Date, &["date"]),
            (Role::Amount, &["amount"]),
            (Role::Currency, &["currency code"]),
            (Role::OriginalAmount, &["foreign amount"]),
            (Role::OriginalCurrency, &["foreign currency code"]),
            (Role::Description, &["description"]),
            (Role::From, &["source name"]),
            (Role::To, &["destination name"]),
            (Role::FromType, &["source type"]),
            (Role::ToType, &["destination type"]),
            (Role::Type, &["type"]),
            (Role::Category, &["category"]),
            (Role::Tags, &["tags"]),
            (Role::Note, &["notes"]),
            (Role::Reference, &["journal id"]),
        ],
        sign: Sign::Sides(OWN),
        rules: OPENING,
        ..Layout::PLAIN
    }],
    kinds: &[
        ("withdrawal", RowKind::Unknown),
        ("deposit", RowKind::Unknown),
        ("transfer", RowKind::Transfer),
        ("reconciliation", RowKind::Transfer),
    ],
};

/// The kinds of account that are the person's own, debts included.
const OWN: &[&str] = &[
    "Asset account",
    "Asset",
    "Default account",
    "Cash account",
    "Loan",
    "Debt",
    "Mortgage",
    "Credit card",
    "Liability credit account",
];

const OPENING: &[Rule] = &[
    Rule {
        when: &[(
            Role::Type,
            Test::Is(&["Opening balance", "Liability credit"]),
        )],
        then: Effect::Opening,
    },
    Rule {
        when: &[(Role::Type, Test::Is(&["Reconciliation"]))],
        then: Effect::Opening,
    },
];
