//! The desk: what should be paid, how far it is, and what can be done.

mod all;
mod carried;
mod items;
mod notes;
mod offered;
mod owed;
mod payouts;
mod states;
mod sums;
mod visits;

use chrono::{DateTime, NaiveDate, Utc};

use super::inputs::{ReceivableEventInput, ReceivableNote, VisitInput};
use super::views::{CashbackFigures, Desk, Receivable};
use crate::error::Result;
use crate::ids::{ChoiceId, EntryId};
use crate::store::Ledger;
use crate::write::ChangeLabel;

pub(super) use carried::Pots;
pub(super) use notes::Noted;
pub(super) use owed::Owed;
pub(super) use states::{is_unpaid, standing};

impl Ledger {
    /// All rewards that are money, with what can be seen of them together.
    pub async fn cashback_desk(&self, today: NaiveDate) -> Result<Desk> {
        let mut db = self.pool.acquire().await?;
        all::desk(&mut db, today).await
    }

    /// The figures of the charts.
    pub async fn cashback_figures(&self, today: NaiveDate) -> Result<CashbackFigures> {
        let mut db = self.pool.acquire().await?;
        all::figures(&mut db, today).await
    }

    /// Notes the order and a remark about a reward.
    pub async fn note_receivable(
        &self,
        key: &str,
        note: ReceivableNote,
        today: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<Receivable> {
        let change = |noted: &mut Noted| {
            notes::note(&mut noted.kept, &note)?;
            Ok("Note about")
        };
        self.change_noted(key, (today, now), change).await
    }

    /// Says how far a reward is: what the programme said, or the person did.
    pub async fn tell_receivable(
        &self,
        key: &str,
        event: ReceivableEventInput,
        today: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<Receivable> {
        let change = |noted: &mut Noted| notes::tell(noted, &event, today);
        self.change_noted(key, (today, now), change).await
    }

    /// Takes back what was said about a reward, by its place in the list.
    pub async fn untell_receivable(
        &self,
        key: &str,
        place: usize,
        today: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<Receivable> {
        let change = |noted: &mut Noted| {
            notes::untell(&mut noted.kept, place)?;
            Ok("Take back what was said about")
        };
        self.change_noted(key, (today, now), change).await
    }

    /// Says that a purchase was made through a portal, or another time what it should bring.
    pub async fn visit_portal(
        &self,
        portal: ChoiceId,
        entry: EntryId,
        visit: VisitInput,
        today: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<Receivable> {
        let mut write = self.begin(now).await?;
        write.on(today);
        let noted = visits::visit(write.connection(), (portal, entry), &visit).await?;
        let key = noted.key.clone();
        write.keep_noted(noted, "Note portal for").await?;
        self.receivable(&key, today).await
    }

    /// Says that a purchase was not made through a portal.
    pub async fn forget_visit(
        &self,
        portal: ChoiceId,
        entry: EntryId,
        now: DateTime<Utc>,
    ) -> Result<ChangeLabel> {
        let mut write = self.begin(now).await?;
        let id = visits::kept_visit(write.connection(), portal, entry).await?;
        write.forget_visit(id, entry).await
    }

    /// Changes what is noted about a reward; the change answers what was done, for the history.
    pub(super) async fn change_noted(
        &self,
        key: &str,
        (today, now): (NaiveDate, DateTime<Utc>),
        change: impl FnOnce(&mut Noted) -> Result<&'static str>,
    ) -> Result<Receivable> {
        let mut write = self.begin(now).await?;
        write.on(today);
        let mut noted = Noted::of(write.connection(), key).await?;
        let done = change(&mut noted)?;
        write.keep_noted(noted, done).await?;
        self.receivable(key, today).await
    }

    pub(super) async fn receivable(&self, key: &str, today: NaiveDate) -> Result<Receivable> {
        let mut db = self.pool.acquire().await?;
        all::one(&mut db, key, today).await
    }
}
