//! The person's rules for sorting entries: kept, tried, applied, explained; and suggestions.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{ArgGroup, Args};
use farthing_ledger::{ChoiceId, EntryId, RuleInput};
use serde_json::{Value, json};

use super::categories::category_named;
use crate::error::{CliError, Result};
use crate::files::with_ledger;
use crate::screen::{Out, Table, amount, counted};
use crate::{Exit, clock};

/// List the rules that sort entries, the topmost first
#[derive(Debug, Args)]
pub struct Rules {
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

/// Add a rule below all others
///
/// It sorts what is imported from now on; `farthing apply-rules` sorts what is there.
#[derive(Debug, Args)]
#[command(group(ArgGroup::new("about").required(true).multiple(true)))]
#[command(group(ArgGroup::new("does").required(true).multiple(true)))]
pub struct AddRule {
    /// What to call it
    name: String,
    /// The payee contains this
    #[arg(long, value_name = "TEXT", group = "about")]
    payee: Option<String>,
    /// Payee, note or the statement's row contain this
    #[arg(long, value_name = "TEXT", group = "about")]
    text: Option<String>,
    /// The condition as JSON, as `farthing rules --json` prints it
    #[arg(long, value_name = "JSON", group = "about")]
    when: Option<String>,
    /// The category; `farthing categories` lists them
    #[arg(long, value_name = "NAME", group = "does")]
    category: Option<String>,
    /// The payee's name from then on
    #[arg(long, value_name = "NAME", group = "does")]
    rename: Option<String>,
    /// A tag; may be given several times
    #[arg(long = "tag", value_name = "TAG", group = "does")]
    tags: Vec<String>,
    /// What it is, such as transfer
    #[arg(long, value_name = "KIND", group = "does")]
    kind: Option<String>,
    /// Keep it out of small money
    #[arg(long, group = "does")]
    exclude: bool,
    /// Ask no rule below it
    #[arg(long)]
    stop: bool,
    /// Only show what it would change
    #[arg(long = "try")]
    try_only: bool,
}

/// Delete a rule; what it sorted stays as it is
#[derive(Debug, Args)]
pub struct DeleteRule {
    /// The rule; `farthing rules` lists them
    #[arg(value_name = "ID")]
    id: i64,
}

/// Apply the rules to entries that are there; what was set by hand stays
#[derive(Debug, Args)]
pub struct ApplyRules {
    /// The first day; all days unless it is said
    #[arg(long, value_name = "DAY")]
    from: Option<NaiveDate>,
    /// Only show what they would change
    #[arg(long = "try")]
    try_only: bool,
    /// How many entries are shown at most
    #[arg(long, default_value_t = 50, value_name = "N")]
    limit: u32,
}

/// Say why an entry is in its category
#[derive(Debug, Args)]
pub struct Why {
    /// The entry; `farthing entries --json` names it
    #[arg(value_name = "ENTRY")]
    entry: i64,
}

/// Suggest categories for entries that nobody has sorted, from what was sorted before
#[derive(Debug, Args)]
pub struct Suggest {
    /// The first day; 400 days ago unless it is said
    #[arg(long, value_name = "DAY")]
    from: Option<NaiveDate>,
    /// How many at most
    #[arg(long, default_value_t = 50, value_name = "N")]
    limit: u32,
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

impl Rules {
    /// Lists them.
    pub async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let rules = with_ledger(chosen, async |ledger| Ok(ledger.rules().await?)).await?;
        if self.json {
            out.json(&rules)?;
            return Ok(Exit::Done);
        }
        if rules.is_empty() {
            out.line("There are no rules yet; `farthing add-rule` makes one.")?;
            return Ok(Exit::Done);
        }
        let mut table = Table::new(&[">id", "name", "when", "then"]);
        for rule in rules {
            let stop = rule.rule.stop.then(|| "no rule below is asked".to_owned());
            let then: Vec<String> = rule.then_words.into_iter().chain(stop).collect();
            table.row([
                rule.id.0.to_string(),
                rule.rule.name,
                rule.when_words,
                then.join("; "),
            ]);
        }
        table.print(out, "")?;
        Ok(Exit::Done)
    }
}

impl AddRule {
    /// Keeps it, or tries it.
    pub async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let when = self.condition()?;
        if self.try_only {
            let trial = with_ledger(chosen, async |ledger| {
                let rule = self.rule(&when, &self.actions(ledger).await?)?;
                Ok(ledger
                    .try_rules(Some((None, rule)), NaiveDate::MIN, 50)
                    .await?)
            });
            return show(&trial.await?, out);
        }
        let kept = with_ledger(chosen, async |ledger| {
            let rule = self.rule(&when, &self.actions(ledger).await?)?;
            Ok(ledger.save_rule(None, rule, clock::now()).await?)
        });
        let kept = kept.await?;
        let then = kept.then_words.join("; ");
        out.line(&format!(
            "{}: when {}, it {then}",
            kept.id.0, kept.when_words
        ))?;
        Ok(Exit::Done)
    }

