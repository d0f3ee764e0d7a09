//! ING in the Netherlands, in Dutch and English: unsigned amounts, the side in Af and Bij.
//! Layout as in the public samples of ofxstatement-dutch.

use crate::columns::role::Role;
use crate::model::{AccountKind, DecimalMark, RowKind};
use crate::plan::{Layout, Provider, Sign};

pub(super) static ING: Provider = Provider {
    name: "ing",
    account: "ING",
    kind: AccountKind::Bank,
    layouts: &[
        Layout {
            recognised_by: &[
                "datum",
                "naam omschrijving",
                "rekening",
                "tegenrekening",
                "code",
                "af bij",
                "bedrag eur",
            ],
            currency: Some("EUR"),
            columns: &[
                (Role::Date, &["datum"]),
                (Role::Payee, &["naam omschrijving"]),
                (Role::Account, &["rekening"]),
                (Role::CounterNumber, &["tegenrekening"]),
                (Role::Direction, &["af bij"]),
                (Role::Amount, &["bedrag eur"]),
                (Role::Type, &["mutatiesoort", "mutatie soort"]),
                (Role::Description, &["mededelingen"]),
                (Role::Balance, &["saldo na mutatie"]),
                (Role::Tags, &["tag"]),
            ],
            sign: Sign::BySide,
            decimal_mark: Some(DecimalMark::Comma),
            ..Layout::PLAIN
        },
        Layout {
            recognised_by: &[
                "date",
                "name description",
                "account",
                "counterparty",
                "code",
                "debit credit",
                "amount eur",
            ],
            currency: Some("EUR"),
            columns: &[
                (Role::Date, &["date"]),
                (Role::Payee, &["name description"]),
                (Role::Account, &["account"]),
                (Role::CounterNumber, &["counterparty"]),
                (Role::Direction, &["debit credit"]),
                (Role::Amount, &["amount eur"]),
                (Role::Type, &["transaction type"]),
                (Role::Description, &["notifications"]),
                (Role::Balance, &["resulting balance"]),
                (Role::Tags, &["tag"]),
            ],
            sign: Sign::BySide,
            decimal_mark: Some(DecimalMark::Comma),
            ..Layout::PLAIN
        },
    ],
    kinds: &[
        ("betaalautomaat", RowKind::Purchase),
        ("geldautomaat", RowKind::CashWithdrawal),
        ("payment terminal", RowKind::Purchase),
        ("cash machine", RowKind::CashWithdrawal),
    ],
};
