//! Binary workbooks of Excel since 2007: records in the parts of an archive (MS-XLSB).

use super::biff::{error, number_of_rk, truth};
use super::package::{Listed, Package, Target, sheets_of};
use super::shown::Shown;
use super::value::{Epoch, number_of_bits, text_of};
use super::{BREAKS_OFF, Sheet, Strings, UNREADABLE};
use crate::container::bytes::{size_at, u16_at, u32_at, u64_at};
use crate::model::ReadError;
use crate::table::{BuiltTable, CellText};

const ROW: u32 = 0;
const SHEET: u32 = 156;
const PROPERTIES: u32 = 153;
const STRING: u32 = 19;
const FORMAT: u32 = 44;
const STYLE: u32 = 47;
const BEGIN_STYLES: u32 = 617;
const END_STYLES: u32 = 618;
const END_CELLS: u32 = 146;

/// Reads every worksheet.
pub(super) fn read(package: &Package<'_>) -> Result<Vec<Sheet>, ReadError> {
    let targets = package.targets(package.main())?;
    let workbook = package.bytes(package.main())?;
    let mut book = Book {
        strings: strings(package, &targets)?,
        styles: styles(package, &targets)?,
        epoch: Epoch::Of1900,
    };
    let mut listed = Vec::new();
    for (kind, data) in records(&workbook) {
        match kind {
            PROPERTIES if u32_at(data, 0).is_some_and(|flags| flags & 1 == 1) => {
                book.epoch = Epoch::Of1904;
            }
            SHEET => listed.extend(listed_sheet(data)),
            _ => {}
        }
    }
    sheets_of(listed, &targets, |part| book.sheet(&package.bytes(part)?))
}

/// The records of a part: what each is, and its data.
fn records(part: &[u8]) -> impl Iterator<Item = (u32, &[u8])> {
    let mut rest = part;
    std::iter::from_fn(move || {
        let kind = variable(&mut rest, 2)?;
        let length = usize::try_from(variable(&mut rest, 4)?).ok()?;
        let (data, after) = rest.split_at_checked(length)?;
        rest = after;
        Some((kind, data))
    })
}

/// A number of seven bits a byte, the highest bit of each telling whether another follows.
fn variable(rest: &mut &[u8], most: u32) -> Option<u32> {
    let mut number = 0;
    for place in 0..most {
        let (byte, after) = rest.split_first()?;
        *rest = after;
        number |= u32::from(byte & 0x7F) << (7 * place);
        if byte & 0x80 == 0 {
            break;
        }
    }
    Some(number)
}

/// A text behind a count of four bytes, and where it ends.
fn wide(data: &[u8], at: usize) -> Option<(String, usize)> {
    let count = size_at(data, at)?;
    let end = at.checked_add(4)?.checked_add(count.checked_mul(2)?)?;
    let units = data.get(at + 4..end)?.as_chunks::<2>().0;
    let units: Vec<u16> = units.iter().map(|two| u16::from_le_bytes(*two)).collect();
    Some((String::from_utf16_lossy(&units), end))
}

/// A sheet's name, the id of its part, and whether it is hidden.
fn listed_sheet(data: &[u8]) -> Option<Listed> {
    let is_hidden = u32_at(data, 0)? != 0;
    let (id, end) = wide(data, 8)?;
    let (name, _) = wide(data, end)?;
    Some((name, id, is_hidden))
}

fn strings(package: &Package<'_>, targets: &[Target]) -> Result<Strings, ReadError> {
    let mut strings = Strings::default();
    let Some(target) = targets.iter().find(|target| target.is("sharedStrings")) else {
        return Ok(strings);
    };
    let part = package.bytes(&target.part)?;
    for (_, data) in records(&part).filter(|(kind, _)| *kind == STRING) {
        let text = wide(data, 1).map(|(text, _)| text);
        strings.append(text.as_deref().unwrap_or(UNREADABLE));
        strings.close()?;
    }
    Ok(strings)
}

fn styles(package: &Package<'_>, targets: &[Target]) -> Result<Vec<Shown>, ReadError> {
    let Some(target) = targets.iter().find(|target| target.is("styles")) else {
        return Ok(Vec::new());
    };
    let part = package.bytes(&target.part)?;
    let (mut codes, mut ids, mut inside) = (Vec::new(), Vec::new(), false);
    for (kind, data) in records(&part) {
        match kind {
            FORMAT => codes.extend(u16_at(data, 0).zip(wide(data, 2))),
            BEGIN_STYLES => inside = true,
            END_STYLES => inside = false,
            STYLE if inside => ids.push(u16_at(data, 2).unwrap_or_default()),
            _ => {}
        }
    }
    codes.sort_by_key(|(id, _)| *id);
    let shown = |id: u16| match codes.binary_search_by_key(&id, |(id, _)| *id) {
        Ok(at) => codes
            .get(at)
            .map_or(Shown::General, |(_, (code, _))| Shown::of_code(code)),
        Err(_) => Shown::built_in(u32::from(id)),
    };
    Ok(ids.into_iter().map(shown).collect())
}

/// What all sheets of a workbook share.
struct Book {
    strings: Strings,
    styles: Vec<Shown>,
    epoch: Epoch,
}

impl Book {
    fn sheet(&self, part: &[u8]) -> Result<BuiltTable, ReadError> {
        let mut table = BuiltTable::default();
        let (mut line, mut cells, mut is_whole) = (1, Vec::new(), false);
        for (kind, data) in records(part) {
            is_whole |= kind == END_CELLS;
            if kind == ROW {
                table.push(line, &cells)?;
                cells.clear();
                line = u32_at(data, 0).unwrap_or(line).saturating_add(1);
            } else if (2..=11).contains(&kind) {
                let column = size_at(data, 0).unwrap_or(usize::MAX);
                let cell = self.cell(kind, data);
                cells.push((column, cell.unwrap_or_else(|| UNREADABLE.to_owned().into())));
            }
        }
        table.push(line, &cells)?;
        if !is_whole {
            table.fault(line, BREAKS_OFF.to_owned());
        }
        Ok(table)
    }

    fn cell(&self, kind: u32, data: &[u8]) -> Option<CellText> {
        let style = usize::try_from(u32_at(data, 4)? & 0x00FF_FFFF).ok()?;
        let shown = self.styles.get(style).copied().unwrap_or_default();
        let number = |number| text_of(number, shown, self.epoch);
        Some(match kind {
            2 => number(number_of_rk(u32_at(data, 8)?)?),
            3 | 11 => error(*data.get(8)?).to_owned().into(),
            4 | 10 => truth(*data.get(8)?).to_owned().into(),
            5 | 9 => number(number_of_bits(u64_at(data, 8)?)?),
            7 => self.strings.get(size_at(data, 8)?)?.to_owned().into(),
            // A text of its own, or of a formula.
            _ => wide(data, 8)?.0.into(),
        })
    }
}
