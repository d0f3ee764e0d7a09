//! What the person answers about a rest that waits, and the rest of a closed period that goes to a goal.

use chrono::{DateTime, NaiveDate, Utc};

use super::shown::{Worked, one, period_to};
use super::{AllowanceShown, RestAnswer, day_words};
use crate::choices::ChoiceKind;
use crate::error::{LedgerError, Result};
use crate::ids::ChoiceId;
use crate::savings::GoalMoneyInput;
use crate::store::Ledger;

impl Ledger {
    /// Says what becomes of the rests that wait this morning.
    pub async fn answer_rest(
        &self,
        id: ChoiceId,
        answer: RestAnswer,
        today: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<AllowanceShown> {
        let mut write = self.begin(now).await?;
        write.on(today);
        let there = one(write.connection(), id).await?;
        let mut kept = there.value.clone();
        let worked = Worked::of(write.connection(), &kept, today).await?;
        // An answer of this morning can be given anew; what it was about is what waits without it.
        kept.answers.remove(&today);
        let waiting = worked.left(&kept, today)?.map(|left| left.open);
        if waiting.is_none_or(|open| open.is_empty()) {
            let message = "nothing waits for an answer today";
            return Err(LedgerError::invalid("allowance", message));
        }
        kept.answers.insert(today, answer);
        let name = &kept.name;
        let label = match answer {
            RestAnswer::Spread => format!("Spread what {name} left"),
            RestAnswer::Carry => format!("Use today what {name} left"),
        };
        let kind = ChoiceKind::Allowance;
        write
            .choose(kind, &there.key, there.position, &kept)
            .await?;
        write.commit(&label).await?;
        self.allowance(id, today).await
    }

    /// Pledges the rest of a period that is over to the allowance's goal, once for each period.
    pub async fn sweep_allowance(
        &self,
        id: ChoiceId,
        last: NaiveDate,
        today: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<AllowanceShown> {
        let mut write = self.begin(now).await?;
        write.on(today);
        let there = one(write.connection(), id).await?;
        let mut kept = there.value.clone();
        let worked = Worked::of(write.connection(), &kept, today).await?;
        let closed = worked.closed(today)?;
        let (span, period) = period_to(&closed, last)?;
        if kept.pledged.contains_key(&last) {
            let message = "what this period left was pledged already";
            return Err(LedgerError::invalid("last", message));
        }
        if period.swept.minor() <= 0 {
            let message = "this period left nothing that goes to a goal";
            return Err(LedgerError::invalid("last", message));
        }
        let goal = kept.terms_to(last)?.goal;
        let goal = goal.ok_or_else(|| {
            LedgerError::invalid("goal", "choose the goal that the rest goes to first")
        })?;
        let (from, to) = (day_words(span.first), day_words(span.last));
        let note = format!("{}: left from {from} to {to}", kept.name);
        let money = GoalMoneyInput {
            amount: period.swept.decimal_text(),
            account: None,
            note,
        };
        let goal_name = write
            .put_into_goal(goal, money, (today, period.swept.currency()))
            .await?;
        kept.pledged.insert(last, period.swept.minor());
        let kind = ChoiceKind::Allowance;
        write
            .choose(kind, &there.key, there.position, &kept)
            .await?;
        let label = format!(
            "Pledge {} that {} left to {goal_name}",
            period.swept, kept.name
        );
        write.commit(&label).await?;
        self.allowance(id, today).await
    }
}
