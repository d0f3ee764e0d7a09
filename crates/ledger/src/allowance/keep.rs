//! Allowances that are written, changed and taken away.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use farthing_money::Money;
use sqlx::SqliteConnection;

use super::kept::{KeptAllowance, KeptDays, KeptTerms, span};
use super::shown::{all, one};
use super::spending::expense_categories;
use super::{AllowanceDaysInput, AllowanceInput, AllowanceRest, AllowanceShown};
use crate::choices::{Choice, ChoiceKind};
use crate::error::{LedgerError, Result};
use crate::ids::{AccountId, ChoiceId};
use crate::savings::{check_choice_name, require_goal_in};
use crate::store::Ledger;
use crate::wire::named_currency;
use crate::write::{ChangeLabel, Write};

impl Ledger {
    /// Keeps an allowance, a new one or a changed one. A changed amount holds for all of the running
    /// period, and what was spent in it still counts.
    pub async fn save_allowance(
        &self,
        id: Option<ChoiceId>,
        input: AllowanceInput,
        today: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<AllowanceShown> {
        let mut write = self.begin(now).await?;
        write.on(today);
        let label = format!("Keep allowance {}", input.name.trim());
        let id = write.keep_allowance(id, &input, today).await?;
        write.commit(&label).await?;
        self.allowance(id, today).await
    }

    /// Takes an allowance away. What was pledged because of it stays in its goal.
    pub async fn remove_allowance(&self, id: ChoiceId, now: DateTime<Utc>) -> Result<ChangeLabel> {
        let mut write = self.begin(now).await?;
        let there = one(write.connection(), id).await?;
        write.unchoose(ChoiceKind::Allowance, id).await?;
        let label = format!("Take away allowance {}", there.value.name);
        write.commit(&label).await
    }
}

impl Write {
    /// Keeps an allowance, a new one or a changed one.
    pub(crate) async fn keep_allowance(
        &mut self,
        id: Option<ChoiceId>,
        input: &AllowanceInput,
        today: NaiveDate,
    ) -> Result<ChoiceId> {
        let terms = checked_terms(self.connection(), input).await?;
        let days = checked_days(input, today)?;
        let there = match id {
            Some(id) => Some(one(self.connection(), id).await?),
            None => None,
        };
        require_own_name(self.connection(), id, &input.name).await?;
        let (key, kept) = match there {
            Some(there) => (
                there.key.clone(),
                changed(&there, input, days, terms, today)?,
            ),
            None => (self.new_id()?.to_string(), new(input, days, terms)),
        };
        // The rules say what cannot be, before anything is written.
        kept.rule()?;
        self.choose(ChoiceKind::Allowance, &key, 0, &kept).await
    }
}

fn new(input: &AllowanceInput, days: KeptDays, terms: KeptTerms) -> KeptAllowance {
    KeptAllowance {
        name: input.name.trim().to_owned(),
        currency: input.currency.clone(),
        days,
        versions: vec![terms],
        answers: BTreeMap::new(),
        pledged: BTreeMap::new(),
    }
}

/// The same with other days and, where they differ, other terms from today on.
fn changed(
    there: &Choice<KeptAllowance>,
    input: &AllowanceInput,
    days: KeptDays,
    terms: KeptTerms,
    today: NaiveDate,
) -> Result<KeptAllowance> {
    let mut kept = there.value.clone();
    if kept.currency != input.currency {
        let message = "an allowance keeps its currency; make a new one for another";
        return Err(LedgerError::invalid("currency", message));
    }
    input.name.trim().clone_into(&mut kept.name);
    kept.days = days;
    if kept.newest()?.says_the_same(&terms) {
        return Ok(kept);
    }
    // Until its first day and once more on the day of a change, the newest terms are written anew.
    let is_first = kept.versions.len() == 1;
    let is_anew = match kept.newest()?.from {
        None => is_first && today <= kept.first_day(),
        Some(from) => from >= today,
    };
    let from = if is_anew {
        kept.newest()?.from
    } else {
        Some(today)
    };
    if is_anew {
        kept.versions.pop();
    }
    kept.versions.push(KeptTerms { from, ..terms });
    Ok(kept)
}

async fn checked_terms(db: &mut SqliteConnection, input: &AllowanceInput) -> Result<KeptTerms> {
    check_choice_name(&input.name)?;
    let currency = named_currency(&input.currency)?;
    let amount = Money::parse(input.amount.trim(), currency)
        .map_err(|error| LedgerError::invalid("amount", error.to_string()))?;
    let categories: BTreeSet<AccountId> = input.categories.iter().copied().collect();
    require_categories(db, &categories).await?;
    if let Some(goal) = input.goal {
        require_goal_in(db, goal, currency).await?;
    } else if input.rest == AllowanceRest::Swept {
        let message = "choose the goal that the rest goes to";
        return Err(LedgerError::invalid("goal", message));
    }
    Ok(KeptTerms {
        from: None,
        minor: amount.minor(),
        rest: input.rest,
        rollover: input.rollover,
        categories,
        goal: input.goal.filter(|_| input.rest == AllowanceRest::Swept),
    })
}

fn checked_days(input: &AllowanceInput, today: NaiveDate) -> Result<KeptDays> {
    match input.days {
        AllowanceDaysInput::Once { first, last } => {
            span(first, last)?;
            Ok(KeptDays::Once { first, last })
        }
        AllowanceDaysInput::Repeating { period, start } => {
            let of_today = period.rule().span_of(today).map(|span| span.first);
            let start = start.or(of_today).unwrap_or(today);
            Ok(KeptDays::Repeating { period, start })
        }
    }
}

/// One of these is no category that money is spent on: refused.
pub(crate) async fn require_categories(
    db: &mut SqliteConnection,
    categories: &BTreeSet<AccountId>,
) -> Result<()> {
    let known = expense_categories(db).await?;
    let is_known = |id: &AccountId| known.iter().any(|category| category.id == *id);
    if categories.iter().all(is_known) {
        return Ok(());
    }
    let message = "one of them is no category that money is spent on; choose from the list";
    Err(LedgerError::invalid("categories", message))
}

async fn require_own_name(
    db: &mut SqliteConnection,
    id: Option<ChoiceId>,
    name: &str,
) -> Result<()> {
    let name = name.trim().to_lowercase();
    let is_same = |other: &Choice<KeptAllowance>| {
        Some(other.id) != id && other.value.name.to_lowercase() == name
    };
    if all(db).await?.iter().any(is_same) {
        let message = "another allowance has this name; choose a different one";
        return Err(LedgerError::invalid("name", message));
    }
    Ok(())
}
