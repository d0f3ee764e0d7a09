//! Workbooks of Excel since 2007: XML parts in an archive (ECMA-376, Office Open XML).

use std::borrow::Cow;

use super::package::{Listed, Package, Target, sheets_of};
use super::shown::Shown;
use super::value::{Epoch, number_of, text_of};
use super::{Sheet, Strings, UNREADABLE, column_of};
use crate::model::ReadError;
use crate::table::{BuiltTable, CellText};
use crate::xml::{Piece, Xml};

/// Reads every worksheet.
pub(super) fn read(package: &Package<'_>) -> Result<Vec<Sheet>, ReadError> {
    let workbook = package.text(package.main())?;
    let targets = package.targets(package.main())?;
    let (listed, epoch) = listed_sheets(&workbook)?;
    let book = Book {
        strings: strings(package, &targets)?,
        styles: styles(package, &targets)?,
        epoch,
    };
    sheets_of(listed, &targets, |part| book.sheet(&package.text(part)?))
}

/// What all sheets of a workbook share.
struct Book {
    strings: Strings,
    styles: Vec<Shown>,
    epoch: Epoch,
}

fn listed_sheets(text: &str) -> Result<(Vec<Listed>, Epoch), ReadError> {
    let mut xml = Xml::of(text);
    let (mut sheets, mut epoch) = (Vec::new(), Epoch::Of1900);
    while let Some(piece) = xml.next()? {
        let Piece::Start(tag) = piece else { continue };
        let attribute = |name| tag.attribute(name).unwrap_or_default().to_owned();
        match tag.name {
            "workbookPr" if matches!(&*attribute("date1904"), "1" | "true") => {
                epoch = Epoch::Of1904;
            }
            "sheet" => {
                let is_hidden = attribute("state").to_ascii_lowercase().ends_with("hidden");
                sheets.push((attribute("name"), attribute("id"), is_hidden));
            }
            _ => {}
        }
    }
    Ok((sheets, epoch))
}

/// The texts that cells name by number; how they are to be spoken is no part of them.
fn strings(package: &Package<'_>, targets: &[Target]) -> Result<Strings, ReadError> {
    let mut strings = Strings::default();
    let Some(target) = targets.iter().find(|target| target.is("sharedStrings")) else {
        return Ok(strings);
    };
    let text = package.text(&target.part)?;
    let mut xml = Xml::of(&text);
    while let Some(piece) = xml.next()? {
        match piece {
            Piece::Text(text) if is_spoken_for(xml.path()) => strings.append(&unescaped(&text)),
            Piece::End("si") => strings.close()?,
            _ => {}
        }
    }
    Ok(strings)
}

/// Whether a text stands in a `t` that is no phonetic reading.
fn is_spoken_for(path: &[&str]) -> bool {
    path.last() == Some(&"t") && !path.contains(&"rPh")
}

/// How numbers of each style are shown.
fn styles(package: &Package<'_>, targets: &[Target]) -> Result<Vec<Shown>, ReadError> {
    let Some(target) = targets.iter().find(|target| target.is("styles")) else {
        return Ok(Vec::new());
    };
    let text = package.text(&target.part)?;
    let mut xml = Xml::of(&text);
    let (mut codes, mut ids) = (Vec::new(), Vec::new());
    while let Some(piece) = xml.next()? {
        let Piece::Start(tag) = piece else { continue };
        let id = || {
            tag.attribute("numFmtId")
                .and_then(|id| id.parse::<u32>().ok())
        };
        if tag.name == "numFmt"
            && let (Some(id), Some(code)) = (id(), tag.attribute("formatCode"))
        {
            codes.push((id, Shown::of_code(code)));
        } else if tag.name == "xf" && xml.path().iter().rev().nth(1) == Some(&"cellXfs") {
            ids.push(id().unwrap_or_default());
        }
    }
    codes.sort_by_key(|(id, _)| *id);
    let shown = |id: u32| match codes.binary_search_by_key(&id, |(id, _)| *id) {
        Ok(at) => codes.get(at).map_or(Shown::General, |(_, shown)| *shown),
        Err(_) => Shown::built_in(id),
    };
    Ok(ids.into_iter().map(shown).collect())
}

