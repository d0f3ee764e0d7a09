//! What the person says about small money.

use std::path::PathBuf;

use clap::Args;
use farthing_ledger::lens::{EssentialsInput, LimitInput, WorkInput};

use super::most_used;
use crate::commands::categories::category_named;
use crate::commands::savings::named::payee_named;
use crate::commands::words::currency_code;
use crate::error::Result;
use crate::files::with_ledger;
use crate::screen::Out;
use crate::{Exit, clock};

/// Say up to which size a payment is small
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing small limit 7.50 --currency EUR")]
pub struct Limit {
    /// An amount; `learnt` for what your purchases say; `usual` for the currency's default
    limit: String,
    /// In this currency; otherwise the one used most
    #[arg(long, value_name = "CODE", value_parser = currency_code)]
    currency: Option<String>,
}

/// Say which categories are essential, such as rent, and leave them out
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing small essentials Bills Home")]
pub struct Essentials {
    /// Their names; none for nothing
    categories: Vec<String>,
    /// Count them all the same
    #[arg(long)]
    count: bool,
}

/// Say what an hour of work brings, so that a merchant's cost is shown as time
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing small work 18.00 --currency EUR")]
pub struct Work {
    /// The amount after taxes; leave it out to show no time
    hourly: Option<String>,
    /// Its currency; otherwise the one used most
    #[arg(long, value_name = "CODE", value_parser = currency_code)]
    currency: Option<String>,
}

/// Say that a merchant is fine as it is: nothing asks about it again
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing small fine \"Kiosk am Tor\"")]
pub struct Fine {
    /// Its name
    name: String,
    /// Take it back
    #[arg(long)]
    not: bool,
}

impl Limit {
    /// Keeps it.
    pub async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let change = with_ledger(chosen, async |ledger| {
            let currency = match self.currency {
                Some(currency) => currency,
                None => most_used(ledger).await?,
            };
            let input = match self.limit.as_str() {
                "learnt" => LimitInput::Learnt,
                "usual" => LimitInput::Usual,
                amount => LimitInput::Fixed {
                    amount: amount.to_owned(),
                },
            };
            Ok(ledger
                .set_small_limit(&currency, input, clock::now())
                .await?)
        });
        out.line(&change.await?.label)?;
        Ok(Exit::Done)
    }
}

impl Essentials {
    /// Keeps them.
    pub async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let change = with_ledger(chosen, async |ledger| {
            let mut categories = Vec::with_capacity(self.categories.len());
            for name in &self.categories {
                categories.push(category_named(ledger, name).await?);
            }
            let input = EssentialsInput {
                categories,
                leave_out: !self.count,
            };
            Ok(ledger.set_essentials(input, clock::now()).await?)
        });
        out.line(&change.await?.label)?;
        Ok(Exit::Done)
    }
}

impl Work {
    /// Keeps it.
    pub async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let change = with_ledger(chosen, async |ledger| {
            let currency = match self.currency {
                Some(currency) => currency,
                None => most_used(ledger).await?,
            };
            let input = WorkInput {
                hourly: self.hourly.unwrap_or_default(),
                currency,
            };
            Ok(ledger.set_hourly(input, clock::now()).await?)
        });
        out.line(&change.await?.label)?;
        Ok(Exit::Done)
    }
}

impl Fine {
    /// Keeps it.
    pub async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let change = with_ledger(chosen, async |ledger| {
            let payee = payee_named(&ledger.payees().await?, &self.name)?;
            Ok(if self.not {
                ledger.question_merchant(payee, clock::now()).await?
            } else {
                ledger.accept_merchant(payee, clock::now()).await?
            })
        });
        out.line(&change.await?.label)?;
        Ok(Exit::Done)
    }
}
