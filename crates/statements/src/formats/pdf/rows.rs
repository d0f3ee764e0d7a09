//! The rows of tables on pages: each begins with a day, and lines without one go on with it.

use super::columns::{Columns, Piece, pieces};
use crate::columns::{date, looks_like_amount, looks_like_date};
use crate::model::ReadError;
use crate::pdf::{Fixed, Line};
use crate::table::{BuiltTable, CellText};

/// How many lines above a table may say whose it is.
const MAX_PREAMBLE: usize = 60;

/// How far below a line of a row the next one stands, in sizes of its letters.
const BELOW: Fixed = Fixed::thousandths(1800);
/// How far above the day a line of its row stands, where the day is in the middle of a row; a
/// heading for several rows stands further away.
const ABOVE: Fixed = Fixed::thousandths(1350);
/// More tables than any statement has.
const MAX_TABLES: usize = 64;

/// A table that was found, and its lines.
pub(super) struct Found {
    columns: Columns,
    /// The heading's line, from 1.
    line: u32,
    rows: Vec<RowText>,
}

/// A row: its first line, and its texts by column.
struct RowText {
    line: u32,
    cells: Vec<String>,
}

/// All tables, and the lines that are of none.
pub(super) struct Tables<'l> {
    pub(super) tables: Vec<Found>,
    pub(super) others: Vec<(u32, &'l Line)>,
}

/// What a line is to a table.
enum Part {
    /// It has a day.
    Begins(Cells),
    /// It goes on with a row.
    GoesOn(Cells),
    /// Something else.
    Other,
}

/// The texts of a line by column, and whether an amount is among them.
struct Cells {
    texts: Vec<(usize, String)>,
    has_amount: bool,
}

/// Finds the tables in lines.
pub(super) fn find(lines: &[Line]) -> Tables<'_> {
    let mut found = Tables {
        tables: Vec::new(),
        others: Vec::new(),
    };
    let mut at = 0;
    while at < lines.len() {
        let rest = lines.get(at..).unwrap_or_default();
        let room = found.tables.len() < MAX_TABLES;
        if let Some(columns) = Columns::at(rest).filter(|_| room) {
            at += columns.lines;
            let line = number(at + 1 - columns.lines);
            let from = at;
            let end = next_heading(lines, from);
            found.take(
                columns,
                line,
                lines.get(from..end).unwrap_or_default(),
                from,
            );
            at = end;
        } else {
            found
                .others
                .extend(rest.first().map(|line| (number(at + 1), line)));
            at += 1;
        }
    }
    found
}

fn next_heading(lines: &[Line], from: usize) -> usize {
    let is_heading = |at: &usize| Columns::at(lines.get(*at..).unwrap_or_default()).is_some();
    (from..lines.len()).find(is_heading).unwrap_or(lines.len())
}

fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

impl<'l> Tables<'l> {
    /// Takes the lines below a heading, up to the next one; a heading that comes again, on the next
    /// page, goes on with its table.
    fn take(&mut self, columns: Columns, line: u32, lines: &'l [Line], first: usize) {
        let parts: Vec<Part> = lines.iter().map(|line| part(&columns, line)).collect();
        let owners = owners(lines, &parts);
        let words = columns.words();
        let known = self
            .tables
            .iter()
            .position(|table| table.columns.words() == words);
        let table = known.unwrap_or(self.tables.len());
        if known.is_none() {
            self.tables.push(Found {
                columns,
                line,
                rows: Vec::new(),
            });
        }
        let Some(found) = self.tables.get_mut(table) else {
            return;
        };
        let width = found.columns.headings.len();
        let mut rows: Vec<Option<RowText>> = Vec::new();
        rows.resize_with(lines.len(), || None);
        for (at, (part, owner)) in parts.into_iter().zip(owners).enumerate() {
            let (Part::Begins(cells) | Part::GoesOn(cells), Some(owner)) = (part, owner) else {
                self.others
                    .extend(lines.get(at).map(|line| (number(first + at + 1), line)));
                continue;
            };
            let Some(row) = rows.get_mut(owner) else {
                continue;
            };
            let row = row.get_or_insert_with(|| RowText {
                line: number(first + owner + 1),
                cells: vec![String::new(); width],
            });
            for (column, text) in cells.texts {
                if let Some(cell) = row.cells.get_mut(column) {
                    join(cell, &text);
                }
            }
        }
        found.rows.extend(rows.into_iter().flatten());
    }
}

