//! JD Pay (京东): amounts may carry a remark about refunds, which have rows of their own.

use crate::columns::role::Role;
use crate::model::{AccountKind, DateOrder, RowKind};
use crate::plan::{Effect, Layout, Provider, Rule, Sign, Test};

pub(super) static JD_PAY: Provider = Provider {
    name: "jd_pay",
    account: "JD Pay",
    kind: AccountKind::Wallet,
    layouts: &[Layout {
        recognised_by: &[
            "交易时间",
            "商户名称",
            "交易说明",
            "金额",
            "交易状态",
            "收 支",
        ],
        currency: Some("CNY"),
        columns: &[
            (Role::Date, &["交易时间"]),
            (Role::Payee, &["商户名称"]),
            (Role::Description, &["交易说明"]),
            (Role::Amount, &["金额"]),
            (Role::Status, &["交易状态"]),
            (Role::Type, &["交易状态"]),
            (Role::Direction, &["收 支"]),
            (Role::Category, &["交易分类"]),
            (Role::Reference, &["交易订单号"]),
            (Role::Order, &["商家订单号"]),
            (Role::Note, &["备注"]),
        ],
        sign: Sign::BySide,
        rules: &[
            Rule {
                when: &[(Role::Direction, Test::Is(&["支出"]))],
                then: Effect::Out,
            },
            Rule {
                when: &[(Role::Direction, Test::Is(&["收入"]))],
                then: Effect::In,
            },
            Rule {
                when: &[(Role::Status, Test::Is(&["退款成功"]))],
                then: Effect::In,
            },
            Rule {
                when: &[(Role::Amount, Test::Has(&["已全额退款"]))],
                then: Effect::Out,
            },
            Rule {
                when: &[],
                then: Effect::Neutral,
            },
        ],
        remark_begins: Some('('),
        date_order: Some(DateOrder::YearMonthDay),
        ..Layout::PLAIN
    }],
    kinds: &[("退款", RowKind::Refund)],
};
