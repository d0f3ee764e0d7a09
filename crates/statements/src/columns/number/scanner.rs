//! Takes an amount apart character by character: signs, marks, symbols and flags around digits.

use farthing_money::Currency;

use super::{Flag, MAX_BODY, Scanned, Sign, Symbol, digit_of};
use crate::columns::currency::{currency_of_sign, currency_of_word, local_sign};
use crate::columns::is_blank;

const MAX_WORD: usize = 8;

/// Reads an amount character by character.
pub(super) struct Scanner {
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
#[derive(PartialEq, Eq)]
enum Brackets {
    None,
    Open,
    Closed,
}

impl Scanner {
    fn new() -> Self {
        Self {
            body: [0; MAX_BODY],
            len: 0,
            digits: 0,
            minus: 0,
            plus: 0,
            brackets: Brackets::None,
            ended: false,
            gap: false,
            grouped: false,
            group_digits: 0,
            word: [0; MAX_WORD],
            word_len: 0,
            flag: None,
            symbol: Symbol::None,
        }
    }

    /// Takes a whole cell apart.
    pub(super) fn scan(cell: &str) -> Option<Scanned> {
        let mut scanner = Self::new();
        let (before, after) = match local_sign(cell) {
            Some((currency, before, after)) => {
                scanner.symbol = Symbol::Of(currency);
                (before, after)
            }
            None => (cell, ""),
        };
        for c in before.chars().chain(after.chars()) {
            scanner.take(c)?;
        }
        scanner.finish()
    }

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
            c if is_blank(c) => {
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
        // The point of an abbreviation: `Rs. 500`, `500 Cr.`
        if self.word_len > 0 {
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
            '$' => self.symbol = shared("USD"),
            // Yen and yuan share it.
            '¥' | '￥' => {}
            c if let Some(currency) = currency_of_sign(c) => self.symbol = Symbol::Of(currency),
            c if c.is_alphabetic() => return self.word_letter(c),
            _ => return None,
        }
        Some(())
    }

    fn word_letter(&mut self, c: char) -> Option<()> {
        let upper = crate::columns::fold(c).to_ascii_uppercase();
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
            "R" if matches!(self.symbol, Symbol::Shared(_)) => self.set_currency("BRL"),
            "US" if matches!(self.symbol, Symbol::Shared(_)) => self.set_currency("USD"),
            "C" | "CA" if matches!(self.symbol, Symbol::Shared(_)) => self.set_currency("CAD"),
            "A" | "AU" if matches!(self.symbol, Symbol::Shared(_)) => self.set_currency("AUD"),
            "NZ" if matches!(self.symbol, Symbol::Shared(_)) => self.set_currency("NZD"),
            "HK" if matches!(self.symbol, Symbol::Shared(_)) => self.set_currency("HKD"),
            "NT" if matches!(self.symbol, Symbol::Shared(_)) => self.set_currency("TWD"),
            "S" if matches!(self.symbol, Symbol::Shared(_)) => self.set_currency("SGD"),
            "MX" if matches!(self.symbol, Symbol::Shared(_)) => self.set_currency("MXN"),
            "CR" | "C" | "H" => self.flag = Some(Flag::In),
            "DR" | "DB" | "D" | "S" => self.flag = Some(Flag::Out),
            "RS" => self.symbol = shared("INR"),
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
            certain: false,
            body: self.body,
            len: u8::try_from(self.len).ok()?,
        })
    }
}

/// A sign that several currencies share, with the most used of them.
fn shared(code: &str) -> Symbol {
    Currency::iso(code).map_or(Symbol::None, Symbol::Shared)
}
