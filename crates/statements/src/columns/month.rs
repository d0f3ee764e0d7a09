//! Month names by their first letters, in the languages that statements are written in.

use super::fold;

/// First letters, without accents, of each month; the longer match wins.
const NAMES: [(&str, u32); 62] = [
    ("jan", 1),
    ("ene", 1),
    ("gen", 1),
    ("janv", 1),
    ("sty", 1),
    ("led", 1),
    ("oca", 1),
    ("янв", 1),
    ("feb", 2),
    ("fev", 2),
    ("lut", 2),
    ("uno", 2),
    ("sub", 2),
    ("фев", 2),
    ("mar", 3),
    ("mrz", 3),
    ("maa", 3),
    ("mrt", 3),
    ("maer", 3),
    ("bre", 3),
    ("мар", 3),
    ("apr", 4),
    ("abr", 4),
    ("avr", 4),
    ("kwi", 4),
    ("dub", 4),
    ("nis", 4),
    ("апр", 4),
    ("may", 5),
    ("mai", 5),
    ("maj", 5),
    ("mei", 5),
    ("mag", 5),
    ("kve", 5),
    ("май", 5),
    ("мая", 5),
    ("jun", 6),
    ("giu", 6),
    ("juin", 6),
    ("cze", 6),
    ("июн", 6),
    ("jul", 7),
    ("lug", 7),
    ("juil", 7),
    ("lip", 7),
    ("tem", 7),
    ("июл", 7),
    ("aug", 8),
    ("ago", 8),
    ("aou", 8),
    ("sie", 8),
    ("авг", 8),
    ("sep", 9),
    ("set", 9),
    ("wrz", 9),
    ("сен", 9),
    ("oct", 10),
    ("okt", 10),
    ("nov", 11),
    ("noy", 11),
    ("dec", 12),
    ("dez", 12),
];

/// Names that share no first three letters with the list above.
const MORE_NAMES: [(&str, u32); 9] = [
    ("out", 10),
    ("ott", 10),
    ("paz", 10),
    ("окт", 10),
    ("lis", 11),
    ("ноя", 11),
    ("dic", 12),
    ("gru", 12),
    ("дек", 12),
];

/// The month that a word names, whatever its case and accents.
pub(super) fn month_of(word: &str) -> Option<u32> {
    let mut folded = [0_u8; 24];
    let mut len = 0;
    for c in word.chars().map(fold) {
        let c = c.to_lowercase().next()?;
        let end = len + c.len_utf8();
        c.encode_utf8(folded.get_mut(len..end)?);
        len = end;
    }
    let word = std::str::from_utf8(folded.get(..len)?).ok()?;
    NAMES
        .iter()
        .chain(&MORE_NAMES)
        .filter(|(name, _)| word.starts_with(name))
        .max_by_key(|(name, _)| name.len())
        .map(|(_, month)| *month)
}
