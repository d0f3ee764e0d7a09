//! What follows from what the person laid down: worked out again in the transaction of each change, for
//! the days that it touches.
//!
//! Four steps, each handing on the days that differ now: confirmed transfers are looked for at the bank,
//! the rules set aside, refunds take back, and goals share.

mod looks;
mod mirrored;
mod others;
mod refunds;
mod round_ups;
pub(super) mod rows;
mod settle;
mod shares;
mod sharing;
mod splitting;
mod touched;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use farthing_money::Money;
use farthing_rules::RulesError;
use farthing_rules::calendar::Span;
use farthing_rules::ids as rule_ids;
use farthing_rules::roundup::Accrual;
use serde_json::json;
use sha2::{Digest as _, Sha256};
use sqlx::SqliteConnection;

use super::cause::Cause;
use super::checked::When;
use super::facts::Shelf;
use super::items;
use super::kept::{KeptRule, Laid};
use super::terms::SavingTerms;
use crate::choices::Choice;
use crate::day::day_of;
use crate::error::{LedgerError, Result};
use crate::ids::{AccountId, ChoiceId, EntryId};
use crate::totals::stored_currency;
pub(super) use round_ups::{RoundUps, accrual_of};
use rows::{Changed, Row};
pub(crate) use touched::TouchedDays;

/// A rule as it is worked out.
pub(super) struct Run<'r> {
    pub id: i64,
    pub rule: &'r KeptRule,
    pub when: When,
    pub as_of: NaiveDate,
    /// What transfers have moved of it.
    pub settled: Vec<SettledCause>,
    /// The list prices and things that it looks at.
    pub items: String,
}

/// What a transfer has moved of a cause.
#[derive(Debug, Clone)]
pub(super) struct SettledCause {
    pub cause: Cause,
    pub day: NaiveDate,
    /// Other days on which its deposit may stand: that of its entry now, and the one on which it is kept.
    pub elsewhere: [Option<NaiveDate>; 2],
    /// What the cause had set aside for all goals.
    pub whole: Money,
    pub account: Option<AccountId>,
    pub moved: Option<NaiveDate>,
    /// What the entry took from its account when the transfer was confirmed, in minor units.
    pub size: Option<i64>,
    /// The day on which the transfer was confirmed.
    pub sweep_day: NaiveDate,
}

impl<'r> Run<'r> {
    /// A rule with its pauses and the purchases that it leaves out.
    pub(super) fn of(laid: &Laid, rule: &'r Choice<KeptRule>, as_of: NaiveDate) -> Self {
        let left_out = laid.left_out.iter().filter(|(id, _)| *id == rule.id);
        let first = rule.value.versions.first();
        Self {
            id: rule.id.0,
            rule: &rule.value,
            when: When {
                from: first.and_then(|version| version.input.from),
                pauses: rule.value.rests(&laid.pauses),
                left_out: left_out
                    .map(|(_, entry)| rule_ids::EntryId(entry.0))
                    .collect(),
            },
            as_of,
            settled: Vec::new(),
            items: String::new(),
        }
    }

    /// The days on which deposits of touched entries may stand that have moved: an entry that has another
    /// day now, or is gone or back, leaves the one and takes the other.
    fn standing_days(&self, touched: &TouchedDays) -> Changed {
        let mut days = Changed::default();
        for settled in &self.settled {
            let is_touched =
                matches!(settled.cause, Cause::Entry(entry) if touched.entries.contains(&entry));
            if is_touched {
                days.add(settled.day);
                settled
                    .elsewhere
                    .into_iter()
                    .flatten()
                    .for_each(|day| days.add(day));
            }
        }
        days
    }

    /// The account that pays by a version's terms.
    fn pays_from(&self, version: usize) -> Option<AccountId> {
        let version = self.rule.versions.get(version.saturating_sub(1))?;
        version.input.pays_from
    }

