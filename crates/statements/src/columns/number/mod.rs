//! Amounts as cells write them, taken apart; the decimal mark is decided by column.

mod scanner;

use farthing_money::Currency;
use rust_decimal::Decimal;

use crate::model::DecimalMark;
use scanner::Scanner;

/// Longer than any amount a statement writes.
const MAX_BODY: usize = 40;

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
    /// Whether its point is certainly a decimal one, whatever the column's mark.
    certain: bool,
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
    /// A sign that several currencies use, such as `$`, and the most used of them.
    Shared(Currency),
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
    let scanned = match scan_plain(cell.as_bytes()) {
        Some((plain, marks)) if marks < 2 => return Some(plain),
        Some((plain, _)) => plain,
        // An apostrophe keeps spreadsheets from reading a number as one.
        None => Scanner::scan(cell.strip_prefix('\'').unwrap_or(cell))?,
    };
    scanned.is_readable().then_some(scanned)
}

/// The short way for what most cells are: digits and marks, perhaps after a minus; and how many marks.
fn scan_plain(cell: &[u8]) -> Option<(Scanned, usize)> {
    let (sign, digits) = match cell.split_first()? {
        (b'-', rest) => (Sign::Minus, rest),
        _ => (Sign::None, cell),
    };
    let ends_well = digits.first()?.is_ascii_digit() && digits.last()?.is_ascii_digit();
    if !ends_well {
        return None;
    }
    let mut marks = 0;
    for byte in digits {
        match byte {
            b'0'..=b'9' => {}
            b'.' | b',' => marks += 1,
            _ => return None,
        }
    }
    let mut body = [0; MAX_BODY];
    body.get_mut(..digits.len())?.copy_from_slice(digits);
    let scanned = Scanned {
        sign,
        flag: None,
        symbol: Symbol::None,
        grouped: false,
        certain: false,
        body,
        len: u8::try_from(digits.len()).ok()?,
    };
    Some((scanned, marks))
}

impl Scanned {
    /// The same amount from a cell that a workbook keeps as a number: its point is no question.
    pub(crate) fn certain(self) -> Self {
        Self {
            certain: true,
            ..self
        }
    }

    /// Whether its point is certainly a decimal one.
    pub(crate) fn is_certain(&self) -> bool {
        self.certain
    }

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
            Symbol::None | Symbol::Shared(_) => None,
        }
    }

    /// The most used currency of a sign that several share.
    pub(crate) fn likely_currency(&self) -> Option<Currency> {
        match self.symbol {
            Symbol::Shared(currency) => Some(currency),
            Symbol::None | Symbol::Of(_) => None,
        }
    }

    /// What this amount says about the decimal mark of its column.
    pub(crate) fn evidence(&self) -> Evidence {
        if self.certain {
            return Evidence::Silent;
        }
        let body = self.body();
        let (mut points, mut commas, mut last) = (0, 0, 0);
        for (at, byte) in body.iter().enumerate() {
            match byte {
                b'.' => (points, last) = (points + 1, at),
                b',' => (commas, last) = (commas + 1, at),
                _ => {}
            }
        }
        match (points, commas) {
            (0, 0) => Evidence::Silent,
            (1, 0) => self.single_mark(DecimalMark::Point, last),
            (0, 1) => self.single_mark(DecimalMark::Comma, last),
            (_, 0) => Evidence::Proves(DecimalMark::Comma),
            (0, _) => Evidence::Proves(DecimalMark::Point),
            _ => Evidence::Proves(later_mark(body)),
        }
    }

    fn single_mark(&self, decimal: DecimalMark, before: usize) -> Evidence {
        let body = self.body();
        let after = body.len().saturating_sub(before + 1);
        let leading_zero = before == 1 && body.first() == Some(&b'0');
        if after == 3 && (1..=3).contains(&before) && !leading_zero && !self.grouped {
            Evidence::Open(decimal)
        } else {
            Evidence::Proves(decimal)
        }
    }

    /// The amount without its sign, read with this decimal mark; `None` where the marks do not fit.
    pub(crate) fn magnitude(&self, mark: DecimalMark) -> Option<Decimal> {
        let (decimal, thousands) = match mark {
            DecimalMark::Comma if !self.certain => (b',', b'.'),
            DecimalMark::Point | DecimalMark::Comma => (b'.', b','),
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
        Decimal::try_new(mantissa, scale.unwrap_or(0))
            .ok()
            .or_else(|| self.long_magnitude(decimal, thousands))
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
            || self.grouped
            || self.symbol != Symbol::None
            || self.body().iter().any(|b| !b.is_ascii_digit())
    }

    /// Whether its marks fit one of the two readings at least.
    fn is_readable(&self) -> bool {
        let marks = self.body().iter().filter(|b| !b.is_ascii_digit()).count();
        marks < 2
            || [DecimalMark::Point, DecimalMark::Comma]
                .into_iter()
                .any(|mark| self.magnitude(mark).is_some())
    }

    /// Whether its last mark stands before one or two digits, as before cents.
    pub(crate) fn has_cents(&self) -> bool {
        let after = self.body().iter().rev().position(|b| !b.is_ascii_digit());
        matches!(after, Some(1 | 2))
    }

    /// Whether points and commas stand in it, so that one groups thousands.
    pub(crate) fn has_both_marks(&self) -> bool {
        let body = self.body();
        body.contains(&b'.') && body.contains(&b',')
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
            (
                "0.00000000000586664848532639131",
                "0.0000000000058666484853263913",
            ),
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
            "12..34",
            "1.2.3",
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
