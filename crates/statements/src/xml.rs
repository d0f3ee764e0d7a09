//! XML, pulled piece by piece within limits: nothing is expanded, fetched or nested without end.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::attributes::Attributes;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::QName;

use crate::model::ReadError;

/// How deep elements may be nested.
const MAX_DEPTH: usize = 64;
/// How many attributes a tag may have.
const MAX_ATTRIBUTES: usize = 64;
/// How long a text, a tag or a comment may be, in bytes.
const MAX_PIECE: usize = 64 * 1024;
/// The longest reference worth looking for: `&#x10FFFF;`
const MAX_REFERENCE: usize = 10;

/// One piece of a document, in the order of the file.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Piece<'t> {
    /// An element begins; an empty one ends at once.
    Start(Tag<'t>),
    /// The whole text up to the next tag, its references read. Blanks alone are none.
    Text(Cow<'t, str>),
    /// The element with this local name ends.
    End(&'t str),
}

/// The beginning of an element.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Tag<'t> {
    /// The name without a namespace prefix.
    pub name: &'t str,
    /// The attributes, named without a prefix, their references read.
    pub attributes: Vec<(&'t str, Cow<'t, str>)>,
}

impl Tag<'_> {
    /// The value of an attribute.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(key, _)| *key == name);
        found.map(|(_, value)| &**value)
    }
}

/// Goes through the pieces of a document.
pub(crate) struct Xml<'t> {
    text: &'t str,
    reader: Reader<&'t [u8]>,
    /// The names of the open elements, without prefixes.
    path: Vec<&'t str>,
    /// The last piece was an end, so its name leaves the path next.
    ended: bool,
    /// The tag that follows a text already given.
    held: Option<(Event<'t>, usize, usize)>,
    start: usize,
    end: usize,
    counted: usize,
    line: u32,
}

impl<'t> Xml<'t> {
    /// Begins at the start of a decoded text.
    pub(crate) fn of(text: &'t str) -> Self {
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        // Banks write `M & M`; a lone sign is harmless.
        config.allow_dangling_amp = true;
        Self {
            text,
            reader,
            path: Vec::new(),
            ended: false,
            held: None,
            start: 0,
            end: 0,
            counted: 0,
            line: 1,
        }
    }

