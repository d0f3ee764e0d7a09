//! Numbers and codes inside a text: of the shop, the payment, the card, the telephone.

use super::What;
use super::dates::is_shape;
use super::tokens::{Token, Tokens};

/// Words that say what the number after them is. The word goes with its number.
const KEYWORDS: [(&str, What); 46] = [
    ("agent till", What::Terminal),
    ("aid", What::Terminal),
    ("appr", What::AuthCode),
    ("approval", What::AuthCode),
    ("auth", What::AuthCode),
    ("authcode", What::AuthCode),
    ("autorisation", What::AuthCode),
    ("beleg", What::Reference),
    ("branch", What::StoreNumber),
    ("card", What::CardNumber),
    ("card ending in", What::CardNumber),
    ("card ending", What::CardNumber),
    ("carte", What::CardNumber),
    ("ending in", What::CardNumber),
    ("ending", What::CardNumber),
    ("fil", What::StoreNumber),
    ("filial", What::StoreNumber),
    ("filiale", What::StoreNumber),
    ("genehmigung", What::AuthCode),
    ("inv", What::Reference),
    ("invoice", What::Reference),
    ("karte", What::CardNumber),
    ("kasse", What::Terminal),
    ("location", What::StoreNumber),
    ("mandat", What::Reference),
    ("mid", What::Terminal),
    ("n°", What::StoreNumber),
    ("no", What::StoreNumber),
    ("nr", What::StoreNumber),
    ("order", What::Reference),
    ("outlet", What::StoreNumber),
    ("rechnung", What::Reference),
    ("ref", What::Reference),
    ("reference", What::Reference),
    ("rrn", What::Reference),
    ("store", What::StoreNumber),
    ("store no", What::StoreNumber),
    ("tarjeta", What::CardNumber),
    ("term", What::Terminal),
    ("terminal", What::Terminal),
    ("tid", What::Terminal),
    ("till", What::Terminal),
    ("trace", What::Reference),
    ("trx", What::Reference),
    ("txn", What::Reference),
    ("unit", What::StoreNumber),
];

/// How many words after the first word of one the number may be.
const FARTHEST_NUMBER: usize = 4;

/// Words that may stand between such a word and its number.
const BETWEEN: [&str; 6] = ["", "code", "id", "no", "nr", "number"];

/// Ways to write a telephone number in one word; a word of digits alone is judged by its length.
const PHONES: [&str; 9] = [
    "999-999-9999",
    "9-999-999-9999",
    "999-9999999",
    "9-9999999999",
    "999.999.9999",
    "(999)999-9999",
    "(999)9999999",
    "999-9999",
    "999/9999999",
];

/// Takes codes and numbers away.
pub(super) fn strip(tokens: &mut Tokens) {
    let mut place = 0;
    while place < tokens.len() {
        let gone = keyword(tokens, place)
            || phone(tokens, place)
            || web_address(tokens, place)
            || number_sign(tokens, place)
            || masked(tokens, place)
            || single(tokens, place);
        // What now stands there is looked at again; the text is shorter.
        place += usize::from(!gone);
    }
}

/// A word such as `AUTH` or `STORE` with the number it speaks of.
fn keyword(tokens: &mut Tokens, place: usize) -> bool {
    if !tokens.has_digit(place + 1..place + 1 + FARTHEST_NUMBER) {
        return false;
    }
    let first = tokens.low(place).trim_end_matches('.');
    let found = KEYWORDS.iter().filter_map(|(keyword, what)| {
        if !keyword.starts_with(first) {
            return None;
        }
        let words = keyword.split(' ');
        let count = words.clone().count();
        let mut pairs = words.enumerate();
        let is = pairs.all(|(at, word)| tokens.low(place + at).trim_end_matches('.') == word);
        is.then_some((count, *what))
    });
    let Some((count, what)) = found.max_by_key(|(count, _)| *count) else {
        return false;
    };
    let mut end = place + count;
    if end < tokens.len() && BETWEEN.contains(&tokens.low(end).trim_end_matches('.')) {
        end += 1;
    }
    let number = tokens
        .get(end)
        .is_some_and(|number| is_number_of(number, what));
    number && tokens.take(place..end + 1, what)
}

