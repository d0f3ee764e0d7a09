//! Goals: what is promised to them, and what has really moved.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use farthing_ledger::Ledger;
use farthing_ledger::savings::{
    GoalDetail, GoalInput, GoalMoneyInput, GoalProjection, GoalSummary, Goals, OverfundChoice,
};

use super::named::{destination_named, goal_named};
use super::photo::photo;
use super::terms::{write, write_limit};
use super::{amounts, done, maybe, text};
use crate::commands::accounts::account_named;
use crate::commands::small::most_used;
use crate::commands::words::{OVERFUNDS, currency_code, one_of, word};
use crate::error::Result;
use crate::files::with_ledger;
use crate::screen::{Out, Table, amount};
use crate::{Exit, clock};

/// Goals that money is set aside for
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing goal add Bicycle --target 600 --by 2026-12-01")]
pub struct Goal {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    List(List),
    Show(Show),
    Add(Box<Add>),
    Edit(Box<Edit>),
    Put(Put),
    Take(Take),
    Archive(Archive),
    Reopen(Reopen),
}

/// List the goals: what is promised, and what has really moved
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing goal list")]
struct List {
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

/// Show a goal and what went in and out
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing goal show Bicycle --limit 10")]
struct Show {
    /// The goal; `farthing goal list` has the ids
    #[arg(value_name = "ID")]
    goal: String,
    /// How many deposits at most
    #[arg(long, default_value_t = 50, value_name = "N")]
    limit: u32,
    /// All of them
    #[arg(long, conflicts_with = "limit")]
    all: bool,
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

/// Add a goal
#[derive(Debug, Args)]
#[command(
    after_help = "Example: farthing goal add Bicycle --target 600 --by 2026-12-01 --destination Savings"
)]
struct Add {
    /// What to call it
    name: String,
    /// The currency, such as EUR; otherwise the one used most
    #[arg(long, value_name = "CODE", value_parser = currency_code)]
    currency: Option<String>,
    #[command(flatten)]
    options: Options,
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

/// Change a goal
///
/// What is not given stays as it is; an empty text takes it away, such as --target "".
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing goal edit Bicycle --target 750 --priority 1")]
struct Edit {
    /// The goal; `farthing goal list` has the ids
    #[arg(value_name = "ID")]
    goal: String,
    /// What to call it from now on
    #[arg(long, value_name = "TEXT")]
    name: Option<String>,
    #[command(flatten)]
    options: Options,
    /// It has no date any more
    #[arg(long, conflicts_with = "by")]
    no_date: bool,
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
struct Options {
    /// What it is to hold; otherwise it has no end
    #[arg(long, value_name = "AMOUNT")]
    target: Option<String>,
    /// By when
    #[arg(long, value_name = "DAY")]
    by: Option<NaiveDate>,
    /// What it holds before its first deposit
    #[arg(long, value_name = "AMOUNT")]
    initial: Option<String>,
    /// How important it is: 1 before 2
    #[arg(long, value_name = "N")]
    priority: Option<u32>,
    /// What becomes of money beyond the target: it stays, or goes on to other goals
    #[arg(long, value_parser = one_of::<OverfundChoice>(&OVERFUNDS))]
    overfund: Option<OverfundChoice>,
    /// Where its money really goes; `farthing destination list` has them
    #[arg(long, value_name = "NAME")]
    destination: Option<String>,
    /// The yearly interest that is assumed; it is shown and never counted
    #[arg(long, value_name = "PERCENT")]
    interest: Option<String>,
    /// The word of its icon
    #[arg(long, value_name = "WORD")]
    icon: Option<String>,
    /// Its picture: a PNG, JPEG or WebP file
    #[arg(long, value_name = "FILE")]
    photo: Option<String>,
    /// A note
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
}

/// Put money into a goal by hand
#[derive(Debug, Args)]
#[command(
    after_help = "Example: farthing goal put Bicycle 20 --account Purse --note \"found in a coat\""
)]
struct Put {
    #[command(flatten)]
    money: Money,
}

/// Take money out of a goal
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing goal take Bicycle 5.50 --note \"a bell\"")]
struct Take {
    #[command(flatten)]
    money: Money,
}

