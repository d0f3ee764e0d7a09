//! Amounts as cells write them: signs, marks, symbols and flags; the decimal mark is decided by column.

use farthing_money::Currency;
use rust_decimal::Decimal;

use super::currency::{currency_of_sign, currency_of_word};
use crate::model::DecimalMark;

/// Longer than any amount a statement writes.
const MAX_BODY: usize = 32;
const MAX_WORD: usize = 8;

/// An amount taken apart; its marks are read only once the column's decimal mark is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Scanned {
    /// The sign as it is written.
    pub sign: Sign,
    /// A DR, CR, D or C beside the number.
    pub flag: Option<Flag>,
    /// A currency code or symbol beside the number.
    pub symbol: Symbol,
    /// Whether digits are grouped by blanks or apostrophes.
    pub grouped: bool,
    body: [u8; MAX_BODY],
    len: u8,
}

/// A sign as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sign {
    /// None at all.
    None,
    /// A plus.
    Plus,
    /// A minus, or brackets around the number.
    Minus,
}

/// What stands beside a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Symbol {
    /// Nothing, or a sign such as `¥` that says too little.
    #[default]
    None,
    /// `$`, which many currencies use.
    Dollar,
    /// A code or sign of one currency.
    Of(Currency),
}

/// Which side of the account a row is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flag {
    /// Money that left.
    Out,
    /// Money that came.
    In,
}

/// What one amount says about the decimal mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Evidence {
    /// It can only be read with this mark.
    Proves(DecimalMark),
    /// One mark and three digits after it: `1.234` or `1,234`; this one would be the decimal mark.
    Open(DecimalMark),
    /// No mark in it at all.
    Silent,
}

/// Takes an amount apart; `None` where the cell is something else.
pub(crate) fn scan(cell: &str) -> Option<Scanned> {
    if let Some(plain) = scan_plain(cell.as_bytes()) {
        return Some(plain);
    }
    let mut scanner = Scanner::default();
    for c in cell.chars() {
        scanner.take(c)?;
    }
    scanner.finish()
}

/// The short way for what most cells are: digits and one mark, perhaps after a minus.
fn scan_plain(cell: &[u8]) -> Option<Scanned> {
    let (sign, digits) = match cell.split_first()? {
        (b'-', rest) => (Sign::Minus, rest),
        _ => (Sign::None, cell),
    };
    let is_plain = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'.' | b',');
    let ends_well = digits.first()?.is_ascii_digit() && digits.last()?.is_ascii_digit();
    if !ends_well || !digits.iter().all(is_plain) {
        return None;
    }
    let mut body = [0; MAX_BODY];
    body.get_mut(..digits.len())?.copy_from_slice(digits);
    Some(Scanned {
        sign,
        flag: None,
        symbol: Symbol::None,
        grouped: false,
        body,
        len: u8::try_from(digits.len()).ok()?,
    })
}

impl Scanned {
    /// Whether a minus or brackets make it negative.
    pub(crate) fn is_negative(&self) -> bool {
        self.sign == Sign::Minus
    }

    /// Whether a sign of any kind is written.
    pub(crate) fn is_signed(&self) -> bool {
        self.sign != Sign::None
    }

    /// The currency beside the number, where one is named for certain.
    pub(crate) fn currency(&self) -> Option<Currency> {
        match self.symbol {
            Symbol::Of(currency) => Some(currency),
            Symbol::None | Symbol::Dollar => None,
        }
    }

    /// What this amount says about the decimal mark of its column.
    pub(crate) fn evidence(&self) -> Evidence {
        let body = self.body();
        let (points, commas) = (count(body, b'.'), count(body, b','));
        match (points, commas) {
            (0, 0) => Evidence::Silent,
            (1, 0) => single_mark(body, b'.', self.grouped),
            (0, 1) => single_mark(body, b',', self.grouped),
            (_, 0) => Evidence::Proves(DecimalMark::Comma),
            (0, _) => Evidence::Proves(DecimalMark::Point),
            _ => Evidence::Proves(later_mark(body)),
        }
    }

