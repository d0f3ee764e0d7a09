//! Goals: what is set aside for them, what of it has really moved, and what their accounts still cover.

mod cover;
mod detail;
mod summary;

use chrono::{DateTime, NaiveDate, Utc};
use farthing_money::{Currency, Money};
use sqlx::SqliteConnection;

use super::kept::{KeptGoal, KeptMove, Laid, Pause};
use super::rules::known;
use super::{GoalDeposit, GoalDetail, GoalInput, GoalMoneyInput, GoalSummary, Goals, checked};
use crate::choices::{Choice, ChoiceKind};
use crate::error::{LedgerError, Result};
use crate::ids::ChoiceId;
use crate::store::Ledger;
use crate::write::{ChangeLabel, Write};

impl Ledger {
    /// The goals, the most important first and those put away last, and what their money lies on.
    pub async fn goals(&self, today: NaiveDate) -> Result<Goals> {
        self.saving_up_to(today).await?;
        let mut db = self.pool.acquire().await?;
        let laid = Laid::of(&mut db).await?;
        let accounts = cover::accounts(&mut db, &laid).await?;
        let mut goals = Vec::with_capacity(laid.goals.len());
        for goal in &laid.goals {
            let mut shown = summary::of(&mut db, &laid, goal, today).await?;
            shown.uncovered = cover::uncovered(&accounts, goal.id, &shown.promised)?;
            goals.push(shown);
        }
        goals.sort_by_key(|shown| {
            (
                shown.state == super::GoalState::Archived,
                shown.goal.priority,
            )
        });
        Ok(Goals {
            goals,
            accounts,
            for_nobody: cover::for_nobody(&mut db).await?,
        })
    }

    /// A goal with its history; at most `limit` deposits, the newest first.
    pub async fn goal(&self, id: ChoiceId, today: NaiveDate, limit: u32) -> Result<GoalDetail> {
        self.saving_up_to(today).await?;
        let mut db = self.pool.acquire().await?;
        let laid = Laid::of(&mut db).await?;
        let goal = laid.goal(id)?;
        detail::of(&mut db, &laid, goal, today, limit).await
    }

    /// At most `limit` of a goal's deposits, the newest first, without the first `offset` of them.
    pub async fn goal_deposits(
        &self,
        id: ChoiceId,
        today: NaiveDate,
        offset: u32,
        limit: u32,
    ) -> Result<Vec<GoalDeposit>> {
        self.saving_up_to(today).await?;
        let mut db = self.pool.acquire().await?;
        let laid = Laid::of(&mut db).await?;
        detail::deposits(&mut db, &laid, laid.goal(id)?, offset, limit).await
    }

