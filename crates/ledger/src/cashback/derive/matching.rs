//! What should be paid beside what was (spec E.9). It depends on no day, so that it is the same tomorrow.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use farthing_rules::cashback::{Expectation, PaidOut, ReconcileTerms, reconcile};
use farthing_rules::ids as rule_ids;
use serde_json::json;
use sqlx::SqliteConnection;

use super::super::kept::{Laid, RewardCause};
use super::super::views::ReceivableState;
use super::course::{Course, Terms};
use super::receivables::cause_of;
use crate::day::{day_number, day_of};
use crate::error::Result;
use crate::ids::{ChoiceId, EntryId};
use crate::savings::rule_error;

/// With what a reward was paid, and how much more that was.
type Paid = (EntryId, i64);

/// A reward that should be paid.
struct Owed {
    cause: RewardCause,
    /// When it is due; where nobody knows, when it was earned.
    due: NaiveDate,
    minor: i64,
    paid: Option<Paid>,
}

/// A credit of the programme.
struct Credit {
    entry: EntryId,
    day: NaiveDate,
    minor: i64,
}

/// Finds for what the credits of a programme are from a day on: first what the person says, then by the
/// rules. What earlier credits pay stays; where the person named what a credit pays, there are none such.
pub(super) async fn follow(
    db: &mut SqliteConnection,
    laid: &Laid,
    course: &Course<'_>,
    terms: &Terms,
    since: NaiveDate,
) -> Result<()> {
    let since = if is_named(laid, course.id()) {
        NaiveDate::MIN
    } else {
        since
    };
    let credits = credits(db, course.id(), since).await?;
    if credits.is_empty() {
        return Ok(());
    }
    let owed = owed(db, course.id(), since).await?;
    let (named, mut paid) = by_hand(laid, &owed, &credits);
    let declined = declined(laid, course.id());
    let is_open = |owed: &&Owed| {
        !paid.contains_key(&owed.cause) && !declined.contains(&owed.cause) && owed.minor > 0
    };
    let open: Vec<&Owed> = owed.iter().filter(is_open).collect();
    let left: Vec<&Credit> = credits
        .iter()
        .filter(|credit| !named.contains(&credit.entry))
        .collect();
    paid.extend(by_rules(terms, &open, &left)?);
    write(db, course.id(), &owed, &paid).await
}

/// Whether the person said of a credit of a programme which rewards it pays.
fn is_named(laid: &Laid, programme: ChoiceId) -> bool {
    let said = laid.receipts.iter().map(|choice| &choice.value);
    let mut named = said.filter(|said| !said.causes.is_empty());
    named.any(|said| said.programme.is_none_or(|of| of == programme))
}

/// What was not paid by an earlier credit.
async fn owed(
    db: &mut SqliteConnection,
    programme: ChoiceId,
    since: NaiveDate,
) -> Result<Vec<Owed>> {
    let since = day_number(since);
    let rows = sqlx::query!(
        r#"select cause, coalesce(due, day) as "due!: i64", minor, receipt_id as "receipt: EntryId",
               difference from receivables
           where programme_id = ?1 and (receipt_id is null or receipt_id not in
               (select entry_id from receipts where programme_id = ?1 and day < ?2))"#,
        programme,
        since
    )
    .fetch_all(db)
    .await?;
    let rows = rows.into_iter().map(|row| {
        Ok(Owed {
            cause: cause_of(&row.cause)?,
            due: day_of(row.due)?,
            minor: row.minor,
            paid: row.receipt.zip(row.difference),
        })
    });
    let mut owed = rows.collect::<Result<Vec<_>>>()?;
    owed.sort_by_key(|owed| (owed.due, owed.cause));
    Ok(owed)
}

async fn credits(
    db: &mut SqliteConnection,
    programme: ChoiceId,
    since: NaiveDate,
) -> Result<Vec<Credit>> {
    let since = day_number(since);
    let rows = sqlx::query!(
        r#"select entry_id as "entry: EntryId", day, minor from receipts
           where programme_id = ? and day >= ? order by day, entry_id"#,
        programme,
        since
    )
    .fetch_all(db)
    .await?;
    let rows = rows.into_iter().map(|row| {
        Ok(Credit {
            entry: row.entry,
            day: day_of(row.day)?,
            minor: row.minor,
        })
    });
    rows.collect()
}

