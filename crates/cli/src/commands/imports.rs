//! The imports that stand: what each brought, and whether its statement agrees with the ledger.

use std::path::PathBuf;

use clap::Args;
use farthing_ledger::{Amount, Batch, BatchAccount, ImportId};

use crate::Exit;
use crate::error::Result;
use crate::files::with_ledger;
use crate::screen::{Out, Table, amount, counted};

/// List the imports that stand, or one of them, with what its statement states about itself
///
/// `farthing undo ID` takes an import back whole; its id there is the one under “undo”.
#[derive(Debug, Args)]
pub struct Imports {
    /// One import, with its accounts
    #[arg(value_name = "ID")]
    id: Option<i64>,
    /// How many at most
    #[arg(long, default_value_t = 50, value_name = "N")]
    limit: u32,
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

impl Imports {
    /// Lists them.
    pub async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let batches = with_ledger(chosen, async |ledger| {
            Ok(match self.id {
                Some(id) => vec![ledger.batch(ImportId(id)).await?],
                None => ledger.batches(self.limit).await?,
            })
        })
        .await?;
        if self.json {
            out.json(&batches)?;
        } else if self.id.is_some() {
            batches.iter().try_for_each(|batch| tell(batch, out))?;
        } else {
            list(&batches, out)?;
        }
        Ok(Exit::Done)
    }
}

fn list(batches: &[Batch], out: &mut Out) -> Result<()> {
    let mut table = Table::new(&[">id", ">undo", "when", ">added", ">known", "file", "format"]);
    for batch in batches {
        let sum = |part: fn(&BatchAccount) -> u32| -> u32 { batch.accounts.iter().map(part).sum() };
        table.row([
            batch.id.0.to_string(),
            batch.change.map_or_else(String::new, |id| id.0.to_string()),
            batch.imported_at.clone(),
            sum(|account| account.added).to_string(),
            sum(|account| account.known).to_string(),
            batch.file.clone(),
            layout(batch),
        ]);
    }
    table.print(out, "")
}

fn layout(batch: &Batch) -> String {
    match &batch.provider {
        Some(provider) => format!("{provider} {}", batch.format),
        None => batch.format.clone(),
    }
}

fn tell(batch: &Batch, out: &mut Out) -> Result<()> {
    out.line(&format!(
        "{}, {}, {}, imported {}",
        batch.file,
        layout(batch),
        batch.encoding,
        batch.imported_at
    ))?;
    let bytes = counted(batch.size, "byte", "bytes");
    out.line(&format!("  {bytes}, SHA-256 {}", batch.digest))?;
    for account in &batch.accounts {
        out.line(&format!(
            "  {}: {} in the file, {} added, {} known, {} left out; sum {}, fees in it {}",
            account.account,
            counted(account.rows.into(), "row", "rows"),
            account.added,
            account.known,
            account.skipped,
            amount(&account.sum),
            amount(&account.fees)
        ))?;
        for line in balance_lines(account) {
            out.line(&format!("    {line}"))?;
        }
    }
    Ok(())
}

/// What the statement states about its balance, and whether that agrees.
fn balance_lines(account: &BatchAccount) -> Vec<String> {
    let Some(closing) = &account.closing else {
        return vec!["the statement states no balance".to_owned()];
    };
    let mut lines = vec![format!("the statement ends at {}", amount(closing))];
    lines.extend(account.statement_gap.as_ref().map(|gap| {
        if is_zero(gap) {
            "its opening balance and its rows add up to that: it was read whole".to_owned()
        } else {
            format!(
                "its opening balance and its rows miss that by {}",
                amount(gap)
            )
        }
    }));
    lines.extend(account.ledger_gap.as_ref().map(|gap| {
        if is_zero(gap) {
            "the ledger holds the same at the end of that day".to_owned()
        } else {
            format!("the ledger misses that by {}", amount(gap))
        }
    }));
    lines
}

fn is_zero(gap: &Amount) -> bool {
    gap.value.bytes().all(|byte| !(b'1'..=b'9').contains(&byte))
}
