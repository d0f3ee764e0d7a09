//! Goals share what was set aside, in the order of days; what was put in by hand and taken out is part of
//! it, because a goal that is full passes the next deposit on.

use std::collections::{BTreeMap, HashMap};

use chrono::{Days, Months, NaiveDate};
use farthing_money::{Money, allocate};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sqlx::SqliteConnection;

use super::super::cause::Cause;
use super::super::checked::{self, GoalTermsChecked};
use super::super::kept::{KeptGoal, Laid};
use super::super::terms::{OverfundChoice, SplitChoice};
use super::rows::Changed;
use super::shares::{Due, Share, Shares, changed_after, due_between, shares_between, write_shares};
use super::{digest_of, remember};
use crate::day::{day_number, day_of, first_of_month};
use crate::error::Result;
use crate::ids::ChoiceId;

/// Where no goal takes it.
pub(super) const NOBODY: i64 = 0;
/// A change of so few days is followed day by day for as many, because it mostly ends there; what goes
/// on for longer is followed by months.
const ONE_BY_ONE: u64 = 40;
/// The rule of what is done by hand.
const BY_HAND: i64 = 0;

/// What later days depend on: what each goal holds, and what the goals of a rule are owed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Standing {
    pub saved: BTreeMap<i64, i64>,
    /// By rule and currency.
    pub carries: BTreeMap<String, Owed>,
}

/// What the goals of a rule are owed; it begins anew when they or their weights change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Owed {
    pub goals: Vec<i64>,
    pub weights: Vec<Decimal>,
    /// As texts, because JSON numbers are too small.
    pub parts: Vec<String>,
}

/// What transfers have moved, by rule and cause: each goal's part.
type Frozen = HashMap<(i64, String), Vec<(i64, i64)>>;

/// What goes through the days, and where it stands.
pub(super) struct Sharing<'l> {
    laid: &'l Laid,
    pub goals: BTreeMap<i64, (&'l KeptGoal, GoalTermsChecked)>,
    frozen: Frozen,
    pub standing: Standing,
    /// The first day of the stretch that is gone through.
    begun: NaiveDate,
}

/// Follows what has changed, or begins anew where the goals have changed.
pub(super) async fn follow(
    db: &mut SqliteConnection,
    laid: &Laid,
    as_of: NaiveDate,
    changed: Changed,
    seen: Option<&String>,
) -> Result<()> {
    let goals: Vec<_> = laid
        .goals
        .iter()
        .map(|goal| json!([goal.id, goal.value]))
        .collect();
    let splits: Vec<_> = laid
        .rules
        .iter()
        .map(|rule| rule.value.versions.iter())
        .map(|versions| {
            versions
                .map(|version| &version.input.goals)
                .collect::<Vec<_>>()
        })
        .collect();
    let digest = format!("{as_of} {}", digest_of(&json!([goals, splits]).to_string()));
    let is_new = seen.and_then(|seen| seen.split(' ').nth(1)) != digest.split(' ').nth(1);
    if seen != Some(&digest) {
        remember(db, BY_HAND, &digest).await?;
    }
    let (first, mut last) = match (changed.days(), is_new) {
        (None, false) => return Ok(()),
        (Some(days), false) => days,
        (_, true) => (NaiveDate::MIN, NaiveDate::MAX),
    };
    let mut sharing = Sharing::of(db, laid).await?;
    let Some((begin, end)) = sharing.history(db).await? else {
        sqlx::query!("delete from shares").execute(&mut *db).await?;
        sqlx::query!("delete from standings where rule_id = 0")
            .execute(db)
            .await?;
        return Ok(());
    };
    let mut from = sharing.begin(db, first, begin, is_new).await?;
    let by_days = from
        .checked_add_days(Days::new(ONE_BY_ONE))
        .filter(|until| last < *until);
    loop {
        let next = if by_days.is_some_and(|until| from < until) {
            from.succ_opt()
        } else {
            first_of_month(from).checked_add_months(Months::new(1))
        };
        let next = next.unwrap_or(NaiveDate::MAX);
        if let Some(later) = sharing.stretch(db, from, next).await? {
            last = last.max(later);
        }
        let is_last = next > end;
        let stands = sharing.keep(db, from, next).await?;
        if is_last || (stands && next > last) {
            if is_last {
                forget_after(db, next).await?;
            }
            return Ok(());
        }
        from = next;
    }
}

/// What lies after the last thing that is shared is old.
async fn forget_after(db: &mut SqliteConnection, next: NaiveDate) -> Result<()> {
    let next = day_number(next);
    sqlx::query!("delete from shares where day >= ?", next)
        .execute(&mut *db)
        .await?;
    sqlx::query!("delete from standings where rule_id = 0 and day > ?", next)
        .execute(db)
        .await?;
    Ok(())
}

