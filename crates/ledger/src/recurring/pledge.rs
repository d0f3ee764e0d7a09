//! What was saved since a series was cancelled, put into a goal.

use chrono::{DateTime, NaiveDate, Utc};
use farthing_money::Money;

use super::kept::KeptPledge;
use super::{SeriesView, cancel};
use crate::error::{LedgerError, Result};
use crate::ids::ChoiceId;
use crate::savings::GoalMoneyInput;
use crate::store::Ledger;

impl Ledger {
    /// Puts what a cancelled series saved into a goal: an amount as it was typed, or all that is left
    /// of it where the text is empty. The same money cannot be pledged twice.
    pub async fn pledge_saved(
        &self,
        (currency, key): (&str, &str),
        goal: ChoiceId,
        text: &str,
        moment: (NaiveDate, DateTime<Utc>),
    ) -> Result<SeriesView> {
        let (mut write, inbox) = self.begin_series(currency, moment).await?;
        let known = inbox.known(key)?;
        let mut kept = known.choice.value.clone();
        let Some(cancelled) = &kept.cancel else {
            let message = format!("{} is not cancelled; nothing was saved by that", kept.name);
            return Err(LedgerError::invalid("series", message));
        };
        let saved = cancel::since(known, cancelled.day, inbox.today).saved_minor;
        let money = |minor| Money::from_minor(minor, inbox.currency);
        let left = money((saved - kept.pledged_minor()).max(0))?;
        let pledged = match text.trim() {
            "" => left,
            text => Money::parse(text, inbox.currency)
                .map_err(|error| LedgerError::invalid("amount", error.to_string()))?,
        };
        if pledged.minor() <= 0 || pledged.minor() > left.minor() {
            let (saved, gone) = (money(saved)?, money(kept.pledged_minor())?);
            let message = format!(
                "{saved} was saved and {gone} of it is pledged; at most {left} can be pledged now"
            );
            return Err(LedgerError::invalid("amount", message));
        }
        let input = GoalMoneyInput {
            amount: pledged.decimal_text(),
            account: None,
            note: format!("Saved since {} was cancelled", kept.name),
        };
        let to = write
            .put_into_goal(goal, input, (moment.0, inbox.currency))
            .await?;
        kept.pledges.push(KeptPledge {
            goal,
            day: moment.0,
            minor: pledged.minor(),
        });
        let word = format!("Put {pledged} into {to}, saved since cancelling");
        write.commit_series(&known.choice, &kept, &word).await?;
        self.series((currency, key), moment.0).await
    }
}
