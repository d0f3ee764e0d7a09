//! The desk: what should be paid, how far it is, and which credits paid it.

use std::path::PathBuf;

use clap::Args;
use farthing_ledger::cashback::{Desk, OfferedReceipt, Receivable, ReceivableState};
use serde_json::json;

use crate::commands::savings::{maybe, text};
use crate::commands::words::word;
use crate::error::Result;
use crate::files::with_ledger;
use crate::screen::{Out, Table, amount};
use crate::{Exit, clock};

/// Show what should be paid, how far it is, and what can be done
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing cashback desk")]
pub(super) struct ShowDesk {
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

/// Compare what was expected with what was paid: differences, and credits that belong to nothing
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing cashback reconcile")]
pub(super) struct Reconcile {
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

impl ShowDesk {
    pub(super) async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let desk = desk(chosen).await?;
        if self.json {
            out.json(&desk)?;
        } else {
            tell_desk(&desk, out)?;
        }
        Ok(Exit::Done)
    }
}

impl Reconcile {
    pub(super) async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let desk = desk(chosen).await?;
        let paid = of_states(&desk, &[ReceivableState::Paid]);
        let different = of_states(&desk, &DIFFERENT);
        if self.json {
            out.json(&json!({
                "paid": paid,
                "different": different,
                "offered": desk.offered,
                "unexpected": desk.unexpected,
            }))?;
            return Ok(Exit::Done);
        }
        let count = paid.len();
        out.line(&format!("{count} paid as expected."))?;
        if !different.is_empty() {
            out.line("Not as expected:")?;
            rewards(&different).print(out, "  ")?;
        }
        tell_credits(&desk, out)?;
        Ok(Exit::Done)
    }
}

/// What is not as it was expected.
const DIFFERENT: [ReceivableState; 4] = [
    ReceivableState::Short,
    ReceivableState::Overdue,
    ReceivableState::Missing,
    ReceivableState::TakenBack,
];

/// The desk after a change, to a person or a program.
pub(super) fn tell(desk: &Desk, json: bool, out: &mut Out) -> Result<Exit> {
    if json {
        out.json(desk)?;
    } else {
        tell_desk(desk, out)?;
    }
    Ok(Exit::Done)
}

/// A reward, to a person or a program.
pub(super) fn tell_reward(reward: &Receivable, json: bool, out: &mut Out) -> Result<Exit> {
    if json {
        out.json(reward)?;
    } else {
        rewards(&[reward]).print(out, "")?;
        out.line(&reward.words)?;
        tell_notes(reward, out)?;
    }
    Ok(Exit::Done)
}

/// What was said and noted of a reward, and its files.
fn tell_notes(reward: &Receivable, out: &mut Out) -> Result<()> {
    for (number, event) in (1..).zip(&reward.events) {
        let (state, day) = (word(event.state), event.day);
        let sum = event.amount.as_ref();
        let sum = sum.map_or_else(String::new, |sum| format!(", {}", amount(sum)));
        out.line(&format!("  {number}: {state} on {day}{sum}"))?;
    }
    if !reward.order.is_empty() {
        out.line(&format!("  Order: {}", reward.order))?;
    }
    if !reward.note.is_empty() {
        out.line(&format!("  Note: {}", reward.note))?;
    }
    for file in &reward.evidence {
        let (id, name, kind, bytes) = (file.id, &file.name, &file.media_type, file.bytes);
        out.line(&format!("  File {id}: {name}, {kind}, {bytes} bytes"))?;
    }
    Ok(())
}

async fn desk(chosen: Option<PathBuf>) -> Result<Desk> {
    let desk = with_ledger(chosen, async |ledger| {
        Ok(ledger.cashback_desk(clock::today()).await?)
    });
    desk.await
}

fn of_states<'d>(desk: &'d Desk, states: &[ReceivableState]) -> Vec<&'d Receivable> {
    let items = desk.items.iter();
    items.filter(|item| states.contains(&item.state)).collect()
}

fn tell_desk(desk: &Desk, out: &mut Out) -> Result<()> {
    if desk.items.is_empty() {
        out.line("Nothing is expected.")?;
    } else {
        let items: Vec<&Receivable> = desk.items.iter().collect();
        rewards(&items).print(out, "")?;
    }
    for sum in &desk.by_state {
        let (state, count) = (word(sum.state), sum.count);
        out.line(&format!("{state}: {} in {count}", amount(&sum.sum)))?;
    }
    for payout in &desk.payouts {
        out.line(&format!("{}: {}", payout.programme_name, payout.words))?;
    }
    tell_credits(desk, out)
}

fn rewards(items: &[&Receivable]) -> Table {
    let headings = [
        "key",
        "programme",
        "for",
        ">amount",
        "due",
        "state",
        "to do",
        "until",
    ];
    let mut table = Table::new(&headings);
    for item in items {
        table.row([
            item.key.clone(),
            item.programme_name.clone(),
            item.title.clone(),
            amount(&item.amount),
            text(item.due),
            word(item.state),
            item.action.map_or_else(String::new, word),
            text(item.act_until),
        ]);
    }
    table
}

fn tell_credits(desk: &Desk, out: &mut Out) -> Result<()> {
    let lists = [
        ("Credits that may be cashback:", &desk.offered),
        (
            "Cashback that belongs to nothing that was expected:",
            &desk.unexpected,
        ),
    ];
    for (heading, credits) in lists {
        if !credits.is_empty() {
            out.line(heading)?;
            table_of_credits(credits).print(out, "  ")?;
        }
    }
    Ok(())
}

fn table_of_credits(credits: &[OfferedReceipt]) -> Table {
    let headings = [
        ">entry",
        "day",
        "payee",
        ">amount",
        "programme",
        "keys",
        "why",
    ];
    let mut table = Table::new(&headings);
    for credit in credits {
        table.row([
            credit.entry.0.to_string(),
            credit.day.to_string(),
            credit.payee.clone(),
            maybe(Some(&credit.amount)),
            credit.programme_name.clone(),
            credit.keys.join(", "),
            credit.words.clone(),
        ]);
    }
    table
}
