//! The statement of payments that `PhonePe` gives as PDF.
//!
//! Its columns and texts are those that public programs read: the time below the day, ids and the
//! account below the payee, the side as a word, the amount without a sign.

use crate::columns::role::Role;
use crate::model::{AccountKind, RowKind};
use crate::plan::{Layout, PayeeRule, Provider, Sign};

pub(super) static PHONEPE: Provider = Provider {
    name: "phonepe",
    account: "PhonePe",
    kind: AccountKind::Wallet,
    layouts: &[Layout {
        recognised_by: &["date", "transaction details", "type", "amount"],
        mentions: Some("transaction statement for"),
        currency: Some("INR"),
        columns: &[
            (Role::Date, &["date"]),
            (Role::Description, &["transaction details"]),
            (Role::Type, &["transaction details"]),
            (Role::Direction, &["type"]),
            (Role::Amount, &["amount"]),
        ],
        sign: Sign::BySide,
        payee: PayeeRule::Within(party_of),
        reference_in: Some(id_of),
        ..Layout::PLAIN
    }],
    kinds: &[
        ("refund", RowKind::Refund),
        ("cashback", RowKind::Cashback),
        ("transfer to", RowKind::Transfer),
        ("received from", RowKind::Transfer),
        ("paid to", RowKind::Purchase),
        ("bill paid", RowKind::Purchase),
        ("recharge", RowKind::Purchase),
    ],
};

/// Who stands in the details: `Paid to CORNER SHOP Transaction ID T26 …` is `CORNER SHOP`.
fn party_of(details: &str) -> &str {
    let text = details.split(" Transaction ID").next().unwrap_or(details);
    let beginnings = ["Paid to ", "Received from ", "Transfer to ", "Bill paid "];
    let name = beginnings
        .iter()
        .find_map(|beginning| text.strip_prefix(beginning));
    name.unwrap_or(text).trim_start_matches(['-', ' '])
}

fn id_of(details: &str) -> Option<&str> {
    let (_, id) = details.split_once("Transaction ID")?;
    id.trim_start_matches([' ', ':'])
        .split(' ')
        .next()
        .filter(|id| !id.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn payee_and_id_stand_in_the_details() {
        for (details, payee, id) in [
            (
                "Paid to A SHOP Transaction ID T1 UTR No. 2 Paid by X3",
                "A SHOP",
                Some("T1"),
            ),
            (
                "Bill paid - FASTag Transaction ID : NX2 UTR No : 3",
                "FASTag",
                Some("NX2"),
            ),
            ("Received from RAVI", "RAVI", None),
        ] {
            assert_eq!((party_of(details), id_of(details)), (payee, id));
        }
    }
}
