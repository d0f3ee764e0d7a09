//! What was charged: fees of payments by the account that paid them and by size.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use farthing_money::{Currency, Money};
use farthing_rules::lens::{annualised, band_limits, share};
use sqlx::SqliteConnection;

use super::others::others;
use super::{FeeBand, FeeFlow, FeeSum, Fees, ProviderFees};
use crate::day::day_number;
use crate::error::{LedgerError, Result};
use crate::ids::AccountId;
use crate::store::Ledger;
use crate::totals::details::{self, FeePlace, FeeSide};
use crate::totals::{ABOVE, ALONE};
use crate::wire::{amount, named_currency};

/// The steps of the ladder that end a size band for people: the usual limit, and four, ten times it.
const ENDS: [usize; 3] = [3, 7, 9];

/// Count, volume and fees.
pub(super) type Sums = [i64; 3];

impl Ledger {
    /// What was charged from day to day in a currency, pending payments included.
    pub async fn fees(&self, currency: &str, from: NaiveDate, to: NaiveDate) -> Result<Fees> {
        let currency = named_currency(currency)?;
        if from > to {
            let message = "the first day is after the last";
            return Err(LedgerError::invalid("from", message));
        }
        let mut db = self.pool.acquire().await?;
        let days = (day_number(from), day_number(to));
        let charged = details::fees(&mut db, currency, days).await?;
        let names = names(&mut db, &charged).await?;
        let window = u32::try_from((to - from).num_days() + 1).unwrap_or(u32::MAX);
        let others = others(&mut db, currency, &charged).await?;
        let mut fees = Told { currency, names }.fees(&charged, (from, to), window)?;
        fees.others = others;
        Ok(fees)
    }
}

async fn names(
    db: &mut SqliteConnection,
    charged: &BTreeMap<FeePlace, Sums>,
) -> Result<BTreeMap<AccountId, String>> {
    let accounts: BTreeSet<AccountId> = charged.keys().map(|place| place.account).collect();
    let list = serde_json::to_string(&accounts)?;
    let rows = sqlx::query!(
        r#"select id as "id: AccountId", name from accounts
           where id in (select value from json_each(?))"#,
        list
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}

/// What the figures are told with.
struct Told {
    currency: Currency,
    names: BTreeMap<AccountId, String>,
}

impl Told {
    fn fees(
        &self,
        charged: &BTreeMap<FeePlace, Sums>,
        (from, to): (NaiveDate, NaiveDate),
        window: u32,
    ) -> Result<Fees> {
        let total = sum(charged.values())?;
        let alone = charged.iter().filter(|(place, _)| place.band == ALONE);
        let money = Money::from_minor(total[2], self.currency)?;
        let pace = annualised(money, window)
            .map_err(|error| LedgerError::invalid("from", error.to_string()))?;
        Ok(Fees {
            currency: self.currency.code().to_owned(),
            from,
            to,
            total: money.into(),
            annualised: pace.yearly.into(),
            alone: self.flow(sum(alone.map(|(_, sums)| sums))?)?,
            paid: self.side(charged, FeeSide::Paid)?,
            received: self.side(charged, FeeSide::Received)?,
            others: Vec::new(),
            formula: format!(
                "Fees that stand beside their payments from {} to {} come to {money}. A rate is the fees ÷ \
                 the payments that carried one, without their fees; payments without a fee and fees \
                 without a payment are in no rate. A year at this pace is the fees × 365 ÷ {window} days.",
                from.format("%-d %B %Y"),
                to.format("%-d %B %Y"),
            ),
        })
    }

    fn side(&self, charged: &BTreeMap<FeePlace, Sums>, side: FeeSide) -> Result<FeeSum> {
        let of_side: Vec<_> = charged
            .iter()
            .filter(|(place, _)| place.side == side && place.band != ALONE)
            .collect();
        let bands = (0..=ENDS.len()).map(|band| self.band(&of_side, band));
        let bands = bands.collect::<Result<Vec<_>>>()?;
        let accounts: BTreeSet<AccountId> =
            of_side.iter().map(|(place, _)| place.account).collect();
        let mut providers = Vec::with_capacity(accounts.len());
        for account in accounts {
            let own: Vec<_> = of_side
                .iter()
                .filter(|(place, _)| place.account == account)
                .copied()
                .collect();
            let all = sum(own.iter().map(|(_, sums)| *sums))?;
            let by_band = (0..=ENDS.len()).map(|band| self.flow(in_band(&own, band)?));
            let shown = ProviderFees {
                account,
                name: self.names.get(&account).cloned().unwrap_or_default(),
                all: self.flow(all)?,
                bands: by_band.collect::<Result<_>>()?,
            };
            providers.push((all[2], shown));
        }
        providers.sort_by_key(|(fees, shown)| (Reverse(*fees), shown.account));
        Ok(FeeSum {
            all: self.flow(sum(of_side.iter().map(|(_, sums)| *sums))?)?,
            bands,
            providers: providers.into_iter().map(|(_, shown)| shown).collect(),
        })
    }

    fn band(&self, of_side: &[(&FeePlace, &Sums)], band: usize) -> Result<FeeBand> {
        let limits = band_limits(self.currency);
        let end = |band: usize| ENDS.get(band).and_then(|step| limits.get(*step));
        Ok(FeeBand {
            above: band.checked_sub(1).and_then(end).map(|end| (*end).into()),
            up_to: end(band).map(|end| (*end).into()),
            flow: self.flow(in_band(of_side, band)?)?,
        })
    }

    fn flow(&self, [count, volume, fees]: Sums) -> Result<FeeFlow> {
        Ok(FeeFlow {
            count,
            volume: amount(volume, self.currency)?,
            fees: amount(fees, self.currency)?,
            net: amount(volume - fees, self.currency)?,
            rate: share(fees, volume).map(|rate| rate.to_string()),
        })
    }
}

/// The sums of one of the bands that people see.
fn in_band(places: &[(&FeePlace, &Sums)], band: usize) -> Result<Sums> {
    let of_step = |step: usize| match step {
        ABOVE => ENDS.len(),
        step => ENDS.partition_point(|end| *end < step),
    };
    let inside = places
        .iter()
        .filter(|(place, _)| of_step(place.band) == band);
    sum(inside.map(|(_, sums)| *sums))
}

pub(super) fn sum<'s>(all: impl Iterator<Item = &'s Sums>) -> Result<Sums> {
    let mut total = [0; 3];
    for sums in all {
        for (total, part) in total.iter_mut().zip(sums) {
            crate::totals::add(total, *part)?;
        }
    }
    Ok(total)
}
