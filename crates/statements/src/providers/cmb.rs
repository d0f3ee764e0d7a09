//! China Merchants Bank (招商银行): cells begin with a tab. Header words as public readers list them.

use crate::columns::role::Role;
use crate::model::{AccountKind, DateOrder};
use crate::plan::{Layout, Provider, Sign};

pub(super) static CMB: Provider = Provider {
    name: "cmb",
    account: "China Merchants Bank",
    kind: AccountKind::Bank,
    layouts: &[Layout {
        recognised_by: &[
            "交易日期",
            "交易时间",
            "收入",
            "支出",
            "余额",
            "交易类型",
            "交易备注",
        ],
        currency: Some("CNY"),
        columns: &[
            (Role::Date, &["交易日期"]),
            (Role::Time, &["交易时间"]),
            (Role::Credit, &["收入"]),
            (Role::Debit, &["支出"]),
            (Role::Balance, &["余额"]),
            (Role::Type, &["交易类型"]),
            (Role::Description, &["交易备注"]),
        ],
        sign: Sign::Pair,
        date_order: Some(DateOrder::YearMonthDay),
        ..Layout::PLAIN
    }],
    kinds: &[],
};
