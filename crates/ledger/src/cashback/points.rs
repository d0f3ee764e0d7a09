//! Points: lots that expire, earned by purchases and moved by hand.

use chrono::{DateTime, NaiveDate, Utc};

use super::inputs::PointsMoveInput;
use super::views::PointsPurse;
use crate::error::{LedgerError, Result};
use crate::ids::ChoiceId;
use crate::store::Ledger;

impl Ledger {
    /// The points of every programme that has any.
    pub async fn points(&self, today: NaiveDate) -> Result<Vec<PointsPurse>> {
        Err(LedgerError::Missing("use case"))
    }

    /// Lets points come or go by hand.
    pub async fn move_points(
        &self,
        programme: ChoiceId,
        input: PointsMoveInput,
        today: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<PointsPurse> {
        Err(LedgerError::Missing("use case"))
    }

    /// Takes back a move that was laid down by hand.
    pub async fn forget_points_move(
        &self,
        id: ChoiceId,
        today: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<PointsPurse> {
        Err(LedgerError::Missing("use case"))
    }

    /// Says what a point is worth, in the currency of its programme; empty where nobody knows.
    pub async fn value_points(
        &self,
        programme: ChoiceId,
        value: &str,
        today: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<PointsPurse> {
        Err(LedgerError::Missing("use case"))
    }
}
