//! A message as the signs it is made of: letters whatever their case, and blanks and stops, which are
//! soft: `Confirmed.You` and `Confirmed. You` say the same.

use std::ops::Range;

/// One character.
#[derive(Clone, Copy)]
struct Sign {
    /// Where it stands, in bytes.
    at: usize,
    folded: char,
    is_soft: bool,
}

/// A message, sign by sign.
pub(super) struct Signs<'t> {
    text: &'t str,
    all: Vec<Sign>,
}

impl<'t> Signs<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        let all = text.char_indices().map(|(at, c)| Sign {
            at,
            folded: folded(c),
            is_soft: is_soft(c),
        });
        Self {
            text,
            all: all.collect(),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    /// The text between two signs.
    pub(super) fn between(&self, range: Range<usize>) -> &'t str {
        let byte = |index: usize| self.all.get(index).map_or(self.text.len(), |sign| sign.at);
        let range = byte(range.start)..byte(range.end);
        self.text.get(range).unwrap_or_default()
    }

    /// The text from a sign on.
    pub(super) fn from(&self, index: usize) -> &'t str {
        self.between(index..self.len())
    }

    /// The sign as it is written.
    pub(super) fn char(&self, index: usize) -> Option<char> {
        self.between(index..index + 1).chars().next()
    }

    /// The first sign from here on that is not soft.
    pub(super) fn skip_soft(&self, from: usize) -> usize {
        let soft = self.all.iter().skip(from).take_while(|sign| sign.is_soft);
        from + soft.count()
    }

    fn is_soft(&self, index: usize) -> bool {
        self.all.get(index).is_none_or(|sign| sign.is_soft)
    }

    /// Whether a word may begin here.
    fn is_word_start(&self, index: usize) -> bool {
        let Some(before) = index.checked_sub(1).and_then(|at| self.all.get(at)) else {
            return true;
        };
        let letter = |index| {
            self.all
                .get(index)
                .is_some_and(|s: &Sign| s.folded.is_alphabetic())
        };
        before.is_soft || !before.folded.is_alphabetic() || !letter(index)
    }

    /// Whether a word may end before this sign.
    fn is_word_end(&self, index: usize) -> bool {
        let next = self.all.get(index);
        next.is_none_or(|sign| sign.is_soft || !sign.folded.is_alphabetic())
    }
}

/// A fixed piece of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Literal {
    /// Its letters, each with whether soft signs may stand before it.
    letters: Vec<(char, bool)>,
    /// It begins at the start of a word.
    begins_word: bool,
    /// It ends at the end of a word.
    ends_word: bool,
}

impl Literal {
    /// A literal; `None` for blanks and stops alone.
    pub(super) fn of(text: &str) -> Option<Self> {
        let mut letters = Vec::new();
        let mut gap = false;
        for c in text.chars() {
            if is_soft(c) {
                gap = true;
            } else {
                letters.push((folded(c), std::mem::take(&mut gap)));
            }
        }
        let begins_word = letters.first().is_some_and(|(_, gap)| *gap);
        (!letters.is_empty()).then_some(Self {
            letters,
            begins_word,
            ends_word: gap,
        })
    }

    /// How many letters it has.
    pub(super) fn len(&self) -> usize {
        self.letters.len()
    }

    /// Where it ends when it begins at a sign, soft signs before it left out.
    pub(super) fn at(&self, signs: &Signs<'_>, from: usize) -> Option<usize> {
        let mut index = signs.skip_soft(from);
        for (position, (letter, gap)) in self.letters.iter().enumerate() {
            if *gap && position > 0 {
                index = signs.skip_soft(index);
            }
            (signs.all.get(index)?.folded == *letter).then_some(())?;
            index += 1;
        }
        Some(index)
    }

    /// Where it stands from a sign on, as words of their own: begin and end, one after the other.
    pub(super) fn find<'a>(
        &'a self,
        signs: &'a Signs<'_>,
        from: usize,
    ) -> impl Iterator<Item = (usize, usize)> + 'a {
        (from..signs.len()).filter_map(move |start| {
            if signs.is_soft(start) || (self.begins_word && !signs.is_word_start(start)) {
                return None;
            }
            let end = self.at(signs, start)?;
            (!self.ends_word || signs.is_word_end(end)).then_some((start, end))
        })
    }
}

/// A letter whatever its case.
fn folded(c: char) -> char {
    if c.is_ascii() {
        return c.to_ascii_lowercase();
    }
    c.to_lowercase().next().unwrap_or(c)
}

/// Blanks, stops, quotes, brackets and dashes.
pub(super) fn is_soft(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(
            c,
            '.' | ',' | ':' | ';' | '!' | '?' | '\'' | '"' | '(' | ')' | '[' | ']' | '-' | '/'
        )
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2010}'..='\u{2027}' | '\u{3000}'..='\u{3011}')
        || matches!(c, '！' | '（' | '）' | '，' | '．' | '：' | '；' | '？')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(literal: &str, text: &str) -> Vec<(usize, usize)> {
        Literal::of(literal)
            .unwrap()
            .find(&Signs::of(text), 0)
            .collect()
    }

    #[test]
    fn soft_signs_and_case_make_no_difference_but_words_do() {
        let literal = Literal::of("Confirmed. You have").unwrap();
        for text in [
            "confirmed.You have it",
            "CONFIRMED! you, have",
            "Confirmed\nYou have",
        ] {
            assert!(literal.at(&Signs::of(text), 0).is_some(), "{text}");
        }
        assert_eq!(literal.at(&Signs::of("Confirmed yo u have"), 0), None);
        assert_eq!(found(" on ", "Johnson on 1 May"), [(8, 10)]);
        assert_eq!(found("元", "付款12元。"), [(4, 5)]);
        assert_eq!(Literal::of(" - "), None);
    }

    #[test]
    fn a_word_may_follow_a_number_at_once() {
        assert_eq!(found(" New ", "at 9:00New balance"), [(7, 10)]);
    }
}
