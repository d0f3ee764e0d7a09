//! bunq, in Dutch and English: a decimal comma between commas. Layouts as in the public samples of bank2ynab.

use crate::columns::role::Role;
use crate::model::{AccountKind, DateOrder, DecimalMark};
use crate::plan::{Layout, Provider};

pub(super) static BUNQ: Provider = Provider {
    name: "bunq",
    account: "bunq",
    kind: AccountKind::Bank,
    layouts: &[
        Layout {
            recognised_by: &[
                "datum",
                "bedrag",
                "rekening",
                "tegenrekening",
                "naam",
                "omschrijving",
            ],
            is_whole_header: true,
            currency: Some("EUR"),
            columns: &[
                (Role::Date, &["datum"]),
                (Role::Amount, &["bedrag"]),
                (Role::Account, &["rekening"]),
                (Role::CounterNumber, &["tegenrekening"]),
                (Role::Payee, &["naam"]),
                (Role::Description, &["omschrijving"]),
            ],
            date_order: Some(DateOrder::YearMonthDay),
            decimal_mark: Some(DecimalMark::Comma),
            ..Layout::PLAIN
        },
        Layout {
            recognised_by: &[
                "date",
                "amount",
                "account",
                "counterparty",
                "name",
                "description",
            ],
            is_whole_header: true,
            currency: Some("EUR"),
            columns: &[
                (Role::Date, &["date"]),
                (Role::Amount, &["amount"]),
                (Role::Account, &["account"]),
                (Role::CounterNumber, &["counterparty"]),
                (Role::Payee, &["name"]),
                (Role::Description, &["description"]),
            ],
            date_order: Some(DateOrder::YearMonthDay),
            decimal_mark: Some(DecimalMark::Comma),
            ..Layout::PLAIN
        },
        Layout {
            recognised_by: &[
                "date",
                "interest date",
                "amount",
                "account",
                "counterparty",
                "name",
                "description",
            ],
            is_whole_header: true,
            currency: Some("EUR"),
            columns: &[
                (Role::Date, &["date"]),
                (Role::Amount, &["amount"]),
                (Role::Account, &["account"]),
                (Role::CounterNumber, &["counterparty"]),
                (Role::Payee, &["name"]),
                (Role::Description, &["description"]),
            ],
            date_order: Some(DateOrder::YearMonthDay),
            decimal_mark: Some(DecimalMark::Comma),
            ..Layout::PLAIN
        },
    ],
    kinds: &[],
};
