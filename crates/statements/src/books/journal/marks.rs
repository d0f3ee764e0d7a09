//! Which character stands before the decimals of a journal's amounts: by directive, by the numbers
//! of the same unit, by those of the whole file, else by the program's own rule.

use rust_decimal::Decimal;

use crate::model::{Choice, DecimalMark, Question};

/// More zeros than any amount has.
const MAX_EXPONENT: u32 = 28;

/// How a number is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// Digits alone.
    Plain,
    /// The decimal mark is certain.
    Marked(DecimalMark),
    /// One mark before exactly three digits: decimals or thousands.
    Open(DecimalMark),
    /// The marks fit no number.
    Wrong,
}

/// What the numbers of a file say about its decimal marks.
#[derive(Debug, Default)]
pub(super) struct Marks {
    by_unit: Vec<Evidence>,
    all: Evidence,
    /// The person's answer.
    pub hint: Option<DecimalMark>,
    /// What a lone comma before three digits means where nothing tells: the program's own rule.
    pub lone_comma: Option<DecimalMark>,
    /// A lone comma that nothing explains, as it is written.
    pub unexplained: Option<String>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Evidence {
    declared: Option<DecimalMark>,
    points: usize,
    commas: usize,
}

impl Evidence {
    fn add(&mut self, mark: DecimalMark) {
        match mark {
            DecimalMark::Point => self.points += 1,
            DecimalMark::Comma => self.commas += 1,
        }
    }

    fn seen(&self) -> Option<DecimalMark> {
        match self.points.cmp(&self.commas) {
            std::cmp::Ordering::Greater => Some(DecimalMark::Point),
            std::cmp::Ordering::Less => Some(DecimalMark::Comma),
            std::cmp::Ordering::Equal => None,
        }
    }
}

impl Marks {
    /// Counts one number of a unit.
    pub(super) fn see(&mut self, unit: usize, number: &str) {
        if let Shape::Marked(mark) = shape(number) {
            self.of(unit).add(mark);
            self.all.add(mark);
        }
    }

    /// What the example of a directive says about the numbers of a unit.
    pub(super) fn declare(&mut self, unit: usize, example: &str) {
        if let Shape::Marked(mark) = shape(example) {
            self.of(unit).declared = Some(mark);
        }
    }

    /// What a directive says about all numbers.
    pub(super) fn declare_for_all(&mut self, mark: DecimalMark) {
        self.all.declared = Some(mark);
    }

    /// The value of a number of this unit; `None` where its marks fit none.
    pub(super) fn value(&mut self, unit: usize, number: &str) -> Option<Decimal> {
        let mark = match shape(number) {
            Shape::Plain => DecimalMark::Point,
            Shape::Marked(mark) => mark,
            Shape::Open(written) => self.open_mark(unit, written, number),
            Shape::Wrong => return None,
        };
        value_with(number, mark)
    }

    fn open_mark(&mut self, unit: usize, written: DecimalMark, number: &str) -> DecimalMark {
        let of_unit = self.by_unit.get(unit).copied().unwrap_or_default();
        let told = of_unit
            .declared
            .or(self.all.declared)
            .or_else(|| of_unit.seen());
        if let Some(mark) = told.or(self.hint).or_else(|| self.all.seen()) {
            return mark;
        }
        if written == DecimalMark::Point {
            return written;
        }
        self.lone_comma.unwrap_or_else(|| {
            self.unexplained.get_or_insert_with(|| number.to_owned());
            DecimalMark::Point
        })
    }

    fn of(&mut self, unit: usize) -> &mut Evidence {
        if self.by_unit.len() <= unit {
            self.by_unit.resize(unit + 1, Evidence::default());
        }
        // The line above made room for it.
        self.by_unit.get_mut(unit).unwrap_or(&mut self.all)
    }

    /// What must be asked, where a lone comma could be either.
    pub(super) fn question(&self) -> Option<Question> {
        let number = self.unexplained.as_deref()?;
        let choice = |value: &'static str, mark| Choice {
            value: value.into(),
            example: match value_with(number, mark) {
                Some(value) => format!("{number} is {value}"),
                None => number.to_owned(),
            },
        };
        Some(Question {
            hint: "decimal_mark",
            prompt: format!("Which character stands before the decimals? “{number}” fits both."),
            choices: vec![
                choice("point", DecimalMark::Point),
                choice("comma", DecimalMark::Comma),
            ],
        })
    }
}

fn is_group_blank(c: char) -> bool {
    matches!(c, ' ' | '\u{A0}' | '\u{202F}' | '\'' | '’')
}

