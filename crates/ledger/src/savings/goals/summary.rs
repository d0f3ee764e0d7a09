//! Where a goal stands: its two numbers, what is enough to be in time, and when it may be reached.

use chrono::{Days, NaiveDate};
use farthing_money::{Money, Rounding};
use farthing_rules::goals::{
    self as rule, Contribution, ContributionKind, Course, DEFAULT_TOLERANCE, Frequency, PaceGoal,
    Progress, Projection, SavingPlan, Status, Timing,
};
use rust_decimal::Decimal;
use sqlx::SqliteConnection;

use super::super::checked::{self, GoalTermsChecked};
use super::super::derive::rule_error;
use super::super::kept::{KeptGoal, Laid};
use super::super::{
    GoalCourse, GoalInterest, GoalProjection, GoalState, GoalSummary, RequiredPace, words,
};
use crate::choices::Choice;
use crate::day::{day_number, day_of};
use crate::error::Result;

const WEEK_IN_DAYS: Decimal = Decimal::from_parts(7, 0, 0, false, 0);
/// A twelfth of 365.25 days.
const MONTH_IN_DAYS: Decimal = Decimal::from_parts(304_375, 0, 0, false, 4);

/// What went into a goal on a day, and out of it.
pub(super) struct DaySum {
    pub day: NaiveDate,
    pub amount: Money,
}

/// What is set aside for a goal.
pub(super) async fn promised(db: &mut SqliteConnection, goal: &Choice<KeptGoal>) -> Result<Money> {
    let terms = checked::goal(&goal.value.input)?;
    let minor = sqlx::query_scalar!(
        r#"select coalesce(sum(minor), 0) as "minor!: i64" from shares where goal_id = ?"#,
        goal.id
    )
    .fetch_one(db)
    .await?;
    Ok(terms
        .initial
        .checked_add(Money::from_minor(minor, terms.currency)?)?)
}

/// What has really moved of what is set aside, and what had of what was made free since.
struct Moved {
    now: Money,
    before: Money,
}

/// What of it has really moved.
async fn moved(
    db: &mut SqliteConnection,
    goal: &Choice<KeptGoal>,
    terms: &GoalTermsChecked,
) -> Result<Moved> {
    let (mut now, mut before) = (0, 0);
    for step in moves(db, goal).await? {
        let minor = match step.released {
            Some(_) => &mut before,
            None => &mut now,
        };
        *minor += step.minor;
    }
    Ok(Moved {
        now: Money::from_minor(now, terms.currency)?,
        before: Money::from_minor(before, terms.currency)?,
    })
}

/// What the bank moved for a goal on a day.
pub(super) struct Move {
    pub day: i64,
    pub minor: i64,
    /// The day on which it was made free, where the goal was put away since.
    pub released: Option<i64>,
}

/// What has really moved, by its day and that of its cause.
pub(super) async fn moves(db: &mut SqliteConnection, goal: &Choice<KeptGoal>) -> Result<Vec<Move>> {
    let rows = sqlx::query!(
        r#"select day as "day!: i64", cause_day as "cause_day!: i64", sum(minor) as "minor!: i64"
           from (
               select moved_day as day, cause_day, minor from moves
               where goal_id = ?1 and moved_day is not null
               union all
               select b.day, s.day, s.minor from shares s
               join mirrored b on b.rule_id = s.rule_id and b.cause = s.cause
               where s.goal_id = ?1)
           group by 1, 2"#,
        goal.id
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            let released = goal.value.released_on(day_of(row.cause_day)?);
            Ok(Move {
                day: row.day,
                minor: row.minor,
                released: released.map(day_number),
            })
        })
        .collect()
}

/// What went in and out on each day, in order.
pub(super) async fn days(
    db: &mut SqliteConnection,
    goal: &Choice<KeptGoal>,
    terms: &GoalTermsChecked,
) -> Result<Vec<DaySum>> {
    let rows = sqlx::query!(
        r#"select day, sum(minor) as "minor!: i64" from shares where goal_id = ?
           group by day order by day"#,
        goal.id
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(DaySum {
                day: day_of(row.day)?,
                amount: Money::from_minor(row.minor, terms.currency)?,
            })
        })
        .collect()
}

