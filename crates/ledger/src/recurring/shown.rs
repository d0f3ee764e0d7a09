//! A series as it is told.

use std::collections::HashMap;

use chrono::NaiveDate;
use farthing_money::Currency;
use farthing_rules::recurring::{Cadence, Purchase, Status, Stream};
use sqlx::SqliteConnection;

use super::found::Found;
use super::matched::{Inbox, Known};
use super::{
    CancelView, ChargeView, ClockState, IntroClock, PledgeView, SeriesState, SeriesView,
    TrialClock, cancel, cost, due,
};
use crate::cashback::EvidenceFile;
use crate::error::Result;
use crate::ids::PayeeId;
use crate::wire::amount;

/// So many payments of a series are listed.
const MOST_CHARGES: usize = 60;

/// What files are, by their id.
pub(super) type Files = HashMap<i64, (String, u32)>;

/// What is told of all series alike.
struct Basis<'a> {
    key: String,
    state: SeriesState,
    name: String,
    payees: Vec<String>,
    payee_ids: Vec<PayeeId>,
    current: Option<&'a Stream>,
    charges: &'a [Purchase],
    yearly: i64,
}

/// A candidate, with the newest payments only.
pub(super) fn candidate(found: &Found, currency: Currency) -> Result<SeriesView> {
    let basis = Basis {
        key: found.key(),
        state: SeriesState::Candidate,
        name: found.name.clone(),
        payees: vec![found.name.clone()],
        payee_ids: vec![found.payee],
        current: Some(found.current()),
        charges: &found.charges,
        yearly: found.cost.yearly_minor,
    };
    basis.view(currency)
}

/// A series that the person decided about.
pub(super) fn known(known: &Known, inbox: &Inbox, files: &Files) -> Result<SeriesView> {
    let kept = &known.choice.value;
    let (currency, today) = (inbox.currency, inbox.today);
    let basis = Basis {
        key: known.choice.id.0.to_string(),
        state: kept.state,
        name: kept.name.clone(),
        payees: kept.payees(),
        payee_ids: known.payees.clone(),
        current: known.current.as_ref(),
        charges: &known.charges,
        yearly: known.cost.yearly_minor,
    };
    let view = basis.view(currency)?;
    let (steps, dearer) = cost::price(known, currency)?;
    let is_confirmed = kept.state == SeriesState::Confirmed;
    let stopped = is_confirmed && !known.runs();
    let period = known.current.map(|stream| stream.period);
    let missed = period
        .filter(|_| is_confirmed && !stopped)
        .and_then(|period| due::missed(period, &known.charges, today));
    let mut used = kept.used.clone();
    used.reverse();
    Ok(SeriesView {
        next: view.next.filter(|_| is_confirmed && !stopped),
        stopped,
        steps,
        dearer,
        missed,
        note: kept.note.clone(),
        trial: kept.trial_ends.map(|ends| trial(ends, today)),
        intro: intro(known, currency, today)?,
        cancel_steps: kept.cancel_steps.clone(),
        used,
        cost_per_use: cost::of_use(known, currency, today)?,
        cancel: cancelled(known, inbox, files)?,
        ..view
    })
}

impl Basis<'_> {
    fn view(self, currency: Currency) -> Result<SeriesView> {
        let paid = self.charges.iter().map(|charge| charge.size_minor).sum();
        let last = self.charges.last();
        let newest = self.charges.iter().rev().take(MOST_CHARGES);
        let money = |charge: &Purchase| amount(charge.size_minor, currency);
        let rhythm = self.current.map(|stream| stream.period);
        Ok(SeriesView {
            key: self.key,
            state: self.state,
            name: self.name,
            payees: self.payees,
            payee_ids: self.payee_ids,
            period: rhythm.map(|period| period.word().to_owned()),
            status: self.current.map(|stream| stream.status.word().to_owned()),
            stopped: self.current.is_some_and(|s| s.status == Status::Ended),
            typical: self.current.map(|stream| stream.typical.into()),
            last: last.map(money).transpose()?,
            first_day: self.charges.first().map(|charge| charge.day),
            last_day: last.map(|charge| charge.day),
            next: rhythm.and_then(|period| next(period, self.charges)),
            regularity: self
                .current
                .and_then(|s| s.regularity)
                .map(|r| r.to_string()),
            yearly_cost: amount(self.yearly, currency)?,
            count: u32::try_from(self.charges.len()).unwrap_or(u32::MAX),
            paid: amount(paid, currency)?,
            charges: newest
                .map(|charge| {
                    let (day, amount) = (charge.day, money(charge)?);
                    Ok(ChargeView { day, amount })
                })
                .collect::<Result<_>>()?,
            steps: Vec::new(),
            dearer: None,
            missed: None,
            note: String::new(),
            trial: None,
            intro: None,
            cancel_steps: String::new(),
            used: Vec::new(),
            cost_per_use: None,
            cancel: None,
        })
    }
}

