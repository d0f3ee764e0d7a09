//! A file read with everything that the person said about it, now or when they last read one like it.

use farthing_statements::messages::Template;
use farthing_statements::{Hints, Mapping, Password, ReadError, Reading};
use sqlx::SqliteConnection;

use super::{ImportOptions, StatementFile, foreign};
use crate::choices::{self, ChoiceKind};
use crate::error::{LedgerError, Result};
use crate::templates;
use crate::wire::named_currency;
use crate::write::Write;

/// A file as it was read.
pub(crate) struct Opened {
    pub reading: Reading,
    /// The mapping that the person laid down for it now, with the shape under which it is kept.
    new_mapping: Option<(String, Mapping)>,
}

/// Reads a file without a ledger: only what is said now counts.
pub(super) async fn read(file: &StatementFile, options: &ImportOptions) -> Result<Opened> {
    let hints = hints(options, options.mapping.clone(), &[])?;
    let reading = read_with(file, &hints).await?;
    Ok(Opened {
        reading,
        new_mapping: None,
    })
}

/// Reads a file; one of a shape for which a mapping is kept is read with that.
pub(super) async fn read_in(
    db: &mut SqliteConnection,
    file: &StatementFile,
    options: &ImportOptions,
) -> Result<Opened> {
    let templates = templates::usable(db).await?;
    let read_with = async |mapping| read_with(file, &hints(options, mapping, &templates)?).await;
    let bare = read_with(None).await;
    let shape = shape_of(&bare);
    if let Some(mapping) = &options.mapping {
        return Ok(Opened {
            reading: read_with(Some(mapping.clone())).await?,
            new_mapping: shape.map(|shape| (shape, mapping.clone())),
        });
    }
    let kept = match &shape {
        Some(shape) => choices::find(db, ChoiceKind::Mapping, shape).await?,
        None => None,
    };
    let reading = match kept {
        Some(mapping) => read_with(Some(mapping)).await?,
        None => bare?,
    };
    Ok(Opened {
        reading,
        new_mapping: None,
    })
}

/// The shape under which a mapping of this file is kept: that of the file as it reads without one.
fn shape_of(read: &Result<Reading>) -> Option<String> {
    match read {
        Ok(reading) => reading.table.as_ref().map(|table| table.shape.clone()),
        Err(LedgerError::Unreadable {
            source: ReadError::Unmapped(table),
            ..
        }) => Some(table.shape.clone()),
        _ => None,
    }
}

/// What the person said about a file, as the readers take it.
fn hints(
    options: &ImportOptions,
    mapping: Option<Mapping>,
    templates: &[Template],
) -> Result<Hints> {
    Ok(Hints {
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
        day: options.day,
        sign: options.sign,
        templates: templates.to_vec(),
    })
}

async fn read_with(file: &StatementFile, hints: &Hints) -> Result<Reading> {
    let unreadable = |source| LedgerError::Unreadable {
        file: file.name.clone(),
        source,
    };
    if let Some(reading) = foreign::read(&file.bytes, hints)
        .await
        .map_err(unreadable)?
    {
        return Ok(reading);
    }
    farthing_statements::read(&file.bytes, hints).map_err(unreadable)
}

impl Write {
    /// Keeps the mapping that a file was read with, for the next one of its shape.
    pub(super) async fn keep_mapping(&mut self, opened: &Opened) -> Result<()> {
        let Some((shape, mapping)) = &opened.new_mapping else {
            return Ok(());
        };
        let kept: Option<Mapping> =
            choices::find(self.connection(), ChoiceKind::Mapping, shape).await?;
        if kept.as_ref() != Some(mapping) {
            self.choose(ChoiceKind::Mapping, shape, 0, mapping).await?;
        }
        Ok(())
    }
}
