//! Saving: rules that set money aside, goals that share it, and the transfers that really move it.
//!
//! What the person lays down is kept as choices; what follows from it is worked out in `derive` by
//! `farthing-rules`, in the same transaction as the change that touches it.

mod cause;
mod checked;
mod derive;
mod destinations;
mod examples;
mod facts;
mod goals;
mod handoff;
mod items;
mod kept;
mod lab;
mod list_prices;
mod mirror;
mod names;
mod rules;
mod sweeps;
mod terms;
mod views;
mod why;
mod wishes;
mod words;

pub(crate) use checked::check_name as check_choice_name;
pub(crate) use derive::{Begun, TouchedDays, begin, contradictions, digest_of, follow, rule_error};
pub(crate) use facts::Facts;
pub(crate) use goals::require_goal_in;
pub(crate) use kept::sweep_days;
pub(crate) use names::{goal_names, open_goals};
pub use terms::*;
pub use views::*;

use chrono::{DateTime, NaiveDate, Utc};

use crate::error::Result;
use crate::store::Ledger;

impl Ledger {
    /// Brings what follows from a day up to today: a due day that has come, a period that has closed.
    pub(crate) async fn saving_up_to(&self, today: NaiveDate) -> Result<()> {
        let mut db = self.pool.acquire().await?;
        let day = derive::worked_out_for(&mut db).await?;
        drop(db);
        if day.is_none_or(|day| day == today) {
            return Ok(());
        }
        // Nothing of it is a change of the person, so it has no line in the history.
        let mut write = self.begin(DateTime::<Utc>::MIN_UTC).await?;
        write.on(today);
        write.finish().await
    }
}
