//! Series as a terminal tells them.

use farthing_ledger::recurring::{CancelView, ClockState, Recurring, SeriesView};

use super::found::in_order;
use crate::commands::savings::{maybe, text};
use crate::commands::words::word;
use crate::error::Result;
use crate::screen::{Out, Table, amount, counted};

/// So many expected charges are listed.
const UPCOMING: usize = 20;

/// The whole inbox, with the numbers by which it is decided about.
pub(super) fn inbox(inbox: &Recurring, out: &mut Out) -> Result<()> {
    if in_order(inbox).next().is_none() {
        return out.line("Nothing comes again and again in these purchases.");
    }
    out.line(&format!(
        "{} in a year, {} in a month; {} this month",
        amount(&inbox.yearly_total),
        amount(&inbox.monthly_total),
        amount(&inbox.this_month)
    ))?;
    out.line("")?;
    table(inbox).print(out, "")?;
    let notes: Vec<String> = in_order(inbox).flat_map(notes).collect();
    if !notes.is_empty() {
        out.line("")?;
    }
    for note in notes {
        out.line(&note)?;
    }
    upcoming(inbox, out)?;
    out.line("")?;
    out.line(&inbox.formula)
}

fn table(inbox: &Recurring) -> Table {
    let mut table = Table::new(&[">no", "name", "state", "period", ">last", "next", ">a year"]);
    for (number, series) in (1..).zip(in_order(inbox)) {
        table.row([
            number.to_string(),
            series.name.clone(),
            word(series.state),
            series.period.clone().unwrap_or_default(),
            maybe(series.last.as_ref()),
            text(series.next),
            amount(&series.yearly_cost),
        ]);
    }
    table
}

fn upcoming(inbox: &Recurring, out: &mut Out) -> Result<()> {
    if inbox.upcoming.is_empty() {
        return Ok(());
    }
    let mut table = Table::new(&["expected", "name", ">amount"]);
    for charge in inbox.upcoming.iter().take(UPCOMING) {
        table.row([
            charge.day.to_string(),
            charge.name.clone(),
            amount(&charge.amount),
        ]);
    }
    out.line("")?;
    table.print(out, "")
}

/// One series with everything that is known of it.
pub(super) fn one(series: &SeriesView, out: &mut Out) -> Result<()> {
    let period = series.period.as_deref().unwrap_or("no rhythm");
    out.line(&format!(
        "{}: {}, {period}, {} in a year",
        series.name,
        word(series.state),
        amount(&series.yearly_cost)
    ))?;
    out.line(&format!(
        "  {} from {} to {}: {}",
        counted(series.count.into(), "payment", "payments"),
        text(series.first_day),
        text(series.last_day),
        amount(&series.paid)
    ))?;
    for step in &series.steps {
        let (from, to) = (amount(&step.from), amount(&step.to));
        let sure = if step.confirmed { "" } else { ", not sure yet" };
        let (day, percent) = (step.day, &step.percent);
        out.line(&format!("  {day}: {from} became {to} ({percent} %{sure})"))?;
    }
    if !series.note.is_empty() {
        out.line(&format!("  Note: {}", series.note))?;
    }
    if !series.cancel_steps.is_empty() {
        out.line(&format!("  To cancel: {}", series.cancel_steps))?;
    }
    for note in notes(series) {
        out.line(&format!("  {note}"))?;
    }
    if let Some(cost) = &series.cost_per_use {
        out.line(&format!("  One use costs {}.", amount(&cost.amount)))?;
        out.line(&format!("  {}", cost.formula))?;
    }
    Ok(())
}

/// What a person may want to know of a series, one sentence each.
fn notes(series: &SeriesView) -> Vec<String> {
    let name = &series.name;
    let mut notes = Vec::new();
    if let Some(dearer) = &series.dearer {
        notes.push(format!(
            "{name}: dearer by {} % since {}, {} more so far, {} more in a year.",
            dearer.percent,
            dearer.since,
            amount(&dearer.extra_so_far),
            amount(&dearer.extra_per_year)
        ));
    }
    if let Some(day) = series.missed {
        notes.push(format!("{name}: expected on {day}, not seen."));
    }
    if series.stopped {
        let last = text(series.last_day);
        notes.push(format!(
            "{name}: no payment since {last}; it seems to have stopped."
        ));
    }
    if let Some(trial) = &series.trial {
        notes.push(clock(
            name,
            "the trial",
            &trial.ends,
            trial.days_left,
            trial.state,
        ));
    }
    if let Some(intro) = &series.intro {
        let what = format!("the introductory price of {}", amount(&intro.amount));
        notes.push(clock(
            name,
            &what,
            &intro.until,
            intro.days_left,
            intro.state,
        ));
    }
    notes.extend(
        series
            .cancel
            .iter()
            .flat_map(|cancel| cancelled(name, cancel)),
    );
    notes
}

fn clock(name: &str, what: &str, day: &impl ToString, left: i32, state: ClockState) -> String {
    let day = day.to_string();
    if state == ClockState::Over {
        return format!("{name}: {what} ended on {day}.");
    }
    let left = counted(left.into(), "day", "days");
    format!("{name}: {what} ends on {day}, {left} left.")
}

fn cancelled(name: &str, cancel: &CancelView) -> Vec<String> {
    let how = match cancel.how.as_str() {
        "" => String::new(),
        how => format!(" ({how})"),
    };
    let mut notes = vec![format!(
        "{name}: cancelled on {}{how}, {} saved since, {} of it pledged.",
        cancel.day,
        amount(&cancel.saved),
        amount(&cancel.pledged)
    )];
    if let Some(day) = cancel.still_charged {
        notes.push(format!("{name}: still charged on {day}."));
    }
    let files = cancel.evidence.iter();
    notes.extend(files.map(|file| format!("{name}: file {}, {} bytes.", file.name, file.bytes)));
    notes
}
