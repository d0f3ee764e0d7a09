//! Saving rules: listed, added, changed, paused, gone on with, removed.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{ArgGroup, Args, Subcommand};
use farthing_ledger::savings::{PauseUntil, RoundingExample, SavingRule};
use farthing_ledger::{ChoiceId, Ledger};

use super::named::rule_named;
use super::options::{GoalOptions, RuleOptions};
use super::{amounts, done, text};
use crate::commands::words::{currency_code, word};
use crate::error::Result;
use crate::files::with_ledger;
use crate::screen::{Out, Table, amount};
use crate::{Exit, clock};

const ADD_EXAMPLES: &str = "Examples:
  farthing rule add \"Coffee change\" --round-up --category \"Eating out\" --goal Bicycle
  farthing rule add \"Twice the change\" --round-up --increment 0.50 --times 2 --cap-week 5
  farthing rule add \"Small steps\" --round-up --mode ladder --rung 5=0.20 --rung 20=0.50 --beyond 1
  farthing rule add \"Five percent\" --percent-of-purchases 5 --goal Bicycle=2 --goal Holiday=1
  farthing rule add Monthly --every monthly --amount 25 --from 2026-01-01 --pays-from Everyday
  farthing rule add \"No-spend days\" --terms '{\"kind\":\"no_spend_reward\",\"currency\":\"EUR\",\"amount\":\"1\"}'";

/// Saving rules, which set money aside for goals
#[derive(Debug, Args)]
#[command(
    after_help = "Example: farthing rule add \"Coffee change\" --round-up --goal Bicycle\n\
                  Rules that sort entries are `farthing rules`."
)]
pub struct Rule {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    List(List),
    Examples(Examples),
    Add(Box<Add>),
    Edit(Box<Edit>),
    Pause(Pause),
    Resume(Resume),
    Remove(Remove),
}

/// List the saving rules and what they have set aside
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing rule list --json")]
struct List {
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

/// Show every way of rounding up on the last purchases
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing rule examples --currency EUR")]
struct Examples {
    /// The currency, such as EUR; otherwise the one used most
    #[arg(long, value_name = "CODE", value_parser = currency_code)]
    currency: Option<String>,
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

/// Add a saving rule
#[derive(Debug, Args)]
#[command(after_help = ADD_EXAMPLES)]
#[command(group(ArgGroup::new("does").required(true)
    .args(["round_up", "percent_of_purchases", "every", "terms"])))]
struct Add {
    /// What to call it
    name: String,
    #[command(flatten)]
    options: RuleOptions,
    #[command(flatten)]
    goals: GoalOptions,
    /// The first day it counts from; otherwise all days, or today for --every
    #[arg(long, value_name = "DAY")]
    from: Option<NaiveDate>,
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

/// Change a saving rule; what it has set aside before stays
///
/// What is not given stays as it is; an empty text takes it away, such as --cap-week "". New terms
/// count from --since on, otherwise from today.
#[derive(Debug, Args)]
#[command(
    after_help = "Example: farthing rule edit \"Coffee change\" --times 2 --since 2026-04-01"
)]
struct Edit {
    /// The rule; `farthing rule list` has the ids
    #[arg(value_name = "ID")]
    rule: String,
    /// What to call it from now on
    #[arg(long, value_name = "TEXT")]
    name: Option<String>,
    #[command(flatten)]
    options: RuleOptions,
    #[command(flatten)]
    goals: GoalOptions,
    /// The first day the whole rule counts from
    #[arg(long, value_name = "DAY")]
    from: Option<NaiveDate>,
    /// It has no first day any more, and counts for all there is
    #[arg(long, conflicts_with = "from")]
    no_from: bool,
    /// The day from which the new terms count; otherwise today
    #[arg(long, value_name = "DAY")]
    since: Option<NaiveDate>,
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

/// Let a saving rule rest, or all of them, from today on
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing rule pause --all --until 2026-08-01")]
struct Pause {
    #[command(flatten)]
    which: Which,
    /// The day on which it goes on
    #[arg(long, value_name = "DAY", conflicts_with = "until_payday")]
    until: Option<NaiveDate>,
    /// Until the next expected pay
    #[arg(long)]
    until_payday: bool,
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

/// Go on with a saving rule, or all of them, from today on
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing rule resume \"Coffee change\"")]
struct Resume {
    #[command(flatten)]
    which: Which,
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

/// Remove a saving rule and what of it has not moved
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing rule remove \"Coffee change\"")]
struct Remove {
    /// The rule; `farthing rule list` has the ids
    #[arg(value_name = "ID")]
    rule: String,
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct Which {
    /// The rule; `farthing rule list` has the ids
    #[arg(value_name = "ID")]
    rule: Option<String>,
    /// All saving rules
    #[arg(long)]
    all: bool,
}

impl Rule {
    /// Does it.
    pub async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        match self.what {
            What::List(list) => list.run(chosen, out).await,
            What::Examples(examples) => examples.run(chosen, out).await,
            What::Add(add) => add.run(chosen, out).await,
            What::Edit(edit) => edit.run(chosen, out).await,
            What::Pause(pause) => pause.run(chosen, out).await,
            What::Resume(resume) => resume.run(chosen, out).await,
            What::Remove(remove) => remove.run(chosen, out).await,
        }
    }
}

