//! Transfers that really move what was set aside: what waits, confirmed ones, and how they are made.

use std::path::PathBuf;

use clap::{ArgGroup, Args};
use farthing_ledger::savings::{
    CodeKind, Handoff, ItemKey, Sweep as Kept, SweepInput, SweepParts, SweepProposal, Sweeps,
};
use farthing_ledger::{AccountId, ChangeLabel, ChoiceId, EntryId, EntryRow, Ledger};
use serde_json::json;

use super::done;
use super::named::sweep_named;
use crate::commands::accounts::account_named;
use crate::commands::words::word;
use crate::error::{CliError, Result};
use crate::files::with_ledger;
use crate::screen::{Out, Table, amount};
use crate::{Exit, clock};

const EXAMPLES: &str = "Examples:
  farthing sweep
  farthing sweep --confirm 12:3 --leave-out entry:81
  farthing sweep --confirm 12:none --from Everyday
  farthing sweep --handoff \"SAVE 7K2QX\"
  farthing sweep --this-is-it \"SAVE 7K2QX=94\"
A waiting transfer is named as the list names it: the id of its destination and of the account that
pays, or none where it needs one that can. A confirmed one is named by its id or its reference.";

/// What stands for the account of a transfer that needs one that can pay.
const NO_PAYER: &str = "none";

/// Show what waits for a transfer and what was confirmed; confirm, pay, recognise or take back one
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
#[command(group(ArgGroup::new("step")))]
pub struct Sweep {
    /// Confirm a transfer that waits, and say how it is made
    #[arg(long, value_name = "ID", group = "step", value_parser = waiting)]
    confirm: Option<Waiting>,
    /// The account that pays, where what waits lies on none that can
    #[arg(long, value_name = "NAME", requires = "confirm")]
    from: Option<String>,
    /// Leave out what has this cause for now; may be given several times
    #[arg(long, value_name = "CAUSE", requires = "confirm")]
    leave_out: Vec<String>,
    /// Say again how a confirmed transfer is made
    #[arg(long, value_name = "ID", group = "step")]
    handoff: Option<String>,
    /// Say that a confirmed transfer was paid
    #[arg(long, value_name = "ID", group = "step")]
    paid: Option<String>,
    /// Say that an entry is this transfer
    #[arg(long, value_name = "ID=ENTRY", group = "step", value_parser = recognised)]
    this_is_it: Option<(String, EntryId)>,
    /// Take a confirmed transfer back that has not moved
    #[arg(long, value_name = "ID", group = "step")]
    cancel: Option<String>,
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

/// A transfer that waits: where it goes, and who pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Waiting {
    destination: ChoiceId,
    /// None where it needs an account that can pay.
    from: Option<AccountId>,
}

impl Sweep {
    /// Does it.
    pub async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let json = self.json;
        if let Some(waiting) = self.confirm {
            let confirmed = with_ledger(chosen, async |ledger| {
                let from = match &self.from {
                    Some(name) => Some(account_named(ledger, name).await?),
                    None => None,
                };
                confirm(ledger, waiting, from, &self.leave_out).await
            });
            return tell_confirmed(&confirmed.await?, json, out);
        }
        if let Some(text) = &self.handoff {
            let handoff = with_ledger(chosen, async |ledger| {
                let sweep = sweep_named(ledger, text).await?;
                Ok((ledger.handoff(sweep.id).await?, sweep.reference))
            });
            let (handoff, reference) = handoff.await?;
            return tell_handoff(&handoff, &reference, json, out);
        }
        if self.paid.is_some() || self.this_is_it.is_some() || self.cancel.is_some() {
            let label = with_ledger(chosen, async |ledger| self.changed(ledger).await);
            return done(&label.await?, json, out);
        }
        let sweeps = with_ledger(chosen, async |ledger| {
            Ok(ledger.sweeps(clock::today()).await?)
        });
        tell_all(&sweeps.await?, json, out)
    }

    /// Changes a confirmed transfer.
    async fn changed(&self, ledger: &Ledger) -> Result<ChangeLabel> {
        let (today, now) = (clock::today(), clock::now());
        if let Some(text) = &self.paid {
            let id = sweep_named(ledger, text).await?.id;
            return Ok(ledger.mark_sweep_paid(id, today, now).await?);
        }
        if let Some((text, entry)) = &self.this_is_it {
            let id = sweep_named(ledger, text).await?.id;
            return Ok(ledger.accept_sweep_entry(id, *entry, today, now).await?);
        }
        let text = self.cancel.as_deref().unwrap_or_default();
        let id = sweep_named(ledger, text).await?.id;
        Ok(ledger.cancel_sweep(id, now).await?)
    }
}

