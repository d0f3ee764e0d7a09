//! What was worked out before, and what is new since then.

use std::collections::{BTreeMap, BTreeSet};

use farthing_rules::calendar::Span;
use serde::Serialize;
use serde_json::json;
use sqlx::SqliteConnection;

use super::super::kept::Laid;
use crate::day::day_of;
use crate::error::Result;
use crate::ids::{ChoiceId, EntryId};
use crate::savings::digest_of;

const PROGRAMME: &str = "programme";
const DETAIL: &str = "purchase_detail";
const RECEIVABLE: &str = "receivable";
const RECEIPT: &str = "receipt";

type Digests = BTreeMap<(&'static str, i64), String>;

/// What the derived rows were worked out from.
pub(super) struct Seen(BTreeMap<(String, i64), String>);

/// What was laid down otherwise since then.
#[derive(Debug, Default)]
pub(super) struct News {
    /// Programmes that are new or say something else, and what is remembered of them.
    pub programmes: BTreeSet<ChoiceId>,
    /// Programmes that are gone.
    pub gone: BTreeSet<ChoiceId>,
    /// Entries of which something else is known.
    pub details: BTreeSet<EntryId>,
    /// Programmes of whose rewards something else was said.
    pub receivables: BTreeSet<ChoiceId>,
    /// Credits of which something else was said.
    pub receipts: BTreeSet<EntryId>,
    fresh: Digests,
    old: Vec<(String, i64)>,
}

impl Seen {
    pub(super) async fn of(db: &mut SqliteConnection) -> Result<Self> {
        let rows = sqlx::query!("select kind, id, digest from cashback_seen")
            .fetch_all(db)
            .await?;
        let rows = rows.into_iter().map(|row| ((row.kind, row.id), row.digest));
        Ok(Self(rows.collect()))
    }

    /// What is new.
    pub(super) fn news(self, laid: &Laid) -> Result<News> {
        let digests = digests(laid)?;
        let mut news = News::default();
        let mut old = self.0;
        for ((kind, id), digest) in digests {
            if old.remove(&(kind.to_owned(), id)).as_ref() != Some(&digest) {
                news.note(kind, id);
                news.fresh.insert((kind, id), digest);
            }
        }
        for (kind, id) in old.into_keys() {
            if kind == PROGRAMME {
                news.gone.insert(ChoiceId(id));
            } else {
                news.note(&kind, id);
            }
            news.old.push((kind, id));
        }
        Ok(news)
    }
}

impl News {
    fn note(&mut self, kind: &str, id: i64) {
        match kind {
            PROGRAMME => drop(self.programmes.insert(ChoiceId(id))),
            DETAIL => drop(self.details.insert(EntryId(id))),
            RECEIVABLE => drop(self.receivables.insert(ChoiceId(id))),
            _ => drop(self.receipts.insert(EntryId(id))),
        }
    }

    /// Whether another programme may be paid by the same credits now.
    pub(super) fn programmes_differ(&self) -> bool {
        !self.programmes.is_empty() || !self.gone.is_empty()
    }

    /// The programmes whose credits something new was said of.
    pub(super) fn credited(&self, laid: &Laid) -> BTreeSet<ChoiceId> {
        let said = laid.receipts.iter().map(|choice| &choice.value);
        let said = said.filter(|said| self.receipts.contains(&said.entry));
        said.filter_map(|said| said.programme).collect()
    }
}

/// A digest for each programme, with its place, for each entry of which something is known, for what was
/// said of the rewards of each programme, and for each credit of which something was said.
fn digests(laid: &Laid) -> Result<Digests> {
    let mut digests = Digests::new();
    for choice in &laid.programmes {
        let text = json!([choice.position, choice.value]);
        digests.insert((PROGRAMME, choice.id.0), digest_of(&text.to_string()));
    }
    for (entry, detail) in &laid.details {
        digests.insert((DETAIL, entry.0), digest(detail)?);
    }
    let mut said: BTreeMap<ChoiceId, Vec<_>> = BTreeMap::new();
    for choice in &laid.receivables {
        let kept = &choice.value;
        let of_programme = said.entry(kept.programme).or_default();
        of_programme.push((kept.cause, kept.visit, &kept.events));
    }
    for (programme, said) in said {
        digests.insert((RECEIVABLE, programme.0), digest(&said)?);
    }
    for choice in &laid.receipts {
        digests.insert((RECEIPT, choice.value.entry.0), digest(&choice.value)?);
    }
    Ok(digests)
}

fn digest(value: &impl Serialize) -> Result<String> {
    Ok(digest_of(&serde_json::to_string(value)?))
}

/// The days of these entries, each for itself.
pub(super) async fn days_of(
    db: &mut SqliteConnection,
    entries: &BTreeSet<EntryId>,
) -> Result<Vec<Span>> {
    if entries.is_empty() {
        return Ok(Vec::new());
    }
    let entries = serde_json::to_string(entries)?;
    let days = sqlx::query_scalar!(
        r#"select distinct e.day as "day!: i64" from json_each(?) asked
           cross join entries e on e.id = asked.value"#,
        entries
    )
    .fetch_all(db)
    .await?;
    let days = days.into_iter().map(|day| Ok(Span::of_day(day_of(day)?)));
    days.collect()
}

/// Keeps what was worked out from. What failed is tried again with the next change.
pub(super) async fn remember(
    db: &mut SqliteConnection,
    news: &News,
    failed: &BTreeSet<ChoiceId>,
) -> Result<()> {
    let old = serde_json::to_string(&news.old)?;
    sqlx::query!(
        "delete from cashback_seen where (kind, id) in
             (select value ->> 0, value ->> 1 from json_each(?))",
        old
    )
    .execute(&mut *db)
    .await?;
    let mut fresh: BTreeMap<(&str, i64), &str> = BTreeMap::new();
    for ((kind, id), digest) in &news.fresh {
        fresh.insert((kind, *id), digest);
    }
    for programme in failed {
        fresh.insert((PROGRAMME, programme.0), "failed");
    }
    let fresh: Vec<_> = fresh
        .into_iter()
        .map(|((kind, id), digest)| (kind, id, digest))
        .collect();
    let fresh = serde_json::to_string(&fresh)?;
    sqlx::query!(
        "insert into cashback_seen (kind, id, digest)
         select value ->> 0, value ->> 1, value ->> 2 from json_each(?) where true
         on conflict (kind, id) do update set digest = excluded.digest",
        fresh
    )
    .execute(db)
    .await?;
    Ok(())
}
