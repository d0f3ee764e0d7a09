//! Confirmed transfers are looked for at the bank, and their parts are on their way or moved.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use farthing_money::Money;
use farthing_rules::ids as rule_ids;
use farthing_rules::roundup::Status;
use farthing_rules::sweeps::{self, BankRow, Match, Proposal, State, Window};
use serde_json::json;
use sqlx::SqliteConnection;

use super::super::handoff::destinations_texts;
use super::super::kept::{KeptSweep, Laid};
use super::rows::Changed;
use crate::choices::Choice;
use crate::day::{day_number, day_of};
use crate::error::Result;
use crate::ids::{AccountId, EntryId};
use crate::kinds::EntryStatus;
use crate::totals::stored_currency;

/// A posting that may be a transfer, as the database gives it.
struct Candidate {
    id: EntryId,
    day: NaiveDate,
    account: AccountId,
    amount: Money,
    status: EntryStatus,
    text: String,
    counterparty: String,
}

/// What was found for a transfer, and the day on which it moved.
struct Outcome<'s> {
    sweep: &'s Choice<KeptSweep>,
    matched: Match,
    day: Option<NaiveDate>,
}

/// What is found of transfers now and was not before, or the other way round.
pub(super) struct Found {
    /// By rule, the days of what is settled; rule 0 stands for what was put in by hand.
    pub by_rule: BTreeMap<i64, Changed>,
    /// The days of the entries that paid.
    pub legs: Changed,
}

/// Looks for all confirmed transfers, as of a day.
pub(super) async fn follow(
    db: &mut SqliteConnection,
    laid: &Laid,
    as_of: NaiveDate,
) -> Result<Found> {
    if laid.sweeps.is_empty() && !is_kept(db).await? {
        return Ok(Found {
            by_rule: BTreeMap::new(),
            legs: Changed::default(),
        });
    }
    let legs_before = legs(db).await?;
    let outcomes = look(db, laid, as_of).await?;
    write_settlements(db, &outcomes).await?;
    let before = moves(db).await?;
    write_moves(db, &outcomes).await?;
    let after = moves(db).await?;
    let mut changed: BTreeMap<i64, Changed> = BTreeMap::new();
    for part in before.symmetric_difference(&after) {
        let days = changed.entry(part.rule).or_default();
        days.add(part.day);
        // The purchase may have another day by now.
        if let Some(day) = part.entry_day {
            days.add(day);
        }
        // What is set aside of an account ends with the day on which it moves.
        if let Some(moved) = part.moved {
            days.add(moved);
            days.add(moved.pred_opt().unwrap_or(moved));
        }
    }
    let mut days = Changed::default();
    for (_, day) in legs_before.symmetric_difference(&legs(db).await?) {
        days.add(*day);
    }
    Ok(Found {
        by_rule: changed,
        legs: days,
    })
}

/// Whether something was found of transfers before.
async fn is_kept(db: &mut SqliteConnection) -> Result<bool> {
    Ok(
        sqlx::query_scalar!(r#"select exists (select 1 from settlements) as "kept!: bool""#)
            .fetch_one(db)
            .await?,
    )
}

/// The entries that paid transfers, with their days.
async fn legs(db: &mut SqliteConnection) -> Result<BTreeSet<(EntryId, NaiveDate)>> {
    let rows = sqlx::query!(
        r#"select e.id as "id!: EntryId", e.day as "day!: i64"
           from settlements s, json_each(s.legs) leg join entries e on e.id = leg.value"#
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| Ok((row.id, day_of(row.day)?)))
        .collect()
}

/// A part of a transfer, for comparison.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Part {
    rule: i64,
    /// The day of its cause when the transfer was confirmed.
    day: NaiveDate,
    /// The day that the entry has which is its cause.
    entry_day: Option<NaiveDate>,
    /// The day on which it moved, if it has.
    moved: Option<NaiveDate>,
    rest: String,
}

