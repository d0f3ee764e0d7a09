//! Cards of XP and Rico (Brazil): purchases are positive, payments of the bill negative.
//! Layout as public converters of its bills describe it.

use crate::columns::role::Role;
use crate::model::{AccountKind, DateOrder, DecimalMark};
use crate::plan::{Layout, Provider, Sign};

pub(super) static XP: Provider = Provider {
    name: "xp",
    account: "XP",
    kind: AccountKind::Card,
    layouts: &[Layout {
        recognised_by: &["data", "estabelecimento", "portador", "valor", "parcela"],
        currency: Some("BRL"),
        columns: &[
            (Role::Date, &["data"]),
            (Role::Payee, &["estabelecimento"]),
            (Role::Amount, &["valor"]),
            (Role::Note, &["parcela"]),
        ],
        sign: Sign::Negated,
        date_order: Some(DateOrder::DayMonthYear),
        decimal_mark: Some(DecimalMark::Comma),
        ..Layout::PLAIN
    }],
    kinds: &[],
};
