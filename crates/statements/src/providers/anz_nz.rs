//! ANZ in New Zealand: what was paid abroad stands with its code in one cell. Header words as public
//! readers list them.

use crate::columns::role::Role;
use crate::model::{AccountKind, DateOrder, RowKind};
use crate::plan::{Layout, Provider};

pub(super) static ANZ_NZ: Provider = Provider {
    name: "anz_nz",
    account: "ANZ",
    kind: AccountKind::Bank,
    layouts: &[Layout {
        recognised_by: &[
            "type",
            "details",
            "particulars",
            "code",
            "reference",
            "amount",
            "date",
            "foreigncurrencyamount",
            "conversioncharge",
        ],
        currency: Some("NZD"),
        columns: &[
            (Role::Date, &["date"]),
            (Role::Type, &["type"]),
            (Role::Payee, &["details"]),
            (Role::Description, &["code"]),
            (Role::Note, &["particulars"]),
            (Role::Reference, &["reference"]),
            (Role::Amount, &["amount"]),
            (Role::OriginalAmount, &["foreigncurrencyamount"]),
        ],
        date_order: Some(DateOrder::DayMonthYear),
        ..Layout::PLAIN
    }],
    kinds: &[
        ("transfer", RowKind::Transfer),
        ("visa purchase", RowKind::Purchase),
        ("eft-pos", RowKind::Purchase),
        ("atm", RowKind::CashWithdrawal),
        ("bank fee", RowKind::Fee),
        ("salary", RowKind::Income),
    ],
};
