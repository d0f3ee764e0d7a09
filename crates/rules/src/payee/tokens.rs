//! A text as words with the spaces before them, from which pieces are taken.

use std::ops::Range;

use super::{Removed, What};
use crate::text::is_dense;

/// How many spaces a tab stands for: it always separates columns.
const TAB: usize = 8;

/// A word, as far as spaces separate it.
#[derive(Debug, Clone)]
pub(super) struct Token {
    /// As it stands.
    pub text: String,
    /// In lower case, without what is not a letter or digit at its ends.
    pub low: String,
    /// Whether it has a digit.
    pub has_digit: bool,
    /// How many spaces are before it.
    pub gap: usize,
    /// At which character of the text it begins.
    pub column: usize,
}

impl Token {
    fn new(text: String, gap: usize, column: usize) -> Self {
        let low = text.trim_matches(|c: char| !c.is_alphanumeric());
        let low = low.to_lowercase();
        Self {
            has_digit: text.bytes().any(|c| c.is_ascii_digit()),
            text,
            low,
            gap,
            column,
        }
    }

    /// Whether it is written in capitals.
    pub(super) fn is_upper(&self) -> bool {
        self.text.chars().any(char::is_uppercase) && !self.text.chars().any(char::is_lowercase)
    }

    /// The token without brackets and punctuation around it.
    pub(super) fn core(&self) -> &str {
        self.text.trim_matches(|c: char| "()[]{},;:\"'".contains(c))
    }
}

/// The words of a text.
#[derive(Debug, Default)]
pub(super) struct Tokens {
    list: Vec<Token>,
    removed: Vec<Removed>,
    /// How much must stay: letters where there are any, else a digit.
    needs_letters: bool,
}

impl Tokens {
    /// The words of the first so many characters, and what follows.
    pub(super) fn of(raw: &str, longest: usize) -> (Self, Vec<Removed>) {
        let visible = raw.trim_start();
        let cut = visible.char_indices().nth(longest).map(|(at, _)| at);
        let (text, rest) = visible.split_at(cut.unwrap_or(visible.len()));
        let mut tokens = Self::default();
        let (mut word, mut gap) = (String::new(), 0);
        for (column, c) in text.chars().enumerate().filter(|(_, c)| !is_invisible(*c)) {
            if c.is_whitespace() || c.is_control() {
                tokens.end_word(&mut word, &mut gap, column);
                gap += if c == '\t' { TAB } else { 1 };
            } else {
                word.push(c);
            }
        }
        tokens.end_word(&mut word, &mut gap, text.chars().count());
        tokens.needs_letters = is_name(tokens.list.iter().map(|token| token.text.as_str()));
        (tokens, told_rest(rest))
    }

    /// The words with single spaces.
    pub(super) fn joined(&self) -> String {
        joined(&self.list)
    }

    pub(super) fn list(&self) -> &[Token] {
        &self.list
    }

    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    pub(super) fn get(&self, place: usize) -> Option<&Token> {
        self.list.get(place)
    }

    /// The word in lower case; empty where there is none.
    pub(super) fn low(&self, place: usize) -> &str {
        self.get(place).map_or("", |token| token.low.as_str())
    }

    /// Whether any of these words has a digit.
    pub(super) fn has_digit(&self, mut range: Range<usize>) -> bool {
        range.any(|place| self.get(place).is_some_and(|token| token.has_digit))
    }

    /// Whether something of this sort was taken away in this round.
    pub(super) fn has_removed(&self, what: What) -> bool {
        self.removed.iter().any(|removed| removed.what == what)
    }

    /// Takes words away, if what stays is still a name; says whether it did.
    pub(super) fn take(&mut self, range: Range<usize>, what: What) -> bool {
        let Some(piece) = self
            .list
            .get(range.clone())
            .filter(|piece| !piece.is_empty())
        else {
            return false;
        };
        let before = self.list.iter().take(range.start);
        let rest = before.chain(self.list.iter().skip(range.end));
        if !self.is_enough(rest.map(|token| token.text.as_str())) {
            return false;
        }
        let gap = piece.iter().map(|token| token.gap).max().unwrap_or(0);
        let text = joined(piece);
        self.list.drain(range.clone());
        if let Some(next) = self.list.get_mut(range.start) {
            next.gap = next.gap.max(gap);
        }
        self.removed.push(Removed { what, text });
        true
    }

