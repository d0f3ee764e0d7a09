//! DKB, old and new: who paid and who was paid stand in two columns.

use crate::columns::role::Role;
use crate::model::{AccountKind, DateOrder, DecimalMark, RowKind};
use crate::plan::{Effect, Layout, Provider, Rule, Test};

pub(super) static DKB: Provider = Provider {
    name: "dkb",
    account: "DKB",
    kind: AccountKind::Bank,
    layouts: &[
        Layout {
            recognised_by: &[
                "buchungsdatum",
                "wertstellung",
                "status",
                "zahlungspflichtige r",
                "zahlungsempfanger in",
                "verwendungszweck",
                "umsatztyp",
                "iban",
            ],
            currency: Some("EUR"),
            columns: &[
                (Role::Date, &["buchungsdatum"]),
                (Role::SecondDate, &["wertstellung"]),
                (Role::Status, &["status"]),
                (Role::From, &["zahlungspflichtige r"]),
                (Role::To, &["zahlungsempfanger in"]),
                (Role::Description, &["verwendungszweck"]),
                (Role::CounterNumber, &["iban"]),
                (Role::Amount, &["betrag", "betrag eur"]),
                (Role::Reference, &["kundenreferenz"]),
            ],
            rules: &[Rule {
                when: &[(Role::Status, Test::Is(&["Vorgemerkt"]))],
                then: Effect::Skip,
            }],
            date_order: Some(DateOrder::DayMonthYear),
            decimal_mark: Some(DecimalMark::Comma),
            ..Layout::PLAIN
        },
        Layout {
            recognised_by: &[
                "buchungstag",
                "wertstellung",
                "buchungstext",
                "auftraggeber begunstigter",
                "verwendungszweck",
                "kontonummer",
                "blz",
                "betrag eur",
            ],
            currency: Some("EUR"),
            columns: &[
                (Role::Date, &["buchungstag"]),
                (Role::SecondDate, &["wertstellung"]),
                (Role::Type, &["buchungstext"]),
                (Role::Payee, &["auftraggeber begunstigter"]),
                (Role::Description, &["verwendungszweck"]),
                (Role::CounterNumber, &["kontonummer"]),
                (Role::Amount, &["betrag eur"]),
            ],
            date_order: Some(DateOrder::DayMonthYear),
            decimal_mark: Some(DecimalMark::Comma),
            ..Layout::PLAIN
        },
    ],
    kinds: &[
        ("lastschrift", RowKind::Purchase),
        ("kartenzahlung", RowKind::Purchase),
        ("gutschrift", RowKind::Unknown),
    ],
};