impl Waiting {
    fn is(self, proposal: &SweepProposal) -> bool {
        proposal.destination == Some(self.destination) && proposal.from == self.from
    }
}

/// Confirms what waits, and says how it is made.
async fn confirm(
    ledger: &Ledger,
    waiting: Waiting,
    chosen: Option<AccountId>,
    causes: &[String],
) -> Result<(Kept, Handoff)> {
    let today = clock::today();
    let (from, parts) = match (waiting.from, chosen) {
        (Some(from), None) => (from, SweepParts::OfAccount),
        (None, Some(from)) => (from, SweepParts::WithoutPayer),
        (Some(_), Some(_)) => {
            let message = "--from: this transfer names the account that pays; leave it out";
            return Err(CliError::refused(message));
        }
        (None, None) => {
            let message = "--from: name the account that pays; what waits lies on none that can";
            return Err(CliError::refused(message));
        }
    };
    let leave_out = match causes {
        [] => Vec::new(),
        causes => left_out(&ledger.sweeps(today).await?, waiting, causes)?,
    };
    let input = SweepInput {
        destination: waiting.destination,
        from,
        parts,
        leave_out,
    };
    let sweep = ledger.confirm_sweep(input, today, clock::now()).await?;
    let handoff = ledger.handoff(sweep.id).await?;
    Ok((sweep, handoff))
}

/// The items with these causes in the transfer that waits.
fn left_out(sweeps: &Sweeps, waiting: Waiting, causes: &[String]) -> Result<Vec<ItemKey>> {
    let proposals = sweeps.proposals.iter().filter(|one| waiting.is(one));
    let items: Vec<_> = proposals.flat_map(|proposal| &proposal.items).collect();
    let is_there = |cause: &&String| items.iter().any(|item| item.cause == **cause);
    if let Some(unknown) = causes.iter().find(|cause| !is_there(cause)) {
        return Err(CliError::refused(format!(
            "leave_out: nothing with the cause “{unknown}” waits for this transfer; `farthing sweep` lists them"
        )));
    }
    let items = items
        .into_iter()
        .filter(|item| causes.contains(&item.cause));
    Ok(items
        .map(|item| ItemKey {
            goal: item.goal,
            rule: item.rule,
            cause: item.cause.clone(),
        })
        .collect())
}

fn waiting(text: &str) -> Result<Waiting, String> {
    let ids = text.split_once(':').and_then(|(destination, from)| {
        Some(Waiting {
            destination: ChoiceId(destination.parse().ok()?),
            from: match from {
                NO_PAYER => None,
                from => Some(AccountId(from.parse().ok()?)),
            },
        })
    });
    ids.ok_or_else(|| "write it as `farthing sweep` lists it, such as 12:3".to_owned())
}

fn recognised(text: &str) -> Result<(String, EntryId), String> {
    let ids = text.rsplit_once('=').and_then(|(sweep, entry)| {
        let entry = EntryId(entry.parse().ok()?);
        Some((sweep.to_owned(), entry))
    });
    ids.ok_or_else(|| "write the transfer and the entry, such as 12=94".to_owned())
}

fn tell_confirmed((sweep, handoff): &(Kept, Handoff), json: bool, out: &mut Out) -> Result<Exit> {
    if json {
        out.json(&json!({"sweep": sweep, "handoff": handoff}))?;
        return Ok(Exit::Done);
    }
    out.line(&format!(
        "Confirmed {}: {} from {} to {}",
        sweep.id.0,
        amount(&sweep.amount),
        sweep.from_name,
        sweep.destination_name
    ))?;
    tell_handoff(handoff, &sweep.reference, json, out)
}

