//! One decision for a whole column: the order of its dates, the mark of its decimals, with the evidence.

use super::{date, number};
use crate::model::{Choice, DateOrder, DecimalMark, Decision, Question};

/// What all dates of a column say about their order.
#[derive(Debug, Default)]
pub(crate) struct DateEvidence {
    rows: usize,
    certain: usize,
    day_first: usize,
    month_first: usize,
    year_first: usize,
    open: usize,
    dotted: usize,
    examples: Vec<(String, [u32; 3])>,
}

/// What else is known about who writes the dates, strongest first.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct DateContext {
    /// The person's answer.
    pub hint: Option<DateOrder>,
    /// What the layout always writes.
    pub layout: Option<DateOrder>,
    /// A decimal comma or a header not in English: such places write the day first.
    pub day_first_place: bool,
    /// What is most likely where nothing decides.
    pub likely: Option<DateOrder>,
}

impl DateEvidence {
    /// Counts one cell of the column.
    pub(crate) fn add(&mut self, cell: &str) {
        let Some(scanned) = date::scan(cell) else {
            return;
        };
        self.rows += 1;
        let [first, second, _] = scanned.numbers;
        match scanned.shape {
            date::Shape::Certain => self.certain += 1,
            date::Shape::AllShort if first > 31 => self.year_first += 1,
            _ if first > 12 => self.day_first += 1,
            _ if second > 12 => self.month_first += 1,
            _ => self.add_open(cell, scanned.numbers),
        }
        self.dotted += usize::from(scanned.separator == '.');
    }

    fn add_open(&mut self, cell: &str, numbers: [u32; 3]) {
        self.open += 1;
        let [first, second, _] = numbers;
        if self.examples.len() < 2 && first != second {
            self.examples.push((cell.to_owned(), numbers));
        }
    }

    /// How many cells of the column are dates.
    pub(crate) fn rows(&self) -> usize {
        self.rows
    }

    /// Decides; asks only where the dates leave it open and nothing around them helps.
    pub(crate) fn decide(
        &self,
        context: DateContext,
    ) -> (DateOrder, Option<Decision>, Option<Question>) {
        let (order, evidence, is_asked) = self.reading(context);
        let decision = (self.rows > 0).then(|| Decision {
            field: "dates".to_owned(),
            reading: words(order).to_owned(),
            evidence,
        });
        let question = (is_asked && !self.examples.is_empty()).then(|| self.question(order));
        (order, decision, question)
    }

    fn reading(&self, context: DateContext) -> (DateOrder, String, bool) {
        let rows = self.rows;
        let proved = self.day_first.max(self.month_first).max(self.year_first);
        if proved == 0 && self.open == 0 {
            let shapes = format!("{rows} rows, all with the year first or the month named");
            return (DateOrder::YearMonthDay, shapes, false);
        }
        if proved > 0 {
            return self.proved_reading(proved);
        }
        if let Some(order) = context.hint {
            return (
                order,
                format!("answered; {rows} rows have no day above 12"),
                false,
            );
        }
        if let Some(order) = context.layout {
            return (
                order,
                format!("this layout writes dates so; {rows} rows have no day above 12"),
                false,
            );
        }
        if self.dotted == rows {
            return (
                DateOrder::DayMonthYear,
                format!("{rows} rows with points between the numbers"),
                false,
            );
        }
        if context.day_first_place {
            let why = format!(
                "{rows} rows have no day above 12, but decimals or words are of a place that writes the day first"
            );
            return (DateOrder::DayMonthYear, why, false);
        }
        let order = context.likely.unwrap_or(DateOrder::DayMonthYear);
        (
            order,
            format!("{rows} rows have no day above 12; this is the more likely reading"),
            true,
        )
    }

    fn proved_reading(&self, proved: usize) -> (DateOrder, String, bool) {
        let rows = self.rows;
        if proved == self.year_first {
            return (
                DateOrder::YearMonthDay,
                format!("{proved} of {rows} rows have a number above 31 in the first place"),
                false,
            );
        }
        let (order, place) = if proved == self.day_first {
            (DateOrder::DayMonthYear, "first")
        } else {
            (DateOrder::MonthDayYear, "second")
        };
        (
            order,
            format!("{proved} of {rows} rows have a day above 12 in the {place} place"),
            false,
        )
    }

    fn question(&self, likely: DateOrder) -> Question {
        let choice = |order| Choice {
            value: value_of(order).into(),
            example: self.example(order),
        };
        let other = if likely == DateOrder::DayMonthYear {
            DateOrder::MonthDayYear
        } else {
            DateOrder::DayMonthYear
        };
        Question {
            hint: "date_order",
            prompt: "Which number of these dates is the day?".to_owned(),
            choices: vec![choice(likely), choice(other)],
        }
    }

    fn example(&self, order: DateOrder) -> String {
        let as_read = self.examples.iter().filter_map(|(cell, _)| {
            let day = date::scan(cell)?.day(order)?;
            Some(format!("{cell} is {}", day.format("%-d %B %Y")))
        });
        as_read.collect::<Vec<_>>().join(", ")
    }
}