impl<'l> Sharing<'l> {
    async fn of(db: &mut SqliteConnection, laid: &'l Laid) -> Result<Self> {
        let goals = laid.goals.iter().filter_map(|goal| {
            // A goal whose terms a later version cannot read takes nothing.
            let terms = checked::goal(&goal.value.input).ok()?;
            Some((goal.id.0, (&goal.value, terms)))
        });
        let rows = sqlx::query!(
            r#"select rule_id, cause, goal_id, sum(minor) as "minor!: i64" from moves
               where moved_day is not null group by rule_id, cause, goal_id
               order by rule_id, cause, goal_id"#
        )
        .fetch_all(db)
        .await?;
        let mut frozen = Frozen::new();
        for row in rows {
            let parts = frozen.entry((row.rule_id, row.cause)).or_default();
            parts.push((row.goal_id, row.minor));
        }
        Ok(Self {
            laid,
            goals: goals.collect(),
            frozen,
            standing: Standing::default(),
            begun: NaiveDate::MIN,
        })
    }

    /// The first and the last day on which something is shared.
    async fn history(&self, db: &mut SqliteConnection) -> Result<Option<(NaiveDate, NaiveDate)>> {
        let row = sqlx::query!(
            r#"select min(day) as "first: i64", max(day) as "last: i64" from accruals"#
        )
        .fetch_one(db)
        .await?;
        let mut days: Vec<NaiveDate> = [row.first, row.last]
            .into_iter()
            .flatten()
            .map(day_of)
            .collect::<Result<_>>()?;
        for (goal, _) in self.goals.values() {
            days.extend(goal.moves.iter().map(|moved| moved.day));
            days.extend(goal.archived.iter().map(|pause| pause.from));
        }
        Ok(days.iter().min().copied().zip(days.iter().max().copied()))
    }

    /// The month to begin with, and the standing at its start.
    async fn begin(
        &mut self,
        db: &mut SqliteConnection,
        first: NaiveDate,
        history: NaiveDate,
        is_new: bool,
    ) -> Result<NaiveDate> {
        let number = if is_new { i64::MIN } else { day_number(first) };
        let kept = sqlx::query!(
            "select day, standing from standings where rule_id = 0 and day <= ?
             order by day desc limit 1",
            number
        )
        .fetch_optional(&mut *db)
        .await?;
        if let Some(kept) = kept {
            self.standing = serde_json::from_str(&kept.standing)?;
            return day_of(kept.day);
        }
        for (id, (goal, terms)) in &self.goals {
            if self.must_count(*id, goal) && terms.target.is_some() || !goal.archived.is_empty() {
                self.standing.saved.insert(*id, terms.initial.minor());
            }
        }
        let begin = first_of_month(history);
        // What lies before the first thing that is shared now is old.
        let before = day_number(begin);
        sqlx::query!("delete from shares where day < ?", before)
            .execute(&mut *db)
            .await?;
        sqlx::query!(
            "delete from standings where rule_id = 0 and day <= ?",
            before
        )
        .execute(db)
        .await?;
        Ok(begin)
    }

    /// Whether what a goal holds decides what it takes. Where it does not, a change in March has the
    /// same April as before.
    fn must_count(&self, id: i64, goal: &KeptGoal) -> bool {
        let versions = self.laid.rules.iter().flat_map(|rule| &rule.value.versions);
        let mut splits = versions.map(|version| &version.input.goals);
        let by_priority = splits.any(|split| {
            split.by == SplitChoice::Priority && split.goals.iter().any(|part| part.goal.0 == id)
        });
        goal.input.overfund == OverfundChoice::Spill || by_priority
    }

    /// Keeps the standing at the end of a stretch, and none within. True when it was the same before.
    async fn keep(
        &self,
        db: &mut SqliteConnection,
        from: NaiveDate,
        next: NaiveDate,
    ) -> Result<bool> {
        let (from, number) = (day_number(from), day_number(next));
        let standing = serde_json::to_string(&self.standing)?;
        sqlx::query!(
            "delete from standings where rule_id = 0 and day > ? and day < ?",
            from,
            number
        )
        .execute(&mut *db)
        .await?;
        let before = sqlx::query_scalar!(
            "select standing from standings where rule_id = 0 and day = ?",
            number
        )
        .fetch_optional(&mut *db)
        .await?;
        if before.as_ref() == Some(&standing) {
            return Ok(true);
        }
        sqlx::query!(
            "insert into standings (rule_id, day, standing) values (0, ?, ?)
             on conflict (rule_id, day) do update set standing = excluded.standing",
            number,
            standing
        )
        .execute(db)
        .await?;
        Ok(false)
    }

    /// Shares what is due on these days out again. Gives the last day after them on which something is
    /// taken back of what was shared here and is shared otherwise now.
    async fn stretch(
        &mut self,
        db: &mut SqliteConnection,
        from: NaiveDate,
        next: NaiveDate,
    ) -> Result<Option<NaiveDate>> {
        self.begun = from;
        let old = shares_between(db, from, next).await?;
        let mut due = due_between(db, from, next).await?;
        due.extend(self.by_hand(from, next)?);
        // What changes another row comes after it on the same day, and the person's hand comes last.
        due.sort_by_key(|due| {
            let rank = u8::from(due.cause.changes().is_some()) + 2 * u8::from(due.rule == BY_HAND);
            (due.day, rank)
        });
        let mut new = Shares::new();
        for due in due {
            let parts = self.parts(db, &due, &new).await?;
            for (goal, minor) in parts {
                if minor == 0 {
                    continue;
                }
                if let Some(saved) = self.standing.saved.get_mut(&goal) {
                    *saved += minor;
                }
                let share = Share {
                    day: due.day,
                    account: due.account,
                    currency: due.amount.currency(),
                    minor,
                };
                new.entry((due.rule, due.cause.to_string(), goal))
                    .and_modify(|known| known.minor += minor)
                    .or_insert(share);
            }
        }
        write_shares(db, &old, &new).await?;
        changed_after(db, &old, &new, next).await
    }

