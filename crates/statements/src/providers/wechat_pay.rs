//! `WeChat` Pay (微信支付): 支出 left, 收入 came, “/” is a move between own pockets without a provable side.

use crate::columns::role::Role;
use crate::model::{AccountKind, DateOrder, RowKind};
use crate::plan::{Effect, FeeRule, Layout, Provider, Rule, Sign, Test};

pub(super) static WECHAT_PAY: Provider = Provider {
    name: "wechat_pay",
    account: "WeChat Pay",
    kind: AccountKind::Wallet,
    layouts: &[Layout {
        recognised_by: &[
            "交易时间",
            "交易类型",
            "交易对方",
            "商品",
            "收 支",
            "金额 元",
            "当前状态",
        ],
        currency: Some("CNY"),
        columns: &[
            (Role::Date, &["交易时间"]),
            (Role::Type, &["交易类型"]),
            (Role::Payee, &["交易对方"]),
            (Role::Description, &["商品"]),
            (Role::Direction, &["收 支"]),
            (Role::Amount, &["金额 元"]),
            (Role::Status, &["当前状态"]),
            (Role::Reference, &["交易单号"]),
            (Role::Order, &["商户单号"]),
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
                when: &[],
                then: Effect::Neutral,
            },
        ],
        fee: FeeRule::InNote("服务费"),
        date_order: Some(DateOrder::YearMonthDay),
        ..Layout::PLAIN
    }],
    kinds: &[
        ("退款", RowKind::Refund),
        ("商户消费", RowKind::Purchase),
        ("扫二维码付款", RowKind::Purchase),
        ("零钱提现", RowKind::Transfer),
        ("零钱充值", RowKind::TopUp),
        ("信用卡还款", RowKind::CardPayment),
        ("零钱通", RowKind::Transfer),
        ("理财通", RowKind::Transfer),
        ("转账", RowKind::Transfer),
        ("红包", RowKind::Transfer),
        ("二维码收款", RowKind::Income),
    ],
};
