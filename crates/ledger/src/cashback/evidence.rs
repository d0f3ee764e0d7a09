//! Files that prove something: kept once in the ledger, by their content.

mod base64;
mod media;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use sqlx::SqliteConnection;

use super::desk::Noted;
use super::kept::KeptReceivable;
use super::views::{EvidenceContent, Receivable};
use crate::error::{LedgerError, Result};
use crate::store::Ledger;

/// A file has at most so many bytes.
const MOST_BYTES: usize = 10 * 1024 * 1024;
/// A name has at most so many bytes.
const LONGEST_NAME: usize = 255;
/// A reward has at most so many files.
const MOST_FILES: usize = 20;

/// A file that proves something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct KeptEvidence {
    /// Its row in `attachments`.
    pub attachment: i64,
    pub name: String,
}

impl Ledger {
    /// Keeps a file with a reward: PNG, JPEG, WebP or PDF by its content, at most 10 MB.
    pub async fn attach_evidence(
        &self,
        key: &str,
        name: &str,
        content: &[u8],
        today: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<Receivable> {
        let name = cleaned(name);
        let mut write = self.begin(now).await?;
        write.on(today);
        let mut noted = Noted::of(write.connection(), key).await?;
        let attachment = keep_file(write.connection(), content).await?;
        add(&mut noted.kept, attachment, name)?;
        write.keep_noted(noted, "Attach file to").await?;
        self.receivable(key, today).await
    }

    /// Takes a file off a reward.
    pub async fn detach_evidence(
        &self,
        key: &str,
        attachment: i64,
        today: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<Receivable> {
        let change = |noted: &mut Noted| {
            let files = &mut noted.kept.evidence;
            let before = files.len();
            files.retain(|file| file.attachment != attachment);
            if files.len() == before {
                let message = "this file is not attached to it";
                return Err(LedgerError::invalid("attachment", message));
            }
            Ok("Detach file from")
        };
        self.change_noted(key, (today, now), change).await
    }

    /// The content of a file.
    pub async fn evidence(&self, attachment: i64) -> Result<EvidenceContent> {
        let mut db = self.pool.acquire().await?;
        let row = sqlx::query!(
            "select media_type, content from attachments where id = ?",
            attachment
        )
        .fetch_optional(&mut *db)
        .await?
        .ok_or(LedgerError::Missing("file"))?;
        let name = name_of(&mut db, attachment).await?;
        Ok(EvidenceContent {
            name: name.unwrap_or_else(|| "file".to_owned()),
            media_type: row.media_type,
            base64: base64::encode(&row.content),
        })
    }
}

/// Drops the files that neither what stands nor the history names: nothing can bring them back.
pub(crate) async fn drop_unnamed_files(db: &mut SqliteConnection) -> Result<()> {
    let any = sqlx::query_scalar!(r#"select exists (select 1 from attachments) as "any!: bool""#)
        .fetch_one(&mut *db)
        .await?;
    if !any {
        return Ok(());
    }
    sqlx::query!(
        "delete from attachments where id not in (
             select json_extract(file.value, '$.attachment')
             from choices c, json_each(c.value, '$.evidence') file where c.kind in ('receivable', 'series')
             union
             select json_extract(file.value, '$.attachment')
             from (select before as image from history_images where kind = 'choice' and before is not null
                   union all
                   select after from history_images where kind = 'choice' and after is not null) h,
                 json_each(json_extract(h.image, '$[4]'), '$.evidence') file
             where json_extract(h.image, '$[1]') in ('receivable', 'series'))"
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The name under which a reward or a series keeps a file.
async fn name_of(db: &mut SqliteConnection, attachment: i64) -> Result<Option<String>> {
    Ok(sqlx::query_scalar!(
        r#"select json_extract(file.value, '$.name') as "name!: String"
           from choices c, json_each(c.value, '$.evidence') file
           where c.kind in ('receivable', 'series')
             and json_extract(file.value, '$.attachment') = ? limit 1"#,
        attachment
    )
    .fetch_optional(db)
    .await?)
}

/// What a file is by its content, whatever its name says.
fn checked(content: &[u8]) -> Result<&'static str> {
    if content.is_empty() {
        return Err(LedgerError::invalid("file", "this file is empty"));
    }
    if content.len() > MOST_BYTES {
        return Err(LedgerError::invalid(
            "file",
            "this file is larger than 10 MB; attach a smaller one",
        ));
    }
    media::type_of(content).ok_or_else(|| {
        let message = "this is no PNG, JPEG, WebP or PDF by its content; attach a picture or a PDF";
        LedgerError::invalid("file", message)
    })
}

/// A name without folders and signs that cannot be seen, not longer than a name may be.
pub(crate) fn cleaned(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let seen: String = last.chars().filter(|c| !c.is_control()).collect();
    let mut short = String::new();
    for letter in seen.trim().chars() {
        if short.len() + letter.len_utf8() > LONGEST_NAME {
            break;
        }
        short.push(letter);
    }
    match short.as_str() {
        "" | "." | ".." => "file".to_owned(),
        _ => short,
    }
}

fn add(kept: &mut KeptReceivable, attachment: i64, name: String) -> Result<()> {
    let mut files = kept.evidence.iter();
    if files.any(|file| file.attachment == attachment) {
        return Err(LedgerError::invalid(
            "file",
            "this file is attached to it already",
        ));
    }
    if kept.evidence.len() >= MOST_FILES {
        let message = format!("a reward has at most {MOST_FILES} files; take one off first");
        return Err(LedgerError::invalid("file", message));
    }
    kept.evidence.push(KeptEvidence { attachment, name });
    Ok(())
}

/// Bytes as the digest of a file is written.
fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Keeps a file once, by its digest, if it is one that can prove something.
pub(crate) async fn keep_file(db: &mut SqliteConnection, content: &[u8]) -> Result<i64> {
    let media_type = checked(content)?;
    let digest = hex(&Sha256::digest(content));
    sqlx::query!(
        "insert into attachments (digest, media_type, content) values (?, ?, ?)
         on conflict (digest) do nothing",
        digest,
        media_type,
        content
    )
    .execute(&mut *db)
    .await?;
    let id = sqlx::query_scalar!(
        r#"select id as "id!: i64" from attachments where digest = ?"#,
        digest
    )
    .fetch_one(db)
    .await?;
    Ok(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_loses_its_folders_and_what_cannot_be_seen() {
        assert_eq!(cleaned("C:\\Users\\ada\\proof.png"), "proof.png");
        assert_eq!(cleaned("../../etc/passwd"), "passwd");
        assert_eq!(cleaned("a\u{7}b\n.pdf"), "ab.pdf");
        assert_eq!(cleaned(".."), "file");
        let long = cleaned(&"ä".repeat(400));
        assert_eq!((long.len(), long.chars().count()), (254, 127));
    }
}