    /// What was put in and taken out by hand, and what was released.
    fn by_hand(&self, from: NaiveDate, next: NaiveDate) -> Result<Vec<Due>> {
        let mut due = Vec::new();
        for (id, (goal, terms)) in &self.goals {
            let id = ChoiceId(*id);
            for (place, moved) in goal.moves.iter().enumerate() {
                due.push(Due {
                    rule: BY_HAND,
                    cause: Cause::Hand(id, place),
                    day: moved.day,
                    account: moved.account,
                    amount: Money::from_minor(moved.minor, terms.currency)?,
                    version: 1,
                });
            }
            for pause in &goal.archived {
                due.push(Due {
                    rule: BY_HAND,
                    cause: Cause::Released(id, pause.from),
                    day: pause.from,
                    account: None,
                    amount: Money::zero(terms.currency),
                    version: 1,
                });
            }
        }
        due.retain(|due| from <= due.day && due.day < next);
        Ok(due)
    }

    /// Which goal has how much of it.
    async fn parts(
        &mut self,
        db: &mut SqliteConnection,
        due: &Due,
        new: &Shares,
    ) -> Result<Vec<(i64, i64)>> {
        match due.cause {
            Cause::Hand(goal, _) => return Ok(vec![(goal.0, due.amount.minor())]),
            Cause::Released(goal, _) => {
                let saved = self
                    .standing
                    .saved
                    .get(&goal.0)
                    .copied()
                    .unwrap_or_default();
                return Ok(vec![(goal.0, -saved)]);
            }
            _ => {}
        }
        let frozen = self.frozen.get(&(due.rule, due.cause.to_string()));
        let mut parts = frozen.cloned().unwrap_or_default();
        let moved: i64 = parts.iter().map(|(_, minor)| minor).sum();
        let rest = due.amount.minor() - moved;
        if rest != 0 {
            let rest = Money::from_minor(rest, due.amount.currency())?;
            parts.extend(self.shared(db, due, rest, new).await?);
        }
        Ok(parts)
    }

    async fn shared(
        &mut self,
        db: &mut SqliteConnection,
        due: &Due,
        amount: Money,
        new: &Shares,
    ) -> Result<Vec<(i64, i64)>> {
        if let Cause::Share(_, goal) = due.cause {
            let takes = self.goals.get(&goal.0);
            let takes = takes.is_some_and(|(kept, _)| !kept.is_archived_on(due.day));
            return Ok(vec![(if takes { goal.0 } else { NOBODY }, amount.minor())]);
        }
        if amount.minor() < 0 {
            return self.taken_back(db, due, amount, new).await;
        }
        let rules = self.laid.rules.iter();
        let mut rule = rules
            .filter(|rule| rule.id.0 == due.rule)
            .map(|rule| &rule.value);
        let version = usize::try_from(due.version - 1).unwrap_or_default();
        let split = rule.find_map(|rule| rule.versions.get(version));
        match split {
            Some(version) => self.split(&version.input.goals, due, amount),
            None => Ok(vec![(NOBODY, amount.minor())]),
        }
    }

    /// What is taken back comes from the goals that had it.
    async fn taken_back(
        &self,
        db: &mut SqliteConnection,
        due: &Due,
        amount: Money,
        new: &Shares,
    ) -> Result<Vec<(i64, i64)>> {
        let original = match due.cause.changes() {
            Some(purchase) => Cause::Entry(purchase).to_string(),
            None => due.cause.to_string(),
        };
        let mut had: Vec<(i64, i64)> = new
            .range((due.rule, original.clone(), i64::MIN)..=(due.rule, original.clone(), i64::MAX))
            .map(|((_, _, goal), share)| (*goal, share.minor))
            .collect();
        if had.is_empty() {
            let begun = day_number(self.begun);
            let rows = sqlx::query!(
                "select goal_id, minor from shares
                 where rule_id = ? and cause = ? and day < ? order by goal_id",
                due.rule,
                original,
                begun
            )
            .fetch_all(db)
            .await?;
            had = rows
                .into_iter()
                .map(|row| (row.goal_id, row.minor))
                .collect();
        }
        had.retain(|(_, minor)| *minor > 0);
        if had.is_empty() {
            return Ok(vec![(NOBODY, amount.minor())]);
        }
        let weights: Vec<Decimal> = had.iter().map(|(_, minor)| Decimal::from(*minor)).collect();
        let parts = allocate(amount, &weights)?;
        let goals = had.into_iter().map(|(goal, _)| goal);
        Ok(goals.zip(parts.iter().map(Money::minor)).collect())
    }
}
