//! `KakaoPay`: unsigned amounts, the side in brackets before the type.

use crate::columns::role::Role;
use crate::model::{AccountKind, DateOrder, RowKind};
use crate::plan::{Effect, Layout, Provider, Rule, Sign, Test};

pub(super) static KAKAOPAY: Provider = Provider {
    name: "kakaopay",
    account: "KakaoPay",
    kind: AccountKind::Wallet,
    layouts: &[Layout {
        recognised_by: &["거래일시", "거래구분", "거래금액", "계좌 정보 결제 정보"],
        currency: Some("KRW"),
        columns: &[
            (Role::Date, &["거래일시"]),
            (Role::Type, &["거래구분"]),
            (Role::Amount, &["거래금액"]),
            (Role::Payee, &["계좌 정보 결제 정보"]),
        ],
        sign: Sign::BySide,
        rules: &[
            Rule {
                when: &[(Role::Type, Test::Has(&["[+]"]))],
                then: Effect::In,
            },
            Rule {
                when: &[(Role::Type, Test::Has(&["[-]"]))],
                then: Effect::Out,
            },
        ],
        date_order: Some(DateOrder::YearMonthDay),
        ..Layout::PLAIN
    }],
    kinds: &[
        ("충전", RowKind::TopUp),
        ("송금취소", RowKind::Refund),
        ("결제취소", RowKind::Refund),
        ("송금", RowKind::Transfer),
        ("내보내기", RowKind::Transfer),
        ("결제", RowKind::Purchase),
    ],
};