/// The credits that the person named rewards for, and what they pay: the last one carries what is more or
/// less. A reward that two credits are named for is paid by the earlier one.
fn by_hand(
    laid: &Laid,
    owed: &[Owed],
    credits: &[Credit],
) -> (BTreeSet<EntryId>, BTreeMap<RewardCause, Paid>) {
    let known: BTreeMap<RewardCause, i64> = owed.iter().map(|one| (one.cause, one.minor)).collect();
    let said = laid.receipts.iter().map(|choice| &choice.value);
    let said: BTreeMap<EntryId, &[RewardCause]> = said
        .map(|said| (said.entry, said.causes.as_slice()))
        .collect();
    let (mut named, mut paid) = (BTreeSet::new(), BTreeMap::new());
    for credit in credits {
        let causes = said.get(&credit.entry).copied().unwrap_or_default();
        if causes.is_empty() {
            continue;
        }
        named.insert(credit.entry);
        let mut left = credit.minor;
        let mut last = None;
        for cause in causes {
            if let Some(minor) = known.get(cause)
                && !paid.contains_key(cause)
            {
                paid.insert(*cause, (credit.entry, 0));
                left = left.saturating_sub(*minor);
                last = Some(*cause);
            }
        }
        if let Some(last) = last {
            paid.insert(last, (credit.entry, left));
        }
    }
    (named, paid)
}

/// The rewards that were refused: nothing is expected of them.
fn declined(laid: &Laid, programme: ChoiceId) -> BTreeSet<RewardCause> {
    let said = laid.receivables.iter().map(|choice| &choice.value);
    let said = said.filter(|said| said.programme == programme);
    let refused = said.filter(|said| {
        let last = said.events.last();
        last.is_some_and(|last| last.state == ReceivableState::Declined)
    });
    refused.map(|said| said.cause).collect()
}

fn by_rules(
    terms: &Terms,
    owed: &[&Owed],
    credits: &[&Credit],
) -> Result<Vec<(RewardCause, Paid)>> {
    let programme = rule_ids::RuleId(0);
    let expected = (0..).zip(owed).map(|(number, owed)| {
        Ok(Expectation {
            id: rule_ids::RuleId(number),
            programme,
            due: owed.due,
            amount: terms.money(owed.minor)?,
        })
    });
    let expected = expected.collect::<Result<Vec<_>>>()?;
    let receipts = credits.iter().map(|credit| {
        Ok(PaidOut {
            id: rule_ids::ReceiptId(credit.entry.0),
            programme,
            day: credit.day,
            amount: terms.money(credit.minor)?,
        })
    });
    let receipts = receipts.collect::<Result<Vec<_>>>()?;
    let usual = ReconcileTerms::usual(terms.currency());
    let found = reconcile(&usual, &expected, &receipts, NaiveDate::MIN).map_err(rule_error)?;
    let paid = owed
        .iter()
        .zip(&found.expectations)
        .filter_map(|(owed, found)| {
            let paid = found.state.paid()?;
            let paid = (EntryId(paid.receipt.0), paid.difference.minor());
            Some((owed.cause, paid))
        });
    Ok(paid.collect())
}

/// Writes what was paid where it differs.
async fn write(
    db: &mut SqliteConnection,
    programme: ChoiceId,
    owed: &[Owed],
    paid: &BTreeMap<RewardCause, Paid>,
) -> Result<()> {
    let differs = owed.iter().filter_map(|owed| {
        let now = paid.get(&owed.cause).copied();
        let (receipt, difference) = now.unzip();
        (now != owed.paid).then(|| json!([owed.cause, receipt, difference]))
    });
    let differs: Vec<_> = differs.collect();
    if differs.is_empty() {
        return Ok(());
    }
    let differs = serde_json::to_string(&differs)?;
    sqlx::query!(
        "insert or replace into receivables
             (programme_id, cause, day, due, minor, receipt_id, difference)
         select r.programme_id, r.cause, r.day, r.due, r.minor, now.value ->> 1, now.value ->> 2
         from json_each(?2) now
         cross join receivables r on r.programme_id = ?1 and r.cause = now.value ->> 0",
        programme,
        differs
    )
    .execute(db)
    .await?;
    Ok(())
}
