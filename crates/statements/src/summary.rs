//! Lines that look like transactions and are none: balances, totals, reserved amounts.

use std::collections::HashSet;
use std::sync::OnceLock;

use crate::columns::header::normalised;

/// What opening, closing and total lines say, normalised.
const SUMMARIES: [&str; 13] = [
    "opening balance, closing balance, ending balance, beginning balance, previous balance, balance forward",
    "balance brought forward, balance carried forward, brought forward, carried forward",
    "balance at end of period, balance at start of period, opening balance b f, closing balance b f",
    "turnover, total, totals, grand total, subtotal, sub total, total credits, total debits",
    "total do periodo, saldo, saldo anterior, saldo inicial, saldo final, saldo do dia",
    "saldo poczatkowe, saldo koncowe, razem, celkem, pocatecni zustatek, konecny zustatek",
    "anfangssaldo, endsaldo, kontostand, alter kontostand, neuer kontostand, summe, zwischensumme",
    "solde initial, solde final, ancien solde, nouveau solde, sous total",
    "saldo iniziale, saldo finale, saldo precedente, totale, totaal, beginsaldo, eindsaldo",
    "startsaldo, slutsaldo, ingaende saldo, utgaende saldo, toplam, devreden bakiye",
    "итого, входящий остаток, исходящий остаток, 期初余额, 期末余额, 合计, 总计, 小计",
    "前月繰越, 次月繰越, 繰越残高, 合計, 小計, 합계, 소계, 총계",
    "opening bal, closing bal, open balance, close balance",
];

/// Totals of languages that write no blanks: they end a cell such as `人民币合计`.
const ENDINGS: [&str; 7] = ["合计", "总计", "小计", "合計", "小計", "합계", "총계"];

fn summaries() -> &'static HashSet<&'static str> {
    static ALL: OnceLock<HashSet<&str>> = OnceLock::new();
    ALL.get_or_init(|| SUMMARIES.iter().flat_map(|line| line.split(", ")).collect())
}

/// Whether a text is the name of a balance or total and nothing else.
pub(crate) fn is(text: &str) -> bool {
    // Most texts have a digit or too many letters, and are not worth normalising.
    let may_be = !text.is_empty() && text.len() < 40 && !text.bytes().any(|b| b.is_ascii_digit());
    may_be && summaries().contains(normalised(text).as_str())
}

/// Whether a line without a date begins like a balance or total.
pub(crate) fn begins(text: &str) -> bool {
    let words = normalised(text);
    let begins = |summary: &str| {
        words
            .strip_prefix(summary)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    };
    ENDINGS.iter().any(|ending| words.ends_with(ending))
        || summaries().iter().any(|summary| begins(summary))
}

/// Whether a status says that nothing moved in the end.
pub(crate) fn is_failed(text: &str) -> bool {
    const FAILED: [&str; 12] = [
        "failed",
        "declined",
        "cancelled",
        "canceled",
        "rejected",
        "expired",
        "fehlgeschlagen",
        "abgelehnt",
        "rechazado",
        "recusado",
        "refuse",
        "отклонено",
    ];
    FAILED.contains(&normalised(text).as_str())
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
