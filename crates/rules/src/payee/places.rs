//! Towns, states and countries behind a name.

use super::What;
use super::cities::{MOST_WORDS, is_city};
use super::dates::is_shape;
use super::tokens::{Token, Tokens};
use crate::text::spaced;

/// From how many spaces on a gap separates the columns of a printed line.
const WIDE_GAP: usize = 3;
/// Before this column a name is still being written, whatever the gap.
const FIRST_COLUMN: usize = 18;
/// A town has no more words than this, its state and country among them.
const MOST_PLACE_WORDS: usize = 5;

/// Countries by their two letters, as they follow a town.
const LANDS: &str = "AE AR AT AU BD BE BG BR CA CH CL CN CO CY CZ DE DK EE EG ES FI FR GB GR HK HR HU ID IE IL IN IS \
    IT JP KE KR LK LT LU LV MA MT MX MY NG NL NO NP NZ PE PH PK PL PT QA RO RS RU SA SE SG SI SK TH TR TW TZ UA UG UK \
    US UY VN ZA";

/// Countries by three letters that are no word of any language here, so that they may stand alone.
const LONG_LANDS: &str = "USA GBR DEU FRA ESP ITA NLD BEL AUT CHE IRL PRT SWE DNK CZE HUN GRC LUX AUS NZL JPN CHN KOR \
    BRA MEX ARG TUR ZAF KEN PAK SGP HKG THA MYS IDN VNM SAU EST LVA LTU SVN SVK HRV ROU BGR ISL MLT CYP";

/// Countries by three letters that could be a word, and count behind a town only.
const LANDS_LIKE_WORDS: &str = "CAN FIN NOR ARE IND POL";

/// Countries by name, in lower case.
const LAND_NAMES: [&str; 14] = [
    "australia",
    "canada",
    "deutschland",
    "france",
    "germany",
    "great britain",
    "india",
    "ireland",
    "italy",
    "netherlands",
    "spain",
    "switzerland",
    "united kingdom",
    "united states",
];

/// Countries whose codes of the post have four digits.
const SHORT_CODES: &str =
    "AT AUT AU AUS BE BEL CH CHE DK DNK HU HUN LU LUX NL NLD NO NOR NZ NZL ZA ZAF";

/// States and provinces by two letters, behind a town.
const STATES: &str = "AL AK AZ AR CA CO CT DC DE FL GA HI IA ID IL IN KS KY LA MA MD ME MI MN MO MS MT NC ND NE NH NJ \
    NM NV NY OH OK OR PA PR RI SC SD TN TX UT VA VT WA WI WV WY ON QC BC AB MB NS NB SK NSW VIC QLD ACT TAS";

/// States that are no word, and may stand without a town.
const LONE_STATES: &str = "CA NY TX FL WA IL NJ MN WI TN KY NV UT NC SC";

/// Takes away the columns behind the name in a line that was printed with fixed columns.
pub(super) fn columns(tokens: &mut Tokens) {
    loop {
        let last = tokens.list().iter().rposition(|token| token.gap >= 2);
        let Some(begin) = last.filter(|begin| *begin > 0) else {
            return;
        };
        let column = tokens.list().get(begin..).unwrap_or_default();
        let gap = column.first().map_or(0, |first| first.gap);
        let is = (gap >= WIDE_GAP && is_unknown_place(column)) || is_known_place(column);
        if !is || !tokens.take(begin..tokens.len(), What::Place) {
            return;
        }
    }
}

/// Takes away a town with its state or country, or a country that cannot be a word.
pub(super) fn at_the_end(tokens: &mut Tokens) {
    let list = tokens.list();
    let land = land_words(list);
    let before_land = list.len() - land;
    let short_codes = land == 1 && list.last().is_some_and(|last| is_in(SHORT_CODES, last));
    let is_code = |end: usize| usize::from(is_code(list, end, short_codes));
    let mut begin = before_land - is_code(before_land);
    let state = begin.checked_sub(1).and_then(|last| list.get(last));
    let state = state.is_some_and(|state| is_in(STATES, state));
    begin -= usize::from(state);
    begin -= is_code(begin);
    let town = if land > 0 || state {
        town_words(list, begin)
    } else {
        0
    };
    if town > 0 {
        begin -= town;
        begin -= is_code(begin);
        tokens.take(begin..list.len(), What::Place);
    } else if is_lone_place(tokens) {
        tokens.take(tokens.len() - 1..tokens.len(), What::Place);
    }
}

/// Whether the last word is a country or state without its town. “Pizza NY” is a name, but behind
/// the telephone or the address on the web of a shop stands where it is.
fn is_lone_place(tokens: &Tokens) -> bool {
    let address = [What::Phone, What::WebAddress];
    let after_address = address.into_iter().any(|what| tokens.has_removed(what));
    tokens.list().last().is_some_and(|last| {
        is_in(LONG_LANDS, last)
            || (after_address && is_in(STATES, last))
            || (tokens.len() > 2 && is_in(LONE_STATES, last))
    })
}