async fn moves(db: &mut SqliteConnection) -> Result<BTreeSet<Part>> {
    let rows = sqlx::query!(
        r#"select m.rule_id, m.cause_day, m.moved_day, e.day as "entry_day?: i64",
               json_array(m.sweep_id, m.goal_id, m.cause, m.minor, m.whole_minor)
                   as "rest!: String"
           from moves m left join entries e on e.id = m.entry_id"#
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Part {
                rule: row.rule_id,
                day: day_of(row.cause_day)?,
                entry_day: row.entry_day.map(day_of).transpose()?,
                moved: row.moved_day.map(day_of).transpose()?,
                rest: row.rest,
            })
        })
        .collect()
}

async fn look<'s>(
    db: &mut SqliteConnection,
    laid: &'s Laid,
    as_of: NaiveDate,
) -> Result<Vec<Outcome<'s>>> {
    if laid.sweeps.is_empty() {
        return Ok(Vec::new());
    }
    let mut sweeps: Vec<&Choice<KeptSweep>> = laid.sweeps.iter().collect();
    sweeps.sort_by_key(|sweep| (sweep.value.created, sweep.id));
    let proposals = sweeps
        .iter()
        .map(|sweep| proposal(laid, sweep))
        .collect::<Result<Vec<_>>>()?;
    let window = Window::default();
    let found = candidates(db, &sweeps, &proposals, window).await?;
    let rows: Vec<BankRow<'_>> = found.iter().map(Candidate::row).collect();
    let matching =
        sweeps::match_transfers(&proposals, &rows, window, as_of).map_err(super::rule_error)?;
    let day_of_leg = |matched: &Match| {
        let legs = found
            .iter()
            .filter(|found| matched.legs.contains(&rule_ids::EntryId(found.id.0)));
        legs.map(|leg| leg.day).max()
    };
    let pairs = sweeps.into_iter().zip(matching.matches);
    Ok(pairs
        .map(|(sweep, matched)| Outcome {
            day: day_of_leg(&matched),
            sweep,
            matched,
        })
        .collect())
}

fn proposal(laid: &Laid, sweep: &Choice<KeptSweep>) -> Result<Proposal> {
    let kept = &sweep.value;
    let destination = laid.destinations.iter();
    let destination = destination
        .filter(|choice| choice.id == kept.destination)
        .map(|choice| &choice.value)
        .next();
    let to = destination.and_then(|destination| destination.account);
    Ok(Proposal {
        id: rule_ids::ProposalId(sweep.id.0),
        from: rule_ids::AccountId(kept.from.0),
        to: to.map(|account| rule_ids::AccountId(account.0)),
        destinations: destination.map(destinations_texts).unwrap_or_default(),
        amount: Money::from_minor(kept.minor, stored_currency(&kept.currency)?)?,
        created: kept.created,
        reference: kept.reference.clone(),
    })
}

/// The postings of the accounts in question on days on which a transfer is looked for.
async fn candidates(
    db: &mut SqliteConnection,
    sweeps: &[&Choice<KeptSweep>],
    proposals: &[Proposal],
    window: Window,
) -> Result<Vec<Candidate>> {
    let late = Days::new(u64::from(window.days_after) + sweeps::ARRIVES_WITHIN_DAYS.unsigned_abs());
    let early = Days::new(u64::from(window.days_before));
    let asked: Vec<_> = proposals
        .iter()
        .flat_map(|proposal| {
            let first = proposal.created.checked_sub_days(early);
            let last = proposal.created.checked_add_days(late);
            let days = (
                day_number(first.unwrap_or(proposal.created)),
                day_number(last.unwrap_or(proposal.created)),
            );
            let accounts = [Some(proposal.from), proposal.to].into_iter().flatten();
            accounts.map(move |account| json!([account.0, days.0, days.1]))
        })
        .collect();
    let asked = serde_json::to_string(&asked)?;
    let rows = sqlx::query!(
        r#"with asked as materialized (
               select distinct p.entry_id, p.account_id from json_each(?) asked
               cross join postings p on p.account_id = asked.value ->> 0
                   and p.day between asked.value ->> 1 and asked.value ->> 2)
           select e.id as "id!: EntryId", e.day as "day!: i64",
               e.status as "status!: EntryStatus", p.account_id as "account!: AccountId",
               sum(p.minor) as "minor!: i64", p.currency as "currency!: String",
               e.note || ' ' || coalesce((select group_concat(r.raw, ' ') from statement_rows r
                   where r.entry_id = e.id), '') as "text!: String",
               coalesce((select name from payees where id = e.payee_id), '') || ' ' ||
                   coalesce((select group_concat(r.counter, ' ') from statement_rows r
                       where r.entry_id = e.id), '') as "counterparty!: String"
           from asked cross join entries e on e.id = asked.entry_id and e.status in (2, 3)
           join postings p on p.entry_id = e.id and p.account_id = asked.account_id
           group by e.id, p.account_id, p.currency
           order by e.day, e.id"#,
        asked
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            let taken = |sweep: &&&Choice<KeptSweep>| sweep.value.accepted.contains(&row.id);
            let reference = sweeps.iter().find(taken);
            Ok(Candidate {
                id: row.id,
                day: day_of(row.day)?,
                account: row.account,
                amount: Money::from_minor(row.minor, stored_currency(&row.currency)?)?,
                status: row.status,
                // What the person took for a transfer is as good as its reference.
                text: match reference {
                    Some(sweep) => sweep.value.reference.clone(),
                    None => row.text,
                },
                counterparty: row.counterparty,
            })
        })
        .collect()
}