    fn row_of(&self, accrual: &Accrual, account: Option<AccountId>) -> Result<Row> {
        let version = self.rule.version_on(accrual.day);
        Ok(Row {
            cause: Cause::Entry(EntryId(accrual.entry.0)),
            day: accrual.day,
            account: self.pays_from(version).or(account),
            amount: accrual.amount,
            base_minor: accrual.base.minor(),
            reason: accrual.reason.word().to_owned(),
            version: i64::try_from(version)
                .map_err(|_| RulesError::EmptyWindow)
                .map_err(rule_error)?,
        })
    }

    /// What the rule's rows depend on beside the entries and the day.
    fn digest(&self) -> String {
        let left_out: Vec<i64> = self.when.left_out.iter().map(|entry| entry.0).collect();
        let text = json!([self.rule, self.when.pauses, left_out]);
        digest_of(&(text.to_string() + &self.items))
    }
}

/// A digest of a text, to see whether it is another one.
pub(crate) fn digest_of(text: &str) -> String {
    let hash = Sha256::digest(text.as_bytes());
    let first: [u8; 16] = std::array::from_fn(|at| hash.get(at).copied().unwrap_or_default());
    format!("{:032x}", u128::from_be_bytes(first))
}

/// Why a rule has no result, as the ledger says it.
pub(crate) fn rule_error(error: RulesError) -> LedgerError {
    match error {
        RulesError::Field { field, message } => LedgerError::invalid(field, message),
        RulesError::Money(error) => LedgerError::Money(error),
        other => LedgerError::invalid("terms", other.to_string()),
    }
}

/// The rules whose rows are kept, each with what they were worked out from; 0 is the day and the goals.
type Seen = HashMap<i64, String>;

async fn seen(db: &mut SqliteConnection) -> Result<Seen> {
    let rows = sqlx::query!("select rule_id, digest from worked_out")
        .fetch_all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.rule_id, row.digest))
        .collect())
}

/// The day that the derived rows were last worked out for; none before the first rule.
pub(super) async fn worked_out_for(db: &mut SqliteConnection) -> Result<Option<NaiveDate>> {
    let digest = sqlx::query_scalar!("select digest from worked_out where rule_id = 0")
        .fetch_optional(db)
        .await?;
    let day = digest
        .as_deref()
        .and_then(|digest| digest.split(' ').next());
    Ok(day.and_then(|day| day.parse().ok()))
}

/// What the person laid down, with the confirmed transfers that were found at the bank.
pub(crate) struct Begun {
    laid: Laid,
    seen: Seen,
    as_of: NaiveDate,
    found: settle::Found,
}

impl Begun {
    /// The days of entries that move savings now and did not before, or no longer.
    pub(crate) fn legs(&self) -> Option<Span> {
        self.found.legs.span()
    }
}

/// Begins to follow a change by looking for confirmed transfers, whose entries are looked at otherwise
/// by whoever comes next; `today` is the day it is where the person is, where the change knows it. None
/// where nothing was laid down.
pub(crate) async fn begin(
    db: &mut SqliteConnection,
    today: Option<NaiveDate>,
    otherwise: NaiveDate,
) -> Result<Option<Begun>> {
    let laid = Laid::of(db).await?;
    let seen = seen(db).await?;
    if laid.is_empty() && seen.is_empty() {
        return Ok(None);
    }
    let as_of = match today {
        Some(today) => today,
        None => worked_out_for(db).await?.unwrap_or(otherwise),
    };
    let found = settle::follow(db, &laid, as_of).await?;
    Ok(Some(Begun {
        laid,
        seen,
        as_of,
        found,
    }))
}

