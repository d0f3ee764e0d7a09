//! A file read with everything that the person said about it, now or when they last read one like it.

use farthing_statements::{Hints, Mapping, Password, ReadError, Reading};
use sqlx::SqliteConnection;

use super::{ImportOptions, StatementFile};
use crate::choices::{self, ChoiceKind};
use crate::error::{LedgerError, Result};
use crate::wire::named_currency;
use crate::write::Write;

/// A file as it was read, and the mapping that the person laid down for it, if they did.
pub(crate) struct Opened {
    pub reading: Reading,
    pub mapping: Option<Mapping>,
}

/// Reads a file without a ledger: only what is said now counts.
pub(super) fn read(file: &StatementFile, options: &ImportOptions) -> Result<Opened> {
    let reading = read_with(file, options, options.mapping.clone())?;
    Ok(Opened {
        reading,
        mapping: options.mapping.clone(),
    })
}

/// Reads a file; one of a shape for which a mapping is kept is read with that.
pub(super) async fn read_in(
    db: &mut SqliteConnection,
    file: &StatementFile,
    options: &ImportOptions,
) -> Result<Opened> {
    let first = read_with(file, options, options.mapping.clone());
    let Some(shape) = shape_of(&first).filter(|_| options.mapping.is_none()) else {
        return Ok(Opened {
            reading: first?,
            mapping: options.mapping.clone(),
        });
    };
    let kept: Option<Mapping> = choices::find(db, ChoiceKind::Mapping, &shape).await?;
    let reading = match &kept {
        Some(mapping) => read_with(file, options, Some(mapping.clone()))?,
        None => first?,
    };
    Ok(Opened {
        reading,
        mapping: kept,
    })
}

/// The shape under which a mapping of this file would be kept; a known layout needs none.
fn shape_of(read: &Result<Reading>) -> Option<String> {
    match read {
        Ok(reading) if reading.provider.is_none() => {
            reading.table.as_ref().map(|table| table.shape.clone())
        }
        Err(LedgerError::Unreadable {
            source: ReadError::Unmapped(table),
            ..
        }) => Some(table.shape.clone()),
        _ => None,
    }
}

fn read_with(
    file: &StatementFile,
    options: &ImportOptions,
    mapping: Option<Mapping>,
) -> Result<Reading> {
    let hints = Hints {
        date_order: options.date_order,
        decimal_mark: options.decimal_mark,
        currency: options
            .currency
            .as_deref()
            .map(named_currency)
            .transpose()?,
        password: options.password.clone().map(Password),
        mapping,
        own_accounts: options.own_accounts.clone(),
    };
    farthing_statements::read(&file.bytes, &hints).map_err(|source| LedgerError::Unreadable {
        file: file.name.clone(),
        source,
    })
}

impl Write {
    /// Keeps the mapping that a file was read with, for the next one of its shape.
    pub(super) async fn keep_mapping(&mut self, opened: &Opened) -> Result<()> {
        let (Some(mapping), Some(table)) = (&opened.mapping, &opened.reading.table) else {
            return Ok(());
        };
        let kept: Option<Mapping> =
            choices::find(self.connection(), ChoiceKind::Mapping, &table.shape).await?;
        if kept.as_ref() != Some(mapping) {
            self.choose(ChoiceKind::Mapping, &table.shape, 0, mapping)
                .await?;
        }
        Ok(())
    }
}
