//! BoursoBank (Boursorama): amounts with a comma, balances of some years with a point. Header words as
//! public readers list them.

use crate::columns::role::Role;
use crate::model::{AccountKind, DateOrder, DecimalMark};
use crate::plan::{Layout, Provider};

pub(super) static BOURSOBANK: Provider = Provider {
    name: "boursobank",
    account: "BoursoBank",
    kind: AccountKind::Bank,
    layouts: &[
        Layout {
            recognised_by: &[
                "dateop",
                "dateval",
                "label",
                "category",
                "amount",
                "accountnum",
                "accountlabel",
            ],
            currency: Some("EUR"),
            columns: &[
                (Role::Date, &["dateop"]),
                (Role::Description, &["label"]),
                (Role::Payee, &["supplierfound"]),
                (Role::Category, &["category"]),
                (Role::Amount, &["amount"]),
                (Role::Note, &["comment"]),
                (Role::Account, &["accountnum"]),
            ],
            date_order: Some(DateOrder::YearMonthDay),
            decimal_mark: Some(DecimalMark::Comma),
            ..Layout::PLAIN
        },
        Layout {
            recognised_by: &["dateop", "dateval", "label", "category", "amount"],
            currency: Some("EUR"),
            columns: &[
                (Role::Date, &["dateop"]),
                (Role::Description, &["label"]),
                (Role::Payee, &["supplierfound"]),
                (Role::Category, &["category"]),
                (Role::Amount, &["amount"]),
                (Role::Note, &["comment"]),
            ],
            date_order: Some(DateOrder::DayMonthYear),
            decimal_mark: Some(DecimalMark::Comma),
            ..Layout::PLAIN
        },
    ],
    kinds: &[],
};
