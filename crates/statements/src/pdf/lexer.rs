//! Bytes to values, one after the other, nested only so deep (ISO 32000-1, 7.2 and 7.3).

use super::fixed::Fixed;
use super::object::{Dict, Object};
use crate::model::ReadError;

/// How deep arrays and dictionaries may be nested.
const MAX_DEPTH: usize = 64;
/// How many values one object may hold.
const MAX_VALUES: usize = 262_144;

/// Reads values from a place on.
pub(super) struct Lexer<'b> {
    bytes: &'b [u8],
    at: usize,
    values: usize,
}

impl<'b> Lexer<'b> {
    /// Begins at a place.
    pub(super) fn at(bytes: &'b [u8], at: usize) -> Self {
        Self {
            bytes,
            at,
            values: 0,
        }
    }

    /// The place of the next byte.
    pub(super) fn place(&self) -> usize {
        self.at
    }

    /// Goes to a place.
    pub(super) fn go_to(&mut self, at: usize) {
        self.at = at;
    }

    /// The next value or operator; `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<Object>, ReadError> {
        self.values = 0;
        self.value(0)
    }

    /// As [`next`](Self::next), where a number may be the first of a reference: `12 0 R`.
    pub(super) fn next_with_refs(&mut self) -> Result<Option<Object>, ReadError> {
        let value = self.next()?;
        Ok(value.map(|value| self.with_ref(value)))
    }

    /// Whether this keyword comes next; it is passed over where it does.
    pub(super) fn takes(&mut self, word: &[u8]) -> bool {
        self.skip_blanks();
        let is_next = self.rest().starts_with(word);
        if is_next {
            self.at += word.len();
        }
        is_next
    }

    /// A whole number of digits alone.
    pub(super) fn whole(&mut self) -> Option<u64> {
        self.skip_blanks();
        let digits = self
            .rest()
            .iter()
            .take_while(|b| b.is_ascii_digit())
            .take(19);
        let digits: Vec<u8> = digits.copied().collect();
        self.at += digits.len();
        std::str::from_utf8(&digits).ok()?.parse().ok()
    }

    /// Passes over blanks and comments.
    pub(super) fn skip_blanks(&mut self) {
        while let Some(byte) = self.peek() {
            if byte == b'%' {
                let line = self.rest().iter();
                self.at += line.take_while(|b| !matches!(b, b'\r' | b'\n')).count();
            } else if is_blank(byte) {
                self.at += 1;
            } else {
                break;
            }
        }
    }

    fn rest(&self) -> &'b [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn value(&mut self, depth: usize) -> Result<Option<Object>, ReadError> {
        self.values += 1;
        if depth > MAX_DEPTH || self.values > MAX_VALUES {
            return Err(ReadError::Limit(format!(
                "the document nests values more than {MAX_DEPTH} deep, or puts more than {MAX_VALUES} into one"
            )));
        }
        self.skip_blanks();
        let Some(byte) = self.peek() else {
            return Ok(None);
        };
        Ok(Some(match byte {
            b'/' => Object::Name(self.name()),
            b'(' => Object::Text(self.text()),
            b'<' if self.rest().starts_with(b"<<") => self.dict(depth)?,
            b'<' => Object::Text(self.hex()),
            b'[' => self.array(depth)?,
            // What closes nothing is passed over.
            b']' | b'>' | b')' | b'{' | b'}' => {
                self.at += 1;
                Object::Null
            }
            _ => self.word(),
        }))
    }

    fn array(&mut self, depth: usize) -> Result<Object, ReadError> {
        self.at += 1;
        let mut values = Vec::new();
        loop {
            self.skip_blanks();
            if matches!(self.peek(), None | Some(b']')) {
                self.at += 1;
                return Ok(Object::Array(values));
            }
            let Some(value) = self.value(depth + 1)? else {
                return Ok(Object::Array(values));
            };
            match value {
                Object::Operator(word) if word == "R" => end_ref(&mut values),
                value => values.push(value),
            }
        }
    }

    fn dict(&mut self, depth: usize) -> Result<Object, ReadError> {
        self.at += 2;
        let mut dict = Dict::new();
        loop {
            self.skip_blanks();
            if self.rest().starts_with(b">>") {
                self.at += 2;
                return Ok(Object::Dict(dict));
            }
            let Some(key) = self.value(depth + 1)? else {
                return Ok(Object::Dict(dict));
            };
            // What stands where a key should is passed over; an object that ends here was never closed.
            match key {
                Object::Name(key) => {
                    self.skip_blanks();
                    if self.rest().starts_with(b">>") {
                        continue;
                    }
                    let value = self.value(depth + 1)?.unwrap_or_default();
                    let value = self.with_ref(value);
                    dict.insert(key, value);
                }
                Object::Operator(word) if matches!(&*word, "obj" | "endobj" | "stream") => {
                    return Ok(Object::Dict(dict));
                }
                _ => {}
            }
        }
    }

    /// A number that begins a reference becomes one.
    fn with_ref(&mut self, value: Object) -> Object {
        let Object::Number(number) = value else {
            return value;
        };
        let back = self.at;
        let is_ref = self.whole().is_some() && self.takes(b"R") && self.at_end_of_word();
        match u32::try_from(number.to_whole()) {
            Ok(number) if is_ref => Object::Ref(number),
            _ => {
                self.at = back;
                value
            }
        }
    }

    fn at_end_of_word(&self) -> bool {
        self.peek()
            .is_none_or(|byte| is_blank(byte) || is_delimiter(byte))
    }

    fn word(&mut self) -> Object {
        let rest = self.rest();
        let length = rest
            .iter()
            .take_while(|b| !is_blank(**b) && !is_delimiter(**b))
            .count();
        let word = rest.get(..length).unwrap_or_default();
        self.at += length.max(1);
        if let Some(number) = Fixed::parse(word) {
            return Object::Number(number);
        }
        match word {
            b"true" => Object::Bool(true),
            b"false" => Object::Bool(false),
            b"null" => Object::Null,
            word => Object::Operator(String::from_utf8_lossy(word).into_owned()),
        }
    }

    fn name(&mut self) -> String {
        self.at += 1;
        let mut name = Vec::new();
        while !self.at_end_of_word() {
            let rest = self.rest();
            let escaped = rest.strip_prefix(b"#").and_then(|rest| {
                let (high, low) = (hex_digit(*rest.first()?)?, hex_digit(*rest.get(1)?)?);
                Some(high * 16 + low)
            });
            name.push(escaped.or_else(|| self.peek()).unwrap_or_default());
            self.at += if escaped.is_some() { 3 } else { 1 };
        }
        String::from_utf8_lossy(&name).into_owned()
    }

    /// A text in brackets, which may stand in it in pairs.
    fn text(&mut self) -> Vec<u8> {
        self.at += 1;
        let (mut text, mut depth) = (Vec::new(), 1_usize);
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'\\' => self.escape(&mut text),
                b'(' => {
                    depth += 1;
                    text.push(byte);
                }
                b')' => {
                    depth -= 1;
                    if depth == 0 {
                        break;
                    }
                    text.push(byte);
                }
                byte => text.push(byte),
            }
        }
        text
    }

    fn escape(&mut self, text: &mut Vec<u8>) {
        let Some(byte) = self.peek() else {
            return;
        };
        self.at += 1;
        match byte {
            b'n' => text.push(b'\n'),
            b'r' => text.push(b'\r'),
            b't' => text.push(b'\t'),
            b'b' => text.push(8),
            b'f' => text.push(12),
            b'0'..=b'7' => {
                let mut code = u32::from(byte - b'0');
                for _ in 0..2 {
                    let digit = self.peek().filter(|b| matches!(b, b'0'..=b'7'));
                    let Some(digit) = digit else { break };
                    code = code * 8 + u32::from(digit - b'0');
                    self.at += 1;
                }
                text.push(code.to_le_bytes()[0]);
            }
            // A line end behind the stroke is none of the text.
            b'\r' if self.peek() == Some(b'\n') => self.at += 1,
            b'\r' | b'\n' => {}
            byte => text.push(byte),
        }
    }

    fn hex(&mut self) -> Vec<u8> {
        self.at += 1;
        let mut digits = Vec::new();
        while let Some(byte) = self.peek() {
            self.at += 1;
            match hex_digit(byte) {
                Some(digit) => digits.push(digit),
                None if byte == b'>' => break,
                None => {}
            }
        }
        let pairs = digits.chunks(2);
        pairs
            .map(|pair| pair.first().unwrap_or(&0) * 16 + pair.get(1).unwrap_or(&0))
            .collect()
    }
}

