//! Short texts put together.

/// Two texts with a middle dot between them; either may be missing.
pub(crate) fn joined(mut text: String, more: Option<&str>) -> String {
    let Some(more) = more.filter(|more| !more.is_empty()) else {
        return text;
    };
    if !text.is_empty() {
        text.push_str(" · ");
    }
    text.push_str(more);
    text
}
