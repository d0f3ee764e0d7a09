//! What a programme said about a reward, purchases through portals, and files that prove something.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::Args;
use farthing_ledger::EntryId;
use farthing_ledger::cashback::{ReceivableEventInput, ReceivableState, VisitInput};

use super::desk::tell_reward;
use super::named::programme_named;
use crate::commands::savings::done;
use crate::commands::words::{RECEIVABLE_STATES, one_of};
use crate::error::Result;
use crate::files::{read_evidence, with_ledger};
use crate::screen::Out;
use crate::{Exit, clock};

/// Say how far a reward is: what the programme said, or the person did
#[derive(Debug, Args)]
#[command(
    after_help = "Example: farthing cashback told 4294967301:entry:4294967290 confirmed --amount 1.60"
)]
pub(super) struct Told {
    /// The reward; `farthing cashback desk` has the keys
    #[arg(value_name = "KEY")]
    key: String,
    /// How far it is from then on
    #[arg(value_name = "STATE", value_parser = one_of::<ReceivableState>(&RECEIVABLE_STATES))]
    state: ReceivableState,
    /// The day; otherwise today
    #[arg(long, value_name = "DAY")]
    day: Option<NaiveDate>,
    /// How much it is from then on; otherwise as much as before
    #[arg(
        long,
        value_name = "AMOUNT",
        default_value = "",
        hide_default_value = true,
        allow_negative_numbers = true
    )]
    amount: String,
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

/// Say that a purchase was made through a portal, and what it should bring
#[derive(Debug, Args)]
#[command(
    after_help = "Example: farthing cashback visit \"My portal\" 4294967290 --rate 0.04 --order A-17"
)]
pub(super) struct Visit {
    /// The portal; `farthing cashback programme list` has the ids
    #[arg(value_name = "PORTAL")]
    portal: String,
    /// The purchase; `farthing entries --json` names it
    #[arg(value_name = "ENTRY")]
    entry: i64,
    /// What it should bring
    #[arg(long, value_name = "AMOUNT", allow_negative_numbers = true)]
    expected: Option<String>,
    /// The rate, such as 0.04 for 4 %
    #[arg(
        long,
        value_name = "RATE",
        conflicts_with = "expected",
        allow_negative_numbers = true
    )]
    rate: Option<String>,
    /// What the rate is for; otherwise the whole price
    #[arg(
        long,
        value_name = "AMOUNT",
        requires = "rate",
        allow_negative_numbers = true
    )]
    base: Option<String>,
    /// The order's number
    #[arg(long, value_name = "TEXT")]
    order: Option<String>,
    /// It was not made through the portal after all
    #[arg(long, conflicts_with_all = ["expected", "rate", "order"])]
    forget: bool,
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

/// Keep a picture or PDF with a reward
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing cashback attach 4294967301:entry:4294967290 offer.png")]
pub(super) struct Attach {
    /// The reward; `farthing cashback desk` has the keys
    #[arg(value_name = "KEY")]
    key: String,
    /// A PNG, JPEG, WebP or PDF file
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

impl Told {
    pub(super) async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let reward = with_ledger(chosen, async |ledger| {
            let event = ReceivableEventInput {
                state: self.state,
                day: self.day,
                amount: self.amount,
            };
            let (today, now) = (clock::today(), clock::now());
            Ok(ledger.tell_receivable(&self.key, event, today, now).await?)
        });
        tell_reward(&reward.await?, self.json, out)
    }
}

impl Visit {
    pub(super) async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let entry = EntryId(self.entry);
        let (today, now) = (clock::today(), clock::now());
        if self.forget {
            let label = with_ledger(chosen, async |ledger| {
                let portal = programme_named(ledger, &self.portal).await?.id;
                Ok(ledger.forget_visit(portal, entry, now).await?)
            });
            return done(&label.await?, self.json, out);
        }
        let reward = with_ledger(chosen, async |ledger| {
            let portal = programme_named(ledger, &self.portal).await?.id;
            let visit = VisitInput {
                expected: self.expected.unwrap_or_default(),
                rate: self.rate.unwrap_or_default(),
                base: self.base.unwrap_or_default(),
                order: self.order.unwrap_or_default(),
            };
            let visited = ledger.visit_portal(portal, entry, visit, today, now);
            Ok(visited.await?)
        });
        tell_reward(&reward.await?, self.json, out)
    }
}

impl Attach {
    pub(super) async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let content = read_evidence(&self.file)?;
        let name = self.file.file_name().unwrap_or(self.file.as_os_str());
        let name = name.to_string_lossy();
        let reward = with_ledger(chosen, async |ledger| {
            let (today, now) = (clock::today(), clock::now());
            let kept = ledger.attach_evidence(&self.key, &name, &content, today, now);
            Ok(kept.await?)
        });
        tell_reward(&reward.await?, self.json, out)
    }
}
