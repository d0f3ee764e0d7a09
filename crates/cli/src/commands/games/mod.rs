//! Games with their packs and cap, tips, and day passes.

mod change;
mod tell;

use std::path::PathBuf;

use clap::{Args, Subcommand};
use farthing_ledger::Ledger;
use farthing_ledger::games::PassInput;

use super::small::most_used;
use super::words::currency_code;
use crate::error::Result;
use crate::files::with_ledger;
use crate::screen::Out;
use crate::{Exit, clock};

/// Show what games and tips cost: packs, units left, one cap for a month, what reaches whom
#[derive(Debug, Args)]
#[command(
    after_help = "Example: farthing games add Castles --unit gems --payee \"Castle Game\" --pack \"Handful=4.99=500\""
)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Games {
    #[command(subcommand)]
    what: Option<What>,
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum What {
    Add(Box<change::Add>),
    Edit(Box<change::Edit>),
    Forget(change::Forget),
    Spend(change::Spend),
    Cap(change::Cap),
    Creator(change::Creator),
    NotCreator(change::NotCreator),
    Passes(Passes),
    Pass(Pass),
}

/// List what is paid use by use, such as day passes
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing games passes --currency EUR")]
struct Passes {
    /// In this currency; otherwise the one used most
    #[arg(long, value_name = "CODE", value_parser = currency_code)]
    currency: Option<String>,
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

/// From how many uses in a month on a subscription does not cost more
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing games pass 4.00 29.00 --currency EUR")]
struct Pass {
    /// What one use costs
    use_price: String,
    /// What the subscription costs in a month
    monthly_price: String,
    /// The currency of both
    #[arg(long, value_name = "CODE", value_parser = currency_code)]
    currency: String,
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

impl Games {
    /// Shows them, or does what was asked.
    pub async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        match self.what {
            None => self.show(chosen, out).await,
            Some(What::Add(add)) => add.run(chosen, out).await,
            Some(What::Edit(edit)) => edit.run(chosen, out).await,
            Some(What::Forget(forget)) => forget.run(chosen, out).await,
            Some(What::Spend(spend)) => spend.run(chosen, out).await,
            Some(What::Cap(cap)) => cap.run(chosen, out).await,
            Some(What::Creator(creator)) => creator.run(chosen, out).await,
            Some(What::NotCreator(creator)) => creator.run(chosen, out).await,
            Some(What::Passes(passes)) => passes.run(chosen, out).await,
            Some(What::Pass(pass)) => pass.run(out),
        }
    }

    async fn show(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let games = with_ledger(chosen, async |ledger| {
            Ok(ledger.games(clock::today()).await?)
        });
        let games = games.await?;
        if self.json {
            out.json(&games)?;
        } else {
            tell::games(&games, out)?;
        }
        Ok(Exit::Done)
    }
}

impl Passes {
    async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let passes = with_ledger(chosen, async |ledger| {
            let currency = match &self.currency {
                Some(code) => code.clone(),
                None => most_used(ledger).await?,
            };
            Ok(ledger.day_passes(&currency, clock::today()).await?)
        });
        let passes = passes.await?;
        if self.json {
            out.json(&passes)?;
        } else {
            tell::passes(&passes, out)?;
        }
        Ok(Exit::Done)
    }
}

impl Pass {
    fn run(self, out: &mut Out) -> Result<Exit> {
        let told = Ledger::pass_break_even(PassInput {
            use_price: self.use_price,
            monthly_price: self.monthly_price,
            currency: self.currency,
        })?;
        if self.json {
            out.json(&told)?;
        } else {
            out.line(&told.words)?;
        }
        Ok(Exit::Done)
    }
}
