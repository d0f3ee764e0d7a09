//! Money that came back: for which purchase.
//!
//! A refund is of the same payee and currency as its purchase, comes on its day or up to half a
//! year later, and is no larger than what is left of it. The provider's own link is certain;
//! everything else is suggested, the exact amount before a part.

mod latest;

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use farthing_money::{Currency, Money};
use serde::{Deserialize, Serialize};

use crate::ids::{AccountId, EntryId, RowId};
use crate::matching::{at, day_number, item};
use crate::text::compact;
use latest::Latest;

/// How many days after its purchase a refund is looked for.
pub const DAYS: i32 = 180;

/// A purchase, with what of it has come back already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Purchase<'a> {
    /// The entry.
    pub id: EntryId,
    /// The account that paid.
    pub account: AccountId,
    /// The day.
    pub day: NaiveDate,
    /// The effect on the account: negative.
    pub amount: Money,
    /// What linked refunds have brought back, in minor units and without sign.
    pub refunded_minor: i64,
    /// Who was paid, cleaned.
    pub payee: &'a str,
    /// The provider's own id, where it has one.
    pub provider_id: Option<&'a str>,
}

/// Money that came back, not yet linked to a purchase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refund<'a> {
    /// The row or entry.
    pub id: RowId,
    /// The account to which it came.
    pub account: AccountId,
    /// The day.
    pub day: NaiveDate,
    /// The effect on the account: positive.
    pub amount: Money,
    /// Who paid it back, cleaned.
    pub payee: &'a str,
    /// The provider's id of the purchase, where the row has it.
    pub related: Option<&'a str>,
}

/// A refund and its purchase, with the figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Link {
    /// The refund.
    pub refund: RowId,
    /// The purchase.
    pub purchase: EntryId,
    /// Why; only the provider's link is certain.
    pub reason: Reason,
    /// How many days after the purchase it came.
    pub days: i32,
    /// What was left of the purchase before, in minor units.
    pub left_before_minor: i64,
    /// What is left of it then; below zero where more came back than was left.
    pub left_after_minor: i64,
}

impl Link {
    /// Whether it needs no question.
    pub fn is_certain(&self) -> bool {
        self.reason == Reason::ProviderLink
    }
}

/// Why a refund belongs to a purchase, strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The provider links them, and the amount fits.
    ProviderLink,
    /// The provider links them, but more came back than was left: another rate, or a fee.
    ProviderLinkTooMuch,
    /// The same payee and the whole of the amount.
    WholeAmount,
    /// The same payee and exactly what was left after earlier refunds.
    RestOfAmount,
    /// The same payee and a part of what was left.
    PartOfAmount,
}

/// Finds the purchase of each refund, if there is one.
///
/// First what the provider links; then refunds that are exactly what is left of a purchase, in
/// order of their days; then parts. Among several purchases the latest before the refund is taken,
/// on the refund's own account before others. A purchase may have several refunds, but never more
/// than it cost unless the provider says so.
pub fn find(purchases: &[Purchase], refunds: &[Refund]) -> Vec<Link> {
    let mut search = Search::of(purchases, refunds);
    search.linked();
    for work in [Search::exact, Search::parts] {
        search.at_desks(Some, work);
        search.at_desks(|_| None, work);
    }
    let mut links = search.links;
    links.sort_unstable_by_key(|(refund, _)| *refund);
    links.into_iter().map(|(_, link)| link).collect()
}

/// The purchases of one payee in one currency, and its refunds that have no purchase yet; both in
/// order of their days.
#[derive(Default)]
struct Desk {
    purchases: Vec<u32>,
    refunds: Vec<u32>,
}

struct Search<'a> {
    purchases: &'a [Purchase<'a>],
    refunds: &'a [Refund<'a>],
    /// What is left of each purchase, in minor units.
    left: Vec<i64>,
    /// Which refunds have no purchase yet.
    free: Vec<bool>,
    /// The refund's place, and its link.
    links: Vec<(u32, Link)>,
}

