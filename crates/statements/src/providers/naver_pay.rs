//! Naver Pay's card receipts as a table: what was approved, and what was taken back of it.
//! Header words as a public program that reads them lists them.

use crate::columns::role::Role;
use crate::model::{AccountKind, DateOrder, RowKind};
use crate::plan::{Layout, Provider, Sign};

pub(super) static NAVER_PAY: Provider = Provider {
    name: "naver_pay",
    account: "Naver Pay",
    kind: AccountKind::Wallet,
    layouts: &[Layout {
        recognised_by: &[
            "승인번호",
            "카드사",
            "카드번호",
            "거래종류 할부",
            "결제일자",
            "취소일자",
            "상품명",
            "승인금액",
            "취소금액",
        ],
        currency: Some("KRW"),
        columns: &[
            (Role::Reference, &["승인번호"]),
            (Role::Payee, &["상품명"]),
            (Role::Type, &["거래종류 할부"]),
            (Role::Note, &["카드사"]),
            (Role::Date, &["결제일자"]),
            (Role::Debit, &["승인금액"]),
            (Role::Credit, &["취소금액"]),
        ],
        sign: Sign::Pair,
        date_order: Some(DateOrder::YearMonthDay),
        ..Layout::PLAIN
    }],
    kinds: &[("취소", RowKind::Refund), ("", RowKind::Purchase)],
};
