//! Mercado Pago account statements: the type is the description, not a side.

use crate::columns::role::Role;
use crate::model::{AccountKind, DateOrder, DecimalMark, RowKind};
use crate::plan::{Layout, Provider};

pub(super) static MERCADO_PAGO: Provider = Provider {
    name: "mercadopago",
    account: "Mercado Pago",
    kind: AccountKind::Wallet,
    layouts: &[
        // Pix is Brazil's own payment system; the file names no currency.
        Layout {
            mentions: Some("pix"),
            currency: Some("BRL"),
            ..STATEMENT
        },
        STATEMENT,
    ],
    kinds: &[
        ("rendimentos", RowKind::Interest),
        ("rendimientos", RowKind::Interest),
        ("reserva", RowKind::Transfer),
        ("dinheiro retirado", RowKind::Transfer),
        ("dinero retirado", RowKind::Transfer),
        ("pagamento", RowKind::Purchase),
        ("pago", RowKind::Purchase),
        ("reembolso", RowKind::Refund),
        ("pix", RowKind::Transfer),
        ("transfer", RowKind::Transfer),
    ],
};

const STATEMENT: Layout = Layout {
    recognised_by: &[
        "release date",
        "transaction type",
        "reference id",
        "transaction net amount",
    ],
    columns: &[
        (Role::Date, &["release date"]),
        (Role::Type, &["transaction type"]),
        (Role::Description, &["transaction type"]),
        (Role::Reference, &["reference id"]),
        (Role::Amount, &["transaction net amount"]),
        (Role::Balance, &["partial balance"]),
    ],
    date_order: Some(DateOrder::DayMonthYear),
    decimal_mark: Some(DecimalMark::Comma),
    ..Layout::PLAIN
};
