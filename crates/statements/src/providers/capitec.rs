//! Capitec in South Africa: fees stand in a column of their own, beside the amount. Header words as public
//! readers list them.

use crate::columns::role::Role;
use crate::model::{AccountKind, DateOrder};
use crate::plan::{FeeRule, Layout, Provider, Sign};

pub(super) static CAPITEC: Provider = Provider {
    name: "capitec",
    account: "Capitec",
    kind: AccountKind::Bank,
    layouts: &[Layout {
        recognised_by: &[
            "account",
            "posting date",
            "transaction date",
            "description",
            "original description",
            "money in",
            "money out",
            "fee",
            "balance",
        ],
        currency: Some("ZAR"),
        columns: &[
            (Role::Account, &["account"]),
            (Role::Date, &["posting date"]),
            (Role::Payee, &["description"]),
            (Role::Description, &["original description"]),
            (Role::Category, &["category"]),
            (Role::Credit, &["money in"]),
            (Role::Debit, &["money out"]),
            (Role::Fee, &["fee"]),
            (Role::Balance, &["balance"]),
        ],
        sign: Sign::Pair,
        fee: FeeRule::Besides,
        date_order: Some(DateOrder::YearMonthDay),
        ..Layout::PLAIN
    }],
    kinds: &[],
};
