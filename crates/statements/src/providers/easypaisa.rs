//! Easypaisa statements as a table: unsigned amounts beside a direction, or signed ones.
//!
//! The provider gives only a PDF; these columns are those of public programs that read it.

use crate::columns::role::Role;
use crate::model::{AccountKind, RowKind};
use crate::plan::{Layout, Provider, Sign};

pub(super) static EASYPAISA: Provider = Provider {
    name: "easypaisa",
    account: "Easypaisa",
    kind: AccountKind::Wallet,
    layouts: &[
        SIGNED,
        Layout {
            recognised_by: &["transaction date", "description", "amount", "direction"],
            mentions: Some("easypaisa"),
            currency: Some("PKR"),
            columns: &[
                (Role::Date, &["transaction date"]),
                (Role::Description, &["description"]),
                (Role::Type, &["description"]),
                (Role::Amount, &["amount"]),
                (Role::Direction, &["direction"]),
                (Role::Currency, &["currency"]),
                (Role::Reference, &["transaction id", "trx id", "reference"]),
                (Role::Balance, &["balance", "closing"]),
            ],
            sign: Sign::BySide,
            ..Layout::PLAIN
        },
    ],
    kinds: &[
        ("cashback", RowKind::Cashback),
        ("tax", RowKind::Fee),
        ("fee", RowKind::Fee),
        ("charges", RowKind::Fee),
        ("cash withdrawal", RowKind::CashWithdrawal),
        ("cash deposit", RowKind::TopUp),
        ("transfer", RowKind::Transfer),
        ("bill", RowKind::Purchase),
        ("load", RowKind::Purchase),
        ("refund", RowKind::Refund),
        ("reversal", RowKind::Refund),
    ],
};

const SIGNED: Layout = Layout {
    recognised_by: &["date", "type", "description", "amount"],
    mentions: Some("easypaisa"),
    currency: Some("PKR"),
    columns: &[
        (Role::Date, &["date"]),
        (Role::Reference, &["ref", "reference", "transaction id"]),
        (Role::Type, &["type"]),
        (Role::Description, &["description"]),
        (Role::Amount, &["amount"]),
        (Role::Balance, &["balance", "closing"]),
    ],
    ..Layout::PLAIN
};
