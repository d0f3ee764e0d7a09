//! Revolut account statements: the fee is on top of the amount, and only completed rows count.

use crate::columns::role::Role;
use crate::model::{AccountKind, RowKind};
use crate::plan::{Effect, FeeRule, Layout, Provider, Rule, Test};

pub(super) static REVOLUT: Provider = Provider {
    name: "revolut",
    account: "Revolut",
    kind: AccountKind::Bank,
    layouts: &[Layout {
        recognised_by: &[
            "type",
            "product",
            "started date",
            "completed date",
            "amount",
            "fee",
            "state",
        ],
        columns: &[
            (Role::Type, &["type"]),
            (Role::Date, &["completed date"]),
            (Role::Description, &["description"]),
            (Role::Amount, &["amount"]),
            (Role::Fee, &["fee"]),
            (Role::Currency, &["currency"]),
            (Role::Status, &["state"]),
            (Role::Balance, &["balance"]),
        ],
        fee: FeeRule::OnTop,
        rules: &[Rule {
            when: &[(Role::Status, Test::IsNot(&["COMPLETED"]))],
            then: Effect::Skip,
        }],
        ..Layout::PLAIN
    }],
    kinds: &[
        ("refund", RowKind::Refund),
        ("card_payment", RowKind::Purchase),
        ("card payment", RowKind::Purchase),
        ("topup", RowKind::TopUp),
        ("atm", RowKind::CashWithdrawal),
        ("transfer", RowKind::Transfer),
        ("exchange", RowKind::Transfer),
        ("fee", RowKind::Fee),
        ("interest", RowKind::Interest),
        ("cashback", RowKind::Cashback),
        ("reward", RowKind::Cashback),
    ],
};
