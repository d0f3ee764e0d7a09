//! Caisse d'Épargne's newest layout, which names neither account nor currency. Layout as in the public samples of OCA.

use crate::columns::role::Role;
use crate::model::{AccountKind, DateOrder, DecimalMark, RowKind};
use crate::plan::{Layout, Provider, Sign};

pub(super) static CAISSE_EPARGNE: Provider = Provider {
    name: "caisse_epargne",
    account: "Caisse d’Épargne",
    kind: AccountKind::Bank,
    layouts: &[Layout {
        recognised_by: &[
            "date comptable",
            "libelle simplifie",
            "reference",
            "informations complementaires",
            "type operation",
            "debit",
            "credit",
            "date operation",
        ],
        currency: Some("EUR"),
        columns: &[
            (Role::Date, &["date comptable"]),
            (Role::SecondDate, &["date de valeur"]),
            (Role::Payee, &["libelle simplifie"]),
            (Role::Note, &["informations complementaires"]),
            (Role::Type, &["type operation"]),
            (Role::Reference, &["reference"]),
            (Role::Debit, &["debit"]),
            (Role::Credit, &["credit"]),
            (Role::Category, &["categorie"]),
        ],
        sign: Sign::Pair,
        date_order: Some(DateOrder::DayMonthYear),
        decimal_mark: Some(DecimalMark::Comma),
        ..Layout::PLAIN
    }],
    kinds: &[
        ("virement", RowKind::Transfer),
        ("retrait", RowKind::CashWithdrawal),
        ("frais", RowKind::Fee),
        ("carte bancaire", RowKind::Purchase),
    ],
};
