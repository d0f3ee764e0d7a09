//! What a person names: looked up by its name, whatever the capitals, or by its id.

use farthing_ledger::games::GameTitle;
use farthing_ledger::savings::{Destination, GoalSummary, SavingRule, Sweep, Wish};
use farthing_ledger::{AccountId, Ledger, Payee, PayeeId};

use crate::clock;
use crate::commands::accounts::account_named;
use crate::commands::categories::category_named;
use crate::error::{CliError, Result};

/// The saving rule with this id or name.
pub async fn rule_named(ledger: &Ledger, text: &str) -> Result<SavingRule> {
    let all = ledger.saving_rules(clock::today()).await?;
    let key = |rule: &SavingRule| (rule.id.0, rule.rule.name.clone());
    one(all, text, "saving rule", "`farthing rule list`", key)
}

/// The goal with this id or name.
pub async fn goal_named(ledger: &Ledger, text: &str) -> Result<GoalSummary> {
    let all = ledger.goals(clock::today()).await?.goals;
    let key = |goal: &GoalSummary| (goal.id.0, goal.goal.name.clone());
    one(all, text, "goal", "`farthing goal list`", key)
}

/// The destination with this id or name.
pub async fn destination_named(ledger: &Ledger, text: &str) -> Result<Destination> {
    let all = ledger.destinations().await?;
    let key = |one: &Destination| (one.id.0, one.destination.name.clone());
    one(all, text, "destination", "`farthing destination list`", key)
}

/// The confirmed transfer with this id or reference.
pub async fn sweep_named(ledger: &Ledger, text: &str) -> Result<Sweep> {
    let all = ledger.sweeps(clock::today()).await?.sweeps;
    let key = |sweep: &Sweep| (sweep.id.0, sweep.reference.clone());
    one(all, text, "confirmed transfer", "`farthing sweep`", key)
}

/// The game with this id or title.
pub async fn game_named(ledger: &Ledger, text: &str) -> Result<GameTitle> {
    let all = ledger.games(clock::today()).await?.titles;
    let key = |game: &GameTitle| (game.id.0, game.input.title.clone());
    one(all, text, "game", "`farthing games`", key)
}

/// The thing on the want list with this id or name.
pub async fn wish_named(ledger: &Ledger, text: &str) -> Result<Wish> {
    let all = ledger.want_list(clock::today()).await?.wishes;
    let key = |wish: &Wish| (wish.id.0, wish.name.clone());
    one(
        all,
        text,
        "thing on the want list",
        "`farthing want list`",
        key,
    )
}

/// The payee with this name, whatever the capitals; of several the one with most entries.
pub(crate) fn payee_named(all: &[Payee], name: &str) -> Result<PayeeId> {
    let mut same = all.iter().filter(|payee| is_same(&payee.name, name));
    same.next().map(|payee| payee.id).ok_or_else(|| {
        CliError::refused(format!(
            "there is no payee “{name}”; `farthing entries --text` finds them"
        ))
    })
}

/// The accounts with these names; an empty name is left out.
pub async fn accounts_named(ledger: &Ledger, names: &[String]) -> Result<Vec<AccountId>> {
    let mut ids = Vec::with_capacity(names.len());
    for name in given(names) {
        ids.push(account_named(ledger, name).await?);
    }
    Ok(ids)
}

/// The categories with these names; an empty name is left out.
pub async fn categories_named(ledger: &Ledger, names: &[String]) -> Result<Vec<AccountId>> {
    let mut ids = Vec::with_capacity(names.len());
    for name in given(names) {
        ids.push(category_named(ledger, name).await?);
    }
    Ok(ids)
}

/// The payees with these names; an empty name is left out.
pub async fn payees_named(ledger: &Ledger, names: &[String]) -> Result<Vec<PayeeId>> {
    let all = ledger.payees().await?;
    given(names).map(|name| payee_named(&all, name)).collect()
}

/// The texts that are not empty.
pub fn given(texts: &[String]) -> impl Iterator<Item = &String> {
    texts.iter().filter(|text| !text.trim().is_empty())
}

fn is_same(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.trim().to_lowercase()
}

/// The only one of all with this id or name.
pub fn one<T>(
    all: Vec<T>,
    text: &str,
    what: &str,
    list: &str,
    key: impl Fn(&T) -> (i64, String),
) -> Result<T> {
    let id: Option<i64> = text.trim().parse().ok();
    let by_id = |item: &T| Some(key(item).0) == id;
    let by_name = |item: &T| is_same(&key(item).1, text);
    let (mut fitting, others): (Vec<T>, Vec<T>) = all.into_iter().partition(by_id);
    if fitting.is_empty() {
        fitting.extend(others.into_iter().filter(by_name));
    }
    match (fitting.pop(), fitting.is_empty()) {
        (Some(found), true) => Ok(found),
        (None, _) => Err(CliError::refused(format!(
            "there is no {what} “{text}”; {list} shows them"
        ))),
        (Some(_), false) => Err(CliError::refused(format!(
            "“{text}” is the name of more than one {what}; use the id that {list} shows"
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Result<i64> {
        let all = vec![(1, "Bicycle"), (2, "Holiday"), (3, "holiday"), (4, "1")];
        let key = |(id, name): &(i64, &str)| (*id, (*name).to_owned());
        one(all, text, "goal", "the list", key).map(|(id, _)| id)
    }

    #[test]
    fn an_id_goes_before_a_name_and_a_name_must_be_the_only_one() {
        assert_eq!(found(" bicycle ").unwrap(), 1);
        assert_eq!(found("1").unwrap(), 1);
        assert_eq!(found("3").unwrap(), 3);
        assert!(
            found("Holiday")
                .unwrap_err()
                .to_string()
                .contains("more than one")
        );
        assert!(
            found("Boat")
                .unwrap_err()
                .to_string()
                .contains("no goal “Boat”")
        );
    }
}
