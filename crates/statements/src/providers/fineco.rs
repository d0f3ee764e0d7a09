//! Fineco's list of movements. Header words as public readers list them.

use crate::columns::role::Role;
use crate::model::{AccountKind, DateOrder, DecimalMark, RowKind};
use crate::plan::{Layout, Provider, Sign};

pub(super) static FINECO: Provider = Provider {
    name: "fineco",
    account: "Fineco",
    kind: AccountKind::Bank,
    layouts: &[Layout {
        recognised_by: &[
            "data operazione",
            "data valuta",
            "entrate",
            "uscite",
            "descrizione",
            "descrizione completa",
        ],
        currency: Some("EUR"),
        columns: &[
            (Role::Date, &["data operazione"]),
            (Role::Type, &["descrizione"]),
            (Role::Description, &["descrizione completa"]),
            (Role::Credit, &["entrate"]),
            (Role::Debit, &["uscite"]),
        ],
        sign: Sign::Pair,
        date_order: Some(DateOrder::DayMonthYear),
        decimal_mark: Some(DecimalMark::Comma),
        ..Layout::PLAIN
    }],
    kinds: &[
        ("prelievi", RowKind::CashWithdrawal),
        ("stipendio", RowKind::Income),
        ("pagamento", RowKind::Purchase),
        ("bonifico", RowKind::Transfer),
    ],
};
