//! DNB in Norway. Header words as public readers list them.

use crate::columns::role::Role;
use crate::model::{AccountKind, DateOrder};
use crate::plan::{Layout, Provider, Sign};

pub(super) static DNB: Provider = Provider {
    name: "dnb",
    account: "DNB",
    kind: AccountKind::Bank,
    layouts: &[Layout {
        recognised_by: &[
            "dato",
            "forklaring",
            "rentedato",
            "ut fra konto",
            "inn pa konto",
        ],
        currency: Some("NOK"),
        columns: &[
            (Role::Date, &["dato"]),
            (Role::Description, &["forklaring"]),
            (Role::Debit, &["ut fra konto"]),
            (Role::Credit, &["inn pa konto"]),
        ],
        sign: Sign::Pair,
        date_order: Some(DateOrder::DayMonthYear),
        ..Layout::INFERRED
    }],
    kinds: &[],
};
