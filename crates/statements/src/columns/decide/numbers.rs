//! The decimal mark, decided from all amounts of a table together.

use super::{counted, in_columns};
use crate::columns::number::{self, Evidence, Scanned};
use crate::model::{Choice, DecimalMark, Decision, Question};

/// Among how many amounts a good example is looked for.
const EXAMPLE_SEARCH: usize = 1_000;

/// The rank of an example that none is better than.
const BEST: u8 = 2;

/// What all amounts of some columns say about their decimal mark.
#[derive(Debug, Default)]
pub(crate) struct NumberEvidence {
    columns: Vec<String>,
    cells: usize,
    point: Proofs,
    comma: Proofs,
    open: usize,
    /// Numbers of a workbook, whose point is no question.
    kept: usize,
    first_open: Option<(String, DecimalMark)>,
}

/// Amounts that can only be read with one mark.
#[derive(Debug, Default)]
struct Proofs {
    count: usize,
    /// Those with the mark before one or two digits.
    cents: usize,
    example: Option<String>,
    example_rank: u8,
}

impl Proofs {
    /// Counts an amount; one with thousands is the best example, and a zero the worst.
    fn add(&mut self, cell: &str, scanned: &Scanned) {
        self.count += 1;
        self.cents += usize::from(scanned.has_cents());
        if self.example_rank == BEST || self.count > EXAMPLE_SEARCH {
            return;
        }
        let rank = match (scanned.has_both_marks(), scanned.is_zero()) {
            (true, _) => BEST,
            (false, false) => 1,
            (false, true) => 0,
        };
        if self.example.is_none() || rank > self.example_rank {
            self.example = Some(cell.to_owned());
            self.example_rank = rank;
        }
    }
}

impl Proofs {
    fn take(&mut self, other: Self) {
        self.count += other.count;
        self.cents += other.cents;
        if self.example.is_none() || other.example_rank > self.example_rank {
            self.example_rank = other.example_rank;
            self.example = other.example;
        }
    }
}

/// How the amounts are read, why, and whether the person should say.
struct Reading {
    mark: DecimalMark,
    why: String,
    example: Option<String>,
    is_asked: bool,
}

impl NumberEvidence {
    /// Evidence of columns with these names.
    pub(crate) fn of_columns(columns: Vec<String>) -> Self {
        Self {
            columns,
            ..Self::default()
        }
    }

    /// Counts one amount.
    pub(crate) fn add(&mut self, cell: &str, scanned: &Scanned) {
        if scanned.is_certain() {
            self.kept += 1;
            return;
        }
        self.cells += 1;
        match scanned.evidence() {
            Evidence::Proves(DecimalMark::Point) => self.point.add(cell, scanned),
            Evidence::Proves(DecimalMark::Comma) => self.comma.add(cell, scanned),
            Evidence::Open(mark) => {
                self.open += 1;
                self.first_open
                    .get_or_insert_with(|| (cell.to_owned(), mark));
            }
            Evidence::Silent => {}
        }
    }

    /// Takes in what other columns say.
    pub(crate) fn take(&mut self, other: Self) {
        self.columns.extend(other.columns);
        self.cells += other.cells;
        self.open += other.open;
        self.point.take(other.point);
        self.comma.take(other.comma);
        self.first_open = self.first_open.take().or(other.first_open);
    }

    /// The mark that some amounts prove, and none the other.
    pub(crate) fn proved(&self) -> Option<DecimalMark> {
        match (self.point.count, self.comma.count) {
            (0, 0) => None,
            (_, 0) => Some(DecimalMark::Point),
            (0, _) => Some(DecimalMark::Comma),
            _ => None,
        }
    }

    /// The mark with which amounts of three digits after a single mark are thousands.
    pub(crate) fn thousands_reading(&self) -> Option<DecimalMark> {
        let (_, open) = self.first_open.as_ref()?;
        Some(match open {
            DecimalMark::Point => DecimalMark::Comma,
            DecimalMark::Comma => DecimalMark::Point,
        })
    }