#[derive(Debug, Args)]
struct Money {
    /// The goal; `farthing goal list` has the ids
    #[arg(value_name = "ID")]
    goal: String,
    /// How much
    amount: String,
    /// The account it lies on; otherwise outside the ledger
    #[arg(long, value_name = "NAME")]
    account: Option<String>,
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

/// Put a goal away; what is set aside for it becomes free
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing goal archive Bicycle")]
struct Archive {
    #[command(flatten)]
    which: Which,
}

/// Take a goal out again that was put away, empty
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing goal reopen Bicycle")]
struct Reopen {
    #[command(flatten)]
    which: Which,
}

#[derive(Debug, Args)]
struct Which {
    /// The goal; `farthing goal list` has the ids
    #[arg(value_name = "ID")]
    goal: String,
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

impl Goal {
    /// Does it.
    pub async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        match self.what {
            What::List(list) => list.run(chosen, out).await,
            What::Show(show) => show.run(chosen, out).await,
            What::Add(add) => add.run(chosen, out).await,
            What::Edit(edit) => edit.run(chosen, out).await,
            What::Put(put) => put.money.run("", chosen, out).await,
            What::Take(take) => take.money.run("-", chosen, out).await,
            What::Archive(archive) => archive.run(chosen, out).await,
            What::Reopen(reopen) => reopen.run(chosen, out).await,
        }
    }
}

impl List {
    async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let goals = with_ledger(chosen, async |ledger| {
            Ok(ledger.goals(clock::today()).await?)
        });
        let goals = goals.await?;
        if self.json {
            out.json(&goals)?;
        } else {
            tell_all(&goals, out)?;
        }
        Ok(Exit::Done)
    }
}

impl Show {
    async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let goal = with_ledger(chosen, async |ledger| {
            let id = goal_named(ledger, &self.goal).await?.id;
            let limit = if self.all { u32::MAX } else { self.limit };
            Ok(ledger.goal(id, clock::today(), limit).await?)
        });
        let goal = goal.await?;
        if self.json {
            out.json(&goal)?;
        } else {
            tell_one(&goal, out)?;
        }
        Ok(Exit::Done)
    }
}

impl Add {
    async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let json = self.json;
        let kept = with_ledger(chosen, async |ledger| {
            let currency = match self.currency {
                Some(code) => code,
                None => most_used(ledger).await?,
            };
            let mut goal = new_goal(self.name, currency);
            self.options.write(ledger, &mut goal).await?;
            let (today, now) = (clock::today(), clock::now());
            Ok(ledger.save_goal(None, goal, today, now).await?)
        });
        tell(kept.await?, json, out)
    }
}

impl Edit {
    async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let json = self.json;
        let kept = with_ledger(chosen, async |ledger| {
            let there = goal_named(ledger, &self.goal).await?;
            let (id, mut goal) = (Some(there.id), there.goal);
            write(&mut goal.name, self.name);
            goal.by = goal.by.filter(|_| !self.no_date);
            self.options.write(ledger, &mut goal).await?;
            let (today, now) = (clock::today(), clock::now());
            Ok(ledger.save_goal(id, goal, today, now).await?)
        });
        tell(kept.await?, json, out)
    }
}

impl Options {
    async fn write(self, ledger: &Ledger, goal: &mut GoalInput) -> Result<()> {
        write_limit(&mut goal.target, self.target);
        goal.by = self.by.or(goal.by);
        write_limit(&mut goal.initial, self.initial);
        write(&mut goal.priority, self.priority);
        write(&mut goal.overfund, self.overfund);
        write_limit(&mut goal.interest, self.interest);
        write(&mut goal.icon, self.icon);
        write(&mut goal.note, self.note);
        match self.photo.as_deref().map(str::trim) {
            None => {}
            Some("") => goal.photo = None,
            Some(file) => goal.photo = Some(photo(Path::new(file))?),
        }
        match self.destination.as_deref().map(str::trim) {
            None => {}
            Some("") => goal.destination = None,
            Some(name) => goal.destination = Some(destination_named(ledger, name).await?.id),
        }
        Ok(())
    }
}

impl Money {
    async fn run(self, sign: &str, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let amount = format!("{sign}{}", self.amount.trim());
        let json = self.json;
        let kept = with_ledger(chosen, async |ledger| {
            let id = goal_named(ledger, &self.goal).await?.id;
            let account = match &self.account {
                Some(name) => Some(account_named(ledger, name).await?),
                None => None,
            };
            let note = self.note;
            let input = GoalMoneyInput {
                amount,
                account,
                note,
            };
            let (today, now) = (clock::today(), clock::now());
            Ok(ledger.move_goal_money(id, input, today, now).await?)
        });
        tell(kept.await?, json, out)
    }
}

impl Archive {
    async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let label = with_ledger(chosen, async |ledger| {
            let id = goal_named(ledger, &self.which.goal).await?.id;
            Ok(ledger
                .archive_goal(id, clock::today(), clock::now())
                .await?)
        });
        done(&label.await?, self.which.json, out)
    }
}

impl Reopen {
    async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let label = with_ledger(chosen, async |ledger| {
            let id = goal_named(ledger, &self.which.goal).await?.id;
            Ok(ledger.reopen_goal(id, clock::today(), clock::now()).await?)
        });
        done(&label.await?, self.which.json, out)
    }
}

