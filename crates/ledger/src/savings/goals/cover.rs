//! What is set aside on accounts, and what of it their balances no longer cover (spec A.8).

use std::collections::BTreeMap;

use farthing_money::Money;
use farthing_rules::earmarks::{Earmark, coverage};
use farthing_rules::ids as rule_ids;
use sqlx::SqliteConnection;

use super::super::derive::rule_error;
use super::super::kept::Laid;
use super::super::{AccountCover, GoalAmount};
use crate::day::day_of;
use crate::error::Result;
use crate::ids::{AccountId, ChoiceId};
use crate::totals::stored_currency;
use crate::wire::{Amount, amount};

/// What is set aside on an account in a currency, by goal.
type Earmarks = BTreeMap<(AccountId, String), BTreeMap<ChoiceId, i64>>;

/// The accounts on which something is set aside. What has moved lies on the account that received it,
/// where that is in the ledger; the rest lies where it was set aside.
pub(super) async fn accounts(db: &mut SqliteConnection, laid: &Laid) -> Result<Vec<AccountCover>> {
    let marks = earmarks(db, laid).await?;
    let mut covers = Vec::new();
    for ((account, code), goals) in marks {
        let held = sqlx::query!(
            r#"select a.name, coalesce((select b.minor from balances b
                   where b.account_id = a.id and b.currency = ?2), 0) as "minor!: i64"
               from accounts a where a.id = ?1"#,
            account,
            code
        )
        .fetch_optional(&mut *db)
        .await?;
        let Some(held) = held else { continue };
        let balance = Money::from_minor(held.minor, stored_currency(&code)?)?;
        covers.push(cover(laid, account, held.name, balance, &goals)?);
    }
    Ok(covers)
}

fn cover(
    laid: &Laid,
    account: AccountId,
    name: String,
    balance: Money,
    goals: &BTreeMap<ChoiceId, i64>,
) -> Result<AccountCover> {
    let marks = goals
        .iter()
        .filter(|(_, minor)| **minor > 0)
        .map(|(goal, minor)| {
            Ok(Earmark {
                goal: rule_ids::GoalId(goal.0),
                priority: laid
                    .goal(*goal)
                    .map_or(0, |kept| i64::from(kept.value.input.priority)),
                amount: Money::from_minor(*minor, balance.currency())?,
            })
        })
        .collect::<Result<Vec<_>>>()?;
    let told = coverage(balance, &marks).map_err(rule_error)?;
    let uncovered = told.uncovered.iter().map(|(goal, part)| GoalAmount {
        goal: Some(ChoiceId(goal.0)),
        name: laid
            .goal(ChoiceId(goal.0))
            .map_or_else(|_| String::new(), |kept| kept.value.input.name.clone()),
        amount: (*part).into(),
    });
    Ok(AccountCover {
        account_id: account,
        account: name,
        balance: balance.into(),
        earmarked: told.earmarked.into(),
        free: told.free.into(),
        shortfall: told.shortfall.into(),
        uncovered: uncovered.collect(),
    })
}

async fn earmarks(db: &mut SqliteConnection, laid: &Laid) -> Result<Earmarks> {
    let mut marks = Earmarks::new();
    let mut add = |account: Option<AccountId>, code: &str, goal: ChoiceId, minor: i64| {
        let Some(account) = account else { return };
        let of_account = marks.entry((account, code.to_owned())).or_default();
        *of_account.entry(goal).or_default() += minor;
    };
    let shares = sqlx::query!(
        r#"select goal_id as "goal: ChoiceId", account_id as "account: AccountId", currency, day,
               sum(minor) as "minor!: i64"
           from shares where goal_id <> 0 group by goal_id, account_id, currency, day"#
    )
    .fetch_all(&mut *db)
    .await?;
    // What a goal held when it was put away is free.
    let is_free = |goal: ChoiceId, day: i64| -> Result<bool> {
        let day = day_of(day)?;
        let kept = laid.goal(goal);
        Ok(kept.is_ok_and(|kept| kept.value.is_released(day)))
    };
    for row in shares {
        if is_free(row.goal, row.day)? {
            continue;
        }
        add(row.account, &row.currency, row.goal, row.minor);
    }
    let moves = sqlx::query!(
        r#"select sweep_id as "sweep: ChoiceId", goal_id as "goal: ChoiceId",
               account_id as "account: AccountId", currency, cause_day as day,
               sum(minor) as "minor!: i64"
           from moves where moved_day is not null
           group by sweep_id, goal_id, account_id, currency, cause_day"#
    )
    .fetch_all(db)
    .await?;
    for row in moves {
        if is_free(row.goal, row.day)? {
            continue;
        }
        let destination = laid.sweep(row.sweep)?.value.destination;
        let to = laid.destination(destination).ok();
        add(row.account, &row.currency, row.goal, -row.minor);
        add(
            to.and_then(|to| to.value.account),
            &row.currency,
            row.goal,
            row.minor,
        );
    }
    Ok(marks)
}

/// What of a goal's money no account covers; none where all is covered.
pub(super) fn uncovered(
    accounts: &[AccountCover],
    goal: ChoiceId,
    promised: &Amount,
) -> Result<Option<Amount>> {
    let mut missing = 0;
    let currency = stored_currency(&promised.currency)?;
    let covers = accounts.iter().flat_map(|account| &account.uncovered);
    for part in covers.filter(|part| part.goal == Some(goal)) {
        if part.amount.currency == promised.currency {
            missing += Money::parse(&part.amount.value, currency)?.minor();
        }
    }
    (missing > 0).then(|| amount(missing, currency)).transpose()
}

/// What rules set aside for no goal, by currency.
pub(super) async fn for_nobody(db: &mut SqliteConnection) -> Result<Vec<Amount>> {
    let rows = sqlx::query!(
        r#"select currency, sum(minor) as "minor!: i64" from shares where goal_id = 0
           group by currency having sum(minor) <> 0 order by currency"#
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| amount(row.minor, stored_currency(&row.currency)?))
        .collect()
}
