//! The tags of SGML and XML alike: a name and the text up to the next tag.

use std::borrow::Cow;

use crate::text::with_single_blanks;

/// No tag of any version has a longer name.
const MAX_NAME: usize = 48;

/// One tag with the text after it.
#[derive(Debug)]
pub(super) struct Tag<'t> {
    /// The name in capitals.
    pub name: Cow<'t, str>,
    pub closing: bool,
    /// `<A/>`: nothing stands inside.
    pub closes_itself: bool,
    /// The text between this tag and the next one, entities not yet read.
    pub value: &'t str,
    /// Where the tag begins in the text, in bytes.
    pub start: usize,
    /// Where the tag itself ends, before its value.
    pub end: usize,
}

/// Goes through the tags of a text.
pub(super) struct Tags<'t> {
    text: &'t str,
    position: usize,
    /// The position is known to be a tag's: it ended the value before.
    is_at_tag: bool,
    counted: usize,
    line: u32,
}

impl<'t> Tags<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        Self {
            text,
            position: 0,
            is_at_tag: false,
            counted: 0,
            line: 1,
        }
    }

    pub(super) fn next(&mut self) -> Option<Tag<'t>> {
        loop {
            let start = if std::mem::take(&mut self.is_at_tag) {
                self.position
            } else {
                next_tag(self.text, self.position)?
            };
            let inside = self.text.get(start + 1..)?;
            if let Some(comment) = inside.strip_prefix("!--") {
                self.position =
                    start + 4 + comment.find("-->").map_or(comment.len(), |end| end + 3);
                continue;
            }
            let Some(name_len) = position_of(inside, b'>') else {
                self.position = self.text.len();
                return None;
            };
            let end = start + 1 + name_len + 1;
            self.position = end;
            let name = inside.get(..name_len)?;
            if name.starts_with(['!', '?']) {
                continue;
            }
            return Some(self.tag(name, start, end));
        }
    }

    /// The line that a byte stands on, from 1; asked for in ascending order.
    pub(super) fn line_at(&mut self, start: usize) -> u32 {
        let passed = self
            .text
            .as_bytes()
            .get(self.counted..start)
            .unwrap_or_default();
        let lines = memchr::memchr_iter(b'\n', passed).count();
        self.counted = start;
        self.line = self
            .line
            .saturating_add(u32::try_from(lines).unwrap_or(u32::MAX));
        self.line
    }

    fn tag(&mut self, name: &'t str, start: usize, end: usize) -> Tag<'t> {
        let closing = name.starts_with('/');
        let closes_itself = name.ends_with('/');
        let name = name.trim_start_matches('/').trim_end_matches('/');
        let name = name.split_ascii_whitespace().next().unwrap_or_default();
        let name = if name.bytes().any(|byte| byte.is_ascii_lowercase()) {
            Cow::Owned(name.to_ascii_uppercase())
        } else {
            Cow::Borrowed(name)
        };
        let value = self.value(end);
        Tag {
            name,
            closing,
            closes_itself,
            value,
            start,
            end,
        }
    }

    /// The text up to the next tag, where the next search begins; CDATA is taken as it is.
    fn value(&mut self, end: usize) -> &'t str {
        let next = next_tag(self.text, end);
        let value_end = next.unwrap_or(self.text.len());
        (self.position, self.is_at_tag) = (value_end, next.is_some());
        let value = self.text.get(end..value_end).unwrap_or_default();
        if !value.trim().is_empty() || self.text.as_bytes().get(value_end + 1) != Some(&b'!') {
            return value;
        }
        let rest = self.text.get(end..).unwrap_or_default();
        if let Some(data) = rest.trim_start().strip_prefix("<![CDATA[") {
            let skipped = rest.len() - data.len();
            let len = data.find("]]>").unwrap_or(data.len());
            (self.position, self.is_at_tag) = (end + skipped + len, false);
            return data.get(..len).unwrap_or_default();
        }
        value
    }
}

fn position_of(text: &str, wanted: u8) -> Option<usize> {
    memchr::memchr(wanted, text.as_bytes())
}

/// The next `<` that begins a tag; one before a blank or digit is text.
fn next_tag(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut position = from;
    loop {
        position += position_of(text.get(position..)?, b'<')?;
        let begins = match bytes.get(position + 1) {
            Some(b) if b.is_ascii_alphabetic() => is_name(bytes.get(position + 1..)?),
            Some(b) => matches!(b, b'/' | b'!' | b'?'),
            None => false,
        };
        if begins {
            return Some(position);
        }
        position += 1;
    }
}

/// Whether letters begin with a tag's name: an address such as `<ana@example.org>` is text.
fn is_name(bytes: &[u8]) -> bool {
    let is_part = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-' | b':');
    let name = bytes.iter().take(MAX_NAME).take_while(|b| is_part(b));
    let after = bytes.get(name.count());
    after.is_none_or(|b| b.is_ascii_whitespace() || matches!(b, b'>' | b'/' | b'<'))
}

/// A value as people read it: entities read (twice where a bank escaped twice), blanks single.
pub(super) fn text_of(value: &str) -> String {
    let mut text = with_single_blanks(value);
    for _ in 0..2 {
        if text.contains('&') {
            text = without_entities(&text);
        }
    }
    text
}

fn without_entities(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        plain.push_str(before);
        let entity = after
            .split_once(';')
            .and_then(|(name, rest)| Some((char_of(name)?, rest)));
        if let Some((c, after_entity)) = entity {
            plain.push(c);
            rest = after_entity;
        } else {
            plain.push('&');
            rest = after;
        }
    }
    plain.push_str(rest);
    plain
}

fn char_of(entity: &str) -> Option<char> {
    Some(match entity {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        numeric => {
            let digits = numeric.strip_prefix('#')?;
            let code = match digits.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => digits.parse().ok()?,
            };
            char::from_u32(code).filter(|c| !c.is_control())?
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_without_close_comments_and_stray_signs_are_read() {
        let mut tags = Tags::of("x<A>1 < 2\n<!-- <B>no --><B>b&amp;c</B><C/>");
        let mut seen = Vec::new();
        while let Some(tag) = tags.next() {
            let line = tags.line_at(tag.start);
            let value = text_of(tag.value);
            seen.push((tag.name.into_owned(), tag.closing, value, line));
        }
        assert_eq!(
            seen,
            [
                ("A".to_owned(), false, "1 < 2".to_owned(), 1),
                ("B".to_owned(), false, "b&c".to_owned(), 2),
                ("B".to_owned(), true, String::new(), 2),
                ("C".to_owned(), false, String::new(), 2),
            ]
        );
    }

    #[test]
    fn entities_are_read_twice_where_they_were_written_twice() {
        assert_eq!(
            text_of("&amp;lt;A&amp;gt; &#233; & b &unknown;"),
            "<A> é & b &unknown;"
        );
    }
}
