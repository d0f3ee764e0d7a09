//! The tags of SGML and XML alike: a name and the text up to the next tag.

/// One tag with the text after it.
#[derive(Debug)]
pub(super) struct Tag<'t> {
    pub name: &'t str,
    pub closing: bool,
    /// The text between this tag and the next one, entities not yet read.
    pub value: &'t str,
    pub line: u32,
    /// Where the tag begins in the text, in bytes.
    pub start: usize,
    /// Where the tag itself ends, before its value.
    pub end: usize,
}

impl Tag<'_> {
    /// Whether the tag has this name, whatever its case.
    pub(super) fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }
}

/// Goes through the tags of a text.
pub(super) struct Tags<'t> {
    text: &'t str,
    position: usize,
    counted: usize,
    line: u32,
}

impl<'t> Tags<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        Self {
            text,
            position: 0,
            counted: 0,
            line: 1,
        }
    }

    pub(super) fn next(&mut self) -> Option<Tag<'t>> {
        loop {
            let start = next_tag(self.text, self.position)?;
            let inside = self.text.get(start + 1..)?;
            if let Some(comment) = inside.strip_prefix("!--") {
                self.position =
                    start + 4 + comment.find("-->").map_or(comment.len(), |end| end + 3);
                continue;
            }
            let Some(name_len) = inside.find('>') else {
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

    fn tag(&mut self, name: &'t str, start: usize, end: usize) -> Tag<'t> {
        let bytes = self
            .text
            .as_bytes()
            .get(self.counted..start)
            .unwrap_or_default();
        let lines = bytes
            .iter()
            .map(|byte| usize::from(*byte == b'\n'))
            .sum::<usize>();
        self.line = self
            .line
            .saturating_add(u32::try_from(lines).unwrap_or(u32::MAX));
        self.counted = start;
        let closing = name.starts_with('/');
        let name = name.trim_start_matches('/').trim_end_matches('/');
        let name = name.split_ascii_whitespace().next().unwrap_or_default();
        let (value, value_end) = self.value(end);
        self.position = value_end;
        Tag {
            name,
            closing,
            value,
            line: self.line,
            start,
            end,
        }
    }

    /// The text up to the next tag; CDATA is taken as it is.
    fn value(&self, end: usize) -> (&'t str, usize) {
        let rest = self.text.get(end..).unwrap_or_default();
        if let Some(data) = rest.trim_start().strip_prefix("<![CDATA[") {
            let skipped = rest.len() - data.len();
            let len = data.find("]]>").unwrap_or(data.len());
            return (data.get(..len).unwrap_or_default(), end + skipped + len);
        }
        let value_end = next_tag(self.text, end).unwrap_or(self.text.len());
        (self.text.get(end..value_end).unwrap_or_default(), value_end)
    }
}

/// The next `<` that begins a tag; one before a blank or digit is text.
fn next_tag(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut position = from;
    loop {
        position += text.get(position..)?.find('<')?;
        let begins = bytes
            .get(position + 1)
            .is_some_and(|b| b.is_ascii_alphabetic() || matches!(b, b'/' | b'!' | b'?'));
        if begins {
            return Some(position);
        }
        position += 1;
    }
}

/// A value as people read it: entities read (twice where a bank escaped twice), blanks single.
pub(super) fn text_of(value: &str) -> String {
    let mut text = value.split_whitespace().collect::<Vec<_>>().join(" ");
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
            seen.push((tag.name, tag.closing, text_of(tag.value), tag.line));
        }
        assert_eq!(
            seen,
            [
                ("A", false, "1 < 2".to_owned(), 1),
                ("B", false, "b&c".to_owned(), 2),
                ("B", true, String::new(), 2),
                ("C", false, String::new(), 2),
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
