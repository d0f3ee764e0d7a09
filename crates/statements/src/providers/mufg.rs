//! MUFG Bank (三菱UFJ銀行). Header words as public readers list them.

use crate::columns::role::Role;
use crate::model::{AccountKind, DateOrder, RowKind};
use crate::plan::{Layout, Provider, Sign};

pub(super) static MUFG: Provider = Provider {
    name: "mufg",
    account: "MUFG",
    kind: AccountKind::Bank,
    layouts: &[Layout {
        recognised_by: &[
            "日付",
            "摘要",
            "摘要内容",
            "支払い金額",
            "預かり金額",
            "差引残高",
        ],
        currency: Some("JPY"),
        columns: &[
            (Role::Date, &["日付"]),
            (Role::Type, &["摘要"]),
            (Role::Payee, &["摘要内容"]),
            (Role::Debit, &["支払い金額"]),
            (Role::Credit, &["預かり金額"]),
            (Role::Balance, &["差引残高"]),
            (Role::Note, &["メモ"]),
        ],
        sign: Sign::Pair,
        date_order: Some(DateOrder::YearMonthDay),
        ..Layout::PLAIN
    }],
    kinds: &[
        ("手数料", RowKind::Fee),
        ("利息", RowKind::Interest),
        ("給料", RowKind::Income),
        ("振込", RowKind::Transfer),
    ],
};
