//! The columns of a table on a page: their headings, and which column a piece of a line stands in.

use std::borrow::Cow;

use crate::columns::header::{normalised, roles_of};
use crate::columns::looks_like_amount;
use crate::columns::role::{Role, Roles};
use crate::pdf::{Fixed, Line, Word};
use crate::providers;

/// More words than any heading has.
const MAX_WORDS: usize = 100;
/// How many lines a heading may take.
const HEADING_LINES: usize = 3;

/// A piece of a line: words with only the usual blank between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) x0: Fixed,
    pub(super) x1: Fixed,
    pub(super) words: Vec<Word>,
}

impl Piece {
    fn of(word: &Word) -> Self {
        Self {
            x0: word.x0,
            x1: word.x1,
            words: vec![word.clone()],
        }
    }

    fn add(&mut self, word: &Word) {
        self.x0 = self.x0.min(word.x0);
        self.x1 = self.x1.max(word.x1);
        self.words.push(word.clone());
    }

    /// Its words with single blanks.
    pub(super) fn text(&self) -> String {
        let words: Vec<&str> = self.words.iter().map(|word| &*word.text).collect();
        words.join(" ")
    }

    /// How much of the width of both is shared; below zero where they are apart.
    pub(super) fn overlap(&self, x0: Fixed, x1: Fixed) -> Fixed {
        self.x1.min(x1).minus(self.x0.max(x0))
    }
}

/// The pieces of a line: where more than half the size of its letters is free, another begins.
pub(super) fn pieces(line: &Line) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let gap = line.size.times(Fixed::thousandths(550));
    for word in &line.words {
        match pieces.last_mut() {
            Some(piece) if word.x0.minus(piece.x1) < gap => piece.add(word),
            _ => pieces.push(Piece::of(word)),
        }
    }
    pieces
}

/// A table's columns, as its heading says.
#[derive(Debug, Clone)]
pub(super) struct Columns {
    /// The headings, from left to right.
    pub(super) headings: Vec<Piece>,
    /// The column of days.
    pub(super) date: usize,
    /// Which of them hold amounts.
    money: Vec<bool>,
    /// How many lines the heading takes.
    pub(super) lines: usize,
}

impl Columns {
    /// The columns whose heading begins at the first of these lines, where it is one.
    pub(super) fn at(lines: &[Line]) -> Option<Self> {
        let mut best: Option<(usize, Self)> = None;
        let mut headings: Vec<Piece> = Vec::new();
        let mut above: Option<&Line> = None;
        for (count, line) in (1..).zip(lines.iter().take(HEADING_LINES)) {
            if cannot_be_heading(line) || above.is_some_and(|above| !is_next(above, line)) {
                break;
            }
            above = Some(line);
            put_together(&mut headings, line);
            if let Some((weight, columns)) = Self::of(&headings, count)
                && best.as_ref().is_none_or(|(most, _)| weight > *most)
            {
                best = Some((weight, columns));
            }
        }
        best.map(|(_, columns)| columns)
    }

    /// The columns of these headings, and how many are known words.
    fn of(headings: &[Piece], lines: usize) -> Option<(usize, Self)> {
        let texts: Vec<String> = headings.iter().map(Piece::text).collect();
        let words: Vec<String> = texts.iter().map(|text| normalised(text)).collect();
        let (roles, known) = roles_of(texts.iter().map(|text| Cow::Borrowed(&**text)));
        let declared = providers::roles_for(&words);
        let is_heading = declared.is_some() || (known >= 3 && roles.make_rows());
        let own = declared.as_ref().unwrap_or(&roles);
        // A sentence that mentions a date and an amount is no heading.
        let is_short = words.iter().all(|word| word.split(' ').count() <= 6);
        (is_heading && is_short).then_some(())?;
        let date = roles
            .get(Role::Date)
            .or_else(|| roles.get(Role::SecondDate))?;
        let columns = Self {
            headings: headings.to_vec(),
            date,
            money: (0..headings.len())
                .map(|column| is_money(own, column) || is_money(&roles, column))
                .collect(),
            lines,
        };
        Some((known + declared.map_or(0, |_| 100), columns))
    }

    /// The heading's words, by which it is known on the next page.
    pub(super) fn words(&self) -> Vec<String> {
        self.headings
            .iter()
            .map(|heading| normalised(&heading.text()))
            .collect()
    }

    /// Whether a column holds amounts.
    pub(super) fn is_money(&self, column: usize) -> bool {
        self.money.get(column).copied().unwrap_or(false)
    }

