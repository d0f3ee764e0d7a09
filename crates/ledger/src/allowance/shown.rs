//! Where the allowances stand on a day, each figure with how it comes about.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use farthing_money::{Currency, Money};
use farthing_rules::allowance::{
    Allowance, ClosedAllowance, LeftToday, Spent, closed_allowances, left_today,
};
use farthing_rules::calendar::Span;
use sqlx::SqliteConnection;

use super::kept::{KeptAllowance, KeptDays, KeptTerms};
use super::spending::{expense_categories, rows_behind, spending};
use super::{
    AllowanceRest, AllowanceShown, AllowanceState, ClosedPeriod, LeftNow, RowsBehind, WaitingRest,
    day_words, refused,
};
use crate::choices::{self, Choice, ChoiceKind};
use crate::error::{LedgerError, Result};
use crate::ids::ChoiceId;
use crate::register::CategoryName;
use crate::savings::goal_names;
use crate::store::Ledger;
use crate::wire::Amount;

/// How many periods that are over are shown.
const CLOSED: usize = 12;

impl Ledger {
    /// What is left today of each allowance, and its periods that are over.
    pub async fn left_today(&self, today: NaiveDate) -> Result<Vec<AllowanceShown>> {
        let mut db = self.pool.acquire().await?;
        let names = Names::of(&mut db).await?;
        let mut shown = Vec::new();
        for choice in all(&mut db).await? {
            shown.push(one_shown(&mut db, &names, &choice, today).await?);
        }
        Ok(shown)
    }

    pub(super) async fn allowance(&self, id: ChoiceId, today: NaiveDate) -> Result<AllowanceShown> {
        let mut db = self.pool.acquire().await?;
        let names = Names::of(&mut db).await?;
        let choice = one(&mut db, id).await?;
        one_shown(&mut db, &names, &choice, today).await
    }
}

/// The names that are shown.
struct Names {
    categories: Vec<CategoryName>,
    goals: BTreeMap<ChoiceId, String>,
}

/// An allowance with what was spent, as the rules take it.
pub(super) struct Worked {
    pub rule: Allowance,
    pub spent: Vec<Spent>,
}

pub(super) async fn all(db: &mut SqliteConnection) -> Result<Vec<Choice<KeptAllowance>>> {
    choices::all(db, ChoiceKind::Allowance).await
}

pub(super) async fn one(db: &mut SqliteConnection, id: ChoiceId) -> Result<Choice<KeptAllowance>> {
    let mut all = all(db).await?.into_iter();
    let found = all.find(|choice| choice.id == id);
    found.ok_or(LedgerError::Missing("allowance"))
}

impl Names {
    async fn of(db: &mut SqliteConnection) -> Result<Self> {
        Ok(Self {
            categories: expense_categories(db).await?,
            goals: goal_names(db).await?.into_iter().collect(),
        })
    }
}

impl Worked {
    /// What was spent up to today in the categories that its period's terms name.
    pub(super) async fn of(
        db: &mut SqliteConnection,
        kept: &KeptAllowance,
        today: NaiveDate,
    ) -> Result<Self> {
        let currency = kept.currency()?;
        let mut spent = Vec::new();
        for part in spending(db, currency, (kept.first_day(), today)).await? {
            let terms = kept.terms_to(kept.last_of_period(part.day))?;
            if terms.categories.is_empty() || terms.categories.contains(&part.category) {
                spent.push(Spent {
                    day: part.day,
                    amount: Money::from_minor(part.minor, currency)?,
                });
            }
        }
        Ok(Self {
            rule: kept.rule()?,
            spent,
        })
    }

    pub(super) fn left(&self, kept: &KeptAllowance, today: NaiveDate) -> Result<Option<LeftToday>> {
        left_today(&self.rule, &self.spent, &kept.choices(), today).map_err(refused)
    }

    pub(super) fn closed(&self, today: NaiveDate) -> Result<Vec<ClosedAllowance>> {
        closed_allowances(&self.rule, &self.spent, today).map_err(refused)
    }
}

async fn one_shown(
    db: &mut SqliteConnection,
    names: &Names,
    choice: &Choice<KeptAllowance>,
    today: NaiveDate,
) -> Result<AllowanceShown> {
    let kept = &choice.value;
    let worked = Worked::of(db, kept, today).await?;
    let newest = kept.newest()?;
    let left = worked.left(kept, today)?;
    let closed = worked.closed(today)?;
    let all_categories = names.categories.iter();
    Ok(AllowanceShown {
        id: choice.id,
        allowance: kept.as_typed()?,
        categories: all_categories
            .filter(|category| newest.categories.contains(&category.id))
            .cloned()
            .collect(),
        goal_name: newest.goal.and_then(|goal| names.goals.get(&goal).cloned()),
        state: match left {
            Some(_) => AllowanceState::Running,
            None if today < kept.first_day() => AllowanceState::Ahead,
            None => AllowanceState::Over,
        },
        left: left
            .map(|left| left_shown(names, kept, &left, today))
            .transpose()?,
        closed: closed
            .iter()
            .rev()
            .take(CLOSED)
            .map(|period| closed_shown(names, kept, period))
            .collect::<Result<_>>()?,
    })
}

