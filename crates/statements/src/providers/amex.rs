//! American Express in the United States: purchases are positive. Layouts as in the public sample of Minance and as American Express describes its download.

use crate::columns::role::Role;
use crate::model::{AccountKind, DateOrder};
use crate::plan::{Layout, Provider, Sign};

pub(super) static AMEX: Provider = Provider {
    name: "amex",
    account: "American Express",
    kind: AccountKind::Card,
    layouts: &[
        Layout {
            recognised_by: &[
                "date",
                "description",
                "amount",
                "address",
                "city state",
                "zip code",
                "country",
                "reference",
                "category",
            ],
            is_whole_header: true,
            currency: Some("USD"),
            columns: &[
                (Role::Date, &["date"]),
                (Role::Description, &["description"]),
                (Role::Amount, &["amount"]),
                (Role::Reference, &["reference"]),
                (Role::Category, &["category"]),
            ],
            sign: Sign::Negated,
            date_order: Some(DateOrder::MonthDayYear),
            ..Layout::PLAIN
        },
        Layout {
            recognised_by: &[
                "date",
                "description",
                "amount",
                "extended details",
                "appears on your statement as",
                "address",
                "city state",
                "zip code",
                "country",
                "reference",
                "category",
            ],
            currency: Some("USD"),
            columns: &[
                (Role::Date, &["date"]),
                (Role::Description, &["description"]),
                (Role::Amount, &["amount"]),
                (Role::Note, &["extended details"]),
                (Role::Reference, &["reference"]),
                (Role::Category, &["category"]),
            ],
            sign: Sign::Negated,
            date_order: Some(DateOrder::MonthDayYear),
            ..Layout::PLAIN
        },
    ],
    kinds: &[],
};
