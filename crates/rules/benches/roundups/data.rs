//! Twenty years of purchases that are the same on every run, five rules, and what is kept of them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Days, NaiveDate, Weekday};
use farthing_money::{Currency, Money};
use farthing_rules::RulesError;
use farthing_rules::calendar::Span;
use farthing_rules::ids::{AccountId, EntryId};
use farthing_rules::kind::Kind;
use farthing_rules::roundup::{
    Accrual, Caps, ChangePolicy, Entry, Exact, Filter, Guard, GuardMode, Mode, MonthStandings,
    Reason, RefundPolicy, Renewal, RoundUp, Settlements, Status, Step, Trigger, Versions, notes_of,
};

use crate::numbers::Numbers;

/// Twenty years, of which the last month is not over.
const DAYS: u64 = 7_305;
/// What comes in each month, so that the guarded account runs low and not dry.
const PAY_PER_PURCHASE: i64 = 1_530;

/// A purchase, or pay where the amount is above zero.
#[derive(Clone, Copy)]
pub struct Movement {
    id: u32,
    day: NaiveDate,
    minor: i32,
}

/// What is kept of an accrual; its day is that of the entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeptAccrual {
    entry: u32,
    amount: i32,
    base: i32,
    reason: Reason,
}

/// The movements by month, in their order.
pub struct History(BTreeMap<NaiveDate, Vec<Movement>>);

/// A rule with what is kept of it.
#[derive(Clone)]
pub struct KeptRule {
    pub name: &'static str,
    versions: Versions,
    standings: MonthStandings,
    accruals: BTreeMap<NaiveDate, Vec<KeptAccrual>>,
}

impl Numbers {
    /// The size of a purchase: mostly small, one in eight of whole euros.
    fn size(&mut self) -> i32 {
        let most = [400, 900, 2_000, 5_500][self.below(4) as usize];
        let minor = self.below(most) as i32 + 20;
        if self.below(8) == 0 {
            (minor / 100 + 1) * 100
        } else {
            minor
        }
    }
}

impl History {
    /// So many purchases over twenty years, and pay on the first of each month.
    pub fn of(purchases: u32) -> Self {
        let mut numbers = Numbers(7);
        let mut history = Self(BTreeMap::new());
        for id in 0..purchases {
            let number = u64::from(id) * DAYS / u64::from(purchases);
            history.push(id, day(number), -numbers.size());
        }
        let months = history.0.len() as i64;
        let pay = i64::from(purchases) * PAY_PER_PURCHASE / months;
        for (number, (month, movements)) in (0..).zip(&mut history.0) {
            let movement = Movement {
                id: u32::MAX - number,
                day: *month.max(&day(0)),
                minor: pay as i32,
            };
            movements.insert(0, movement);
        }
        history
    }

    /// Imports so many purchases, spread over the last thirty days; gives the days they affect.
    pub fn import(&mut self, purchases: u32, from: u32) -> Span {
        let mut numbers = Numbers(11);
        for number in 0..purchases {
            let on = day(DAYS - 30 + u64::from(number) * 30 / u64::from(purchases));
            self.push(from + number, on, -numbers.size());
        }
        let affected = Span::new(day(DAYS - 30), day(DAYS - 1)).unwrap();
        for (_, movements) in self.0.range_mut(first_of_month(affected.first)..) {
            movements.sort_by_key(|movement| movement.day);
        }
        affected
    }

    /// Every size of a purchase, in cents.
    pub fn sizes(&self) -> impl Iterator<Item = i32> {
        let all = self.0.values().flatten();
        all.map(|movement| -movement.minor)
            .filter(|minor| *minor > 0)
    }

    fn push(&mut self, id: u32, day: NaiveDate, minor: i32) {
        let month = self.0.entry(first_of_month(day)).or_default();
        month.push(Movement { id, day, minor });
    }
}

impl KeptRule {
    /// Computes what a change of these days affects; gives how many months that were.
    pub fn renew(&mut self, history: &History, affected: Span) -> Result<usize, RulesError> {
        let settlements = Settlements::default();
        let mut renewal = Renewal::new(&self.versions, &mut self.standings, affected, all_days())?;
        let mut entries = Vec::new();
        let mut months = 0;
        while let Some(month) = renewal.month() {
            months += 1;
            entries.clear();
            let movements = history.0.get(&month.first).into_iter().flatten();
            entries.extend(movements.map(entry_of));
            let mut kept = Vec::with_capacity(entries.len());
            let mut keep = |accrual: Accrual| kept.push(KeptAccrual::of(&accrual));
            renewal.go_on(
                &self.versions,
                &mut self.standings,
                &entries,
                &settlements,
                &mut keep,
            )?;
            self.accruals.insert(month.first, kept);
        }
        Ok(months)
    }

