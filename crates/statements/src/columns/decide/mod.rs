//! One decision for a whole column: the order of its dates, the mark of its decimals, with the evidence.

mod dates;
mod numbers;

pub(crate) use dates::{DateContext, DateEvidence, order_in};
pub(crate) use numbers::{NumberEvidence, mark_in};

/// Columns as a sentence names them: `in the column “Betrag”`, `in the columns “Debit” and “Credit”`.
pub(crate) fn in_columns(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [name] => format!(" in the column {name}"),
        [first @ .., last] => format!(" in the columns {} and {last}", first.join(", ")),
    }
}

/// `1 row has`, `2 rows have`.
pub(crate) fn counted(count: usize, one: &str, many: &str) -> String {
    let words = if count == 1 { one } else { many };
    format!("{count} {words}")
}
