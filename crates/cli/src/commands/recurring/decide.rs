//! What a person says of a series: one command for each use case.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::Args;
use farthing_ledger::Ledger;
use farthing_ledger::recurring::{Recurring, SeriesEdit, SeriesView};
use farthing_pictures::LensChart;

use super::found::series_named;
use super::{Which, told};
use crate::Exit;
use crate::commands::chart::draw_beside;
use crate::commands::savings::done;
use crate::commands::savings::named::goal_named;
use crate::error::Result;
use crate::files::{read_evidence, with_ledger};
use crate::screen::Out;

/// Show one series: its payments, its price, its uses
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing recurring show Streamly --chart price.svg")]
pub(super) struct Show {
    #[command(flatten)]
    series: Series,
    /// Draw what it cost, charge by charge, into this SVG or PNG file as well
    #[arg(long, value_name = "FILE")]
    chart: Option<PathBuf>,
}

/// Confirm that something comes again
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing recurring confirm Streamly")]
pub(super) struct Confirm {
    #[command(flatten)]
    series: Series,
}

/// Say that something is not recurring; it is not asked about again, after other imports either
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing recurring dismiss 3")]
pub(super) struct Dismiss {
    #[command(flatten)]
    series: Series,
}

/// Forget what was said of a series, so that it can be decided anew
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing recurring restore Gym")]
pub(super) struct Restore {
    #[command(flatten)]
    series: Series,
}

/// Make one series of two, such as one subscription under two payees
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing recurring merge Streamly \"Streamly Europe\"")]
pub(super) struct Merge {
    #[command(flatten)]
    series: Series,
    /// What belongs to it from now on, by name or number
    #[arg(value_name = "OTHER")]
    other: String,
}

/// Write what is known of a series; what is not named stays
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing recurring edit Streamly --trial-ends 2026-04-20")]
pub(super) struct Edit {
    #[command(flatten)]
    series: Series,
    /// Its name
    #[arg(long, value_name = "TEXT")]
    name: Option<String>,
    /// A note; an empty text for none
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// The last day of a trial
    #[arg(long, value_name = "DAY")]
    trial_ends: Option<NaiveDate>,
    /// The introductory price; an empty text for none
    #[arg(long, value_name = "AMOUNT")]
    intro: Option<String>,
    /// The last day of that price
    #[arg(long, value_name = "DAY")]
    intro_until: Option<NaiveDate>,
    /// How it can be cancelled: a link or steps; an empty text for none
    #[arg(long, value_name = "TEXT")]
    cancel_steps: Option<String>,
}

/// Note that a series was used
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing recurring use Gym --day 2026-03-14")]
pub(super) struct Use {
    #[command(flatten)]
    series: Series,
    #[command(flatten)]
    day: Day,
}

/// Take one use of a day back
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing recurring unuse Gym --day 2026-03-14")]
pub(super) struct Unuse {
    #[command(flatten)]
    series: Series,
    #[command(flatten)]
    day: Day,
}

/// Note that a series was cancelled, how, and with which file that proves it
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing recurring cancel Gym --how \"by letter\"")]
pub(super) struct Cancel {
    #[command(flatten)]
    series: Series,
    #[command(flatten)]
    day: Day,
    /// How it was cancelled
    #[arg(long, value_name = "TEXT", default_value = "")]
    how: String,
    /// A picture or PDF that proves it, at most 10 MB
    #[arg(long, value_name = "FILE")]
    evidence: Option<PathBuf>,
}

/// Take a cancellation back
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing recurring uncancel Gym")]
pub(super) struct Uncancel {
    #[command(flatten)]
    series: Series,
}

/// Put what was saved since a series was cancelled into a goal
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing recurring pledge Gym Holiday --amount 50")]
pub(super) struct Pledge {
    #[command(flatten)]
    series: Series,
    /// The goal, by name or id
    #[arg(value_name = "GOAL")]
    goal: String,
    /// How much; otherwise all that is left of it
    #[arg(long, value_name = "AMOUNT", default_value = "")]
    amount: String,
}

#[derive(Debug, Args)]
struct Series {
    /// The series, by its name or its number in `farthing recurring`
    #[arg(value_name = "SERIES")]
    series: String,
}

