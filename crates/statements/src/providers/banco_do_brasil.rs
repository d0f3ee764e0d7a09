//! Banco do Brasil. Layout as in the public sample of reckon, whose days and months come either way round.

use crate::columns::role::Role;
use crate::model::{AccountKind, DateOrder};
use crate::plan::{Effect, Layout, Provider, Rule, Test};

pub(super) static BANCO_DO_BRASIL: Provider = Provider {
    name: "banco_do_brasil",
    account: "Banco do Brasil",
    kind: AccountKind::Bank,
    layouts: &[Layout {
        recognised_by: &[
            "data",
            "dependencia origem",
            "historico",
            "data do balancete",
            "numero do documento",
            "valor",
        ],
        currency: Some("BRL"),
        columns: &[
            (Role::Date, &["data"]),
            (Role::Description, &["historico"]),
            (Role::Reference, &["numero do documento"]),
            (Role::Amount, &["valor"]),
        ],
        rules: &[Rule {
            when: &[(
                Role::Description,
                Test::Is(&["Saldo Anterior", "S A L D O", "Saldo do dia", "SALDO"]),
            )],
            then: Effect::Skip,
        }],
        date_order: Some(DateOrder::DayMonthYear),
        ..Layout::INFERRED
    }],
    kinds: &[],
};
