//! What stands in the slots of a template that have a form: money, days, times, references.

use chrono::{NaiveDate, NaiveTime};
use farthing_money::Currency;
use rust_decimal::Decimal;

use super::signs::{Literal, Signs, is_soft};
use crate::columns::currency::{currency_of_code, only_currency_in};
use crate::columns::{date, number};
use crate::model::{DateOrder, DecimalMark};

/// The longest date or number worth trying, in characters.
const MAX_SLOT: usize = 40;
/// An amount is below this, in whole units.
const MAX_AMOUNT: i64 = 1_000_000_000_000_000;

/// An amount as a message writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Money {
    /// The figures, without currency and sign.
    pub figures: String,
    /// A minus stood before it.
    pub is_negative: bool,
    /// The currency that is written beside it, where it can only be that one.
    pub currency: Option<Currency>,
}

impl Money {
    /// The amount without its sign. A mark before three digits is one of thousands in a currency that
    /// has no three decimals; where the currency is open, it is not known.
    pub(super) fn value(&self, currency: Option<Currency>) -> Option<Decimal> {
        let scanned = number::scan(&self.figures)?;
        let mark = match scanned.evidence() {
            number::Evidence::Proves(mark) => mark,
            number::Evidence::Silent => DecimalMark::Point,
            number::Evidence::Open(mark) => match currency?.decimals() {
                3 => return None,
                _ if mark == DecimalMark::Point => DecimalMark::Comma,
                _ => DecimalMark::Point,
            },
        };
        let value = scanned.value(mark)?;
        (value <= Decimal::from(MAX_AMOUNT)).then_some(value)
    }
}

/// A day as a message writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Day {
    /// The day.
    Known(NaiveDate),
    /// Day and month may be either way round.
    Open(String),
}

/// Reads money, and where it ends: `Ksh1,200.00`, `Rs. 500`, `-$12.50 USD`, `12,50 €`. `next` is what
/// the template has after it, which is not part of the money.
pub(super) fn money(
    signs: &Signs<'_>,
    from: usize,
    next: Option<&Literal>,
) -> Option<(Money, usize)> {
    let mut index = signs.skip_soft(from);
    let mut is_negative = has_minus(signs, from, index);
    let word_end = token_end(signs, index, |c| !is_digit(c) && !is_soft(c) && c != '+');
    let word = signs.between(index..word_end);
    let mut currency = None;
    if !word.is_empty() {
        currency = match word_before(word)? {
            Word::Named(named) => Some(named),
            Word::OfSeveral => None,
        };
        index = signs.skip_soft(word_end);
        is_negative |= has_minus(signs, word_end, index);
    }
    if signs.char(index) == Some('+') {
        index += 1;
    }
    let end = figures_end(signs, index);
    if end == index {
        return None;
    }
    let figures = signs.between(index..end).to_owned();
    let is_next = next.is_some_and(|literal| literal.at(signs, end).is_some());
    let (after, end) = match currency_after(signs, end) {
        Some((after, after_end)) if !is_next => (Some(after), after_end),
        _ => (None, end),
    };
    let money = Money {
        figures,
        is_negative,
        currency: after.or(currency),
    };
    Some((money, end))
}

/// Reads a day, and where it ends. Without an order, a numeric day may be left open.
pub(super) fn day(
    signs: &Signs<'_>,
    from: usize,
    order: Option<DateOrder>,
) -> Option<(Day, usize)> {
    let start = signs.skip_soft(from);
    let ends = word_ends(signs, start, 3);
    ends.into_iter().rev().find_map(|end| {
        let text = signs.between(start..end).trim_end_matches([',', '.', ';']);
        let scanned = date::scan(text).filter(|scanned| scanned.time.is_none())?;
        let end = start + text.chars().count();
        let known = |order| Some((Day::Known(scanned.day(order)?), end));
        if let (Some(order), _) | (None, Some(order)) = (order, only_order(&scanned)) {
            return known(order);
        }
        Some((Day::Open(text.to_owned()), end))
    })
}

/// Reads a time of day, and where it ends: `6:43 PM`, `21:02`, `04:18:31`.
pub(super) fn time(signs: &Signs<'_>, from: usize) -> Option<(NaiveTime, usize)> {
    let start = signs.skip_soft(from);
    let digits_end = token_end(signs, start, |c| c.is_ascii_digit() || c == ':');
    let clock = signs.between(start..digits_end).trim_end_matches(':');
    let clock_end = start + clock.len();
    let tail = signs.between(clock_end..clock_end + 4);
    let half = tail.trim_start_matches([' ', '\u{A0}', '\u{202F}']);
    let half_start = clock_end + tail.chars().count() - half.chars().count();
    let half = half
        .get(..2)
        .filter(|half| half.eq_ignore_ascii_case("am") || half.eq_ignore_ascii_case("pm"));
    let (text, end) = match half {
        Some(half) => (format!("{clock} {half}"), half_start + 2),
        None => (clock.to_owned(), clock_end),
    };
    let (time, _) = date::scan_time(&text).filter(|_| clock.contains(':'))?;
    Some((time, end))
}

