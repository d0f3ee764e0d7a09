//! Meituan (美团): what was really paid stands beside the price. Layout as in the public sample of double-entry-generator.

use crate::columns::role::Role;
use crate::model::{AccountKind, DateOrder, RowKind};
use crate::plan::{Effect, Layout, Provider, Rule, Sign, Test};

pub(super) static MEITUAN: Provider = Provider {
    name: "meituan",
    account: "Meituan",
    kind: AccountKind::Wallet,
    layouts: &[Layout {
        recognised_by: &[
            "交易创建时间",
            "交易成功时间",
            "交易类型",
            "订单标题",
            "收 支",
            "支付方式",
            "订单金额",
            "实付金额",
            "交易单号",
        ],
        currency: Some("CNY"),
        columns: &[
            (Role::Date, &["交易创建时间"]),
            (Role::Type, &["交易类型"]),
            (Role::Payee, &["订单标题"]),
            (Role::Note, &["支付方式"]),
            (Role::Direction, &["收 支"]),
            (Role::Amount, &["实付金额"]),
            (Role::Reference, &["交易单号"]),
            (Role::Order, &["商家单号"]),
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
                when: &[],
                then: Effect::Neutral,
            },
        ],
        date_order: Some(DateOrder::YearMonthDay),
        ..Layout::PLAIN
    }],
    kinds: &[
        ("退款", RowKind::Refund),
        ("支付", RowKind::Purchase),
        ("还款", RowKind::CardPayment),
        ("充值", RowKind::TopUp),
        ("提现", RowKind::Transfer),
    ],
};
