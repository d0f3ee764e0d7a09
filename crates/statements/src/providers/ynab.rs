//! YNAB's register of all accounts, of the web app and of YNAB 4: outflow and inflow are both filled.
//! Header words as in the public samples of hledger and of importers.

use crate::columns::role::Role;
use crate::model::AccountKind;
use crate::plan::{CounterRule, Effect, Layout, Provider, Rule, Sign, Test};

pub(super) static YNAB: Provider = Provider {
    name: "ynab",
    account: "YNAB",
    kind: AccountKind::Bank,
    layouts: &[
        Layout {
            recognised_by: &[
                "account",
                "flag",
                "date",
                "payee",
                "category group",
                "category",
                "memo",
                "outflow",
                "inflow",
                "cleared",
            ],
            columns: &[
                (Role::Account, &["account"]),
                (Role::Date, &["date"]),
                (Role::Payee, &["payee"]),
                (Role::Category, &["category"]),
                (Role::Description, &["memo"]),
                (Role::Debit, &["outflow"]),
                (Role::Credit, &["inflow"]),
            ],
            sign: Sign::Pair,
            rules: STARTING,
            counter: CounterRule::PayeeAfter(TRANSFERS),
            ..Layout::INFERRED
        },
        Layout {
            recognised_by: &[
                "account",
                "flag",
                "date",
                "payee",
                "master category",
                "sub category",
                "memo",
                "outflow",
                "inflow",
                "cleared",
            ],
            columns: &[
                (Role::Account, &["account"]),
                (Role::Date, &["date"]),
                (Role::Payee, &["payee"]),
                (Role::Category, &["sub category"]),
                (Role::Description, &["memo"]),
                (Role::Debit, &["outflow"]),
                (Role::Credit, &["inflow"]),
                (Role::Reference, &["check number"]),
            ],
            sign: Sign::Pair,
            rules: STARTING,
            counter: CounterRule::PayeeAfter(TRANSFERS),
            ..Layout::INFERRED
        },
    ],
    kinds: &[],
};

const TRANSFERS: &[&str] = &["Transfer : ", "Transfer: "];

const STARTING: &[Rule] = &[Rule {
    when: &[(Role::Payee, Test::Is(&["Starting Balance"]))],
    then: Effect::Opening,
}];
