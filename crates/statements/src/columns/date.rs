//! Dates as cells write them, with time and zone; the order of numeric ones is decided by column.

use chrono::{NaiveDate, NaiveTime};

use super::is_blank;
use super::month::month_of;
use super::number::digit_of;
use crate::model::DateOrder;

/// A date taken apart; which number is the day is known only once the column's order is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Scanned<'a> {
    /// The numbers in the order they are written.
    pub numbers: [u32; 3],
    /// What the shape alone tells about the order.
    pub shape: Shape,
    /// The local time, where one is written.
    pub time: Option<NaiveTime>,
    /// The zone as it is written, empty for none.
    pub zone: &'a str,
    /// The character between the numbers.
    pub separator: char,
}

/// What the shape of a date alone tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Year, month, day: four digits first, or a named month.
    Certain,
    /// A four-digit year last: the first two may be either way round.
    YearLast,
    /// Three numbers of two digits.
    AllShort,
}

impl Scanned<'_> {
    /// The calendar day with this order; `None` where it names no day of the calendar.
    pub(crate) fn day(&self, order: DateOrder) -> Option<NaiveDate> {
        let [a, b, c] = self.numbers;
        let (year, month, day) = match (self.shape, order) {
            (Shape::Certain, _) | (_, DateOrder::YearMonthDay) => (a, b, c),
            (_, DateOrder::DayMonthYear) => (c, b, a),
            (_, DateOrder::MonthDayYear) => (c, a, b),
        };
        let year = match year {
            0..=69 => 2000 + year,
            70..=99 => 1900 + year,
            year => year,
        };
        let year = i32::try_from(year)
            .ok()
            .filter(|year| (1900..2200).contains(year))?;
        NaiveDate::from_ymd_opt(year, month, day)
    }

    /// Whether any order makes a day of the calendar of it.
    fn is_possible(&self) -> bool {
        let orders: &[DateOrder] = match self.shape {
            Shape::Certain => &[DateOrder::YearMonthDay],
            Shape::YearLast => &[DateOrder::DayMonthYear, DateOrder::MonthDayYear],
            Shape::AllShort => &[
                DateOrder::DayMonthYear,
                DateOrder::MonthDayYear,
                DateOrder::YearMonthDay,
            ],
        };
        orders.iter().any(|order| self.day(*order).is_some())
    }
}

/// Takes a date with or without time apart; `None` where the cell is something else.
pub(crate) fn scan(cell: &str) -> Option<Scanned<'_>> {
    if let Some(plain) = scan_plain(cell.as_bytes()) {
        return plain.is_possible().then_some(plain);
    }
    if matches!(cell.len(), 8 | 12 | 14)
        && let Some(value) = value_of(cell.as_bytes())
    {
        return compact(value, cell.len()).filter(Scanned::is_possible);
    }
    // An apostrophe keeps spreadsheets from turning a date into theirs.
    let rest = cell.strip_prefix('\'').unwrap_or(cell);
    let mut reader = Reader { rest };
    reader.skip_weekday();
    let mut scanned = if reader.peek()?.is_alphabetic() {
        reader.month_first()?
    } else {
        reader.number_first()?
    };
    reader.time_and_zone(&mut scanned)?;
    scanned.is_possible().then_some(scanned)
}

/// The short way for what most cells are: `2026-12-31` and `31/12/2026`, ten bytes without a time.
fn scan_plain(cell: &[u8]) -> Option<Scanned<'static>> {
    let cell: &[u8; 10] = cell.try_into().ok()?;
    let number = |digits: &[u8]| value_of(digits).and_then(|value| u32::try_from(value).ok());
    let (numbers, shape, separators) = match cell {
        [y @ .., a, _, _, b, _, _] if y.len() == 4 && matches!(a, b'-' | b'/' | b'.') => {
            let numbers = [
                number(y)?,
                number(cell.get(5..7)?)?,
                number(cell.get(8..)?)?,
            ];
            (numbers, Shape::Certain, [*a, *b])
        }
        [_, _, a, _, _, b, y @ ..] => {
            let numbers = [
                number(cell.get(..2)?)?,
                number(cell.get(3..5)?)?,
                number(y)?,
            ];
            (numbers, Shape::YearLast, [*a, *b])
        }
    };
    let [first, second] = separators;
    (first == second && matches!(first, b'-' | b'/' | b'.')).then(|| Scanned {
        numbers,
        shape,
        time: None,
        zone: "",
        separator: char::from(first),
    })
}