fn next(period: Cadence, charges: &[Purchase]) -> Option<NaiveDate> {
    farthing_rules::recurring::next_day(period, &due::days(charges))
}

fn trial(ends: NaiveDate, today: NaiveDate) -> TrialClock {
    let (days_left, state) = clock(ends, today);
    TrialClock {
        ends,
        days_left,
        state,
    }
}

fn intro(known: &Known, currency: Currency, today: NaiveDate) -> Result<Option<IntroClock>> {
    let Some(intro) = known.choice.value.intro else {
        return Ok(None);
    };
    let (days_left, state) = clock(intro.until, today);
    Ok(Some(IntroClock {
        amount: amount(intro.minor, currency)?,
        until: intro.until,
        days_left,
        state,
    }))
}

/// How many days are left up to a last day, and how near that is.
fn clock(last: NaiveDate, today: NaiveDate) -> (i32, ClockState) {
    let left = (last - today).num_days();
    let state = match left {
        ..0 => ClockState::Over,
        0..=1 => ClockState::Last,
        2..=3 => ClockState::Soon,
        4.. => ClockState::Running,
    };
    // Two days of the calendar are never further apart.
    (i32::try_from(left).unwrap_or(i32::MAX), state)
}

fn cancelled(known: &Known, inbox: &Inbox, files: &Files) -> Result<Option<CancelView>> {
    let kept = &known.choice.value;
    let Some(cancel) = &kept.cancel else {
        return Ok(None);
    };
    let since = cancel::since(known, cancel.day, inbox.today);
    let money = |minor| amount(minor, inbox.currency);
    let pledged = kept.pledged_minor();
    let goals = kept.pledges.iter().map(|pledge| {
        Ok(PledgeView {
            goal: pledge.goal,
            day: pledge.day,
            amount: money(pledge.minor)?,
        })
    });
    Ok(Some(CancelView {
        day: cancel.day,
        how: cancel.how.clone(),
        evidence: evidence(known, files),
        saved: money(since.saved_minor)?,
        charges_saved: since.charges,
        still_charged: since.still_charged,
        pledged: money(pledged)?,
        left: money((since.saved_minor - pledged).max(0))?,
        pledges: goals.collect::<Result<_>>()?,
    }))
}

fn evidence(known: &Known, files: &Files) -> Vec<EvidenceFile> {
    let evidence = known.choice.value.evidence.iter();
    let shown = evidence.filter_map(|file| {
        let (media_type, bytes) = files.get(&file.attachment)?;
        Some(EvidenceFile {
            id: i32::try_from(file.attachment).ok()?,
            name: file.name.clone(),
            media_type: media_type.clone(),
            bytes: *bytes,
        })
    });
    shown.collect()
}

/// What the files of all series are.
pub(super) async fn files(db: &mut SqliteConnection, inbox: &Inbox) -> Result<Files> {
    let kept = inbox
        .kept
        .iter()
        .flat_map(|known| &known.choice.value.evidence);
    let asked: Vec<i64> = kept.map(|file| file.attachment).collect();
    if asked.is_empty() {
        return Ok(Files::new());
    }
    let asked = serde_json::to_string(&asked)?;
    let rows = sqlx::query!(
        r#"select f.id as "id!: i64", f.media_type, length(f.content) as "bytes!: u32"
           from json_each(?) asked cross join attachments f on f.id = asked.value"#,
        asked
    )
    .fetch_all(db)
    .await?;
    let files = rows
        .into_iter()
        .map(|row| (row.id, (row.media_type, row.bytes)));
    Ok(files.collect())
}
