//! Credits that are cashback, and for what.

use std::path::PathBuf;

use clap::{ArgGroup, Args};
use farthing_ledger::cashback::Desk;
use farthing_ledger::{EntryId, Ledger};

use super::desk::tell;
use super::named::programme_named;
use crate::error::Result;
use crate::files::with_ledger;
use crate::screen::Out;
use crate::{Exit, clock};

/// Say that a credit is cashback of a programme, or that it is none
#[derive(Debug, Args)]
#[command(group(ArgGroup::new("word").required(true)))]
#[command(after_help = "Examples:
  farthing cashback receipt 4294967290 --programme \"PayPal card\"
  farthing cashback receipt 4294967290 --none")]
pub(super) struct Receipt {
    /// The credit; `farthing cashback desk` and `farthing entries --json` name it
    #[arg(value_name = "ENTRY")]
    entry: i64,
    /// The programme that paid it
    #[arg(long, value_name = "ID", group = "word")]
    programme: Option<String>,
    /// A reward that it pays, otherwise those that the rules find; may be given several times
    #[arg(long = "for", value_name = "KEY", requires = "programme")]
    keys: Vec<String>,
    /// It is no cashback
    #[arg(long, group = "word")]
    none: bool,
    /// Forget what was said about it
    #[arg(long, group = "word")]
    forget: bool,
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

impl Receipt {
    pub(super) async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let desk = with_ledger(chosen, async |ledger| self.say(ledger).await);
        tell(&desk.await?, self.json, out)
    }

    async fn say(&self, ledger: &Ledger) -> Result<Desk> {
        let entry = EntryId(self.entry);
        let (today, now) = (clock::today(), clock::now());
        if let Some(programme) = &self.programme {
            let programme = programme_named(ledger, programme).await?.id;
            let taken = ledger.take_receipt(entry, programme, &self.keys, today, now);
            return Ok(taken.await?);
        }
        if self.none {
            return Ok(ledger.refuse_receipt(entry, today, now).await?);
        }
        Ok(ledger.forget_receipt(entry, today, now).await?)
    }
}
