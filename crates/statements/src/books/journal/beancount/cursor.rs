//! The words of a beancount line, taken one by one.

use chrono::NaiveDate;
use rust_decimal::Decimal;

/// Deeper brackets than any number has.
const MAX_DEPTH: u32 = 32;

/// The rest of a line that is still to be read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cursor<'t> {
    rest: &'t str,
}

impl<'t> Cursor<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            rest: text.trim_start(),
        }
    }

    /// Whether nothing but a comment is left.
    pub(super) fn is_at_end(&self) -> bool {
        self.rest.is_empty() || self.rest.starts_with(';')
    }

    /// What is left, for messages.
    pub(super) fn shown(&self) -> String {
        self.rest.chars().take(40).collect()
    }

    /// Takes this text, if it comes next.
    pub(super) fn take(&mut self, text: &str) -> bool {
        match self.rest.strip_prefix(text) {
            Some(after) => {
                self.rest = after.trim_start();
                true
            }
            None => false,
        }
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    /// Takes characters as long as they fit.
    fn take_while(&mut self, fits: impl Fn(char) -> bool) -> Option<&'t str> {
        let end = self.rest.find(|c| !fits(c)).unwrap_or(self.rest.len());
        let (taken, after) = self.rest.split_at_checked(end)?;
        if taken.is_empty() {
            return None;
        }
        self.rest = after.trim_start();
        Some(taken)
    }

    /// A word up to the next blank.
    pub(super) fn word(&mut self) -> Option<&'t str> {
        self.take_while(|c| !c.is_whitespace())
    }

    /// `2014-01-31` or `2014/01/31`.
    pub(super) fn date(&mut self) -> Option<NaiveDate> {
        let mut ahead = *self;
        let text = ahead.take_while(|c| c.is_ascii_digit() || matches!(c, '-' | '/'))?;
        let mut numbers = text.split(['-', '/']);
        let (year, month, day) = (numbers.next()?, numbers.next()?, numbers.next()?);
        let is_date = year.len() == 4 && numbers.next().is_none();
        let date =
            NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
        *self = if is_date { ahead } else { *self };
        date.filter(|_| is_date)
    }

    /// A text in quotes, without its escapes.
    pub(super) fn string(&mut self) -> Option<String> {
        let inner = self.rest.strip_prefix('"')?;
        let mut text = String::new();
        let mut chars = inner.char_indices();
        while let Some((at, c)) = chars.next() {
            match c {
                '"' => {
                    self.rest = inner.get(at + 1..)?.trim_start();
                    return Some(text);
                }
                '\\' => match chars.next()?.1 {
                    'n' => text.push('\n'),
                    't' => text.push('\t'),
                    other => text.push(other),
                },
                c => text.push(c),
            }
        }
        None
    }

    /// `Assets:Bank:Checking`: names parted by colons, the first letter of each a capital or digit.
    pub(super) fn account(&mut self) -> Option<&'t str> {
        let mut ahead = *self;
        let name =
            ahead.take_while(|c| c.is_alphanumeric() || !c.is_ascii() || matches!(c, ':' | '-'))?;
        let is_part = |part: &str| {
            part.chars()
                .next()
                .is_some_and(|c| !c.is_ascii_lowercase() && c != '-')
        };
        let is_account = name.contains(':') && name.split(':').all(is_part);
        is_account.then(|| {
            *self = ahead;
            name
        })
    }

    /// Whether a key such as `filename:` comes next.
    pub(super) fn is_at_metadata(&self) -> bool {
        let Some((key, value)) = self.rest.split_once(':') else {
            return false;
        };
        let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        key.starts_with(|c: char| c.is_ascii_lowercase())
            && key.chars().all(fits)
            && !value.starts_with(|c: char| !c.is_whitespace())
    }

    /// The account that comes next, which stays to be taken.
    pub(super) fn account_ahead(mut self) -> Option<&'t str> {
        self.account()
    }

    /// `USD`, `VBMPX`, `/ESZ24`: capitals, digits and a few marks.
    pub(super) fn currency(&mut self) -> Option<&'t str> {
        let mut ahead = *self;
        let name = ahead.take_while(|c| {
            c.is_ascii_uppercase()
                || c.is_ascii_digit()
                || matches!(c, '\'' | '.' | '_' | '-' | '/')
        })?;
        let starts = name.starts_with(|c: char| c.is_ascii_uppercase() || c == '/');
        let is_currency =
            starts && name.bytes().any(|b| b.is_ascii_uppercase()) && name.len() <= 32;
        is_currency.then(|| {
            *self = ahead;
            name
        })
    }

    /// A number, which may be a sum: `1,234.50`, `-(3 + 4) / 2`.
    pub(super) fn number(&mut self) -> Option<Decimal> {
        let mut ahead = *self;
        let value = ahead.sum(0)?;
        *self = ahead;
        Some(value)
    }

    fn sum(&mut self, depth: u32) -> Option<Decimal> {
        let mut left = self.product(depth)?;
        loop {
            if self.take("+") {
                left = left.checked_add(self.product(depth)?)?;
            } else if self.take("-") {
                left = left.checked_sub(self.product(depth)?)?;
            } else {
                return Some(left);
            }
        }
    }

    fn product(&mut self, depth: u32) -> Option<Decimal> {
        let mut left = self.factor(depth)?;
        loop {
            if self.take("*") {
                left = left.checked_mul(self.factor(depth)?)?;
            } else if self.divides() {
                left = left.checked_div(self.factor(depth)?)?;
            } else {
                return Some(left);
            }
        }
    }

    /// Takes a `/` before a number; before a letter it begins the name of a contract.
    fn divides(&mut self) -> bool {
        let after = self.rest.strip_prefix('/').map(str::trim_start);
        let is_number = |c: char| c.is_ascii_digit() || matches!(c, '(' | '-' | '+' | '.');
        after.is_some_and(|after| after.starts_with(is_number)) && self.take("/")
    }

    fn factor(&mut self, depth: u32) -> Option<Decimal> {
        let mut negative = false;
        loop {
            if self.take("-") {
                negative = !negative;
            } else if !self.take("+") {
                break;
            }
        }
        let value = if self.take("(") {
            let value = (depth < MAX_DEPTH).then(|| self.sum(depth + 1)).flatten()?;
            self.take(")").then_some(value)?
        } else {
            self.digits()?
        };
        Some(if negative && !value.is_zero() {
            -value
        } else {
            value
        })
    }

    fn digits(&mut self) -> Option<Decimal> {
        if !self
            .rest
            .starts_with(|c: char| c.is_ascii_digit() || c == '.')
        {
            return None;
        }
        let text = self.take_while(|c| c.is_ascii_digit() || matches!(c, '.' | ','))?;
        if text.contains(',') {
            return text.replace(',', "").parse().ok();
        }
        text.parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_sums_with_their_usual_order() {
        let number = |text| {
            let mut cursor = Cursor::new(text);
            let value = cursor.number()?;
            Some(format!(
                "{} {}",
                value.normalize(),
                cursor.currency().unwrap_or("-")
            ))
        };
        assert_eq!(number("1,234.50 USD").as_deref(), Some("1234.5 USD"));
        assert_eq!(
            number("-(3 + 4) / 2 * 10 - -1 EUR").as_deref(),
            Some("-34 EUR")
        );
        assert_eq!(number("100USD").as_deref(), Some("100 USD"));
        assert_eq!(number("1 / 0 USD"), None);
        assert_eq!(number("USD"), None);
        assert_eq!(number(&"(".repeat(100_000)), None);
    }

    #[test]
    fn words_are_taken_by_what_they_are() {
        let mut cursor = Cursor::new("2014-01-31 * \"Jo's \\\"bar\\\"\" \"a\nb\" ; c");
        assert_eq!(cursor.date().unwrap().to_string(), "2014-01-31");
        assert!(cursor.take("*"));
        assert_eq!(cursor.string().as_deref(), Some("Jo's \"bar\""));
        assert_eq!(cursor.string().as_deref(), Some("a\nb"));
        assert!(cursor.is_at_end());
        assert_eq!(
            Cursor::new("Vermögen:Bank  1").account(),
            Some("Vermögen:Bank")
        );
        assert_eq!(Cursor::new("address: \"x\"").account(), None);
        assert_eq!(Cursor::new("/ESZ24 5").currency(), Some("/ESZ24"));
        assert_eq!(Cursor::new("\"open").string(), None);
    }
}