fn left_shown(
    names: &Names,
    kept: &KeptAllowance,
    left: &LeftToday,
    today: NaiveDate,
) -> Result<LeftNow> {
    let terms = kept.terms_to(left.span.last)?;
    let currency = kept.currency()?;
    let rows = |days| rows_of(names, currency, terms, days);
    let mut open_sum = Money::zero(left.left.currency());
    for rest in &left.open {
        open_sum = open_sum.checked_add(rest.amount)?;
    }
    let is_open = !open_sum.is_zero();
    let is_swept = terms.rest == AllowanceRest::Swept;
    Ok(LeftNow {
        first: left.span.first,
        last: left.span.last,
        today: left.today.into(),
        spent_today: left.spent_today.into(),
        left_today: left.left_today.into(),
        today_formula: today_formula(terms, left, today),
        today_rows: rows((today, today)),
        total: left.total.into(),
        spent: left.spent.into(),
        left: left.left.into(),
        left_formula: left_formula(names, kept, terms, left),
        rows: rows((left.span.first, left.span.last.min(today))),
        days_to_come: u32::try_from(left.coming.len()).unwrap_or(u32::MAX),
        tomorrow: left.coming.first().map(|(_, amount)| Amount::from(*amount)),
        open: left.open.iter().map(waiting).collect(),
        open_sum: is_open.then(|| open_sum.into()),
        open_a_day: if is_open {
            Some(a_day(open_sum, left)?.into())
        } else {
            None
        },
        set_aside: is_swept.then(|| left.set_aside.into()),
    })
}

fn waiting(rest: &farthing_rules::allowance::OpenRest) -> WaitingRest {
    WaitingRest {
        day: rest.day,
        amount: rest.amount.into(),
    }
}

/// What each remaining day, today too, has more if they share a rest; whole units, rounded down.
fn a_day(rest: Money, left: &LeftToday) -> Result<Money> {
    let days = i64::try_from(left.coming.len()).unwrap_or(i64::MAX - 1) + 1;
    let each = rest.minor().checked_div(days).unwrap_or_default();
    Ok(Money::from_minor(each, rest.currency())?)
}

fn closed_shown(
    names: &Names,
    kept: &KeptAllowance,
    period: &ClosedAllowance,
) -> Result<ClosedPeriod> {
    let terms = kept.terms_to(period.span.last)?;
    let pledged = kept.pledged.get(&period.span.last);
    let can = period.swept.minor() > 0 && terms.goal.is_some() && pledged.is_none();
    let currency = kept.currency()?;
    let pledged = pledged.map(|minor| Money::from_minor(*minor, currency));
    Ok(ClosedPeriod {
        first: period.span.first,
        last: period.span.last,
        total: period.total.into(),
        spent: period.spent.into(),
        left: period.left.into(),
        can_be_swept: can.then(|| period.swept.into()),
        pledged: pledged.transpose()?.map(Into::into),
        rolled: period.rolled.into(),
        formula: format!(
            "{} − {} spent from {} to {} = {}. {}",
            period.total,
            period.spent,
            day_words(period.span.first),
            day_words(period.span.last),
            period.left,
            spent_words(names, terms)
        ),
        rows: rows_of(
            names,
            currency,
            terms,
            (period.span.first, period.span.last),
        ),
    })
}

fn rows_of(
    names: &Names,
    currency: Currency,
    terms: &KeptTerms,
    days: (NaiveDate, NaiveDate),
) -> RowsBehind {
    rows_behind(currency, days, &terms.categories, &names.categories)
}

fn today_formula(terms: &KeptTerms, left: &LeftToday, today: NaiveDate) -> String {
    if left.today.minor() < 0 {
        return format!(
            "More was spent than the period has, and no day to come can bear it: it stands on today, \
             {}. {} − {} spent today = {}.",
            left.today, left.today, left.spent_today, left.left_today
        );
    }
    let days = left.coming.len() + 1;
    let began = match terms.rest {
        AllowanceRest::Spread => format!(
            "What was left on the morning of {} is shared evenly by {}",
            day_words(today),
            days_left(days)
        ),
        AllowanceRest::Carried => format!(
            "{} has its even share of {}, and what the day before left",
            day_words(today),
            left.total
        ),
        AllowanceRest::Asked => format!(
            "{} has its even share; what a day leaves waits for your answer",
            day_words(today)
        ),
        AllowanceRest::Swept => format!(
            "{} has its even share; what a day leaves lies ready for the goal",
            day_words(today)
        ),
    };
    format!(
        "{began}: {}. {} − {} spent today = {}. The first days have the cents left over; what a day \
         overspends lowers the days after it evenly.",
        left.today, left.today, left.spent_today, left.left_today
    )
}

fn days_left(days: usize) -> String {
    match days {
        1 => "the last day".to_owned(),
        _ => format!("the {days} days that remain"),
    }
}

fn left_formula(
    names: &Names,
    kept: &KeptAllowance,
    terms: &KeptTerms,
    left: &LeftToday,
) -> String {
    let first = left.span.first;
    let of = match kept.days {
        KeptDays::Repeating { period, .. } => format!("{} {}", left.total, period.word()),
        KeptDays::Once { .. } => left.total.to_string(),
    };
    format!(
        "{of} − {} spent from {} to today = {}. {}",
        left.spent,
        day_words(first),
        left.left,
        spent_words(names, terms)
    )
}

/// What counts as spent.
fn spent_words(names: &Names, terms: &KeptTerms) -> String {
    let chosen = names
        .categories
        .iter()
        .filter(|category| terms.categories.contains(&category.id));
    let chosen: Vec<&str> = chosen.map(|category| category.name.as_str()).collect();
    let what = if chosen.is_empty() {
        "all categories".to_owned()
    } else {
        chosen.join(", ")
    };
    format!("Purchases in {what} count, pending ones too; refunds are not added back.")
}

/// The days of a period that ended on a day, where there is one.
pub(super) fn period_to(
    closed: &[ClosedAllowance],
    last: NaiveDate,
) -> Result<(Span, &ClosedAllowance)> {
    let found = closed.iter().find(|period| period.span.last == last);
    found.map(|period| (period.span, period)).ok_or_else(|| {
        let message = "no period ended on this day; choose the last day of one that is over";
        LedgerError::invalid("last", message)
    })
}
