//! The inbox: what was confirmed, what may be recurring, what is expected next.

use std::cmp::Reverse;

use chrono::{Days, Months, NaiveDate};
use farthing_money::{Money, Rounding};
use farthing_rules::recurring::Status;
use sqlx::SqliteConnection;

use super::matched::{Inbox, Known};
use super::{Recurring, SeriesState, SeriesView, Upcoming, cancel, due, shown};
use crate::day::first_of_month;
use crate::error::Result;
use crate::store::Ledger;
use crate::wire::{amount, named_currency};

/// So many days are looked ahead.
const AHEAD: Days = Days::new(60);

/// A charge that is expected.
struct Expected<'a> {
    day: NaiveDate,
    known: &'a Known,
    minor: i64,
}

impl Ledger {
    /// What comes again and again in a currency, as of a day.
    pub async fn recurring(&self, currency: &str, today: NaiveDate) -> Result<Recurring> {
        let currency = named_currency(currency)?;
        let mut db = self.pool.acquire().await?;
        let inbox = Inbox::of(&mut db, currency, today).await?;
        told(&mut db, &inbox).await
    }
}

/// The series with this key, as it is told.
pub(super) async fn one(db: &mut SqliteConnection, inbox: &Inbox, key: &str) -> Result<SeriesView> {
    let files = shown::files(db, inbox).await?;
    shown::known(inbox.known(key)?, inbox, &files)
}

async fn told(db: &mut SqliteConnection, inbox: &Inbox) -> Result<Recurring> {
    let files = shown::files(db, inbox).await?;
    let of_state = |state| -> Result<Vec<SeriesView>> {
        let mut known: Vec<&Known> = inbox.kept.iter().filter(|k| k.state() == state).collect();
        known.sort_by_key(|known| (Reverse(known.cost.yearly_minor), known.choice.id));
        let views = known.into_iter().map(|k| shown::known(k, inbox, &files));
        views.collect()
    };
    let expected = expected(inbox);
    let yearly = yearly_minor(inbox);
    let monthly = monthly_minor(yearly);
    let money = |minor| amount(minor, inbox.currency);
    Ok(Recurring {
        currency: inbox.currency.code().to_owned(),
        today: inbox.today,
        series: of_state(SeriesState::Confirmed)?,
        candidates: candidates(inbox)?,
        dismissed: of_state(SeriesState::Dismissed)?,
        cancelled: of_state(SeriesState::Cancelled)?,
        yearly_total: money(yearly)?,
        monthly_total: money(monthly)?,
        this_month: money(this_month_minor(inbox, &expected))?,
        saved: money(saved_minor(inbox))?,
        upcoming: expected
            .iter()
            .map(|expected| {
                Ok(Upcoming {
                    day: expected.day,
                    key: expected.known.choice.id.0.to_string(),
                    name: expected.known.choice.value.name.clone(),
                    amount: money(expected.minor)?,
                })
            })
            .collect::<Result<_>>()?,
        formula: formula(inbox, yearly)?,
    })
}

/// What may be recurring and still runs. What ended asks for no decision.
fn candidates(inbox: &Inbox) -> Result<Vec<SeriesView>> {
    let running = inbox.open.iter();
    let mut running: Vec<_> = running
        .filter(|f| f.current().status != Status::Ended)
        .collect();
    running.sort_by_key(|found| (Reverse(found.cost.yearly_minor), found.key()));
    let views = running
        .into_iter()
        .map(|found| shown::candidate(found, inbox.currency));
    views.collect()
}

/// The charges of the next days, with one that is late but may still come, by day.
fn expected(inbox: &Inbox) -> Vec<Expected<'_>> {
    let today = inbox.today;
    let until = today.checked_add_days(AHEAD).unwrap_or(today);
    let mut all = Vec::new();
    for known in inbox.kept.iter().filter(|known| known.runs()) {
        let Some(stream) = &known.current else {
            continue;
        };
        let is_late = due::missed(stream.period, &known.charges, today).is_none();
        for day in due::due(stream.period, &known.charges, until) {
            if day >= today || is_late {
                let minor = known.cost.next_minor;
                all.push(Expected { day, known, minor });
            }
        }
    }
    all.sort_by_key(|expected| (expected.day, expected.known.choice.id));
    all
}

/// What was charged this month, and what is still expected in it.
fn this_month_minor(inbox: &Inbox, expected: &[Expected<'_>]) -> i64 {
    let first = first_of_month(inbox.today);
    let after = first
        .checked_add_months(Months::new(1))
        .unwrap_or(NaiveDate::MAX);
    let kept = inbox
        .kept
        .iter()
        .filter(|k| k.state() == SeriesState::Confirmed);
    let charges = kept
        .flat_map(|known| &known.charges)
        .filter(|c| c.day >= first);
    let so_far: i64 = charges.map(|charge| charge.size_minor).sum();
    let coming = expected.iter().filter(|e| e.day < after);
    so_far + coming.map(|expected| expected.minor).sum::<i64>()
}

fn yearly_minor(inbox: &Inbox) -> i64 {
    let running = inbox.kept.iter().filter(|known| known.runs());
    running.map(|known| known.cost.yearly_minor).sum()
}

fn monthly_minor(yearly: i64) -> i64 {
    let monthly = Rounding::HalfUp.divide(yearly.into(), 12);
    // A twelfth of a sum that fits does too.
    monthly
        .and_then(|monthly| i64::try_from(monthly).ok())
        .unwrap_or_default()
}

fn saved_minor(inbox: &Inbox) -> i64 {
    let cancelled = inbox.kept.iter().filter_map(|known| {
        let day = known.choice.value.cancel.as_ref()?.day;
        Some(cancel::since(known, day, inbox.today).saved_minor)
    });
    cancelled.sum()
}

fn formula(inbox: &Inbox, yearly: i64) -> Result<String> {
    let count = inbox.kept.iter().filter(|known| known.runs()).count();
    let yearly = Money::from_minor(yearly, inbox.currency)?;
    let what = match count {
        1 => "1 confirmed series that runs comes".to_owned(),
        more => format!("{more} confirmed series that run come"),
    };
    Ok(format!(
        "{what} to {yearly} in a year: the last price of each by its charges in a year, or the usual price \
         where nearly every charge is another one. Candidates, and what was cancelled or stopped, do not count."
    ))
}
