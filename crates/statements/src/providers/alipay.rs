//! Alipay (支付宝): the app's export and the older one of the web site.
//!
//! 支出 left, 收入 came, a successful refund came, 资金状态 decides what 收/支 leaves open; other
//! 不计收支 rows are moves between own pockets whose side the file does not tell.

use crate::columns::role::Role;
use crate::model::{AccountKind, DateOrder, Row, RowKind};
use crate::plan::{Effect, Layout, Provider, Rule, Sign, Test};

pub(super) static ALIPAY: Provider = Provider {
    name: "alipay",
    account: "Alipay",
    kind: AccountKind::Wallet,
    layouts: &[
        Layout {
            recognised_by: &[
                "交易时间",
                "交易对方",
                "商品说明",
                "收 支",
                "金额",
                "交易状态",
            ],
            columns: &[
                (Role::Date, &["交易时间"]),
                (Role::Category, &["交易分类"]),
                (Role::Type, &["交易分类"]),
                (Role::Payee, &["交易对方"]),
                (Role::Description, &["商品说明"]),
                (Role::Direction, &["收 支"]),
                (Role::Amount, &["金额"]),
                (Role::Status, &["交易状态"]),
                (Role::Reference, &["交易订单号"]),
                (Role::Order, &["商家订单号"]),
                (Role::Note, &["备注"]),
            ],
            ..COMMON
        },
        Layout {
            recognised_by: &[
                "交易号",
                "交易创建时间",
                "商品名称",
                "金额 元",
                "收 支",
                "交易状态",
            ],
            columns: &[
                (Role::Date, &["交易创建时间"]),
                (Role::Type, &["类型"]),
                (Role::Payee, &["交易对方"]),
                (Role::Description, &["商品名称"]),
                (Role::Direction, &["收 支"]),
                (Role::Amount, &["金额 元"]),
                (Role::Status, &["交易状态"]),
                (Role::Funds, &["资金状态"]),
                (Role::Reference, &["交易号"]),
                (Role::Order, &["商家订单号"]),
                (Role::Note, &["备注"]),
            ],
            ..COMMON
        },
    ],
    kinds: &[
        ("退款", RowKind::Refund),
        ("转账", RowKind::Transfer),
        ("投资理财", RowKind::Transfer),
        ("信用借还", RowKind::Transfer),
        ("账户存取", RowKind::Transfer),
        ("充值提现", RowKind::Transfer),
        ("收入", RowKind::Income),
        ("餐饮", RowKind::Purchase),
        ("日用", RowKind::Purchase),
        ("交通", RowKind::Purchase),
        ("数码", RowKind::Purchase),
        ("服饰", RowKind::Purchase),
        ("文化", RowKind::Purchase),
        ("生活服务", RowKind::Purchase),
        ("充值缴费", RowKind::Purchase),
        ("亲友代付", RowKind::Purchase),
    ],
};

const COMMON: Layout = Layout {
    currency: Some("CNY"),
    sign: Sign::BySide,
    rules: &[
        Rule {
            when: &[(Role::Amount, Test::IsZero)],
            then: Effect::Skip,
        },
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
            when: &[(Role::Funds, Test::Is(&["已支出"]))],
            then: Effect::Out,
        },
        Rule {
            when: &[(Role::Funds, Test::Is(&["已收入"]))],
            then: Effect::In,
        },
        Rule {
            when: &[(Role::Status, Test::Is(&["交易关闭"]))],
            then: Effect::Skip,
        },
        Rule {
            when: &[],
            then: Effect::Neutral,
        },
    ],
    date_order: Some(DateOrder::YearMonthDay),
    related: Some(purchase_of),
    ..Layout::PLAIN
};

/// A refund's own number begins with the one of its purchase: `2026…88_2026…57`.
fn purchase_of(row: &Row) -> Option<&str> {
    let (purchase, _) = row.reference.as_deref()?.split_once('_')?;
    (row.kind == RowKind::Refund && !purchase.is_empty()).then_some(purchase)
}