/// A goal and where it stands.
pub(super) async fn of(
    db: &mut SqliteConnection,
    laid: &Laid,
    goal: &Choice<KeptGoal>,
    today: NaiveDate,
) -> Result<GoalSummary> {
    let terms = checked::goal(&goal.value.input)?;
    let promised = promised(db, goal).await?;
    let moved = moved(db, goal, &terms).await?;
    let days = days(db, goal, &terms).await?;
    let start = start_of(goal, &days);
    let standing = Standing {
        terms: &terms,
        promised,
        start,
        today,
    };
    let missing = terms.target.map(|target| target.minor() - promised.minor());
    let part = |minor: i64| -> Result<crate::wire::Amount> {
        Ok(Money::from_minor(minor.max(0), terms.currency)?.into())
    };
    let state = match missing {
        _ if is_away(&goal.value) => GoalState::Archived,
        Some(..=0) => GoalState::Completed,
        _ => GoalState::Active,
    };
    let (course, course_words) = standing.course()?;
    // A destination that was undone is none.
    let destination = goal.value.input.destination;
    let destination = destination.and_then(|id| laid.destination(id).ok());
    Ok(GoalSummary {
        id: goal.id,
        goal: goal.value.input.clone(),
        destination_name: destination.map(|to| to.value.name.clone()),
        state,
        moved: moved.now.into(),
        moved_before: (!moved.before.is_zero()).then(|| moved.before.into()),
        missing: missing.map(part).transpose()?,
        surplus: missing
            .filter(|missing| *missing < 0)
            .map(|missing| part(-missing))
            .transpose()?,
        percent: terms.target.map(|target| percent(promised, target)),
        course_words,
        course,
        required: standing.required()?,
        projection: standing.projection(&days)?,
        completed_on: completed_on(&terms, &days)?,
        promised: promised.into(),
        uncovered: None,
    })
}

/// When a goal may be reached at the pace of the last weeks, with the interest that is assumed for it.
pub(super) async fn with_interest(
    db: &mut SqliteConnection,
    goal: &Choice<KeptGoal>,
    today: NaiveDate,
) -> Result<Option<GoalInterest>> {
    let terms = checked::goal(&goal.value.input)?;
    let (Some(apr), Some(target), false) = (terms.apr, terms.target, is_away(&goal.value)) else {
        return Ok(None);
    };
    let days = days(db, goal, &terms).await?;
    let standing = Standing {
        terms: &terms,
        promised: promised(db, goal).await?,
        start: start_of(goal, &days),
        today,
    };
    let Some(Projection::Paced(paces)) = standing.projected(&days)? else {
        return Ok(None);
    };
    let nothing = Money::zero(terms.currency);
    let not_below_zero = |money: Money| if money.minor() < 0 { nothing } else { money };
    let a_month = paces.average.per_week * MONTH_IN_DAYS / WEEK_IN_DAYS;
    let a_month = Money::round(a_month, terms.currency, Rounding::HalfUp)?;
    let plan = SavingPlan {
        principal: not_below_zero(standing.promised),
        monthly: not_below_zero(a_month),
        apr,
        timing: Timing::End,
    };
    let reached = rule::months_to_target(&plan, target, today).map_err(rule_error)?;
    Ok(Some(GoalInterest {
        a_month: plan.monthly.into(),
        months: reached.map(|reached| reached.months),
        day: reached.map(|reached| reached.day),
        words: words::interest_words(
            goal.value.input.interest.as_deref().unwrap_or_default(),
            plan.monthly,
            reached.as_ref(),
        ),
    }))
}

fn is_away(goal: &KeptGoal) -> bool {
    goal.archived.iter().any(|away| away.to.is_none())
}

/// The day it was made, or an earlier one on which a rule already set something aside.
fn start_of(goal: &Choice<KeptGoal>, days: &[DaySum]) -> NaiveDate {
    let first = days.first().map(|first| first.day);
    first.map_or(goal.value.created, |first| first.min(goal.value.created))
}

fn percent(promised: Money, target: Money) -> u32 {
    let part = i128::from(promised.minor().max(0)) * 100 / i128::from(target.minor().max(1));
    u32::try_from(part).unwrap_or(u32::MAX)
}

