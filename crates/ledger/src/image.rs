//! Images of things as JSON, for the history: taken before and after a change, put back by undo.
//!
//! One statement for each thing and direction; they take and give arrays, so that a whole import
//! goes the same way as a single entry.

use sqlx::SqliteConnection;

use crate::error::{LedgerError, Result};
use crate::ids::{AccountId, ChoiceId, EntryId, ImportId, PayeeId};

/// Something that a change can touch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Thing {
    Account(AccountId),
    Payee(PayeeId),
    Tag(i64),
    Import(ImportId),
    Entry(EntryId),
    Choice(ChoiceId),
}

impl Thing {
    /// The word for it in the history.
    pub(crate) fn kind(self) -> &'static str {
        match self {
            Self::Account(_) => "account",
            Self::Payee(_) => "payee",
            Self::Tag(_) => "tag",
            Self::Import(_) => "import",
            Self::Entry(_) => "entry",
            Self::Choice(_) => "choice",
        }
    }

    /// Its id.
    pub(crate) fn key(self) -> i64 {
        match self {
            Self::Account(AccountId(id))
            | Self::Payee(PayeeId(id))
            | Self::Import(ImportId(id))
            | Self::Entry(EntryId(id))
            | Self::Choice(ChoiceId(id))
            | Self::Tag(id) => id,
        }
    }

    /// The thing that a line of the history speaks of.
    pub(crate) fn of(kind: &str, key: i64) -> Result<Self> {
        Ok(match kind {
            "account" => Self::Account(AccountId(key)),
            "payee" => Self::Payee(PayeeId(key)),
            "tag" => Self::Tag(key),
            "import" => Self::Import(ImportId(key)),
            "entry" => Self::Entry(EntryId(key)),
            "choice" => Self::Choice(ChoiceId(key)),
            other => {
                return Err(LedgerError::Damaged(format!(
                    "the history speaks of “{other}”"
                )));
            }
        })
    }
}

/// The image of a thing, `None` where there is no such thing.
pub(crate) async fn take(db: &mut SqliteConnection, thing: Thing) -> Result<Option<String>> {
    let key = thing.key();
    let image =
        match thing {
            Thing::Entry(entry) => return Ok(take_entries(db, &[entry]).await?.pop()),
            Thing::Account(_) => {
                sqlx::query_scalar!(
                    r#"select json_array(id, class, kind, role, name, institution, number, closed)
               as "image!: String" from accounts where id = ?"#,
                    key
                )
                .fetch_optional(db)
                .await?
            }
            Thing::Payee(_) => {
                sqlx::query_scalar!(
                    r#"select json_array(id, name, (select json_group_array(alias) from
                   (select alias from payee_aliases where payee_id = payees.id order by alias)))
               as "image!: String" from payees where id = ?"#,
                    key
                )
                .fetch_optional(db)
                .await?
            }
            Thing::Tag(_) => {
                sqlx::query_scalar!(
                    r#"select json_array(id, name) as "image!: String" from tags where id = ?"#,
                    key
                )
                .fetch_optional(db)
                .await?
            }
            Thing::Import(_) => sqlx::query_scalar!(
                r#"select json_array(id, file_name, byte_size, digest, format, provider, encoding,
                   shape, account_id, imported_at, first_entry, last_entry, first_day, last_day,
                   (select json_group_array(json_array(position, account_id, currency, rows, added,
                        known, skipped, minor, fee_minor, first_day, last_day, opening_minor,
                        opening_day, closing_minor, closing_day))
                    from import_accounts where import_id = imports.id)) as "image!: String"
                   from imports where id = ?"#,
                key
            )
            .fetch_optional(db)
            .await?,
            Thing::Choice(_) => {
                sqlx::query_scalar!(
                    r#"select json_array(id, kind, key, position, value) as "image!: String"
                       from choices where id = ?"#,
                    key
                )
                .fetch_optional(db)
                .await?
            }
        };
    Ok(image)
}