    /// Whether nothing in the amounts themselves decides.
    pub(crate) fn is_open(&self) -> bool {
        self.open > 0 && !self.has_proofs()
    }

    /// Whether any amount can only be read with one mark.
    pub(crate) fn has_proofs(&self) -> bool {
        self.point.count + self.comma.count > 0
    }

    /// Decides for all amounts of the file; `layout` is what the provider or language writes.
    pub(crate) fn decide(
        &self,
        hint: Option<DecimalMark>,
        layout: Option<DecimalMark>,
    ) -> (DecimalMark, Option<Decision>, Option<Question>) {
        self.told(&self.reading(hint, layout))
    }

    /// Decides as the running balances prove it.
    pub(crate) fn decide_by_balances(
        &self,
        mark: DecimalMark,
    ) -> (DecimalMark, Option<Decision>, Option<Question>) {
        let open = counted(self.open, "amount", "amounts");
        self.told(&Reading {
            mark,
            why: format!("{open} can be read either way, but only so does each balance follow from the one before"),
            example: None,
            is_asked: false,
        })
    }

    fn told(&self, reading: &Reading) -> (DecimalMark, Option<Decision>, Option<Question>) {
        let decision = (self.cells + self.kept > 0).then(|| Decision {
            field: "decimals".to_owned(),
            reading: name_of(reading.mark).to_owned(),
            evidence: self.evidence(reading),
        });
        let question = if reading.is_asked {
            self.question()
        } else {
            None
        };
        (reading.mark, decision, question)
    }

    fn evidence(&self, reading: &Reading) -> String {
        let open = self.first_open.as_ref().map(|(cell, _)| cell);
        let value = |cell: &String| {
            let value = number::scan(cell)?.value(reading.mark)?;
            Some(format!("“{cell}” is read as {value}"))
        };
        match reading.example.as_ref().or(open).and_then(value) {
            Some(as_read) => format!("{as_read}: {}", reading.why),
            None => reading.why.clone(),
        }
    }

    fn reading(&self, hint: Option<DecimalMark>, layout: Option<DecimalMark>) -> Reading {
        let all = format!(
            "{}{}",
            counted(self.cells, "amount", "amounts"),
            in_columns(&self.columns)
        );
        let settled = |mark, why| Reading {
            mark,
            why,
            example: None,
            is_asked: false,
        };
        if self.has_proofs() {
            return self.proved_reading(hint, &all);
        }
        if self.cells == 0 && self.kept > 0 {
            let kept = counted(self.kept, "amount is", "amounts are");
            return settled(DecimalMark::Point, format!("{kept} kept as numbers"));
        }
        if self.open == 0 {
            let mark = layout.unwrap_or(DecimalMark::Point);
            return settled(mark, format!("none of {all} has decimals"));
        }
        let open = format!("{} of {all} can be read either way", self.open);
        if let Some(mark) = hint {
            return settled(mark, format!("answered; {open}"));
        }
        if let Some(mark) = layout {
            return settled(mark, format!("this layout writes amounts so; {open}"));
        }
        // Three digits after one mark are thousands far more often than mills.
        let mark = self.thousands_reading().unwrap_or(DecimalMark::Point);
        Reading {
            is_asked: true,
            ..settled(
                mark,
                format!("{open}; thousands are the more likely reading"),
            )
        }
    }

    /// Some amounts can only be read with one mark. Where others can only be read with the other
    /// mark, a person decides for those that can be read with both.
    fn proved_reading(&self, hint: Option<DecimalMark>, all: &str) -> Reading {
        let is_mixed = self.point.count > 0 && self.comma.count > 0;
        let answered = hint.filter(|_| is_mixed);
        let by_count = if self.comma.count > self.point.count {
            DecimalMark::Comma
        } else {
            DecimalMark::Point
        };
        let mark = answered.unwrap_or(by_count);
        let (proofs, others) = match mark {
            DecimalMark::Comma => (&self.comma, &self.point),
            DecimalMark::Point => (&self.point, &self.comma),
        };
        let mut why = if proofs.cents > 0 {
            let has = if proofs.cents == 1 { "has" } else { "have" };
            let mark = name_of(mark);
            format!(
                "{} of {all} {has} a {mark} before one or two digits",
                proofs.cents
            )
        } else {
            format!("{} of {all} can only be read so", proofs.count)
        };
        if let Some(example) = &others.example {
            let others = counted(others.count, "amount", "amounts");
            why = format!("{why}; {others} such as “{example}” can only be read otherwise");
        }
        Reading {
            mark,
            why,
            example: proofs.example.clone(),
            is_asked: is_mixed && self.open > 0 && answered.is_none(),
        }
    }

