//! The fields of a SWIFT message: `:61:` and what follows it, up to the next field or the message's end.

/// One field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Field<'t> {
    /// The tag without colons: `61`, `60F`, `NS`.
    pub tag: &'t str,
    /// What stands after the tag, with the lines that continue it.
    pub text: &'t str,
    /// The line of the tag, from 1.
    pub line: u32,
    /// Where the tag begins in the file, in bytes.
    pub start: usize,
}

impl<'t> Field<'t> {
    /// Where the field ends in the file, in bytes.
    pub(super) fn end(&self) -> usize {
        self.start + self.tag.len() + 2 + self.text.len()
    }

    /// The first line of the text, without blanks around it.
    pub(super) fn first_line(&self) -> &'t str {
        self.text.lines().next().unwrap_or_default().trim()
    }
}

/// Goes through the fields of a text; envelopes, headers and whatever else stands between is left out.
pub(super) struct Fields<'t> {
    text: &'t str,
    position: usize,
    line: u32,
}

impl<'t> Fields<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        Self {
            text,
            position: 0,
            line: 0,
        }
    }

    /// The next line with its end, and where it begins.
    fn next_line(&mut self) -> Option<(&'t str, usize)> {
        let rest = self.text.get(self.position..).filter(|r| !r.is_empty())?;
        let line = rest.split_inclusive('\n').next()?;
        let start = self.position;
        self.position += line.len();
        self.line = self.line.saturating_add(1);
        Some((line, start))
    }

    /// The end of the field that has begun: before the next tag, envelope or end of message.
    fn end_of_field(&mut self) -> usize {
        loop {
            let (position, line) = (self.position, self.line);
            let Some((text, start)) = self.next_line() else {
                return self.text.len();
            };
            if tag_in(text).is_some() || is_end(text) || text.starts_with('{') {
                (self.position, self.line) = (position, line);
                return start;
            }
        }
    }
}

impl<'t> Iterator for Fields<'t> {
    type Item = Field<'t>;

    fn next(&mut self) -> Option<Field<'t>> {
        loop {
            let (text, start) = self.next_line()?;
            let Some((offset, tag)) = tag_in(text) else {
                continue;
            };
            let line = self.line;
            let end = self.end_of_field();
            let from = start + offset;
            let text = self.text.get(from + tag.len() + 2..end).unwrap_or_default();
            return Some(Field {
                tag,
                text,
                line,
                start: from,
            });
        }
    }
}

/// The tag that a line begins with, and where; an envelope may open on the same line.
fn tag_in(line: &str) -> Option<(usize, &str)> {
    let before = match line.strip_prefix('{') {
        Some(_) => line.find("{4:")? + 3,
        None => line.len() - line.trim_start_matches(' ').len(),
    };
    let inside = line.get(before..)?.strip_prefix(':')?;
    let tag = inside.get(..inside.bytes().take(4).position(|b| b == b':')?)?;
    let is_tag = match tag.as_bytes() {
        b"NS" => true,
        [a, b] => a.is_ascii_digit() && b.is_ascii_digit(),
        [a, b, c] => a.is_ascii_digit() && b.is_ascii_digit() && c.is_ascii_uppercase(),
        _ => false,
    };
    is_tag.then_some((before, tag))
}

/// `-` or `-}`: the message ends.
fn is_end(line: &str) -> bool {
    line.trim_end() == "-" || line.starts_with("-}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_found_between_envelopes_headers_and_ends() {
        let text = "{1:F01BANK}{2:O940}{4:\r\n:20:REF\r\n:86:one\r\ntwo: :61:\r\n-}{5:}\r\nBANK\r\n940\r\n:NS:x\n-\nrest\n{1:}{4::25P:1/2\n";
        let all: Vec<_> = Fields::of(text)
            .map(|field| (field.tag, field.text.trim_end(), field.line))
            .collect();
        assert_eq!(
            all,
            [
                ("20", "REF", 2),
                ("86", "one\r\ntwo: :61:", 3),
                ("NS", "x", 8),
                ("25P", "1/2", 11),
            ]
        );
        for field in Fields::of(text) {
            let raw = &text[field.start..field.end()];
            assert_eq!(raw, format!(":{}:{}", field.tag, field.text));
        }
    }

    #[test]
    fn what_only_looks_like_a_tag_is_text() {
        for line in [":940:", "12:30:", ":6:", "::", ":é1:", ":61", "{4", "-x"] {
            assert_eq!(Fields::of(line).next(), None, "{line}");
        }
    }
}
