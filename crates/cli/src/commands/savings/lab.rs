//! The round-up lab: what one or two sets of terms would have set aside, side by side.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::Args;
use farthing_ledger::savings::{LabCurrency, LabQuery, LabResult, LabStretch};

use super::named::rule_named;
use super::options::RuleOptions;
use crate::error::Result;
use crate::files::with_ledger;
use crate::screen::{Out, Table, amount, counted};
use crate::{Exit, clock};

/// A row of the table: what it is called, and what it says of a set.
type Row = (String, fn(&LabCurrency) -> String);

/// Try round-ups on the purchases that are there; writes nothing
#[derive(Debug, Args)]
#[command(
    after_help = "Example: farthing lab --from 2026-01-01 --increment 0.50 --times 2 --against \"Coffee change\""
)]
pub struct Lab {
    /// The first day; 400 days ago unless it is said
    #[arg(long, value_name = "DAY")]
    from: Option<NaiveDate>,
    /// The last day; today unless it is said
    #[arg(long, value_name = "DAY")]
    to: Option<NaiveDate>,
    /// What to call these terms
    #[arg(long, value_name = "TEXT", default_value = "Tried")]
    name: String,
    #[command(flatten)]
    options: RuleOptions,
    /// A saving rule to compare them with; `farthing rule list` has the ids
    #[arg(long, value_name = "ID")]
    against: Option<String>,
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

impl Lab {
    /// Tries them.
    pub async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let json = self.json;
        let results = with_ledger(chosen, async |ledger| {
            let mut rules = vec![self.options.new_rule(ledger, self.name, None).await?];
            if let Some(rule) = &self.against {
                rules.push(rule_named(ledger, rule).await?.rule);
            }
            let query = LabQuery {
                rules,
                from: self.from.unwrap_or_else(clock::usual_start),
                to: self.to.unwrap_or_else(clock::today),
            };
            Ok(ledger.lab(query).await?)
        });
        let results = results.await?;
        if json {
            out.json(&results)?;
        } else {
            tell(&results, out)?;
        }
        Ok(Exit::Done)
    }
}

fn tell(results: &[LabResult], out: &mut Out) -> Result<()> {
    let mut codes: Vec<&str> = Vec::new();
    for currency in results.iter().flat_map(|result| &result.currencies) {
        if !codes.contains(&currency.currency.as_str()) {
            codes.push(&currency.currency);
        }
    }
    if codes.is_empty() {
        return out.line("No purchase of these days takes part.");
    }
    for (index, code) in codes.into_iter().enumerate() {
        if index > 0 {
            out.line("")?;
        }
        let of_code = |result: &'_ LabResult| {
            let mut all = result.currencies.clone().into_iter();
            all.find(|currency| currency.currency == code)
        };
        let sets: Vec<_> = results.iter().map(of_code).collect();
        side_by_side(code, results, &sets).print(out, "")?;
        for (result, set) in results.iter().zip(&sets) {
            largest(&result.name, set.as_ref(), out)?;
        }
    }
    Ok(())
}

fn side_by_side(code: &str, results: &[LabResult], sets: &[Option<LabCurrency>]) -> Table {
    let names = results.iter().map(|result| format!(">{}", result.name));
    let headings: Vec<String> = std::iter::once(code.to_owned()).chain(names).collect();
    let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
    let mut table = Table::new(&headings);
    for (name, figure) in figures() {
        let cells = sets
            .iter()
            .map(|set| set.as_ref().map(figure).unwrap_or_default());
        table.row(std::iter::once(name).chain(cells));
    }
    for (reason, words) in reasons(sets) {
        let cells = sets.iter().map(|set| without(set.as_ref(), &reason));
        table.row(std::iter::once(format!("left out: {words}")).chain(cells));
    }
    table
}

fn figures() -> [Row; 9] {
    let row = |name: &str, figure: fn(&LabCurrency) -> String| (name.to_owned(), figure);
    [
        row("saved", |set| amount(&set.saved)),
        row("a month", |set| amount(&set.a_month)),
        row("biggest week", |set| stretch(set.biggest_week.as_ref())),
        row("days the floor held", |set| set.held_days.to_string()),
        row("held back", |set| amount(&set.held_back)),
        row("worst balance", |set| stretch(set.worst_balance.as_ref())),
        row("refunds took back", |set| {
            let refunds = counted(set.taken_back_times.into(), "refund", "refunds");
            format!("{} by {refunds}", amount(&set.taken_back))
        }),
        row("purchases", |set| {
            let left: u32 = set.left_out.iter().map(|reason| reason.count).sum();
            (set.took_part + left).to_string()
        }),
        row("took part", |set| set.took_part.to_string()),
    ]
}

fn stretch(stretch: Option<&LabStretch>) -> String {
    stretch.map_or_else(String::new, |stretch| {
        format!("{} from {}", amount(&stretch.amount), stretch.from)
    })
}

/// The reasons of all sets with their words, each once.
fn reasons(sets: &[Option<LabCurrency>]) -> Vec<(String, String)> {
    let mut reasons: Vec<(String, String)> = Vec::new();
    for left in sets.iter().flatten().flat_map(|set| &set.left_out) {
        if !reasons.iter().any(|(reason, _)| *reason == left.reason) {
            reasons.push((left.reason.clone(), left.words.clone()));
        }
    }
    reasons
}

/// How many of a set's purchases were left out for a reason; nothing where it has none in the currency.
fn without(set: Option<&LabCurrency>, reason: &str) -> String {
    let count = |set: &LabCurrency| {
        let left = set.left_out.iter().find(|left| left.reason == reason);
        left.map_or(0, |left| left.count)
    };
    set.map(|set| count(set).to_string()).unwrap_or_default()
}

fn largest(name: &str, set: Option<&LabCurrency>, out: &mut Out) -> Result<()> {
    let Some(set) = set.filter(|set| !set.top.is_empty()) else {
        return Ok(());
    };
    out.line("")?;
    out.line(&format!("Gave most with {name}:"))?;
    let mut table = Table::new(&["date", "payee", ">cost", ">set aside", ">entry"]);
    for purchase in &set.top {
        table.row([
            purchase.day.to_string(),
            purchase.payee.clone(),
            amount(&purchase.size),
            amount(&purchase.saves),
            purchase.entry.0.to_string(),
        ]);
    }
    table.print(out, "")
}
