//! The order of day, month and year, decided from all dates of a column.

use super::{counted, in_columns};
use crate::columns::date;
use crate::model::{Choice, DateOrder, Decision, Question};

/// What all dates of a column say about their order.
#[derive(Debug, Default)]
pub(crate) struct DateEvidence {
    columns: Vec<String>,
    rows: usize,
    certain: usize,
    day_first: Proofs,
    month_first: Proofs,
    year_first: Proofs,
    open: usize,
    dotted: usize,
    open_examples: Vec<String>,
    example: Option<String>,
}

/// Dates that can only be read in one order.
#[derive(Debug, Default)]
struct Proofs {
    count: usize,
    example: Option<String>,
}

impl Proofs {
    fn add(&mut self, cell: &str) {
        self.count += 1;
        self.example.get_or_insert_with(|| cell.to_owned());
    }
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

/// How the dates are read, why, and whether the person should say.
struct Reading {
    order: DateOrder,
    why: String,
    example: Option<String>,
    is_asked: bool,
}

impl DateEvidence {
    /// Evidence of columns with these names.
    pub(crate) fn of_columns(columns: Vec<String>) -> Self {
        Self {
            columns,
            ..Self::default()
        }
    }

    /// Counts one cell of the column.
    pub(crate) fn add(&mut self, cell: &str) {
        let Some(scanned) = date::scan(cell) else {
            return;
        };
        self.rows += 1;
        let [first, second, _] = scanned.numbers;
        match scanned.shape {
            date::Shape::Certain => {
                self.certain += 1;
                self.example.get_or_insert_with(|| cell.to_owned());
            }
            date::Shape::AllShort if first > 31 => self.year_first.add(cell),
            _ if first > 12 => self.day_first.add(cell),
            _ if second > 12 => self.month_first.add(cell),
            _ => self.add_open(cell, first != second),
        }
        self.dotted += usize::from(scanned.separator == '.');
    }

