//! Workbooks: every sheet becomes a table, and the tables that are statements are read.
//!
//! What a workbook is in is told by its content: an archive of XML or binary parts, or a compound file.

mod biff;
mod choose;
mod ods;
mod package;
mod shown;
mod value;
mod xls;
mod xls_text;
mod xlsb;
mod xlsx;

use crate::container::ole::{self, Ole};
use crate::container::zip::{self, Zip};
use crate::crypt::office;
use crate::model::{Hints, ReadError, Reading};
use crate::table::BuiltTable;
use package::Package;

/// What stands in a cell that says something which cannot be read.
const UNREADABLE: &str = "\u{FFFD}";
/// What is wrong with a sheet that has no end.
const BREAKS_OFF: &str = "the sheet breaks off here; the file is damaged";
/// As much text as all cells of a workbook may share.
const MAX_SHARED: usize = 64 * 1024 * 1024;
/// More sheets than any workbook has.
const MAX_SHEETS: usize = 256;

/// A sheet and what stands in it.
struct Sheet {
    name: String,
    is_hidden: bool,
    table: BuiltTable,
}

/// Puts a sheet to the others; all of them together may be as large as one.
fn add_sheet(sheets: &mut Vec<Sheet>, sheet: Sheet) -> Result<(), ReadError> {
    sheets.push(sheet);
    let text: usize = sheets.iter().map(|sheet| sheet.table.size()).sum();
    if text > MAX_SHARED || sheets.len() > MAX_SHEETS {
        let mib = MAX_SHARED / (1024 * 1024);
        return Err(ReadError::Limit(format!(
            "the workbook has more than {MAX_SHEETS} sheets, or more than {mib} MiB of text in them"
        )));
    }
    Ok(())
}

/// Whether bytes begin as workbooks do.
pub(crate) fn is_workbook(bytes: &[u8]) -> bool {
    zip::is_zip(bytes) || ole::is_ole(bytes)
}

/// Reads a workbook.
pub(crate) fn read(bytes: &[u8], hints: &Hints) -> Result<Reading, ReadError> {
    if zip::is_zip(bytes) {
        return read_archive(bytes, hints);
    }
    let ole = Ole::open(bytes)?;
    let password = hints.password.as_ref();
    if office::is_protected(&ole) {
        return read_archive(&office::open(&ole, password)?, hints);
    }
    for name in ["Workbook", "Book"] {
        if let Some(stream) = ole.stream(name) {
            let (sheets, encoding) = xls::read(&stream?, password)?;
            return choose::read(sheets, "xls", encoding, hints);
        }
    }
    Err(ReadError::Unknown(
        "it is a document of an older program and no workbook".to_owned(),
    ))
}

fn read_archive(bytes: &[u8], hints: &Hints) -> Result<Reading, ReadError> {
    let zip = Zip::open(bytes)?;
    let kind = zip.part("mimetype").transpose()?;
    let is_ods = kind.is_some_and(|kind| kind.starts_with(ods::TYPE));
    let is_office = zip
        .names()
        .any(|name| name.eq_ignore_ascii_case("[Content_Types].xml"));
    if !is_ods && !is_office {
        return Err(ReadError::Unknown(
            "it is a zip archive and no workbook; unpack it first".to_owned(),
        ));
    }
    let package = Package::open(zip)?;
    let (sheets, format) = if is_ods {
        (ods::read(&package)?, "ods")
    } else if package.main().to_ascii_lowercase().ends_with(".bin") {
        (xlsb::read(&package)?, "xlsb")
    } else {
        (xlsx::read(&package)?, "xlsx")
    };
    choose::read(sheets, format, "UTF-8", hints)
}

/// Texts that cells name by number, one behind the other.
#[derive(Default)]
struct Strings {
    text: String,
    ends: Vec<u32>,
}

impl Strings {
    /// Goes on with the text that is being added.
    fn append(&mut self, more: &str) {
        self.text.push_str(more);
    }

    /// Ends the text that is being added.
    fn close(&mut self) -> Result<(), ReadError> {
        self.ends
            .push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
        if self.text.len() > MAX_SHARED {
            let mib = MAX_SHARED / (1024 * 1024);
            return Err(ReadError::Limit(format!(
                "the workbook has more than {mib} MiB of text"
            )));
        }
        Ok(())
    }

    fn get(&self, number: usize) -> Option<&str> {
        let end = *self.ends.get(number)?;
        let start = number
            .checked_sub(1)
            .and_then(|before| self.ends.get(before));
        let start = start.copied().unwrap_or(0);
        self.text
            .get(usize::try_from(start).ok()?..usize::try_from(end).ok()?)
    }
}