    /// Cuts a piece off a word, if what stays is still a name; `rest` is the word without it.
    pub(super) fn cut(&mut self, place: usize, rest: &str, piece: &str, what: What) -> bool {
        let others = self.list.iter().enumerate();
        let others = others.filter(|(other, _)| *other != place);
        let others = others.map(|(_, token)| token.text.as_str());
        if !self.is_enough(others.chain([rest])) {
            return false;
        }
        let Some(token) = self.list.get_mut(place) else {
            return false;
        };
        *token = Token::new(rest.to_owned(), token.gap, token.column);
        if rest.is_empty() {
            self.list.remove(place);
        }
        let text = piece.to_owned();
        self.removed.push(Removed { what, text });
        true
    }

    /// Joins a word with the next one.
    pub(super) fn merge_next(&mut self, place: usize) {
        if place + 1 < self.list.len() {
            let next = self.list.remove(place + 1);
            if let Some(token) = self.list.get_mut(place) {
                *token = Token::new(
                    format!("{}{}", token.text, next.text),
                    token.gap,
                    token.column,
                );
            }
        }
    }

    /// Puts a name in the place of words that only abbreviate it.
    pub(super) fn rename(&mut self, range: Range<usize>, name: &str) {
        let text = joined(self.list.get(range.clone()).unwrap_or_default());
        let gap = self.get(range.start).map_or(0, |token| token.gap);
        let token = Token::new(name.to_owned(), gap, 0);
        self.list.splice(range, [token]);
        let what = What::Processor;
        self.removed.push(Removed { what, text });
    }

    /// Takes away punctuation around the whole, stars within, and words without a letter or digit
    /// but “&”, “+” and the like between others.
    pub(super) fn trim(&mut self) {
        let whole = self.joined();
        let apart = |c: char| matches!(c, '*' | '_' | '|');
        let spaced = whole.contains(apart).then(|| whole.replace(apart, " "));
        let text = spaced.as_deref().unwrap_or(&whole).trim_matches(is_loose);
        let text = without_open_brackets(text).trim_matches(is_loose);
        if text.len() < whole.len() || spaced.is_some() {
            let (tokens, _) = Self::of(text, usize::MAX);
            if tokens.list.iter().any(|token| !token.low.is_empty()) {
                self.list = tokens.list;
            }
        }
    }

    pub(super) fn take_removed(&mut self) -> Vec<Removed> {
        std::mem::take(&mut self.removed)
    }

    fn is_enough<'a>(&self, words: impl Iterator<Item = &'a str>) -> bool {
        if self.needs_letters {
            return is_name(words);
        }
        words.flat_map(str::chars).any(char::is_alphanumeric)
    }

    fn end_word(&mut self, word: &mut String, gap: &mut usize, column: usize) {
        if !word.is_empty() {
            let begins = column.saturating_sub(word.chars().count());
            let token = Token::new(std::mem::take(word), *gap, begins);
            self.list.push(token);
            *gap = 0;
        }
    }
}

fn joined(tokens: &[Token]) -> String {
    let mut joined = String::new();
    for token in tokens {
        if !joined.is_empty() {
            joined.push(' ');
        }
        joined.push_str(&token.text);
    }
    joined
}

/// Two letters are a name, or one of a script where a character is a syllable or a word.
fn is_name<'a>(words: impl Iterator<Item = &'a str>) -> bool {
    let mut letters = 0;
    for c in words.flat_map(str::chars).filter(|c| c.is_alphabetic()) {
        letters += if is_dense(c) { 2 } else { 1 };
        if letters >= 2 {
            return true;
        }
    }
    false
}

/// Marks that change the direction of writing or take no place; they hide what a text says.
fn is_invisible(c: char) -> bool {
    matches!(u32::from(c),
        0xad | 0x200b | 0x200e | 0x200f | 0x202a..=0x202e | 0x2060..=0x2064 | 0x2066..=0x2069 | 0xfeff)
}

/// What may stand around a name and is no part of it.
fn is_loose(c: char) -> bool {
    c.is_whitespace() || "-#/,:;&+=<>~.\"'`^\\".contains(c)
}

/// Without brackets that open or close nothing, or stand around everything.
fn without_open_brackets(text: &str) -> &str {
    let mut text = text;
    for (open, close) in [('(', ')'), ('[', ']'), ('{', '}')] {
        text = text.trim_start_matches(close).trim_end_matches(open);
        let (opened, closed) = (text.matches(open).count(), text.matches(close).count());
        let around = text.starts_with(open) && text.ends_with(close) && opened == 1;
        if opened != closed || around {
            text = text.trim_start_matches(open).trim_end_matches(close);
        }
    }
    text
}

fn told_rest(rest: &str) -> Vec<Removed> {
    let text = rest.trim().to_owned();
    let what = What::Rest;
    let told = (!text.is_empty()).then_some(Removed { what, text });
    told.into_iter().collect()
}