fn tell_handoff(handoff: &Handoff, reference: &str, json: bool, out: &mut Out) -> Result<Exit> {
    if json {
        out.json(handoff)?;
        return Ok(Exit::Done);
    }
    out.line(&format!("Reference: {reference}"))?;
    if let Some(link) = &handoff.link {
        out.line(&format!("Link: {link}"))?;
    }
    if let Some(payload) = &handoff.payload {
        out.line(&format!("{}:", code(handoff.code)))?;
        for line in payload.lines() {
            out.line(format!("  {line}").trim_end())?;
        }
    }
    for step in &handoff.steps {
        out.line(&format!("{}. {}", step.number, step.text))?;
        if let Some(copy) = &step.copy {
            out.line(&format!("   {copy}"))?;
        }
    }
    Ok(Exit::Done)
}

fn code(kind: Option<CodeKind>) -> &'static str {
    match kind {
        Some(CodeKind::Epc) => "What the code holds (EPC069-12)",
        Some(CodeKind::Swiss) => "What the code holds (Swiss QR-bill)",
        Some(CodeKind::Plain) | None => "What the code holds",
    }
}

fn tell_all(sweeps: &Sweeps, json: bool, out: &mut Out) -> Result<Exit> {
    if json {
        out.json(sweeps)?;
        return Ok(Exit::Done);
    }
    if sweeps.proposals.is_empty() {
        out.line("Nothing waits for a transfer.")?;
    }
    for proposal in &sweeps.proposals {
        tell_proposal(proposal, out)?;
    }
    if !sweeps.sweeps.is_empty() {
        out.line("")?;
        confirmed(&sweeps.sweeps).print(out, "")?;
    }
    Ok(Exit::Done)
}

fn tell_proposal(proposal: &SweepProposal, out: &mut Out) -> Result<()> {
    let due = if proposal.due { "due" } else { "not yet due" };
    let name = match (proposal.destination, proposal.from) {
        (Some(destination), Some(from)) => format!("{}:{}", destination.0, from.0),
        (Some(destination), None) => format!("{}:{NO_PAYER}", destination.0),
        (None, _) => "not ready".to_owned(),
    };
    let or_unknown = |name: &str| match name {
        "" => "?".to_owned(),
        name => name.to_owned(),
    };
    let what = format!(
        "{name}  {} to {}: {} of {} waiting, {due}. {}",
        or_unknown(&proposal.from_name),
        or_unknown(&proposal.destination_name),
        amount(&proposal.amount),
        amount(&proposal.pending),
        proposal.words
    );
    out.line(what.trim_end())?;
    let mut table = Table::new(&["cause", "day", "goal", "rule", ">amount", "because"]);
    for item in &proposal.items {
        table.row([
            item.cause.clone(),
            item.day.to_string(),
            item.goal_name.clone(),
            item.rule_name.clone(),
            amount(&item.amount),
            item.words.clone(),
        ]);
    }
    table.print(out, "  ")
}

fn confirmed(sweeps: &[Kept]) -> Table {
    let mut table = Table::new(&[
        ">id",
        "reference",
        "confirmed",
        "from",
        "to",
        ">amount",
        ">really moved",
        "state",
        "this might be it",
    ]);
    for sweep in sweeps {
        table.row([
            sweep.id.0.to_string(),
            sweep.reference.clone(),
            sweep.created.to_string(),
            sweep.from_name.clone(),
            sweep.destination_name.clone(),
            amount(&sweep.amount),
            amount(&sweep.moved),
            state(sweep),
            sweep.suggested.as_ref().map(entry).unwrap_or_default(),
        ]);
    }
    table
}

fn state(sweep: &Kept) -> String {
    let paid = if sweep.paid { ", paid" } else { "" };
    match sweep.words.as_str() {
        "" => format!("{}{paid}", word(sweep.state)),
        words => words.to_owned(),
    }
}

fn entry(row: &EntryRow) -> String {
    format!(
        "{} {} {} {}",
        row.id.0,
        row.date,
        amount(&row.amount),
        row.payee
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_transfer_is_named_by_numbers() {
        let there = waiting("12:3").unwrap();
        assert_eq!(
            (there.destination, there.from),
            (ChoiceId(12), Some(AccountId(3)))
        );
        assert_eq!(waiting("12:none").unwrap().from, None);
        for text in ["", "12", "12:", ":3", "12:3:4", "a:3"] {
            assert!(waiting(text).is_err(), "{text}");
        }
        let (sweep, entry) = recognised("SAVE 7K2QX=94").unwrap();
        assert_eq!((sweep.as_str(), entry), ("SAVE 7K2QX", EntryId(94)));
        assert!(recognised("12").is_err());
    }
}
