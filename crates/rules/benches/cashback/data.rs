//! Twenty years of purchases and refunds that are the same on every run, six programmes, and what is
//! kept of them.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate};
use farthing_rules::RulesError;
use farthing_rules::calendar::Span;
use farthing_rules::cashback::{Blocks, Change, Made, Programme, Reason, Renewal, Reward, Spend};
use farthing_rules::ids::{AccountId, CategoryId, EntryId};
use farthing_rules::kind::Kind;
use farthing_rules::roundup::{Entry, Status};

use super::programmes::{cents, programmes};
use crate::numbers::Numbers;

/// Twenty years, of which the last month is not over.
const DAYS: u64 = 7_305;
/// One purchase in so many comes back, wholly or in part, within so many days.
const REFUNDED: u64 = 50;
const REFUND_DAYS: u64 = 40;
/// New purchases are spread over the last ten months.
const IMPORT_DAYS: u64 = 304;
const PAYEES: [&str; 8] = [
    "Shop 12", "Corner", "Market 1", "Kiosk", "Diner", "Station", "Shop 20", "Arcade",
];
const CODES: [u16; 6] = [5411, 5541, 5812, 6051, 4111, 5999];

/// A purchase, or a refund where the amount is above zero.
#[derive(Clone, Copy)]
pub struct Movement {
    id: u32,
    day: NaiveDate,
    minor: i32,
    facts: u8,
    refund_of: Option<u32>,
    last_refund: Option<NaiveDate>,
}

/// What is kept of a reward.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeptReward {
    entry: u32,
    minor: i32,
    base: i32,
    winner: u8,
    reason: Reason,
}

/// The movements by day, in their order.
pub struct History(BTreeMap<NaiveDate, Vec<Movement>>);

/// A programme with what is kept of it.
#[derive(Clone)]
pub struct Kept {
    pub name: &'static str,
    blocks: Blocks,
    rewards: BTreeMap<NaiveDate, Vec<KeptReward>>,
    statements: BTreeMap<NaiveDate, i64>,
}

/// How much a change made necessary.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Work {
    /// Stretches of days that were asked for.
    pub stretches: usize,
    /// Entries that were worked out.
    pub entries: usize,
}

impl Numbers {
    /// The size of a purchase: mostly small.
    fn size(&mut self) -> i32 {
        let most = [400, 900, 2_000, 5_500][self.below(4) as usize];
        self.below(most) as i32 + 20
    }

    fn purchase(&mut self, id: u32, day: NaiveDate) -> Movement {
        Movement {
            id,
            day,
            minor: -self.size(),
            facts: self.below(256) as u8,
            refund_of: None,
            last_refund: None,
        }
    }
}

impl History {
    /// So many purchases over twenty years, and what comes back of them.
    pub fn of(purchases: u32) -> Self {
        let mut numbers = Numbers(7);
        let mut history = Self(BTreeMap::new());
        for id in 0..purchases {
            let number = u64::from(id) * DAYS / u64::from(purchases);
            let mut bought = numbers.purchase(id, day(number));
            let back = number + numbers.below(REFUND_DAYS);
            if numbers.below(REFUNDED) == 0 && back < DAYS {
                bought.last_refund = Some(day(back));
                let minor = -bought.minor >> numbers.below(2);
                history.push(Movement {
                    id: u32::MAX - id,
                    day: day(back),
                    minor: minor.max(1),
                    refund_of: Some(id),
                    last_refund: None,
                    ..bought
                });
            }
            history.push(bought);
        }
        // A refund of the same day comes after its purchase.
        for movements in history.0.values_mut() {
            movements.sort_by_key(|movement| movement.minor > 0);
        }
        history
    }

    /// Imports so many purchases, spread over the last ten months; gives them in their order.
    pub fn import(&mut self, purchases: u32, from: u32) -> Vec<Movement> {
        let mut numbers = Numbers(11);
        let mut added = Vec::new();
        for number in 0..purchases {
            let on = DAYS - IMPORT_DAYS + u64::from(number) * IMPORT_DAYS / u64::from(purchases);
            let bought = numbers.purchase(from + number, day(on));
            self.push(bought);
            added.push(bought);
        }
        for movements in self.0.values_mut() {
            movements.sort_by_key(|movement| movement.minor > 0);
        }
        added
    }

    /// Every size of a purchase, in cents.
    pub fn sizes(&self) -> impl Iterator<Item = i32> {
        let all = self.0.values().flatten();
        all.map(|movement| -movement.minor)
            .filter(|minor| *minor > 0)
    }

    fn push(&mut self, movement: Movement) {
        self.0.entry(movement.day).or_default().push(movement);
    }
}