/// Follows a change.
pub(crate) async fn follow(
    db: &mut SqliteConnection,
    begun: Begun,
    touched: &TouchedDays,
) -> Result<()> {
    let Begun {
        laid,
        seen,
        as_of,
        found: settle::Found {
            by_rule: settled,
            legs,
        },
    } = begun;
    let mut changed = Changed::default();
    for days in settled.values() {
        changed.join(*days);
    }
    let mut by_rule = forget_rules(db, &laid, &seen, &settled).await?;
    for days in by_rule.values() {
        changed.join(*days);
    }
    let mut desk = Desk {
        touched,
        own: own_accounts(db).await?,
        before: worked_out_for(db).await?,
        shelf: Shelf::default(),
    };
    let mut newly_laid = BTreeSet::new();
    for rule in in_order(&laid.rules) {
        let mut run = Run::of(&laid, rule, as_of);
        run.settled = settled_of(db, &laid, rule.id).await?;
        run.items = items::looked_at(db, &rule.value).await?;
        let digest = run.digest();
        let mut days = settled.get(&rule.id.0).copied().unwrap_or_default();
        days.join(legs);
        let matched = matched_rules(rule);
        let more = matched.iter().filter_map(|id| by_rule.get(id));
        for more in more {
            days.join(*more);
        }
        let of_rule = if seen.get(&rule.id.0) == Some(&digest) {
            News::None
        } else {
            newly_laid.insert(rule.id);
            remember(db, rule.id.0, &digest).await?;
            News::Terms
        };
        let differs = desk.work_out(db, &run, days, of_rule).await?;
        by_rule.insert(rule.id, differs);
        changed.join(differs);
    }
    let anything_else = desk.before != Some(as_of) || legs.days().is_some();
    mirrored::follow(db, &laid, as_of, |rule| {
        anything_else || newly_laid.contains(&rule.id) || desk.touches(&rule.value)
    })
    .await?;
    sharing::follow(db, &laid, as_of, changed, seen.get(&0)).await
}

/// Whether the terms of a rule, its pauses or the day are others than before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum News {
    None,
    Terms,
}

/// What all rules are worked out with.
struct Desk<'t> {
    touched: &'t TouchedDays,
    own: BTreeSet<AccountId>,
    /// The day that rules were worked out for before.
    before: Option<NaiveDate>,
    shelf: Shelf,
}

impl Desk<'_> {
    /// Whether something has changed on an account that a rule looks at by its newest terms.
    fn touches(&self, rule: &KeptRule) -> bool {
        let Ok(newest) = rule.newest() else {
            return false;
        };
        let accounts = newest.scope.accounts.iter().copied().collect();
        self.touched.days_of(&accounts).days().is_some()
    }

    /// Works a rule out for what has changed, or anew. One that cannot be worked out any more sets
    /// nothing aside; it never keeps an entry from being written.
    async fn work_out(
        &mut self,
        db: &mut SqliteConnection,
        run: &Run<'_>,
        settled: Changed,
        news: News,
    ) -> Result<Changed> {
        let done = match run.rule.newest()?.terms {
            SavingTerms::RoundUp(_) => self.round_up(db, run, settled, news).await,
            _ => self.other(db, run, settled, news).await,
        };
        match done {
            Err(LedgerError::Invalid { .. } | LedgerError::Money(_) | LedgerError::Missing(_)) => {
                let old = rows::all_of(db, run.id).await?;
                rows::replace(db, run.id, old, &[]).await
            }
            done => done,
        }
    }

    async fn round_up(
        &mut self,
        db: &mut SqliteConnection,
        run: &Run<'_>,
        settled: Changed,
        news: News,
    ) -> Result<Changed> {
        let rule = RoundUps::of(run.rule, &run.when, &self.own)?;
        let mut days = self.touched.days_of(&rule.accounts);
        days.join(settled);
        days.join(run.standing_days(self.touched));
        let mut changed = match (days.days(), news) {
            (None, News::None) => Changed::default(),
            (_, News::Terms) => rule.follow(db, run, &mut self.shelf, None).await?,
            (days, News::None) => rule.follow(db, run, &mut self.shelf, days).await?,
        };
        // A refund may come to an account that the rule does not look at.
        let anywhere = self.touched.days_of(&BTreeSet::new()).days();
        let purchases = self.touched.refunded.clone();
        changed.join(refunds::follow(db, (run.id, run.rule), purchases, anywhere).await?);
        Ok(changed)
    }

    async fn other(
        &mut self,
        db: &mut SqliteConnection,
        run: &Run<'_>,
        settled: Changed,
        news: News,
    ) -> Result<Changed> {
        let mut days = self.touched.days_of(&BTreeSet::new());
        days.join(settled);
        days.join(run.standing_days(self.touched));
        // A day may close a period or bring what was dated ahead; round-ups follow their entries alone.
        if let Some(before) = self.before.filter(|before| *before != run.as_of) {
            days.join(others::awaited(run, before)?);
        }
        let days = days.days().and_then(|(first, last)| Span::new(first, last));
        let mut changed = match (days, news) {
            (None, News::None) => return Ok(Changed::default()),
            (days, News::None) => others::follow(db, run, &mut self.shelf, days).await?,
            (_, News::Terms) => others::follow(db, run, &mut self.shelf, None).await?,
        };
        let purchases = self.touched.refunded.clone();
        changed.join(refunds::follow(db, (run.id, run.rule), purchases, None).await?);
        Ok(changed)
    }
}

