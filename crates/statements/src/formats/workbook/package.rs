//! The parts of a workbook in an archive, and how they refer to each other (ECMA-376 part 2).

use std::borrow::Cow;
use std::cell::Cell;

use super::{Sheet, add_sheet};
use crate::container::inflate::{MAX_UNPACKED, bomb};
use crate::container::zip::Zip;
use crate::decode::decode;
use crate::model::ReadError;
use crate::table::BuiltTable;
use crate::xml::{Piece, Xml};

/// Parts are decoded one at a time; one with more text than this is no sheet of a statement.
const MAX_PART: usize = 128 * 1024 * 1024;

/// An archive whose main part is known.
pub(super) struct Package<'b> {
    zip: Zip<'b>,
    main: String,
    /// How many bytes may still be unpacked: a part that is named again and again is read as often.
    left: Cell<usize>,
}

/// What a part refers to.
pub(super) struct Target {
    /// Under which id.
    pub(super) id: String,
    /// The part's path.
    pub(super) part: String,
    kind: String,
}

/// A sheet as the workbook lists it: its name, the id of its part, and whether it is hidden.
pub(super) type Listed = (String, String, bool);

/// The sheets of the listed parts, each read by `read`.
pub(super) fn sheets_of(
    listed: Vec<Listed>,
    targets: &[Target],
    read: impl Fn(&str) -> Result<BuiltTable, ReadError>,
) -> Result<Vec<Sheet>, ReadError> {
    let mut sheets = Vec::new();
    for (name, id, is_hidden) in listed {
        let is_it = |target: &&Target| target.id == id && target.is("worksheet");
        let Some(target) = targets.iter().find(is_it) else {
            continue;
        };
        let sheet = Sheet {
            name,
            is_hidden,
            table: read(&target.part)?,
        };
        add_sheet(&mut sheets, sheet)?;
    }
    Ok(sheets)
}

impl Target {
    /// Whether it is of this kind, in the words of either edition of the standard.
    pub(super) fn is(&self, kind: &str) -> bool {
        self.kind.rsplit('/').next() == Some(kind)
    }
}

impl<'b> Package<'b> {
    /// Finds the main part of an Office document.
    pub(super) fn open(zip: Zip<'b>) -> Result<Self, ReadError> {
        let mut package = Self {
            zip,
            main: String::new(),
            left: Cell::new(MAX_UNPACKED),
        };
        let targets = package.targets("")?;
        let main = targets
            .into_iter()
            .find(|target| target.is("officeDocument"));
        package.main = main.map_or_else(|| "xl/workbook.xml".to_owned(), |main| main.part);
        Ok(package)
    }

    /// The path of the main part.
    pub(super) fn main(&self) -> &str {
        &self.main
    }

    /// A part's bytes.
    pub(super) fn bytes(&self, part: &str) -> Result<Cow<'b, [u8]>, ReadError> {
        let bytes = self.zip.part(part).unwrap_or_else(|| Err(missing(part)))?;
        if bytes.len() > MAX_PART {
            let mib = MAX_PART / (1024 * 1024);
            return Err(ReadError::Limit(format!("{part} has more than {mib} MiB")));
        }
        let left = self.left.get().checked_sub(bytes.len());
        self.left.set(left.ok_or_else(bomb)?);
        Ok(bytes)
    }

    /// A part's text.
    pub(super) fn text(&self, part: &str) -> Result<String, ReadError> {
        let bytes = self.bytes(part)?.into_owned();
        match String::from_utf8(bytes) {
            Ok(text) if text.starts_with('\u{FEFF}') => {
                Ok(text.trim_start_matches('\u{FEFF}').to_owned())
            }
            Ok(text) => Ok(text),
            Err(other) => Ok(decode(other.as_bytes()).text.into_owned()),
        }
    }

    /// What a part refers to; nothing where it refers to nothing.
    pub(super) fn targets(&self, part: &str) -> Result<Vec<Target>, ReadError> {
        let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
        let list = joined(folder, &format!("_rels/{name}.rels"));
        if self.zip.part(&list).is_none() {
            return Ok(Vec::new());
        }
        let text = self.text(&list)?;
        let mut xml = Xml::of(&text);
        let mut targets = Vec::new();
        while let Some(piece) = xml.next()? {
            let Piece::Start(tag) = piece else { continue };
            let attribute = |name| tag.attribute(name).unwrap_or_default();
            if tag.name == "Relationship" && attribute("TargetMode") != "External" {
                targets.push(Target {
                    id: attribute("Id").to_owned(),
                    kind: attribute("Type").to_owned(),
                    part: joined(folder, attribute("Target")),
                });
            }
        }
        Ok(targets)
    }
}

fn missing(part: &str) -> ReadError {
    ReadError::Unknown(format!(
        "the workbook has no part {part}; the file is damaged"
    ))
}

/// A path as seen from a folder, without dots.
fn joined(folder: &str, path: &str) -> String {
    let path = path.replace('\\', "/");
    let whole = match path.strip_prefix('/') {
        Some(absolute) => absolute.to_owned(),
        None => format!("{folder}/{path}"),
    };
    let mut steps: Vec<&str> = Vec::new();
    for step in whole.split('/') {
        match step {
            "" | "." => {}
            ".." => drop(steps.pop()),
            step => steps.push(step),
        }
    }
    steps.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_seen_from_the_folder_of_the_part_that_names_them() {
        assert_eq!(
            joined("xl", "worksheets/sheet1.xml"),
            "xl/worksheets/sheet1.xml"
        );
        assert_eq!(joined("xl/worksheets", "..\\styles.xml"), "xl/styles.xml");
        assert_eq!(joined("xl", "/xl/./styles.xml"), "xl/styles.xml");
        assert_eq!(joined("", "../../x"), "x");
    }
}
