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
    /// The tag at which the value before it ended.
    ahead: Option<Found>,
}

/// Where a tag is.
struct Found {
    /// Its `<`.
    start: usize,
    /// Its `>`, where it holds nothing but a name in capitals, perhaps after a slash.
    bare_end: Option<usize>,
}

impl<'t> Tags<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        Self {
            text,
            position: 0,
            ahead: None,
        }
    }

    #[inline]
    pub(super) fn next(&mut self) -> Option<Tag<'t>> {
        loop {
            let found = match self.ahead.take() {
                Some(found) => found,
                None => next_tag(self.text, self.position)?,
            };
            let tag = match found.bare_end {
                Some(end) => self.bare_tag(found.start, end),
                None => self.other_tag(found.start),
            };
            if tag.is_some() {
                return tag;
            }
        }
    }

    /// A tag of a name in capitals alone.
    #[inline]
    fn bare_tag(&mut self, start: usize, name_end: usize) -> Option<Tag<'t>> {
        let name = self.text.get(start + 1..name_end)?;
        let bare = name.strip_prefix('/');
        let end = name_end + 1;
        Some(Tag {
            name: Cow::Borrowed(bare.unwrap_or(name)),
            closing: bare.is_some(),
            closes_itself: false,
            value: self.value(end),
            start,
            end,
        })
    }

    /// Any other tag; `None` for a comment or an instruction, after which the search goes on.
    fn other_tag(&mut self, start: usize) -> Option<Tag<'t>> {
        self.position = self.text.len();
        let inside = self.text.get(start + 1..)?;
        if let Some(comment) = inside.strip_prefix("!--") {
            let len = comment.find("-->").map_or(comment.len(), |end| end + 3);
            self.position = start + 4 + len;
            return None;
        }
        let name_len = memchr::memchr(b'>', inside.as_bytes())?;
        let end = start + 1 + name_len + 1;
        self.position = end;
        let name = inside.get(..name_len)?;
        if name.starts_with(['!', '?']) {
            return None;
        }
        Some(self.tag(name, start, end))
    }

    /// A tag with small letters, attributes or a slash at its end.
    fn tag(&mut self, name: &'t str, start: usize, end: usize) -> Tag<'t> {
        let closing = name.starts_with('/');
        let closes_itself = name.ends_with('/');
        let name = name.trim_start_matches('/').trim_end_matches('/');
        let name = name.split_ascii_whitespace().next().unwrap_or_default();
        Tag {
            name: Cow::Owned(name.to_ascii_uppercase()),
            closing,
            closes_itself,
            value: self.value(end),
            start,
            end,
        }
    }

    /// The text up to the next tag, where the next search begins; CDATA is taken as it is.
    #[inline]
    fn value(&mut self, end: usize) -> &'t str {
        self.ahead = next_tag(self.text, end);
        let value_end = self.ahead.as_ref().map_or(self.text.len(), |tag| tag.start);
        self.position = value_end;
        let value = self.text.get(end..value_end).unwrap_or_default();
        if self.text.as_bytes().get(value_end + 1) != Some(&b'!') || !value.trim().is_empty() {
            return value;
        }
        let rest = self.text.get(end..).unwrap_or_default();
        if let Some(data) = rest.trim_start().strip_prefix("<![CDATA[") {
            let skipped = rest.len() - data.len();
            let len = data.find("]]>").unwrap_or(data.len());
            (self.position, self.ahead) = (end + skipped + len, None);
            return data.get(..len).unwrap_or_default();
        }
        value
    }
}

/// The next `<` that begins a tag; one before a blank or digit is text.
#[inline]
fn next_tag(text: &str, from: usize) -> Option<Found> {
    let bytes = text.as_bytes();
    let mut start = from;
    loop {
        start += next_angle(bytes.get(start..)?)?;
        let inside = bytes.get(start + 1..)?;
        let name_at = start + 1 + usize::from(inside.first() == Some(&b'/'));
        let name = bytes.get(name_at..)?;
        let bare_end = bare_len(name).map(|len| name_at + len);
        let begins = match inside.first() {
            _ if bare_end.is_some() => true,
            Some(b) if b.is_ascii_alphabetic() => is_name(inside),
            Some(b) => matches!(b, b'/' | b'!' | b'?'),
            None => false,
        };
        if begins {
            return Some(Found { start, bare_end });
        }
        start += 1;
    }
}

/// The next `<`: most values are so short that setting out for a search of many bytes at a time costs more.
fn next_angle(bytes: &[u8]) -> Option<usize> {
    const NEAR: usize = 24;
    let (near, far) = bytes.split_at_checked(NEAR).unwrap_or((bytes, &[]));
    let is_angle = |byte: &u8| *byte == b'<';
    near.iter()
        .position(is_angle)
        .or_else(|| Some(NEAR + memchr::memchr(b'<', far)?))
}

/// The length of a name in capitals that stands alone in its tag, as most do.
fn bare_len(name: &[u8]) -> Option<usize> {
    let (near, _) = name.split_at_checked(MAX_NAME).unwrap_or((name, &[]));
    let is_part = |b: &u8| matches!(b, b'A'..=b'Z' | b'0'..=b'9' | b'.');
    let len = near.iter().position(|b| !is_part(b))?;
    let is_bare = near.get(len) == Some(&b'>') && near.first()?.is_ascii_uppercase();
    is_bare.then_some(len)
}

/// Whether letters begin with a tag's name: an address such as `<ana@example.org>` is text.
fn is_name(bytes: &[u8]) -> bool {
    let is_part = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-' | b':');
    let name = bytes.iter().take(MAX_NAME).take_while(|b| is_part(b));
    let after = bytes.get(name.count());
    after.is_none_or(|b| b.is_ascii_whitespace() || matches!(b, b'>' | b'/' | b'<'))
}

/// A value without the blanks around it.
pub(super) fn trimmed(value: &str) -> &str {
    let value = value.trim_ascii();
    let ends = [value.as_bytes().first(), value.as_bytes().last()];
    if ends.iter().flatten().all(|byte| byte.is_ascii_graphic()) {
        value
    } else {
        value.trim()
    }
}

/// A value as people read it: entities read (twice where a bank escaped twice), blanks single.
pub(super) fn text_of(value: &str) -> String {
    let mut text = with_single_blanks(value);
    for _ in 0..2 {
        if memchr::memchr(b'&', text.as_bytes()).is_none() {
            break;
        }
        text = without_entities(&text);
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
            let value = text_of(tag.value);
            seen.push((tag.name.into_owned(), tag.closing, value, tag.start));
        }
        assert_eq!(
            seen,
            [
                ("A".to_owned(), false, "1 < 2".to_owned(), 1),
                ("B".to_owned(), false, "b&c".to_owned(), 24),
                ("B".to_owned(), true, String::new(), 34),
                ("C".to_owned(), false, String::new(), 38),
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