/// Whether a word can be the number that a keyword of this sort speaks of.
fn is_number_of(token: &Token, what: What) -> bool {
    let number = token.core().trim_start_matches('#');
    let digits = number.chars().filter(char::is_ascii_digit).count();
    let only_digits = digits == number.len();
    let code = number
        .chars()
        .all(|c| c.is_alphanumeric() || "-/.".contains(c));
    match what {
        What::CardNumber => is_card_end(number) || is_shape(number, "9999"),
        // “Store 24” and “No 5” are names.
        What::StoreNumber => code && (digits >= 3 || (only_digits && number.starts_with('0'))),
        // “Terminal 5” is where a plane leaves.
        What::Terminal => code && digits >= 2,
        _ => code && digits >= 3,
    }
}

/// `+49 30 1234567`, `(402) 935-7733`, `866-712-7753`.
fn phone(tokens: &mut Tokens, place: usize) -> bool {
    let Some(token) = tokens.get(place).filter(|token| token.has_digit) else {
        return false;
    };
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).count();
    let is_part = |text: &str| {
        digits(text) > 0
            && text
                .chars()
                .all(|c| c.is_ascii_digit() || "-/()".contains(c))
    };
    let tail = tokens.list().iter().skip(place + 1);
    let mut tail = tail.take_while(|token| is_part(&token.text));
    if let Some(abroad) = token
        .text
        .strip_prefix('+')
        .or(token.text.strip_prefix("00"))
    {
        let more: Vec<usize> = tail.map(|token| digits(&token.text)).collect();
        let all = digits(abroad) + more.iter().sum::<usize>();
        let plus = token.text.starts_with('+') || !more.is_empty();
        let is = plus && is_part(abroad) && (8..=15).contains(&all);
        return is && tokens.take(place..place + 1 + more.len(), What::Phone);
    }
    let in_one = PHONES.iter().any(|shape| is_shape(&token.text, shape));
    if in_one {
        return tokens.take(place..place + 1, What::Phone);
    }
    let area = is_shape(&token.text, "(999)") || is_shape(&token.text, "999");
    let rest = tail
        .next()
        .is_some_and(|next| is_shape(&next.text, "999-9999"));
    area && rest && tokens.take(place..place + 2, What::Phone)
}

/// An address on the web after a name; the first word may be the name itself: `NETFLIX.COM`.
fn web_address(tokens: &mut Tokens, place: usize) -> bool {
    let Some(token) = tokens.get(place).filter(|token| token.text.contains('.')) else {
        return false;
    };
    let text = token.text.clone();
    let low = text.to_lowercase();
    let plain = ["https://", "http://", "www."];
    let begin = plain.iter().find(|begin| low.starts_with(**begin));
    if let Some(begin) = begin.filter(|_| place == 0) {
        let (piece, rest) = text.split_at_checked(begin.len()).unwrap_or(("", &text));
        return tokens.cut(place, rest, piece, What::WebAddress);
    }
    let page = low.split_once('/').is_some_and(|(host, _)| is_host(host));
    let help = low.starts_with("help.") || low.starts_with("support.");
    let address =
        begin.is_some() || ((page || help) && is_host(low.split('/').next().unwrap_or("")));
    place > 0 && address && tokens.take(place..place + 1, What::WebAddress)
}

