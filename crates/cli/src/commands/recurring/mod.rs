//! Payments that come again: listed, and decided about by name or number.

mod decide;
mod found;
mod told;

use std::path::PathBuf;

use chrono::{DateTime, NaiveDate, Utc};
use clap::{Args, Subcommand};
use farthing_ledger::Ledger;

use super::small::most_used;
use super::words::currency_code;
use crate::error::Result;
use crate::files::with_ledger;
use crate::screen::Out;
use crate::{Exit, clock};

/// List what comes again and again, and say what is recurring and what is not
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  farthing recurring
  farthing recurring confirm Streamly
  farthing recurring dismiss 3
  farthing recurring cancel Streamly --how \"by letter\" --evidence confirmation.pdf")]
pub struct Recurring {
    #[command(flatten)]
    which: Which,
    #[command(subcommand)]
    what: Option<What>,
}

/// Where to look, and from when.
#[derive(Debug, Clone, Args)]
struct Which {
    /// In this currency, such as EUR; otherwise the one used most
    #[arg(long, global = true, value_name = "CODE", value_parser = currency_code)]
    currency: Option<String>,
    /// As it was on this day; otherwise today
    #[arg(long, global = true, value_name = "DAY")]
    on: Option<NaiveDate>,
    /// Print JSON for programs
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum What {
    Show(decide::Show),
    Confirm(decide::Confirm),
    Dismiss(decide::Dismiss),
    Restore(decide::Restore),
    Merge(decide::Merge),
    Edit(decide::Edit),
    Use(decide::Use),
    Unuse(decide::Unuse),
    Cancel(decide::Cancel),
    Uncancel(decide::Uncancel),
    Pledge(decide::Pledge),
}

impl Recurring {
    /// Does it.
    pub async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let which = self.which;
        match self.what {
            None => list(&which, chosen, out).await,
            Some(What::Show(show)) => show.run(&which, chosen, out).await,
            Some(What::Confirm(confirm)) => confirm.run(&which, chosen, out).await,
            Some(What::Dismiss(dismiss)) => dismiss.run(&which, chosen, out).await,
            Some(What::Restore(restore)) => restore.run(&which, chosen, out).await,
            Some(What::Merge(merge)) => merge.run(&which, chosen, out).await,
            Some(What::Edit(edit)) => edit.run(&which, chosen, out).await,
            Some(What::Use(used)) => used.run(&which, chosen, out).await,
            Some(What::Unuse(unused)) => unused.run(&which, chosen, out).await,
            Some(What::Cancel(cancel)) => cancel.run(&which, chosen, out).await,
            Some(What::Uncancel(back)) => back.run(&which, chosen, out).await,
            Some(What::Pledge(pledge)) => pledge.run(&which, chosen, out).await,
        }
    }
}

impl Which {
    fn today(&self) -> NaiveDate {
        self.on.unwrap_or_else(clock::today)
    }

    fn moment(&self) -> (NaiveDate, DateTime<Utc>) {
        (self.today(), clock::now())
    }

    async fn currency(&self, ledger: &Ledger) -> Result<String> {
        match &self.currency {
            Some(code) => Ok(code.clone()),
            None => most_used(ledger).await,
        }
    }
}

async fn list(which: &Which, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
    let inbox = with_ledger(chosen, async |ledger| {
        let currency = which.currency(ledger).await?;
        Ok(ledger.recurring(&currency, which.today()).await?)
    });
    let inbox = inbox.await?;
    if which.json {
        out.json(&inbox)?;
    } else {
        told::inbox(&inbox, out)?;
    }
    Ok(Exit::Done)
}
