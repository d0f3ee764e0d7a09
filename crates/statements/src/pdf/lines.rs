//! Letters to words and lines, by where they stand.

use super::content::Letter;
use super::fixed::Fixed;

/// A line of text on a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    /// The page, from 1.
    pub page: usize,
    /// The line that its letters stand on; larger is higher up.
    pub y: Fixed,
    /// How high its letters are.
    pub size: Fixed,
    /// Its words from left to right.
    pub words: Vec<Word>,
}

/// A word and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word {
    /// Its left edge.
    pub x0: Fixed,
    /// Its right edge.
    pub x1: Fixed,
    /// What it says.
    pub text: String,
}

impl Line {
    /// The whole line with single blanks.
    pub(crate) fn text(&self) -> String {
        let words: Vec<&str> = self.words.iter().map(|word| &*word.text).collect();
        words.join(" ")
    }
}

/// The lines of a page, from top to bottom.
pub(super) fn lines(mut letters: Vec<Letter>, page: usize) -> Vec<Line> {
    // Blanks say nothing that their place does not; some stand far outside of it.
    letters.retain(|letter| !letter.text.trim().is_empty());
    letters.sort_by(|a, b| b.y.cmp(&a.y).then(a.x0.cmp(&b.x0)));
    let mut lines = Vec::new();
    let mut current: Vec<Letter> = Vec::new();
    for letter in letters {
        let fits = current.first().is_none_or(|first| {
            let slack = first.size.max(letter.size).times(Fixed::thousandths(300));
            first.y.minus(letter.y) <= slack
        });
        if !fits {
            lines.extend(line(std::mem::take(&mut current), page));
        }
        current.push(letter);
    }
    lines.extend(line(current, page));
    lines
}

fn line(mut letters: Vec<Letter>, page: usize) -> Option<Line> {
    letters.sort_by_key(|letter| letter.x0);
    let y = letters.first()?.y;
    let size = letters.iter().map(|letter| letter.size).max()?;
    let mut words: Vec<Word> = Vec::new();
    let mut last: Option<Letter> = None;
    for letter in letters {
        if let Some(before) = &last {
            // Bold letters are often the same letter twice, a little apart.
            let apart = letter.x0.minus(before.x0).abs();
            if before.text == letter.text && apart < letter.size.times(Fixed::thousandths(120)) {
                continue;
            }
        }
        let gap = last.as_ref().map(|before| letter.x0.minus(before.x1));
        let is_near = gap.is_some_and(|gap| gap < letter.size.times(Fixed::thousandths(180)));
        match words.last_mut().filter(|_| is_near) {
            Some(word) => {
                word.text.push_str(&letter.text);
                word.x1 = word.x1.max(letter.x1);
            }
            None => words.push(Word {
                x0: letter.x0,
                x1: letter.x1,
                text: letter.text.clone(),
            }),
        }
        last = Some(letter);
    }
    Some(Line {
        page,
        y,
        size,
        words,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, x: i64, y: i64) -> Vec<Letter> {
        let letter = |(place, c): (i64, char)| Letter {
            x0: Fixed::whole(x + place * 5),
            x1: Fixed::whole(x + place * 5 + 5),
            y: Fixed::whole(y),
            size: Fixed::whole(10),
            text: c.to_string(),
        };
        (0..).zip(text.chars()).map(letter).collect()
    }

    #[test]
    fn letters_become_words_and_lines_whatever_their_order() {
        let letters = [
            shown("Total", 10, 50),
            shown("Tea x", 100, 101),
            shown("Day", 10, 100),
            shown("Total", 11, 50),
        ]
        .concat();
        let texts: Vec<_> = lines(letters, 1).iter().map(Line::text).collect();
        assert_eq!(texts, ["Day Tea x", "Total"]);
    }
}