#[derive(Debug, Args)]
struct Day {
    /// The day; otherwise today
    #[arg(long, value_name = "DAY")]
    day: Option<NaiveDate>,
}

/// The inbox that names are looked up in.
async fn inbox(which: &Which, ledger: &Ledger) -> Result<Recurring> {
    let currency = which.currency(ledger).await?;
    Ok(ledger.recurring(&currency, which.today()).await?)
}

fn tell(series: &SeriesView, which: &Which, out: &mut Out) -> Result<Exit> {
    if which.json {
        out.json(series)?;
    } else {
        told::one(series, out)?;
    }
    Ok(Exit::Done)
}

impl Show {
    pub(super) async fn run(
        self,
        which: &Which,
        chosen: Option<PathBuf>,
        out: &mut Out,
    ) -> Result<Exit> {
        let series = with_ledger(chosen, async |ledger| {
            let inbox = inbox(which, ledger).await?;
            let series = series_named(&inbox, &self.series.series).cloned()?;
            if let Some(file) = &self.chart {
                let prices = LensChart::Prices(inbox.currency.clone(), series.key.clone());
                draw_beside(ledger, file, (&prices, which.today())).await?;
            }
            Ok(series)
        });
        tell(&series.await?, which, out)
    }
}

impl Confirm {
    pub(super) async fn run(
        self,
        which: &Which,
        chosen: Option<PathBuf>,
        out: &mut Out,
    ) -> Result<Exit> {
        let series = with_ledger(chosen, async |ledger| {
            let inbox = inbox(which, ledger).await?;
            let key = &series_named(&inbox, &self.series.series)?.key;
            let named = (inbox.currency.as_str(), key.as_str());
            Ok(ledger.confirm_series(named, which.moment()).await?)
        });
        tell(&series.await?, which, out)
    }
}

impl Dismiss {
    pub(super) async fn run(
        self,
        which: &Which,
        chosen: Option<PathBuf>,
        out: &mut Out,
    ) -> Result<Exit> {
        let series = with_ledger(chosen, async |ledger| {
            let inbox = inbox(which, ledger).await?;
            let key = &series_named(&inbox, &self.series.series)?.key;
            let named = (inbox.currency.as_str(), key.as_str());
            Ok(ledger.dismiss_series(named, which.moment()).await?)
        });
        tell(&series.await?, which, out)
    }
}

impl Restore {
    pub(super) async fn run(
        self,
        which: &Which,
        chosen: Option<PathBuf>,
        out: &mut Out,
    ) -> Result<Exit> {
        let label = with_ledger(chosen, async |ledger| {
            let inbox = inbox(which, ledger).await?;
            let key = &series_named(&inbox, &self.series.series)?.key;
            let named = (inbox.currency.as_str(), key.as_str());
            Ok(ledger.restore_series(named, which.moment()).await?)
        });
        done(&label.await?, which.json, out)
    }
}

impl Merge {
    pub(super) async fn run(
        self,
        which: &Which,
        chosen: Option<PathBuf>,
        out: &mut Out,
    ) -> Result<Exit> {
        let series = with_ledger(chosen, async |ledger| {
            let inbox = inbox(which, ledger).await?;
            let into = &series_named(&inbox, &self.series.series)?.key;
            let other = &series_named(&inbox, &self.other)?.key;
            let currency = &inbox.currency;
            let merged = ledger.merge_series(currency, (into, other), which.moment());
            Ok(merged.await?)
        });
        tell(&series.await?, which, out)
    }
}

impl Edit {
    pub(super) async fn run(
        self,
        which: &Which,
        chosen: Option<PathBuf>,
        out: &mut Out,
    ) -> Result<Exit> {
        let series = with_ledger(chosen, async |ledger| {
            let inbox = inbox(which, ledger).await?;
            let series = series_named(&inbox, &self.series.series)?;
            let named = (inbox.currency.as_str(), series.key.as_str());
            let edit = self.over(series);
            Ok(ledger.edit_series(named, edit, which.moment()).await?)
        });
        tell(&series.await?, which, out)
    }

