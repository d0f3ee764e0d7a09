//! Nubank's accounts.

use crate::columns::role::Role;
use crate::model::{AccountKind, DateOrder, RowKind};
use crate::plan::{Layout, Provider};

pub(super) static NUBANK: Provider = Provider {
    name: "nubank",
    account: "Nubank",
    kind: AccountKind::Bank,
    layouts: &[Layout {
        recognised_by: &["data", "valor", "identificador", "descricao"],
        is_whole_header: true,
        currency: Some("BRL"),
        columns: &[
            (Role::Date, &["data"]),
            (Role::Amount, &["valor"]),
            (Role::Reference, &["identificador"]),
            (Role::Description, &["descricao"]),
            (Role::Type, &["descricao"]),
        ],
        date_order: Some(DateOrder::DayMonthYear),
        ..Layout::PLAIN
    }],
    kinds: &[
        ("transferência", RowKind::Transfer),
        ("compra no", RowKind::Purchase),
        ("pagamento de fatura", RowKind::CardPayment),
        ("reembolso", RowKind::Refund),
        ("estorno", RowKind::Refund),
    ],
};