/// `#0442` as a word or at the end of one.
fn number_sign(tokens: &mut Tokens, place: usize) -> bool {
    let Some(token) = tokens.get(place).filter(|token| token.text.contains('#')) else {
        return false;
    };
    let text = token.text.clone();
    let is_number = |text: &str| {
        let core = text.trim_matches(|c: char| !c.is_alphanumeric());
        core.contains(|c: char| c.is_ascii_digit())
            && core.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    match text.split_once('#') {
        // “Bar #5” is as much a number as “#0442”: it stands behind the sign.
        Some(("", number)) if is_number(number) => tokens.take(place..place + 1, What::StoreNumber),
        Some(("", ""))
            if tokens
                .get(place + 1)
                .is_some_and(|next| is_number(&next.text)) =>
        {
            tokens.take(place..place + 2, What::StoreNumber)
        }
        Some((name, number)) if !name.is_empty() && is_number(number) => {
            tokens.cut(place, name, &format!("#{number}"), What::StoreNumber)
        }
        _ => false,
    }
}

/// A word that is a code by itself.
fn single(tokens: &mut Tokens, place: usize) -> bool {
    let Some(token) = tokens.get(place).filter(|token| token.has_digit) else {
        return false;
    };
    let is_last = place + 1 == tokens.len();
    let text = token.core().to_owned();
    let what = match (place, text.as_str()) {
        (_, text) if is_card_end(text) => What::CardNumber,
        (_, text) if text.bytes().all(|c| c.is_ascii_digit()) => match number(place, text, is_last)
        {
            Some(what) => what,
            None => return false,
        },
        (1.., text) if is_labelled(text) => What::Reference,
        (1.., text) if is_lettered_number(text) => What::StoreNumber,
        (1.., text) if is_long_code(text) => What::Reference,
        _ => return star_number(tokens, place),
    };
    tokens.take(place..place + 1, what)
}

/// What a number without any letter is; none where it may be part of a name: “Route 66”, “4711”.
fn number(place: usize, digits: &str, is_last: bool) -> Option<What> {
    match digits.len() {
        10 | 11 => Some(What::Phone),
        12.. => Some(What::Reference),
        5..=9 => Some(What::StoreNumber),
        4 if place > 0 && is_last => Some(What::StoreNumber),
        2..=4 if digits.starts_with('0') => Some(What::StoreNumber),
        _ => None,
    }
}

/// `XX1234`, `****1234`, `xxxx-1234`, `*1234`.
fn is_card_end(text: &str) -> bool {
    let rest = text.trim_start_matches(['x', 'X', '*', '•', '.', '-']);
    let mask = text.len() - rest.len();
    let starred = text.starts_with(['*', '•']) && rest.len() == 4;
    (mask >= 2 || starred)
        && !text.starts_with(['.', '-'])
        && (3..=6).contains(&rest.len())
        && rest.bytes().all(|c| c.is_ascii_digit())
}

/// `•••• 1234`, `XXXX XXXX 1234`.
fn masked(tokens: &mut Tokens, place: usize) -> bool {
    let masks = tokens.list().iter().skip(place);
    let is_mask =
        |text: &str| text.chars().count() > 1 && text.chars().all(|c| "xX*•.".contains(c));
    let masks = masks.take_while(|token| is_mask(&token.text)).count();
    let end = place + masks;
    masks > 0
        && tokens
            .get(end)
            .is_some_and(|end| is_shape(&end.text, "9999"))
        && tokens.take(place..end + 1, What::CardNumber)
}

/// `KIOSK*1234`: the end of the card, stuck to the name.
fn star_number(tokens: &mut Tokens, place: usize) -> bool {
    let text = tokens
        .get(place)
        .map(|token| token.text.clone())
        .unwrap_or_default();
    let cut = text.rsplit_once('*').filter(|(name, _)| !name.is_empty());
    let cut = cut.filter(|(_, end)| is_shape(end, "9999"));
    cut.is_some_and(|(name, end)| tokens.cut(place, name, &format!("*{end}"), What::CardNumber))
}

/// `REF:8847AB`: a word, and a number that it speaks of.
fn is_labelled(text: &str) -> bool {
    let parts = text.split_once(':');
    parts.is_some_and(|(label, number)| {
        label.chars().all(char::is_alphabetic)
            && number.bytes().filter(u8::is_ascii_digit).count() >= 3
    })
}

/// `T-1234`, `F12345`, `R042`: a letter and the number of the shop.
fn is_lettered_number(text: &str) -> bool {
    let rest = text.strip_prefix(|c: char| c.is_ascii_uppercase());
    let digits = rest.map(|rest| rest.strip_prefix('-').unwrap_or(rest));
    digits.is_some_and(|digits| digits.len() >= 3 && digits.bytes().all(|c| c.is_ascii_digit()))
}

/// Eight capitals and digits or more, half of them digits, with or without lines between.
fn is_long_code(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let plain = |c: u8| c.is_ascii_digit() || c.is_ascii_uppercase() || c == b'-' || c == b'/';
    text.len() >= 8 && text.bytes().all(plain) && digits * 2 >= text.len()
}

/// A name of the web: parts with points between, the last of two letters or more.
fn is_host(text: &str) -> bool {
    let mut parts = text.rsplit('.');
    let last = parts.next().unwrap_or_default();
    last.len() >= 2
        && last.bytes().all(|c| c.is_ascii_lowercase())
        && parts.next().is_some_and(|part| !part.is_empty())
}
