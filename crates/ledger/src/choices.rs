//! What the person decided about reading and sorting: one JSON text a decision, kept and undone like an entry.
//!
//! Each kind has a Rust type of its own, in the file of its feature; here they are only kept.

use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::SqliteConnection;

use crate::error::{LedgerError, Result};
use crate::ids::ChoiceId;
use crate::image::Thing;
use crate::write::Write;

/// The kinds of choices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::Type)]
#[sqlx(rename_all = "snake_case")]
pub(crate) enum ChoiceKind {
    /// How a table of a shape is read.
    Mapping,
    /// How rows of a kind are sorted.
    Rule,
    /// How a message is read.
    Template,
    /// Two entries that are no transfer, whatever they look like.
    NotAPair,
    /// The folder that a device watches.
    WatchedFolder,
    /// A rule that sets money aside.
    SavingRule,
    /// When all saving rests.
    SavingPause,
    /// A purchase that a saving rule leaves out.
    LeftOut,
    /// What a purchase would have cost by the list.
    ListPrice,
    /// A goal.
    Goal,
    /// Where a goal's money really goes.
    Destination,
    /// A transfer that was confirmed.
    Sweep,
    /// A thing that is thought over before it is bought.
    Wish,
    /// A programme that pays cashback or points.
    Programme,
    /// What is known of a purchase beside its entry.
    PurchaseDetail,
    /// What became of a reward.
    Receivable,
    /// Whether a credit is cashback, and for what.
    Receipt,
    /// Points that came or went by hand.
    PointsMove,
    /// A gift card.
    GiftCard,
    /// What counts as small, and what is essential.
    Lens,
    /// What a provider takes of payments.
    Tariff,
    /// Payments that come again, and what the person said of them.
    Series,
    /// What may be spent in a period.
    Allowance,
    /// What may be spent on a category.
    Limit,
    /// A habit, and when all of them rest.
    Habit,
    /// So many good days out of so many.
    Challenge,
    /// What was said in a weekly review.
    Review,
    /// A game with its packs, the cap of all games, a creator that is tipped.
    Game,
    /// What the insights log has noted, and what the person said of it.
    Insight,
}

/// A choice with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Choice<T> {
    pub id: ChoiceId,
    pub key: String,
    pub position: i64,
    pub value: T,
}

/// Every choice of a kind, in its order.
pub(crate) async fn all<T: DeserializeOwned>(
    db: &mut SqliteConnection,
    kind: ChoiceKind,
) -> Result<Vec<Choice<T>>> {
    let rows = sqlx::query!(
        r#"select id as "id: ChoiceId", key, position, value from choices where kind = ?
           order by position, id"#,
        kind
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Choice {
                id: row.id,
                key: row.key,
                position: row.position,
                value: understood(&row.value)?,
            })
        })
        .collect()
}

/// The choice of a kind under a key.
pub(crate) async fn find<T: DeserializeOwned>(
    db: &mut SqliteConnection,
    kind: ChoiceKind,
    key: &str,
) -> Result<Option<T>> {
    let value = sqlx::query_scalar!(
        "select value from choices where kind = ? and key = ?",
        kind,
        key
    )
    .fetch_optional(db)
    .await?;
    value.as_deref().map(understood).transpose()
}

fn understood<T: DeserializeOwned>(value: &str) -> Result<T> {
    serde_json::from_str(value)
        .map_err(|error| LedgerError::Damaged(format!("a choice is not readable ({error})")))
}

impl Write {
    /// Keeps a choice under its key, over an older one.
    pub(crate) async fn choose(
        &mut self,
        kind: ChoiceKind,
        key: &str,
        position: i64,
        value: &impl Serialize,
    ) -> Result<ChoiceId> {
        let known = sqlx::query_scalar!(
            r#"select id as "id: ChoiceId" from choices where kind = ? and key = ?"#,
            kind,
            key
        )
        .fetch_optional(self.connection())
        .await?;
        let id = match known {
            Some(known) => known,
            None => ChoiceId(self.new_id()?),
        };
        self.touch(Thing::Choice(id)).await?;
        let value = serde_json::to_string(value)?;
        sqlx::query!(
            "insert into choices (id, kind, key, position, value) values (?, ?, ?, ?, ?)
             on conflict (id) do update set position = excluded.position, value = excluded.value",
            id,
            kind,
            key,
            position,
            value
        )
        .execute(self.connection())
        .await?;
        Ok(id)
    }

    /// Forgets a choice.
    pub(crate) async fn unchoose(&mut self, kind: ChoiceKind, id: ChoiceId) -> Result<()> {
        self.touch(Thing::Choice(id)).await?;
        let done = sqlx::query!("delete from choices where id = ? and kind = ?", id, kind)
            .execute(self.connection())
            .await?;
        if done.rows_affected() == 0 {
            return Err(LedgerError::Missing("choice"));
        }
        Ok(())
    }

    /// Moves a choice to another place in its order.
    pub(crate) async fn move_choice(&mut self, id: ChoiceId, position: i64) -> Result<()> {
        self.touch(Thing::Choice(id)).await?;
        sqlx::query!("update choices set position = ? where id = ?", position, id)
            .execute(self.connection())
            .await?;
        Ok(())
    }
}
