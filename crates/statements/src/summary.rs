//! Lines that look like transactions and are none: balances, totals, reserved amounts.

use crate::columns::header::normalised;

/// What opening, closing and total lines say, normalised.
const SUMMARIES: [&str; 39] = [
    "opening balance",
    "closing balance",
    "ending balance",
    "beginning balance",
    "previous balance",
    "balance brought forward",
    "balance carried forward",
    "balance forward",
    "balance at end of period",
    "balance at start of period",
    "opening balance b f",
    "closing balance b f",
    "brought forward",
    "carried forward",
    "turnover",
    "total",
    "totals",
    "grand total",
    "total do periodo",
    "saldo",
    "saldo anterior",
    "saldo inicial",
    "saldo final",
    "saldo do dia",
    "saldo poczatkowe",
    "saldo koncowe",
    "anfangssaldo",
    "endsaldo",
    "kontostand",
    "alter kontostand",
    "neuer kontostand",
    "summe",
    "solde initial",
    "solde final",
    "ancien solde",
    "nouveau solde",
    "期初余额",
    "期末余额",
    "合计",
];

/// Whether a text is the name of a balance or total and nothing else.
pub(crate) fn is(text: &str) -> bool {
    // Most texts have a digit or too many letters, and are not worth normalising.
    let may_be = !text.is_empty() && text.len() < 40 && !text.bytes().any(|b| b.is_ascii_digit());
    may_be && SUMMARIES.contains(&normalised(text).as_str())
}

/// Whether a line without a date begins like a balance or total.
pub(crate) fn begins(text: &str) -> bool {
    let words = normalised(text);
    SUMMARIES.iter().any(|summary| {
        words
            .strip_prefix(summary)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    })
}

/// Whether a status, or the text in place of a date, says that the row is not final.
pub(crate) fn is_pending(text: &str) -> bool {
    const PENDING: [&str; 10] = [
        "pending",
        "vorgemerkt",
        "reserved",
        "reserverat",
        "authorised",
        "authorized",
        "pendiente",
        "en attente",
        "pendente",
        "in sospeso",
    ];
    text == "-" || PENDING.contains(&normalised(text).as_str())
}