/// `12 0 R` inside an array: the two numbers before become one reference.
fn end_ref(values: &mut Vec<Object>) {
    values.pop();
    let number = values.pop().and_then(|number| number.whole());
    let number = number.and_then(|number| u32::try_from(number).ok());
    values.push(number.map_or(Object::Null, Object::Ref));
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b'\0' | b'\t' | b'\n' | 12 | b'\r' | b' ')
}

fn is_delimiter(byte: u8) -> bool {
    matches!(
        byte,
        b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%'
    )
}

fn hex_digit(byte: u8) -> Option<u8> {
    char::from(byte)
        .to_digit(16)
        .and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &[u8]) -> Vec<Object> {
        let mut lexer = Lexer::at(text, 0);
        let mut values = Vec::new();
        while let Some(value) = lexer.next_with_refs().unwrap() {
            values.push(value);
        }
        values
    }

    fn text(text: &str) -> Object {
        Object::Text(text.as_bytes().to_vec())
    }

    #[test]
    fn values_are_read_in_all_their_ways_of_writing() {
        let number = |n| Object::Number(Fixed::whole(n));
        assert_eq!(
            all(b"/A#42c (a\\(b\\)(c)\\101\\\n) <41 4> [1 2 0 R -3] 7 0 R % x\n<</K[/V]/L 9>>Tj"),
            [
                Object::Name("ABc".to_owned()),
                text("a(b)(c)A"),
                text("A@"),
                Object::Array(vec![number(1), Object::Ref(2), number(-3)]),
                Object::Ref(7),
                Object::Dict(Dict::from([
                    (
                        "K".to_owned(),
                        Object::Array(vec![Object::Name("V".to_owned())])
                    ),
                    ("L".to_owned(), number(9)),
                ])),
                Object::Operator("Tj".to_owned()),
            ]
        );
    }

    #[test]
    fn values_nested_without_end_are_refused_and_broken_ones_end() {
        for (open, close) in [("[", "]"), ("<</A", ">>")] {
            let deep = [open.repeat(100_000), close.repeat(100_000)].concat();
            assert!(Lexer::at(deep.as_bytes(), 0).next().is_err());
        }
        let wide = ["[", &"1 ".repeat(300_000), "]"].concat();
        assert!(Lexer::at(wide.as_bytes(), 0).next().is_err());
        let deep = "(".repeat(1_000_000);
        assert_eq!(all(deep.as_bytes()).len(), 1);
        for broken in [
            "[1 2", "<</A", "<</A/B/C", "(a", "<4", "/", ">>", "]", "<<1 2>>",
        ] {
            all(broken.as_bytes());
        }
    }
}
