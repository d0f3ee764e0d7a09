//! Transactions as Plaid's interface gives them, in a table: positive amounts are money out.
//! Header words as in Plaid's documentation and in the public sample of beanhub-extract.

use crate::columns::role::Role;
use crate::model::AccountKind;
use crate::plan::{Effect, Layout, Provider, Rule, Sign, Test};

pub(super) static PLAID: Provider = Provider {
    name: "plaid",
    account: "Plaid",
    kind: AccountKind::Bank,
    layouts: &[Layout {
        recognised_by: &[
            "date",
            "name",
            "amount",
            "account id",
            "transaction id",
            "iso currency code",
            "pending",
        ],
        columns: &[
            (Role::Date, &["date"]),
            (Role::Description, &["name"]),
            (Role::Payee, &["merchant name"]),
            (Role::Amount, &["amount"]),
            (Role::Currency, &["iso currency code"]),
            (Role::Account, &["account id"]),
            (Role::Reference, &["transaction id"]),
            (Role::Category, &["personal finance category primary"]),
            (Role::Status, &["pending"]),
        ],
        sign: Sign::Negated,
        rules: &[Rule {
            when: &[(Role::Status, Test::Is(&["True", "true"]))],
            then: Effect::Skip,
        }],
        ..Layout::PLAIN
    }],
    kinds: &[],
};
