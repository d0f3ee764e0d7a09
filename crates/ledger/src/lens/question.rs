//! A question about small money, checked: the days in order, the limit an amount, what is left out.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use farthing_money::{Currency, Money};
use farthing_rules::lens::{self, BANDS};
use sqlx::SqliteConnection;

use super::flows;
use super::settings::{self, KeptLimit};
use super::{LimitSource, SmallQuery};
use crate::day::day_number;
use crate::error::{LedgerError, Result};
use crate::ids::AccountId;
use crate::wire::named_currency;

/// The days of purchases that a limit is learnt from.
const LEARNT_DAYS: i64 = 365;

/// A checked question.
pub(super) struct Lens {
    pub currency: Currency,
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub limit: Money,
    pub source: LimitSource,
    /// What is small where the question does not say.
    pub own: Money,
    pub way: Way,
    /// The categories that are left out.
    pub without: BTreeSet<AccountId>,
}

/// Where the answer is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// In the sums, up to this band.
    Sums(usize),
    /// In the purchases of the days.
    Purchases,
}

impl Lens {
    pub(super) async fn of(db: &mut SqliteConnection, query: &SmallQuery) -> Result<Self> {
        let currency = named_currency(&query.currency)?;
        if query.from > query.to {
            let message = "the first day is after the last";
            return Err(LedgerError::invalid("from", message));
        }
        let essentials = settings::essentials(db).await?;
        let (own, said) = own_limit(db, currency, query.to).await?;
        let (limit, source) = match query.limit.as_deref() {
            Some(text) => (settings::checked_limit(text, currency)?, LimitSource::Asked),
            None => (own, said),
        };
        let without = if essentials.leave_out {
            essentials.categories
        } else {
            BTreeSet::new()
        };
        Ok(Self {
            currency,
            from: query.from,
            to: query.to,
            limit,
            source,
            own,
            way: way(currency, limit, &without),
            without,
        })
    }

    /// The same question about other days.
    pub(super) fn between(&self, from: NaiveDate, to: NaiveDate) -> Self {
        Self {
            from,
            to,
            without: self.without.clone(),
            ..*self
        }
    }

    /// The numbers of the first and the last day.
    pub(super) fn days(&self) -> (i64, i64) {
        (day_number(self.from), day_number(self.to))
    }

    /// Whether purchases of a category do not count.
    pub(super) fn leaves_out(&self, category: i64) -> bool {
        !self.without.is_empty() && self.without.contains(&AccountId(category))
    }

    /// How many days it has.
    pub(super) fn window(&self) -> i64 {
        (self.to - self.from).num_days() + 1
    }

    /// The steps to choose among: the ladder, the person's own limit, and the one that was asked for.
    pub(super) fn limits(&self) -> Vec<Money> {
        let mut limits = lens::band_limits(self.currency).to_vec();
        limits.extend([self.own, self.limit]);
        limits.sort_unstable_by_key(Money::minor);
        limits.dedup();
        limits
    }
}

/// What is small where a question does not say, and who said so.
async fn own_limit(
    db: &mut SqliteConnection,
    currency: Currency,
    to: NaiveDate,
) -> Result<(Money, LimitSource)> {
    let learnt = match settings::limit(db, currency).await? {
        Some(KeptLimit::Fixed { minor }) => {
            return Ok((Money::from_minor(minor, currency)?, LimitSource::Fixed));
        }
        Some(KeptLimit::Learnt) => learnt(db, currency, to).await?,
        None => None,
    };
    Ok(match learnt {
        Some(limit) => (limit, LimitSource::Learnt),
        None => (lens::default_limit(currency), LimitSource::Usual),
    })
}

fn way(currency: Currency, limit: Money, without: &BTreeSet<AccountId>) -> Way {
    let steps: [Money; BANDS] = lens::band_limits(currency);
    let band = steps.iter().position(|step| *step == limit);
    match band {
        Some(band) if without.is_empty() => Way::Sums(band),
        _ => Way::Purchases,
    }
}

/// The limit that the person's purchases of the year up to a day say, essential ones left out.
pub(super) async fn learnt(
    db: &mut SqliteConnection,
    currency: Currency,
    to: NaiveDate,
) -> Result<Option<Money>> {
    let essentials = settings::essentials(db).await?.categories;
    let last = day_number(to);
    let mut sizes = Vec::new();
    flows::each(
        db,
        currency,
        (last - LEARNT_DAYS + 1, last),
        |_, purchase| {
            if !essentials.contains(&AccountId(purchase.category)) {
                sizes.push(purchase.minor);
            }
        },
    )
    .await?;
    let learnt = lens::learnt_limit_minor(&mut sizes);
    Ok(learnt
        .map(|minor| Money::from_minor(minor, currency))
        .transpose()?)
}
