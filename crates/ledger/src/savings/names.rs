//! The names that sentences about saving use.

use farthing_money::Money;
use sqlx::SqliteConnection;

use super::kept::{KeptGoal, Laid};
use super::words::Names;
use crate::choices::{self, ChoiceKind};
use crate::error::Result;
use crate::ids::{AccountId, ChoiceId, PayeeId};
use crate::wire::named_currency;

/// The names of accounts, categories, payees, goals and rules. Only payees that a rule names are read.
pub(super) async fn names(db: &mut SqliteConnection, laid: &Laid) -> Result<Names> {
    let mut names = Names::default();
    let accounts = sqlx::query!(r#"select id as "id: AccountId", name from accounts"#)
        .fetch_all(&mut *db)
        .await?;
    names.accounts = accounts.into_iter().map(|row| (row.id, row.name)).collect();
    let versions = laid.rules.iter().flat_map(|rule| &rule.value.versions);
    let asked: Vec<PayeeId> = versions
        .flat_map(|version| version.input.scope.payees.iter().copied())
        .collect();
    let asked = serde_json::to_string(&asked)?;
    let payees = sqlx::query!(
        r#"select id as "id: PayeeId", name from payees
           where id in (select value from json_each(?))"#,
        asked
    )
    .fetch_all(db)
    .await?;
    names.payees = payees.into_iter().map(|row| (row.id, row.name)).collect();
    for goal in &laid.goals {
        names.goals.insert(goal.id, goal.value.input.name.clone());
    }
    for rule in &laid.rules {
        names
            .rules
            .insert(rule.id, rule.value.newest()?.name.clone());
    }
    Ok(names)
}

/// The goals that have a target and are not put away today, with it.
pub(crate) async fn open_goals(
    db: &mut SqliteConnection,
) -> Result<Vec<(ChoiceId, String, Money)>> {
    let goals = choices::all::<KeptGoal>(db, ChoiceKind::Goal).await?;
    let is_open = |goal: &KeptGoal| goal.archived.iter().all(|away| away.to.is_some());
    let mut open = Vec::new();
    for goal in goals.into_iter().filter(|goal| is_open(&goal.value)) {
        let input = goal.value.input;
        let Some(target) = input.target.as_deref() else {
            continue;
        };
        let target = Money::parse(target, named_currency(&input.currency)?)?;
        open.push((goal.id, input.name, target));
    }
    Ok(open)
}

/// The names of all goals.
pub(crate) async fn goal_names(db: &mut SqliteConnection) -> Result<Vec<(ChoiceId, String)>> {
    let goals = choices::all::<KeptGoal>(db, ChoiceKind::Goal).await?;
    let named = goals
        .into_iter()
        .map(|goal| (goal.id, goal.value.input.name));
    Ok(named.collect())
}
