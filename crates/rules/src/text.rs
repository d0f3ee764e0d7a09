//! How alike two texts of a statement are, whatever their capitals, accents, spaces and numbers.

use std::cell::OnceCell;
use std::collections::HashMap;

/// From which share of the shorter text's letters on two texts speak of the same.
pub(crate) const ALIKE_PERMILLE: u16 = 500;

/// A piece of text shorter than this proves nothing inside another word.
const SHORTEST_PIECE: usize = 4;
/// The same where each character is a word or a syllable.
const SHORTEST_DENSE_PIECE: usize = 2;
/// Enough for any payee and memo, and little enough for a file made to be slow.
const MOST_WORDS: usize = 64;

/// What many rows say and no payee is told by, sorted.
const NOISE: [&str; 36] = [
    "and",
    "auf",
    "bank",
    "card",
    "carte",
    "checkcard",
    "compra",
    "contactless",
    "credit",
    "date",
    "de",
    "debit",
    "der",
    "die",
    "ec",
    "for",
    "from",
    "girocard",
    "kartenzahlung",
    "lastschrift",
    "mastercard",
    "no",
    "nr",
    "of",
    "on",
    "online",
    "paiement",
    "payment",
    "pos",
    "purchase",
    "ref",
    "the",
    "to",
    "und",
    "visa",
    "von",
];

/// How one text relates to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Likeness {
    /// One of them has no letters and no digits.
    Silent,
    /// The same letters and digits.
    Same,
    /// One is a piece of the other.
    Contained,
    /// Some words in common: their share of the shorter text's letters; zero for none.
    Words(u16),
}

impl Likeness {
    /// The likeness as a figure; both pieces and equals are whole.
    pub(crate) fn permille(self) -> u16 {
        match self {
            Self::Silent => 0,
            Self::Same | Self::Contained => 1_000,
            Self::Words(permille) => permille,
        }
    }

    /// Whether both speak of the same.
    pub(crate) fn is_alike(self) -> bool {
        self.permille() >= ALIKE_PERMILLE
    }
}

/// A text made ready to be compared.
#[derive(Debug, Clone, Default)]
pub(crate) struct Phrase {
    letters: String,
    spaced: String,
    words: Vec<String>,
    dense: bool,
}

impl Phrase {
    /// Makes a text ready.
    pub(crate) fn of(text: &str) -> Self {
        let words = words(text).into_iter().map(|word| word.plain);
        let mut words: Vec<String> = words.collect();
        words.retain(|word| !is_number(word) && !is_noise(word));
        words.truncate(MOST_WORDS);
        words.sort_unstable();
        words.dedup();
        Self {
            letters: compact(text),
            spaced: spaced(text),
            words,
            dense: text.chars().any(is_dense),
        }
    }

    /// How it relates to another; the same both ways.
    pub(crate) fn likeness(&self, other: &Self) -> Likeness {
        if self.letters.is_empty() || other.letters.is_empty() {
            return Likeness::Silent;
        }
        if self.letters == other.letters {
            return Likeness::Same;
        }
        let (short, long) = if self.letters.len() <= other.letters.len() {
            (self, other)
        } else {
            (other, self)
        };
        if short.is_piece_of(long) {
            return Likeness::Contained;
        }
        Likeness::Words(shared_permille(&self.words, &other.words))
    }

    /// Whether it stands in another text and that proves something: it is more than noise, and
    /// long enough or a word there. “BP” is a piece of “BP London” and not of “Bpost”.
    fn is_piece_of(&self, other: &Self) -> bool {
        let shortest = if self.dense {
            SHORTEST_DENSE_PIECE
        } else {
            SHORTEST_PIECE
        };
        let long = self.letters.chars().nth(shortest - 1).is_some();
        let within = long && other.letters.contains(&self.letters);
        !self.words.is_empty() && (within || other.spaced.contains(&self.spaced))
    }
}

/// The texts of many rows, each different one made ready once and only when it is compared.
#[derive(Debug, Default)]
pub(crate) struct Phrases<'a> {
    places: HashMap<&'a str, usize>,
    texts: Vec<(&'a str, OnceCell<Phrase>)>,
}

impl<'a> Phrases<'a> {
    /// The place of a text.
    pub(crate) fn add(&mut self, text: &'a str) -> usize {
        let next = self.texts.len();
        let place = *self.places.entry(text).or_insert(next);
        if place == next {
            self.texts.push((text, OnceCell::new()));
        }
        place
    }

