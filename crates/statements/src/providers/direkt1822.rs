//! 1822direkt, whose column “Soll/Haben” holds the amount. Layout as in the public sample of you-need-a-parser.

use crate::columns::role::Role;
use crate::model::{AccountKind, DateOrder, DecimalMark, RowKind};
use crate::plan::{Layout, Provider};

pub(super) static DIREKT1822: Provider = Provider {
    name: "direkt1822",
    account: "1822direkt",
    kind: AccountKind::Bank,
    layouts: &[Layout {
        recognised_by: &[
            "kontonummer",
            "buchungstag",
            "wertstellung",
            "soll haben",
            "buchungsschlussel",
            "buchungsart",
        ],
        currency: Some("EUR"),
        columns: &[
            (Role::Account, &["kontonummer"]),
            (Role::Date, &["buchungstag"]),
            (Role::SecondDate, &["wertstellung"]),
            (Role::Amount, &["soll haben"]),
            (Role::Type, &["buchungsart"]),
            (Role::Payee, &["empfanger auftraggeber name"]),
            (Role::CounterNumber, &["empfanger auftraggeber iban"]),
            (Role::Description, &["vwz 0"]),
            (Role::Note, &["vwz 1"]),
            (Role::Reference, &["end to end identifikation"]),
        ],
        date_order: Some(DateOrder::DayMonthYear),
        decimal_mark: Some(DecimalMark::Comma),
        ..Layout::PLAIN
    }],
    kinds: &[
        ("lastschrift", RowKind::Purchase),
        ("debitkartenzahlung", RowKind::Purchase),
        ("dauerauftrag", RowKind::Transfer),
    ],
};