    /// The next piece; `None` at the end of a document whose elements are all closed.
    pub(crate) fn next(&mut self) -> Result<Option<Piece<'t>>, ReadError> {
        if std::mem::take(&mut self.ended) {
            self.path.pop();
        }
        let mut text = None;
        loop {
            let (event, start, end) = match self.held.take() {
                Some(held) => held,
                None => self.pull()?,
            };
            if let Some(more) = characters(&event) {
                add(&mut text, more, start, end);
                let size = text.as_ref().map_or(0, |(text, ..)| text.len());
                self.within(size, MAX_PIECE, "a text is longer than 64 KiB")?;
            } else if !self.is_aside(&event, start)? {
                return self.give(event, start, end, text);
            }
        }
    }

    /// The local names of the open elements, the one that the last piece began, ended or stands in last.
    pub(crate) fn path(&self) -> &[&'t str] {
        &self.path
    }

    /// Where the last piece begins in the text, in bytes.
    pub(crate) fn start(&self) -> usize {
        self.start
    }

    /// Where the last piece ends in the text, in bytes.
    pub(crate) fn end(&self) -> usize {
        self.end
    }

    /// The line on which the last piece begins, from 1.
    pub(crate) fn line(&mut self) -> u32 {
        self.line_at(self.start)
    }

    fn pull(&mut self) -> Result<(Event<'t>, usize, usize), ReadError> {
        let start = position(self.reader.buffer_position());
        match self.reader.read_event() {
            Ok(event) => Ok((event, start, position(self.reader.buffer_position()))),
            Err(error) => {
                let place = position(self.reader.error_position());
                Err(self.malformed(place, format!("the XML is broken here: {error}")))
            }
        }
    }

    /// Whether an event is none that a document's content is made of.
    fn is_aside(&mut self, event: &Event<'t>, start: usize) -> Result<bool, ReadError> {
        let size = match event {
            Event::Comment(text) => text.len(),
            Event::PI(text) => text.len(),
            Event::Decl(text) => text.len(),
            Event::DocType(doctype) => {
                // `<!DOCTYPE KMYMONEY-FILE>` names the root and declares nothing.
                let declares = |c: char| c.is_whitespace() || c == '[';
                if doctype.trim().contains(declares) {
                    let message = "a DOCTYPE declares something, which no statement needs to";
                    return Err(self.malformed(start, message.to_owned()));
                }
                doctype.len()
            }
            _ => return Ok(false),
        };
        self.within(size, MAX_PIECE, "a comment is longer than 64 KiB")?;
        Ok(true)
    }

    /// Gives a tag, or first the text before it.
    fn give(
        &mut self,
        event: Event<'t>,
        start: usize,
        end: usize,
        text: Gathered<'t>,
    ) -> Result<Option<Piece<'t>>, ReadError> {
        if let Some((text, text_start, text_end)) = text
            && !text.trim().is_empty()
        {
            self.held = Some((event, start, end));
            (self.start, self.end) = (text_start, text_end);
            return Ok(Some(Piece::Text(text)));
        }
        (self.start, self.end) = (start, end);
        match event {
            Event::Start(tag) => self.begin(&tag).map(Some),
            Event::End(_) => {
                self.ended = true;
                let name = self.path.last().copied().unwrap_or_default();
                Ok(Some(Piece::End(name)))
            }
            _ => self.finish(),
        }
    }

    fn begin(&mut self, tag: &BytesStart<'t>) -> Result<Piece<'t>, ReadError> {
        self.within(tag.len(), MAX_PIECE, "a tag is longer than 64 KiB")?;
        let depth = self.path.len() + 1;
        self.within(depth, MAX_DEPTH, "elements are nested more than 64 deep")?;
        // The tag's own slice of the text lives as long as the text does.
        let inside = self.text.get(self.start + 1..).unwrap_or_default();
        let inside = inside.get(..tag.len()).unwrap_or_default();
        let name_len = tag.name().into_inner().len();
        let name = QName(inside.get(..name_len).unwrap_or_default());
        let name = name.local_name().into_inner();
        let attributes = self.attributes(Attributes::new(inside, name_len))?;
        self.path.push(name);
        Ok(Piece::Start(Tag { name, attributes }))
    }

    fn attributes(
        &mut self,
        all: Attributes<'t>,
    ) -> Result<Vec<(&'t str, Cow<'t, str>)>, ReadError> {
        let mut attributes = Vec::new();
        for attribute in all {
            let attribute = attribute.map_err(|error| {
                self.malformed(self.start, format!("the XML is broken here: {error}"))
            })?;
            let key = attribute.key.local_name().into_inner();
            attributes.push((key, with_references(attribute.value)));
            let count = attributes.len();
            self.within(count, MAX_ATTRIBUTES, "a tag has more than 64 attributes")?;
        }
        Ok(attributes)
    }

    /// The end of the file: nothing may be open.
    fn finish(&mut self) -> Result<Option<Piece<'t>>, ReadError> {
        match self.path.last() {
            None => Ok(None),
            Some(name) => {
                let message = format!("the file ends inside <{name}>, which is never closed");
                Err(self.malformed(self.start, message))
            }
        }
    }

    fn within(&mut self, size: usize, limit: usize, what: &str) -> Result<(), ReadError> {
        if size <= limit {
            return Ok(());
        }
        let line = self.line();
        Err(ReadError::Limit(format!("line {line}: {what}")))
    }

    fn malformed(&mut self, place: usize, message: String) -> ReadError {
        let line = self.line_at(place);
        ReadError::Malformed { line, message }
    }

    /// The line that a byte stands on; places before the last one asked for are on its line.
    fn line_at(&mut self, place: usize) -> u32 {
        let passed = self.text.as_bytes().get(self.counted..place);
        let breaks = passed.unwrap_or_default().iter().filter(|b| **b == b'\n');
        let breaks = u32::try_from(breaks.count()).unwrap_or(u32::MAX);
        self.counted = self.counted.max(place);
        self.line = self.line.saturating_add(breaks);
        self.line
    }
}

/// A text as it is put together: what it says, where it begins and ends.
type Gathered<'t> = Option<(Cow<'t, str>, usize, usize)>;

fn add<'t>(text: &mut Gathered<'t>, more: Cow<'t, str>, start: usize, end: usize) {
    match text {
        None => *text = Some((more, start, end)),
        Some((text, _, text_end)) => {
            text.to_mut().push_str(&more);
            *text_end = end;
        }
    }
}

/// What an event adds to a text; `None` for events that are no text.
fn characters<'t>(event: &Event<'t>) -> Option<Cow<'t, str>> {
    Some(match event {
        Event::Text(text) => text.xml10_content(),
        Event::CData(data) => data.xml10_content(),
        Event::GeneralRef(reference) => match character(reference) {
            Some(c) => Cow::Owned(c.to_string()),
            None => Cow::Owned(format!("&{};", &**reference)),
        },
        _ => return None,
    })
}

fn position(offset: u64) -> usize {
    usize::try_from(offset).unwrap_or(usize::MAX)
}

