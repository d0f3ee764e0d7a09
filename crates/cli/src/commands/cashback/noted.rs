//! One reward: what is known of it, what is noted, and what is taken off it again.

use std::path::PathBuf;

use clap::Args;
use farthing_ledger::Ledger;
use farthing_ledger::cashback::{EvidenceFile, Receivable, ReceivableNote};

use super::desk::tell_reward;
use crate::commands::savings::named::one;
use crate::error::{CliError, Result};
use crate::files::with_ledger;
use crate::screen::Out;
use crate::{Exit, clock};

/// Show a reward: what was said of it, its note and its files
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing cashback reward 4294967301:entry:4294967290")]
pub(super) struct Reward {
    #[command(flatten)]
    which: Which,
}

/// Note the order's number or a remark about a reward; what is not named stays
#[derive(Debug, Args)]
#[command(
    after_help = "Example: farthing cashback note 4294967301:entry:4294967290 --note \"asked by chat\""
)]
pub(super) struct Note {
    #[command(flatten)]
    which: Which,
    /// The order's number; an empty text for none
    #[arg(long, value_name = "TEXT", required_unless_present = "remark")]
    order: Option<String>,
    /// The remark; an empty text for none
    #[arg(long = "note", value_name = "TEXT")]
    remark: Option<String>,
}

/// Take back something that was said about a reward
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing cashback untell 4294967301:entry:4294967290 1")]
pub(super) struct Untell {
    #[command(flatten)]
    which: Which,
    /// Its number; `farthing cashback reward` has them
    #[arg(value_name = "NUMBER", value_parser = clap::value_parser!(u16).range(1..))]
    number: u16,
}

/// Take a picture or PDF off a reward
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing cashback detach 4294967301:entry:4294967290 offer.png")]
pub(super) struct Detach {
    #[command(flatten)]
    which: Which,
    /// The file; `farthing cashback reward` has the ids
    #[arg(value_name = "FILE")]
    file: String,
}

#[derive(Debug, Args)]
struct Which {
    /// The reward; `farthing cashback desk` has the keys
    #[arg(value_name = "KEY")]
    key: String,
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

impl Reward {
    pub(super) async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let reward = with_ledger(chosen, async |ledger| self.which.reward(ledger).await);
        tell_reward(&reward.await?, self.which.json, out)
    }
}

impl Note {
    pub(super) async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let reward = with_ledger(chosen, async |ledger| {
            let there = self.which.reward(ledger).await?;
            let note = ReceivableNote {
                order: self.order.unwrap_or(there.order),
                note: self.remark.unwrap_or(there.note),
            };
            let (today, now) = (clock::today(), clock::now());
            let noted = ledger.note_receivable(&there.key, note, today, now);
            Ok(noted.await?)
        });
        tell_reward(&reward.await?, self.which.json, out)
    }
}

impl Untell {
    pub(super) async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let reward = with_ledger(chosen, async |ledger| {
            let place = usize::from(self.number - 1);
            let (today, now) = (clock::today(), clock::now());
            let untold = ledger.untell_receivable(&self.which.key, place, today, now);
            Ok(untold.await?)
        });
        tell_reward(&reward.await?, self.which.json, out)
    }
}

impl Detach {
    pub(super) async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let reward = with_ledger(chosen, async |ledger| {
            let there = self.which.reward(ledger).await?;
            let key = |file: &EvidenceFile| (i64::from(file.id), file.name.clone());
            let list = "`farthing cashback reward`";
            let file = one(there.evidence, &self.file, "file of this reward", list, key)?;
            let (today, now) = (clock::today(), clock::now());
            let detached = ledger.detach_evidence(&there.key, file.id.into(), today, now);
            Ok(detached.await?)
        });
        tell_reward(&reward.await?, self.which.json, out)
    }
}

impl Which {
    async fn reward(&self, ledger: &Ledger) -> Result<Receivable> {
        let desk = ledger.cashback_desk(clock::today()).await?;
        let mut items = desk.items.into_iter();
        items.find(|item| item.key == self.key).ok_or_else(|| {
            let (key, list) = (&self.key, "`farthing cashback desk` has the keys");
            CliError::refused(format!("there is no reward “{key}”; {list}"))
        })
    }
}
