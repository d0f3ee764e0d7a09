//! Amounts of a journal as they are written: a number with its unit before or behind it.

use super::super::Units;

/// An amount whose number is read once the decimal mark of its unit is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Written<'t> {
    pub value: Value<'t>,
    /// What it is counted in: an index of the book's units.
    pub unit: usize,
}

/// The number of an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Value<'t> {
    /// Digits and marks, with their sign apart.
    Number { negative: bool, digits: &'t str },
    /// A sum to be computed, with its brackets.
    Expression(&'t str),
}

/// Takes an amount off the front of a text; `None` where none stands there.
pub(super) fn take<'t>(text: &'t str, units: &mut Units) -> Option<(Written<'t>, &'t str)> {
    let text = text.trim_start();
    if text.starts_with('(') {
        let (expression, rest) = bracketed(text, '(', ')')?;
        let value = Value::Expression(expression);
        return Some((
            Written {
                value,
                unit: Units::NONE,
            },
            rest,
        ));
    }
    let (first_sign, text) = take_sign(text);
    if starts_number(text) {
        let (digits, rest) = take_number(text)?;
        let (word, rest) = match take_word(rest.trim_start_matches(' ')) {
            Some((word, after)) => (word, after),
            None => ("", rest),
        };
        let unit = units.index_of(word);
        let value = Value::Number {
            negative: first_sign,
            digits,
        };
        return Some((Written { value, unit }, rest));
    }
    let (word, rest) = take_word(text)?;
    let (second_sign, rest) = take_sign(rest.trim_start());
    let (digits, rest) = take_number(rest)?;
    let value = Value::Number {
        negative: first_sign != second_sign,
        digits,
    };
    Some((
        Written {
            value,
            unit: units.index_of(word),
        },
        rest,
    ))
}

/// Takes the word of a unit off the front of a text: quoted, or without blanks, digits and marks.
pub(super) fn take_word(text: &str) -> Option<(&str, &str)> {
    if let Some(quoted) = text.strip_prefix('"') {
        return quoted.split_once('"').filter(|(word, _)| !word.is_empty());
    }
    let end = text.find(|c| !is_word_char(c)).unwrap_or(text.len());
    let (word, rest) = text.split_at_checked(end)?;
    (!word.is_empty()).then_some((word, rest))
}

/// The text up to the bracket that closes the one it starts with, and what follows.
pub(super) fn bracketed(text: &str, open: char, close: char) -> Option<(&str, &str)> {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        if c == open {
            depth += 1;
        } else if c == close {
            depth = depth.checked_sub(1)?;
            if depth == 0 {
                return text.split_at_checked(at + c.len_utf8());
            }
        }
    }
    None
}

fn is_word_char(c: char) -> bool {
    !c.is_whitespace() && !c.is_ascii_digit() && !"-+.,;:@*\"{}=()[]\u{2212}".contains(c)
}

/// Whether a text starts with a minus, and what follows its signs.
fn take_sign(text: &str) -> (bool, &str) {
    let mut negative = false;
    let mut rest = text;
    while let Some(after) = rest.strip_prefix(['-', '+', '\u{2212}']) {
        negative ^= !rest.starts_with('+');
        rest = after.trim_start_matches(' ');
    }
    (negative, rest)
}

fn starts_number(text: &str) -> bool {
    let mut chars = text.chars();
    match chars.next() {
        Some(c) if c.is_ascii_digit() => true,
        Some('.' | ',') => chars.next().is_some_and(|c| c.is_ascii_digit()),
        _ => false,
    }
}

/// Takes digits with their marks, groups apart by blanks, and an exponent.
fn take_number(text: &str) -> Option<(&str, &str)> {
    if !starts_number(text) {
        return None;
    }
    let bytes = text.as_bytes();
    let digit_at = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut end = 0;
    loop {
        while bytes
            .get(end)
            .is_some_and(|b| b.is_ascii_digit() || matches!(b, b'.' | b','))
        {
            end += 1;
        }
        match group_blank(text.get(end..).unwrap_or_default()) {
            Some(width) if is_group(bytes.get(end + width..).unwrap_or_default()) => end += width,
            _ => break,
        }
    }
    if matches!(bytes.get(end), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(end + 1), Some(b'-' | b'+')));
        let mut exponent_end = end + 1 + sign;
        while digit_at(exponent_end) {
            exponent_end += 1;
        }
        if exponent_end > end + 1 + sign {
            end = exponent_end;
        }
    }
    text.split_at_checked(end)
}

/// The width in bytes of a blank or apostrophe that may part groups of digits.
fn group_blank(rest: &str) -> Option<usize> {
    let c = rest.chars().next()?;
    matches!(c, ' ' | '\u{A0}' | '\u{202F}' | '\'' | '’').then(|| c.len_utf8())
}

/// Whether exactly three digits stand here.
fn is_group(bytes: &[u8]) -> bool {
    let digits = bytes.iter().take_while(|b| b.is_ascii_digit()).count();
    digits == 3
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(text: &str) -> Option<(bool, String, String, String)> {
        let mut units = Units::default();
        let (written, rest) = take(text, &mut units)?;
        let (negative, digits) = match written.value {
            Value::Number { negative, digits } => (negative, digits),
            Value::Expression(expression) => (false, expression),
        };
        let unit = units.word(written.unit).to_owned();
        Some((negative, digits.to_owned(), unit, rest.to_owned()))
    }

    #[test]
    fn the_unit_stands_on_either_side_and_so_does_the_sign() {
        let is = |negative: bool, digits: &str, unit: &str, rest: &str| {
            Some((
                negative,
                digits.to_owned(),
                unit.to_owned(),
                rest.to_owned(),
            ))
        };
        assert_eq!(taken("$-10.00 ; x"), is(true, "10.00", "$", " ; x"));
        assert_eq!(taken("-$10"), is(true, "10", "$", ""));
        assert_eq!(taken("$ 1,000.00"), is(false, "1,000.00", "$", ""));
        assert_eq!(taken("- 500.00€"), is(true, "500.00", "€", ""));
        assert_eq!(taken("50 AAPL @ $30"), is(false, "50", "AAPL", " @ $30"));
        assert_eq!(
            taken("3 \"green apples\" = 4"),
            is(false, "3", "green apples", " = 4")
        );
        assert_eq!(taken("1 000,50 kr"), is(false, "1 000,50", "kr", ""));
        assert_eq!(taken("2E-3 BTC"), is(false, "2E-3", "BTC", ""));
        assert_eq!(taken("5EUR"), is(false, "5", "EUR", ""));
        assert_eq!(taken("10"), is(false, "10", "", ""));
        assert_eq!(taken("(2 * $5) ; x"), is(false, "(2 * $5)", "", " ; x"));
    }

    #[test]
    fn what_is_no_amount_is_not_taken() {
        for text in ["", "= $5", "; note", "EUR", "\"open 5", "(1 + 2", "-"] {
            assert_eq!(taken(text), None, "{text}");
        }
    }
}
