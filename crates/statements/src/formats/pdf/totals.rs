//! What a statement says its rows come to, compared with what they do come to.

use rust_decimal::Decimal;

use super::columns::{Piece, pieces};
use crate::columns::header::normalised;
use crate::columns::number;
use crate::model::{DecimalMark, Decision, Problem, Row, StatedBalance, Statement};
use crate::pdf::{Fixed, Line};

/// A figure that a statement gives about its rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Figure {
    /// The balance before them.
    Opening,
    /// The balance after them.
    Closing,
    /// What came.
    PaidIn,
    /// What left.
    PaidOut,
    /// What left, less what came back; payments are not among it.
    Charges,
}

/// The words that stand at figures, normalised.
const WORDS: [(Figure, &[&str]); 5] = [
    (
        Figure::Opening,
        &[
            "opening balance",
            "starting balance",
            "beginning balance",
            "previous balance",
            "previous total balance",
            "balance brought forward",
            "opening balance b f",
            "balance b f",
            "alter kontostand",
            "anfangssaldo",
            "saldo anterior",
            "saldo inicial",
            "solde initial",
            "ancien solde",
            "saldo iniziale",
            "saldo poczatkowe",
            "beginsaldo",
            "期初余额",
        ],
    ),
    (
        Figure::Closing,
        &[
            "closing balance",
            "ending balance",
            "new balance",
            "total balance",
            "balance carried forward",
            "closing balance b f",
            "balance c f",
            "neuer kontostand",
            "endsaldo",
            "saldo final",
            "solde final",
            "nouveau solde",
            "saldo finale",
            "saldo koncowe",
            "eindsaldo",
            "期末余额",
        ],
    ),
    (
        Figure::PaidIn,
        &[
            "total credit",
            "total credits",
            "total credit amount",
            "total paid in",
            "total deposits",
            "total deposit",
            "total money in",
            "total money received",
            "total incoming",
            "total payments for this period",
            "money in",
            "paid in",
            "received",
        ],
    ),
    (
        Figure::PaidOut,
        &[
            "total debit",
            "total debits",
            "total debit amount",
            "total paid out",
            "total withdrawn",
            "total withdrawals",
            "total withdrawal",
            "total money out",
            "total money paid",
            "total outgoing",
            "money out",
            "paid out",
            "withdrawn",
            "sent",
        ],
    ),
    (Figure::Charges, &["total charges credits and returns"]),
];

/// More figures than any line names.
const MAX_WAITING: usize = 16;

/// The figures that were found, each with its line.
#[derive(Debug, Default)]
pub(super) struct Stated(Vec<(Figure, Decimal, u32)>);

impl Stated {
    /// Looks for figures in the lines that are no rows, and for balances among the rows, where some
    /// banks give them a day.
    pub(super) fn of(lines: &[Line], others: &[(u32, &Line)], mark: DecimalMark) -> Self {
        let mut stated = Self::in_others(others, mark);
        for (number, line) in (1..).zip(lines) {
            let all = pieces(line);
            let figure = all.iter().find_map(|piece| named(piece, mark).0);
            let last = all.last().and_then(|piece| amount(&piece.text(), mark));
            if let (Some(figure @ (Figure::Opening | Figure::Closing)), Some(value)) =
                (figure, last)
            {
                stated.add(figure, value, number);
            }
        }
        stated
    }

    fn in_others(others: &[(u32, &Line)], mark: DecimalMark) -> Self {
        let mut stated = Self::default();
        let mut above: Vec<(Figure, Piece)> = Vec::new();
        for (number, line) in others {
            let all = pieces(line);
            let mut waiting = Vec::new();
            for (place, piece) in all.iter().enumerate() {
                let (figure, own) = named(piece, mark);
                let beside = all
                    .get(place + 1)
                    .and_then(|next| amount(&next.text(), mark));
                match (figure, own.or(beside)) {
                    (Some(figure), Some(value)) => stated.add(figure, value, *number),
                    (Some(figure), None) if waiting.len() < MAX_WAITING => {
                        waiting.push((figure, piece.clone()));
                    }
                    _ => {}
                }
            }
            stated.take_below(&above, &all, *number, mark);
            // A table of sums keeps its headings until its last line.
            if !waiting.is_empty() || !is_sum_line(line) {
                above = waiting;
            }
        }
        stated
    }

    /// Figures that stand below their words.
    fn take_below(
        &mut self,
        above: &[(Figure, Piece)],
        all: &[Piece],
        line: u32,
        mark: DecimalMark,
    ) {
        for (figure, heading) in above {
            let below = all.iter().find(|piece| {
                piece.overlap(heading.x0, heading.x1) >= Fixed::ZERO
                    && amount(&piece.text(), mark).is_some()
            });
            if let Some(value) = below.and_then(|piece| amount(&piece.text(), mark)) {
                self.0.retain(|(other, ..)| other != figure);
                self.add(*figure, value, line);
            }
        }
    }

