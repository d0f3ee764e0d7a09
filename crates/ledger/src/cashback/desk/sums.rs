//! The rewards of the desk together: by state, and by how long they have been due.

use chrono::NaiveDate;
use farthing_money::{Currency, Money};

use super::super::read::{ReadProgramme, named};
use super::super::views::{AgeBand, ReceivableState, StateSum};
use super::super::words;
use super::items::Item;
use super::owed::Settled;
use super::states::is_unpaid;
use crate::error::Result;

/// The states in the order in which they are told.
const STATES: [ReceivableState; 10] = [
    ReceivableState::Expected,
    ReceivableState::Tracked,
    ReceivableState::Confirmed,
    ReceivableState::Payable,
    ReceivableState::Paid,
    ReceivableState::Short,
    ReceivableState::Overdue,
    ReceivableState::Missing,
    ReceivableState::Declined,
    ReceivableState::TakenBack,
];

/// The first and the last day of each band, counted from the due day; the first is not due yet.
const BANDS: [(i32, Option<i32>); 5] = [
    (-1, Some(0)),
    (1, Some(30)),
    (31, Some(60)),
    (61, Some(90)),
    (91, None),
];

/// How many and how much.
#[derive(Debug, Clone, Copy)]
struct Tally {
    count: u32,
    sum: Money,
}

impl Tally {
    fn add(&mut self, count: u32, sum: Money) -> Result<()> {
        self.count = self.count.saturating_add(count);
        self.sum = self.sum.checked_add(sum)?;
        Ok(())
    }
}

/// The sums by state and currency.
pub(super) fn by_state(
    programmes: &[ReadProgramme<'_>],
    items: &[Item<'_, '_>],
    settled: &[Settled],
) -> Result<Vec<StateSum>> {
    let mut tallies: Vec<(ReceivableState, Tally)> = Vec::new();
    for item in items {
        let standing = &item.standing;
        let paid = standing
            .paid
            .filter(|_| standing.state == ReceivableState::Paid);
        let sum = paid.unwrap_or(standing.amount);
        add(&mut tallies, standing.state, 1, sum)?;
    }
    for settled in settled {
        let Some(programme) = named(programmes, settled.programme) else {
            continue;
        };
        let state = if settled.is_taken_back {
            ReceivableState::TakenBack
        } else {
            ReceivableState::Paid
        };
        add(
            &mut tallies,
            state,
            settled.count,
            programme.reward(settled.minor)?,
        )?;
    }
    let place = |state| STATES.iter().position(|known| *known == state);
    tallies.sort_by_key(|(state, tally)| (place(*state), tally.sum.currency().code().to_owned()));
    let sums = tallies.into_iter().map(|(state, tally)| StateSum {
        state,
        count: tally.count,
        sum: tally.sum.into(),
    });
    Ok(sums.collect())
}

fn add(
    tallies: &mut Vec<(ReceivableState, Tally)>,
    state: ReceivableState,
    count: u32,
    sum: Money,
) -> Result<()> {
    let currency = sum.currency();
    let mut known = tallies.iter_mut();
    match known.find(|(of, tally)| *of == state && tally.sum.currency() == currency) {
        Some((_, tally)) => tally.add(count, sum)?,
        None => tallies.push((state, Tally { count, sum })),
    }
    Ok(())
}

/// What is not paid, by how long it has been due; every band of each currency that has any.
pub(super) fn ageing(items: &[Item<'_, '_>], today: NaiveDate) -> Result<Vec<AgeBand>> {
    let unpaid = items.iter().filter(|item| is_unpaid(&item.standing));
    let unpaid: Vec<&Item<'_, '_>> = unpaid.collect();
    let currencies = unpaid.iter().map(|item| item.standing.amount.currency());
    let mut currencies: Vec<Currency> = currencies.collect();
    currencies.sort_unstable_by_key(|currency| currency.code().to_owned());
    currencies.dedup();
    let mut bands = Vec::new();
    for currency in currencies {
        for (from, to) in BANDS {
            let mut tally = Tally {
                count: 0,
                sum: Money::zero(currency),
            };
            let within = unpaid.iter().filter(|item| {
                let age = age(item, today);
                item.standing.amount.currency() == currency
                    && (from < 0 || age >= from.into())
                    && to.is_none_or(|to| age <= to.into())
            });
            for item in within {
                tally.add(1, item.standing.amount)?;
            }
            bands.push(AgeBand {
                words: words::age_words(from, to),
                from_days: from,
                count: tally.count,
                sum: tally.sum.into(),
            });
        }
    }
    Ok(bands)
}

/// How many days ago it was due; zero and less for what is not.
fn age(item: &Item<'_, '_>, today: NaiveDate) -> i64 {
    let due = item.standing.due;
    due.map_or(0, |due| (today - due).num_days())
}
