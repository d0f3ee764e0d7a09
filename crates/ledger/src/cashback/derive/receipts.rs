//! Credits that are cashback: by what their texts say, or by what the person says.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use farthing_rules::calendar::Span;
use serde_json::json;
use sqlx::SqliteConnection;

use super::super::kept::{KeptReceipt, Laid};
use super::course::{Course, Terms};
use super::seen::News;
use crate::day::{day_number, day_of};
use crate::error::Result;
use crate::ids::{AccountId, ChoiceId, EntryId};
use crate::savings::TouchedDays;

/// A credit of a programme.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Row {
    programme: ChoiceId,
    day: i64,
    minor: i64,
    how: String,
}

type Rows = BTreeMap<EntryId, Row>;

/// How a credit is cashback that the person takes for it.
const PERSON: &str = "person";

/// Looks again at the credits of touched days, and at those of which something else was said; at all of
/// them where a programme has come, gone or changed, which may be paid by them. The days of credits that
/// are looked at otherwise now are touched. Gives the programmes whose credits differ, with the first day.
pub(super) async fn follow(
    db: &mut SqliteConnection,
    courses: &[Course<'_>],
    laid: &Laid,
    news: &News,
    touched: &mut TouchedDays,
) -> Result<BTreeMap<ChoiceId, NaiveDate>> {
    let entries = asked(db, laid, news, touched).await?;
    if entries.is_empty() {
        return Ok(BTreeMap::new());
    }
    let entries = serde_json::to_string(&entries)?;
    let credits = credits(db, &entries).await?;
    let said = laid.receipts.iter().map(|choice| &choice.value);
    let said: BTreeMap<EntryId, &KeptReceipt> = said.map(|said| (said.entry, said)).collect();
    let mut rows = Rows::new();
    for credit in &credits {
        if let Some(row) = row_of(courses, said.get(&credit.entry).copied(), credit) {
            rows.insert(credit.entry, row);
        }
    }
    let old = kept(db, &entries).await?;
    let differs = differing(&old, &rows);
    for credit in credits
        .iter()
        .filter(|credit| differs.contains(&credit.entry))
    {
        for effect in &credit.effects {
            touched.add(effect.account, credit.day)?;
        }
    }
    write(db, &differs, &rows).await?;
    let changed = differs
        .iter()
        .flat_map(|entry| [old.get(entry), rows.get(entry)]);
    let mut again = BTreeMap::new();
    for row in changed.flatten() {
        // What the person named it for, an earlier credit may pay without it.
        let day = match row.how.as_str() {
            PERSON => NaiveDate::MIN,
            _ => day_of(row.day)?,
        };
        let first = again.entry(row.programme).or_insert(day);
        *first = day.min(*first);
    }
    Ok(again)
}

/// The entries that are looked at.
async fn asked(
    db: &mut SqliteConnection,
    laid: &Laid,
    news: &News,
    touched: &TouchedDays,
) -> Result<BTreeSet<EntryId>> {
    let mut entries = news.receipts.clone();
    let said = laid.receipts.iter().map(|choice| choice.value.entry);
    if news.programmes_differ() {
        entries.extend(said);
        entries.extend(all_credits(db).await?);
        return Ok(entries);
    }
    let days = touched.spans_of(&BTreeSet::new());
    if !days.is_empty() {
        entries.extend(said);
    }
    for span in days {
        entries.extend(credits_of(db, span).await?);
    }
    Ok(entries)
}

/// The entries that may be credits, and those that were.
async fn all_credits(db: &mut SqliteConnection) -> Result<Vec<EntryId>> {
    Ok(sqlx::query_scalar!(
        r#"select id as "id!: EntryId" from entries
           where status = 3 and (kind in (7, 13) or kind = 2 and refund_of is null)
           union
           select entry_id from receipts"#
    )
    .fetch_all(db)
    .await?)
}

async fn credits_of(db: &mut SqliteConnection, days: Span) -> Result<Vec<EntryId>> {
    let (first, last) = (day_number(days.first), day_number(days.last));
    Ok(sqlx::query_scalar!(
        r#"select id as "id!: EntryId" from entries
           where day between ?1 and ?2 and status = 3
             and (kind in (7, 13) or kind = 2 and refund_of is null)
           union
           select entry_id from receipts where day between ?1 and ?2"#,
        first,
        last
    )
    .fetch_all(db)
    .await?)
}

/// An entry that brought money.
struct Credit {
    entry: EntryId,
    day: i64,
    /// Whether it is one of those that a text may say are cashback.
    is_open: bool,
    texts: [String; 3],
    effects: Vec<Effect>,
}

/// What an entry brought to an account.
struct Effect {
    account: AccountId,
    currency: String,
    minor: i64,
}

async fn credits(db: &mut SqliteConnection, entries: &str) -> Result<Vec<Credit>> {
    let rows = sqlx::query!(
        r#"select e.id as "entry!: EntryId", e.day as "day!: i64",
               (e.kind in (7, 13) or e.kind = 2 and e.refund_of is null) as "is_open!: bool",
               coalesce(n.name, '') as "payee!: String", e.note as "note!: String",
               coalesce((select group_concat(raw, ' ') from statement_rows r
                         where r.entry_id = e.id), '') as "raw!: String",
               p.account_id as "account!: AccountId", p.currency as "currency!: String",
               sum(p.minor) as "minor!: i64"
           from json_each(?) asked
           cross join entries e on e.id = asked.value and e.status = 3
           join postings p on p.entry_id = e.id
           join accounts a on a.id = p.account_id and a.class = 'own'
           left join payees n on n.id = e.payee_id
           group by e.id, p.account_id, p.currency having sum(p.minor) > 0
           order by e.id, p.account_id, p.currency"#,
        entries
    )
    .fetch_all(db)
    .await?;
    let mut credits: Vec<Credit> = Vec::new();
    for row in rows {
        let effect = Effect {
            account: row.account,
            currency: row.currency,
            minor: row.minor,
        };
        match credits.last_mut().filter(|last| last.entry == row.entry) {
            Some(last) => last.effects.push(effect),
            None => credits.push(Credit {
                entry: row.entry,
                day: row.day,
                is_open: row.is_open,
                texts: [row.payee, row.note, row.raw],
                effects: vec![effect],
            }),
        }
    }
    Ok(credits)
}

/// Of which programme a credit is. Where several know its text it is that of its own account, otherwise
/// the first of them.
fn row_of(courses: &[Course<'_>], said: Option<&KeptReceipt>, credit: &Credit) -> Option<Row> {
    let mut payers = courses.iter().filter_map(|course| {
        let terms = course.terms.as_ref()?;
        Some((course, terms, credit.effect(course, terms)?))
    });
    let Some(said) = said else {
        let known = payers.filter(|(_, terms, _)| credit.is_known_by(terms));
        let nearest =
            known.min_by_key(|(course, _, effect)| !course.accounts.contains(&effect.account));
        return nearest.map(|(course, _, effect)| credit.row(course.id(), effect, "text"));
    };
    let of = said.programme?;
    let found = payers.find(|(course, ..)| course.id() == of);
    found.map(|(.., effect)| credit.row(of, effect, PERSON))
}

impl Credit {
    /// What it brought in the currency of a programme, first of all to an account of it.
    fn effect(&self, course: &Course<'_>, terms: &Terms) -> Option<&Effect> {
        let currency = terms.currency();
        let alike = self.effects.iter();
        let alike = alike.filter(|effect| effect.currency == currency.code());
        alike.min_by_key(|effect| (!course.accounts.contains(&effect.account), -effect.minor))
    }

    fn is_known_by(&self, terms: &Terms) -> bool {
        self.is_open && self.texts.iter().any(|text| terms.file.recognises(text))
    }

    fn row(&self, programme: ChoiceId, effect: &Effect, how: &str) -> Row {
        Row {
            programme,
            day: self.day,
            minor: effect.minor,
            how: how.to_owned(),
        }
    }
}

async fn kept(db: &mut SqliteConnection, entries: &str) -> Result<Rows> {
    let rows = sqlx::query!(
        r#"select entry_id as "entry!: EntryId", programme_id as "programme!: ChoiceId",
               day as "day!: i64", minor as "minor!: i64", how as "how!: String"
           from receipts where entry_id in (select value from json_each(?))"#,
        entries
    )
    .fetch_all(db)
    .await?;
    let rows = rows.into_iter().map(|row| {
        let kept = Row {
            programme: row.programme,
            day: row.day,
            minor: row.minor,
            how: row.how,
        };
        (row.entry, kept)
    });
    Ok(rows.collect())
}

fn differing(old: &Rows, new: &Rows) -> BTreeSet<EntryId> {
    let entries = old.keys().chain(new.keys());
    let differ = entries.filter(|entry| old.get(entry) != new.get(entry));
    differ.copied().collect()
}

async fn write(db: &mut SqliteConnection, differs: &BTreeSet<EntryId>, rows: &Rows) -> Result<()> {
    if differs.is_empty() {
        return Ok(());
    }
    let fresh = differs.iter().filter_map(|entry| {
        let row = rows.get(entry)?;
        Some(json!([entry, row.programme, row.day, row.minor, row.how]))
    });
    let fresh = serde_json::to_string(&fresh.collect::<Vec<_>>())?;
    let differs = serde_json::to_string(differs)?;
    // What they paid waits for a credit again.
    sqlx::query!(
        "update receivables set receipt_id = null, difference = null
         where receipt_id in (select value from json_each(?))",
        differs
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "delete from receipts where entry_id in (select value from json_each(?))",
        differs
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "insert into receipts (entry_id, programme_id, day, minor, how)
         select value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4 from json_each(?)",
        fresh
    )
    .execute(db)
    .await?;
    Ok(())
}
