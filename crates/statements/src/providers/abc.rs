//! Agricultural Bank of China (中国农业银行): signed amounts, times without colons. Layout as in the public sample of double-entry-generator.

use crate::columns::role::Role;
use crate::model::{AccountKind, RowKind};
use crate::plan::{Layout, Provider};

pub(super) static ABC: Provider = Provider {
    name: "abc",
    account: "Agricultural Bank of China",
    kind: AccountKind::Bank,
    layouts: &[Layout {
        recognised_by: &[
            "交易日期",
            "交易时间",
            "交易摘要",
            "交易金额",
            "本次余额",
            "对手信息",
            "交易渠道",
        ],
        currency: Some("CNY"),
        columns: &[
            (Role::Date, &["交易日期"]),
            (Role::Time, &["交易时间"]),
            (Role::Type, &["交易摘要"]),
            (Role::Amount, &["交易金额"]),
            (Role::Balance, &["本次余额"]),
            (Role::Payee, &["对手信息"]),
            (Role::Description, &["交易附言"]),
            (Role::Reference, &["日 志 号"]),
        ],
        ..Layout::PLAIN
    }],
    kinds: &[
        ("结息", RowKind::Interest),
        ("利息税", RowKind::Fee),
        ("转存", RowKind::Transfer),
        ("还款", RowKind::CardPayment),
    ],
};
