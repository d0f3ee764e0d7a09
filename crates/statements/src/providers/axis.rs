//! Axis Bank in India, below some lines about the account. Header words as public readers list them.

use crate::columns::role::Role;
use crate::model::{AccountKind, DateOrder};
use crate::plan::{Layout, Provider, Sign};

pub(super) static AXIS: Provider = Provider {
    name: "axis",
    account: "Axis Bank",
    kind: AccountKind::Bank,
    layouts: &[Layout {
        recognised_by: &["tran date", "chqno", "particulars", "dr", "cr", "bal"],
        currency: Some("INR"),
        columns: &[
            (Role::Date, &["tran date"]),
            (Role::Reference, &["chqno"]),
            (Role::Description, &["particulars"]),
            (Role::Debit, &["dr"]),
            (Role::Credit, &["cr"]),
            (Role::Balance, &["bal"]),
        ],
        sign: Sign::Pair,
        date_order: Some(DateOrder::DayMonthYear),
        ..Layout::PLAIN
    }],
    kinds: &[],
};
