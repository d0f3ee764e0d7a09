//! Destinations: where the money of goals really goes, and how.

use chrono::{DateTime, Utc};

use super::kept::Laid;
use super::rules::known;
use super::{Destination, DestinationInput, checked};
use crate::choices::{Choice, ChoiceKind};
use crate::error::{LedgerError, Result};
use crate::ids::ChoiceId;
use crate::store::Ledger;
use crate::write::{ChangeLabel, Write};

impl Ledger {
    /// The destinations.
    pub async fn destinations(&self) -> Result<Vec<Destination>> {
        let mut db = self.pool.acquire().await?;
        let laid = Laid::of(&mut db).await?;
        let all = laid.destinations.iter();
        all.map(|destination| shown(&laid, destination)).collect()
    }

    /// Keeps a destination. Confirmed transfers keep the way they were confirmed with in their text.
    pub async fn save_destination(
        &self,
        id: Option<ChoiceId>,
        input: DestinationInput,
        now: DateTime<Utc>,
    ) -> Result<Destination> {
        let mut write = self.begin(now).await?;
        let label = format!("Keep destination {}", input.name);
        let id = write.keep_destination(id, &input).await?;
        write.commit(&label).await?;
        let mut db = self.pool.acquire().await?;
        let laid = Laid::of(&mut db).await?;
        shown(&laid, laid.destination(id)?)
    }

    /// Forgets a destination that no goal and no transfer names.
    pub async fn delete_destination(
        &self,
        id: ChoiceId,
        now: DateTime<Utc>,
    ) -> Result<ChangeLabel> {
        let mut write = self.begin(now).await?;
        let laid = Laid::of(write.connection()).await?;
        let name = laid.destination(id)?.value.name.clone();
        let mut goals = laid.goals.iter().map(|goal| &goal.value.input);
        if let Some(goal) = goals.find(|goal| goal.destination == Some(id)) {
            let message = format!(
                "the money of {} goes there; change that goal first",
                goal.name
            );
            return Err(LedgerError::invalid("destination", message));
        }
        let mut sweeps = laid.sweeps.iter().map(|sweep| &sweep.value);
        if let Some(sweep) = sweeps.find(|sweep| sweep.destination == id) {
            let message = format!("the transfer {} went there; it stays", sweep.reference);
            return Err(LedgerError::invalid("destination", message));
        }
        write.unchoose(ChoiceKind::Destination, id).await?;
        write.commit(&format!("Delete destination {name}")).await
    }
}

impl Write {
    /// Keeps a destination, a new one or what is said of one from now on.
    pub(crate) async fn keep_destination(
        &mut self,
        id: Option<ChoiceId>,
        input: &DestinationInput,
    ) -> Result<ChoiceId> {
        let laid = Laid::of(self.connection()).await?;
        let known = known(self.connection(), &laid).await?;
        checked::check_destination(input, &known)?;
        let key = match id {
            Some(id) => laid.destination(id)?.key.clone(),
            None => self.new_id()?.to_string(),
        };
        let used = laid.goals.iter().map(|goal| &goal.value.input);
        let mut other = used.filter(|goal| id.is_some() && goal.destination == id);
        if let Some(goal) = other.find(|goal| goal.currency != input.currency) {
            let message = format!("the goal {} is in {}", goal.name, goal.currency);
            return Err(LedgerError::invalid("currency", message));
        }
        self.choose(ChoiceKind::Destination, &key, 0, input).await
    }
}

fn shown(laid: &Laid, destination: &Choice<DestinationInput>) -> Result<Destination> {
    let goals = laid.goals.iter().map(|goal| &goal.value.input);
    let goals = goals.filter(|goal| goal.destination == Some(destination.id));
    Ok(Destination {
        id: destination.id,
        threshold: checked::threshold(&destination.value)?.into(),
        goals: goals.map(|goal| goal.name.clone()).collect(),
        destination: destination.value.clone(),
    })
}