    /// The amount without its sign, read with this decimal mark; `None` where the marks do not fit.
    pub(crate) fn magnitude(&self, mark: DecimalMark) -> Option<Decimal> {
        let (decimal, thousands) = match mark {
            DecimalMark::Point => (b'.', b','),
            DecimalMark::Comma => (b',', b'.'),
        };
        let mut mantissa: i64 = 0;
        let mut scale: Option<u32> = None;
        let mut group: Option<u32> = None;
        for byte in self.body().iter().copied() {
            if byte == decimal {
                if scale.is_some() || group.is_some_and(|digits| digits != 3) {
                    return None;
                }
                (scale, group) = (Some(0), None);
            } else if byte == thousands {
                let is_grouped =
                    scale.is_none() && group.is_none_or(|digits| matches!(digits, 2 | 3));
                if !is_grouped {
                    return None;
                }
                group = Some(0);
            } else {
                let Some(next) = mantissa
                    .checked_mul(10)
                    .and_then(|m| m.checked_add(i64::from(byte - b'0')))
                else {
                    return self.long_magnitude(decimal, thousands);
                };
                mantissa = next;
                scale = scale.map(|digits| digits + 1);
                group = group.map(|digits| digits + 1);
            }
        }
        if group.is_some_and(|digits| digits != 3) {
            return None;
        }
        Some(Decimal::new(mantissa, scale.unwrap_or(0)))
    }

    /// The signed amount as the cell writes it.
    pub(crate) fn value(&self, mark: DecimalMark) -> Option<Decimal> {
        let magnitude = self.magnitude(mark)?;
        Some(if self.is_negative() {
            negated(magnitude)
        } else {
            magnitude
        })
    }

    /// Numbers of more digits than 64 bits hold, such as `1234.5678901234567123`.
    fn long_magnitude(&self, decimal: u8, thousands: u8) -> Option<Decimal> {
        let plain: String = self
            .body()
            .iter()
            .filter(|byte| **byte != thousands)
            .map(|byte| {
                if *byte == decimal {
                    '.'
                } else {
                    char::from(*byte)
                }
            })
            .collect();
        plain.parse().ok()
    }

    /// Whether the number has a sign, a mark or a symbol and so is more than a count or an id.
    pub(crate) fn is_moneylike(&self) -> bool {
        self.is_signed()
            || self.symbol != Symbol::None
            || self.body().iter().any(|b| !b.is_ascii_digit())
    }

    /// Whether every digit is a zero.
    pub(crate) fn is_zero(&self) -> bool {
        self.body()
            .iter()
            .all(|b| !b.is_ascii_digit() || *b == b'0')
    }

    fn body(&self) -> &[u8] {
        self.body.get(..usize::from(self.len)).unwrap_or_default()
    }
}

/// The other sign of an amount; zero has none.
pub(crate) fn negated(amount: Decimal) -> Decimal {
    if amount.is_zero() {
        amount.abs()
    } else {
        -amount
    }
}

fn count(body: &[u8], mark: u8) -> usize {
    body.iter().map(|byte| usize::from(*byte == mark)).sum()
}

fn single_mark(body: &[u8], mark: u8, grouped: bool) -> Evidence {
    let decimal = decimal_mark_of(mark);
    let at = body.iter().position(|byte| *byte == mark).unwrap_or(0);
    let (before, after) = (at, body.len() - at - 1);
    let leading_zero = before == 1 && body.first() == Some(&b'0');
    if after == 3 && (1..=3).contains(&before) && !leading_zero && !grouped {
        Evidence::Open(decimal)
    } else {
        Evidence::Proves(decimal)
    }
}

fn later_mark(body: &[u8]) -> DecimalMark {
    let later = body.iter().rev().find(|byte| !byte.is_ascii_digit());
    decimal_mark_of(later.copied().unwrap_or(b'.'))
}

fn decimal_mark_of(mark: u8) -> DecimalMark {
    if mark == b',' {
        DecimalMark::Comma
    } else {
        DecimalMark::Point
    }
}

/// Reads an amount character by character.
#[derive(Default)]
struct Scanner {
    body: [u8; MAX_BODY],
    len: usize,
    digits: usize,
    minus: usize,
    plus: usize,
    brackets: Brackets,
    /// Something other than a digit or mark has followed the digits.
    ended: bool,
    /// A blank or apostrophe waits to see whether a digit follows.
    gap: bool,
    grouped: bool,
    group_digits: usize,
    word: [u8; MAX_WORD],
    word_len: usize,
    flag: Option<Flag>,
    symbol: Symbol,
}

/// How far brackets around the number have been read.
#[derive(Default, PartialEq, Eq)]
enum Brackets {
    #[default]
    None,
    Open,
    Closed,
}

