//! Days and times inside a text.

use super::What;
use super::tokens::{Token, Tokens};

/// How days are written: `9` is a digit, everything else stands for itself.
const DAYS: [&str; 19] = [
    "99/99",
    "99/99/99",
    "99/99/9999",
    "9/9/99",
    "9/99/99",
    "99/9/99",
    "9/9/9999",
    "9/99/9999",
    "99/9/9999",
    "9999/99/99",
    "9999-99-99",
    "99-99-9999",
    "99-99-99",
    "99.99.",
    "99.99.99",
    "99.99.9999",
    "9.9.9999",
    "99.9.9999",
    "9.99.9999",
];

/// How times are written.
const TIMES: [&str; 5] = ["99:99", "9:99", "99:99:99", "9:99:99", "99h99"];

/// The months as statements shorten them.
const MONTHS: [&str; 18] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "mrz",
    "mär", "mai", "okt", "dez", "sept",
];

/// A word cut shorter than this could be any.
const SHORTEST_CUT: usize = 4;

/// Words that lead to a day or a time and are left alone without one.
const LEADING: [&str; 8] = ["on", "at", "am", "um", "vom", "le", "del", "@"];
/// Words that follow a time.
const FOLLOWING: [&str; 5] = ["am", "pm", "uhr", "a.m", "p.m"];

/// Takes days and times away, with the word that leads to them and the one that follows: some banks
/// print `12/19 PURCHASE` behind each name, and cut the line where it is full.
pub(super) fn strip(tokens: &mut Tokens) {
    let mut place = 0;
    while place < tokens.len() {
        if !strip_at(tokens, place) {
            place += 1;
            continue;
        }
        if is_purchase(tokens.low(place)) {
            tokens.take(place..place + 1, What::Wording);
        }
        if place > 0 && LEADING.contains(&tokens.low(place - 1)) {
            // What led to it leads nowhere now.
            place -= usize::from(tokens.take(place - 1..place, What::Date));
        }
    }
}

fn is_purchase(low: &str) -> bool {
    low.len() >= SHORTEST_CUT
        && ["purchase", "payment", "withdrwl"]
            .iter()
            .any(|word| word.starts_with(low))
}

fn strip_at(tokens: &mut Tokens, place: usize) -> bool {
    if !tokens.has_digit(place..place + 2) {
        return false;
    }
    let words = day_words(tokens, place);
    if words > 0 {
        return tokens.take(place..place + words, What::Date);
    }
    if tokens.get(place).is_some_and(is_time) {
        let follows = FOLLOWING.contains(&tokens.low(place + 1));
        let end = place + 1 + usize::from(follows);
        return tokens.take(place..end, What::Time);
    }
    false
}

/// How many words from here on are a day; none where none is.
fn day_words(tokens: &Tokens, place: usize) -> usize {
    let Some(token) = tokens.get(place) else {
        return 0;
    };
    if is_day(token.core()) || is_moment(token.core()) || is_day_with_month(&token.low) {
        return 1;
    }
    let is_month = |place| MONTHS.contains(&tokens.low(place));
    let is_year = |place| is_shape(tokens.low(place), "9999");
    let day_first = is_day_number(&token.low) && is_month(place + 1);
    let month_first = is_month(place) && is_day_number(tokens.low(place + 1));
    match (day_first || month_first, is_year(place + 2)) {
        (false, _) => 0,
        (true, false) => 2,
        (true, true) => 3,
    }
}

/// A day in numbers, of which one part can be a month and another a day of it.
fn is_day(text: &str) -> bool {
    if !DAYS.iter().any(|shape| is_shape(text, shape)) {
        return false;
    }
    let parts = text
        .split(['/', '-', '.'])
        .filter(|part| !part.is_empty() && part.len() < 3);
    let parts: Vec<u32> = parts.filter_map(|part| part.parse().ok()).collect();
    let month = parts.iter().any(|part| (1..=12).contains(part));
    let days = parts.iter().filter(|part| (1..=31).contains(*part)).count();
    month && days >= 2
}

/// A day and a time in one word, as machines write them.
fn is_moment(text: &str) -> bool {
    let day = text.split_once(['T', 't']).filter(|(day, _)| is_day(day));
    day.is_some_and(|(_, time)| {
        time.len() >= 5 && !time.contains(|c: char| c.is_alphabetic() && c != 'Z')
    })
}

/// `14mar`, `14mar26`, `14mar2026`.
fn is_day_with_month(low: &str) -> bool {
    let digits = low.chars().take_while(char::is_ascii_digit).count();
    let (day, rest) = low.split_at_checked(digits).unwrap_or((low, ""));
    let month = rest.trim_end_matches(|c: char| c.is_ascii_digit());
    let year = rest.get(month.len()..).unwrap_or_default();
    is_day_number(day) && MONTHS.contains(&month) && matches!(year.len(), 0 | 2 | 4)
}

fn is_day_number(text: &str) -> bool {
    let text = text.trim_end_matches('.');
    let number = text.parse().ok().filter(|_| text.len() <= 2);
    number.is_some_and(|day: u32| (1..=31).contains(&day))
}

fn is_time(token: &Token) -> bool {
    let text = token.low.as_str();
    let clock = text.strip_suffix("am").or(text.strip_suffix("pm"));
    if let Some(hour) = clock.and_then(|hour| hour.parse::<u32>().ok()) {
        return (1..=12).contains(&hour);
    }
    let text = clock.unwrap_or(text);
    if !TIMES.iter().any(|shape| is_shape(text, shape)) {
        return false;
    }
    let mut parts = text
        .split([':', 'h'])
        .map_while(|part| part.parse::<u32>().ok());
    parts.next().is_some_and(|hour| hour <= 24) && parts.all(|part| part < 60)
}

/// Whether a text is as long as a shape and has digits where it has nines.
pub(super) fn is_shape(text: &str, shape: &str) -> bool {
    text.len() == shape.len()
        && text
            .bytes()
            .zip(shape.bytes())
            .all(|(c, shape)| match shape {
                b'9' => c.is_ascii_digit(),
                shape => c == shape,
            })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_told_from_other_numbers() {
        for day in [
            "12/03",
            "31/12/2026",
            "2026-03-14",
            "14.03.",
            "3/7/26",
            "1.2.2026",
        ] {
            assert!(is_day(day), "{day}");
        }
        for other in [
            "24/7",
            "7/11",
            "99/99",
            "14.03",
            "45/50/26",
            "123-456-7890",
            "1/2",
        ] {
            assert!(!is_day(other), "{other}");
        }
        for day in ["14mar", "1jan26", "31dez2026"] {
            assert!(is_day_with_month(day), "{day}");
        }
        assert!(!is_day_with_month("32mar") && !is_day_with_month("14market"));
    }
}
