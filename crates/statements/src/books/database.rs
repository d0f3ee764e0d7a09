//! Databases of other programs, as far as bytes go: the SQL is spoken in the ledger.

use std::borrow::Cow;

use crate::container::zip::{Zip, is_zip};
use crate::model::ReadError;

const SQLITE: &[u8] = b"SQLite format 3\0";
/// Actual's budget in an archive: its database, and beside it what it is called.
const ACTUAL: [&str; 2] = ["db.sqlite", "metadata.json"];

/// The SQLite database that a file is, or that the archive of an Actual budget holds; `None` for any
/// other file.
pub fn database_in(bytes: &[u8]) -> Result<Option<Cow<'_, [u8]>>, ReadError> {
    if bytes.starts_with(SQLITE) {
        crate::within_size(bytes)?;
        return Ok(Some(Cow::Borrowed(bytes)));
    }
    if !is_zip(bytes) {
        return Ok(None);
    }
    crate::within_size(bytes)?;
    // An archive that cannot be read is refused where all archives are.
    let Ok(zip) = Zip::open(bytes) else {
        return Ok(None);
    };
    let named = |wanted: &str| {
        zip.names()
            .find(|name| name.rsplit(['/', '\\']).next() == Some(wanted))
    };
    let [Some(database), Some(_)] = ACTUAL.map(named) else {
        return Ok(None);
    };
    let database = zip.part(database).transpose()?;
    Ok(database.filter(|bytes| bytes.starts_with(SQLITE)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::container::zip::tests::archive;

    #[test]
    fn a_database_is_found_bare_and_in_an_archive() {
        let database = [SQLITE, b"pages"].concat();
        assert_eq!(database_in(&database).unwrap().as_deref(), Some(&*database));
        let parts = [
            ("b/db.sqlite", &*database, database.len()),
            ("b/metadata.json", &b"{}"[..], 2),
        ];
        assert_eq!(
            database_in(&archive(&parts)).unwrap().as_deref(),
            Some(&*database)
        );
        assert_eq!(database_in(&archive(&parts[..1])).unwrap(), None);
        assert_eq!(database_in(b"PK\x03\x04rest").unwrap(), None);
        assert_eq!(database_in(b"Date,Amount").unwrap(), None);
    }
}