fn join(cell: &mut String, text: &str) {
    if !cell.is_empty() {
        cell.push(' ');
    }
    cell.push_str(text);
}

fn part(columns: &Columns, line: &Line) -> Part {
    let mut texts = columns.cells(line);
    let day = texts.iter().position(|(column, _)| *column == columns.date);
    let day_text = day
        .and_then(|at| texts.get(at))
        .map(|(_, text)| text.clone());
    let is_amount = |(column, text): &(usize, String)| {
        columns.is_money(*column).then(|| looks_like_amount(text))
    };
    let has_amount = texts.iter().any(|cell| is_amount(cell) == Some(true));
    let has_words = texts.iter().any(|cell| is_amount(cell) == Some(false));
    match day_text {
        Some(text) if let Some((day, rest)) = split_day(&text) => {
            if let Some((_, cell)) = day_cell(&mut texts, columns.date) {
                *cell = day;
            }
            if !rest.is_empty() {
                texts.push((columns.date + 1, rest));
                texts.sort_by_key(|(column, _)| *column);
            }
            Part::Begins(Cells { texts, has_amount })
        }
        // The time often stands below the day.
        Some(text) if date::scan_time(&text).is_none() => Part::Other,
        // Words where amounts stand are a sentence across the table.
        _ if has_words => Part::Other,
        _ => Part::GoesOn(Cells { texts, has_amount }),
    }
}

fn day_cell(texts: &mut [(usize, String)], date: usize) -> Option<&mut (usize, String)> {
    texts.iter_mut().find(|(column, _)| *column == date)
}

/// A text's day, perhaps with a time, and what else stands behind it.
fn split_day(text: &str) -> Option<(String, String)> {
    let ends = text
        .match_indices(' ')
        .map(|(at, _)| at)
        .take(6)
        .chain([text.len()]);
    let ends: Vec<usize> = ends.collect();
    ends.into_iter().rev().find_map(|end| {
        let (day, rest) = text.split_at_checked(end)?;
        looks_like_date(day).then(|| (day.to_owned(), rest.trim().to_owned()))
    })
}

/// Which line each line goes with: the nearest day above, or the one below where the free space
/// between two rows is above it.
fn owners(lines: &[Line], parts: &[Part]) -> Vec<Option<usize>> {
    let mut owners = vec![None; lines.len()];
    let mut block = Block {
        lines,
        parts,
        above: None,
        inside: Vec::new(),
    };
    for (at, part) in parts.iter().enumerate() {
        match part {
            Part::Begins(_) => {
                block.settle(Some(at), &mut owners);
                block.above = Some(at);
                set(&mut owners, at, Some(at));
            }
            Part::GoesOn(_) => block.inside.push(at),
            Part::Other => {
                block.settle(None, &mut owners);
                block.above = None;
            }
        }
    }
    block.settle(None, &mut owners);
    owners
}

fn set(owners: &mut [Option<usize>], at: usize, owner: Option<usize>) {
    if let Some(place) = owners.get_mut(at) {
        *place = owner;
    }
}

/// The lines without a day since the last one with a day.
struct Block<'b> {
    lines: &'b [Line],
    parts: &'b [Part],
    above: Option<usize>,
    inside: Vec<usize>,
}