/// A cell whose end has not come yet.
#[derive(Default)]
struct Open {
    column: usize,
    style: usize,
    kind: String,
    text: String,
}

impl Book {
    fn sheet(&self, text: &str) -> Result<BuiltTable, ReadError> {
        let mut xml = Xml::of(text);
        let mut table = BuiltTable::default();
        let (mut row, mut cells, mut open) = (0, Vec::new(), Open::default());
        while let Some(piece) = xml.next()? {
            match piece {
                Piece::Start(tag) if tag.name == "row" => {
                    let number = tag.attribute("r").and_then(|row| row.parse::<u32>().ok());
                    row = number.unwrap_or_else(|| u32::saturating_add(row, 1));
                    open.column = 0;
                }
                Piece::Start(tag) if tag.name == "c" => {
                    let place = tag.attribute("r").and_then(column_of);
                    open.column = place.unwrap_or(open.column);
                    tag.attribute("t")
                        .unwrap_or_default()
                        .clone_into(&mut open.kind);
                    open.style = tag.attribute("s").and_then(|s| s.parse().ok()).unwrap_or(0);
                    open.text.clear();
                }
                Piece::Text(text) if is_value(xml.path(), &open) => open.text.push_str(&text),
                Piece::End("c") => {
                    let cell = self.cell(&open);
                    if !cell.text.is_empty() {
                        cells.push((open.column, cell));
                    }
                    open.column += 1;
                }
                Piece::End("row") => {
                    table.push(row, &cells)?;
                    cells.clear();
                }
                _ => {}
            }
        }
        Ok(table)
    }

    fn cell(&self, open: &Open) -> CellText {
        match &*open.kind {
            "s" if open.text.trim().is_empty() => CellText::default(),
            "s" => {
                let number = open.text.trim().parse().ok();
                let text = number.and_then(|number| self.strings.get(number));
                text.unwrap_or(UNREADABLE).to_owned().into()
            }
            "b" => match open.text.trim() {
                "1" | "true" => "TRUE".to_owned().into(),
                "0" | "false" => "FALSE".to_owned().into(),
                other => other.to_owned().into(),
            },
            // A day and time as text; an error; a text of its own or of a formula.
            "d" | "e" => open.text.clone().into(),
            "str" | "inlineStr" => unescaped(&open.text).into_owned().into(),
            _ => self.number(open),
        }
    }

    fn number(&self, open: &Open) -> CellText {
        let Some(number) = number_of(&open.text) else {
            return open.text.clone().into();
        };
        let shown = self.styles.get(open.style).copied().unwrap_or_default();
        text_of(number, shown, self.epoch)
    }
}

/// Whether a text is the value of a cell, and not its formula.
fn is_value(path: &[&str], open: &Open) -> bool {
    if open.kind == "inlineStr" {
        return is_spoken_for(path);
    }
    path.last() == Some(&"v")
}

/// A text with its escapes read: `_x000D_` is a character that XML cannot hold.
fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains("_x") {
        return Cow::Borrowed(text);
    }
    let mut read = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("_x") {
        read.push_str(before);
        if let Some(c) = escaped(after) {
            read.push(c);
            rest = after.get(5..).unwrap_or_default();
        } else {
            read.push_str("_x");
            rest = after;
        }
    }
    read.push_str(rest);
    Cow::Owned(read)
}

/// The character of `000D_`.
fn escaped(after: &str) -> Option<char> {
    let digits = after
        .get(..4)
        .filter(|_| after.as_bytes().get(4) == Some(&b'_'))?;
    let is_hex = digits.bytes().all(|b| b.is_ascii_hexdigit());
    let code = u32::from_str_radix(digits, 16).ok().filter(|_| is_hex)?;
    char::from_u32(code).filter(|c| *c != '\0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_read_and_what_only_looks_like_one_stays() {
        assert_eq!(unescaped("a_x000D_\nb_x005F_x"), "a\r\nb_x");
        assert_eq!(unescaped("a_x00_xyz_x€"), "a_x00_xyz_x€");
    }
}