/// The value of ASCII digits; at most 14 of them are asked for.
pub(crate) fn value_of(digits: &[u8]) -> Option<u64> {
    digits.iter().try_fold(0, |sum: u64, digit| {
        digit
            .is_ascii_digit()
            .then(|| sum * 10 + u64::from(digit - b'0'))
    })
}

/// Reads a time of day alone; seconds may be missing, and so may the colons of all three.
pub(crate) fn scan_time(cell: &str) -> Option<(NaiveTime, &str)> {
    let mut reader = Reader { rest: cell };
    if cell.len() == 6
        && let Some((value, 6)) = reader.number()
    {
        return Some((compact_time(value)?, ""));
    }
    let mut reader = Reader { rest: cell };
    let time = reader.time()?;
    reader.skip_blanks();
    is_zone(reader.rest).then_some((time, reader.rest))
}

struct Reader<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn skip(&mut self, wanted: impl Fn(char) -> bool) -> Option<char> {
        let c = self.peek().filter(|c| wanted(*c))?;
        self.rest = self.rest.get(c.len_utf8()..)?;
        Some(c)
    }

    fn skip_blanks(&mut self) -> bool {
        let before = self.rest.len();
        self.rest = self.rest.trim_start_matches(is_blank);
        self.rest.len() < before
    }

    /// A number of at most 14 digits, and how many it has.
    fn number(&mut self) -> Option<(u64, usize)> {
        let (mut value, mut digits) = (0_u64, 0);
        while let Some(digit) = self.peek().and_then(digit_of) {
            if digits == 14 {
                return None;
            }
            value = value * 10 + u64::from(digit);
            digits += 1;
            self.skip(|_| true);
        }
        (digits > 0).then_some((value, digits))
    }

    fn small_number(&mut self, max_digits: usize) -> Option<(u32, usize)> {
        let (value, digits) = self.number().filter(|(_, digits)| *digits <= max_digits)?;
        Some((u32::try_from(value).ok()?, digits))
    }

    fn word(&mut self) -> &'a str {
        let end = self
            .rest
            .find(|c: char| !c.is_alphabetic())
            .unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        word
    }

    /// Skips `Mon, ` or `Monday ` before the date.
    fn skip_weekday(&mut self) {
        let back = self.rest;
        let word = self.word();
        let is_weekday = word.chars().count() >= 2 && month_of(word).is_none();
        let comma = self.skip(|c| matches!(c, ',' | '.')).is_some();
        if !(is_weekday && comma && self.skip_blanks()) {
            self.rest = back;
        }
    }

    /// `Nov 14, 2025`
    fn month_first(&mut self) -> Option<Scanned<'a>> {
        let month = month_of(self.word())?;
        let separator = self.skip(|c| matches!(c, '.' | '-' | '/')).unwrap_or(' ');
        self.skip_blanks();
        let (day, digits) = self.small_number(2)?;
        (digits <= 2).then_some(())?;
        self.skip_ordinal();
        self.skip(|c| matches!(c, ',' | '-' | '/' | '.'));
        self.skip_blanks();
        let year = self.year()?;
        Some(certain([year, month, day], separator))
    }

    fn skip_ordinal(&mut self) {
        for ending in ["st", "nd", "rd", "th"] {
            if let Some(rest) = self.rest.strip_prefix(ending) {
                self.rest = rest;
                return;
            }
        }
    }

    fn year(&mut self) -> Option<u32> {
        let (year, digits) = self.small_number(4)?;
        matches!(digits, 2 | 4).then_some(year)
    }

    fn number_first(&mut self) -> Option<Scanned<'a>> {
        let (first, first_digits) = self.number()?;
        if matches!(first_digits, 8 | 12 | 14) {
            return compact(first, first_digits);
        }
        let first = u32::try_from(first)
            .ok()
            .filter(|_| matches!(first_digits, 1 | 2 | 4))?;
        self.skip_ordinal();
        let separator = self.separator()?;
        if self.peek()?.is_alphabetic() {
            return self.named_month_second(first, first_digits, separator);
        }
        if separator == ' ' && first_digits != 4 {
            return None;
        }
        let (second, second_digits) = self.small_number(2)?;
        let second_separator = self.separator()?;
        let (third, third_digits) = self.small_number(4)?;
        self.skip(|c| matches!(c, '.' | '日' | '일'));
        let fits = second_digits <= 2
            && (separator == second_separator
                || second_separator == '\''
                || separator == '年'
                || separator == '년');
        let shape = match (first_digits, third_digits) {
            (4, 1 | 2) => Shape::Certain,
            (1 | 2, 4) => Shape::YearLast,
            (1 | 2, 2) if separator != ' ' => Shape::AllShort,
            _ => return None,
        };
        fits.then_some(Scanned {
            numbers: [first, second, third],
            shape,
            time: None,
            zone: "",
            separator,
        })
    }

    /// `27 Feb 2018`, `12-Dec-2019`, `2018 Feb 27`
    fn named_month_second(
        &mut self,
        first: u32,
        first_digits: usize,
        separator: char,
    ) -> Option<Scanned<'a>> {
        let month = month_of(self.word())?;
        self.skip(|c| matches!(c, '.' | '-' | '/' | ','));
        self.skip_blanks();
        let (third, third_digits) = self.small_number(4)?;
        match (first_digits, third_digits) {
            (4, 1 | 2) => Some(certain([first, month, third], separator)),
            (1 | 2, 2 | 4) => Some(certain([third, month, first], separator)),
            _ => None,
        }
    }

    /// One separator with blanks around it, or blanks alone.
    fn separator(&mut self) -> Option<char> {
        let blank = self.skip_blanks();
        let mark = self.skip(|c| {
            matches!(
                c,
                '/' | '-' | '.' | '\'' | '年' | '月' | '년' | '월' | '\u{2212}' | '\u{2010}'
                    ..='\u{2013}'
            )
        });
        self.skip_blanks();
        mark.or(blank.then_some(' '))
    }

    fn time_and_zone(&mut self, scanned: &mut Scanned<'a>) -> Option<()> {
        let comma = self.skip(|c| matches!(c, ',' | 'T')).is_some();
        let gap = self.skip_blanks() || comma;
        if self.rest.is_empty() {
            return Some(());
        }
        gap.then_some(())?;
        scanned.time = Some(self.time()?);
        self.skip_blanks();
        scanned.zone = is_zone(self.rest).then_some(self.rest)?;
        Some(())
    }

    fn time(&mut self) -> Option<NaiveTime> {
        let (hour, _) = self.small_number(2)?;
        self.skip(|c| matches!(c, ':' | '.'))?;
        let (minute, minute_digits) = self.small_number(2)?;
        (minute_digits == 2).then_some(())?;
        let second = if self.skip(|c| matches!(c, ':' | '.')).is_some() {
            self.small_number(2)?.0
        } else {
            0
        };
        if self.skip(|c| matches!(c, '.' | ',')).is_some() {
            self.number()?;
        }
        NaiveTime::from_hms_opt(self.twelve_hours(hour)?, minute, second)
    }

    /// Applies a following AM or PM.
    fn twelve_hours(&mut self, hour: u32) -> Option<u32> {
        let back = self.rest;
        self.skip_blanks();
        let word = self.word();
        let is = |wanted: &str| word.eq_ignore_ascii_case(wanted);
        let afternoon = match () {
            () if is("am") => false,
            () if is("pm") => true,
            () => {
                self.rest = back;
                return Some(hour);
            }
        };
        (1..=12)
            .contains(&hour)
            .then_some(hour % 12 + if afternoon { 12 } else { 0 })
    }
}

