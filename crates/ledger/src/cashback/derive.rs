//! What follows from programmes and entries: worked out again in the transaction of each change, for the
//! days that it touches.
//!
//! Five steps, each handing on what differs now: which credits are cashback, what entries earn, which
//! bonuses are earned, what should be paid, and with what it was.

mod bonuses;
mod course;
mod matching;
mod portals;
mod receipts;
mod receivables;
mod rewards;
mod rows;
mod seen;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use farthing_rules::calendar::Span;
use sqlx::SqliteConnection;

use super::kept::Laid;
use crate::error::{LedgerError, Result};
use crate::ids::ChoiceId;
use crate::savings::TouchedDays;
use course::{Course, Terms};
use receivables::Owes;
use seen::{News, Seen};

/// Follows a change. `legs` are the days of entries that move savings now, or no longer. The days on which
/// other credits are cashback now are touched as well, for whoever follows next.
pub(crate) async fn follow(
    db: &mut SqliteConnection,
    touched: &mut TouchedDays,
    legs: Option<Span>,
) -> Result<()> {
    if !is_anything(db).await? {
        return Ok(());
    }
    let laid = Laid::of(db).await?;
    let news = Seen::of(db).await?.news(&laid)?;
    let courses: Vec<Course<'_>> = laid
        .programmes
        .iter()
        .map(|choice| Course::of(choice, &laid))
        .collect();
    for gone in &news.gone {
        rows::forget(db, *gone).await?;
    }
    let mut again = receipts::follow(db, &courses, &laid, &news, touched).await?;
    let credited = news.credited(&laid).into_iter();
    again.extend(credited.map(|programme| (programme, NaiveDate::MIN)));
    let mut days = seen::days_of(db, &news.details).await?;
    days.extend(seen::days_of(db, &touched.refunded).await?);
    days.extend(legs);
    let desk = Desk {
        laid: &laid,
        news: &news,
        touched,
        days,
        again,
    };
    let mut failed = BTreeSet::new();
    for course in &courses {
        if desk.work_out(db, course).await? == Outcome::Failed {
            failed.insert(course.id());
        }
    }
    seen::remember(db, &news, &failed).await
}

/// Whether there is a programme, or was one.
async fn is_anything(db: &mut SqliteConnection) -> Result<bool> {
    Ok(sqlx::query_scalar!(
        r#"select exists (select 1 from choices where kind = 'programme')
               or exists (select 1 from cashback_seen) as "is!: bool""#
    )
    .fetch_one(db)
    .await?)
}

/// What all programmes are worked out with.
struct Desk<'d> {
    laid: &'d Laid,
    news: &'d News,
    touched: &'d TouchedDays,
    /// Days of entries that are looked at otherwise now, on whatever account.
    days: Vec<Span>,
    /// The programmes whose credits, or what is said of them, are others, with the first day of those.
    again: BTreeMap<ChoiceId, NaiveDate>,
}

/// Whether a programme could be worked out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Done,
    Failed,
}

/// What a programme has to look at again.
#[derive(Debug)]
enum Reach {
    All,
    Days(Vec<Span>),
}

impl Desk<'_> {
    /// Works a programme out for what has changed, or anew. One that cannot be worked out has no rows; it
    /// never keeps an entry from being written.
    async fn work_out(&self, db: &mut SqliteConnection, course: &Course<'_>) -> Result<Outcome> {
        let is_new = self.news.programmes.contains(&course.id());
        if is_new {
            rows::forget(db, course.id()).await?;
        }
        let Some(terms) = &course.terms else {
            return Ok(Outcome::Done);
        };
        let reach = if is_new {
            Reach::All
        } else {
            Reach::Days(self.days_of(course))
        };
        match self.steps(db, course, terms, &reach).await {
            Err(LedgerError::Invalid { .. } | LedgerError::Money(_)) => {
                rows::forget(db, course.id()).await?;
                Ok(Outcome::Failed)
            }
            done => done.map(|()| Outcome::Done),
        }
    }

    async fn steps(
        &self,
        db: &mut SqliteConnection,
        course: &Course<'_>,
        terms: &Terms,
        reach: &Reach,
    ) -> Result<()> {
        let is_said = self.news.receivables.contains(&course.id());
        let mut owes = Owes::AsBefore;
        if let Some(portal) = terms.portal() {
            if reach.is_anything() || is_said {
                let visits = portals::Visits::of(self.laid, course.id());
                owes = portals::follow(db, course, (terms, portal), &visits).await?;
            }
        } else {
            let differs = rewards::follow(db, course, terms, reach).await?;
            if terms.pays_money() {
                owes = receivables::follow(db, course, terms, &differs).await?;
                let bonuses = bonuses::follow(db, course, terms, reach).await?;
                owes = owes.or(bonuses);
            }
        }
        if let Some(day) = self.again.get(&course.id()) {
            owes = owes.or(Owes::OtherwiseFrom(*day));
        }
        if is_said || matches!(reach, Reach::All) {
            owes = Owes::OTHERWISE;
        }
        match owes {
            Owes::OtherwiseFrom(since) if terms.pays_money() => {
                matching::follow(db, self.laid, course, terms, since).await
            }
            _ => Ok(()),
        }
    }

    /// The days on which entries that a programme looks at are others.
    fn days_of(&self, course: &Course<'_>) -> Vec<Span> {
        let mut days = self.touched.spans_of(&course.accounts);
        days.extend(&self.days);
        days
    }
}

impl Reach {
    fn is_anything(&self) -> bool {
        match self {
            Self::All => true,
            Self::Days(days) => !days.is_empty(),
        }
    }
}

/// All derived rows as lines, for comparison; blocks only spare work.
async fn lines(db: &mut SqliteConnection) -> Result<BTreeSet<String>> {
    let lines = sqlx::query_scalar!(
        r#"select 'reward ' || json_array(programme_id, entry_id, day, base_minor, minor, exact, rule,
               reason, of_entry) as "line!: String" from rewards
           union all
           select 'statement ' || json_array(programme_id, day, minor) as "line!: String"
           from reward_statements
           union all
           select 'receivable ' || json_array(programme_id, cause, day, due, minor, receipt_id,
               difference) as "line!: String" from receivables
           union all
           select 'receipt ' || json_array(entry_id, programme_id, day, minor, how)
               as "line!: String" from receipts"#
    )
    .fetch_all(db)
    .await?;
    Ok(lines.into_iter().collect())
}

/// Forgets all derived rows and works them out from nothing.
async fn rebuild(db: &mut SqliteConnection) -> Result<()> {
    sqlx::raw_sql(
        "delete from rewards; delete from reward_statements; delete from reward_blocks;
         delete from receivables; delete from receipts; delete from cashback_seen;",
    )
    .execute(&mut *db)
    .await?;
    follow(db, &mut TouchedDays::default(), None).await
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