impl Block<'_> {
    /// Shares the lines out to the day above and the one below.
    fn settle(&mut self, below: Option<usize>, owners: &mut [Option<usize>]) {
        let cut = self.cut(below);
        let (upper, lower) = self
            .inside
            .split_at_checked(cut)
            .unwrap_or((&self.inside, &[]));
        let mut before = self.above;
        let mut has_amount = before.is_some_and(|at| self.has_amount(at));
        for at in upper {
            // What stands far below, or has an amount of its own, is no part of the row.
            let own = self.has_amount(*at);
            if !self.is_within(before, Some(*at), BELOW) || (own && has_amount) {
                break;
            }
            has_amount |= own;
            set(owners, *at, self.above);
            before = Some(*at);
        }
        let mut after = below;
        for at in lower.iter().rev() {
            if self.has_amount(*at) || !self.is_within(Some(*at), after, ABOVE) {
                break;
            }
            set(owners, *at, below);
            after = Some(*at);
        }
        self.inside.clear();
    }

    /// How many of the lines stand above the free space between the two rows.
    fn cut(&self, below: Option<usize>) -> usize {
        let (Some(above), Some(below)) = (self.above, below) else {
            return if self.above.is_some() {
                self.inside.len()
            } else {
                0
            };
        };
        let inside = self.inside.iter().copied();
        let chain: Vec<usize> = std::iter::once(above)
            .chain(inside)
            .chain([below])
            .collect();
        let gaps = chain.windows(2).map(|two| match two {
            [upper, lower] => self.gap(*upper, *lower),
            _ => None,
        });
        let gaps: Vec<Option<Fixed>> = gaps.collect();
        // A new page parts rows as well as the widest gap does.
        if let Some(page) = gaps.iter().position(Option::is_none) {
            return page;
        }
        let gaps: Vec<Fixed> = gaps.into_iter().flatten().collect();
        let least = gaps.iter().min().copied().unwrap_or_default();
        let most = gaps.iter().max().copied().unwrap_or_default();
        if most <= least.plus(least.over(4)) {
            return self.inside.len();
        }
        gaps.iter()
            .position(|gap| *gap == most)
            .unwrap_or(self.inside.len())
    }

    /// How far apart two lines of a page are.
    fn gap(&self, upper: usize, lower: usize) -> Option<Fixed> {
        let (upper, lower) = (self.lines.get(upper)?, self.lines.get(lower)?);
        (upper.page == lower.page).then(|| upper.y.minus(lower.y))
    }

    fn is_within(&self, upper: Option<usize>, lower: Option<usize>, sizes: Fixed) -> bool {
        let both = upper.zip(lower);
        both.is_some_and(|(upper, lower)| {
            let size = self.lines.get(lower).map_or(Fixed::ZERO, |line| line.size);
            self.gap(upper, lower)
                .is_some_and(|gap| gap <= size.times(sizes))
        })
    }

    fn has_amount(&self, at: usize) -> bool {
        self.parts.get(at).is_some_and(Part::has_amount)
    }
}

impl Part {
    fn has_amount(&self) -> bool {
        match self {
            Self::Begins(cells) | Self::GoesOn(cells) => cells.has_amount,
            Self::Other => false,
        }
    }
}

impl Found {
    /// How many rows it has.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// The table as it would stand in a delimited file, below the lines that say whose it is.
    pub(super) fn table(&self, others: &[(u32, &Line)]) -> Result<BuiltTable, ReadError> {
        let mut table = BuiltTable::default();
        let texts = |texts: &[String]| -> Vec<(usize, CellText)> {
            texts
                .iter()
                .cloned()
                .map(CellText::from)
                .enumerate()
                .collect()
        };
        let above = others.iter().filter(|(line, _)| *line < self.line);
        for (line, text) in above.take(MAX_PREAMBLE) {
            let cells: Vec<String> = pieces(text).iter().map(Piece::text).collect();
            table.push(*line, &texts(&cells))?;
        }
        let headings: Vec<String> = self.columns.headings.iter().map(Piece::text).collect();
        table.push(self.line, &texts(&headings))?;
        for row in &self.rows {
            table.push(row.line, &texts(&row.cells))?;
        }
        Ok(table)
    }
}
