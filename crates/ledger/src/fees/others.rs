//! What the tariffs for being paid would have taken of the payments that were received: the cheaper one
//! for the person's own sizes.

use std::collections::BTreeMap;

use farthing_money::{Currency, Money, Rounding};
use farthing_rules::fees::Tariff;
use farthing_rules::lens::share;
use sqlx::SqliteConnection;

use super::charged::{Sums, sum};
use super::tariffs::known;
use super::{OtherTariff, TariffSide};
use crate::error::Result;
use crate::totals::details::{FeePlace, FeeSide};
use crate::totals::{ALONE, add};
use crate::wire::amount;

/// The tariffs that have a fee for every size, the one that takes least first.
pub(super) async fn others(
    db: &mut SqliteConnection,
    currency: Currency,
    charged: &BTreeMap<FeePlace, Sums>,
) -> Result<Vec<OtherTariff>> {
    let bands = received(charged)?;
    let [_, volume, taken] = sum(bands.values())?;
    if volume <= 0 {
        return Ok(Vec::new());
    }
    let mut others = Vec::new();
    for known in known(db).await? {
        if known.input.side != TariffSide::Receive || known.tariff.currency() != currency {
            continue;
        }
        let Some(fees) = fees_of(&known.tariff, &bands)? else {
            continue;
        };
        let other = OtherTariff {
            key: known.key,
            name: known.input.name,
            example: known.input.example,
            fees: amount(fees, currency)?,
            rate: share(fees, volume).map(|rate| rate.to_string()),
            less: amount(taken - fees, currency)?,
        };
        others.push((fees, other));
    }
    others.sort_by_key(|(fees, _)| *fees);
    Ok(others.into_iter().map(|(_, other)| other).collect())
}

/// The received payments by band.
fn received(charged: &BTreeMap<FeePlace, Sums>) -> Result<BTreeMap<usize, Sums>> {
    let mut bands: BTreeMap<usize, Sums> = BTreeMap::new();
    let of_side = charged
        .iter()
        .filter(|(place, _)| place.side == FeeSide::Received && place.band != ALONE);
    for (place, sums) in of_side {
        let band = bands.entry(place.band).or_default();
        *band = sum([*band, *sums].iter())?;
    }
    Ok(bands)
}

/// What a tariff takes of the average payment of each band, as often as there are payments; none where
/// it has no fee for one of them.
fn fees_of(tariff: &Tariff, bands: &BTreeMap<usize, Sums>) -> Result<Option<i64>> {
    let mut fees = 0;
    for [count, volume, _] in bands.values().filter(|[count, ..]| *count > 0) {
        let average = Rounding::HalfUp.divide((*volume).into(), (*count).into());
        let average = average.and_then(|minor| i64::try_from(minor).ok());
        let fee = average
            .and_then(|minor| Money::from_minor(minor, tariff.currency()).ok())
            .and_then(|average| tariff.fee(average).ok())
            .and_then(|fee| fee.minor().checked_mul(*count));
        let Some(of_band) = fee else {
            return Ok(None);
        };
        add(&mut fees, of_band)?;
    }
    Ok(Some(fees))
}