impl List {
    async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let rules = with_ledger(chosen, async |ledger| {
            Ok(ledger.saving_rules(clock::today()).await?)
        });
        let rules = rules.await?;
        if self.json {
            out.json(&rules)?;
        } else if rules.is_empty() {
            out.line("There are no saving rules yet; `farthing rule add` makes one.")?;
        } else {
            table(&rules).print(out, "")?;
        }
        Ok(Exit::Done)
    }
}

impl Examples {
    async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let ways = with_ledger(chosen, async |ledger| {
            Ok(ledger.rounding_examples(self.currency).await?)
        });
        let ways = ways.await?;
        if self.json {
            out.json(&ways)?;
        } else {
            show_ways(&ways, out)?;
        }
        Ok(Exit::Done)
    }
}

impl Add {
    async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let json = self.json;
        let kept = with_ledger(chosen, async |ledger| {
            let (today, now) = (clock::today(), clock::now());
            let usual = self.options.terms.is_repeated().then_some(today);
            let from = self.from.or(usual);
            let mut rule = self.options.new_rule(ledger, self.name, from).await?;
            self.goals.write(ledger, &mut rule.goals).await?;
            Ok(ledger
                .save_saving_rule(None, rule, None, today, now)
                .await?)
        });
        tell(&kept.await?, json, out)
    }
}

impl Edit {
    async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let json = self.json;
        let kept = with_ledger(chosen, async |ledger| {
            let (today, now) = (clock::today(), clock::now());
            let there = rule_named(ledger, &self.rule).await?;
            let (id, mut rule) = (Some(there.id), there.rule);
            rule.name = self.name.unwrap_or(rule.name);
            rule.from = self.from.or(rule.from.filter(|_| !self.no_from));
            self.options.write_over(ledger, &mut rule).await?;
            self.goals.write(ledger, &mut rule.goals).await?;
            Ok(ledger
                .save_saving_rule(id, rule, self.since, today, now)
                .await?)
        });
        tell(&kept.await?, json, out)
    }
}

impl Pause {
    async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let until = match self.until {
            Some(day) => PauseUntil::Day { day },
            None if self.until_payday => PauseUntil::Payday,
            None => PauseUntil::Open,
        };
        let label = with_ledger(chosen, async |ledger| {
            let rule = self.which.id(ledger).await?;
            let (today, now) = (clock::today(), clock::now());
            Ok(ledger.pause_saving(rule, until, today, now).await?)
        });
        done(&label.await?, self.json, out)
    }
}

impl Resume {
    async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let label = with_ledger(chosen, async |ledger| {
            let rule = self.which.id(ledger).await?;
            Ok(ledger
                .resume_saving(rule, clock::today(), clock::now())
                .await?)
        });
        done(&label.await?, self.json, out)
    }
}

impl Remove {
    async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let label = with_ledger(chosen, async |ledger| {
            let rule = rule_named(ledger, &self.rule).await?.id;
            Ok(ledger.delete_saving_rule(rule, clock::now()).await?)
        });
        done(&label.await?, self.json, out)
    }
}

impl Which {
    /// The rule; none for all.
    async fn id(&self, ledger: &Ledger) -> Result<Option<ChoiceId>> {
        match &self.rule {
            Some(rule) => Ok(Some(rule_named(ledger, rule).await?.id)),
            None => Ok(None),
        }
    }
}

fn table(rules: &[SavingRule]) -> Table {
    let mut table = Table::new(&[
        ">id",
        "name",
        "state",
        ">times",
        ">set aside",
        ">waiting",
        "what it does",
    ]);
    for rule in rules {
        table.row([
            rule.id.0.to_string(),
            rule.rule.name.clone(),
            state(rule),
            rule.times.to_string(),
            amounts(&rule.saved),
            amounts(&rule.pending),
            rule.words.join("; "),
        ]);
    }
    table
}

/// The ways one below the other, each with what the same purchases would have set aside.
fn show_ways(ways: &[RoundingExample], out: &mut Out) -> Result<()> {
    let purchases = ways.iter().flat_map(|way| &way.purchases);
    if purchases.clone().any(|purchase| purchase.day.is_none()) {
        out.line("There are no purchases in this currency yet; these are invented.")?;
    }
    let mut between = "";
    for way in ways {
        out.line(&format!("{between}{}: {}", way.name, way.words))?;
        let mut table = Table::new(&["day", "payee", ">size", ">set aside"]);
        for purchase in &way.purchases {
            table.row([
                text(purchase.day),
                purchase.payee.clone(),
                amount(&purchase.size),
                amount(&purchase.saves),
            ]);
        }
        table.row([
            String::new(),
            "together".to_owned(),
            String::new(),
            amount(&way.sum),
        ]);
        table.print(out, "  ")?;
        between = "\n";
    }
    Ok(())
}

fn state(rule: &SavingRule) -> String {
    let state = word(rule.state);
    match rule.paused_until {
        Some(last) => format!("{state} up to {last}"),
        None => state,
    }
}

fn tell(rule: &SavingRule, json: bool, out: &mut Out) -> Result<Exit> {
    if json {
        out.json(rule)?;
        return Ok(Exit::Done);
    }
    let words = rule.words.iter().map(String::as_str);
    let name = std::iter::once(rule.rule.name.as_str());
    let sentence = name.chain(words).collect::<Vec<_>>().join("; ");
    out.line(&format!("{}: {sentence}", rule.id.0))?;
    Ok(Exit::Done)
}
