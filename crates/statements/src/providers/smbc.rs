//! Sumitomo Mitsui Banking Corporation (三井住友銀行). Header words as public readers list them.

use crate::columns::role::Role;
use crate::model::{AccountKind, DateOrder};
use crate::plan::{Layout, Provider, Sign};

pub(super) static SMBC: Provider = Provider {
    name: "smbc",
    account: "SMBC",
    kind: AccountKind::Bank,
    layouts: &[Layout {
        recognised_by: &["年月日", "お引出し", "お預入れ", "お取り扱い内容", "残高"],
        currency: Some("JPY"),
        columns: &[
            (Role::Date, &["年月日"]),
            (Role::Debit, &["お引出し"]),
            (Role::Credit, &["お預入れ"]),
            (Role::Description, &["お取り扱い内容"]),
            (Role::Balance, &["残高"]),
            (Role::Note, &["メモ"]),
        ],
        sign: Sign::Pair,
        date_order: Some(DateOrder::YearMonthDay),
        ..Layout::PLAIN
    }],
    kinds: &[],
};