    /// What is written now over what is known.
    fn over(self, series: &SeriesView) -> SeriesEdit {
        let intro = series.intro.as_ref();
        let no_intro = self.intro.as_deref() == Some("");
        let until = self.intro_until.or(intro.map(|intro| intro.until));
        let known = intro.map(|intro| intro.amount.value.clone());
        SeriesEdit {
            name: self.name.unwrap_or_else(|| series.name.clone()),
            note: self.note.unwrap_or_else(|| series.note.clone()),
            trial_ends: self
                .trial_ends
                .or(series.trial.as_ref().map(|trial| trial.ends)),
            intro_amount: self.intro.or(known).unwrap_or_default(),
            intro_until: until.filter(|_| !no_intro),
            cancel_steps: self
                .cancel_steps
                .unwrap_or_else(|| series.cancel_steps.clone()),
        }
    }
}

impl Use {
    pub(super) async fn run(
        self,
        which: &Which,
        chosen: Option<PathBuf>,
        out: &mut Out,
    ) -> Result<Exit> {
        let series = with_ledger(chosen, async |ledger| {
            let inbox = inbox(which, ledger).await?;
            let key = &series_named(&inbox, &self.series.series)?.key;
            let named = (inbox.currency.as_str(), key.as_str());
            let day = self.day.day.unwrap_or_else(|| which.today());
            Ok(ledger.use_series(named, day, which.moment()).await?)
        });
        tell(&series.await?, which, out)
    }
}

impl Unuse {
    pub(super) async fn run(
        self,
        which: &Which,
        chosen: Option<PathBuf>,
        out: &mut Out,
    ) -> Result<Exit> {
        let series = with_ledger(chosen, async |ledger| {
            let inbox = inbox(which, ledger).await?;
            let key = &series_named(&inbox, &self.series.series)?.key;
            let named = (inbox.currency.as_str(), key.as_str());
            let day = self.day.day.unwrap_or_else(|| which.today());
            Ok(ledger.unuse_series(named, day, which.moment()).await?)
        });
        tell(&series.await?, which, out)
    }
}

impl Cancel {
    pub(super) async fn run(
        self,
        which: &Which,
        chosen: Option<PathBuf>,
        out: &mut Out,
    ) -> Result<Exit> {
        // Read before anything is written, so that a wrong file leaves everything as it was.
        let evidence = self.evidence.as_deref();
        let proof = evidence.map(read_evidence).transpose()?;
        let series = with_ledger(chosen, async |ledger| {
            let inbox = inbox(which, ledger).await?;
            let key = &series_named(&inbox, &self.series.series)?.key;
            let named = (inbox.currency.as_str(), key.as_str());
            let day = self.day.day.unwrap_or_else(|| which.today());
            let cancelled = ledger.cancel_series(named, day, &self.how, which.moment());
            let cancelled = cancelled.await?;
            let (Some(content), Some(path)) = (&proof, evidence) else {
                return Ok(cancelled);
            };
            let name = path.to_string_lossy();
            let file = (name.as_ref(), content.as_slice());
            let kept = ledger.attach_to_series(named, file, which.moment());
            Ok(kept.await?)
        });
        tell(&series.await?, which, out)
    }
}

impl Uncancel {
    pub(super) async fn run(
        self,
        which: &Which,
        chosen: Option<PathBuf>,
        out: &mut Out,
    ) -> Result<Exit> {
        let series = with_ledger(chosen, async |ledger| {
            let inbox = inbox(which, ledger).await?;
            let key = &series_named(&inbox, &self.series.series)?.key;
            let named = (inbox.currency.as_str(), key.as_str());
            Ok(ledger.uncancel_series(named, which.moment()).await?)
        });
        tell(&series.await?, which, out)
    }
}

impl Pledge {
    pub(super) async fn run(
        self,
        which: &Which,
        chosen: Option<PathBuf>,
        out: &mut Out,
    ) -> Result<Exit> {
        let series = with_ledger(chosen, async |ledger| {
            let inbox = inbox(which, ledger).await?;
            let key = &series_named(&inbox, &self.series.series)?.key;
            let named = (inbox.currency.as_str(), key.as_str());
            let goal = goal_named(ledger, &self.goal).await?.id;
            let pledged = ledger.pledge_saved(named, goal, &self.amount, which.moment());
            Ok(pledged.await?)
        });
        tell(&series.await?, which, out)
    }
}
