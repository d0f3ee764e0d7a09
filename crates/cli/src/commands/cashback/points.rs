//! Points: how many, when they expire, and those that come or go by hand.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use farthing_ledger::ChoiceId;
use farthing_ledger::cashback::{ExpiringPoints, PointsAction, PointsMoveInput, PointsPurse};

use super::named::purse_named;
use crate::commands::savings::{maybe, text};
use crate::commands::words::word;
use crate::error::Result;
use crate::files::with_ledger;
use crate::screen::{Out, Table, amount};
use crate::{Exit, clock};

/// Points of programmes: how many, what they are worth, when they expire
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
#[command(after_help = "Examples:
  farthing points
  farthing points redeem \"Bonga points\" 500")]
pub struct Points {
    #[command(subcommand)]
    what: Option<What>,
    #[command(flatten)]
    list: List,
}

#[derive(Debug, Subcommand)]
enum What {
    List(List),
    Earn(Earn),
    Redeem(Redeem),
    TakeBack(TakeBack),
    Value(Value),
    Remove(Remove),
}

/// List the points of every programme
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing points list")]
struct List {
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

/// Say that points came, beside what purchases earn
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing points earn \"Bonga points\" 100 --expires 2027-12-31")]
struct Earn {
    #[command(flatten)]
    points: Move,
    /// The last day on which they can be used, where they have their own
    #[arg(long, value_name = "DAY")]
    expires: Option<NaiveDate>,
}

/// Say that points were used
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing points redeem \"Bonga points\" 500 --day 2026-03-14")]
struct Redeem {
    #[command(flatten)]
    points: Move,
}

/// Say that the programme took points back
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing points take-back \"Bonga points\" 20")]
struct TakeBack {
    #[command(flatten)]
    points: Move,
}

#[derive(Debug, Args)]
struct Move {
    /// The programme; `farthing points` has the ids
    #[arg(value_name = "PROGRAMME")]
    programme: String,
    /// How many
    #[arg(allow_negative_numbers = true)]
    points: String,
    /// The day; otherwise today
    #[arg(long, value_name = "DAY")]
    day: Option<NaiveDate>,
    /// A note
    #[arg(
        long,
        value_name = "TEXT",
        default_value = "",
        hide_default_value = true
    )]
    note: String,
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

/// Say what a point is worth, in the currency of its programme
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing points value \"Bonga points\" 0.0025")]
struct Value {
    /// The programme; `farthing points` has the ids
    #[arg(value_name = "PROGRAMME")]
    programme: String,
    /// What one is worth; an empty text where nobody knows
    #[arg(value_name = "VALUE", allow_negative_numbers = true)]
    one: String,
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

/// Take back a move that was laid down by hand
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing points remove 4294967301")]
struct Remove {
    /// The move; `farthing points` has the ids
    #[arg(value_name = "ID")]
    id: i64,
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

impl Points {
    /// Does it.
    pub async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        match self.what.unwrap_or(What::List(self.list)) {
            What::List(list) => list.run(chosen, out).await,
            What::Earn(earn) => {
                let done = (PointsAction::Earn, earn.expires);
                earn.points.run(done, chosen, out).await
            }
            What::Redeem(redeem) => {
                let done = (PointsAction::Redeem, None);
                redeem.points.run(done, chosen, out).await
            }
            What::TakeBack(taken) => {
                let done = (PointsAction::Clawback, None);
                taken.points.run(done, chosen, out).await
            }
            What::Value(value) => value.run(chosen, out).await,
            What::Remove(remove) => remove.run(chosen, out).await,
        }
    }
}

impl List {
    async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let purses = with_ledger(chosen, async |ledger| {
            Ok(ledger.points(clock::today()).await?)
        });
        let purses = purses.await?;
        if self.json {
            out.json(&purses)?;
        } else if purses.is_empty() {
            out.line("No programme of yours pays points.")?;
        } else {
            for purse in &purses {
                tell_purse(purse, out)?;
            }
        }
        Ok(Exit::Done)
    }
}

impl Move {
    async fn run(
        self,
        (action, expires): (PointsAction, Option<NaiveDate>),
        chosen: Option<PathBuf>,
        out: &mut Out,
    ) -> Result<Exit> {
        let json = self.json;
        let purse = with_ledger(chosen, async |ledger| {
            let programme = purse_named(ledger, &self.programme).await?.programme;
            let input = PointsMoveInput {
                action,
                day: self.day,
                points: self.points,
                expires,
                note: self.note,
            };
            let (today, now) = (clock::today(), clock::now());
            Ok(ledger.move_points(programme, input, today, now).await?)
        });
        tell(&purse.await?, json, out)
    }
}

impl Value {
    async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let purse = with_ledger(chosen, async |ledger| {
            let programme = purse_named(ledger, &self.programme).await?.programme;
            let (today, now) = (clock::today(), clock::now());
            let valued = ledger.value_points(programme, &self.one, today, now);
            Ok(valued.await?)
        });
        tell(&purse.await?, self.json, out)
    }
}

impl Remove {
    async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let purse = with_ledger(chosen, async |ledger| {
            let (today, now) = (clock::today(), clock::now());
            let id = ChoiceId(self.id);
            Ok(ledger.forget_points_move(id, today, now).await?)
        });
        tell(&purse.await?, self.json, out)
    }
}

fn tell(purse: &PointsPurse, json: bool, out: &mut Out) -> Result<Exit> {
    if json {
        out.json(purse)?;
    } else {
        tell_purse(purse, out)?;
    }
    Ok(Exit::Done)
}

fn tell_purse(purse: &PointsPurse, out: &mut Out) -> Result<()> {
    let (id, name) = (purse.programme.0, &purse.programme_name);
    let worth = match &purse.value {
        Some(value) => format!("worth {}", amount(value)),
        None => "nobody has said what one is worth".to_owned(),
    };
    let balance = amount(&purse.balance);
    out.line(&format!("{name} ({id}): {balance}, {worth}."))?;
    if purse.owed.value.chars().any(|c| ('1'..='9').contains(&c)) {
        let owed = amount(&purse.owed);
        out.line(&format!("  The next {owed} are owed."))?;
    }
    let next = purse.next_expiry.as_ref().map(expiring);
    let next = next.map_or_else(String::new, |next| format!(" Next: {next}."));
    out.line(&format!("  {}{next}", purse.expiry_words))?;
    if !purse.expired.is_empty() {
        let expired: Vec<String> = purse.expired.iter().rev().map(expiring).collect();
        out.line(&format!("  Expired: {}.", expired.join(", ")))?;
    }
    if purse.moves.is_empty() {
        return Ok(());
    }
    let mut table = Table::new(&[">id", "day", "what", ">points", "until", "because of", ""]);
    for one in &purse.moves {
        let not_done = if one.done {
            ""
        } else {
            "not enough were there"
        };
        table.row([
            text(one.id.map(|id| id.0)),
            one.day.to_string(),
            word(one.action),
            amount(&one.points),
            text(one.expires),
            one.words.clone(),
            not_done.to_owned(),
        ]);
    }
    table.print(out, "  ")
}

fn expiring(points: &ExpiringPoints) -> String {
    format!("{} on {}", maybe(Some(&points.points)), points.on)
}