impl Kept {
    /// Computes what a change makes necessary, all of it where nothing is kept.
    pub fn renew(
        &mut self,
        programme: &Programme,
        history: &History,
        added: &[Spend<'_>],
    ) -> Result<Work, RulesError> {
        let change = Change {
            added,
            days: Vec::new(),
        };
        let mut work = Work::default();
        let mut renewal = Renewal::new(programme, &mut self.blocks, change, all_days())?;
        let (mut spends, mut made) = (Vec::new(), Vec::new());
        loop {
            let statements = &mut self.statements;
            let mut keep = |one: Made<'_>| keep(&mut made, statements, one);
            let span = renewal.next(programme, &mut self.blocks, &mut keep)?;
            work.entries += made.len();
            for of_day in made.chunk_by(|a, b| a.0 == b.0) {
                let rewards = of_day.iter().map(|(_, reward)| *reward);
                self.rewards.entry(of_day[0].0).or_default().extend(rewards);
            }
            made.clear();
            let Some(span) = span else { return Ok(work) };
            spends.clear();
            let movements = history.0.range(span.first..=span.last);
            spends.extend(movements.flat_map(|(_, movements)| movements).map(spend_of));
            let mut keep = |one: Made<'_>| self::keep(&mut made, statements, one);
            renewal.go_on(programme, &mut self.blocks, &spends, &mut keep)?;
            work.stretches += 1;
            work.entries += made.len();
            for of_day in made.chunk_by(|a, b| a.0 == b.0) {
                let rewards = of_day.iter().map(|(_, reward)| *reward).collect();
                self.rewards.insert(of_day[0].0, rewards);
            }
            made.clear();
        }
    }

    /// Whether what is kept is the same, whatever the blocks and the order of new rewards in a day.
    pub fn is_same(&self, other: &Self) -> bool {
        let sorted = |kept: &Self| {
            let mut rewards = kept.rewards.clone();
            for rewards in rewards.values_mut() {
                rewards.sort_by_key(|reward| reward.entry);
            }
            rewards
        };
        sorted(self) == sorted(other) && self.statements == other.statements
    }

    /// How many rewards are kept, and the minor units they come to.
    pub fn total(&self) -> (usize, i64) {
        let all = self.rewards.values().flatten();
        let minor: i64 = all.clone().map(|kept| i64::from(kept.minor)).sum();
        let statements: i64 = self.statements.values().sum();
        (all.count(), minor + statements)
    }

    /// How many blocks are kept.
    pub fn blocks(&self) -> usize {
        self.blocks.len()
    }
}

fn keep(
    rewards: &mut Vec<(NaiveDate, KeptReward)>,
    statements: &mut BTreeMap<NaiveDate, i64>,
    made: Made<'_>,
) {
    match made {
        Made::Reward(reward) => rewards.push((reward.day, KeptReward::of(reward))),
        Made::Statement(total) => {
            statements.insert(total.end, total.reward.minor());
        }
    }
}

impl KeptReward {
    fn of(reward: &Reward) -> Self {
        let minor = reward.reward.map_or(0, |reward| reward.minor());
        Self {
            entry: u32::try_from(reward.entry.0).unwrap(),
            minor: i32::try_from(minor).unwrap(),
            base: i32::try_from(reward.base.minor()).unwrap(),
            winner: reward
                .winner()
                .map_or(0, |rule| u8::try_from(rule.0).unwrap()),
            reason: reward.reason,
        }
    }
}

/// The days of the whole history.
pub fn all_days() -> Span {
    Span::new(day(0), day(DAYS - 1)).unwrap()
}

/// The programmes, of which nothing is kept yet.
pub fn all() -> Vec<(Programme, Kept)> {
    let programmes = programmes().into_iter();
    programmes
        .map(|(name, programme)| {
            let kept = Kept {
                name,
                blocks: Blocks::new(),
                rewards: BTreeMap::new(),
                statements: BTreeMap::new(),
            };
            (programme, kept)
        })
        .collect()
}

/// A movement as programmes see it.
pub fn spend_of(movement: &Movement) -> Spend<'static> {
    let facts = usize::from(movement.facts);
    Spend {
        entry: Entry {
            id: EntryId(movement.id.into()),
            day: movement.day,
            account: AccountId(1),
            amount: cents(movement.minor),
            authorised: None,
            kind: if movement.minor > 0 {
                Kind::Refund
            } else {
                Kind::Purchase
            },
            status: Status::Posted,
            payee: PAYEES[facts % PAYEES.len()],
            category: Some(CategoryId((movement.facts % 11).into())),
            lines: &[],
            refund_of: movement.refund_of.map(|id| EntryId(id.into())),
        },
        eligible: None,
        mcc: Some(CODES[facts % CODES.len()]),
        method: Some(if movement.facts.is_multiple_of(3) {
            "qr"
        } else {
            "card"
        }),
        last_refund: movement.last_refund,
    }
}

fn day(number: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2006, 1, 16).unwrap() + Days::new(number)
}

/// How many months the history has.
pub fn months() -> i32 {
    let (first, last) = (all_days().first, all_days().last);
    (last.year() - first.year()) * 12 + last.month() as i32 - first.month() as i32 + 1
}