    fn add(&mut self, figure: Figure, value: Decimal, line: u32) {
        if self.get(figure).is_none() {
            self.0.push((figure, value, line));
        }
    }

    fn get(&self, figure: Figure) -> Option<(Decimal, u32)> {
        let found = self.0.iter().find(|(other, ..)| *other == figure);
        found.map(|(_, value, line)| (*value, *line))
    }

    /// Compares them with the rows: a decision where all agree, a problem for each that does not.
    pub(super) fn compare(
        &self,
        statement: &mut Statement,
        is_negated: bool,
    ) -> (Option<Decision>, Vec<Problem>) {
        let rows = || {
            statement
                .rows
                .iter()
                .filter(|row| !row.neutral)
                .map(|row| row.amount)
        };
        let paid_in = sum(rows().filter(Decimal::is_sign_positive));
        let paid_out = -sum(rows().filter(Decimal::is_sign_negative));
        let net = paid_in.saturating_sub(paid_out);
        let mut checked = Checked::default();
        match (self.get(Figure::Charges), self.get(Figure::PaidIn)) {
            (Some((charges, line)), payments) => {
                let payments = payments.map_or(Decimal::ZERO, |(value, _)| value.abs());
                let stated = payments.saturating_sub(charges);
                checked.add("payments less charges", stated, net, line);
            }
            (None, Some((value, line))) => checked.add("paid in", value.abs(), paid_in, line),
            (None, None) => {}
        }
        if let Some((value, line)) = self.get(Figure::PaidOut) {
            checked.add("paid out", value.abs(), paid_out, line);
        }
        // What a card's statement calls its balance is owed.
        let own = |value: Decimal| if is_negated { -value } else { value };
        let (opening, closing) = (self.get(Figure::Opening), self.get(Figure::Closing));
        if let (Some((opening, _)), Some((closing, line))) = (opening, closing) {
            let counted = own(opening).saturating_add(net);
            checked.add("closing balance", own(closing), counted, line);
        }
        let balance = |figure: Option<(Decimal, u32)>| {
            let (value, _) = figure?;
            Some(StatedBalance {
                date: None,
                amount: own(value),
            })
        };
        statement.opening = balance(opening).or(statement.opening);
        statement.closing = balance(closing).or(statement.closing);
        checked.finish(statement.rows.len())
    }
}

#[derive(Default)]
struct Checked {
    agreed: Vec<String>,
    problems: Vec<Problem>,
}

impl Checked {
    fn add(&mut self, name: &str, stated: Decimal, counted: Decimal, line: u32) {
        let (stated, counted) = (stated.normalize(), counted.normalize());
        if stated == counted {
            self.agreed.push(format!("{name} {stated}"));
            return;
        }
        self.problems.push(Problem {
            line,
            message: format!(
                "the statement says {name} {stated}, but its rows as read come to {counted}"
            ),
        });
    }

    fn finish(self, rows: usize) -> (Option<Decision>, Vec<Problem>) {
        let is_proved = self.problems.is_empty() && !self.agreed.is_empty();
        let decision = is_proved.then(|| Decision {
            field: "totals".to_owned(),
            reading: self.agreed.join(", "),
            evidence: format!("the statement says so itself, and its {rows} rows come to that"),
        });
        (decision, self.problems)
    }
}

/// What no statement reaches stays at the limit, and so equals nothing that is stated.
fn sum(amounts: impl Iterator<Item = Decimal>) -> Decimal {
    amounts.fold(Decimal::ZERO, Decimal::saturating_add)
}

/// The first row whose balance does not follow from the one before, whichever row comes first.
pub(super) fn broken_balance(statement: &Statement) -> Option<Problem> {
    let rows = &statement.rows;
    if rows.iter().any(|row| row.neutral) {
        return None;
    }
    let (down, up) = (Walk::over(rows.iter()), Walk::over(rows.iter().rev()));
    let walk = if down.right >= up.right { down } else { up };
    let (line, balance) = walk.wrong?;
    Some(Problem {
        line,
        message: format!(
            "the balance {balance} does not follow from the row beside it; {} of {} do",
            walk.right, walk.steps
        ),
    })
}

/// How far balances follow from each other; rows without one count towards the next that has one.
#[derive(Default)]
struct Walk {
    steps: usize,
    right: usize,
    wrong: Option<(u32, Decimal)>,
}