    /// How the texts at two places relate.
    pub(crate) fn likeness(&self, a: usize, b: usize) -> Likeness {
        match (self.phrase(a), self.phrase(b)) {
            (Some(a), Some(b)) => a.likeness(b),
            _ => Likeness::Silent,
        }
    }

    fn phrase(&self, place: usize) -> Option<&Phrase> {
        let (text, phrase) = self.texts.get(place)?;
        Some(phrase.get_or_init(|| Phrase::of(text)))
    }
}

/// Letters and digits in lower case without accents: what survives another encoding or spacing.
pub(crate) fn compact(text: &str) -> String {
    let mut letters = String::with_capacity(text.len());
    letters.extend(folded(text));
    letters
}

/// Letters and digits in lower case without accents, with one space around each word.
pub(crate) fn spaced(text: &str) -> String {
    let mut spaced = String::from(" ");
    for word in text.split(|c: char| !c.is_alphanumeric()) {
        if !word.is_empty() {
            spaced.extend(folded(word));
            spaced.push(' ');
        }
    }
    spaced
}

/// A number for the letters and digits of a text, the same on every machine (FNV-1a). Different
/// texts may share one, so it sorts and never proves.
pub(crate) fn fingerprint(text: &str) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for c in folded(text) {
        hash = (hash ^ u64::from(u32::from(c))).wrapping_mul(0x0100_0000_01b3);
    }
    hash
}

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word<'a> {
    /// In lower case without accents.
    pub plain: String,
    /// As it stands in the text.
    pub written: &'a str,
}

/// The words of a text in their order. Where a script writes no spaces, two characters in a row
/// are a word; a single letter is an initial or what an apostrophe left, and none.
pub(crate) fn words(text: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut begin: Option<usize> = None;
    let mut dense_before: Option<usize> = None;
    for (at, c) in text.char_indices() {
        let dense = is_dense(c);
        let goes_on = !dense && (c.is_alphanumeric() || (begin.is_some() && "'’".contains(c)));
        if !goes_on {
            words.extend(begin.take().and_then(|begin| word(text, begin, at)));
        } else if begin.is_none() {
            begin = Some(at);
        }
        let end = at + c.len_utf8();
        words.extend(
            dense_before
                .filter(|_| dense)
                .and_then(|begin| word(text, begin, end)),
        );
        dense_before = dense.then_some(at);
    }
    words.extend(begin.and_then(|begin| word(text, begin, text.len())));
    words
}

fn word(text: &str, begin: usize, end: usize) -> Option<Word<'_>> {
    let written = text.get(begin..end)?.trim_end_matches(['\'', '’']);
    let plain = compact(written);
    plain.chars().nth(1)?;
    Some(Word { plain, written })
}

/// Whether a word is only a number.
pub(crate) fn is_number(word: &str) -> bool {
    word.chars().all(char::is_numeric)
}

/// Whether many rows say this word, whoever is paid.
pub(crate) fn is_noise(word: &str) -> bool {
    NOISE.binary_search(&word).is_ok()
}

/// Whether a character stands for a word or syllable in a script without spaces.
pub(crate) fn is_dense(c: char) -> bool {
    matches!(u32::from(c),
        0x0e00..=0x0e7f | 0x3040..=0x30ff | 0x3400..=0x9fff | 0xac00..=0xd7af | 0xf900..=0xfaff)
        && c.is_alphanumeric()
}

fn folded(text: &str) -> impl Iterator<Item = char> + '_ {
    let letters = text.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).filter_map(plain)
}

/// A lower-case letter without its accent, since half of all files lose it. German umlauts become
/// two letters only where the file itself writes them so; here they lose their dots.
pub(crate) fn plain(c: char) -> Option<char> {
    if c.is_ascii() {
        return Some(c);
    }
    Some(match c {
        'à'..='å' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'ď' | 'đ' => 'd',
        'è'..='ë' | 'ē' | 'ė' | 'ę' | 'ě' => 'e',
        'ğ' | 'ģ' => 'g',
        'ì'..='ï' | 'ī' | 'į' | 'ı' => 'i',
        'ľ' | 'ĺ' | 'ł' => 'l',
        'ñ' | 'ń' | 'ň' => 'n',
        'ò'..='ö' | 'ø' | 'ō' | 'ő' => 'o',
        'ŕ' | 'ř' => 'r',
        'ś' | 'š' | 'ş' | 'ș' => 's',
        'ť' | 'ţ' | 'ț' => 't',
        'ù'..='ü' | 'ū' | 'ů' | 'ű' | 'ų' => 'u',
        'ý' | 'ÿ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        // What lower-casing leaves behind a letter, such as the dot of a Turkish İ.
        '\u{0300}'..='\u{036f}' => return None,
        other => other,
    })
}

