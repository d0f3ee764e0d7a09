//! Purchases through a portal: each brings what the person says, and refunds take their share of it back.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{Days, NaiveDate};
use farthing_money::{Money, MoneyError, Rounding};
use farthing_rules::calendar::Span;
use farthing_rules::cashback::{Exact, Reason};
use farthing_rules::ids as rule_ids;
use farthing_rules::kind::Kind;
use farthing_rules::roundup::{Entry, Status};
use sqlx::SqliteConnection;

use super::super::kept::{KeptReceivable, KeptVisit, Laid, RewardCause};
use super::super::programmes::PortalTerms;
use super::course::{Course, Terms, after};
use super::receivables::{self, Owes};
use super::rows::{Row, replace};
use crate::error::{LedgerError, Result};
use crate::ids::{ChoiceId, EntryId};
use crate::savings::Facts;

/// What the person says of purchases through a portal.
pub(super) struct Visits<'l>(BTreeMap<EntryId, (KeptVisit, &'l KeptReceivable)>);

impl<'l> Visits<'l> {
    pub(super) fn of(laid: &'l Laid, portal: ChoiceId) -> Self {
        let said = laid.receivables.iter().map(|choice| &choice.value);
        let said = said.filter(|said| said.programme == portal);
        let visits = said.filter_map(|said| match (said.cause, said.visit) {
            (RewardCause::Entry(entry), Some(visit)) => Some((entry, (visit, said))),
            _ => None,
        });
        Self(visits.collect())
    }

    /// The amount that was last said of a reward.
    fn said(&self, entry: EntryId) -> Option<i64> {
        let (_, said) = self.0.get(&entry)?;
        said.events.iter().rev().find_map(|event| event.minor)
    }
}

/// Works out all visits of a portal, of which there are few.
pub(super) async fn follow(
    db: &mut SqliteConnection,
    course: &Course<'_>,
    (terms, portal): (&Terms, &PortalTerms),
    visits: &Visits<'_>,
) -> Result<Owes> {
    let facts = facts(db, visits).await?;
    let entries = facts.entries();
    let mut refunds: HashMap<rule_ids::EntryId, Vec<&Entry<'_>>> = HashMap::new();
    let mains = || entries.chunk_by(|a, b| a.id == b.id).filter_map(main);
    for entry in mains().filter(|entry| is_refund(entry)) {
        if let Some(of) = entry.refund_of {
            refunds.entry(of).or_default().push(entry);
        }
    }
    let (mut rows, mut owed) = (Vec::new(), Vec::new());
    for bought in mains().filter(|entry| is_purchase(entry)) {
        let entry = EntryId(bought.id.0);
        let Some((visit, _)) = visits.0.get(&entry) else {
            continue;
        };
        let back = refunds.get(&bought.id).map_or(&[][..], Vec::as_slice);
        let of_visit = rows_of(terms, bought, visit.minor, back)?;
        let left = of_visit.iter().filter_map(|row| row.minor).sum();
        let row = receivables::Row {
            cause: RewardCause::Entry(entry),
            day: bought.day,
            due: Some(due(portal, bought.day)?),
            minor: visits.said(entry).unwrap_or(left),
        };
        owed.extend((row.minor > 0).then_some(row));
        rows.extend(of_visit);
    }
    let always = Span {
        first: NaiveDate::MIN,
        last: NaiveDate::MAX,
    };
    replace(db, course.id(), always, &rows).await?;
    let mut causes = receivables::causes_like(db, course.id(), "entry:").await?;
    causes.extend(owed.iter().map(|row| row.cause));
    receivables::replace(db, course.id(), &causes, &owed).await
}

/// When a portal has paid: it confirms first.
fn due(portal: &PortalTerms, bought: NaiveDate) -> Result<NaiveDate> {
    let confirmed = after(bought, Days::new(portal.policy.confirm_days.into()))?;
    after(confirmed, Days::new(portal.policy.pay_days.into()))
}

/// The purchases and their refunds.
async fn facts(db: &mut SqliteConnection, visits: &Visits<'_>) -> Result<Facts> {
    let mut entries: BTreeSet<EntryId> = visits.0.keys().copied().collect();
    let bought = serde_json::to_string(&entries)?;
    let refunds = sqlx::query_scalar!(
        r#"select e.id as "id!: EntryId" from json_each(?) asked
           cross join entries e on e.refund_of = asked.value"#,
        bought
    )
    .fetch_all(&mut *db)
    .await?;
    entries.extend(refunds);
    Facts::of_entries(db, &entries, NaiveDate::MAX).await
}

/// Of the accounts that an entry touches, the one that paid most.
fn main<'e, 'f>(of_entry: &'e [Entry<'f>]) -> Option<&'e Entry<'f>> {
    of_entry
        .iter()
        .min_by_key(|entry| entry.kind == Kind::Transfer)
}

fn is_purchase(entry: &Entry<'_>) -> bool {
    entry.status == Status::Posted && entry.amount.minor() < 0
}

fn is_refund(entry: &Entry<'_>) -> bool {
    entry.status == Status::Posted && entry.kind == Kind::Refund && entry.amount.minor() > 0
}

/// What a visit brings, and what each of its refunds takes back: together never more (spec E.4).
fn rows_of(
    terms: &Terms,
    bought: &Entry<'_>,
    visit_minor: i64,
    refunds: &[&Entry<'_>],
) -> Result<Vec<Row>> {
    let size = bought.amount.minor().saturating_abs();
    let alike = refunds
        .iter()
        .filter(|refund| refund.amount.currency() == bought.amount.currency());
    let mut rows = vec![row(terms, bought, visit_minor, None)?];
    let (mut refunded, mut taken) = (0_i64, 0_i64);
    for refund in alike {
        refunded = refunded.saturating_add(refund.amount.minor()).min(size);
        let share = i128::from(visit_minor) * i128::from(refunded);
        let so_far = Rounding::HalfUp.divide(share, size.into());
        let so_far = so_far.and_then(|minor| i64::try_from(minor).ok());
        let so_far = so_far.ok_or(LedgerError::Money(MoneyError::Overflow))?;
        rows.push(row(
            terms,
            refund,
            taken - so_far,
            Some(EntryId(bought.id.0)),
        )?);
        taken = so_far;
    }
    rows.retain(|row| row.minor != Some(0));
    Ok(rows)
}

fn row(terms: &Terms, entry: &Entry<'_>, minor: i64, of: Option<EntryId>) -> Result<Row> {
    let reward: Money = terms.money(minor)?;
    let is_alike = entry.amount.currency() == terms.currency();
    let size = entry.amount.minor().saturating_abs();
    let reason = of.map_or("portal", |_| Reason::Clawback.word());
    Ok(Row {
        entry: EntryId(entry.id.0),
        day: entry.day,
        base_minor: if is_alike { size } else { 0 },
        minor: Some(minor),
        exact: Exact::of(reward).to_string(),
        rule: None,
        reason: reason.to_owned(),
        of,
    })
}