impl Walk {
    fn over<'r>(rows: impl Iterator<Item = &'r Row>) -> Self {
        let mut walk = Self::default();
        let (mut before, mut moved): (Option<Decimal>, _) = (None, Decimal::ZERO);
        for row in rows {
            moved = moved.saturating_add(row.amount);
            let Some(balance) = row.balance else {
                continue;
            };
            if let Some(before) = before {
                let is_right = before.saturating_add(moved) == balance;
                walk.steps += 1;
                walk.right += usize::from(is_right);
                if !is_right {
                    walk.wrong.get_or_insert((row.line, balance));
                }
            }
            (before, moved) = (Some(balance), Decimal::ZERO);
        }
        walk
    }
}

/// The figure that a piece names, and its amount where that stands in the same piece.
fn named(piece: &Piece, mark: DecimalMark) -> (Option<Figure>, Option<Decimal>) {
    let texts: Vec<&str> = piece.words.iter().map(|word| &*word.text).collect();
    // The amount may be the last word, or the last two: `KES 1,000.00`.
    let cuts = [
        texts.len(),
        texts.len().saturating_sub(1),
        texts.len().saturating_sub(2),
    ];
    cuts.into_iter()
        .find_map(|cut| {
            let (label, value) = texts.split_at_checked(cut)?;
            let figure = figure_of(&label.join(" "))?;
            if value.is_empty() {
                return Some((Some(figure), None));
            }
            Some((Some(figure), Some(amount(&value.join(" "), mark)?)))
        })
        .unwrap_or((None, None))
}

fn figure_of(label: &str) -> Option<Figure> {
    let label = normalised(label);
    let found = WORDS.iter().find(|(_, words)| words.contains(&&*label));
    found.map(|(figure, _)| *figure)
}

fn amount(text: &str, mark: DecimalMark) -> Option<Decimal> {
    let bare = text.trim_start_matches(['\u{FFFD}', '`', ' ']);
    number::scan(bare)?.value(mark)
}

/// A line of a table of sums: a name, and figures.
fn is_sum_line(line: &Line) -> bool {
    let text = line.text();
    text.bytes().any(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::AccountHint;
    use chrono::NaiveDate;

    fn statement(rows: &[(&str, Option<&str>)]) -> Statement {
        let day = NaiveDate::from_ymd_opt(2026, 3, 1).unwrap();
        let row = |(line, (amount, balance)): (u32, &(&str, Option<&str>))| Row {
            balance: balance.map(|balance| balance.parse().unwrap()),
            ..Row::plain(line, "x".to_owned(), day, amount.parse().unwrap())
        };
        Statement {
            rows: (1..).zip(rows).map(row).collect(),
            ..Statement::of(AccountHint::default(), None)
        }
    }

    #[test]
    fn figures_that_agree_are_a_proof_and_others_name_both() {
        let mut statement = statement(&[("5.00", None), ("-2.50", None)]);
        let stated = |out: &str| {
            let figures = [(Figure::PaidIn, "5", 7), (Figure::PaidOut, out, 8)];
            Stated(figures.map(|(f, v, n)| (f, v.parse().unwrap(), n)).to_vec())
        };
        let (decision, problems) = stated("2.50").compare(&mut statement, false);
        assert_eq!(decision.unwrap().reading, "paid in 5, paid out 2.5");
        assert!(problems.is_empty());
        let (decision, problems) = stated("3").compare(&mut statement, false);
        assert_eq!(decision, None);
        assert_eq!(problems.len(), 1);
        assert_eq!(
            (problems[0].line, &*problems[0].message),
            (
                8,
                "the statement says paid out 3, but its rows as read come to 2.5"
            )
        );
    }

    #[test]
    fn a_balance_that_does_not_follow_is_named_whichever_way_they_go() {
        let rows = [
            ("-10", Some("90")),
            ("5", None),
            ("1", Some("96")),
            ("1", Some("98")),
            ("-8", Some("90")),
        ];
        let broken = |rows: &[_]| broken_balance(&statement(rows));
        assert!(broken(&rows[..3]).is_none());
        let down = broken(&rows).unwrap();
        assert_eq!(down.line, 4);
        assert!(down.message.ends_with("; 2 of 3 do"), "{}", down.message);
        let mut reversed = rows;
        reversed.reverse();
        assert_eq!(broken(&reversed).unwrap().line, 2);
    }

    #[test]
    fn sums_beyond_all_reason_are_no_proof() {
        let huge = Decimal::MAX.to_string();
        let mut statement = statement(&[(&huge, Some("1")), (&huge, Some(&huge))]);
        let stated = Stated(vec![(Figure::PaidIn, Decimal::ONE, 1)]);
        assert!(stated.compare(&mut statement, false).0.is_none());
        assert!(broken_balance(&statement).is_none());
    }
}