    fn question(&self) -> Option<Question> {
        let (cell, _) = self.first_open.as_ref()?;
        let choice = |value: &'static str, mark| {
            let read = number::scan(cell)?.value(mark)?;
            Some(Choice {
                value: value.into(),
                example: format!("{cell} is {read}"),
            })
        };
        Some(Question {
            hint: "decimal_mark",
            prompt: "Which mark stands before the cents?".to_owned(),
            choices: vec![
                choice("point", DecimalMark::Point)?,
                choice("comma", DecimalMark::Comma)?,
            ],
        })
    }
}

fn name_of(mark: DecimalMark) -> &'static str {
    match mark {
        DecimalMark::Comma => "comma",
        DecimalMark::Point => "point",
    }
}

/// The mark that the words of a decision name.
pub(crate) fn mark_in(reading: &str) -> Option<DecimalMark> {
    let all = [DecimalMark::Point, DecimalMark::Comma];
    all.into_iter().find(|mark| name_of(*mark) == reading)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn evidence_of(cells: &[&str]) -> NumberEvidence {
        let mut evidence = NumberEvidence::of_columns(vec!["“Betrag”".to_owned()]);
        for cell in cells {
            evidence.add(cell, &number::scan(cell).unwrap());
        }
        evidence
    }

    fn why(cells: &[&str]) -> (DecimalMark, String, bool) {
        let (mark, decision, question) = evidence_of(cells).decide(None, None);
        (mark, decision.unwrap().evidence, question.is_some())
    }

    #[test]
    fn the_decision_names_column_counts_and_an_example_as_it_is_read() {
        assert_eq!(
            why(&["950", "-12,30", "1.234,50", "7,00"]),
            (
                DecimalMark::Comma,
                "“1.234,50” is read as 1234.50: 3 of 4 amounts in the column “Betrag” have a comma before one or two digits".to_owned(),
                false
            )
        );
        assert_eq!(
            why(&["1.234.567"]).1,
            "“1.234.567” is read as 1234567: 1 of 1 amount in the column “Betrag” can only be read so"
        );
        assert_eq!(
            why(&["12", "7"]).1,
            "none of 2 amounts in the column “Betrag” has decimals"
        );
    }

    #[test]
    fn a_column_of_single_marks_with_three_digits_is_asked_about() {
        let evidence = evidence_of(&["1.000", "2.500"]);
        let (mark, _, question) = evidence.decide(None, None);
        assert_eq!(mark, DecimalMark::Comma);
        let examples: Vec<_> = question
            .unwrap()
            .choices
            .into_iter()
            .map(|c| c.example)
            .collect();
        assert_eq!(examples, ["1.000 is 1.000", "1.000 is 1000"]);
        assert_eq!(
            evidence.decide(Some(DecimalMark::Point), None).0,
            DecimalMark::Point
        );
    }

    #[test]
    fn amounts_that_prove_both_marks_leave_the_open_ones_to_the_person() {
        let cells = ["12,50", "1.000", "7,10", "3.25"];
        let (mark, evidence, asked) = why(&cells);
        assert_eq!((mark, asked), (DecimalMark::Comma, true));
        assert!(
            evidence.ends_with("; 1 amount such as “3.25” can only be read otherwise"),
            "{evidence}"
        );
        let (mark, _, question) = evidence_of(&cells).decide(Some(DecimalMark::Point), None);
        assert_eq!((mark, question), (DecimalMark::Point, None));
        assert!(!why(&["12,50", "7,10", "3.25"]).2, "nothing is left open");
    }
}
