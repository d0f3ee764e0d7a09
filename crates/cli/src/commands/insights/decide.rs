//! What a person says of insights: one command for each use case.

use std::path::PathBuf;

use clap::Args;
use farthing_ledger::insights::{InsightKind, InsightSettings, NoticesAre};

use super::Which;
use crate::commands::savings::done;
use crate::commands::words::{INSIGHT_KINDS, ON_OR_OFF, one_of};
use crate::error::Result;
use crate::files::with_ledger;
use crate::screen::Out;
use crate::{Exit, clock};

/// Hide an insight for good
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing insights dismiss 1")]
pub(super) struct Dismiss {
    #[command(flatten)]
    which: Which,
}

/// Show a dismissed insight again
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing insights restore 3")]
pub(super) struct Restore {
    #[command(flatten)]
    which: Which,
}

/// Never note a kind of insights again
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing insights never price-rise")]
pub(super) struct Never {
    #[command(flatten)]
    kind: Kind,
}

/// Note a kind of insights again
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing insights again price-rise")]
pub(super) struct Again {
    #[command(flatten)]
    kind: Kind,
}

#[derive(Debug, Args)]
struct Kind {
    /// The kind
    #[arg(value_name = "KIND", value_parser = one_of::<InsightKind>(&INSIGHT_KINDS))]
    kind: InsightKind,
}

/// Lay down the hours without a notice in the window; the same time twice for none
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing insights quiet 21:00 08:00")]
pub(super) struct Quiet {
    /// From when on
    #[arg(value_name = "FROM")]
    from: String,
    /// Until when
    #[arg(value_name = "TO")]
    to: String,
}

/// Turn the notices of the window on, at most one a day, or off; the log goes on
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing insights notices off")]
pub(super) struct Notices {
    /// On or off
    #[arg(value_name = "ON_OR_OFF", value_parser = one_of::<NoticesAre>(&ON_OR_OFF))]
    are: NoticesAre,
}

impl Dismiss {
    pub(super) async fn run(
        self,
        json: bool,
        chosen: Option<PathBuf>,
        out: &mut Out,
    ) -> Result<Exit> {
        let label = with_ledger(chosen, async |ledger| {
            let log = ledger.insights().await?;
            let key = &self.which.of(&log)?.key;
            Ok(ledger.dismiss_insight(key, clock::now()).await?)
        });
        done(&label.await?, json, out)
    }
}

impl Restore {
    pub(super) async fn run(
        self,
        json: bool,
        chosen: Option<PathBuf>,
        out: &mut Out,
    ) -> Result<Exit> {
        let label = with_ledger(chosen, async |ledger| {
            let log = ledger.insights().await?;
            let key = &self.which.of(&log)?.key;
            Ok(ledger.restore_insight(key, clock::now()).await?)
        });
        done(&label.await?, json, out)
    }
}

impl Never {
    pub(super) async fn run(
        self,
        json: bool,
        chosen: Option<PathBuf>,
        out: &mut Out,
    ) -> Result<Exit> {
        let label = with_ledger(chosen, async |ledger| {
            Ok(ledger.mute_insights(self.kind.kind, clock::now()).await?)
        });
        done(&label.await?, json, out)
    }
}

impl Again {
    pub(super) async fn run(
        self,
        json: bool,
        chosen: Option<PathBuf>,
        out: &mut Out,
    ) -> Result<Exit> {
        let label = with_ledger(chosen, async |ledger| {
            Ok(ledger.unmute_insights(self.kind.kind, clock::now()).await?)
        });
        done(&label.await?, json, out)
    }
}

impl Quiet {
    pub(super) async fn run(
        self,
        json: bool,
        chosen: Option<PathBuf>,
        out: &mut Out,
    ) -> Result<Exit> {
        let label = with_ledger(chosen, async |ledger| {
            let input = InsightSettings {
                quiet_from: self.from,
                quiet_to: self.to,
                ..ledger.insights().await?.settings
            };
            Ok(ledger.set_insight_settings(input, clock::now()).await?)
        });
        done(&label.await?, json, out)
    }
}

impl Notices {
    pub(super) async fn run(
        self,
        json: bool,
        chosen: Option<PathBuf>,
        out: &mut Out,
    ) -> Result<Exit> {
        let label = with_ledger(chosen, async |ledger| {
            let input = InsightSettings {
                notices: self.are,
                ..ledger.insights().await?.settings
            };
            Ok(ledger.set_insight_settings(input, clock::now()).await?)
        });
        done(&label.await?, json, out)
    }
}
