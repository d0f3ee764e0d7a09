//! What refunds and later edits take back of what purchases have set aside.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use farthing_money::Money;
use farthing_rules::ids as rule_ids;
use farthing_rules::roundup::{Accrual, Reason, Refund, RefundPolicy, taken_back};
use sqlx::SqliteConnection;

use super::super::cause::Cause;
use super::super::kept::KeptRule;
use super::super::terms::RefundChoice;
use super::rows::{Changed, Row, changes_of, made_of, replace};
use crate::day::{day_number, day_of};
use crate::error::Result;
use crate::ids::{AccountId, EntryId};
use crate::totals::stored_currency;

/// What an entry did to an account.
struct Effect {
    entry: EntryId,
    of: EntryId,
    day: NaiveDate,
    account: AccountId,
    amount: Money,
}

/// Works the changes of these purchases out again, and those of the purchases that the refunds of some
/// days belong to or belonged to. `edits` are the changes of settled purchases, which are kept by their
/// rule alone.
pub(super) async fn follow(
    db: &mut SqliteConnection,
    (id, rule): (i64, &KeptRule),
    purchases: BTreeSet<EntryId>,
    days: Option<(NaiveDate, NaiveDate)>,
) -> Result<Changed> {
    let mut purchases = purchases;
    if let Some(days) = days {
        purchases.extend(refunded_between(db, id, days).await?);
    }
    if purchases.is_empty() {
        return Ok(Changed::default());
    }
    let list = serde_json::to_string(&purchases)?;
    let mut old = changes_of(db, id, &list).await?;
    old.retain(|row| matches!(row.cause, Cause::Refund { .. }));
    let new = wanted(db, (id, rule), &purchases, &list).await?;
    replace(db, id, old, &new).await
}

/// The purchases whose refunds are on these days, and those whose changes were.
async fn refunded_between(
    db: &mut SqliteConnection,
    rule: i64,
    (first, last): (NaiveDate, NaiveDate),
) -> Result<Vec<EntryId>> {
    let (first, last) = (day_number(first), day_number(last));
    Ok(sqlx::query_scalar!(
        r#"select refund_of as "of!: EntryId" from entries
           where day between ?1 and ?2 and refund_of is not null
           union
           select of_entry as "of!: EntryId" from accruals
           where rule_id = ?3 and day between ?1 and ?2 and of_entry is not null"#,
        first,
        last,
        rule
    )
    .fetch_all(db)
    .await?)
}

async fn wanted(
    db: &mut SqliteConnection,
    (id, rule): (i64, &KeptRule),
    purchases: &BTreeSet<EntryId>,
    list: &str,
) -> Result<Vec<Row>> {
    let policies = rule.versions.iter().map(|version| version.input.refunds);
    if policies.clone().all(|policy| policy == RefundChoice::Keep) {
        return Ok(Vec::new());
    }
    let causes: Vec<String> = purchases
        .iter()
        .map(|entry| Cause::Entry(*entry).to_string())
        .collect();
    let made = made_of(db, id, &serde_json::to_string(&causes)?).await?;
    let sizes = sizes(db, list).await?;
    let refunds = refunds(db, list).await?;
    let mut rows = Vec::new();
    for row in made {
        let Cause::Entry(purchase) = row.cause else {
            continue;
        };
        let size = sizes
            .iter()
            .find(|effect| effect.entry == purchase && Some(effect.account) == row.account);
        let back: Vec<Refund> = refunds
            .iter()
            .filter(|effect| effect.of == purchase)
            .map(Effect::refund)
            .collect();
        let at = rule.version_on(row.day).saturating_sub(1);
        let policy = policies.clone().nth(at).unwrap_or_default();
        rows.extend(taken(
            &row,
            purchase,
            size.map(|size| size.amount),
            &back,
            policy,
        )?);
    }
    Ok(rows)
}

fn taken(
    row: &Row,
    purchase: EntryId,
    size: Option<Money>,
    refunds: &[Refund],
    policy: RefundChoice,
) -> Result<Vec<Row>> {
    let currency = row.amount.currency();
    let accrual = Accrual {
        entry: rule_ids::EntryId(purchase.0),
        day: row.day,
        amount: row.amount,
        base: Money::from_minor(row.base_minor, currency)?,
        live: row.amount,
        reason: Reason::Ok,
    };
    let size = size.unwrap_or(accrual.base.negated());
    let adjustments = taken_back(policy_of(policy), &accrual, size, refunds);
    Ok(adjustments
        .into_iter()
        .map(|adjustment| Row {
            cause: Cause::Refund {
                refund: EntryId(adjustment.entry.0),
                purchase,
            },
            day: adjustment.day,
            account: row.account,
            amount: adjustment.amount,
            base_minor: 0,
            reason: adjustment.reason.word().to_owned(),
            version: row.version,
        })
        .collect())
}

fn policy_of(choice: RefundChoice) -> RefundPolicy {
    match choice {
        RefundChoice::Keep => RefundPolicy::Keep,
        RefundChoice::OnFull => RefundPolicy::OnFull,
        RefundChoice::Proportional => RefundPolicy::Proportional,
    }
}

impl Effect {
    fn refund(&self) -> Refund {
        Refund {
            entry: rule_ids::EntryId(self.entry.0),
            day: self.day,
            amount: self.amount,
        }
    }
}

async fn sizes(db: &mut SqliteConnection, purchases: &str) -> Result<Vec<Effect>> {
    let rows = sqlx::query!(
        r#"select e.id as "entry!: EntryId", e.day as "day!: i64",
               p.account_id as "account!: AccountId", sum(p.minor) as "minor!: i64",
               p.currency as "currency!: String"
           from entries e join postings p on p.entry_id = e.id
           join accounts a on a.id = p.account_id and a.class = 'own'
           where e.id in (select value from json_each(?))
           group by e.id, p.account_id, p.currency"#,
        purchases
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Effect {
                entry: row.entry,
                of: row.entry,
                day: day_of(row.day)?,
                account: row.account,
                amount: Money::from_minor(row.minor, stored_currency(&row.currency)?)?,
            })
        })
        .collect()
}

/// The posted refunds of these purchases, in the order of day, time and import.
async fn refunds(db: &mut SqliteConnection, purchases: &str) -> Result<Vec<Effect>> {
    let rows = sqlx::query!(
        r#"select e.id as "entry!: EntryId", e.refund_of as "of!: EntryId", e.day as "day!: i64",
               min(p.account_id) as "account!: AccountId", sum(p.minor) as "minor!: i64",
               p.currency as "currency!: String"
           from entries e join postings p on p.entry_id = e.id
           join accounts a on a.id = p.account_id and a.class = 'own'
           where e.refund_of in (select value from json_each(?)) and e.kind = 2 and e.status = 3
           group by e.id, p.currency having sum(p.minor) > 0
           order by e.day, coalesce(e.second, 86400), e.id"#,
        purchases
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Effect {
                entry: row.entry,
                of: row.of,
                day: day_of(row.day)?,
                account: row.account,
                amount: Money::from_minor(row.minor, stored_currency(&row.currency)?)?,
            })
        })
        .collect()
}
