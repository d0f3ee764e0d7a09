//! The text of a programme or tariff file, and in which line each of its fields stands.

use std::ops::Range;

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeTable, DeValue, Deserializer, Error};

use super::problem::{ProgrammeProblem, Wrong};

/// A file that is TOML, with the places of its fields.
pub(crate) struct Lines<'t> {
    file: &'t str,
    text: &'t str,
    root: Spanned<DeTable<'t>>,
}

impl<'t> Lines<'t> {
    /// A file without floats; its days have become text.
    pub(crate) fn of(file: &'t str, text: &'t str) -> Result<Self, ProgrammeProblem> {
        let at = |place: Option<Range<usize>>, field: String, message: String| ProgrammeProblem {
            file: Some(file.to_owned()),
            line: place.map(|place| line_of(text, place.start)),
            field,
            message,
        };
        let mut root = DeTable::parse(text)
            .map_err(|error| at(error.span(), String::new(), error.message().to_owned()))?;
        settle_table(root.get_mut(), "")
            .map_err(|(place, wrong)| at(Some(place), wrong.field, wrong.message))?;
        Ok(Self { file, text, root })
    }

    /// What the file says.
    pub(crate) fn written<T: DeserializeOwned>(&self) -> Result<T, ProgrammeProblem> {
        let reader = Deserializer::from(self.root.clone());
        T::deserialize(reader).map_err(|error| self.misread(&error))
    }

    /// What is wrong with a field, with the line of the field or of the table that lacks it.
    pub(crate) fn problem(&self, wrong: Wrong) -> ProgrammeProblem {
        let path: Vec<&str> = wrong.field.split('.').collect();
        let offset = offset_in_table(self.root.get_ref(), &path).unwrap_or(0);
        ProgrammeProblem {
            file: Some(self.file.to_owned()),
            line: Some(line_of(self.text, offset)),
            field: wrong.field,
            message: wrong.message,
        }
    }

    /// What serde said: of a field that is missing it tells the place of the table without it.
    fn misread(&self, error: &Error) -> ProgrammeProblem {
        let place = error.span().unwrap_or(0..0);
        let mut around = (usize::MAX, String::new());
        narrow_table(self.root.get_ref(), "", &place, &mut around);
        let said = error.message().trim_end();
        let missing = said.strip_prefix("missing field `");
        let missing = missing.and_then(|rest| rest.strip_suffix('`'));
        let (field, message) = match missing {
            Some(field) => (
                below(&around.1, field),
                "this is missing; the file has to say it".to_owned(),
            ),
            None => (around.1, said.to_owned()),
        };
        ProgrammeProblem {
            file: Some(self.file.to_owned()),
            line: Some(line_of(self.text, place.start)),
            field,
            message,
        }
    }
}

/// The line of a place in a text, counted from 1.
fn line_of(text: &str, offset: usize) -> usize {
    let before = text.get(..offset).unwrap_or(text);
    1 + before.matches('\n').count()
}

fn below(path: &str, key: &str) -> String {
    if path.is_empty() {
        key.to_owned()
    } else {
        format!("{path}.{key}")
    }
}

type Misplaced = (Range<usize>, Wrong);

/// Refuses floats, and makes text of days: both are read as they are written.
fn settle_table(table: &mut DeTable<'_>, path: &str) -> Result<(), Misplaced> {
    for (key, value) in table {
        settle(value, &below(path, key.get_ref()))?;
    }
    Ok(())
}

fn settle(value: &mut Spanned<DeValue<'_>>, path: &str) -> Result<(), Misplaced> {
    let place = value.span();
    match value.get_mut() {
        DeValue::Float(float) => {
            let float = float.as_str();
            let message =
                format!("{float} would be rounded in a computer; put it in quotes: \"{float}\"");
            Err((place, Wrong::new(path, message)))
        }
        DeValue::Datetime(day) => {
            let day = day.to_string();
            *value.get_mut() = DeValue::String(day.into());
            Ok(())
        }
        DeValue::Array(items) => {
            for (number, item) in (1..).zip(items.iter_mut()) {
                settle(item, &format!("{path}.{number}"))?;
            }
            Ok(())
        }
        DeValue::Table(table) => settle_table(table, path),
        DeValue::String(_) | DeValue::Integer(_) | DeValue::Boolean(_) => Ok(()),
    }
}

/// Where the field at the end of a path begins, or the last thing on the way to it that is there.
fn offset_in_table(table: &DeTable<'_>, path: &[&str]) -> Option<usize> {
    let (first, rest) = path.split_first()?;
    let (key, value) = table.iter().find(|(key, _)| key.get_ref() == first)?;
    Some(offset_in(value, rest).unwrap_or(key.span().start))
}

fn offset_in(value: &Spanned<DeValue<'_>>, path: &[&str]) -> Option<usize> {
    match value.get_ref() {
        DeValue::Table(table) => offset_in_table(table, path),
        DeValue::Array(items) => {
            let (first, rest) = path.split_first()?;
            let number: usize = first.parse().ok()?;
            let item = items.get(number.checked_sub(1)?)?;
            Some(offset_in(item, rest).unwrap_or(item.span().start))
        }
        _ => None,
    }
}

/// The narrowest field that holds all of a place, with its width.
fn narrow_table(
    table: &DeTable<'_>,
    path: &str,
    place: &Range<usize>,
    found: &mut (usize, String),
) {
    for (key, value) in table {
        let path = below(path, key.get_ref());
        narrowed(&key.span(), &path, place, found);
        narrow(value, &path, place, found);
    }
}

fn narrow(
    value: &Spanned<DeValue<'_>>,
    path: &str,
    place: &Range<usize>,
    found: &mut (usize, String),
) {
    narrowed(&value.span(), path, place, found);
    match value.get_ref() {
        DeValue::Table(table) => narrow_table(table, path, place, found),
        DeValue::Array(items) => {
            for (number, item) in (1..).zip(items.iter()) {
                narrow(item, &format!("{path}.{number}"), place, found);
            }
        }
        _ => {}
    }
}

fn narrowed(span: &Range<usize>, path: &str, place: &Range<usize>, found: &mut (usize, String)) {
    // The whole file is told as a place without length, and is no field.
    let holds = !place.is_empty() && span.start <= place.start && place.end <= span.end;
    if holds && span.len() < found.0 {
        *found = (span.len(), path.to_owned());
    }
}