impl Candidate {
    fn row(&self) -> BankRow<'_> {
        BankRow {
            id: rule_ids::EntryId(self.id.0),
            day: self.day,
            account: rule_ids::AccountId(self.account.0),
            amount: self.amount,
            status: Status::from(self.status),
            text: &self.text,
            counterparty: self.counterparty.trim(),
        }
    }
}

async fn write_settlements(db: &mut SqliteConnection, outcomes: &[Outcome<'_>]) -> Result<()> {
    let rows: Vec<_> = outcomes
        .iter()
        .map(|outcome| {
            let matched = &outcome.matched;
            json!([
                outcome.sweep.id,
                matched.state.word(),
                matched.by.map(sweeps::Proof::word),
                serde_json::to_string(&matched.legs).unwrap_or_default(),
                matched.inflow,
                matched.suggested,
                matched.moved.minor(),
                matched.extra.minor(),
                outcome.day.map(day_number)
            ])
        })
        .collect();
    let rows = serde_json::to_string(&rows)?;
    sqlx::query!("delete from settlements")
        .execute(&mut *db)
        .await?;
    sqlx::query!(
        "insert into settlements (sweep_id, state, proof, legs, inflow, suggested, moved_minor,
             extra_minor, day)
         select value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5,
             value ->> 6, value ->> 7, value ->> 8
         from json_each(?)",
        rows
    )
    .execute(db)
    .await?;
    Ok(())
}

async fn write_moves(db: &mut SqliteConnection, outcomes: &[Outcome<'_>]) -> Result<()> {
    let rows: Vec<_> = outcomes.iter().flat_map(moves_of).collect();
    let rows = serde_json::to_string(&rows)?;
    sqlx::query!("delete from moves").execute(&mut *db).await?;
    sqlx::query!(
        "insert into moves (sweep_id, goal_id, rule_id, cause, currency, minor, whole_minor,
             cause_day, entry_id, account_id, moved_day)
         select value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5,
             value ->> 6, value ->> 7, value ->> 8, value ->> 9, value ->> 10
         from json_each(?)",
        rows
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The parts of a transfer that are on their way or have moved. Of a partial one the oldest parts have
/// moved, as far as the money went, and the rest waits again.
fn moves_of(outcome: &Outcome<'_>) -> Vec<serde_json::Value> {
    let (sweep, kept) = (outcome.sweep.id, &outcome.sweep.value);
    let mut left = match outcome.matched.state {
        State::Expired => return Vec::new(),
        State::Partial => outcome.matched.moved.minor(),
        State::Open | State::Suggested | State::Settled | State::Over => i64::MAX,
    };
    let day = outcome.day.map(day_number);
    let mut moves = Vec::new();
    for item in &kept.items {
        let minor = item.minor.min(left);
        left = left.saturating_sub(minor);
        if minor != 0 {
            moves.push(json!([
                sweep,
                item.goal,
                item.rule,
                item.cause,
                kept.currency,
                minor,
                item.whole_minor,
                day_number(item.day),
                item.entry,
                item.account,
                day
            ]));
        }
    }
    moves
}