/// The images of these entries with their postings, tags, sources and original amount, by id.
pub(crate) async fn take_entries(
    db: &mut SqliteConnection,
    entries: &[EntryId],
) -> Result<Vec<String>> {
    let ids = serde_json::to_string(entries)?;
    Ok(sqlx::query_scalar!(
        // What an entry has not got is left out, so its image is the same as before there was such a thing.
        r#"select json_patch(json_object(
               'entry', json_array(id, day, second, zone, kind, status, payee_id, note, refund_of,
                   transfer_of, decided, rule_id, excluded),
               'postings', (select json_group_array(json_array(position, account_id, minor, currency))
                   from (select * from postings where entry_id = entries.id order by position)),
               'tags', (select json_group_array(tag_id)
                   from (select tag_id from entry_tags where entry_id = entries.id order by tag_id)),
               'rows', (select json_group_array(json_array(identity, import_id, line, raw, reference, counter))
                   from (select * from statement_rows where entry_id = entries.id order by identity))
           ), json_object(
               'entered', entered,
               'original', json((select json_array(minor, currency) from originals
                   where entry_id = entries.id))
           )) as "image!: String"
           from entries where id in (select value from json_each(?)) order by id"#,
        ids
    )
    .fetch_all(db)
    .await?)
}

/// Deletes a thing. A payee or tag stays: it holds no money, and images of other changes may speak
/// of it. An account that something else uses is an error.
pub(crate) async fn remove(db: &mut SqliteConnection, thing: Thing) -> Result<()> {
    let key = thing.key();
    match thing {
        Thing::Entry(entry) => return remove_entries(db, &[entry]).await,
        Thing::Account(_) => {
            require_unused(db, key).await?;
            sqlx::query!("delete from accounts where id = ?", key)
                .execute(db)
                .await?
        }
        Thing::Payee(_) | Thing::Tag(_) => return Ok(()),
        Thing::Import(_) => {
            sqlx::query!("delete from imports where id = ?", key)
                .execute(db)
                .await?
        }
        Thing::Choice(_) => {
            sqlx::query!("delete from choices where id = ?", key)
                .execute(db)
                .await?
        }
    };
    Ok(())
}

/// An error when entries or imports use the account.
async fn require_unused(db: &mut SqliteConnection, account: i64) -> Result<()> {
    let name = sqlx::query_scalar!(
        "select name from accounts where id = ?1
         and (exists (select 1 from postings where account_id = ?1)
              or exists (select 1 from imports where account_id = ?1))",
        account
    )
    .fetch_optional(db)
    .await?;
    match name {
        None => Ok(()),
        Some(name) => Err(LedgerError::StandsOn {
            label: format!("Entries in {name}"),
        }),
    }
}