/// How many words at the end are a country.
fn land_words(list: &[Token]) -> usize {
    let end = list.last();
    let in_capitals = |token: &Token| {
        is_in(LANDS, token) || is_in(LONG_LANDS, token) || is_in(LANDS_LIKE_WORDS, token)
    };
    if end.is_some_and(in_capitals) {
        return 1;
    }
    let named = |words: usize| {
        let begin = list.len().checked_sub(words)?;
        Some(LAND_NAMES.contains(&joined_low(list.get(begin..)?).as_str()))
    };
    [2, 1]
        .into_iter()
        .find(|words| named(*words) == Some(true))
        .unwrap_or(0)
}

/// How many words before `end` are a known town; the longest counts.
fn town_words(list: &[Token], end: usize) -> usize {
    let is_town = |words: &usize| {
        let begin = end.checked_sub(*words);
        let words = begin.and_then(|begin| list.get(begin..end));
        words.is_some_and(|words| is_city(spaced(&joined_low(words)).trim()))
    };
    (1..=MOST_WORDS).rev().find(is_town).unwrap_or(0)
}

/// Whether the word before `end` is a code of the post: `98101`, `D-10115`, and with four digits
/// where the country has such codes, since elsewhere they are the number of the shop.
fn is_code(list: &[Token], end: usize, short_codes: bool) -> bool {
    let word = end.checked_sub(1).and_then(|last| list.get(last));
    let text = word.filter(|word| word.has_digit).map_or("", Token::core);
    let long = ["99999", "99999-9999", "D-99999", "A-9999", "CH-9999"];
    long.iter().any(|shape| is_shape(text, shape)) || (short_codes && is_shape(text, "9999"))
}

/// Whether a column ends in a known town, a state or a country, so that even two spaces separate it.
fn is_known_place(column: &[Token]) -> bool {
    if column.len() > MOST_PLACE_WORDS
        || !column
            .iter()
            .all(|token| is_place_word(token) || is_zip(token))
    {
        return false;
    }
    let land = column
        .last()
        .is_some_and(|last| is_in(LANDS, last) || is_in(LONG_LANDS, last) || is_in(STATES, last));
    land || town_words(column, column.len()) == column.len()
}

/// Whether a column far to the right holds only words such as a town has.
fn is_unknown_place(column: &[Token]) -> bool {
    let far = column
        .first()
        .is_some_and(|first| first.column >= FIRST_COLUMN);
    far && column.len() <= MOST_PLACE_WORDS && column.iter().all(is_place_word)
}

fn is_place_word(token: &Token) -> bool {
    let letters = token.text.chars().any(char::is_alphabetic);
    letters
        && token
            .text
            .chars()
            .all(|c| c.is_alphabetic() || ".,'’-/()".contains(c))
}

fn is_zip(token: &Token) -> bool {
    is_code(std::slice::from_ref(token), 1, true)
}

fn is_in(codes: &str, token: &Token) -> bool {
    let text = token.core();
    let short = (2..=3).contains(&text.len()) && text.bytes().all(|c| c.is_ascii_uppercase());
    short && codes.split_ascii_whitespace().any(|code| code == text)
}

fn joined_low(tokens: &[Token]) -> String {
    let words: Vec<&str> = tokens.iter().map(|token| token.low.as_str()).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn without_place(raw: &str) -> String {
        let mut tokens = Tokens::of(raw, 500).0;
        columns(&mut tokens);
        at_the_end(&mut tokens);
        tokens.joined()
    }

    #[test]
    fn a_town_goes_with_its_state_or_country() {
        let cases = [
            ("KIOSK BERLIN DE", "KIOSK"),
            ("Kiosk London GBR", "Kiosk"),
            ("JOES NEW YORK NY 10001 USA", "JOES"),
            ("Kiosk 10115 Berlin Germany", "Kiosk"),
            ("BAKERY SAO PAULO BR", "BAKERY"),
            ("BAKERY SÃO PAULO BR", "BAKERY"),
        ];
        for (raw, expected) in cases {
            assert_eq!(without_place(raw), expected);
        }
    }

    #[test]
    fn what_may_be_the_name_stays() {
        for raw in [
            "Bank of Boston",
            "COME IN",
            "SONIC DRIVE IN",
            "BERLIN DE",
            "PIZZA NY",
            "Hotel Paris",
        ] {
            assert_eq!(without_place(raw), raw);
        }
    }

    #[test]
    fn columns_of_a_printed_line_are_seen_by_their_gaps() {
        let cases = [
            ("DELTA WINGS         SMALLTOWN", "DELTA WINGS"),
            ("JOES DINER   SPRINGFIELD IL", "JOES DINER"),
            ("KIOSK  BERLIN", "KIOSK"),
            ("JOHN   SMITH", "JOHN SMITH"),
            ("KIOSK  NORD", "KIOSK NORD"),
        ];
        for (raw, expected) in cases {
            assert_eq!(without_place(raw), expected);
        }
    }
}