/// Which share of the shorter list's letters stands in the other list, word by word. A longer word
/// counts where it begins with the shorter one: names are often cut.
fn shared_permille(a: &[String], b: &[String]) -> u16 {
    let size = |words: &[String]| words.iter().map(|word| word.chars().count()).sum::<usize>();
    // Of two of one size the order decides, so that the figure is the same both ways.
    let (short, long) = if (size(a), a) <= (size(b), b) {
        (a, b)
    } else {
        (b, a)
    };
    let whole = size(short);
    let found = |word: &&String| begins_one_of(word, long) || long.iter().any(|l| begins(l, word));
    let shared: usize = short
        .iter()
        .filter(found)
        .map(|word| word.chars().count())
        .sum();
    let permille = (shared * 1_000).checked_div(whole).unwrap_or(0);
    u16::try_from(permille).unwrap_or(1_000)
}

/// Whether a word of the sorted list is this one or begins with it.
fn begins_one_of(word: &str, sorted: &[String]) -> bool {
    let at = sorted.partition_point(|other| other.as_str() < word);
    let next = sorted.get(at);
    next.is_some_and(|other| other == word || begins(word, other))
}

fn begins(start: &str, word: &str) -> bool {
    start.len() >= SHORTEST_PIECE && word.starts_with(start)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn likeness(a: &str, b: &str) -> Likeness {
        Phrase::of(a).likeness(&Phrase::of(b))
    }

    #[test]
    fn capitals_accents_and_spaces_make_no_other_text() {
        assert_eq!(likeness("CAFÉ  Łódź", "cafe lodz"), Likeness::Same);
        assert_eq!(likeness("İstanbul Kiosk", "ISTANBUL KIOSK"), Likeness::Same);
    }

    #[test]
    fn a_cut_or_longer_text_contains_the_other() {
        assert_eq!(
            likeness("KIOSK NORD 0442 BERLIN", "Kiosk Nord"),
            Likeness::Contained
        );
        assert_eq!(
            likeness("全家便利商店台北", "全家便利"),
            Likeness::Contained
        );
        assert_eq!(likeness("BP", "BPOST"), Likeness::Words(0));
        assert_eq!(likeness("BP", "BP 4417 LONDON"), Likeness::Contained);
    }

    #[test]
    fn numbers_and_words_of_every_row_tell_nothing() {
        assert_eq!(
            likeness("card payment 4411", "CARD PAYMENT 9920 Kiosk"),
            Likeness::Words(0)
        );
        assert_eq!(likeness("", "Kiosk"), Likeness::Silent);
    }

    #[test]
    fn words_count_by_their_letters() {
        assert_eq!(likeness("Kiosk Nord", "Nord Bakery"), Likeness::Words(444));
        assert_eq!(
            likeness("Mooncoff 17", "Moon Mooncoffee"),
            Likeness::Words(1_000)
        );
    }

    #[test]
    fn a_word_knows_how_it_is_written() {
        let pairs = |text| {
            let words = words(text).into_iter();
            words
                .map(|word| (word.plain, word.written))
                .collect::<Vec<_>>()
        };
        let expected = [("mcdouglas", "McDougla's"), ("cafe", "CAFÉ"), ("12", "12")];
        let expected = expected.map(|(plain, written)| (plain.to_owned(), written));
        assert_eq!(pairs("McDougla's-CAFÉ & 12 x"), expected);
        let expected = ["全家", "家便"].map(|word| (word.to_owned(), word));
        assert_eq!(pairs("全家便"), expected);
    }

    #[test]
    fn the_noise_is_sorted() {
        assert!(NOISE.is_sorted());
    }

    proptest! {
        #[test]
        fn likeness_is_the_same_both_ways(a in "\\PC{0,30}", b in "\\PC{0,30}") {
            prop_assert_eq!(likeness(&a, &b), likeness(&b, &a));
        }

        #[test]
        fn a_text_is_the_same_as_itself_or_silent(a in "\\PC{0,30}") {
            let expected = if compact(&a).is_empty() { Likeness::Silent } else { Likeness::Same };
            prop_assert_eq!(likeness(&a, &a), expected);
        }
    }
}
