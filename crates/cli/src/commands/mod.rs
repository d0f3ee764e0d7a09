//! One file for each feature; each command calls one use case and prints what it answers.

mod accounts;
mod add;
mod cashback;
mod categories;
mod chart;
mod demo;
mod entries;
mod exchange;
mod export;
mod fees;
mod games;
mod habits;
mod history;
mod import;
mod imports;
mod insights;
mod left;
mod pairs;
mod recurring;
mod review;
mod rules;
mod savings;
mod small;
mod verify;
mod words;

use std::path::PathBuf;

use clap::Subcommand;

use crate::Exit;
use crate::error::Result;
use crate::files::ledger_path;
use crate::screen::Out;

/// What can be asked for.
#[derive(Debug, Subcommand)]
pub enum Command {
    Import(import::Import),
    Imports(imports::Imports),
    Review(Box<review::Review>),
    Pairs(pairs::Pairs),
    Link(pairs::Link),
    Apart(pairs::Apart),
    Rules(rules::Rules),
    AddRule(rules::AddRule),
    DeleteRule(rules::DeleteRule),
    ApplyRules(rules::ApplyRules),
    Why(rules::Why),
    Suggest(rules::Suggest),
    Rule(savings::Rule),
    Lab(Box<savings::Lab>),
    Goal(savings::Goal),
    Destination(savings::Destination),
    Sweep(savings::Sweep),
    WhySaved(savings::WhySaved),
    Mirror(savings::Mirror),
    ListPrice(savings::ListPrice),
    Want(savings::Want),
    Cashback(Box<cashback::Cashback>),
    Points(cashback::Points),
    Giftcard(Box<cashback::GiftCard>),
    Accounts(accounts::Accounts),
    AddAccount(accounts::AddAccount),
    Categories(categories::Categories),
    Entries(entries::Entries),
    Add(add::Add),
    Small(small::SmallMoney),
    Fees(fees::Fees),
    Games(games::Games),
    Recurring(Box<recurring::Recurring>),
    Left(left::Left),
    Habits(Box<habits::Habits>),
    Insights(insights::Insights),
    Chart(chart::Chart),
    History(history::History),
    Undo(history::Undo),
    Redo(history::Redo),
    Export(export::Export),
    Verify(verify::Verify),
    Demo(demo::Demo),
    /// Print where the ledger file is
    Where,
}

/// Runs one command on the chosen ledger.
pub async fn run(command: Command, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
    match command {
        Command::Import(import) => import.run(chosen, out).await,
        Command::Imports(imports) => imports.run(chosen, out).await,
        Command::Review(review) => review.run(chosen, out).await,
        Command::Pairs(pairs) => pairs.run(chosen, out).await,
        Command::Link(link) => link.run(chosen, out).await,
        Command::Apart(apart) => apart.run(chosen, out).await,
        Command::Rules(rules) => rules.run(chosen, out).await,
        Command::AddRule(rule) => rule.run(chosen, out).await,
        Command::DeleteRule(rule) => rule.run(chosen, out).await,
        Command::ApplyRules(rules) => rules.run(chosen, out).await,
        Command::Why(why) => why.run(chosen, out).await,
        Command::Suggest(suggest) => suggest.run(chosen, out).await,
        Command::Rule(rule) => rule.run(chosen, out).await,
        Command::Lab(lab) => lab.run(chosen, out).await,
        Command::Goal(goal) => goal.run(chosen, out).await,
        Command::Destination(destination) => destination.run(chosen, out).await,
        Command::Sweep(sweep) => sweep.run(chosen, out).await,
        Command::WhySaved(why) => why.run(chosen, out).await,
        Command::Mirror(mirror) => mirror.run(chosen, out).await,
        Command::ListPrice(price) => price.run(chosen, out).await,
        Command::Want(want) => want.run(chosen, out).await,
        Command::Cashback(cashback) => cashback.run(chosen, out).await,
        Command::Points(points) => points.run(chosen, out).await,
        Command::Giftcard(card) => card.run(chosen, out).await,
        Command::Accounts(accounts) => accounts.run(chosen, out).await,
        Command::AddAccount(account) => account.run(chosen, out).await,
        Command::Categories(categories) => categories.run(chosen, out).await,
        Command::Entries(entries) => entries.run(chosen, out).await,
        Command::Add(add) => add.run(chosen, out).await,
        Command::Small(small) => small.run(chosen, out).await,
        Command::Fees(fees) => fees.run(chosen, out).await,
        Command::Games(games) => games.run(chosen, out).await,
        Command::Recurring(recurring) => recurring.run(chosen, out).await,
        Command::Left(left) => left.run(chosen, out).await,
        Command::Habits(habits) => habits.run(chosen, out).await,
        Command::Insights(insights) => insights.run(chosen, out).await,
        Command::Chart(chart) => chart.run(chosen, out).await,
        Command::History(history) => history.run(chosen, out).await,
        Command::Undo(undo) => undo.run(chosen, out).await,
        Command::Redo(redo) => redo.run(chosen, out).await,
        Command::Export(export) => export.run(chosen, out).await,
        Command::Verify(verify) => verify.run(chosen, out).await,
        Command::Demo(demo) => demo.run(chosen, out).await,
        Command::Where => {
            out.line(&ledger_path(chosen)?.display().to_string())?;
            Ok(Exit::Done)
        }
    }
}
