//! Danske Bank in Denmark, with and without categories. Header words as public readers list them.

use crate::columns::role::Role;
use crate::model::{AccountKind, DateOrder, DecimalMark};
use crate::plan::{Effect, Layout, Provider, Rule, Test};

pub(super) static DANSKE: Provider = Provider {
    name: "danske",
    account: "Danske Bank",
    kind: AccountKind::Bank,
    layouts: &[Layout {
        recognised_by: &["dato", "tekst", "belob", "saldo", "status", "afstemt"],
        currency: Some("DKK"),
        columns: &[
            (Role::Date, &["dato"]),
            (Role::Description, &["tekst"]),
            (Role::Amount, &["belob"]),
            (Role::Balance, &["saldo"]),
            (Role::Category, &["kategori"]),
        ],
        rules: &[Rule {
            when: &[(Role::Status, Test::Is(&["Venter", "Slettet"]))],
            then: Effect::Skip,
        }],
        date_order: Some(DateOrder::DayMonthYear),
        decimal_mark: Some(DecimalMark::Comma),
        ..Layout::PLAIN
    }],
    kinds: &[],
};
