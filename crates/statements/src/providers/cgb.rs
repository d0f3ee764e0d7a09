//! China Guangfa Bank cards (广发银行): purchases are positive. Layout as in the public sample of double-entry-generator.

use crate::columns::role::Role;
use crate::model::{AccountKind, RowKind};
use crate::plan::{Layout, Provider, Sign};

pub(super) static CGB: Provider = Provider {
    name: "cgb",
    account: "China Guangfa card",
    kind: AccountKind::Card,
    layouts: &[Layout {
        recognised_by: &[
            "交易日期",
            "入账日期",
            "交易摘要",
            "交易金额",
            "交易货币",
            "入账金额",
            "入账货币",
        ],
        columns: &[
            (Role::Date, &["交易日期"]),
            (Role::SecondDate, &["入账日期"]),
            (Role::Description, &["交易摘要"]),
            (Role::Type, &["交易摘要"]),
            (Role::OriginalAmount, &["交易金额"]),
            (Role::OriginalCurrency, &["交易货币"]),
            (Role::Amount, &["入账金额"]),
            (Role::Currency, &["入账货币"]),
        ],
        sign: Sign::Negated,
        ..Layout::PLAIN
    }],
    kinds: &[
        ("还款", RowKind::CardPayment),
        ("退款", RowKind::Refund),
        ("消费", RowKind::Purchase),
        ("分期", RowKind::Purchase),
    ],
};
