//! Texts for people, cleaned of the padding that exports put into them.

use std::borrow::Cow;

/// A text on one line with single blanks.
pub(crate) fn with_single_blanks(text: &str) -> String {
    if is_clean(text.as_bytes()) {
        return text.to_owned();
    }
    let mut cleaned = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !cleaned.is_empty() {
            cleaned.push(' ');
        }
        cleaned.push_str(word);
    }
    cleaned
}

/// Appends a text after a middle dot.
pub(crate) fn join_text(text: &mut String, more: &str) {
    if text.is_empty() {
        *text = with_single_blanks(more);
        return;
    }
    text.push_str(" · ");
    text.push_str(&with_single_blanks(more));
}

/// ASCII without outer, double or control blanks: nothing to clean, as in most cells.
fn is_clean(bytes: &[u8]) -> bool {
    let mut before = b' ';
    for byte in bytes.iter().copied() {
        let is_double = byte == b' ' && before == b' ';
        if is_double || !matches!(byte, b' '..=b'~') {
            return false;
        }
        before = byte;
    }
    bytes.is_empty() || before != b' '
}

/// How much of a text is worth showing in a message.
const EXCERPT_CHARS: usize = 80;
/// How much of a row's raw text is kept, in bytes.
const MAX_RAW_BYTES: usize = 64 * 1024;

/// A text, or its beginning where it is long.
pub(crate) fn excerpt(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(EXCERPT_CHARS) {
        None => Cow::Borrowed(text),
        Some((end, _)) => Cow::Owned(format!("{}…", text.get(..end).unwrap_or_default())),
    }
}

/// A part of a file as it stands there, without the blanks after it; of a huge one, its beginning.
pub(crate) fn raw_of(text: &str, start: usize, end: usize) -> String {
    let raw = text.get(start..end).unwrap_or_default().trim_end();
    let kept = raw.get(..raw.floor_char_boundary(MAX_RAW_BYTES));
    kept.unwrap_or_default().to_owned()
}

/// A name for an account: its bank and the last four letters or digits of its number.
pub(crate) fn account_name(institution: Option<&str>, number: Option<&str>) -> Option<String> {
    let number = number.unwrap_or_default().chars().rev();
    let mut tail: Vec<char> = number.filter(|c| c.is_alphanumeric()).take(4).collect();
    tail.reverse();
    let tail = String::from_iter(tail);
    let name = format!("{} {tail}", institution.unwrap_or_default());
    let name = name.trim();
    (!name.is_empty()).then(|| name.to_owned())
}