fn shape(number: &str) -> Shape {
    let body = number.split(['e', 'E']).next().unwrap_or(number);
    let points = body.matches('.').count();
    let commas = body.matches(',').count();
    let (mark, single) = match (points, commas) {
        (0, 0) => return Shape::Plain,
        (1, 0) => (DecimalMark::Point, true),
        (0, 1) => (DecimalMark::Comma, true),
        (_, 0) => (DecimalMark::Comma, false),
        (0, _) => (DecimalMark::Point, false),
        _ if body.rfind('.') > body.rfind(',') => (DecimalMark::Point, false),
        _ => (DecimalMark::Comma, false),
    };
    if !single {
        return match value_with(number, mark) {
            Some(_) => Shape::Marked(mark),
            None => Shape::Wrong,
        };
    }
    let (before, after) = body.split_once(['.', ',']).unwrap_or((body, ""));
    let could_be_thousands = after.len() == 3
        && (1..=3).contains(&before.len())
        && !before.starts_with('0')
        && !before.contains(is_group_blank);
    if could_be_thousands {
        Shape::Open(mark)
    } else {
        Shape::Marked(mark)
    }
}

/// Reads a number with this decimal mark; groups of thousands must be of two or three digits.
fn value_with(number: &str, mark: DecimalMark) -> Option<Decimal> {
    let (body, exponent) = match number.split_once(['e', 'E']) {
        Some((body, exponent)) => (body, exponent.parse::<i32>().ok()?),
        None => (number, 0),
    };
    let decimal = match mark {
        DecimalMark::Point => '.',
        DecimalMark::Comma => ',',
    };
    let (whole, decimals) = body.split_once(decimal).unwrap_or((body, ""));
    let mut groups = whole.split(|c| matches!(c, '.' | ',') || is_group_blank(c));
    let first = groups.next().unwrap_or_default();
    let mut digits = first.to_owned();
    for group in groups {
        if !(2..=3).contains(&group.len()) || first.is_empty() {
            return None;
        }
        digits.push_str(group);
    }
    if !decimals.bytes().all(|b| b.is_ascii_digit()) || (digits.is_empty() && decimals.is_empty()) {
        return None;
    }
    if digits.is_empty() {
        digits.push('0');
    }
    if !decimals.is_empty() {
        digits.push('.');
        digits.push_str(decimals);
    }
    if exponent == 0 {
        // Ledger writes fractions with more digits than any money has; what is beyond 28 is dust.
        return digits.parse().ok();
    }
    let is_sane = exponent.unsigned_abs() <= MAX_EXPONENT;
    let scientific = is_sane.then(|| format!("{digits}e{exponent}"))?;
    Decimal::from_scientific(&scientific).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(marks: &mut Marks, numbers: &[&str]) -> Vec<String> {
        for number in numbers {
            marks.see(1, number);
        }
        let values = numbers.iter().map(|number| marks.value(1, number));
        values
            .map(|value| value.map_or("none".to_owned(), |v| v.to_string()))
            .collect()
    }

    #[test]
    fn numbers_of_the_same_unit_explain_each_other() {
        let read = |numbers: &[&str]| read(&mut Marks::default(), numbers);
        assert_eq!(read(&["1,000", "2.50"]), ["1000", "2.50"]);
        assert_eq!(read(&["1.000", "2,50"]), ["1000", "2.50"]);
        assert_eq!(
            read(&["1.234.567,8", "1,00,000.5"]),
            ["1234567.8", "100000.5"]
        );
        assert_eq!(
            read(&["1 000 000,25", "0.125", ".5", "7."]),
            ["1000000.25", "0.125", "0.5", "7"]
        );
        assert_eq!(read(&["1e3", "2.5E-2"]), ["1000", "0.025"]);
        assert_eq!(read(&["1.2,3.4", "1e400"]), ["none", "none"]);
    }

    #[test]
    fn a_lone_comma_is_asked_about_unless_something_tells() {
        let mut marks = Marks::default();
        assert_eq!(read(&mut marks, &["1,000"]), ["1000"]);
        let examples: Vec<_> = marks
            .question()
            .unwrap()
            .choices
            .into_iter()
            .map(|c| c.example)
            .collect();
        assert_eq!(examples, ["1,000 is 1000", "1,000 is 1.000"]);
        let mut declared = Marks::default();
        declared.declare(1, "1000,00");
        assert_eq!(read(&mut declared, &["1,000"]), ["1.000"]);
        let mut program = Marks {
            lone_comma: Some(DecimalMark::Comma),
            ..Marks::default()
        };
        assert_eq!(read(&mut program, &["1,000"]), ["1.000"]);
        assert!(program.question().is_none());
    }
}