impl Scanner {
    fn take(&mut self, c: char) -> Option<()> {
        if let Some(digit) = digit_of(c) {
            return self.digit(digit);
        }
        match c {
            '.' | ',' | '\u{FF0E}' | '\u{FF0C}' | '\u{66B}' | '\u{66C}' => self.mark(c),
            '-' | '\u{2212}' | '\u{2010}'..='\u{2014}' | '\u{FF0D}' => {
                self.word_end()?;
                self.minus += 1;
                self.sign()
            }
            '+' | '\u{FF0B}' => {
                self.word_end()?;
                self.plus += 1;
                self.sign()
            }
            '(' if self.brackets == Brackets::None && self.digits == 0 => {
                self.brackets = Brackets::Open;
                Some(())
            }
            ')' if self.brackets == Brackets::Open && self.digits > 0 => {
                self.brackets = Brackets::Closed;
                self.ended = true;
                Some(())
            }
            '\'' | '\u{2019}' => {
                self.gap();
                Some(())
            }
            c if super::is_blank(c) => {
                self.word_end()?;
                self.gap();
                Some(())
            }
            c => self.letter(c),
        }
    }

    fn digit(&mut self, digit: u8) -> Option<()> {
        self.word_end()?;
        if self.ended {
            return None;
        }
        if std::mem::take(&mut self.gap) && self.digits > 0 {
            let fits = if self.grouped {
                self.group_digits == 3
            } else {
                (1..=3).contains(&self.digits)
            };
            let is_whole = self.body.iter().take(self.len).all(u8::is_ascii_digit);
            if !fits || !is_whole {
                return None;
            }
            (self.grouped, self.group_digits) = (true, 0);
        }
        self.digits += 1;
        self.group_digits += 1;
        self.push(b'0' + digit)
    }

    fn mark(&mut self, c: char) -> Option<()> {
        if self.word_len > 0 && self.digits == 0 {
            return Some(());
        }
        if self.ended || self.gap || (self.grouped && self.group_digits != 3) {
            return None;
        }
        self.push(match c {
            '.' | '\u{FF0E}' | '\u{66B}' => b'.',
            _ => b',',
        })?;
        self.group_digits = 3;
        Some(())
    }

    fn sign(&mut self) -> Option<()> {
        if self.minus + self.plus > 1 {
            return None;
        }
        self.ended = self.digits > 0;
        Some(())
    }

    fn gap(&mut self) {
        self.gap = self.digits > 0 && !self.ended;
    }

    fn letter(&mut self, c: char) -> Option<()> {
        self.ended = self.digits > 0;
        match c {
            '$' => self.symbol = Symbol::Dollar,
            // Yen and yuan share it.
            '¥' | '￥' => {}
            c if let Some(currency) = currency_of_sign(c) => self.symbol = Symbol::Of(currency),
            c if c.is_alphabetic() => return self.word_letter(c),
            _ => return None,
        }
        Some(())
    }

    fn word_letter(&mut self, c: char) -> Option<()> {
        let upper = super::fold(c).to_ascii_uppercase();
        let byte = u8::try_from(upper).ok().filter(u8::is_ascii_uppercase)?;
        *self.word.get_mut(self.word_len)? = byte;
        self.word_len += 1;
        Some(())
    }

    /// A word beside the number is a currency or a side; anything else makes the cell a text.
    fn word_end(&mut self) -> Option<()> {
        if self.word_len == 0 {
            return Some(());
        }
        let word = std::str::from_utf8(self.word.get(..self.word_len)?).ok()?;
        match word {
            "R" if self.symbol == Symbol::Dollar => self.set_currency("BRL"),
            "US" if self.symbol == Symbol::Dollar => self.set_currency("USD"),
            "C" | "CA" if self.symbol == Symbol::Dollar => self.set_currency("CAD"),
            "A" | "AU" if self.symbol == Symbol::Dollar => self.set_currency("AUD"),
            "NZ" if self.symbol == Symbol::Dollar => self.set_currency("NZD"),
            "HK" if self.symbol == Symbol::Dollar => self.set_currency("HKD"),
            "NT" if self.symbol == Symbol::Dollar => self.set_currency("TWD"),
            "S" if self.symbol == Symbol::Dollar => self.set_currency("SGD"),
            "MX" if self.symbol == Symbol::Dollar => self.set_currency("MXN"),
            "CR" | "C" | "H" => self.flag = Some(Flag::In),
            "DR" | "DB" | "D" | "S" => self.flag = Some(Flag::Out),
            word => self.symbol = Symbol::Of(currency_of_word(word)?),
        }
        self.word_len = 0;
        Some(())
    }

    fn set_currency(&mut self, code: &str) {
        self.symbol = Currency::iso(code).map_or(self.symbol, Symbol::Of);
    }

