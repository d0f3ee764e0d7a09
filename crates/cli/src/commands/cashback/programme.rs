//! Programmes: those that come with Farthing, and those that the person has.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{ArgGroup, Args, Subcommand};
use farthing_ledger::cashback::{ProgrammeRow, ProgrammeTemplate};

use super::named::programme_named;
use super::options::{ProgrammeOptions, bare, chosen_terms, of_file};
use crate::commands::savings::{done, maybe, text};
use crate::commands::words::word;
use crate::error::Result;
use crate::files::with_ledger;
use crate::screen::{Out, Table, amount};
use crate::{Exit, clock};

/// Cards, wallets and portals that pay cashback or points
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  farthing cashback programme templates
  farthing cashback programme add --template paypal_card --account \"PayPal card\"
  farthing cashback programme activate paypal_card 1")]
pub(super) struct Programme {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    List(List),
    Templates(Templates),
    Add(Box<Add>),
    Edit(Box<Edit>),
    Activate(Activate),
    Remove(Remove),
    Show(Show),
}

/// List the programmes that the person has
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing cashback programme list")]
struct List {
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

/// List the programmes that come with Farthing, to begin from
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing cashback programme templates")]
struct Templates {
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

/// Keep a programme, from a template or a file
#[derive(Debug, Args)]
#[command(group(ArgGroup::new("terms").required(true)))]
#[command(
    after_help = "Example: farthing cashback programme add --file shop.toml --account Card --category food=Groceries"
)]
struct Add {
    /// A template; `farthing cashback programme templates` lists them
    #[arg(long, value_name = "ID", group = "terms")]
    template: Option<String>,
    /// A file in TOML
    #[arg(long, value_name = "PATH", group = "terms")]
    file: Option<PathBuf>,
    #[command(flatten)]
    options: ProgrammeOptions,
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

/// Change a programme; what is not named stays
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing cashback programme edit \"PayPal card\" --fx-fee 0.03")]
struct Edit {
    /// The programme; `farthing cashback programme list` has the ids
    #[arg(value_name = "ID")]
    programme: String,
    /// A file in TOML with other terms
    #[arg(long, value_name = "PATH")]
    file: Option<PathBuf>,
    #[command(flatten)]
    options: ProgrammeOptions,
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

/// Say since when a rule of a programme is activated
#[derive(Debug, Args)]
#[command(
    after_help = "Example: farthing cashback programme activate \"Quarter card\" 1 --on 2026-10-03"
)]
struct Activate {
    /// The programme; `farthing cashback programme list` has the ids
    #[arg(value_name = "ID")]
    programme: String,
    /// The number of the rule
    rule: i64,
    /// The day; otherwise today
    #[arg(long, value_name = "DAY", conflicts_with = "off")]
    on: Option<NaiveDate>,
    /// It is not activated after all
    #[arg(long)]
    off: bool,
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

/// Forget a programme and all that follows from it
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing cashback programme remove \"PayPal card\"")]
struct Remove {
    /// The programme; `farthing cashback programme list` has the ids
    #[arg(value_name = "ID")]
    programme: String,
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

/// Print the terms of a programme as a file in TOML
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing cashback programme show \"PayPal card\" > paypal.toml")]
struct Show {
    /// The programme; `farthing cashback programme list` has the ids
    #[arg(value_name = "ID")]
    programme: String,
    /// Print JSON for programs: all that is known of it
    #[arg(long)]
    json: bool,
}

impl Programme {
    pub(super) async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        match self.what {
            What::List(list) => list.run(chosen, out).await,
            What::Templates(templates) => templates.run(chosen, out).await,
            What::Add(add) => add.run(chosen, out).await,
            What::Edit(edit) => edit.run(chosen, out).await,
            What::Activate(activate) => activate.run(chosen, out).await,
            What::Remove(remove) => remove.run(chosen, out).await,
            What::Show(show) => show.run(chosen, out).await,
        }
    }
}

impl List {
    async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let rows = with_ledger(chosen, async |ledger| {
            Ok(ledger.programmes(clock::today()).await?)
        });
        let rows = rows.await?;
        if self.json {
            out.json(&rows)?;
        } else if rows.is_empty() {
            out.line("There are no programmes yet; `farthing cashback programme add` keeps one.")?;
        } else {
            tell_all(&rows, out)?;
        }
        Ok(Exit::Done)
    }
}

impl Templates {
    async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let templates = with_ledger(chosen, async |ledger| {
            Ok(ledger.programme_templates(clock::today()).await?)
        });
        let templates = templates.await?;
        if self.json {
            out.json(&templates)?;
        } else {
            templates_table(&templates).print(out, "")?;
        }
        Ok(Exit::Done)
    }
}

