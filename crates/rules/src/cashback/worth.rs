//! What one rule pays for one purchase: its rate or tiers, its caps, and how far its counters could
//! stand elsewhere without paying another amount (spec E.3 step 4).

use super::exact::{Exact, GRAIN, fitting};
use super::live::Size;
use super::programme::{Cap, CapBasis, Pays, Programme, Rule, Tiers};
use super::rate::Rate;
use super::standing::Standing;
use super::terms::TierMethod;
use crate::error::RulesError;

/// What a rule pays for a purchase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Worth {
    pub reward: Exact,
    /// Of its first minor unit.
    pub rate: Rate,
    pub cap: Option<Taken>,
}

/// What a purchase takes of a cap, in parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Taken {
    pub cap: Cap,
    pub left: i128,
    pub amount: i128,
    pub is_short: bool,
}

/// How much less or more a counter could hold without another result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Room {
    pub less: i128,
    pub more: i128,
}

impl Room {
    /// Whatever it holds, the result is the same.
    pub const ANY: Self = Self {
        less: i128::MAX,
        more: i128::MAX,
    };
    /// It holds what it holds.
    const NONE: Self = Self { less: 0, more: 0 };

    pub(super) fn narrow(&mut self, other: Self) {
        self.less = self.less.min(other.less);
        self.more = self.more.min(other.more);
    }
}

/// How much a rule pays.
pub(super) type Pricing =
    fn(&Programme, &Rule, Size, &Standing, &mut [Room]) -> Result<Worth, RulesError>;

/// What a rule that holds pays for a purchase of this size.
pub(super) fn worth(
    programme: &Programme,
    rule: &Rule,
    size: Size,
    standing: &Standing,
    rooms: &mut [Room],
) -> Result<Worth, RulesError> {
    let spend = fitting(programme.minor_parts.checked_mul(size.counted.into()))?;
    let (plain, rate) = match &rule.pays {
        Pays::Rate(rate) => (rate.of_minor(programme, size.counted)?, *rate),
        Pays::Tiers(tiers) => {
            let at = standing.amount(tiers.counter);
            let (paid, rate, room) = tiers.pay(programme, size, at, rule.fallback)?;
            note(rooms, tiers.counter, room);
            (paid, rate)
        }
    };
    let mut worth = Worth {
        reward: Exact::of_parts(plain),
        rate,
        cap: None,
    };
    if let Some(cap) = &rule.cap {
        let left = (cap.limit - standing.amount(cap.counter)).max(0);
        let need = match cap.basis {
            CapBasis::Spend => spend,
            CapBasis::Reward => plain,
        };
        note(rooms, cap.counter, room_of(cap, need, standing));
        worth.cap = Some(Taken {
            cap: *cap,
            left,
            amount: need.min(left),
            is_short: need > left,
        });
        if need > left {
            worth.reward = beyond(rule, cap.basis, (plain, spend), left)?;
        }
    }
    if let Some(most) = rule.purchase_cap {
        worth.limit(most)?;
    }
    Ok(worth)
}

/// What a rule pays back of an unlinked refund: the rate that holds now, without caps.
pub(super) fn worth_back(
    programme: &Programme,
    rule: &Rule,
    size: Size,
    standing: &Standing,
    rooms: &mut [Room],
) -> Result<Worth, RulesError> {
    let rate = match &rule.pays {
        Pays::Rate(rate) => *rate,
        Pays::Tiers(tiers) => {
            let at = standing.amount(tiers.counter);
            let (rate, room) = tiers.reached(at, rule.fallback);
            note(rooms, tiers.counter, room);
            rate
        }
    };
    Ok(Worth {
        reward: Exact::of_parts(rate.of_minor(programme, size.counted)?),
        rate,
        cap: None,
    })
}

impl Worth {
    fn limit(&mut self, most: i128) -> Result<(), RulesError> {
        if !self.reward.is_above(Exact::of_parts(most))? {
            return Ok(());
        }
        self.reward = Exact::of_parts(most);
        if let Some(taken) = &mut self.cap
            && taken.cap.basis == CapBasis::Reward
        {
            taken.amount = taken.amount.min(most);
        }
        Ok(())
    }
}