/// A value with its references read; what is no reference stays as it is written.
fn with_references(value: Cow<'_, str>) -> Cow<'_, str> {
    if !value.contains('&') {
        return value;
    }
    let mut read = String::with_capacity(value.len());
    let mut rest = &*value;
    while let Some((before, after)) = rest.split_once('&') {
        read.push_str(before);
        let reference = after.bytes().take(MAX_REFERENCE).position(|b| b == b';');
        let reference = reference.and_then(|end| Some((after.get(..end)?, after.get(end + 1..)?)));
        if let Some((c, after)) = reference.and_then(|(name, rest)| Some((character(name)?, rest)))
        {
            read.push(c);
            rest = after;
        } else {
            read.push('&');
            rest = after;
        }
    }
    read.push_str(rest);
    Cow::Owned(read)
}

/// The character of a predefined or numeric reference; control characters are none.
fn character(reference: &str) -> Option<char> {
    let Some(digits) = reference.strip_prefix('#') else {
        return resolve_predefined_entity(reference)?.chars().next();
    };
    let code = match digits.strip_prefix('x') {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => digits.parse().ok()?,
    };
    char::from_u32(code).filter(|c| !c.is_control() || matches!(c, '\t' | '\n' | '\r'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<String> {
        let mut xml = Xml::of(text);
        let mut told = Vec::new();
        loop {
            let piece = match xml.next() {
                Ok(Some(piece)) => piece,
                Ok(None) => return told,
                Err(error) => {
                    told.push(error.to_string());
                    return told;
                }
            };
            let raw = &text[xml.start()..xml.end()];
            let (line, path) = (xml.line(), xml.path().join("/"));
            told.push(match piece {
                Piece::Start(tag) => {
                    let pairs = tag.attributes.iter().map(|(k, v)| format!(" {k}={v}"));
                    format!("{line} {path}{} {raw}", pairs.collect::<String>())
                }
                Piece::Text(text) => format!("{line} {path}: {text}"),
                Piece::End(name) => format!("{line} end of {name} in {path}"),
            });
        }
    }

    #[test]
    fn tags_texts_and_attributes_come_in_order_without_prefixes() {
        let text = "<?xml version=\"1.0\"?>\n<d:Doc xmlns:d='u' a='1 &lt; 2'>\n<Amt d:Ccy=\"EUR\">1&amp;2<!-- x --><![CDATA[<3>]]>\n</Amt><E/></d:Doc>";
        assert_eq!(
            told(text),
            [
                "2 Doc d=u a=1 < 2 <d:Doc xmlns:d='u' a='1 &lt; 2'>",
                "3 Doc/Amt Ccy=EUR <Amt d:Ccy=\"EUR\">",
                "3 Doc/Amt: 1&2<3>\n",
                "4 end of Amt in Doc/Amt",
                "4 Doc/E <E/>",
                "4 end of E in Doc/E",
                "4 end of Doc in Doc",
            ]
        );
    }

    #[test]
    fn lone_signs_and_unknown_references_stay_as_they_are() {
        let text = "<a b='M & M &nbsp; &#x20AC;'>M & M &co; &#8364;&#0;</a>";
        assert_eq!(
            told(text)[..2],
            [
                "1 a b=M & M &nbsp; € <a b='M & M &nbsp; &#x20AC;'>",
                "1 a: M & M &co; €&#0;",
            ]
        );
    }

    #[test]
    fn what_is_beyond_a_limit_is_refused_with_its_line() {
        let last = |text: &str| told(text).pop().unwrap();
        let deep = "\n<a>".repeat(65);
        assert_eq!(
            last(&deep),
            "line 66: elements are nested more than 64 deep; it was not read any further"
        );
        let many: Vec<String> = (0..65).map(|n| format!("a{n}='1'")).collect();
        let many = many.join(" ");
        assert_eq!(
            last(&format!("<a {many}/>")),
            "line 1: a tag has more than 64 attributes; it was not read any further"
        );
        let long = "x".repeat(64 * 1024 + 1);
        for text in [
            format!("<a>{long}</a>"),
            format!("<a><![CDATA[{long}]]></a>"),
            format!("<a><!--{long}--></a>"),
            format!("<a><?{long}?></a>"),
            format!("<a b='{long}'/>"),
        ] {
            assert!(
                last(&text).contains("longer than 64 KiB"),
                "{}",
                last(&text)
            );
        }
    }

    #[test]
    fn a_doctype_may_name_the_root_and_nothing_else() {
        assert_eq!(told("<!DOCTYPE KMYMONEY-FILE>\n<a/>").len(), 2);
        for text in [
            "<!DOCTYPE a [<!ENTITY b 'bb'>]><a>&b;</a>",
            "<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>",
        ] {
            assert_eq!(
                told(text),
                ["line 1: a DOCTYPE declares something, which no statement needs to"]
            );
        }
    }

    #[test]
    fn broken_documents_are_errors_with_their_line() {
        let last = |text: &str| told(text).pop().unwrap();
        assert_eq!(
            last("<a>\n<b>"),
            "line 2: the file ends inside <b>, which is never closed"
        );
        assert!(last("<a>\n</b>").starts_with("line 2: the XML is broken here: "));
        assert!(last("<a>\n<b c=>").starts_with("line 2: the XML is broken here: "));
        assert!(last("<a>\n<b").starts_with("line 2: the XML is broken here: "));
    }
}