    /// Keeps a goal.
    pub async fn save_goal(
        &self,
        id: Option<ChoiceId>,
        input: GoalInput,
        today: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<GoalSummary> {
        let mut write = self.begin(now).await?;
        write.on(today);
        let label = format!("Keep goal {}", input.name);
        let id = write.keep_goal(id, input, today).await?;
        write.commit(&label).await?;
        self.goal_summary(id, today).await
    }

    /// Puts money into a goal by hand, or takes it out. More than it holds cannot be taken out.
    pub async fn move_goal_money(
        &self,
        id: ChoiceId,
        input: GoalMoneyInput,
        today: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<GoalSummary> {
        let mut write = self.begin(now).await?;
        write.on(today);
        let (amount, name) = write.move_in_goal(id, input, today).await?;
        let label = match amount.minor() {
            ..0 => format!("Take {} out of {name}", amount.negated()),
            0.. => format!("Put {amount} into {name}"),
        };
        write.commit(&label).await?;
        self.goal_summary(id, today).await
    }

    /// Puts a goal away: what is set aside for it becomes free, its history stays.
    pub async fn archive_goal(
        &self,
        id: ChoiceId,
        today: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<ChangeLabel> {
        let mut write = self.begin(now).await?;
        write.on(today);
        let laid = Laid::of(write.connection()).await?;
        let goal = laid.goal(id)?;
        require_open(&goal.value, today)?;
        let mut kept = goal.value.clone();
        kept.archived.push(Pause {
            from: today,
            to: None,
        });
        write.commit_goal(goal, &kept, "Put away goal").await
    }

    /// Takes a goal out again, empty.
    pub async fn reopen_goal(
        &self,
        id: ChoiceId,
        today: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<ChangeLabel> {
        let mut write = self.begin(now).await?;
        write.on(today);
        let laid = Laid::of(write.connection()).await?;
        let goal = laid.goal(id)?;
        let mut kept = goal.value.clone();
        let Some(away) = kept.archived.last_mut().filter(|away| away.to.is_none()) else {
            return Err(LedgerError::invalid("goal", "it is not put away"));
        };
        away.to = Some(today);
        write.commit_goal(goal, &kept, "Take out goal").await
    }

    async fn goal_summary(&self, id: ChoiceId, today: NaiveDate) -> Result<GoalSummary> {
        let mut db = self.pool.acquire().await?;
        let laid = Laid::of(&mut db).await?;
        summary::of(&mut db, &laid, laid.goal(id)?, today).await
    }
}

impl Write {
    /// Puts money of a currency into a goal of that currency; gives the goal's name.
    pub(crate) async fn put_into_goal(
        &mut self,
        id: ChoiceId,
        input: GoalMoneyInput,
        (today, currency): (NaiveDate, Currency),
    ) -> Result<String> {
        let laid = Laid::of(self.connection()).await?;
        let terms = checked::goal(&laid.goal(id)?.value.input)?;
        if terms.currency != currency {
            let message = format!(
                "this goal is in {}; choose one in {}",
                terms.currency.code(),
                currency.code()
            );
            return Err(LedgerError::invalid("goal", message));
        }
        let (_, name) = self.move_in_goal(id, input, today).await?;
        Ok(name)
    }

    /// Keeps a move of a goal's money by hand; gives the amount and the goal's name.
    async fn move_in_goal(
        &mut self,
        id: ChoiceId,
        input: GoalMoneyInput,
        today: NaiveDate,
    ) -> Result<(Money, String)> {
        let laid = Laid::of(self.connection()).await?;
        let goal = laid.goal(id)?;
        let terms = checked::goal(&goal.value.input)?;
        let amount = checked::typed_amount("amount", &input.amount, terms.currency)?;
        if amount.is_zero() {
            return Err(LedgerError::invalid(
                "amount",
                "write how much goes in, or with a minus how much is taken out",
            ));
        }
        require_open(&goal.value, today)?;
        let promised = summary::promised(self.connection(), goal).await?;
        if promised.minor() + amount.minor() < 0 {
            let message = format!("the goal holds {promised}; take out that much at most");
            return Err(LedgerError::invalid("amount", message));
        }
        if let Some(account) = input.account {
            self.require_own_account(account).await?;
        }
        let mut kept = goal.value.clone();
        kept.moves.push(KeptMove {
            day: today,
            minor: amount.minor(),
            account: input.account,
            note: input.note,
        });
        self.choose(ChoiceKind::Goal, &goal.key, 0, &kept).await?;
        Ok((amount, kept.input.name))
    }

    /// Keeps a goal, a new one or what is said of one from now on.
    pub(crate) async fn keep_goal(
        &mut self,
        id: Option<ChoiceId>,
        input: GoalInput,
        today: NaiveDate,
    ) -> Result<ChoiceId> {
        let laid = Laid::of(self.connection()).await?;
        let known = known(self.connection(), &laid).await?;
        checked::check_goal(&input, &known, today)?;
        if let Some(id) = input.destination {
            checked::check_goes_to(&input, &laid.destination(id)?.value)?;
        }
        let (key, kept) = if let Some(id) = id {
            let goal = laid.goal(id)?;
            (goal.key.clone(), changed(goal.value.clone(), input)?)
        } else {
            let kept = KeptGoal {
                created: today,
                input,
                moves: Vec::new(),
                archived: Vec::new(),
            };
            (self.new_id()?.to_string(), kept)
        };
        self.choose(ChoiceKind::Goal, &key, 0, &kept).await
    }

    async fn commit_goal(
        mut self,
        goal: &Choice<KeptGoal>,
        kept: &KeptGoal,
        verb: &str,
    ) -> Result<ChangeLabel> {
        self.choose(ChoiceKind::Goal, &goal.key, 0, kept).await?;
        let label = format!("{verb} {}", kept.input.name);
        self.commit(&label).await
    }

    async fn require_own_account(&mut self, account: crate::ids::AccountId) -> Result<()> {
        own_account(self.connection(), account).await
    }
}

/// A goal of another currency, or one that is not there, is refused.
pub(crate) async fn require_goal_in(
    db: &mut SqliteConnection,
    id: ChoiceId,
    currency: Currency,
) -> Result<()> {
    let laid = Laid::of(db).await?;
    let goal = &laid.goal(id)?.value.input;
    if goal.currency == currency.code() {
        return Ok(());
    }
    let message = format!(
        "{} is kept in {}; choose a goal in {currency}",
        goal.name, goal.currency
    );
    Err(LedgerError::invalid("goal", message))
}

async fn own_account(db: &mut SqliteConnection, account: crate::ids::AccountId) -> Result<()> {
    let found = sqlx::query_scalar!(
        r#"select exists (select 1 from accounts where id = ? and class = 'own') as "own!: bool""#,
        account
    )
    .fetch_one(db)
    .await?;
    if found {
        Ok(())
    } else {
        Err(LedgerError::Missing("account"))
    }
}

fn changed(mut kept: KeptGoal, input: GoalInput) -> Result<KeptGoal> {
    if kept.input.currency != input.currency {
        return Err(LedgerError::invalid(
            "currency",
            "a goal keeps its currency; make a new goal for another one",
        ));
    }
    kept.input = input;
    Ok(kept)
}

fn require_open(goal: &KeptGoal, today: NaiveDate) -> Result<()> {
    if goal.is_archived_on(today) || goal.archived.iter().any(|away| away.to.is_none()) {
        return Err(LedgerError::invalid(
            "goal",
            "it was put away; take it out again first",
        ));
    }
    Ok(())
}
