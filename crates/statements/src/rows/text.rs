//! Texts of cells, cleaned.

/// Empty, or one of the dashes that stand for an empty cell.
pub(super) fn is_nothing(cell: &str) -> bool {
    matches!(cell, "" | "-" | "–" | "—" | "--")
}

/// A text on one line with single blanks.
pub(super) fn clean(text: &str) -> String {
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
pub(super) fn join_text(text: &mut String, more: &str) {
    if !text.is_empty() {
        text.push_str(" · ");
    }
    text.push_str(&clean(more));
}
