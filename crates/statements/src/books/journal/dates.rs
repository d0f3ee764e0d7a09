//! Dates at the head of a journal's lines.

use chrono::NaiveDate;

/// Takes a date off the front of a line: `2026/1/31`, `2026-01-31`, `2026.1.31`, or `1/31` in the
/// year that stands before. `None` where no date stands there.
pub(super) fn take(line: &str, year: Option<i32>) -> Option<(Date, &str)> {
    let (first, rest) = take_digits(line)?;
    let separator = rest
        .chars()
        .next()
        .filter(|c| matches!(c, '/' | '-' | '.'))?;
    let (second, rest) = take_digits(rest.strip_prefix(separator)?)?;
    let third = rest.strip_prefix(separator).and_then(take_digits);
    let (year, month, day, rest) = match third {
        Some((third, rest)) if first.len() >= 4 => (first.parse().ok(), second, third, rest),
        // Ledger's short form of the first day of a month.
        None if first.len() == 4 => (first.parse().ok(), second, "1", rest),
        None => (year, first, second, rest),
        Some(_) => return None,
    };
    let ends = rest
        .chars()
        .next()
        .is_none_or(|c| c.is_whitespace() || matches!(c, '=' | ']' | ';'));
    let date = match (year, month.parse(), day.parse()) {
        (Some(year), Ok(month), Ok(day)) => {
            NaiveDate::from_ymd_opt(year, month, day).map_or(Date::Impossible, Date::Day)
        }
        (None, Ok(_), Ok(_)) => Date::WithoutYear,
        _ => Date::Impossible,
    };
    ends.then_some((date, rest))
}

/// What a date at the head of a line says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Date {
    /// A day of the calendar.
    Day(NaiveDate),
    /// A month and a day, and no year stands before.
    WithoutYear,
    /// No day of the calendar.
    Impossible,
}

fn take_digits(text: &str) -> Option<(&str, &str)> {
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    let (digits, rest) = text.split_at_checked(end)?;
    (1..=4).contains(&digits.len()).then_some((digits, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_in_several_ways() {
        let day = |text, year| match take(text, year) {
            Some((Date::Day(day), rest)) => format!("{day}|{rest}"),
            other => format!("{other:?}"),
        };
        assert_eq!(day("2008/01/31 x", None), "2008-01-31| x");
        assert_eq!(day("2008-1-1=2008-2-1", None), "2008-01-01|=2008-2-1");
        assert_eq!(day("2008.01.01", None), "2008-01-01|");
        assert_eq!(day("1/15 x", Some(2010)), "2010-01-15| x");
        assert_eq!(take("1/15 x", None), Some((Date::WithoutYear, " x")));
        assert_eq!(take("2026-02-30 x", None), Some((Date::Impossible, " x")));
        for text in [
            "10/01/02 x",
            "2008/01-01 x",
            "2008-01-01,5",
            "20080101",
            "1.50",
        ] {
            assert!(
                !matches!(take(text, None), Some((Date::Day(_), _))),
                "{text}"
            );
        }
    }
}
