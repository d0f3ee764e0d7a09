//! SEB in Sweden, with three decimals. Header words as public readers list them.

use crate::columns::role::Role;
use crate::model::{AccountKind, DateOrder};
use crate::plan::{Layout, Provider};

pub(super) static SEB: Provider = Provider {
    name: "seb",
    account: "SEB",
    kind: AccountKind::Bank,
    layouts: &[Layout {
        recognised_by: &[
            "bokforingsdatum",
            "valutadatum",
            "verifikationsnummer",
            "belopp",
            "saldo",
        ],
        currency: Some("SEK"),
        columns: &[
            (Role::Date, &["bokforingsdatum"]),
            (Role::Reference, &["verifikationsnummer"]),
            (
                Role::Description,
                &["text", "text mottagare", "text beteckning"],
            ),
            (Role::Amount, &["belopp"]),
            (Role::Balance, &["saldo"]),
        ],
        date_order: Some(DateOrder::YearMonthDay),
        ..Layout::INFERRED
    }],
    kinds: &[],
};
