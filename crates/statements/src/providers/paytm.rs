//! Paytm: the wallet's statement, whose transaction ids are not unique, and the one of payments between
//! banks (UPI), which names the bank account of each row.

use crate::columns::role::Role;
use crate::model::{AccountKind, DateOrder, RowKind};
use crate::plan::{Effect, Layout, PayeeRule, Provider, Rule, Sign, Test};

pub(super) static PAYTM: Provider = Provider {
    name: "paytm",
    account: "Paytm",
    kind: AccountKind::Wallet,
    layouts: &[
        UPI,
        Layout {
            recognised_by: &[
                "date",
                "activity",
                "source destination",
                "wallet txn id",
                "debit",
                "credit",
            ],
            currency: Some("INR"),
            columns: &[
                (Role::Date, &["date"]),
                (Role::Type, &["activity"]),
                (Role::Payee, &["source destination"]),
                (Role::Reference, &["wallet txn id"]),
                (Role::Note, &["comment"]),
                (Role::Debit, &["debit"]),
                (Role::Credit, &["credit"]),
                (Role::Status, &["status"]),
            ],
            sign: Sign::Pair,
            rules: &[Rule {
                when: &[(
                    Role::Status,
                    Test::Is(&["FAILURE", "FAILED", "CANCELLED", "PENDING"]),
                )],
                then: Effect::Skip,
            }],
            date_order: Some(DateOrder::DayMonthYear),
            ..Layout::PLAIN
        },
    ],
    kinds: &[
        ("added to wallet", RowKind::TopUp),
        ("money sent", RowKind::Transfer),
        ("paid to", RowKind::Purchase),
        ("received from", RowKind::Transfer),
        ("paid for order", RowKind::Purchase),
        ("refund", RowKind::Refund),
        ("cashback", RowKind::Cashback),
        ("moved", RowKind::Transfer),
        ("transfer", RowKind::Transfer),
    ],
};

const UPI: Layout = Layout {
    recognised_by: &[
        "date",
        "time",
        "transaction details",
        "your account",
        "amount",
        "upi ref no",
    ],
    currency: Some("INR"),
    columns: &[
        (Role::Date, &["date"]),
        (Role::Time, &["time"]),
        (Role::Description, &["transaction details"]),
        (Role::Type, &["transaction details"]),
        (
            Role::CounterNumber,
            &["other transaction details upi id or a c no"],
        ),
        (Role::Account, &["your account"]),
        (Role::Amount, &["amount"]),
        (Role::Reference, &["upi ref no"]),
        (Role::Note, &["remarks", "comment"]),
        (Role::Category, &["tags"]),
    ],
    payee: PayeeRule::Within(party_of),
    date_order: Some(DateOrder::DayMonthYear),
    ..Layout::PLAIN
};

/// Who stands in the details: `Paid to Corner Shop` is `Corner Shop`.
fn party_of(details: &str) -> &str {
    let beginnings = [
        "Paid to ",
        "Received from ",
        "Money sent to ",
        "Money received from ",
    ];
    let name = beginnings
        .iter()
        .find_map(|beginning| details.strip_prefix(beginning));
    name.unwrap_or(details)
}
