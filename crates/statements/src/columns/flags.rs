//! Words that say on which side of the account a row is.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::header::normalised;
use super::number::Flag;

/// What columns of sides say of money that left, a line for each language.
const OUT: &[&str] = &[
    "d, dr, db, debit, o, out, outflow, expense, outgoing, withdrawal, money out",
    "debet, af, soll, s, debito, debiti, debe, cargo, gasto",
    "дебет, списание, списання, 支出, 借, 借 dr, 出金, 支払い, 支払, 출금",
];

/// And of money that came.
const IN: &[&str] = &[
    "c, cr, credit, i, in, inflow, income, incoming, deposit, money in",
    "k, p, bij, haben, h, kredit, credito, crediti, haber, abono",
    "кредит, зачисление, зарахування, пополнение, поступление, 收入, 贷, 贷 cr, 入金, 입금",
];

/// The side that a word means in a column of sides.
pub(crate) fn flag_of(cell: &str) -> Option<Flag> {
    static FLAGS: OnceLock<HashMap<&str, Flag>> = OnceLock::new();
    if cell.is_empty() || cell.len() > 24 {
        return None;
    }
    let flags = FLAGS.get_or_init(|| {
        let words = |lines: &[&'static str], flag| {
            let words = lines.iter().flat_map(|line| line.split(", "));
            words.map(|word| (word, flag)).collect::<Vec<_>>()
        };
        let all = [words(OUT, Flag::Out), words(IN, Flag::In)];
        all.into_iter().flatten().collect()
    });
    flags.get(normalised(cell).as_str()).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_side_is_known_by_its_word_in_any_case_and_nothing_else_is_a_side() {
        for (cell, flag) in [
            ("DR", Some(Flag::Out)),
            ("Af", Some(Flag::Out)),
            ("Cr.", Some(Flag::In)),
            ("贷 Cr", Some(Flag::In)),
            ("Зачисление", Some(Flag::In)),
            ("EUR", None),
            ("", None),
        ] {
            assert_eq!(flag_of(cell), flag, "{cell}");
        }
    }
}
