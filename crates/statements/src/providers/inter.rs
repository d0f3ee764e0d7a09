//! Banco Inter in Brazil, below some lines about the account. Header words as public readers list them.

use crate::columns::role::Role;
use crate::model::{AccountKind, DateOrder, DecimalMark, RowKind};
use crate::plan::{Layout, Provider};

pub(super) static INTER: Provider = Provider {
    name: "inter",
    account: "Inter",
    kind: AccountKind::Bank,
    layouts: &[Layout {
        recognised_by: &[
            "data lancamento",
            "historico",
            "descricao",
            "valor",
            "saldo",
        ],
        currency: Some("BRL"),
        columns: &[
            (Role::Date, &["data lancamento"]),
            (Role::Type, &["historico"]),
            (Role::Payee, &["descricao"]),
            (Role::Amount, &["valor"]),
            (Role::Balance, &["saldo"]),
        ],
        date_order: Some(DateOrder::DayMonthYear),
        decimal_mark: Some(DecimalMark::Comma),
        ..Layout::PLAIN
    }],
    kinds: &[
        ("pix", RowKind::Transfer),
        ("compra", RowKind::Purchase),
        ("saque", RowKind::CashWithdrawal),
    ],
};