fn new_goal(name: String, currency: String) -> GoalInput {
    GoalInput {
        name,
        currency,
        target: None,
        by: None,
        initial: None,
        priority: 1,
        overfund: OverfundChoice::default(),
        destination: None,
        interest: None,
        icon: String::new(),
        photo: None,
        note: String::new(),
    }
}

fn tell(goal: GoalSummary, json: bool, out: &mut Out) -> Result<Exit> {
    if json {
        out.json(&goal)?;
    } else {
        table(&[goal]).print(out, "")?;
    }
    Ok(Exit::Done)
}

fn tell_all(goals: &Goals, out: &mut Out) -> Result<()> {
    if goals.goals.is_empty() {
        out.line("There are no goals yet; `farthing goal add` makes one.")?;
    } else {
        table(&goals.goals).print(out, "")?;
    }
    if !goals.for_nobody.is_empty() {
        let free = amounts(&goals.for_nobody);
        out.line(&format!("Set aside for no goal: {free}"))?;
    }
    if goals.accounts.is_empty() {
        return Ok(());
    }
    out.line("")?;
    let mut table = Table::new(&[
        "account",
        ">holds",
        ">set aside",
        ">free",
        ">not there",
        "of",
    ]);
    for account in &goals.accounts {
        let uncovered = account.uncovered.iter();
        let of: Vec<String> = uncovered
            .map(|goal| format!("{} {}", goal.name, amount(&goal.amount)))
            .collect();
        table.row([
            account.account.clone(),
            amount(&account.balance),
            amount(&account.earmarked),
            amount(&account.free),
            amount(&account.shortfall),
            of.join(", "),
        ]);
    }
    table.print(out, "")
}

fn table(goals: &[GoalSummary]) -> Table {
    let mut table = Table::new(&[
        ">id",
        "goal",
        "state",
        ">promised",
        ">really moved",
        ">target",
        ">missing",
        ">percent",
        "by",
        "course",
    ]);
    for goal in goals {
        let target = goal.goal.target.as_ref();
        let course = match goal.course_words.as_str() {
            "" => word(goal.course),
            words => words.to_owned(),
        };
        table.row([
            goal.id.0.to_string(),
            goal.goal.name.clone(),
            word(goal.state),
            amount(&goal.promised),
            amount(&goal.moved),
            text(target.map(|target| format!("{target} {}", goal.goal.currency))),
            maybe(goal.missing.as_ref()),
            text(goal.percent),
            text(goal.goal.by),
            course,
        ]);
    }
    table
}

fn tell_one(detail: &GoalDetail, out: &mut Out) -> Result<()> {
    let goal = &detail.summary;
    table(std::slice::from_ref(goal)).print(out, "")?;
    if let Some(pace) = &goal.required {
        let (week, month) = (amount(&pace.a_week), amount(&pace.a_month));
        out.line(&format!(
            "Enough to be in time: {week} a week, {month} a month"
        ))?;
    }
    if let Some(projection) = &goal.projection {
        out.line(&reached(projection))?;
    }
    if let Some(interest) = &detail.with_interest {
        out.line(&interest.words)?;
    }
    if let Some(before) = &goal.moved_before {
        let before = amount(before);
        out.line(&format!("Really moved before it was put away: {before}"))?;
    }
    if let Some(destination) = &goal.destination_name {
        out.line(&format!("Destination: {destination}"))?;
    }
    if let Some(uncovered) = &goal.uncovered {
        let missing = amount(uncovered);
        out.line(&format!("No longer covered by its account: {missing}"))?;
    }
    if !goal.goal.note.is_empty() {
        out.line(&goal.goal.note)?;
    }
    out.line("")?;
    let mut table = Table::new(&[
        "day",
        ">amount",
        ">really moved",
        "what",
        "payee",
        "because",
    ]);
    for deposit in &detail.deposits {
        table.row([
            deposit.day.to_string(),
            amount(&deposit.amount),
            amount(&deposit.moved),
            word(deposit.kind),
            deposit.payee.clone().unwrap_or_default(),
            deposit.words.clone(),
        ]);
    }
    table.print(out, "")?;
    let (shown, all) = (detail.deposits.len(), detail.deposit_count);
    out.line(&format!("{shown} of {all}"))
}

/// When a goal may be reached, in the ledger's words or as days.
fn reached(projection: &GoalProjection) -> String {
    if !projection.words.is_empty() {
        return projection.words.clone();
    }
    let day =
        |day: Option<NaiveDate>| day.map_or_else(|| "never".to_owned(), |day| day.to_string());
    let (early, late) = (day(projection.early), day(projection.late));
    let likely = day(projection.likely);
    format!("At the pace of the last weeks: {likely}, early {early}, late {late}")
}
