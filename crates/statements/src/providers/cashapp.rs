//! Cash App's account activity: the net amount already has its fee.

use crate::columns::role::Role;
use crate::model::{AccountKind, DateOrder, RowKind};
use crate::plan::{Effect, FeeRule, Layout, Provider, Rule, Test};

pub(super) static CASH_APP: Provider = Provider {
    name: "cashapp",
    account: "Cash App",
    kind: AccountKind::Wallet,
    layouts: &[Layout {
        recognised_by: &[
            "transaction id",
            "date",
            "transaction type",
            "currency",
            "net amount",
            "asset type",
        ],
        currency: Some("USD"),
        columns: &[
            (Role::Reference, &["transaction id"]),
            (Role::Date, &["date"]),
            (Role::Type, &["transaction type"]),
            (Role::Currency, &["currency"]),
            (Role::Amount, &["net amount"]),
            (Role::Fee, &["fee"]),
            (Role::Status, &["status"]),
            (Role::Description, &["notes"]),
            (Role::Payee, &["name of sender receiver"]),
        ],
        fee: FeeRule::Included,
        rules: &[Rule {
            when: &[(
                Role::Status,
                Test::Is(&["FAILED", "CANCELED", "CANCELLED", "DECLINED", "PENDING"]),
            )],
            then: Effect::Skip,
        }],
        date_order: Some(DateOrder::MonthDayYear),
        ..Layout::PLAIN
    }],
    kinds: &[
        ("cash card", RowKind::Purchase),
        ("boost", RowKind::Cashback),
        ("cash out", RowKind::Transfer),
        ("withdrawal", RowKind::Transfer),
        ("deposit", RowKind::TopUp),
        ("p2p", RowKind::Transfer),
        ("refund", RowKind::Refund),
        ("atm", RowKind::CashWithdrawal),
    ],
};
