//! Payees: one for each who was paid, whatever the capitals and spaces of a statement.

use sqlx::SqliteConnection;

use crate::error::Result;
use crate::ids::PayeeId;
use crate::image::Thing;
use crate::write::Write;

/// The form under which a payee's text is found again: lower case, single spaces.
pub(crate) fn alias_of(text: &str) -> String {
    text.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase()
}

/// The payee that is known under this alias.
pub(crate) async fn find(db: &mut SqliteConnection, alias: &str) -> Result<Option<PayeeId>> {
    Ok(sqlx::query_scalar!(
        r#"select payee_id as "id: PayeeId" from payee_aliases where alias = ?"#,
        alias
    )
    .fetch_optional(db)
    .await?)
}

impl Write {
    /// The payee of this text, made where it is new; `None` for an empty text.
    pub(crate) async fn payee(&mut self, text: &str) -> Result<Option<PayeeId>> {
        let alias = alias_of(text);
        if alias.is_empty() {
            return Ok(None);
        }
        if let Some(known) = find(self.connection(), &alias).await? {
            return Ok(Some(known));
        }
        let id = PayeeId(self.new_id()?);
        self.touch(Thing::Payee(id)).await?;
        let name: String = text
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .chars()
            .take(500)
            .collect();
        // Another payee may have been renamed to exactly this; then the alias joins it.
        sqlx::query!(
            "insert into payees (id, name) values (?, ?) on conflict (name) do nothing",
            id,
            name
        )
        .execute(self.connection())
        .await?;
        let id = sqlx::query_scalar!(
            r#"select id as "id: PayeeId" from payees where name = ?"#,
            name
        )
        .fetch_one(self.connection())
        .await?;
        self.touch(Thing::Payee(id)).await?;
        sqlx::query!(
            "insert into payee_aliases (alias, payee_id) values (?, ?)",
            alias,
            id
        )
        .execute(self.connection())
        .await?;
        Ok(Some(id))
    }
}
