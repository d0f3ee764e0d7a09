//! Words in capitals become readable.

/// Words of three letters or fewer that are no initials, and stay small within a name.
const SMALL: [&str; 33] = [
    "al", "am", "an", "and", "at", "auf", "by", "da", "das", "de", "del", "der", "des", "di",
    "die", "do", "dos", "du", "el", "en", "et", "for", "im", "in", "la", "le", "no", "of", "on",
    "the", "to", "und", "von",
];

/// Words of two or three letters that are no initials either, and begin with a capital.
const SHORT_WORDS: [&str; 135] = [
    "air", "all", "alt", "ann", "any", "art", "bad", "bar", "bay", "bed", "bee", "ben", "big",
    "bio", "bob", "box", "boy", "bus", "buy", "can", "car", "cat", "co", "cup", "cut", "day",
    "dim", "dog", "dr", "eat", "egg", "eis", "end", "eva", "eye", "fan", "fee", "few", "fit",
    "fly", "fox", "fun", "gas", "get", "go", "gym", "her", "his", "hof", "hot", "hut", "ice",
    "ink", "inn", "its", "jam", "jet", "jim", "joe", "joy", "kai", "key", "kid", "kim", "lab",
    "lee", "leo", "les", "let", "low", "mac", "man", "map", "max", "men", "mia", "mix", "mr",
    "mrs", "my", "net", "new", "nut", "off", "oil", "old", "one", "our", "out", "owl", "own",
    "pan", "pay", "pen", "pet", "pie", "pin", "pot", "pub", "put", "ray", "red", "rob", "run",
    "sam", "sea", "see", "set", "she", "six", "sky", "son", "st", "sun", "tax", "tea", "ted",
    "ten", "tim", "tip", "tom", "top", "toy", "try", "two", "up", "use", "van", "war", "way",
    "win", "wok", "yes", "you", "zoo",
];

/// Words of four letters and more with vowels that are written in capitals.
const CAPITALS: [&str; 16] = [
    "AIDA", "ALDI", "ASDA", "ASOS", "AVIA", "EDEKA", "ESSO", "HEMA", "IKEA", "LIDL", "NASA",
    "OMAN", "REWE", "UNICEF", "USAA", "YMCA",
];

/// Ends of names of the web.
const WEB_ENDS: [&str; 22] = [
    "app", "at", "be", "biz", "ch", "co", "com", "de", "es", "eu", "example", "fr", "info", "io",
    "it", "jp", "net", "nl", "org", "shop", "tv", "uk",
];

/// A text all in capitals with words that can be read; any other text as it is, since whoever
/// wrote it chose its capitals.
pub(super) fn readable(text: &str) -> String {
    if text.chars().any(char::is_lowercase) || !text.chars().any(char::is_uppercase) {
        return text.to_owned();
    }
    let words = text.split(' ').enumerate();
    let words = words.map(|(place, word)| readable_word(word, place == 0));
    words.collect::<Vec<_>>().join(" ")
}

fn readable_word(word: &str, is_first: bool) -> String {
    let low = word.to_lowercase();
    let is_web = low
        .rsplit_once('.')
        .is_some_and(|(host, end)| !host.is_empty() && WEB_ENDS.contains(&end));
    if is_web {
        return capital(&low);
    }
    if !is_first && low.len() <= 3 && SMALL.contains(&low.as_str()) {
        return low;
    }
    let mut readable = String::with_capacity(word.len());
    let mut before = None;
    let mut rest = word;
    while !rest.is_empty() {
        let letters = rest
            .find(|c: char| !c.is_alphanumeric())
            .unwrap_or(rest.len());
        let (piece, after) = rest.split_at(letters);
        readable.push_str(&readable_piece(piece, before));
        let mut between = after.chars();
        before = between.next();
        readable.extend(before);
        rest = between.as_str();
    }
    readable
}

/// A piece of a word: all of it, or what stands between lines, apostrophes and the like.
fn readable_piece(piece: &str, before: Option<char>) -> String {
    let letters = piece.chars().filter(|c| c.is_alphabetic()).count();
    if matches!(before, Some('\'' | '’')) && letters <= 2 {
        return piece.to_lowercase();
    }
    if stays(piece, letters) {
        return piece.to_owned();
    }
    match piece.strip_prefix("MC") {
        Some(rest) if letters >= 5 => format!("Mc{}", capital(&rest.to_lowercase())),
        _ => capital(&piece.to_lowercase()),
    }
}

/// Whether a piece is read letter by letter, or is a brand that is written in capitals.
fn stays(piece: &str, letters: usize) -> bool {
    let low = piece.to_lowercase();
    let is_word = || SMALL.contains(&low.as_str()) || SHORT_WORDS.contains(&low.as_str());
    match letters {
        0..=1 => true,
        2..=3 => !is_word(),
        4 => CAPITALS.contains(&piece) || !low.contains(is_vowel),
        _ => CAPITALS.contains(&piece),
    }
}

/// Whether a letter can be spoken alone; of other alphabets every one counts.
fn is_vowel(c: char) -> bool {
    "aeiouy".contains(c) || (!c.is_ascii() && c.is_alphabetic())
}

/// With the first letter as a capital, wherever it stands.
fn capital(low: &str) -> String {
    let first = low.find(char::is_alphabetic).unwrap_or(low.len());
    let (before, from) = low.split_at(first);
    let mut letters = from.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    before
        .chars()
        .chain(first)
        .chain(letters.as_str().chars())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_become_readable_and_initials_stay() {
        let cases = [
            ("BURGER KING", "Burger King"),
            ("KFC AM MARKT", "KFC am Markt"),
            ("THE COFFEE BAR", "The Coffee Bar"),
            ("MCDONALD'S", "McDonald's"),
            ("O'NEILL & SONS", "O'Neill & Sons"),
            ("H&M", "H&M"),
            ("7ELEVEN", "7Eleven"),
            ("NETFLIX.COM", "Netflix.com"),
            ("IKEA", "IKEA"),
            ("SNCF", "SNCF"),
            ("COCA-COLA", "Coca-Cola"),
            ("ŁÓDŹ KAWA", "Łódź Kawa"),
            ("iTunes STORE", "iTunes STORE"),
            ("星巴克", "星巴克"),
        ];
        for (raw, expected) in cases {
            assert_eq!(readable(raw), expected);
        }
    }
}
