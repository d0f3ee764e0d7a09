//! Bank of Communications (交通银行): accounts with sides, and cards whose side stands in the first word of the text.
//! Layouts as in the public samples of double-entry-generator.

use crate::columns::role::Role;
use crate::model::{AccountKind, RowKind};
use crate::plan::{Effect, Layout, Provider, Rule, Sign, Test};

pub(super) static BOCOM: Provider = Provider {
    name: "bocom",
    account: "Bank of Communications",
    kind: AccountKind::Bank,
    layouts: &[
        Layout {
            recognised_by: &[
                "序号",
                "交易日期",
                "交易时间",
                "交易类型",
                "借贷",
                "交易金额",
                "余额",
                "对方账号",
                "对方户名",
            ],
            currency: Some("CNY"),
            columns: &[
                (Role::Date, &["交易日期"]),
                (Role::Time, &["交易时间"]),
                (Role::Type, &["交易类型"]),
                (Role::Direction, &["借贷"]),
                (Role::Amount, &["交易金额"]),
                (Role::Balance, &["余额"]),
                (Role::CounterNumber, &["对方账号"]),
                (Role::Payee, &["对方户名"]),
                (Role::Description, &["摘要"]),
                (Role::Note, &["交易地点"]),
            ],
            sign: Sign::BySide,
            ..Layout::PLAIN
        },
        Layout {
            recognised_by: &[
                "交易日期",
                "记账日期",
                "交易说明",
                "交易币种 金额",
                "入账币种 金额",
            ],
            columns: &[
                (Role::Date, &["交易日期"]),
                (Role::SecondDate, &["记账日期"]),
                (Role::Description, &["交易说明"]),
                (Role::Type, &["交易说明"]),
                (Role::Amount, &["入账币种 金额"]),
            ],
            sign: Sign::BySide,
            rules: &[
                Rule {
                    when: &[(
                        Role::Description,
                        Test::Has(&["退货", "还款", "存款", "返现"]),
                    )],
                    then: Effect::In,
                },
                Rule {
                    when: &[],
                    then: Effect::Out,
                },
            ],
            ..Layout::PLAIN
        },
    ],
    kinds: &[
        ("利息", RowKind::Interest),
        ("还款", RowKind::CardPayment),
        ("退货", RowKind::Refund),
        ("消费", RowKind::Purchase),
        ("转账", RowKind::Transfer),
    ],
};