/// What all amounts of a file say about its decimal mark.
#[derive(Debug, Default)]
pub(crate) struct NumberEvidence {
    cells: usize,
    points: usize,
    commas: usize,
    open: usize,
    first_open: Option<(String, DecimalMark)>,
}

impl NumberEvidence {
    /// Counts one amount.
    pub(crate) fn add(&mut self, cell: &str, scanned: &number::Scanned) {
        self.cells += 1;
        match scanned.evidence() {
            number::Evidence::Proves(DecimalMark::Point) => self.points += 1,
            number::Evidence::Proves(DecimalMark::Comma) => self.commas += 1,
            number::Evidence::Open(mark) => {
                self.open += 1;
                self.first_open
                    .get_or_insert_with(|| (cell.to_owned(), mark));
            }
            number::Evidence::Silent => {}
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

    /// Decides for all amounts of the file; `layout` is what the provider or language writes.
    pub(crate) fn decide(
        &self,
        hint: Option<DecimalMark>,
        layout: Option<DecimalMark>,
    ) -> (DecimalMark, Option<Decision>, Option<Question>) {
        let (mark, evidence, is_asked) = self.reading(hint, layout);
        let decision = (self.cells > 0).then(|| Decision {
            field: "decimals".to_owned(),
            reading: if mark == DecimalMark::Comma {
                "comma"
            } else {
                "point"
            }
            .to_owned(),
            evidence,
        });
        let question = if is_asked { self.question() } else { None };
        (mark, decision, question)
    }

    /// Whether any amount can only be read with one mark.
    pub(crate) fn has_proofs(&self) -> bool {
        self.points + self.commas > 0
    }

    fn reading(
        &self,
        hint: Option<DecimalMark>,
        layout: Option<DecimalMark>,
    ) -> (DecimalMark, String, bool) {
        let cells = self.cells;
        if self.points + self.commas > 0 {
            let (mark, proofs) = if self.commas > self.points {
                (DecimalMark::Comma, self.commas)
            } else {
                (DecimalMark::Point, self.points)
            };
            return (
                mark,
                format!("{proofs} of {cells} amounts can only be read so"),
                false,
            );
        }
        if self.open == 0 {
            return (
                layout.unwrap_or(DecimalMark::Point),
                format!("none of {cells} amounts has decimals"),
                false,
            );
        }
        if let Some(mark) = hint {
            return (
                mark,
                format!("answered; {} amounts can be read either way", self.open),
                false,
            );
        }
        if let Some(mark) = layout {
            return (
                mark,
                format!(
                    "this layout writes amounts so; {} can be read either way",
                    self.open
                ),
                false,
            );
        }
        // Three digits after one mark are thousands far more often than mills.
        let mark = self.thousands_reading().unwrap_or(DecimalMark::Point);
        (
            mark,
            format!(
                "{} amounts can be read either way; thousands are the more likely reading",
                self.open
            ),
            true,
        )
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

/// The name of an order in a [`Choice`].
fn value_of(order: DateOrder) -> &'static str {
    match order {
        DateOrder::DayMonthYear => "day_month_year",
        DateOrder::MonthDayYear => "month_day_year",
        DateOrder::YearMonthDay => "year_month_day",
    }
}

fn words(order: DateOrder) -> &'static str {
    match order {
        DateOrder::DayMonthYear => "day/month/year",
        DateOrder::MonthDayYear => "month/day/year",
        DateOrder::YearMonthDay => "year/month/day",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decide(cells: &[&str], context: DateContext) -> (DateOrder, String, bool) {
        let mut evidence = DateEvidence::default();
        for cell in cells {
            evidence.add(cell);
        }
        let (order, decision, question) = evidence.decide(context);
        (order, decision.unwrap().evidence, question.is_some())
    }

    #[test]
    fn one_day_above_twelve_decides_for_the_whole_column() {
        let (order, evidence, asked) =
            decide(&["08/06/2026", "08/14/2026"], DateContext::default());
        assert_eq!((order, asked), (DateOrder::MonthDayYear, false));
        assert_eq!(
            evidence,
            "1 of 2 rows have a day above 12 in the second place"
        );
    }

    #[test]
    fn days_up_to_twelve_are_asked_about_unless_something_decides() {
        let cells = ["01/02/2026", "03/04/2026"];
        assert!(decide(&cells, DateContext::default()).2);
        let answered = DateContext {
            hint: Some(DateOrder::MonthDayYear),
            ..DateContext::default()
        };
        assert_eq!(decide(&cells, answered).0, DateOrder::MonthDayYear);
        assert!(!decide(&cells, answered).2);
        assert!(!decide(&["01.02.2026"], DateContext::default()).2);
    }

    #[test]
    fn a_column_of_single_marks_with_three_digits_is_asked_about() {
        let mut evidence = NumberEvidence::default();
        for cell in ["1.000", "2.500"] {
            evidence.add(cell, &number::scan(cell).unwrap());
        }
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
}