    fn add_open(&mut self, cell: &str, differs: bool) {
        self.open += 1;
        if self.open_examples.len() < 2 && differs {
            self.open_examples.push(cell.to_owned());
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
        let reading = self.reading(context);
        let order = reading.order;
        let decision = (self.rows > 0).then(|| Decision {
            field: "dates".to_owned(),
            reading: words(order).to_owned(),
            evidence: self.evidence(&reading),
        });
        let is_asked = reading.is_asked && !self.open_examples.is_empty();
        (order, decision, is_asked.then(|| self.question(order)))
    }

    fn evidence(&self, reading: &Reading) -> String {
        let example = reading
            .example
            .as_ref()
            .or(self.open_examples.first())
            .or(self.example.as_ref());
        let as_read = example.and_then(|cell| as_read(cell, reading.order));
        match as_read {
            Some(as_read) => format!("{as_read}: {}", reading.why),
            None => reading.why.clone(),
        }
    }

    /// `12 of 40 dates in the column “Datum”`
    fn of_all(&self, count: usize) -> String {
        format!(
            "{count} of {}{}",
            counted(self.rows, "date", "dates"),
            in_columns(&self.columns)
        )
    }

    fn reading(&self, context: DateContext) -> Reading {
        let all = format!(
            "{}{}",
            counted(self.rows, "date", "dates"),
            in_columns(&self.columns)
        );
        let settled = |order, why| Reading {
            order,
            why,
            example: None,
            is_asked: false,
        };
        let proved = self.day_first.count + self.month_first.count + self.year_first.count;
        if proved == 0 && self.open == 0 {
            let why = format!("{all}, with the year first or the month named");
            return settled(DateOrder::YearMonthDay, why);
        }
        if proved > 0 {
            return self.proved_reading(context);
        }
        let none = format!("none of {all} has a day above 12");
        if let Some(order) = context.hint {
            return settled(order, format!("answered; {none}"));
        }
        if let Some(order) = context.layout {
            return settled(order, format!("this layout writes dates so; {none}"));
        }
        if self.dotted == self.rows {
            let why = format!("{all} with points between the numbers");
            return settled(DateOrder::DayMonthYear, why);
        }
        if context.day_first_place {
            let why =
                format!("{none}, but decimals or words are of a place that writes the day first");
            return settled(DateOrder::DayMonthYear, why);
        }
        Reading {
            is_asked: true,
            ..settled(
                context.likely.unwrap_or(DateOrder::DayMonthYear),
                format!("{none}; this is the more likely reading"),
            )
        }
    }

    /// Some dates can only be read in one order. Where others can only be read in another, a person
    /// decides for those that can be read in both.
    fn proved_reading(&self, context: DateContext) -> Reading {
        let proofs = [
            (DateOrder::YearMonthDay, &self.year_first),
            (DateOrder::DayMonthYear, &self.day_first),
            (DateOrder::MonthDayYear, &self.month_first),
        ];
        let is_mixed = proofs.iter().filter(|(_, proofs)| proofs.count > 0).count() > 1;
        let answered = proofs
            .iter()
            .find(|(order, _)| is_mixed && context.hint == Some(*order));
        // Of equal counts the first in the list wins.
        let strongest = || proofs.iter().rev().max_by_key(|(_, proofs)| proofs.count);
        let Some((order, proof)) = answered.or_else(strongest) else {
            return Reading {
                order: DateOrder::YearMonthDay,
                why: String::new(),
                example: None,
                is_asked: false,
            };
        };
        let others: usize = proofs
            .iter()
            .filter(|(other, _)| other != order)
            .map(|(_, proofs)| proofs.count)
            .sum();
        let mut why = format!(
            "{} {}",
            self.of_all(proof.count),
            claim(*order, proof.count)
        );
        if others > 0 {
            let them = counted(others, "date is", "dates are");
            why = format!("{why}; {them} no day of the calendar in this order");
        }
        Reading {
            order: *order,
            why,
            example: proof.example.clone(),
            is_asked: is_mixed && answered.is_none(),
        }
    }

    fn question(&self, likely: DateOrder) -> Question {
        let choice = |order| Choice {
            value: value_of(order).into(),
            example: self.open_as_read(order),
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

    fn open_as_read(&self, order: DateOrder) -> String {
        let as_read = self.open_examples.iter().filter_map(|cell| {
            let day = date::scan(cell)?.day(order)?;
            Some(format!("{cell} is {}", day.format("%-d %B %Y")))
        });
        as_read.collect::<Vec<_>>().join(", ")
    }
}

/// `“08/14/2026” is read as 14 August 2026`
fn as_read(cell: &str, order: DateOrder) -> Option<String> {
    let day = date::scan(cell)?.day(order)?;
    Some(format!("“{cell}” is read as {}", day.format("%-d %B %Y")))
}

/// What proves an order: `has a day above 12 in the first place`.
fn claim(order: DateOrder, count: usize) -> String {
    let has = if count == 1 { "has" } else { "have" };
    match order {
        DateOrder::YearMonthDay => format!("{has} a number above 31 in the first place"),
        DateOrder::DayMonthYear => format!("{has} a day above 12 in the first place"),
        DateOrder::MonthDayYear => format!("{has} a day above 12 in the second place"),
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

/// The order that the words of a decision name.
pub(crate) fn order_in(reading: &str) -> Option<DateOrder> {
    let all = [
        DateOrder::DayMonthYear,
        DateOrder::MonthDayYear,
        DateOrder::YearMonthDay,
    ];
    all.into_iter().find(|order| words(*order) == reading)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decide(cells: &[&str], context: DateContext) -> (DateOrder, String, bool) {
        let mut evidence = DateEvidence::of_columns(vec!["“Date”".to_owned()]);
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
            "“08/14/2026” is read as 14 August 2026: 1 of 2 dates in the column “Date” has a day above 12 in the second place"
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
    fn dates_that_prove_both_orders_are_asked_about() {
        let cells = ["13/02/2026", "02/14/2026", "15/02/2026", "03/04/2026"];
        let (order, evidence, asked) = decide(&cells, DateContext::default());
        assert_eq!((order, asked), (DateOrder::DayMonthYear, true));
        assert!(evidence.ends_with("; 1 date is no day of the calendar in this order"));
        let answered = DateContext {
            hint: Some(DateOrder::MonthDayYear),
            ..DateContext::default()
        };
        let (order, _, asked) = decide(&cells, answered);
        assert_eq!((order, asked), (DateOrder::MonthDayYear, false));
    }
}
