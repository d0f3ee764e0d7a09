//! The first line of a transaction: `2008/01/01=01/03 * (100) payee | note  ; comment, tag:value`.

use crate::model::RowStatus;

/// What stands behind the date of a transaction's first line.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Header<'t> {
    pub status: Option<RowStatus>,
    pub code: &'t str,
    pub payee: &'t str,
    pub note: &'t str,
    pub comment: &'t str,
}

/// Takes the rest of a transaction's first line apart.
pub(super) fn header(rest: &str) -> Header<'_> {
    let rest = match rest.strip_prefix('=') {
        // The day on which it became effective, which is not the day of the row.
        Some(second) => second
            .find(char::is_whitespace)
            .and_then(|at| second.get(at..))
            .unwrap_or_default(),
        None => rest,
    };
    let (status, rest) = take_status(rest.trim_start());
    let (code, rest) = match rest
        .strip_prefix('(')
        .and_then(|inner| inner.split_once(')'))
    {
        Some((code, after)) => (code.trim(), after),
        None => ("", rest),
    };
    let (description, comment) = split_comment(rest);
    let (payee, note) = description.split_once('|').unwrap_or((description, ""));
    Header {
        status,
        code,
        payee: payee.trim(),
        note: note.trim(),
        comment,
    }
}

/// Takes `*` (final) or `!` (pending) off the front.
pub(super) fn take_status(text: &str) -> (Option<RowStatus>, &str) {
    let status = match text.chars().next() {
        Some('*') => RowStatus::Posted,
        Some('!') => RowStatus::Pending,
        _ => return (None, text),
    };
    (Some(status), text.get(1..).unwrap_or_default().trim_start())
}

/// A text and the comment behind it, which begins with `;` after a blank.
pub(super) fn split_comment(text: &str) -> (&str, &str) {
    let begins = |at: &usize| {
        let before = text.get(..*at).unwrap_or_default();
        before.is_empty() || before.ends_with(char::is_whitespace)
    };
    let at = text.match_indices(';').map(|(at, _)| at).find(begins);
    match at.and_then(|at| text.split_at_checked(at)) {
        Some((before, comment)) => (before.trim(), comment.trim_start_matches(';').trim()),
        None => (text.trim(), ""),
    }
}

/// The tags in a comment: `key:value` up to a comma, and Ledger's `:one:two:`.
pub(super) fn tags_in(comment: &str) -> impl Iterator<Item = String> + '_ {
    comment.split(',').flat_map(tags_of_piece)
}

fn tags_of_piece(piece: &str) -> Vec<String> {
    let words: Vec<&str> = piece.split_whitespace().collect();
    for (at, word) in words.iter().enumerate() {
        let inner = word
            .strip_prefix(':')
            .and_then(|word| word.strip_suffix(':'));
        if let Some(inner) = inner.filter(|inner| !inner.is_empty()) {
            return inner
                .split(':')
                .filter(|tag| !tag.is_empty())
                .map(str::to_owned)
                .collect();
        }
        let Some((key, value)) = word.split_once(':') else {
            continue;
        };
        if key.is_empty() || value.starts_with('/') {
            continue;
        }
        let rest = words.get(at + 1..).unwrap_or_default().iter().copied();
        let value: Vec<&str> = std::iter::once(value.trim_start_matches(':'))
            .chain(rest)
            .collect();
        let value = value.join(" ");
        let value = value.trim();
        return vec![if value.is_empty() {
            key.to_owned()
        } else {
            format!("{key}: {value}")
        }];
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_first_line_has_status_code_payee_note_and_comment() {
        let head = header("=2008/01/03 * (100) Baker | bread; rolls  ; fresh, kind:food");
        assert_eq!(
            head,
            Header {
                status: Some(RowStatus::Posted),
                code: "100",
                payee: "Baker",
                note: "bread; rolls",
                comment: "fresh, kind:food",
            }
        );
        assert_eq!(header(" ! x").status, Some(RowStatus::Pending));
        assert_eq!(
            header(" eat & shop (at last)").payee,
            "eat & shop (at last)"
        );
        assert_eq!(header(""), Header::default());
    }

    #[test]
    fn comments_hold_tags() {
        let tags = |comment| tags_in(comment).collect::<Vec<_>>();
        assert_eq!(
            tags("fresh, kind:food, Sample: Another Value"),
            ["kind: food", "Sample: Another Value"]
        );
        assert_eq!(tags(":trip:work:"), ["trip", "work"]);
        assert_eq!(tags("see https://example.org, paid:"), ["paid"]);
    }
}