impl Add {
    async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let row = with_ledger(chosen, async |ledger| {
            let terms = chosen_terms(ledger, self.template.as_deref(), self.file.as_ref());
            let mut input = bare(terms.await?);
            self.options.write(ledger, &mut input).await?;
            let (today, now) = (clock::today(), clock::now());
            Ok(ledger.save_programme(None, input, today, now).await?)
        });
        tell(row.await?, self.json, out)
    }
}

impl Edit {
    async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let row = with_ledger(chosen, async |ledger| {
            let there = programme_named(ledger, &self.programme).await?;
            let mut input = there.input;
            if let Some(path) = &self.file {
                input.programme = of_file(ledger, path).await?;
            }
            self.options.write(ledger, &mut input).await?;
            let (today, now) = (clock::today(), clock::now());
            let saved = ledger.save_programme(Some(there.id), input, today, now);
            Ok(saved.await?)
        });
        tell(row.await?, self.json, out)
    }
}

impl Activate {
    async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let row = with_ledger(chosen, async |ledger| {
            let id = programme_named(ledger, &self.programme).await?.id;
            let (today, now) = (clock::today(), clock::now());
            let on = (!self.off).then(|| self.on.unwrap_or(today));
            let activated = ledger.activate_rule(id, self.rule, on, today, now);
            Ok(activated.await?)
        });
        tell(row.await?, self.json, out)
    }
}

impl Remove {
    async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let label = with_ledger(chosen, async |ledger| {
            let id = programme_named(ledger, &self.programme).await?.id;
            Ok(ledger.delete_programme(id, clock::now()).await?)
        });
        done(&label.await?, self.json, out)
    }
}

impl Show {
    async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let shown = with_ledger(chosen, async |ledger| {
            let row = programme_named(ledger, &self.programme).await?;
            let terms = row.input.programme.clone();
            Ok((ledger.programme_text(terms).await?, row))
        });
        let (file, row) = shown.await?;
        if self.json {
            out.json(&row)?;
            return Ok(Exit::Done);
        }
        for line in file.lines() {
            out.line(line)?;
        }
        Ok(Exit::Done)
    }
}

fn tell(row: ProgrammeRow, json: bool, out: &mut Out) -> Result<Exit> {
    if json {
        out.json(&row)?;
    } else {
        tell_all(&[row], out)?;
    }
    Ok(Exit::Done)
}

fn tell_all(rows: &[ProgrammeRow], out: &mut Out) -> Result<()> {
    let headings = [
        ">id", "name", "kind", "accounts", ">spent", ">earned", ">paid", "%",
    ];
    let mut table = Table::new(&headings);
    for row in rows {
        table.row([
            row.id.0.to_string(),
            row.name.clone(),
            word(row.kind),
            row.account_names.join(", "),
            amount(&row.spend),
            amount(&row.earned),
            maybe(row.paid.as_ref()),
            text(row.effective_percent.as_ref()),
        ]);
    }
    table.print(out, "")?;
    for row in rows {
        tell_terms(row, out)?;
    }
    Ok(())
}

/// What it pays, and what is open about it.
fn tell_terms(row: &ProgrammeRow, out: &mut Out) -> Result<()> {
    out.line(&format!("{}: {}", row.name, row.words))?;
    for rule in row.rules.iter().filter(|rule| !rule.is_over) {
        let cap = rule.cap.as_ref();
        let cap = cap.map_or_else(String::new, |cap| format!(" {}", cap.words));
        let words = &rule.words;
        out.line(&format!("  {} {}: {words}{cap}", rule.id, rule.name))?;
    }
    let over = row.rules.iter().filter(|rule| rule.is_over);
    let over: Vec<String> = over
        .map(|rule| format!("{} {}", rule.id, rule.name))
        .collect();
    if !over.is_empty() {
        out.line(&format!("  Their days are over: {}", over.join(", ")))?;
    }
    for bonus in &row.bonuses {
        out.line(&format!("  {}: {}", bonus.name, bonus.words))?;
    }
    if !row.unmapped.is_empty() {
        let words = row.unmapped.join(", ");
        out.line(&format!("  Words without a category of yours: {words}"))?;
    }
    let uncertain = &row.input.programme.uncertain;
    if !uncertain.is_empty() {
        out.line(&format!("  Not certain: {uncertain}"))?;
    }
    if let Some(problem) = &row.problem {
        out.line(&format!("  It cannot be worked out: {problem}"))?;
    }
    Ok(())
}

fn templates_table(templates: &[ProgrammeTemplate]) -> Table {
    let mut table = Table::new(&["id", "name", "as of", "what it pays"]);
    for template in templates {
        table.row([
            template.id.clone(),
            template.programme.name.clone(),
            template.programme.as_of.to_string(),
            template.words.clone(),
        ]);
    }
    table
}
