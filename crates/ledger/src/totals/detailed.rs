//! What an entry adds to its day beside the sums: an hour, categories, a fee, a purchase.

use farthing_money::Currency;
use farthing_rules::lens::BANDS;

use super::details::{FeePlace, FeeSide, NO_HOUR, add_sums};
use super::purchases::DayPurchase;
use super::{Deltas, Fact, Part};
use crate::day::day_number;
use crate::error::Result;
use crate::ids::{AccountId, built_in};
use crate::kinds::{EntryKind, EntryStatus};

/// The band of what is larger than every band.
pub(crate) const ABOVE: usize = BANDS;
/// The band of a fee without a payment, such as a monthly one.
pub(crate) const ALONE: usize = BANDS + 1;

impl Deltas {
    /// Adds (`sign` 1) or takes away (`sign` -1) what a day holds of an entry.
    pub(super) fn count_details(
        &mut self,
        fact: &Fact,
        sizes: &[(Currency, AccountId, i64)],
        sign: i64,
    ) -> Result<()> {
        for (currency, _, size) in sizes {
            self.count_categories(fact, *currency, *size, sign)?;
            if fact.status == EntryStatus::Posted {
                self.count_hour(fact, *currency, *size, sign)?;
            }
        }
        self.count_fees(fact, sign)
    }

    fn count_hour(&mut self, fact: &Fact, currency: Currency, size: i64, sign: i64) -> Result<()> {
        let band = self.ladder(currency).band_of(size);
        let detail = self
            .details
            .entry((currency, day_number(fact.day)))
            .or_default();
        let hour = fact
            .second
            .map_or(NO_HOUR, |second| i64::from(second / 3_600));
        detail
            .hours
            .entry(hour)
            .or_default()
            .count(size, band, sign)?;
        let purchase = DayPurchase {
            payee: fact.payee.map_or(0, |payee| payee.0),
            category: fact.main_category(currency).0,
            minute: fact
                .second
                .and_then(|second| u16::try_from(second / 60).ok()),
            minor: size,
        };
        let list = if sign > 0 {
            &mut detail.bought
        } else {
            &mut detail.taken
        };
        list.push(purchase);
        Ok(())
    }

    fn count_categories(
        &mut self,
        fact: &Fact,
        currency: Currency,
        size: i64,
        sign: i64,
    ) -> Result<()> {
        let mut sums: Vec<(i64, [i64; 2])> = Vec::new();
        for part in fact.categories_in(currency) {
            match sums.iter_mut().find(|(key, _)| *key == part.account.0) {
                Some((_, sums)) => sums[1] += part.minor * sign,
                None => sums.push((part.account.0, [sign, part.minor * sign])),
            }
        }
        if sums.is_empty() {
            sums.push((fact.main_category(currency).0, [sign, size * sign]));
        }
        let day = (currency, day_number(fact.day));
        let detail = self.details.entry(day).or_default();
        add_sums(&mut detail.categories, sums)
    }

    fn count_fees(&mut self, fact: &Fact, sign: i64) -> Result<()> {
        let fees = fact
            .parts
            .iter()
            .filter(|part| part.account == built_in::FEES);
        for (place, part) in fees.enumerate() {
            let currency = part.currency;
            let earlier = fact.parts.iter().filter(|p| p.account == built_in::FEES);
            if earlier.take(place).any(|p| p.currency == currency) {
                continue;
            }
            let (account, side, paid, fee) = fact.fee(currency);
            let band = match paid {
                0 => ALONE,
                _ => self.ladder(currency).band_of(paid).unwrap_or(ABOVE),
            };
            let key = FeePlace {
                account,
                side,
                band,
            }
            .key();
            let day = (currency, day_number(fact.day));
            let detail = self.details.entry(day).or_default();
            add_sums(&mut detail.fees, [(key, [sign, paid * sign, fee * sign])])?;
        }
        Ok(())
    }
}

impl Fact {
    /// The parts in categories, in a currency; balancing accounts are none.
    fn categories_in(&self, currency: Currency) -> impl Iterator<Item = &Part> {
        let is_category = |part: &&Part| !part.own && !is_balancing(part.account);
        let parts = self.parts.iter().filter(is_category);
        parts.filter(move |part| part.currency == currency)
    }

    /// The category that took most of a purchase, in its own currency where there is one; fees come last.
    fn main_category(&self, currency: Currency) -> AccountId {
        let categories = self
            .parts
            .iter()
            .filter(|part| !part.own && !is_balancing(part.account) && part.minor > 0);
        let most = categories.max_by_key(|part| {
            (
                part.account != built_in::FEES,
                part.currency == currency,
                part.minor,
            )
        });
        most.map_or(built_in::SPENDING, |part| part.account)
    }

    /// The fee in a currency: whose account was charged, which way the payment went, how large it was
    /// without the fee (zero for a fee alone), and the fee.
    fn fee(&self, currency: Currency) -> (AccountId, FeeSide, i64, i64) {
        let parts = || self.parts.iter().filter(|part| part.currency == currency);
        let of_fees = parts().filter(|part| part.account == built_in::FEES);
        let fee: i64 = of_fees.map(|part| part.minor).sum();
        let own = || parts().filter(|part| part.own);
        let least = own().min_by_key(|part| part.minor);
        let most = own().max_by_key(|part| part.minor);
        let received = match self.kind {
            EntryKind::Income | EntryKind::Refund | EntryKind::Interest | EntryKind::Cashback => {
                most.filter(|part| part.minor > 0)
            }
            _ => None,
        };
        if let Some(part) = received {
            return (
                part.account,
                FeeSide::Received,
                (part.minor + fee).max(0),
                fee,
            );
        }
        let account = least.map_or(built_in::FEES, |part| part.account);
        let paid = least.map_or(0, |part| (-part.minor).saturating_sub(fee).max(0));
        (account, FeeSide::Paid, paid, fee)
    }
}

fn is_balancing(account: AccountId) -> bool {
    let balancing = [
        built_in::TRANSFERS,
        built_in::EXCHANGE,
        built_in::OPENING,
        built_in::ADJUSTMENTS,
    ];
    balancing.contains(&account)
}