/// What is paid where the cap does not reach: the rule's part, and the fallback for the rest.
fn beyond(
    rule: &Rule,
    basis: CapBasis,
    (plain, spend): (i128, i128),
    left: i128,
) -> Result<Exact, RulesError> {
    if left == 0 {
        // Long after a cap is used up there is nothing to share.
        return Ok(Exact::of_parts(rule.fallback.of_parts(spend)?));
    }
    match (basis, &rule.pays) {
        (CapBasis::Spend, Pays::Rate(rate)) => {
            let rest = rule.fallback.of_parts(spend - left)?;
            let parts = rate.of_parts(left)?.checked_add(rest);
            Ok(Exact::of_parts(fitting(parts)?))
        }
        (CapBasis::Spend, Pays::Tiers(_)) => {
            let share = Exact::fraction(left / GRAIN, (spend / GRAIN).max(1));
            let rest = Exact::of_parts(rule.fallback.of_parts(spend - left)?);
            share.times(plain)?.plus(rest)
        }
        (CapBasis::Reward, _) => {
            let rest = Exact::fraction(plain - left, plain.max(1));
            let rest = rest.times(rule.fallback.of_parts(spend)?)?;
            Exact::of_parts(left).plus(rest)
        }
    }
}

fn room_of(cap: &Cap, need: i128, standing: &Standing) -> Room {
    let left = cap.limit - standing.amount(cap.counter);
    if need <= left.max(0) && left >= 0 {
        return Room {
            less: i128::MAX,
            more: left - need,
        };
    }
    if left <= 0 {
        return Room {
            less: left.saturating_neg(),
            more: i128::MAX,
        };
    }
    Room::NONE
}

impl Tiers {
    /// What a purchase earns that begins where so much was spent, with the rate of its first minor
    /// unit, or of all of it.
    fn pay(
        &self,
        programme: &Programme,
        size: Size,
        at: i128,
        beyond: Rate,
    ) -> Result<(i128, Rate, Room), RulesError> {
        if self.method == TierMethod::Whole {
            let (rate, room) = self.reached(at + i128::from(size.whole), beyond);
            return Ok((rate.of_minor(programme, size.counted)?, rate, room));
        }
        let end = at + i128::from(size.counted);
        let (mut paid, mut first) = (0_i128, None);
        let mut begin = at;
        let mut room = Room::NONE;
        let mut lower = None;
        let last = (i128::MAX, beyond);
        for (up_to, rate) in self.bands.iter().chain([&last]) {
            if begin < *up_to || (begin == end && end <= *up_to) {
                let until = end.min(*up_to);
                let part = fitting(i64::try_from(until - begin).ok())?;
                paid = fitting(paid.checked_add(rate.of_minor(programme, part)?))?;
                if first.is_none() && until == end {
                    room = Room {
                        less: lower.map_or(i128::MAX, |lower: i128| at - lower),
                        more: if *up_to == i128::MAX {
                            i128::MAX
                        } else {
                            up_to - end
                        },
                    };
                }
                first = first.or(Some(*rate));
                begin = until;
            }
            if begin == end {
                break;
            }
            lower = Some(*up_to);
        }
        Ok((paid, first.unwrap_or(beyond), room))
    }

    /// The rate of the tier that so much spend reaches.
    fn reached(&self, reach: i128, beyond: Rate) -> (Rate, Room) {
        let place = self.bands.partition_point(|(up_to, _)| *up_to < reach);
        let lower = place.checked_sub(1).and_then(|place| self.bands.get(place));
        let less = lower.map_or(i128::MAX, |(up_to, _)| reach - up_to - 1);
        let Some((up_to, rate)) = self.bands.get(place) else {
            let more = i128::MAX;
            return (beyond, Room { less, more });
        };
        let more = if *up_to == i128::MAX {
            i128::MAX
        } else {
            up_to - reach
        };
        (*rate, Room { less, more })
    }
}

fn note(rooms: &mut [Room], counter: usize, room: Room) {
    if let Some(known) = rooms.get_mut(counter) {
        known.narrow(room);
    }
}