fn completed_on(terms: &GoalTermsChecked, days: &[DaySum]) -> Result<Option<NaiveDate>> {
    let Some(target) = terms.target else {
        return Ok(None);
    };
    let mut saved = terms.initial;
    for day in days {
        saved = saved.checked_add(day.amount)?;
        if saved.minor() >= target.minor() {
            return Ok(Some(day.day));
        }
    }
    Ok(None)
}

struct Standing<'g> {
    terms: &'g GoalTermsChecked,
    promised: Money,
    start: NaiveDate,
    today: NaiveDate,
}

impl Standing<'_> {
    fn course(&self) -> Result<(GoalCourse, String)> {
        let Some(target) = self.terms.target else {
            return Ok((GoalCourse::NoDate, words::open_end_words(self.promised)));
        };
        let nothing = Money::zero(self.terms.currency);
        let standing = rule::status(&Course {
            target,
            saved: if self.promised.minor() < 0 {
                nothing
            } else {
                self.promised
            },
            initial: self.terms.initial,
            start: self.terms.by.map_or(self.start, |by| self.start.min(by)),
            today: self.today,
            target_date: self.terms.by,
            tolerance: DEFAULT_TOLERANCE,
        })
        .map_err(rule_error)?;
        let words = words::course_words(&standing, self.promised, self.terms.by);
        let course = match standing.status {
            Status::Completed => GoalCourse::Completed,
            Status::Overdue => GoalCourse::Overdue,
            Status::Ahead => GoalCourse::Ahead,
            Status::Behind => GoalCourse::Behind,
            Status::OnTrack => GoalCourse::OnTrack,
            Status::NoDate => GoalCourse::NoDate,
        };
        Ok((course, words))
    }

    /// What is enough each day, week and month, beginning tomorrow, in a week, in a month.
    fn required(&self) -> Result<Option<RequiredPace>> {
        let (Some(target), Some(by)) = (self.terms.target, self.terms.by) else {
            return Ok(None);
        };
        let pace = |frequency| {
            let pace = rule::required_pace(&PaceGoal {
                target,
                saved: self.promised,
                today: self.today,
                target_date: by,
                frequency,
                next_contribution: self.today,
            });
            pace.map(|pace| pace.required.into()).map_err(rule_error)
        };
        Ok(Some(RequiredPace {
            a_day: pace(Frequency::Daily)?,
            a_week: pace(Frequency::Weekly)?,
            a_month: pace(Frequency::Monthly)?,
        }))
    }

    /// At which pace money was set aside, and when that reaches the target; none without a target.
    fn projected(&self, days: &[DaySum]) -> Result<Option<Projection>> {
        let Some(target) = self.terms.target else {
            return Ok(None);
        };
        let contributions: Vec<Contribution> = days
            .iter()
            .map(|day| Contribution {
                day: day.day,
                amount: day.amount,
                kind: ContributionKind::Moved,
            })
            .collect();
        let yesterday = self
            .today
            .checked_sub_days(Days::new(1))
            .unwrap_or(self.today);
        rule::projection(&Progress {
            target,
            saved: self.promised,
            today: self.today,
            goal_start: self.start.min(yesterday),
            contributions: &contributions,
        })
        .map(Some)
        .map_err(rule_error)
    }

    fn projection(&self, days: &[DaySum]) -> Result<Option<GoalProjection>> {
        let Some(projection) = self.projected(days)? else {
            return Ok(None);
        };
        let words = words::projection_words(&projection, self.terms.currency);
        Ok(match projection {
            Projection::Completed => None,
            Projection::TooEarly { .. } => Some(GoalProjection {
                a_week: None,
                early: None,
                likely: None,
                late: None,
                words,
            }),
            Projection::Paced(paces) => Some(GoalProjection {
                a_week: Some(per_week(paces.average.per_week, self.terms)?),
                early: paces.fast.day,
                likely: paces.average.day,
                late: paces.slow.day,
                words,
            }),
        })
    }
}

/// A pace as an amount, rounded half up to the minor unit.
fn per_week(pace: Decimal, terms: &GoalTermsChecked) -> Result<crate::wire::Amount> {
    let decimals = terms.currency.decimals();
    let rounded = pace.round_dp_with_strategy(
        decimals,
        rust_decimal::RoundingStrategy::MidpointAwayFromZero,
    );
    Ok(Money::parse(&rounded.to_string(), terms.currency)?.into())
}
