//! Credits that may be cashback, and those that are and belong to nothing that was expected.

use chrono::{Days, NaiveDate};
use farthing_money::Money;
use sqlx::SqliteConnection;

use super::super::read::{ReadProgramme, named, tolerance_minor};
use super::super::views::OfferedReceipt;
use super::super::words::money_words;
use super::items::Item;
use super::states::is_unpaid;
use crate::day::{day_number, day_of};
use crate::error::Result;
use crate::ids::{ChoiceId, EntryId};
use crate::totals::stored_currency;

/// So many credits are offered at most.
const MOST_OFFERED: usize = 50;
/// So long a credit is offered.
const OFFERED_DAYS: Days = Days::new(400);
/// A shorter name of a programme is found in too many payees.
const SHORTEST_NAME: usize = 3;

/// Money that came in.
struct Credit {
    entry: EntryId,
    day: NaiveDate,
    payee: String,
    account: String,
    amount: Money,
}

/// Credits that look like cashback and about which nothing was said, the newest first.
pub(super) async fn offered(
    db: &mut SqliteConnection,
    programmes: &[ReadProgramme<'_>],
    items: &[Item<'_, '_>],
    today: NaiveDate,
) -> Result<Vec<OfferedReceipt>> {
    if programmes.is_empty() {
        return Ok(Vec::new());
    }
    let credits = credits(db, today).await?;
    let offers = credits
        .iter()
        .filter_map(|credit| by_amount(items, credit).or_else(|| by_name(programmes, credit)));
    Ok(offers.take(MOST_OFFERED).collect())
}

/// Credits of programmes that pay nothing which was expected, the newest first.
pub(super) async fn unexpected(
    db: &mut SqliteConnection,
    programmes: &[ReadProgramme<'_>],
) -> Result<Vec<OfferedReceipt>> {
    let rows = sqlx::query!(
        r#"select r.entry_id as "entry: EntryId", r.programme_id as "programme: ChoiceId", r.day,
               r.minor, coalesce(n.name, '') as "payee!: String",
               coalesce((select a.name from postings p
                   join accounts a on a.id = p.account_id and a.class = 'own'
                   where p.entry_id = r.entry_id and p.minor > 0 limit 1), '') as "account!: String"
           from receipts r
           left join entries e on e.id = r.entry_id
           left join payees n on n.id = e.payee_id
           where not exists (select 1 from receivables o where o.receipt_id = r.entry_id)
           order by r.day desc, r.entry_id desc limit 200"#
    )
    .fetch_all(db)
    .await?;
    let mut told = Vec::new();
    for row in rows {
        let Some(programme) = named(programmes, row.programme) else {
            continue;
        };
        let credit = Credit {
            entry: row.entry,
            day: day_of(row.day)?,
            payee: row.payee,
            account: row.account,
            amount: programme.reward(row.minor)?,
        };
        let words = format!(
            "{} of {} came, and nothing that was expected fits it.",
            money_words(credit.amount),
            programme.name()
        );
        told.push(offer(&credit, Some(programme), Vec::new(), words));
    }
    Ok(told)
}

/// What came in as income or cashback, and is neither taken nor refused.
async fn credits(db: &mut SqliteConnection, today: NaiveDate) -> Result<Vec<Credit>> {
    let first = day_number(today.checked_sub_days(OFFERED_DAYS).unwrap_or(today));
    let last = day_number(today);
    let rows = sqlx::query!(
        r#"select e.id as "entry!: EntryId", e.day as "day!", coalesce(n.name, '') as "payee!: String",
               a.name as "account!", p.currency as "currency!", sum(p.minor) as "minor!: i64"
           from entries e
           join postings p on p.entry_id = e.id
           join accounts a on a.id = p.account_id and a.class = 'own'
           left join payees n on n.id = e.payee_id
           where e.day between ? and ? and (e.kind = 7 or e.kind = 13) and e.status in (2, 3)
             and not exists (select 1 from receipts r where r.entry_id = e.id)
             and not exists (select 1 from choices c where c.kind = 'receipt' and c.key = e.id)
           group by e.id, p.currency having sum(p.minor) > 0
           order by e.day desc, e.id desc"#,
        first,
        last
    )
    .fetch_all(db)
    .await?;
    let credits = rows.into_iter().map(|row| {
        Ok(Credit {
            entry: row.entry,
            day: day_of(row.day)?,
            payee: row.payee,
            account: row.account,
            amount: Money::from_minor(row.minor, stored_currency(&row.currency)?)?,
        })
    });
    credits.collect()
}

/// The open reward of that amount whose due day is nearest.
fn by_amount(items: &[Item<'_, '_>], credit: &Credit) -> Option<OfferedReceipt> {
    let fits = |item: &&Item<'_, '_>| {
        let expected = item.standing.amount;
        let difference = expected.minor().saturating_sub(credit.amount.minor());
        is_unpaid(&item.standing)
            && expected.currency() == credit.amount.currency()
            && item.owed.day <= credit.day
            && difference.saturating_abs() <= tolerance_minor(expected.currency())
    };
    let far = |item: &&Item<'_, '_>| {
        let due = item.standing.due.unwrap_or(item.owed.day);
        (due - credit.day).num_days().abs()
    };
    let found = items.iter().filter(fits).min_by_key(far)?;
    let words = format!(
        "{} of {} is expected, and this credit has that amount.",
        money_words(found.standing.amount),
        found.programme.name()
    );
    Some(offer(
        credit,
        Some(found.programme),
        vec![found.owed.key()],
        words,
    ))
}

/// The programme whose name the payee has.
fn by_name(programmes: &[ReadProgramme<'_>], credit: &Credit) -> Option<OfferedReceipt> {
    let payee = credit.payee.to_lowercase();
    let mut programmes = programmes.iter().filter(|programme| programme.pays_money());
    let found = programmes.find(|programme| {
        let name = programme.name().to_lowercase();
        name.chars().count() >= SHORTEST_NAME
            && programme.file.unit() == credit.amount.currency()
            && payee.contains(&name)
    })?;
    let words = format!("Its payee has the name of {}.", found.name());
    Some(offer(credit, Some(found), Vec::new(), words))
}

fn offer(
    credit: &Credit,
    programme: Option<&ReadProgramme<'_>>,
    keys: Vec<String>,
    words: String,
) -> OfferedReceipt {
    OfferedReceipt {
        entry: credit.entry,
        day: credit.day,
        payee: credit.payee.clone(),
        account_name: credit.account.clone(),
        amount: credit.amount.into(),
        programme: programme.map(ReadProgramme::id),
        programme_name: programme.map_or_else(String::new, |known| known.name().to_owned()),
        keys,
        words,
    }
}