/// Each rule after those whose deposits it matches.
fn in_order(rules: &[Choice<KeptRule>]) -> Vec<&Choice<KeptRule>> {
    let mut ordered = Vec::with_capacity(rules.len());
    let mut known = BTreeSet::new();
    // A rule is looked at a second time when all that it matches has been.
    let mut waiting: Vec<(&Choice<KeptRule>, bool)> =
        rules.iter().rev().map(|rule| (rule, false)).collect();
    while let Some((rule, is_ready)) = waiting.pop() {
        if is_ready {
            ordered.push(rule);
        } else if known.insert(rule.id) {
            waiting.push((rule, true));
            let matched = matched_rules(rule);
            let first = rules.iter().filter(|rule| matched.contains(&rule.id));
            waiting.extend(first.map(|rule| (rule, false)));
        }
    }
    ordered
}

fn matched_rules(rule: &Choice<KeptRule>) -> Vec<ChoiceId> {
    let versions = rule.value.versions.iter();
    let matched = versions.filter_map(|version| match &version.input.terms {
        SavingTerms::Matching { rules, .. } => Some(rules.clone()),
        _ => None,
    });
    matched.flatten().collect()
}

/// The rows of rules that are gone go with them, but for what has moved.
async fn forget_rules(
    db: &mut SqliteConnection,
    laid: &Laid,
    seen: &Seen,
    settled: &BTreeMap<i64, Changed>,
) -> Result<HashMap<ChoiceId, Changed>> {
    let mut changed = HashMap::new();
    let there: BTreeSet<i64> = laid.rules.iter().map(|rule| rule.id.0).collect();
    let known: BTreeSet<i64> = seen.keys().chain(settled.keys()).copied().collect();
    for rule in known
        .into_iter()
        .filter(|rule| *rule != 0 && !there.contains(rule))
    {
        let moved = settled_of(db, laid, ChoiceId(rule)).await?;
        let rows: Vec<Row> = moved.iter().map(SettledCause::row).collect();
        let old = rows::all_of(db, rule).await?;
        let days = rows::replace(db, rule, old, &rows).await?;
        changed.insert(ChoiceId(rule), days);
        sqlx::query!("delete from standings where rule_id = ?", rule)
            .execute(&mut *db)
            .await?;
        if rows.is_empty() {
            sqlx::query!("delete from worked_out where rule_id = ?", rule)
                .execute(&mut *db)
                .await?;
        } else {
            remember(db, rule, "gone").await?;
        }
    }
    Ok(changed)
}

impl SettledCause {
    /// The row of a rule that is gone.
    fn row(&self) -> Row {
        Row {
            cause: self.cause,
            day: self.day,
            account: self.account,
            amount: self.whole,
            base_minor: 0,
            reason: "settled".to_owned(),
            version: 1,
        }
    }
}

