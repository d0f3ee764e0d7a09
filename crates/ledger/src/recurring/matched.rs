//! Which of the person's series is which of those that the purchases show.

use chrono::NaiveDate;
use farthing_money::Currency;
use farthing_rules::recurring::{Purchase, Status, Stream};
use sqlx::SqliteConnection;

use super::SeriesState;
use super::cost::Cost;
use super::found::{self, ByPayee, Found};
use super::kept::{self, KeptCluster, KeptSeries};
use crate::choices::Choice;
use crate::error::{LedgerError, Result};
use crate::ids::PayeeId;
use crate::payees;

/// Everything that is known of a currency.
pub(super) struct Inbox {
    pub currency: Currency,
    pub today: NaiveDate,
    pub kept: Vec<Known>,
    /// What nobody decided about, those that ended too.
    pub open: Vec<Found>,
}

/// A series that the person decided about, with what the purchases show of it.
pub(super) struct Known {
    pub choice: Choice<KeptSeries>,
    pub payees: Vec<PayeeId>,
    /// The newest stream of all its payees.
    pub current: Option<Stream>,
    /// In the order of their days.
    pub charges: Vec<Purchase>,
    pub cost: Cost,
}

/// What a use case names.
pub(super) enum Target<'a> {
    Kept(&'a Known),
    Open(&'a Found),
}

impl Inbox {
    pub(super) async fn of(
        db: &mut SqliteConnection,
        currency: Currency,
        today: NaiveDate,
    ) -> Result<Self> {
        let by_payee = found::purchases(db, currency, today).await?;
        let mut open = found::found(db, &by_payee, currency, today).await?;
        let mut known = Vec::new();
        for choice in kept::all(db, currency).await? {
            known.push(known_of(db, choice, &mut open, &by_payee).await?);
        }
        Ok(Self {
            currency,
            today,
            kept: known,
            open,
        })
    }

    /// The series with this key.
    pub(super) fn target(&self, key: &str) -> Result<Target<'_>> {
        let mut kept = self.kept.iter();
        if let Some(known) = kept.find(|known| known.choice.id.0.to_string() == key) {
            return Ok(Target::Kept(known));
        }
        let found = self.open.iter().find(|found| found.key() == key);
        found.map(Target::Open).ok_or_else(|| {
            let message = "it is not in the list any more; look at the list again";
            LedgerError::invalid("series", message)
        })
    }

    /// The series with this key that the person decided about.
    pub(super) fn known(&self, key: &str) -> Result<&Known> {
        match self.target(key)? {
            Target::Kept(known) => Ok(known),
            Target::Open(found) => {
                let message = format!("{} is only a candidate; confirm it first", found.name);
                Err(LedgerError::invalid("series", message))
            }
        }
    }
}

impl Known {
    pub(super) fn state(&self) -> SeriesState {
        self.choice.value.state
    }

    /// Whether it runs: its payments still come, or it has none yet.
    pub(super) fn runs(&self) -> bool {
        self.state() == SeriesState::Confirmed
            && self
                .current
                .is_none_or(|stream| stream.status != Status::Ended)
    }
}

/// Takes what belongs to a series out of what nobody decided about.
async fn known_of(
    db: &mut SqliteConnection,
    choice: Choice<KeptSeries>,
    open: &mut Vec<Found>,
    by_payee: &ByPayee,
) -> Result<Known> {
    let mut clusters: Vec<(PayeeId, KeptCluster)> = Vec::new();
    for cluster in &choice.value.clusters {
        let alias = payees::alias_of(&cluster.payee);
        if let Some(payee) = payees::find(db, &alias).await? {
            clusters.push((payee, cluster.clone()));
        }
    }
    let is_its_own = |found: &mut Found| clusters.iter().any(|kept| overlaps(found, kept));
    let own: Vec<Found> = open.extract_if(.., is_its_own).collect();
    let mut ids: Vec<PayeeId> = clusters.iter().map(|(payee, _)| *payee).collect();
    ids.dedup();
    let newest = own.iter().max_by_key(|found| found.current().last_day);
    let current = newest.map(|found| *found.current());
    let mut charges: Vec<Purchase> = Vec::new();
    for payee in &ids {
        let purchases = by_payee
            .get(&payee.0)
            .map(Vec::as_slice)
            .unwrap_or_default();
        let belongs = |purchase: &&Purchase| {
            let of_payee = own.iter().filter(|found| found.payee == *payee);
            let mut streams = of_payee.map(|found| &found.series);
            let mut ranges = clusters.iter().filter(|(owner, _)| owner == payee);
            streams.any(|series| series.holds(**purchase))
                || ranges.any(|(_, kept)| in_range(purchase, kept))
        };
        charges.extend(purchases.iter().filter(belongs));
        if let Some(leap) = newest
            .filter(|found| found.payee == *payee)
            .and_then(|found| leap(found, purchases))
            .filter(|leap| !charges.contains(leap))
        {
            charges.push(leap);
        }
    }
    charges.sort_unstable();
    Ok(Known {
        choice,
        payees: ids,
        cost: Cost::of(current.as_ref(), &charges)?,
        current,
        charges,
    })
}

fn overlaps(found: &Found, (payee, kept): &(PayeeId, KeptCluster)) -> bool {
    let mut streams = found.series.streams().iter();
    found.payee == *payee
        && streams.any(|stream| stream.low.minor() <= kept.high && kept.low <= stream.high.minor())
}

fn in_range(purchase: &Purchase, kept: &KeptCluster) -> bool {
    (kept.low..=kept.high).contains(&purchase.size_minor)
}

/// The one purchase that came when the next charge was due, at a price so different that it is not
/// part of the stream yet: a price that leapt. Where several came, none of them is taken for it.
fn leap(found: &Found, purchases: &[Purchase]) -> Option<Purchase> {
    let stream = found.current();
    let (shortest, longest) = stream.period.gap_days()?;
    let is_due = |purchase: &&Purchase| {
        let gap = (purchase.day - stream.last_day).num_days();
        (shortest.max(6)..=longest).contains(&gap) && !is_of(stream, purchase)
    };
    let mut due = purchases.iter().filter(is_due);
    due.next().filter(|_| due.next().is_none()).copied()
}

fn is_of(stream: &Stream, purchase: &Purchase) -> bool {
    (stream.low.minor()..=stream.high.minor()).contains(&purchase.size_minor)
}
