//! Toss Bank (토스뱅크) account history, saved as a table from its workbook.

use crate::columns::role::Role;
use crate::model::{AccountKind, RowKind};
use crate::plan::{Layout, Provider};

pub(super) static TOSS: Provider = Provider {
    name: "toss",
    account: "Toss",
    kind: AccountKind::Bank,
    layouts: &[Layout {
        recognised_by: &[
            "거래 일시",
            "적요",
            "거래 유형",
            "거래 금액",
            "거래 후 잔액",
        ],
        currency: Some("KRW"),
        columns: &[
            (Role::Date, &["거래 일시"]),
            (Role::Description, &["적요"]),
            (Role::Type, &["거래 유형"]),
            (Role::Amount, &["거래 금액"]),
            (Role::Balance, &["거래 후 잔액"]),
            (Role::Note, &["메모"]),
        ],
        ..Layout::PLAIN
    }],
    kinds: &[
        ("체크카드결제", RowKind::Purchase),
        ("이자", RowKind::Interest),
        ("캐시백", RowKind::Cashback),
        ("출금", RowKind::CashWithdrawal),
        ("이체", RowKind::Transfer),
        ("송금", RowKind::Transfer),
    ],
};