/// Reads a zone, and where it ends: `PDT`, `GMT+8`, `+03:00`.
pub(super) fn zone<'t>(signs: &Signs<'t>, from: usize) -> Option<(&'t str, usize)> {
    let start = signs.skip_soft(from);
    let is_part = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || matches!(c, '+' | ':');
    let end = token_end(signs, start, is_part);
    let text = signs.between(start..end).trim_end_matches(':');
    let is_zone = (2..=8).contains(&text.len()) && text.starts_with(|c: char| !c.is_ascii_digit());
    is_zone.then(|| (text, start + text.len()))
}

/// Reads a reference or an account, and where it ends: one word with a digit, `UIL0K7XB8J`,
/// `0915****847`, `MP260119.1639.R71104`.
pub(super) fn reference<'t>(signs: &Signs<'t>, from: usize) -> Option<(&'t str, usize)> {
    let start = signs.skip_soft(from);
    let mut end = start;
    while let Some(c) = signs.char(end).filter(|_| end - start <= MAX_SLOT) {
        let goes_on = match c {
            '-' | '_' | '.' => is_more(signs.from(end + 1)),
            c => c.is_ascii_alphanumeric() || is_digit(c) || matches!(c, '*' | '•' | '+'),
        };
        if !goes_on {
            break;
        }
        end += 1;
    }
    let text = signs.between(start..end);
    text.contains(is_digit).then_some((text, end))
}

/// Whether a reference goes on after a point or dash: a digit, or a letter and a digit.
fn is_more(rest: &str) -> bool {
    let mut chars = rest.chars();
    match (chars.next(), chars.next()) {
        (Some(first), _) if is_digit(first) => true,
        (Some(first), Some(second)) => first.is_ascii_alphabetic() && is_digit(second),
        _ => false,
    }
}

fn is_digit(c: char) -> bool {
    number::digit_of(c).is_some()
}

/// A minus that stands directly before an amount.
fn has_minus(signs: &Signs<'_>, from: usize, to: usize) -> bool {
    let before = signs.between(from..to);
    before.ends_with(['-', '\u{2212}', '\u{2013}'])
}

fn token_end(signs: &Signs<'_>, from: usize, is_part: impl Fn(char) -> bool) -> usize {
    let part = signs
        .from(from)
        .chars()
        .take(MAX_SLOT)
        .take_while(|c| is_part(*c));
    from + part.count()
}

/// The end of digits with marks between them; a mark at the end is a stop.
fn figures_end(signs: &Signs<'_>, from: usize) -> usize {
    let mut end = from;
    let mut index = from;
    for c in signs.from(from).chars().take(MAX_SLOT) {
        index += 1;
        if is_digit(c) {
            end = index;
        } else if !matches!(c, '.' | ',' | '\'' | '’' | '٫' | '٬') || end + 1 < index {
            break;
        }
    }
    end
}

/// The ends of the first words, nearest first; a Chinese date ends with 日.
fn word_ends(signs: &Signs<'_>, start: usize, words: usize) -> Vec<usize> {
    let mut ends = Vec::new();
    let text = signs.from(start);
    for (index, c) in text.chars().enumerate().take(MAX_SLOT) {
        if c == '日' {
            ends.push(start + index + 1);
        }
        if c.is_whitespace() {
            ends.push(start + index);
        }
        if ends.len() == words {
            return ends;
        }
    }
    ends.push(start + text.chars().take(MAX_SLOT).count());
    ends
}

/// The only order in which a date is a day of the calendar.
fn only_order(scanned: &date::Scanned<'_>) -> Option<DateOrder> {
    if scanned.shape == date::Shape::Certain {
        return Some(DateOrder::YearMonthDay);
    }
    let day = scanned.day(DateOrder::DayMonthYear);
    let month = scanned.day(DateOrder::MonthDayYear);
    match (day, month) {
        (Some(_), None) => Some(DateOrder::DayMonthYear),
        (None, Some(_)) => Some(DateOrder::MonthDayYear),
        (day, month) if day == month => Some(DateOrder::DayMonthYear),
        _ => None,
    }
}

/// A word before an amount that is of a currency.
enum Word {
    Named(Currency),
    /// It is of several currencies, such as `$` and `Rs`.
    OfSeveral,
}

/// What a word before an amount says of its currency; `None` where it is no such word.
fn word_before(word: &str) -> Option<Word> {
    let upper = word.to_uppercase();
    let named = match upper.as_str() {
        "$" | "¥" | "￥" | "RS" | "RE" | "P" | "KR" | "SH" => return Some(Word::OfSeveral),
        "KSH" | "KSHS" => currency_of_code("KES"),
        "TK" => currency_of_code("BDT"),
        _ => currency_named(&upper),
    };
    named.map(Word::Named)
}

/// A currency by its code or a sign of its own.
pub(super) fn currency_named(word: &str) -> Option<Currency> {
    currency_of_code(word).or_else(|| only_currency_in(word))
}