async fn settled_of(
    db: &mut SqliteConnection,
    laid: &Laid,
    rule: ChoiceId,
) -> Result<Vec<SettledCause>> {
    let rows = sqlx::query!(
        r#"select m.sweep_id as "sweep!: ChoiceId", m.cause, m.currency, m.whole_minor, m.cause_day,
               m.account_id as "account: AccountId", m.moved_day as "moved!: i64",
               e.day as "entry_day?: i64", a.day as "kept_day?: i64"
           from moves m
           left join entries e on e.id = m.entry_id
           left join accruals a on a.rule_id = m.rule_id and a.cause = m.cause
           where m.rule_id = ? and m.moved_day is not null
           order by m.moved_day, m.sweep_id, m.cause, m.goal_id"#,
        rule
    )
    .fetch_all(db)
    .await?;
    let mut causes = BTreeSet::new();
    let mut settled = Vec::new();
    for row in rows {
        if !causes.insert(row.cause.clone()) {
            continue;
        }
        let sweep = &laid.sweep(row.sweep)?.value;
        let mut items = sweep.items.iter();
        let item = items.find(|item| item.rule == rule.0 && item.cause == row.cause);
        settled.push(SettledCause {
            cause: Cause::read(&row.cause)?,
            day: day_of(row.cause_day)?,
            elsewhere: [
                row.entry_day.map(day_of).transpose()?,
                row.kept_day.map(day_of).transpose()?,
            ],
            whole: Money::from_minor(row.whole_minor, stored_currency(&row.currency)?)?,
            account: row.account,
            moved: Some(day_of(row.moved)?),
            size: item.and_then(|item| item.size_minor),
            sweep_day: sweep.created,
        });
    }
    Ok(settled)
}

pub(super) async fn own_accounts(db: &mut SqliteConnection) -> Result<BTreeSet<AccountId>> {
    let ids =
        sqlx::query_scalar!(r#"select id as "id: AccountId" from accounts where class = 'own'"#)
            .fetch_all(db)
            .await?;
    Ok(ids.into_iter().collect())
}

async fn remember(db: &mut SqliteConnection, rule: i64, digest: &str) -> Result<()> {
    sqlx::query!(
        "insert into worked_out (rule_id, digest) values (?, ?)
         on conflict (rule_id) do update set digest = excluded.digest",
        rule,
        digest
    )
    .execute(db)
    .await?;
    Ok(())
}

/// All derived rows as lines, for comparison.
pub(crate) async fn lines(db: &mut SqliteConnection) -> Result<BTreeSet<String>> {
    let lines = sqlx::query_scalar!(
        r#"select 'accrual ' || json_array(rule_id, cause, day, entry_id, of_entry, account_id,
               currency, minor, base_minor, reason, version) as "line!: String" from accruals
           union all
           select 'share ' || json_array(rule_id, cause, goal_id, day, account_id, currency, minor)
               as "line!: String" from shares
           union all
           select 'settlement ' || json_array(sweep_id, state, proof, legs, inflow, suggested,
               moved_minor, extra_minor, day) as "line!: String" from settlements
           union all
           select 'move ' || json_array(sweep_id, goal_id, rule_id, cause, currency, minor,
               whole_minor, cause_day, entry_id, account_id, moved_day) as "line!: String"
           from moves
           union all
           select 'mirrored ' || json_array(rule_id, cause, transfer_id, day) as "line!: String"
           from mirrored"#
    )
    .fetch_all(db)
    .await?;
    Ok(lines.into_iter().collect())
}

/// Forgets all derived rows and works them out from nothing, for the same day.
pub(crate) async fn rebuild(db: &mut SqliteConnection) -> Result<()> {
    let day = worked_out_for(db).await?;
    sqlx::raw_sql(
        "delete from accruals; delete from shares; delete from settlements; delete from moves;
         delete from mirrored; delete from standings; delete from worked_out;",
    )
    .execute(&mut *db)
    .await?;
    match day {
        Some(day) => match begin(db, Some(day), day).await? {
            Some(begun) => follow(db, begun, &TouchedDays::default()).await,
            None => Ok(()),
        },
        None => Ok(()),
    }
}

/// What is kept and not so, or so and not kept; leaves the tables rebuilt.
pub(crate) async fn contradictions(db: &mut SqliteConnection) -> Result<Vec<String>> {
    let kept = lines(db).await?;
    rebuild(db).await?;
    let rebuilt = lines(db).await?;
    let untrue = kept.difference(&rebuilt);
    let missing = rebuilt.difference(&kept);
    let untrue = untrue.map(|line| format!("kept, but not so: {line}"));
    let missing = missing.map(|line| format!("not kept: {line}"));
    Ok(untrue.chain(missing).take(20).collect())
}