/// The column, from 0, of a place such as `AB12`.
fn column_of(place: &str) -> Option<usize> {
    let letters = place.bytes().take_while(u8::is_ascii_alphabetic).take(4);
    let number = letters.fold(0, |number, letter| {
        number * 26 + usize::from(letter.to_ascii_uppercase() - b'A') + 1
    });
    number.checked_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::container::zip::tests::archive;
    use crate::model::Password;
    use proptest::prelude::*;

    const MIXED: &[u8] = include_bytes!("../../../tests/fixtures/xlsx/mixed.xlsx");
    const SHARED: &[u8] = include_bytes!("../../../tests/fixtures/xlsx/months.xlsx");
    const BINARY: &[u8] = include_bytes!("../../../tests/fixtures/xlsb/account.xlsb");
    const OPEN: &[u8] = include_bytes!("../../../tests/fixtures/ods/account.ods");
    const OLD: &[u8] = include_bytes!("../../../tests/fixtures/xls/account.xls");
    const LOCKED: &[u8] = include_bytes!("../../../tests/fixtures/toss/account.xlsx");

    fn refusal(bytes: &[u8]) -> ReadError {
        read(bytes, &Hints::default()).unwrap_err()
    }

    /// The parts of a workbook, unpacked.
    fn parts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
        let zip = Zip::open(bytes).unwrap();
        let names: Vec<String> = zip.names().map(str::to_owned).collect();
        let part = |name: String| {
            let bytes = zip.part(&name).unwrap().unwrap().into_owned();
            (name, bytes)
        };
        names.into_iter().map(part).collect()
    }

    fn packed(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
        let parts: Vec<_> = parts
            .iter()
            .map(|(name, bytes)| (&**name, &**bytes, bytes.len()))
            .collect();
        archive(&parts)
    }

    /// A workbook of one sheet with this XML.
    fn with_sheet(sheet: &str) -> Vec<u8> {
        let mut parts = parts(MIXED);
        for (name, bytes) in &mut parts {
            if name.ends_with("sheet1.xml") {
                *bytes = sheet.as_bytes().to_vec();
            }
        }
        packed(&parts)
    }

    #[test]
    fn columns_are_counted_from_a() {
        for (place, column) in [
            ("A1", Some(0)),
            ("z9", Some(25)),
            ("AB12", Some(27)),
            ("7", None),
        ] {
            assert_eq!(column_of(place), column);
        }
    }

    #[test]
    fn a_protected_workbook_asks_for_its_password_and_refuses_another() {
        assert_eq!(refusal(LOCKED), ReadError::PasswordNeeded);
        let hints = Hints {
            password: Some(Password("900102".to_owned())),
            ..Hints::default()
        };
        assert_eq!(read(LOCKED, &hints).unwrap_err(), ReadError::PasswordWrong);
    }

    #[test]
    fn cells_at_the_far_corners_of_a_sheet_cost_nothing() {
        let cell = |place: &str| format!("<c r=\"{place}\"><v>1</v></c>");
        let sheet = format!(
            "<worksheet><dimension ref=\"A1:XFD1048576\"/><sheetData><row r=\"1\">{}</row><row r=\"1048576\">{}</row></sheetData></worksheet>",
            cell("A1"),
            cell("XFD1048576")
        );
        assert!(matches!(
            refusal(&with_sheet(&sheet)),
            ReadError::Unknown(_)
        ));
    }

    #[test]
    fn a_text_that_many_cells_share_does_not_fill_the_memory() {
        let mut all = parts(SHARED);
        let long = "x".repeat(60_000);
        for (name, bytes) in &mut all {
            if name.ends_with("sharedStrings.xml") {
                *bytes = format!("<sst><si><t>{long}</t></si></sst>").into_bytes();
            }
            if name.ends_with("sheet1.xml") {
                let row = "<row><c t=\"s\"><v>0</v></c></row>".repeat(10_000);
                *bytes =
                    format!("<worksheet><sheetData>{row}</sheetData></worksheet>").into_bytes();
            }
        }
        let refused = refusal(&packed(&all));
        assert!(matches!(refused, ReadError::Limit(_)), "{refused}");
    }

    #[test]
    fn rows_that_repeat_a_million_times_do_not_fill_the_memory() {
        let mut all = parts(OPEN);
        for (_, bytes) in &mut all {
            let text = String::from_utf8_lossy(bytes);
            let cell = format!(
                "\"4000000000\" office:value-type=\"string\"><text:p>{}</text:p></table:table-cell>",
                "x".repeat(60_000)
            );
            *bytes = text.replace("\"16384\"/>", &cell).into_bytes();
        }
        assert!(matches!(refusal(&packed(&all)), ReadError::Limit(_)));
    }

    #[test]
    fn a_sheet_that_breaks_off_is_an_error() {
        let text = "<worksheet><sheetData><row r=\"1\"><c r=\"A1\"><v>1";
        assert!(matches!(
            refusal(&with_sheet(text)),
            ReadError::Malformed { .. }
        ));
        let mut all = parts(OPEN);
        for (_, bytes) in &mut all {
            let half = bytes.len() / 2;
            bytes.truncate(half.max(46));
        }
        assert!(read(&packed(&all), &Hints::default()).is_err());
    }

    #[test]
    fn an_archive_or_a_document_that_is_no_workbook_is_refused_with_a_sentence() {
        let zip = archive(&[("notes.txt", b"tea", 3)]);
        assert!(refusal(&zip).to_string().ends_with("unpack it first"));
        let mut document = OLD.to_vec();
        for at in 0..document.len() - 4 {
            if document[at..].starts_with(b"W\0o\0") {
                document[at] = b'X';
            }
        }
        assert!(refusal(&document).to_string().ends_with("no workbook"));
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn damage_inside_the_parts_never_panics(
            which in 0..4_usize,
            part in any::<prop::sample::Index>(),
            edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..16),
        ) {
            let mut all = parts([MIXED, SHARED, BINARY, OPEN][which]);
            let at = part.index(all.len());
            let bytes = &mut all[at].1;
            for (place, byte) in edits {
                let place = place.index(bytes.len());
                bytes[place] = byte;
            }
            drop(read(&packed(&all), &Hints::default()));
        }

        #[test]
        fn damage_in_an_old_workbook_never_panics(
            edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..32),
            cut in any::<prop::sample::Index>(),
        ) {
            let mut bytes = OLD.to_vec();
            for (place, byte) in edits {
                let place = place.index(bytes.len());
                bytes[place] = byte;
            }
            drop(read(&bytes, &Hints::default()));
            bytes.truncate(cut.index(bytes.len()));
            drop(read(&bytes, &Hints::default()));
        }
    }
}