/// Deletes these entries with all that hangs on them.
pub(crate) async fn remove_entries(db: &mut SqliteConnection, entries: &[EntryId]) -> Result<()> {
    let ids = serde_json::to_string(entries)?;
    sqlx::query!(
        "delete from entries where id in (select value from json_each(?))",
        ids
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Puts a thing back as its image says, over whatever stands in its place.
pub(crate) async fn put_back(db: &mut SqliteConnection, thing: Thing, image: &str) -> Result<()> {
    match thing {
        Thing::Entry(entry) => {
            remove_entries(db, &[entry]).await?;
            put_back_entries(db, &format!("[{image}]")).await
        }
        Thing::Account(_) => put_back_account(db, image).await,
        Thing::Payee(_) => put_back_payee(db, image).await,
        Thing::Tag(_) => put_back_tag(db, image).await,
        Thing::Import(_) => put_back_import(db, image).await,
        Thing::Choice(_) => put_back_choice(db, image).await,
    }
}

/// Puts entries back from a JSON array of their images; none of them may exist.
pub(crate) async fn put_back_entries(db: &mut SqliteConnection, images: &str) -> Result<()> {
    sqlx::query!(
        "insert into entries (id, day, second, zone, kind, status, payee_id, note, refund_of,
                              transfer_of, decided, rule_id, excluded, entered)
         select value ->> '$.entry[0]', value ->> '$.entry[1]', value ->> '$.entry[2]',
                value ->> '$.entry[3]', value ->> '$.entry[4]', value ->> '$.entry[5]',
                value ->> '$.entry[6]', value ->> '$.entry[7]', value ->> '$.entry[8]',
                value ->> '$.entry[9]', coalesce(value ->> '$.entry[10]', 0),
                value ->> '$.entry[11]', coalesce(value ->> '$.entry[12]', 0),
                value ->> '$.entered'
         from json_each(?)",
        images
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "insert into postings (entry_id, position, account_id, day, minor, currency)
         select image.value ->> '$.entry[0]', part.value ->> '$[0]', part.value ->> '$[1]',
                image.value ->> '$.entry[1]', part.value ->> '$[2]', part.value ->> '$[3]'
         from json_each(?) as image, json_each(image.value, '$.postings') as part",
        images
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "insert into entry_tags (entry_id, tag_id)
         select image.value ->> '$.entry[0]', part.value
         from json_each(?) as image, json_each(image.value, '$.tags') as part",
        images
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "insert into statement_rows (entry_id, identity, import_id, line, raw, reference, counter)
         select image.value ->> '$.entry[0]', part.value ->> '$[0]', part.value ->> '$[1]',
                part.value ->> '$[2]', part.value ->> '$[3]', part.value ->> '$[4]',
                part.value ->> '$[5]'
         from json_each(?) as image, json_each(image.value, '$.rows') as part",
        images
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "insert into originals (entry_id, minor, currency)
         select value ->> '$.entry[0]', value ->> '$.original[0]', value ->> '$.original[1]'
         from json_each(?) where value ->> '$.original[0]' is not null",
        images
    )
    .execute(db)
    .await?;
    Ok(())
}

async fn put_back_account(db: &mut SqliteConnection, image: &str) -> Result<()> {
    sqlx::query!(
        "insert into accounts (id, class, kind, role, name, institution, number, closed)
         select ?1 ->> '$[0]', ?1 ->> '$[1]', ?1 ->> '$[2]', ?1 ->> '$[3]', ?1 ->> '$[4]',
                ?1 ->> '$[5]', ?1 ->> '$[6]', ?1 ->> '$[7]'
         where true
         on conflict (id) do update set kind = excluded.kind, name = excluded.name,
             institution = excluded.institution, number = excluded.number, closed = excluded.closed",
        image
    )
    .execute(db)
    .await?;
    Ok(())
}

async fn put_back_payee(db: &mut SqliteConnection, image: &str) -> Result<()> {
    sqlx::query!(
        "insert into payees (id, name) select ?1 ->> '$[0]', ?1 ->> '$[1]' where true
         on conflict (id) do update set name = excluded.name",
        image
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "insert into payee_aliases (alias, payee_id)
         select value, ?1 ->> '$[0]' from json_each(?1, '$[2]') where true
         on conflict (alias) do update set payee_id = excluded.payee_id",
        image
    )
    .execute(db)
    .await?;
    Ok(())
}

async fn put_back_tag(db: &mut SqliteConnection, image: &str) -> Result<()> {
    sqlx::query!(
        "insert into tags (id, name) select ?1 ->> '$[0]', ?1 ->> '$[1]' where true
         on conflict (id) do update set name = excluded.name",
        image
    )
    .execute(db)
    .await?;
    Ok(())
}

async fn put_back_import(db: &mut SqliteConnection, image: &str) -> Result<()> {
    sqlx::query!(
        "insert into imports (id, file_name, byte_size, digest, format, provider, encoding, shape,
                              account_id, imported_at, first_entry, last_entry, first_day, last_day)
         select ?1 ->> '$[0]', ?1 ->> '$[1]', ?1 ->> '$[2]', ?1 ->> '$[3]', ?1 ->> '$[4]',
                ?1 ->> '$[5]', ?1 ->> '$[6]', ?1 ->> '$[7]', ?1 ->> '$[8]', ?1 ->> '$[9]',
                ?1 ->> '$[10]', ?1 ->> '$[11]', ?1 ->> '$[12]', ?1 ->> '$[13]'",
        image
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "insert into import_accounts (import_id, position, account_id, currency, rows, added, known,
             skipped, minor, fee_minor, first_day, last_day, opening_minor, opening_day,
             closing_minor, closing_day)
         select ?1 ->> '$[0]', value ->> '$[0]', value ->> '$[1]', value ->> '$[2]',
                value ->> '$[3]', value ->> '$[4]', value ->> '$[5]', value ->> '$[6]',
                value ->> '$[7]', value ->> '$[8]', value ->> '$[9]', value ->> '$[10]',
                value ->> '$[11]', value ->> '$[12]', value ->> '$[13]', value ->> '$[14]'
         from json_each(coalesce(?1 -> '$[14]', '[]'))",
        image
    )
    .execute(db)
    .await?;
    Ok(())
}

async fn put_back_choice(db: &mut SqliteConnection, image: &str) -> Result<()> {
    sqlx::query!(
        "insert into choices (id, kind, key, position, value)
         select ?1 ->> '$[0]', ?1 ->> '$[1]', ?1 ->> '$[2]', ?1 ->> '$[3]', ?1 ->> '$[4]'
         where true
         on conflict (id) do update set kind = excluded.kind, key = excluded.key,
             position = excluded.position, value = excluded.value",
        image
    )
    .execute(db)
    .await?;
    Ok(())
}