/// A code or sign after an amount, and where it ends.
fn currency_after(signs: &Signs<'_>, from: usize) -> Option<(Currency, usize)> {
    let rest = signs.from(from);
    let start = from + usize::from(rest.starts_with([' ', '\u{A0}', '\u{202F}']));
    let first = signs.char(start)?;
    if !first.is_ascii_alphabetic() {
        let sign = signs.between(start..start + 1);
        return Some((only_currency_in(sign)?, start + 1));
    }
    let end = token_end(signs, start, char::is_alphanumeric);
    let code = signs.between(start..end);
    let is_code = code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase());
    Some((currency_of_code(code).filter(|_| is_code)?, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_money(text: &str) -> Option<String> {
        let signs = Signs::of(text);
        let (money, end) = money(&signs, 0, None)?;
        let code = money
            .currency
            .map_or("?".to_owned(), |c| c.code().to_owned());
        let sign = if money.is_negative { "-" } else { "" };
        Some(format!(
            "{sign}{} {code}|{}",
            money.figures,
            signs.from(end)
        ))
    }

    #[test]
    fn money_is_read_with_whatever_stands_beside_it() {
        for (text, expected) in [
            ("Ksh1,200.00. New", "1,200.00 KES|. New"),
            ("Ksh 30.00.", "30.00 KES|."),
            (": Rs. 500 from", "500 ?| from"),
            ("Tk 20.00.Ref", "20.00 BDT|.Ref"),
            ("-$12.50 USD to", "-12.50 USD| to"),
            ("$ -3", "-3 ?|"),
            ("12,50 € an", "12,50 EUR| an"),
            ("¥28.50元的", "28.50 CNY|的"),
            ("US$5", "5 USD|"),
            ("€1.234,50", "1.234,50 EUR|"),
            ("৮৫০.০০ to", "৮৫০.০০ ?| to"),
            ("1,2, 3", "1,2 ?|, 3"),
        ] {
            assert_eq!(read_money(text).as_deref(), Some(expected), "{text}");
        }
        for text in ["", "abc 5", "Ksh", "of 5", "."] {
            assert_eq!(read_money(text), None, "{text}");
        }
    }

    #[test]
    fn three_digits_after_a_mark_are_thousands_where_the_currency_has_two() {
        let value = |figures: &str, code: &str| {
            let money = Money {
                figures: figures.to_owned(),
                is_negative: false,
                currency: None,
            };
            money.value(Currency::iso(code).ok()).map(|v| v.to_string())
        };
        assert_eq!(value("1,234", "KES").as_deref(), Some("1234"));
        assert_eq!(value("1.234", "EUR").as_deref(), Some("1234"));
        assert_eq!(value("1.234", "KWD"), None);
        assert_eq!(value("1,234", ""), None);
        assert_eq!(value("1,234.5", "").as_deref(), Some("1234.5"));
    }

    #[test]
    fn days_are_known_or_left_open() {
        let read = |text: &str, order| {
            let signs = Signs::of(text);
            let (day, end) = day(&signs, 0, order)?;
            Some(match day {
                Day::Known(day) => format!("{day}|{}", signs.from(end)),
                Day::Open(text) => format!("open {text}|{}", signs.from(end)),
            })
        };
        let dmy = Some(DateOrder::DayMonthYear);
        for (text, order, expected) in [
            ("17/9/13 at 3:16 PM", dmy, "2013-09-17| at 3:16 PM"),
            ("2/3/26 at", None, "open 2/3/26| at"),
            ("16/2/26 at", None, "2026-02-16| at"),
            ("Mar 2, 2026 10:22:33", None, "2026-03-02| 10:22:33"),
            ("2026-03-02. Next", None, "2026-03-02|. Next"),
            ("2026年3月1日付款", None, "2026-03-01|付款"),
            ("15/06/2026", None, "2026-06-15|"),
        ] {
            assert_eq!(read(text, order).as_deref(), Some(expected), "{text}");
        }
        assert_eq!(read("someday", None), None);
    }

    #[test]
    fn times_zones_and_references_end_where_their_form_does() {
        let at = |text: &str| {
            let signs = Signs::of(text);
            let (time, end) = time(&signs, 0)?;
            Some(format!("{time}|{}", signs.from(end)))
        };
        assert_eq!(at("6:43 PMNew").as_deref(), Some("18:43:00|New"));
        assert_eq!(at("04:18:31. Trx").as_deref(), Some("04:18:31|. Trx"));
        assert_eq!(at("12 noon"), None);
        assert_eq!(zone(&Signs::of("PDT Next"), 0).unwrap().0, "PDT");
        assert_eq!(zone(&Signs::of("Next"), 0), None);
        let text = |text| reference(&Signs::of(text), 0).map(|(text, _)| text);
        assert_eq!(text("UIL0K7XB8J Confirmed"), Some("UIL0K7XB8J"));
        assert_eq!(text("5944229251.You have"), Some("5944229251"));
        assert_eq!(text("MP260119.1639.R71104."), Some("MP260119.1639.R71104"));
        assert_eq!(text("Confirmed"), None);
    }
}