    /// Whether what is kept is the same.
    pub fn is_same(&self, other: &Self) -> bool {
        self.accruals == other.accruals && self.standings == other.standings
    }

    /// How many accruals are kept, and the cents they come to.
    pub fn total(&self) -> (usize, i64) {
        let all = self.accruals.values().flatten();
        let minor = all.clone().map(|kept| i64::from(kept.amount)).sum();
        (all.count(), minor)
    }
}

impl KeptAccrual {
    fn of(accrual: &Accrual) -> Self {
        Self {
            entry: u32::try_from(accrual.entry.0).unwrap(),
            amount: i32::try_from(accrual.amount.minor()).unwrap(),
            base: i32::try_from(accrual.base.minor()).unwrap(),
            reason: accrual.reason,
        }
    }
}

/// The days of the whole history.
pub fn all_days() -> Span {
    Span::new(day(0), day(DAYS - 1)).unwrap()
}

/// Five rules of different kinds, of which nothing is kept yet.
pub fn rules() -> Vec<KeptRule> {
    let increment = cents(100);
    let full = Mode::Multiple {
        increment,
        exact: Exact::Full,
    };
    let plain = rule_of(Step::of(increment));
    let capped = Step {
        caps: Caps {
            day: Some(cents(1_500)),
            month: Some(cents(30_000)),
            ..Caps::default()
        },
        ..Step::of(increment)
    };
    let weekly = Step {
        caps: Caps {
            week: Some(cents(10_000)),
            ..Caps::default()
        },
        ..Step::of(increment)
    };
    let all = [
        ("to the next euro", plain.clone()),
        (
            "full when exact, three times",
            RoundUp {
                times: 3,
                ..rule_of(Step::with(full, increment.currency()))
            },
        ),
        (
            "to the next bank note",
            rule_of(Step::with(
                Mode::Note(notes_of(increment.currency())),
                increment.currency(),
            )),
        ),
        (
            "capped by day, month and size",
            RoundUp {
                cap_ratio: Some("0.25".parse().unwrap()),
                ..rule_of(capped)
            },
        ),
        (
            "guarded, capped by week",
            RoundUp {
                guard: Some(Guard {
                    account: AccountId(1),
                    opening: cents(200_000),
                    floor: cents(10_000),
                    mode: GuardMode::Skip,
                }),
                ..rule_of(weekly)
            },
        ),
    ];
    all.into_iter()
        .map(|(name, rule)| KeptRule {
            name,
            versions: Versions::of(rule).unwrap(),
            standings: MonthStandings::new(),
            accruals: BTreeMap::new(),
        })
        .collect()
}

fn rule_of(step: Step) -> RoundUp {
    RoundUp {
        accounts: BTreeSet::from([AccountId(1)]),
        steps: vec![step],
        times: 1,
        cap_ratio: None,
        week_start: Weekday::Mon,
        trigger: Trigger::Posted,
        filter: Filter::default(),
        excluded: BTreeSet::new(),
        from: None,
        pauses: Vec::new(),
        guard: None,
        refunds: RefundPolicy::Keep,
        changes: ChangePolicy::Freeze,
    }
}

fn entry_of(movement: &Movement) -> Entry<'static> {
    Entry {
        id: EntryId(movement.id.into()),
        day: movement.day,
        account: AccountId(1),
        amount: cents(movement.minor),
        authorised: None,
        kind: if movement.minor > 0 {
            Kind::Income
        } else {
            Kind::Purchase
        },
        status: Status::Posted,
        payee: "",
        category: None,
        lines: &[],
        refund_of: None,
    }
}

fn cents(minor: i32) -> Money {
    static EURO: std::sync::OnceLock<Currency> = std::sync::OnceLock::new();
    Money::small(minor, *EURO.get_or_init(|| Currency::iso("EUR").unwrap()))
}

fn day(number: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2006, 1, 16).unwrap() + Days::new(number)
}

fn first_of_month(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap()
}
