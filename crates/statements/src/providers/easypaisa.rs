//! Easypaisa: the statement that it sends as PDF, and tables with unsigned amounts beside a direction, or
//! signed ones, as public programs make them of it.
//!
//! The PDF's columns and texts are those that such programs read: the time below the day, the id of a
//! transaction among its details, a balance before and after each row, and a dash for nothing.

use crate::columns::role::Role;
use crate::model::{AccountKind, RowKind};
use crate::plan::{Effect, Layout, PayeeRule, Provider, Rule, Sign, Test};

pub(super) static EASYPAISA: Provider = Provider {
    name: "easypaisa",
    account: "Easypaisa",
    kind: AccountKind::Wallet,
    layouts: &[
        STATEMENT,
        SIGNED,
        Layout {
            recognised_by: &["transaction date", "description", "amount", "direction"],
            mentions: Some("easypaisa"),
            currency: Some("PKR"),
            columns: &[
                (Role::Date, &["transaction date"]),
                (Role::Description, &["description"]),
                (Role::Type, &["description"]),
                (Role::Amount, &["amount"]),
                (Role::Direction, &["direction"]),
                (Role::Currency, &["currency"]),
                (Role::Reference, &["transaction id", "trx id", "reference"]),
                (Role::Balance, &["balance", "closing"]),
            ],
            sign: Sign::BySide,
            ..Layout::PLAIN
        },
    ],
    kinds: &[
        ("money transfer", RowKind::Transfer),
        ("received from", RowKind::Transfer),
        ("cashback", RowKind::Cashback),
        ("tax", RowKind::Fee),
        ("fee", RowKind::Fee),
        ("charges", RowKind::Fee),
        ("cash withdrawal", RowKind::CashWithdrawal),
        ("cash deposit", RowKind::TopUp),
        ("transfer", RowKind::Transfer),
        ("bill", RowKind::Purchase),
        ("load", RowKind::Purchase),
        ("refund", RowKind::Refund),
        ("reversal", RowKind::Refund),
    ],
};

const SIGNED: Layout = Layout {
    recognised_by: &["date", "type", "description", "amount"],
    mentions: Some("easypaisa"),
    currency: Some("PKR"),
    columns: &[
        (Role::Date, &["date"]),
        (Role::Reference, &["ref", "reference", "transaction id"]),
        (Role::Type, &["type"]),
        (Role::Description, &["description"]),
        (Role::Amount, &["amount"]),
        (Role::Balance, &["balance", "closing"]),
    ],
    ..Layout::PLAIN
};

const STATEMENT: Layout = Layout {
    recognised_by: &[
        "date",
        "transaction detail",
        "opening",
        "incoming",
        "outgoing",
        "closing",
    ],
    currency: Some("PKR"),
    columns: &[
        (Role::Date, &["date"]),
        (Role::Description, &["transaction detail"]),
        (Role::Type, &["transaction detail"]),
        (Role::Credit, &["incoming"]),
        (Role::Debit, &["outgoing"]),
        (Role::Balance, &["closing"]),
        (Role::OriginalAmount, &["opening"]),
    ],
    sign: Sign::Pair,
    rules: &[Rule {
        when: &[(Role::Description, Test::Has(&["Balance B/F"]))],
        then: Effect::Skip,
    }],
    payee: PayeeRule::Within(party_of),
    reference_in: Some(id_of),
    ..Layout::PLAIN
};

/// Who stands in the details: `Money Transfer to ALI Transaction ID 34567890123` is `ALI`.
fn party_of(details: &str) -> &str {
    let text = details.split(" Transaction ID").next().unwrap_or(details);
    let name = [" to ", " from "]
        .iter()
        .find_map(|mark| text.split_once(mark));
    name.map_or(text, |(_, name)| name.trim())
}

fn id_of(details: &str) -> Option<&str> {
    let (_, id) = details.split_once("Transaction ID")?;
    id.trim_start_matches([' ', ':'])
        .split(' ')
        .next()
        .filter(|id| !id.is_empty())
}
