//! Texts for people, cleaned of the padding that exports put into them.

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
    let is_plain = |byte: &u8| matches!(byte, b' '..=b'~');
    bytes.first() != Some(&b' ')
        && bytes.last() != Some(&b' ')
        && bytes.iter().all(is_plain)
        && !bytes.windows(2).any(|pair| pair == b"  ")
}