impl<'a> Search<'a> {
    fn of(purchases: &'a [Purchase<'a>], refunds: &'a [Refund<'a>]) -> Self {
        let left = purchases.iter();
        let left = left.map(|p| paid_minor(p).saturating_sub(p.refunded_minor));
        Self {
            purchases,
            refunds,
            left: left.collect(),
            free: refunds
                .iter()
                .map(|refund| refund.amount.minor() > 0)
                .collect(),
            links: Vec::new(),
        }
    }

    /// What the provider links; an id that several purchases have links to none.
    fn linked(&mut self) {
        let mut by_id: HashMap<&str, Option<u32>> = HashMap::new();
        for (place, purchase) in self.purchases.iter().enumerate() {
            if let Some(id) = purchase.provider_id.filter(|id| !id.is_empty()) {
                let again = by_id.contains_key(id);
                by_id.insert(id, (!again).then(|| item(place)));
            }
        }
        for (place, refund) in self.refunds.iter().enumerate() {
            let purchase = refund
                .related
                .and_then(|id| by_id.get(id).copied().flatten());
            let paid = purchase.and_then(|purchase| at(self.purchases, purchase));
            let fits = paid.is_some_and(|paid| paid.amount.currency() == refund.amount.currency());
            if let Some(purchase) = purchase.filter(|_| fits && refund.amount.minor() > 0) {
                let enough = self.left_of(purchase) >= refund.amount.minor();
                let reason = if enough {
                    Reason::ProviderLink
                } else {
                    Reason::ProviderLinkTooMuch
                };
                self.link(item(place), purchase, reason);
            }
        }
    }

    /// Goes through the payees one by one, on each account alone or on all together.
    fn at_desks(
        &mut self,
        account: fn(AccountId) -> Option<AccountId>,
        work: fn(&mut Self, &Desk),
    ) {
        let mut desks: BTreeMap<(String, Currency, Option<AccountId>), Desk> = BTreeMap::new();
        for (place, refund) in self.refunds.iter().enumerate() {
            let payee = compact(refund.payee);
            if self.is_free(item(place)) && !payee.is_empty() {
                let key = (payee, refund.amount.currency(), account(refund.account));
                desks.entry(key).or_default().refunds.push(item(place));
            }
        }
        if desks.is_empty() {
            return;
        }
        for (place, paid) in self.purchases.iter().enumerate() {
            let payee = compact(paid.payee);
            let desk = desks.get_mut(&(payee, paid.amount.currency(), account(paid.account)));
            if let Some(desk) = desk.filter(|_| self.left_of(item(place)) > 0) {
                desk.purchases.push(item(place));
            }
        }
        for mut desk in desks.into_values() {
            desk.purchases
                .sort_by_key(|place| at(self.purchases, *place).map(|p| p.day));
            desk.refunds
                .sort_by_key(|place| at(self.refunds, *place).map(|r| r.day));
            work(self, &desk);
        }
    }

    /// Links refunds that are exactly what is left of a purchase.
    fn exact(&mut self, desk: &Desk) {
        // Days only go forward, so the latest purchase of a size is always the last on its pile.
        let mut piles: HashMap<i64, Vec<u32>> = HashMap::new();
        let mut coming = desk.purchases.iter().peekable();
        for refund in &desk.refunds {
            let Some(back) = at(self.refunds, *refund) else {
                continue;
            };
            while let Some(purchase) = coming.next_if(|p| self.days_after(**p, back) >= Some(0)) {
                piles
                    .entry(self.left_of(*purchase))
                    .or_default()
                    .push(*purchase);
            }
            let pile = piles.get_mut(&back.amount.minor());
            let last = pile.and_then(|pile| pile.pop_if(|p| self.is_in_time(*p, back)));
            if let Some(purchase) = last {
                self.link_by_amount(*refund, purchase, back);
            }
        }
    }

    /// Links refunds that are a part of what is left, or the rest after such parts.
    fn parts(&mut self, desk: &Desk) {
        let left = desk
            .purchases
            .iter()
            .map(|purchase| self.left_of(*purchase));
        let mut latest = Latest::of(left);
        // Purchases whose rest has just become this size; some have changed again since.
        let mut rests: HashMap<i64, Vec<usize>> = HashMap::new();
        let mut come = 0;
        for refund in &desk.refunds {
            let Some(back) = at(self.refunds, *refund) else {
                continue;
            };
            let size = back.amount.minor();
            let days = |place: usize| self.days_after(*desk.purchases.get(place)?, back);
            while days(come) >= Some(0) {
                come += 1;
            }
            let in_time = |place: &usize| days(*place) <= Some(DAYS);
            let rest = rests.get_mut(&size).and_then(Vec::pop);
            let rest = rest.filter(|place| latest.size_at(*place) == Some(size));
            let latest_place = || latest.before(come, size).filter(in_time);
            let place = rest.filter(in_time).or_else(latest_place);
            let purchase = place.and_then(|place| desk.purchases.get(place));
            if let Some((place, purchase)) = place.zip(purchase) {
                self.link_by_amount(*refund, *purchase, back);
                let left = self.left_of(*purchase);
                latest.set(place, left);
                rests.entry(left).or_default().push(place);
            }
        }
    }

    fn link_by_amount(&mut self, refund: u32, purchase: u32, back: &Refund) {
        let paid = at(self.purchases, purchase).map_or(0, paid_minor);
        let reason = match self.left_of(purchase) {
            left if left != back.amount.minor() => Reason::PartOfAmount,
            left if left == paid => Reason::WholeAmount,
            _ => Reason::RestOfAmount,
        };
        self.link(refund, purchase, reason);
    }

    fn link(&mut self, refund: u32, purchase: u32, reason: Reason) {
        let (Some(back), Some(paid)) = (at(self.refunds, refund), at(self.purchases, purchase))
        else {
            return;
        };
        let before = self.left_of(purchase);
        let after = before.saturating_sub(back.amount.minor());
        let link = Link {
            refund: back.id,
            purchase: paid.id,
            reason,
            days: day_number(back.day) - day_number(paid.day),
            left_before_minor: before,
            left_after_minor: after,
        };
        self.links.push((refund, link));
        put(&mut self.left, purchase, after);
        put(&mut self.free, refund, false);
    }

    fn is_free(&self, refund: u32) -> bool {
        at(&self.free, refund) == Some(&true)
    }

    fn left_of(&self, purchase: u32) -> i64 {
        at(&self.left, purchase).copied().unwrap_or(0)
    }

    fn days_after(&self, purchase: u32, back: &Refund) -> Option<i32> {
        let paid = at(self.purchases, purchase)?;
        Some(day_number(back.day) - day_number(paid.day))
    }

    fn is_in_time(&self, purchase: u32, back: &Refund) -> bool {
        let days = self.days_after(purchase, back);
        days.is_some_and(|days| (0..=DAYS).contains(&days))
    }
}

/// What a purchase cost, without sign; what came in was no purchase and has nothing to give back.
fn paid_minor(purchase: &Purchase) -> i64 {
    purchase.amount.minor().saturating_neg().max(0)
}

fn put<T>(list: &mut [T], place: u32, value: T) {
    let place = usize::try_from(place).ok();
    if let Some(old) = place.and_then(|place| list.get_mut(place)) {
        *old = value;
    }
}

#[cfg(test)]
mod tests;