    fn condition(&self) -> Result<Value> {
        let text = |field: &str, text: &str| json!({"type": "text", "field": field, "how": "contains", "text": text});
        let payee = self.payee.as_deref().map(|payee| text("payee", payee));
        let any = self.text.as_deref().map(|any| text("any", any));
        let when = self.when.as_deref().map(serde_json::from_str::<Value>);
        let when = when
            .transpose()
            .map_err(|error| CliError::refused(format!("--when: {error}")))?;
        let mut all: Vec<Value> = payee.into_iter().chain(any).chain(when).collect();
        Ok(match all.len() {
            1 => all.remove(0),
            _ => json!({"type": "all", "of": all}),
        })
    }

    async fn actions(&self, ledger: &farthing_ledger::Ledger) -> Result<Vec<Value>> {
        let mut actions = Vec::new();
        if let Some(name) = &self.category {
            let category = category_named(ledger, name).await?;
            actions.push(json!({"type": "set_category", "category": category}));
        }
        let renamed = self.rename.iter();
        actions.extend(renamed.map(|payee| json!({"type": "set_payee", "payee": payee})));
        let tags = self.tags.iter();
        actions.extend(tags.map(|tag| json!({"type": "add_tag", "tag": tag})));
        let kind = self.kind.iter();
        actions.extend(kind.map(|kind| json!({"type": "set_kind", "kind": kind})));
        actions.extend(self.exclude.then(|| json!({"type": "exclude"})));
        Ok(actions)
    }

    fn rule(&self, when: &Value, then: &[Value]) -> Result<RuleInput> {
        let rule = json!({"name": self.name, "when": when, "then": then, "stop": self.stop});
        serde_json::from_value(rule).map_err(|error| CliError::refused(format!("--when: {error}")))
    }
}

impl DeleteRule {
    /// Deletes it.
    pub async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let done = with_ledger(chosen, async |ledger| {
            Ok(ledger.delete_rule(ChoiceId(self.id), clock::now()).await?)
        });
        out.line(&done.await?.label)?;
        Ok(Exit::Done)
    }
}

impl ApplyRules {
    /// Applies them, or shows what they would change.
    pub async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let from = self.from.unwrap_or(NaiveDate::MIN);
        if self.try_only {
            let trial = with_ledger(chosen, async |ledger| {
                Ok(ledger.try_rules(None, from, self.limit).await?)
            });
            return show(&trial.await?, out);
        }
        let done = with_ledger(chosen, async |ledger| {
            Ok(ledger.apply_rules(from, clock::now()).await?)
        });
        out.line(&done.await?.label)?;
        Ok(Exit::Done)
    }
}

impl Why {
    /// Says it.
    pub async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let why = with_ledger(chosen, async |ledger| {
            Ok(ledger.why(EntryId(self.entry)).await?)
        });
        for sentence in why.await?.sentences {
            out.line(&sentence)?;
        }
        Ok(Exit::Done)
    }
}

impl Suggest {
    /// Lists them.
    pub async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let from = self.from.unwrap_or_else(clock::usual_start);
        let found = with_ledger(chosen, async |ledger| {
            Ok(ledger.suggest_categories(from, self.limit).await?)
        });
        let found = found.await?;
        if self.json {
            out.json(&found)?;
            return Ok(Exit::Done);
        }
        if found.is_empty() {
            out.line("There is nothing to suggest: no entry waits for a category that what was sorted before speaks for.")?;
            return Ok(Exit::Done);
        }
        let mut table = Table::new(&[
            ">entry", "date", "payee", ">amount", "category", ">right", "because",
        ]);
        for suggestion in found {
            let entry = suggestion.entry;
            table.row([
                entry.id.0.to_string(),
                entry.date.to_string(),
                entry.payee,
                amount(&entry.amount),
                suggestion.name,
                format!("{} of 1000", suggestion.confidence_permille),
                suggestion.because,
            ]);
        }
        table.print(out, "")?;
        Ok(Exit::Done)
    }
}

fn show(trial: &farthing_ledger::RuleTrial, out: &mut Out) -> Result<Exit> {
    let looked_at = counted(trial.looked_at.into(), "entry", "entries");
    out.line(&format!("{} of {looked_at} would change.", trial.entries))?;
    if trial.changes.is_empty() {
        return Ok(Exit::Done);
    }
    let mut table = Table::new(&["date", "payee", ">amount", "what", "from", "to", "rule"]);
    for change in &trial.changes {
        table.row([
            change.entry.date.to_string(),
            change.entry.payee.clone(),
            amount(&change.entry.amount),
            change.field.clone(),
            change.before.clone(),
            change.after.clone(),
            change.rule.clone(),
        ]);
    }
    table.print(out, "")?;
    Ok(Exit::Done)
}
