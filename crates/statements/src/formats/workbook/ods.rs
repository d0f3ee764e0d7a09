//! Spreadsheets of `OpenDocument`: one XML part in an archive (ODF 1.3, part 3).

use super::package::Package;
use super::shown::Shown;
use super::value::{Epoch, number_of, text_of};
use super::{Sheet, add_sheet};
use crate::columns::currency::currency_of_code;
use crate::model::ReadError;
use crate::table::{BuiltTable, CellText, MAX_COLUMNS, MAX_RECORDS};
use crate::xml::{Piece, Tag, Xml};

/// The type by which the archive says what it is.
pub(super) const TYPE: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";

/// Reads every sheet.
pub(super) fn read(package: &Package<'_>) -> Result<Vec<Sheet>, ReadError> {
    let manifest = package.text("META-INF/manifest.xml").unwrap_or_default();
    if manifest.contains("encryption-data") {
        return Err(ReadError::Unknown(
            "it is an OpenDocument workbook with a password; save it without one".to_owned(),
        ));
    }
    let text = package.text("content.xml")?;
    let mut xml = Xml::of(&text);
    let mut reader = Reader::default();
    while let Some(piece) = xml.next()? {
        reader.take(&piece, xml.path())?;
    }
    Ok(reader.sheets)
}

#[derive(Default)]
struct Reader {
    sheets: Vec<Sheet>,
    style: String,
    hidden_styles: Vec<String>,
    line: u32,
    row_repeats: u32,
    cells: Vec<(usize, CellText)>,
    column: usize,
    cell_repeats: usize,
    value: Option<CellText>,
    text: String,
}

impl Reader {
    fn take(&mut self, piece: &Piece<'_>, path: &[&str]) -> Result<(), ReadError> {
        match piece {
            Piece::Start(tag) if tag.name == "style" => self.style = value_of(tag, "name"),
            Piece::Start(tag) if is_hiding(tag) => {
                self.hidden_styles.push(std::mem::take(&mut self.style));
            }
            // A sheet stands here and nowhere else; there are tables of links and of changes too.
            Piece::Start(tag) if path.ends_with(&["spreadsheet", "table"]) => self.begin(tag)?,
            _ if !path.windows(2).any(|two| two == ["spreadsheet", "table"]) => {}
            Piece::Start(tag) => self.start(tag, path),
            Piece::Text(text) if is_content(path) => self.text.push_str(text),
            Piece::End("table-cell" | "covered-table-cell") => self.end_cell(),
            Piece::End("table-row") => self.end_row()?,
            _ => {}
        }
        Ok(())
    }

    fn begin(&mut self, tag: &Tag<'_>) -> Result<(), ReadError> {
        let style = tag.attribute("style-name");
        self.line = 1;
        let sheet = Sheet {
            name: value_of(tag, "name"),
            is_hidden: self
                .hidden_styles
                .iter()
                .any(|hidden| Some(&**hidden) == style),
            table: BuiltTable::default(),
        };
        add_sheet(&mut self.sheets, sheet)
    }

    fn start(&mut self, tag: &Tag<'_>, path: &[&str]) {
        match tag.name {
            "table-row" => {
                self.row_repeats = repeats(tag, "number-rows-repeated");
                self.column = 0;
                self.cells.clear();
            }
            "table-cell" | "covered-table-cell" => {
                let repeats = repeats(tag, "number-columns-repeated");
                self.cell_repeats = usize::try_from(repeats).unwrap_or(usize::MAX);
                self.value = typed(tag);
                self.text.clear();
            }
            "p" if is_content(path) && !self.text.is_empty() => self.text.push('\n'),
            "s" if is_content(path) => {
                let count = repeats(tag, "c").min(1024);
                self.text.extend((0..count).map(|_| ' '));
            }
            "tab" | "line-break" if is_content(path) => self.text.push(' '),
            _ => {}
        }
    }

    fn end_cell(&mut self) {
        let text = CellText::from(std::mem::take(&mut self.text));
        let cell = self.value.take().unwrap_or(text);
        if !cell.text.is_empty() {
            let end = self
                .column
                .saturating_add(self.cell_repeats)
                .min(MAX_COLUMNS + 1);
            let columns = self.column..end;
            self.cells
                .extend(columns.map(|column| (column, cell.clone())));
        }
        self.column = self.column.saturating_add(self.cell_repeats);
    }

    /// Rows that are equal stand there once, with their number: two equal coffees are two.
    fn end_row(&mut self) -> Result<(), ReadError> {
        let Some(sheet) = self.sheets.last_mut() else {
            return Ok(());
        };
        if !self.cells.is_empty() {
            for line in (self.line..).take(usize::try_from(self.row_repeats).unwrap_or(0)) {
                if sheet.table.len() >= MAX_RECORDS {
                    break;
                }
                sheet.table.push(line, &self.cells)?;
            }
        }
        self.line = self.line.saturating_add(self.row_repeats);
        Ok(())
    }
}

/// Whether a style hides the sheets that have it.
fn is_hiding(tag: &Tag<'_>) -> bool {
    tag.name == "table-properties" && tag.attribute("display") == Some("false")
}

/// Whether a text is what a cell shows, and no note pinned to it.
fn is_content(path: &[&str]) -> bool {
    !path
        .iter()
        .any(|name| matches!(*name, "annotation" | "shapes" | "frame"))
}

fn value_of(tag: &Tag<'_>, name: &str) -> String {
    tag.attribute(name).unwrap_or_default().to_owned()
}

fn repeats(tag: &Tag<'_>, name: &str) -> u32 {
    let count = tag.attribute(name).and_then(|count| count.parse().ok());
    count.unwrap_or(1)
}

/// A cell whose type says more than its text.
fn typed(tag: &Tag<'_>) -> Option<CellText> {
    let attribute = |name| tag.attribute(name);
    match attribute("value-type")? {
        "date" => Some(attribute("date-value")?.to_owned().into()),
        "time" => Some(clock(attribute("time-value")?)?.into()),
        "boolean" => Some(attribute("boolean-value")?.to_uppercase().into()),
        "float" | "percentage" | "currency" => {
            let number = number_of(attribute("value")?)?;
            let shown = match attribute("currency") {
                Some(code) => Shown::Amount {
                    decimals: 0,
                    currency: currency_of_code(code),
                },
                None => Shown::General,
            };
            Some(text_of(number, shown, Epoch::default()))
        }
        _ => attribute("string-value").map(|text| text.to_owned().into()),
    }
}

/// `PT20H32M16S` as `20:32:16`.
fn clock(duration: &str) -> Option<String> {
    let (hours, rest) = duration.strip_prefix("PT")?.split_once('H')?;
    let (minutes, rest) = rest.split_once('M')?;
    let seconds = rest.strip_suffix('S')?.split(['.', ',']).next()?;
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    [hours, minutes, seconds]
        .into_iter()
        .all(is_number)
        .then_some(())?;
    Some(format!("{hours:0>2}:{minutes:0>2}:{seconds:0>2}"))
}
