//! The bill of a credit card of China CITIC Bank (中信银行): what was spent is positive.

use crate::columns::role::Role;
use crate::model::{AccountKind, DateOrder, RowKind};
use crate::plan::{Layout, Provider, Sign};

pub(super) static CITIC: Provider = Provider {
    name: "citic",
    account: "CITIC card",
    kind: AccountKind::Card,
    layouts: &[Layout {
        recognised_by: &[
            "交易日期",
            "入账日期",
            "交易描述",
            "卡末四位",
            "结算币种",
            "结算金额",
        ],
        currency: Some("CNY"),
        columns: &[
            (Role::Date, &["交易日期"]),
            (Role::SecondDate, &["入账日期"]),
            (Role::Description, &["交易描述"]),
            (Role::Type, &["交易描述"]),
            (Role::Currency, &["结算币种"]),
            (Role::Amount, &["结算金额"]),
            (Role::OriginalAmount, &["交易金额"]),
        ],
        sign: Sign::Negated,
        date_order: Some(DateOrder::YearMonthDay),
        ..Layout::PLAIN
    }],
    kinds: &[
        ("还款", RowKind::CardPayment),
        ("奖励", RowKind::Cashback),
        ("返现", RowKind::Cashback),
        ("退款", RowKind::Refund),
        ("退货", RowKind::Refund),
        ("利息", RowKind::Interest),
        ("年费", RowKind::Fee),
        ("手续费", RowKind::Fee),
        ("取现", RowKind::CashWithdrawal),
        ("", RowKind::Purchase),
    ],
};
