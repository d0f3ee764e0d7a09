//! Google Pay: what was paid to Google, from Takeout, without a sign; and the statement that it gives in
//! India as PDF, where the first words of a row tell its side.
//!
//! The statement's columns and texts are those that public programs read. Its totals leave out what
//! went between own accounts, of which it does not say which one the row is of.

use crate::columns::role::Role;
use crate::model::{AccountKind, DateOrder, RowKind};
use crate::plan::{Effect, Layout, PayeeRule, Provider, Rule, Sign, Test};

pub(super) static GOOGLE_PAY: Provider = Provider {
    name: "google_pay",
    account: "Google Pay",
    kind: AccountKind::Wallet,
    layouts: &[TAKEOUT, STATEMENT],
    kinds: &[
        ("self transfer", RowKind::Transfer),
        ("received from", RowKind::Transfer),
        ("paid to", RowKind::Purchase),
    ],
};

const TAKEOUT: Layout = Layout {
    recognised_by: &[
        "time",
        "transaction id",
        "description",
        "product",
        "payment method",
        "status",
        "amount",
    ],
    columns: &[
        (Role::Date, &["time"]),
        (Role::Reference, &["transaction id"]),
        (Role::Payee, &["description"]),
        (Role::Description, &["product"]),
        (Role::Note, &["payment method"]),
        (Role::Status, &["status"]),
        (Role::Amount, &["amount"]),
    ],
    sign: Sign::AllOut,
    rules: &[Rule {
        when: &[(
            Role::Status,
            Test::Is(&["Cancelled", "Canceled", "Declined", "Failed"]),
        )],
        then: Effect::Skip,
    }],
    date_order: Some(DateOrder::MonthDayYear),
    ..Layout::PLAIN
};

const STATEMENT: Layout = Layout {
    recognised_by: &["date time", "transaction details", "amount"],
    mentions: Some("transaction id"),
    currency: Some("INR"),
    columns: &[
        (Role::Date, &["date time"]),
        (Role::Description, &["transaction details"]),
        (Role::Type, &["transaction details"]),
        (Role::Amount, &["amount"]),
    ],
    sign: Sign::BySide,
    rules: &[
        Rule {
            when: &[(Role::Description, Test::Has(&["Self transfer"]))],
            then: Effect::Neutral,
        },
        Rule {
            when: &[(Role::Description, Test::Has(&["Received from"]))],
            then: Effect::In,
        },
        Rule {
            when: &[],
            then: Effect::Out,
        },
    ],
    payee: PayeeRule::Within(party_of),
    reference_in: Some(id_of),
    ..Layout::PLAIN
};

/// Who stands in the details: `Paid to A Shop UPI Transaction ID: 6 Paid by A Bank 9` is `A Shop`.
fn party_of(details: &str) -> &str {
    let ends = [" UPI Transaction ID", " Transaction ID"];
    let text = ends
        .iter()
        .find_map(|end| details.split_once(end))
        .map_or(details, |(text, _)| text);
    let beginnings = ["Paid to ", "Received from ", "Self transfer to "];
    let name = beginnings
        .iter()
        .find_map(|beginning| text.strip_prefix(beginning));
    name.unwrap_or(text)
}

fn id_of(details: &str) -> Option<&str> {
    let (_, id) = details.split_once("Transaction ID")?;
    id.trim_start_matches([' ', ':'])
        .split(' ')
        .next()
        .filter(|id| !id.is_empty())
}
