//! Payees: one for each who was paid, whatever the capitals and spaces of a statement.

use serde::Serialize;
use sqlx::SqliteConnection;

use crate::error::Result;
use crate::ids::PayeeId;
use crate::image::Thing;
use crate::store::Ledger;
use crate::write::Write;

/// Somebody who was paid, or who paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Payee {
    /// Its id.
    pub id: PayeeId,
    /// Its name.
    pub name: String,
    /// How many entries name it; those that are void do not count.
    #[cfg_attr(feature = "bindings", specta(type = u32))]
    pub entries: i64,
}

impl Ledger {
    /// Every payee, the one with most entries first.
    pub async fn payees(&self) -> Result<Vec<Payee>> {
        Ok(sqlx::query_as!(
            Payee,
            r#"select p.id as "id: PayeeId", p.name, coalesce(e.entries, 0) as "entries!: i64"
               from payees p
               left join (select payee_id, count(*) as entries from entries
                   where status <> 4 and payee_id is not null group by payee_id) e
               on e.payee_id = p.id
               order by 3 desc, p.name"#
        )
        .fetch_all(&self.pool)
        .await?)
    }
}

/// How many characters of a text become a name.
const LONGEST_NAME: usize = 500;

/// The form under which a payee's text is found again: lower case, single spaces.
pub(crate) fn alias_of(text: &str) -> String {
    text.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase()
}

/// The name of a payee: its text with single spaces, and not longer than a name may be.
fn name_of(text: &str) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    words.chars().take(LONGEST_NAME).collect()
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
        let new = PayeeId(self.new_id()?);
        self.make(Thing::Payee(new));
        let id = self.name_payee(new, text).await?;
        self.touch(Thing::Payee(id)).await?;
        self.alias_payee(&alias, id).await?;
        Ok(Some(id))
    }

    /// Makes payees for new aliases, given with the texts to name them by; gives the aliases with their
    /// payees. An alias whose name another payee has joins that one.
    pub(crate) async fn name_payees(
        &mut self,
        new: Vec<(&str, String)>,
    ) -> Result<Vec<(String, PayeeId)>> {
        if new.is_empty() {
            return Ok(Vec::new());
        }
        let count = u32::try_from(new.len()).unwrap_or(u32::MAX);
        let first = self.new_ids(count)?;
        let named: Vec<(i64, &str, String)> = (first..)
            .zip(new)
            .map(|(id, (alias, text))| (id, alias, name_of(&text)))
            .collect();
        let named = serde_json::to_string(&named)?;
        sqlx::query!(
            "insert into payees (id, name)
             select value ->> 0, value ->> 2 from json_each(?) where true
             on conflict (name) do nothing",
            named
        )
        .execute(self.connection())
        .await?;
        let known = sqlx::query!(
            r#"insert into payee_aliases (alias, payee_id)
               select new.value ->> 1, payees.id from json_each(?) new
               cross join payees on payees.name = new.value ->> 2
               returning alias, payee_id as "id: PayeeId""#,
            named
        )
        .fetch_all(self.connection())
        .await?;
        Ok(known.into_iter().map(|row| (row.alias, row.id)).collect())
    }

    /// Names a new payee; gives the one that has exactly this name already, if there is one, for
    /// the alias to join.
    async fn name_payee(&mut self, new: PayeeId, text: &str) -> Result<PayeeId> {
        let name = name_of(text);
        sqlx::query!(
            "insert into payees (id, name) values (?, ?) on conflict (name) do nothing",
            new,
            name
        )
        .execute(self.connection())
        .await?;
        Ok(sqlx::query_scalar!(
            r#"select id as "id: PayeeId" from payees where name = ?"#,
            name
        )
        .fetch_one(self.connection())
        .await?)
    }

    /// From now on this alias means this payee.
    async fn alias_payee(&mut self, alias: &str, payee: PayeeId) -> Result<()> {
        sqlx::query!(
            "insert into payee_aliases (alias, payee_id) values (?, ?)",
            alias,
            payee
        )
        .execute(self.connection())
        .await?;
        Ok(())
    }
}
