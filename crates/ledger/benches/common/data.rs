//! The rows of a real life as a statement.

#[path = "rows.rs"]
pub mod rows;

use std::fmt::Write as _;

use rows::{Payment, each};

const CATEGORIES: [&str; 12] = [
    "Coffee",
    "Games",
    "Groceries",
    "Snacks",
    "Transport",
    "Subscriptions",
    "Shopping",
    "Phone",
    "Health",
    "Gifts",
    "Travel",
    "Home",
];

/// A statement of `rows` rows in the order of their days.
pub fn csv(rows: usize) -> String {
    let mut text = String::with_capacity(rows * 72);
    text.push_str("Date,Payee,Category,Amount,Transaction ID\n");
    each(rows, |payment| {
        let Payment {
            day,
            merchant,
            amount,
            number,
        } = payment;
        let category = CATEGORIES[(merchant % 12) as usize];
        writeln!(
            text,
            "{day},Merchant {merchant},{category},{amount},T{number:09}"
        )
        .unwrap();
    });
    text
}
