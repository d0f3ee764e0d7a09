//! ICBC (中国工商银行): what was paid and what was booked, each with a column for either side.
//! Layouts as in the public samples of double-entry-generator.

use crate::columns::role::Role;
use crate::model::{AccountKind, RowKind};
use crate::plan::{Layout, Provider, Sign};

pub(super) static ICBC: Provider = Provider {
    name: "icbc",
    account: "ICBC",
    kind: AccountKind::Bank,
    layouts: &[Layout {
        recognised_by: &[
            "交易日期",
            "摘要",
            "交易场所",
            "记账金额 收入",
            "记账金额 支出",
            "记账币种",
            "余额",
            "对方户名",
        ],
        columns: &[
            (Role::Date, &["交易日期"]),
            (Role::Type, &["摘要"]),
            (Role::Description, &["交易场所"]),
            (Role::Credit, &["记账金额 收入"]),
            (Role::Debit, &["记账金额 支出"]),
            (Role::Currency, &["记账币种"]),
            (Role::Balance, &["余额"]),
            (Role::Payee, &["对方户名"]),
            (Role::CounterNumber, &["对方账户"]),
        ],
        sign: Sign::Pair,
        ..Layout::PLAIN
    }],
    kinds: &[
        ("退款", RowKind::Refund),
        ("工资", RowKind::Income),
        ("还款", RowKind::CardPayment),
        ("消费", RowKind::Purchase),
        ("支付", RowKind::Purchase),
        ("取款", RowKind::CashWithdrawal),
        ("汇款", RowKind::Transfer),
        ("转", RowKind::Transfer),
        ("利息", RowKind::Interest),
    ],
};
