//! Rabobank, with the account's number, a sequence and the balance in each row. Layout as in the public samples of bank2ynab and gas-fire.

use crate::columns::role::Role;
use crate::model::{AccountKind, DecimalMark};
use crate::plan::{Layout, Provider};

pub(super) static RABOBANK: Provider = Provider {
    name: "rabobank",
    account: "Rabobank",
    kind: AccountKind::Bank,
    layouts: &[Layout {
        recognised_by: &[
            "iban bban",
            "munt",
            "volgnr",
            "datum",
            "bedrag",
            "saldo na trn",
            "tegenrekening iban bban",
        ],
        columns: &[
            (Role::Account, &["iban bban"]),
            (Role::Currency, &["munt"]),
            (Role::Reference, &["volgnr"]),
            (Role::Date, &["datum"]),
            (Role::SecondDate, &["rentedatum"]),
            (Role::Amount, &["bedrag"]),
            (Role::Balance, &["saldo na trn"]),
            (Role::CounterNumber, &["tegenrekening iban bban"]),
            (Role::Payee, &["naam tegenpartij"]),
            (Role::Description, &["omschrijving 1"]),
            (Role::Note, &["omschrijving 2"]),
            (Role::OriginalAmount, &["oorspr bedrag"]),
            (Role::OriginalCurrency, &["oorspr munt"]),
        ],
        decimal_mark: Some(DecimalMark::Comma),
        ..Layout::PLAIN
    }],
    kinds: &[],
};