    fn push(&mut self, byte: u8) -> Option<()> {
        *self.body.get_mut(self.len)? = byte;
        self.len += 1;
        Some(())
    }

    fn written_sign(&self) -> Sign {
        if self.minus > 0 || self.brackets == Brackets::Closed {
            Sign::Minus
        } else if self.plus > 0 {
            Sign::Plus
        } else {
            Sign::None
        }
    }

    fn finish(mut self) -> Option<Scanned> {
        self.word_end()?;
        let is_well_grouped = !self.grouped || self.group_digits >= 3;
        if self.digits == 0 || self.brackets == Brackets::Open || !is_well_grouped {
            return None;
        }
        while self.len > 0
            && self
                .body
                .get(self.len - 1)
                .is_some_and(|b| matches!(b, b'.' | b','))
        {
            self.len -= 1;
        }
        Some(Scanned {
            sign: self.written_sign(),
            flag: self.flag,
            symbol: self.symbol,
            grouped: self.grouped,
            body: self.body,
            len: u8::try_from(self.len).ok()?,
        })
    }
}

/// Digits of the scripts that statements use: ASCII, full-width, Arabic-Indic, Persian, Devanagari, Bengali.
pub(crate) fn digit_of(c: char) -> Option<u8> {
    if let Some(digit) = c.to_digit(10) {
        return u8::try_from(digit).ok();
    }
    if c.is_ascii() {
        return None;
    }
    ['\u{FF10}', '\u{660}', '\u{6F0}', '\u{966}', '\u{9E6}']
        .iter()
        .find_map(|zero| (u32::from(c).checked_sub(u32::from(*zero))).filter(|digit| *digit < 10))
        .and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(cell: &str, mark: DecimalMark) -> Option<String> {
        Some(scan(cell)?.value(mark)?.to_string())
    }

    #[test]
    fn every_way_to_write_an_amount_is_read() {
        for (cell, expected) in [
            ("-1,234.50", "-1234.50"),
            ("- $24.00", "-24.00"),
            ("+ £1,100.00", "1100.00"),
            ("($85.00)", "-85.00"),
            ("$.23", "0.23"),
            ("12.00-", "-12.00"),
            ("\u{2212}3.10", "-3.10"),
            ("1'234.50", "1234.50"),
            ("1\u{2009}234.50", "1234.50"),
            ("1,40,000.00", "140000.00"),
            ("INR 299.00", "299.00"),
            ("Rs. 500", "500"),
            ("KSh 1,200", "1200"),
            ("US$5", "5"),
            ("R$ 10.00", "10.00"),
            ("١٢٫٥٠", "12.50"),
            ("１２．５０", "12.50"),
            ("1234.5678901234567", "1234.5678901234567"),
            ("12345678901234567890.12", "12345678901234567890.12"),
        ] {
            assert_eq!(
                read(cell, DecimalMark::Point).as_deref(),
                Some(expected),
                "{cell}"
            );
        }
        for (cell, expected) in [
            ("2 000,00 PLN", "2000.00"),
            ("-,01", "-0.01"),
            ("+1,23 €", "1.23"),
            ("1.234.567,8", "1234567.8"),
        ] {
            assert_eq!(
                read(cell, DecimalMark::Comma).as_deref(),
                Some(expected),
                "{cell}"
            );
        }
    }

    #[test]
    fn what_is_no_amount_is_none() {
        for cell in [
            "",
            "-",
            ".",
            "2019-10-11",
            "2019 10 11",
            "12 34",
            "A12",
            "N/A",
            "1.2.x",
            "--5",
            "5 apples",
            "(5",
            "1,23.45",
        ] {
            assert_eq!(read(cell, DecimalMark::Point), None, "{cell}");
        }
    }

    #[test]
    fn only_three_digits_after_a_single_mark_leave_the_mark_open() {
        let evidence = |cell| scan(cell).unwrap().evidence();
        assert_eq!(evidence("1.234"), Evidence::Open(DecimalMark::Point));
        assert_eq!(evidence("1,234"), Evidence::Open(DecimalMark::Comma));
        assert_eq!(evidence("0,125"), Evidence::Proves(DecimalMark::Comma));
        assert_eq!(evidence("1.234.567"), Evidence::Proves(DecimalMark::Comma));
        assert_eq!(evidence("1.234,5"), Evidence::Proves(DecimalMark::Comma));
        assert_eq!(evidence("12.5"), Evidence::Proves(DecimalMark::Point));
        assert_eq!(evidence("125"), Evidence::Silent);
    }
}