fn certain<'a>(numbers: [u32; 3], separator: char) -> Scanned<'a> {
    Scanned {
        numbers,
        shape: Shape::Certain,
        time: None,
        zone: "",
        separator,
    }
}

/// `20121231`, `201212311530`, `20121231153059`
fn compact<'a>(value: u64, digits: usize) -> Option<Scanned<'a>> {
    let (date, clock) = match digits {
        8 => (value, None),
        12 => (value / 10_000, Some(value % 10_000 * 100)),
        _ => (value / 1_000_000, Some(value % 1_000_000)),
    };
    let part = |value: u64| u32::try_from(value).ok();
    let numbers = [
        part(date / 10_000)?,
        part(date / 100 % 100)?,
        part(date % 100)?,
    ];
    let time = match clock {
        None => None,
        Some(clock) => Some(compact_time(clock)?),
    };
    let mut scanned = certain(numbers, '\0');
    scanned.time = time;
    Some(scanned)
}

/// `153059`
fn compact_time(value: u64) -> Option<NaiveTime> {
    let part = |value: u64| u32::try_from(value).ok();
    NaiveTime::from_hms_opt(
        part(value / 10_000)?,
        part(value / 100 % 100)?,
        part(value % 100)?,
    )
}

/// `PST`, `+03:00`, `Z`, `Europe/Berlin`, `[-3:BRT]`, or nothing.
fn is_zone(text: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | ':' | '/' | '_');
    text.is_empty()
        || (text.len() <= 32
            && text.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '+' | '-'))
            && text.chars().all(is_part))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(cell: &str, order: DateOrder) -> Option<String> {
        Some(scan(cell)?.day(order)?.to_string())
    }

    #[test]
    fn every_way_to_write_a_date_is_read() {
        use DateOrder::{DayMonthYear as D, MonthDayYear as M, YearMonthDay as Y};
        for (cell, order, expected) in [
            ("2026-03-01", M, "2026-03-01"),
            ("2026/3/1 07:57", D, "2026-03-01"),
            ("2019.04.19.", D, "2019-04-19"),
            ("2019 10 11", D, "2019-10-11"),
            ("20121231", D, "2012-12-31"),
            ("31.12.26", D, "2026-12-31"),
            ("12/31/94", M, "1994-12-31"),
            ("26-12-31", Y, "2026-12-31"),
            ("1/ 2/10", M, "2010-01-02"),
            ("12/31'26", M, "2026-12-31"),
            ("27 Feb 2018", M, "2018-02-27"),
            ("10 Feb 18", M, "2018-02-10"),
            ("12-Dec-2019", M, "2019-12-12"),
            ("3. März 2020", M, "2020-03-03"),
            ("Nov 14, 2025, 4:52 AM", D, "2025-11-14"),
            ("2026年3月1日", D, "2026-03-01"),
            ("2020-01-01T13:00:00", D, "2020-01-01"),
            ("２０２６-０３-０１", D, "2026-03-01"),
        ] {
            assert_eq!(day(cell, order).as_deref(), Some(expected), "{cell}");
        }
    }

    #[test]
    fn times_and_zones_are_kept() {
        let at = |cell| {
            let scanned: Scanned<'_> = scan(cell).unwrap();
            (scanned.time.unwrap().to_string(), scanned.zone)
        };
        assert_eq!(
            at("2026-09-10 20:15:00 EDT"),
            ("20:15:00".to_owned(), "EDT")
        );
        assert_eq!(
            at("2018-02-25 12:34:56 +0000"),
            ("12:34:56".to_owned(), "+0000")
        );
        assert_eq!(
            at("Nov 14, 2025, 4:52\u{202F}PM"),
            ("16:52:00".to_owned(), "")
        );
        assert_eq!(at("24-08-2020 13:43:54.496"), ("13:43:54".to_owned(), ""));
        assert_eq!(at("2021-09-06 6:11:59"), ("06:11:59".to_owned(), ""));
    }

    #[test]
    fn what_is_no_date_is_none() {
        for cell in [
            "",
            "1.18483",
            "1,234.50",
            "12/2020",
            "99/99/2020",
            "2026-02-30",
            "10.25",
            "18.09.2017;x",
            "Pending",
            "12345678",
            "SHOP 28.09. 17:17",
            "01.07.17 text",
        ] {
            assert_eq!(scan(cell), None, "{cell}");
        }
    }
}