    /// The texts of a line by column.
    pub(super) fn cells(&self, line: &Line) -> Vec<(usize, String)> {
        let mut cells: Vec<(usize, String)> = Vec::new();
        let placed = pieces(line).into_iter().flat_map(|piece| self.place(piece));
        for (column, piece) in placed {
            match cells.iter_mut().find(|(other, _)| *other == column) {
                Some((_, text)) => {
                    text.push(' ');
                    text.push_str(&piece.text());
                }
                None => cells.push((column, piece.text())),
            }
        }
        for (column, text) in &mut cells {
            // The sign of a currency that the font has no letter for.
            let bare = text.trim_start_matches(['\u{FFFD}', '`', ' ']);
            if self.is_money(*column) && bare.len() < text.len() && looks_like_amount(bare) {
                *text = bare.to_owned();
            }
        }
        cells
    }

    /// The columns of a piece: one, unless it lies under several headings.
    fn place(&self, piece: Piece) -> Vec<(usize, Piece)> {
        let half = |heading: &&Piece| {
            let width = heading.x1.minus(heading.x0);
            piece.overlap(heading.x0, heading.x1) >= width.over(2)
        };
        let is_one = self.headings.iter().filter(half).count() < 2 || piece.words.len() < 2;
        if is_one {
            return vec![(self.nearest(&piece), piece)];
        }
        let mut parts: Vec<(usize, Piece)> = Vec::new();
        for word in &piece.words {
            let part = Piece::of(word);
            // Words go from left to right, so none goes back to an earlier column.
            let so_far = parts.last().map_or(0, |(column, _)| *column);
            let column = self.nearest(&part).max(so_far);
            match parts.last_mut().filter(|(last, _)| *last == column) {
                Some((_, last)) => last.add(word),
                None => parts.push((column, part)),
            }
        }
        parts
    }

    /// The column of a piece: for figures the one whose heading they line up with, for words the one
    /// whose heading they cover most, or else the nearest.
    fn nearest(&self, piece: &Piece) -> usize {
        let is_figure = looks_like_amount(&piece.text());
        let columns = self.headings.iter().enumerate();
        let best = columns.max_by_key(|(column, heading)| {
            let closeness = if is_figure {
                Fixed::ZERO.minus(apart(piece, heading))
            } else {
                covered(piece, heading)
            };
            (closeness, std::cmp::Reverse(*column))
        });
        best.map_or(self.date, |(column, _)| column)
    }
}

/// Which share of a heading a piece covers; below zero how far away it is.
fn covered(piece: &Piece, heading: &Piece) -> Fixed {
    let overlap = piece.overlap(heading.x0, heading.x1);
    if overlap <= Fixed::ZERO {
        return overlap;
    }
    let width = heading.x1.minus(heading.x0).to_whole().max(1);
    overlap.over(width)
}

/// How far a piece is from being under a heading: at its left, its right or its middle.
fn apart(piece: &Piece, heading: &Piece) -> Fixed {
    let middle = |piece: &Piece| piece.x0.plus(piece.x1).over(2);
    let left = piece.x0.minus(heading.x0).abs();
    let right = piece.x1.minus(heading.x1).abs();
    left.min(right)
        .min(middle(piece).minus(middle(heading)).abs())
}

fn is_money(roles: &Roles, column: usize) -> bool {
    [
        Role::Amount,
        Role::Debit,
        Role::Credit,
        Role::Fee,
        Role::Balance,
        Role::OriginalAmount,
    ]
    .into_iter()
    .any(|role| roles.get(role) == Some(column))
}

/// Headings are a few words; a line with figures is none, and most lines have some.
fn cannot_be_heading(line: &Line) -> bool {
    let mut words = line.words.iter();
    line.words.len() > MAX_WORDS
        || words.any(|word| word.text.bytes().any(|byte| byte.is_ascii_digit()))
}

/// Whether a line stands right below another.
fn is_next(above: &Line, below: &Line) -> bool {
    let apart = above.y.minus(below.y);
    above.page == below.page && apart <= above.size.max(below.size).times(Fixed::thousandths(2200))
}

/// Headings of several lines: what stands below a word belongs to it.
fn put_together(headings: &mut Vec<Piece>, line: &Line) {
    for piece in pieces(line) {
        let above = headings
            .iter_mut()
            .max_by_key(|heading| piece.overlap(heading.x0, heading.x1))
            .filter(|heading| piece.overlap(heading.x0, heading.x1) > Fixed::ZERO);
        match above {
            Some(heading) => {
                for word in &piece.words {
                    heading.add(word);
                }
            }
            None => headings.push(piece),
        }
    }
    headings.sort_by_key(|heading| heading.x0);
}
