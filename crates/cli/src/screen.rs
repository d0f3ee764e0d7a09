//! What a terminal shows: cleaned text, aligned tables, JSON on one line.

use std::io::{self, BufWriter, Stdout, Write};

use farthing_ledger::Amount;
use serde::Serialize;
use unicode_width::UnicodeWidthStr as _;

use crate::error::Result;

/// Standard output, written in large pieces.
#[derive(Debug)]
pub struct Out(BufWriter<Stdout>);

impl Out {
    /// This program's.
    pub fn standard() -> Self {
        Self(BufWriter::new(io::stdout()))
    }

    /// One line of text for people.
    pub fn line(&mut self, text: &str) -> Result<()> {
        Ok(writeln!(self.0, "{}", clean(text))?)
    }

    /// One line of JSON for programs.
    pub fn json(&mut self, value: &impl Serialize) -> Result<()> {
        Ok(writeln!(self.0, "{}", json_text(value)?)?)
    }
}

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// Text in one line that a terminal takes as text: a payee cannot move the cursor, colour the
/// screen or turn the line around. Each control or direction character becomes `\u{FFFD}`.
pub fn clean(text: &str) -> String {
    let harmless = |letter: char| match letter {
        '\t' | '\n' => ' ',
        letter if letter.is_control() || turns(letter) => '\u{FFFD}',
        letter => letter,
    };
    text.chars().map(harmless).collect()
}

/// A value as JSON on one line, with the control characters that JSON would let through escaped.
pub fn json_text(value: &impl Serialize) -> Result<String> {
    use std::fmt::Write as _;
    let text = serde_json::to_string(value).map_err(io::Error::from)?;
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter.is_control() || turns(letter) {
            // Writing into a string cannot fail.
            let _ = write!(safe, "\\u{:04x}", u32::from(letter));
        } else {
            safe.push(letter);
        }
    }
    Ok(safe)
}

/// `-4.50 EUR`.
pub fn amount(amount: &Amount) -> String {
    format!("{} {}", amount.value, amount.currency)
}

/// `1 entry`, `12 entries`.
pub fn counted(count: i64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// `12.34` for a share of `0.1234`: the point moves, nothing is computed.
pub fn percent(share: &str) -> String {
    let (whole, part) = share.split_once('.').unwrap_or((share, ""));
    let part = format!("{part:0<4}");
    let (moved, part) = part.split_at(2);
    let (kept, rest) = part.split_at(2);
    let whole = format!("{whole}{moved}");
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    format!("{whole}.{kept}{}", rest.trim_end_matches('0'))
}

/// The characters that change the direction of what follows them.
fn turns(letter: char) -> bool {
    matches!(letter, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Rows of cells under headings, padded to columns. A heading that begins with `>` is of figures,
/// which stand at the right.
#[derive(Debug)]
pub struct Table {
    headings: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table without rows.
    pub fn new(headings: &[&str]) -> Self {
        Self {
            headings: headings.iter().map(|text| clean(text)).collect(),
            rows: Vec::new(),
        }
    }

    /// Adds a row: a cell for each heading.
    pub fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows
            .push(cells.into_iter().map(|cell| clean(&cell)).collect());
    }

    /// Prints it, each line behind `indent`.
    pub fn print(&self, out: &mut Out, indent: &str) -> Result<()> {
        let names = self
            .headings
            .iter()
            .map(|heading| heading.strip_prefix('>').unwrap_or(heading).to_owned());
        let head: Vec<String> = names.collect();
        let widths = self.widths(&head);
        for cells in std::iter::once(&head).chain(&self.rows) {
            let padded = cells.iter().zip(&self.headings).zip(&widths);
            let padded =
                padded.map(|((cell, heading), width)| pad(cell, *width, heading.starts_with('>')));
            let line = padded.collect::<Vec<_>>().join("  ");
            writeln!(out, "{indent}{}", line.trim_end())?;
        }
        Ok(())
    }

    fn widths(&self, head: &[String]) -> Vec<usize> {
        let width = |column: usize| {
            let cells = std::iter::once(head).chain(self.rows.iter().map(Vec::as_slice));
            cells
                .filter_map(|cells| cells.get(column))
                .map(|cell| cell.width())
                .max()
        };
        (0..head.len())
            .map(|column| width(column).unwrap_or(0))
            .collect()
    }
}

fn pad(cell: &str, width: usize, right: bool) -> String {
    let space = " ".repeat(width.saturating_sub(cell.width()));
    if right {
        format!("{space}{cell}")
    } else {
        format!("{cell}{space}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_becomes_a_percentage_by_its_digits() {
        assert_eq!(percent("0.1234"), "12.34");
        assert_eq!(percent("0.0007"), "0.07");
        assert_eq!(percent("1.0000"), "100.00");
        assert_eq!(percent("0.0000"), "0.00");
    }

    #[test]
    fn a_payee_cannot_speak_to_the_terminal() {
        assert_eq!(
            clean("Café\u{1b}[2J\u{9b}31m\r\nx\u{202E}y"),
            "Café\u{FFFD}[2J\u{FFFD}31m\u{FFFD} x\u{FFFD}y"
        );
        assert_eq!(
            json_text(&"a\u{1b}\u{9b}\u{202E}é").unwrap(),
            r#""a\u001b\u009b\u202eé""#
        );
    }

    #[test]
    fn json_comes_back_as_it_went() {
        let hostile = "\u{1b}]0;title\u{7}\u{7f}\u{85}\u{200f}\"\\";
        let back: String = serde_json::from_str(&json_text(&hostile).unwrap()).unwrap();
        assert_eq!(back, hostile);
    }

    #[test]
    fn wide_letters_take_two_places() {
        assert_eq!(pad("星巴", 6, false), "星巴  ");
        assert_eq!(pad("1.00", 6, true), "  1.00");
    }
}
