//! The walk through the two years: each day throws the dice for each row of the tables.

use std::ops::Range;

use chrono::{Datelike, Months, NaiveDate};

use super::book::{Book, EXCHANGE, moved};
use super::calendar::{self, Day, Scene};
use super::contracts::{Contract, HOUSE, ONE_OFFS, OneOff, SETTLEMENTS, SUBSCRIBED, Settlement};
use super::dice::Dice;
use super::draft::{Coin, Draft, Line, Own, Purse, Side, rounded_up};
use super::habits::{Burst, CARD, ERRANDS, Extra, GAMES, Habit, Price, SHOPPING, SHOPS, SNACKS};
use super::screen::{BURSTS, SCREEN};
use super::travel::{CHINA, HOLIDAYS, KENYA, charge_for};
use crate::ids::{AccountId, built_in};
use crate::kinds::{EntryKind, EntryStatus};

/// Any number: it makes this sample this one.
const SEED: u64 = 0x00fa_2741_1609_0001;

/// In the month that begins on one of these days the bank forgets its cashback.
const FORGOTTEN_REWARD: Range<i64> = 610..641;

/// Today has only been going on since breakfast.
const TODAY_UNTIL: u32 = 9 * 3_600;

/// Every entry of the sample in order; none where the calendar does not reach back two years.
pub(super) fn drafts(today: NaiveDate) -> Option<Vec<Draft>> {
    let mut walk = Walk {
        dice: Dice::new(SEED),
        book: Book::default(),
        due: Vec::new(),
        bursts: [0; BURSTS.len()],
    };
    for day in calendar::days(today)? {
        walk.through(day);
    }
    Some(walk.book.drafts)
}

struct Walk {
    dice: Dice,
    book: Book,
    due: Vec<Due>,
    /// For each burst, the index of the day on which it is over.
    bursts: [i64; BURSTS.len()],
}

/// An entry of a day, before its time has come.
struct Event {
    draft: Draft,
    /// How often in a thousand it is given back.
    returns: i64,
}

/// A refund under way.
struct Due {
    index: i64,
    purchase: usize,
    percent: i64,
}

impl Walk {
    fn through(&mut self, day: Day) {
        for draft in self.bookings(day) {
            self.book.record(draft, day.week, &mut self.dice);
        }
        let mut events = self.refunds(day);
        events.extend(self.habits(day));
        events.extend(self.burst_events(day));
        events.retain(|event| !day.is_last() || event.draft.second <= Some(TODAY_UNTIL));
        events.sort_by_key(|event| event.draft.second);
        for event in events {
            self.happen(event, day);
        }
    }

    fn happen(&mut self, event: Event, day: Day) {
        let place = self.book.record(event.draft, day.week, &mut self.dice);
        if self.dice.chance(event.returns) {
            let percent = if self.dice.chance(600) {
                100
            } else {
                self.dice.between(20, 70)
            };
            self.due.push(Due {
                index: day.index + self.dice.between(2, 12),
                purchase: place,
                percent,
            });
        }
    }

    /// What banks and subscriptions book, without a time.
    fn bookings(&mut self, day: Day) -> Vec<Draft> {
        let once = ONE_OFFS.iter().filter(|one| one.index == day.index);
        let mut drafts: Vec<Draft> = once.map(|one| one_off(one, day)).collect();
        let by_calendar = HOUSE.iter().chain(&SUBSCRIBED);
        drafts.extend(by_calendar.filter_map(|contract| booking(contract, day)));
        for settlement in &SETTLEMENTS {
            drafts.extend(self.settled(settlement, day));
        }
        if day.index == calendar::DAYS - 2 {
            drafts.push(pending(day));
        }
        drafts
    }

    /// The monthly payment of what is owed, and the cashback for what was bought.
    fn settled(&self, settlement: &Settlement, day: Day) -> Vec<Draft> {
        let owed = -self.book.balance(settlement.owed);
        if day.date.day() != settlement.on || owed <= 0 {
            return Vec::new();
        }
        let lines = moved(settlement.payer, settlement.owed, owed, 0, day.week);
        let mut drafts = vec![booked(day, settlement.kind, settlement.payee, lines)];
        let reward = self.bought(settlement, day) * settlement.cashback / 1_000;
        if reward > 0 && !FORGOTTEN_REWARD.contains(&day.index) {
            let lines = facing(settlement.owed, reward, Side::Other(built_in::CASHBACK));
            drafts.push(booked(day, EntryKind::Cashback, settlement.payee, lines));
        }
        drafts
    }

    /// What was bought since the last settlement, less what went back, without fees.
    fn bought(&self, settlement: &Settlement, day: Day) -> i64 {
        let last = day.date.checked_sub_months(Months::new(1));
        let drafts = self.book.drafts.iter().rev();
        let since = drafts.take_while(|draft| Some(draft.day) >= last);
        let bought = since.filter(|draft| {
            let owes = |line: &Line| line.purse() == Some(settlement.owed);
            matches!(draft.kind, EntryKind::Purchase | EntryKind::Refund)
                && draft.lines.iter().any(owes)
        });
        bought
            .flat_map(|draft| &draft.lines)
            .filter(|line| {
                line.purse() == Some(settlement.owed) || line.side == Side::Other(built_in::FEES)
            })
            .map(|line| -line.minor)
            .sum()
    }

    fn refunds(&mut self, day: Day) -> Vec<Event> {
        let (now, later) = std::mem::take(&mut self.due)
            .into_iter()
            .partition(|due| due.index == day.index);
        self.due = later;
        let now: Vec<Due> = now;
        now.iter()
            .filter_map(|due| self.refund(due, day))
            .map(|draft| Event { draft, returns: 0 })
            .collect()
    }

    fn refund(&mut self, due: &Due, day: Day) -> Option<Draft> {
        let second = u32::try_from(self.dice.between(9 * 3_600, 18 * 3_600)).ok()?;
        let purchase = self.book.drafts.get(due.purchase)?;
        let returned = |line: &Line| Line {
            minor: -line.minor * due.percent / 100,
            ..*line
        };
        Some(Draft {
            second: Some(second),
            kind: EntryKind::Refund,
            note: if due.percent == 100 { "" } else { "part of it" },
            refund_of: Some(due.purchase),
            lines: purchase.lines.iter().map(returned).collect(),
            ..booked(day, EntryKind::Refund, purchase.payee, Vec::new())
        })
    }

    fn habits(&mut self, day: Day) -> Vec<Event> {
        let home = SNACKS.iter().chain(&ERRANDS).chain(&SHOPS).chain(&SCREEN);
        let away = KENYA.iter().chain(&CHINA).chain(&HOLIDAYS);
        let mut events = Vec::new();
        for habit in home.chain(away) {
            if habit.scenes.contains(&day.scene) && self.dice.chance(odds(habit, day)) {
                events.extend(self.event(habit, day));
            }
        }
        events
    }

    fn event(&mut self, habit: &Habit, day: Day) -> Option<Event> {
        let purse = self.dice.favourite(habit.purses)?;
        let payee = self.dice.favourite(habit.payees)?;
        let size = self.price(habit.price, day)?;
        let second = self.moment(habit.between)?;
        let lines = self.lines(habit, purse, size, day);
        let note = self.note(habit)?;
        let place = day
            .scene
            .tag()
            .filter(|_| !habit.scenes.contains(&Scene::Home));
        Some(Event {
            draft: Draft {
                second: Some(second),
                note: split_note(habit.extra, &lines).unwrap_or(note),
                tags: habit.tag.into_iter().chain(place).collect(),
                lines,
                ..booked(day, habit.kind, payee, Vec::new())
            },
            returns: match habit.extra {
                Extra::Returns(often) => often,
                _ => 0,
            },
        })
    }

    /// The words of one entry in six, where the habit has any.
    fn note(&mut self, habit: &Habit) -> Option<&'static str> {
        if habit.notes.is_empty() || !self.dice.chance(170) {
            return Some("");
        }
        self.dice.favourite(habit.notes)
    }

    fn price(&mut self, price: Price, day: Day) -> Option<i64> {
        match price {
            Price::Tag(tags) => self.dice.favourite(tags),
            Price::Range(low, high, step) => {
                let now = self.dice.between(low, high);
                let then = now * (920 + day.week * 80 / 104) / 1_000;
                Some(rounded_up(then, step))
            }
        }
    }

    /// A second between two times of day, given as hours and minutes.
    fn moment(&mut self, (from, to): (u32, u32)) -> Option<u32> {
        let seconds = |clock: u32| i64::from(clock / 100 * 3_600 + clock % 100 * 60);
        u32::try_from(self.dice.between(seconds(from), seconds(to))).ok()
    }

    fn lines(&mut self, habit: &Habit, purse: Purse, size: i64, day: Day) -> Vec<Line> {
        let (category, coin) = (habit.category, purse.coin);
        match habit.extra {
            Extra::Tip(step) => {
                let tip = rounded_up(size + size / 14, step) - size;
                with_extra(purse, size, category, (built_in::TIPS, tip))
            }
            Extra::Charge => with_extra(purse, size, category, (built_in::FEES, charge_for(size))),
            Extra::Split(second, _) if self.dice.chance(420) => {
                let part = size * self.dice.between(15, 45) / 100;
                with_extra(purse, size - part, category, (second, part))
            }
            Extra::Foreign(foreign) => abroad(purse, Line::other(category, size, foreign), day),
            Extra::SellerFee => {
                let fee = 35 + size * 29 / 1_000;
                vec![
                    Line::own(purse, size - fee),
                    Line::other(built_in::FEES, fee, coin),
                    Line::other(category, -size, coin),
                ]
            }
            Extra::Nothing | Extra::Returns(_) | Extra::Split(..) => {
                facing(purse, signed(habit.kind, size), Side::Other(category))
            }
        }
    }

    fn burst_events(&mut self, day: Day) -> Vec<Event> {
        let mut events = Vec::new();
        if day.scene != Scene::Home {
            return events;
        }
        for (place, burst) in BURSTS.iter().enumerate() {
            if self.goes_on(place, burst, day) {
                let many = self.dice.between(burst.purchases.0, burst.purchases.1);
                events.extend((0..many).filter_map(|_| self.burst_event(burst, day)));
            }
        }
        events
    }

    fn goes_on(&mut self, place: usize, burst: &Burst, day: Day) -> bool {
        let begins = self.dice.chance(burst.odds);
        let lasts = self.dice.between(burst.days.0, burst.days.1);
        let Some(end) = self.bursts.get_mut(place) else {
            return false;
        };
        if begins && *end <= day.index {
            *end = day.index + lasts;
        }
        day.index < *end
    }

    fn burst_event(&mut self, burst: &Burst, day: Day) -> Option<Event> {
        let purse = self.dice.favourite(burst.purses)?;
        let price = self.dice.favourite(burst.prices)?;
        let lines = facing(purse, -price, Side::Other(GAMES));
        Some(Event {
            draft: Draft {
                second: Some(self.moment((2140, 2355))?),
                note: self.dice.favourite(burst.notes)?,
                ..booked(day, EntryKind::Purchase, burst.game, lines)
            },
            returns: 30,
        })
    }
}

/// How often in a thousand such days somebody does this, with the strength of the habit that week.
fn odds(habit: &Habit, day: Day) -> i64 {
    let letter = habit.weekdays.as_bytes().get(day.weekday_index());
    if letter.is_none_or(|letter| *letter == b'-') {
        return 0;
    }
    let month = habit.odds.get(day.month_index()).copied().unwrap_or(0);
    let phase = habit
        .phases
        .iter()
        .find(|(from, to, _)| (*from..*to).contains(&day.week));
    month * phase.map_or(100, |phase| phase.2) / 100
}

/// A posted entry of a day without a time.
fn booked(day: Day, kind: EntryKind, payee: &'static str, lines: Vec<Line>) -> Draft {
    Draft {
        day: day.date,
        second: None,
        kind,
        status: EntryStatus::Posted,
        payee,
        note: "",
        tags: Vec::new(),
        refund_of: None,
        lines,
    }
}

fn booking(contract: &Contract, day: Day) -> Option<Draft> {
    let month = contract.months.is_empty() || contract.months.contains(&day.date.month());
    if !month || contract.on != day.date.day() {
        return None;
    }
    let steps = contract.steps.iter().rev();
    let size = steps.copied().find(|step| step.0 <= day.week)?.1;
    let own = contract.purse;
    let lines = match (own.own, contract.kind) {
        (Own::Easypaisa, EntryKind::Transfer) => {
            with_extra(own, size, built_in::TRANSFERS, (built_in::FEES, size / 250))
        }
        _ => facing(own, signed(contract.kind, size), contract.other),
    };
    let draft = booked(day, contract.kind, contract.payee, lines);
    (size > 0).then_some(Draft {
        note: contract.note,
        ..draft
    })
}

fn one_off(one: &OneOff, day: Day) -> Draft {
    let draft = booked(
        day,
        one.kind,
        one.payee,
        facing(one.purse, one.minor, one.other),
    );
    Draft {
        note: one.note,
        ..draft
    }
}

/// The payment of yesterday that the card has not booked yet.
fn pending(day: Day) -> Draft {
    let draft = booked(
        day,
        EntryKind::Purchase,
        "Gipfelkiste",
        facing(CARD, -2_390, Side::Other(SHOPPING)),
    );
    Draft {
        status: EntryStatus::Pending,
        note: "new laces and wax",
        ..draft
    }
}

/// What a purse sees of a size: income goes in, everything else out.
fn signed(kind: EntryKind, size: i64) -> i64 {
    match kind {
        EntryKind::Income | EntryKind::Interest | EntryKind::Cashback => size,
        _ => -size,
    }
}

/// A purse and whatever faces it.
fn facing(purse: Purse, minor: i64, other: Side) -> Vec<Line> {
    let other = Line {
        side: other,
        minor: -minor,
        coin: purse.coin,
    };
    vec![Line::own(purse, minor), other]
}

/// A payment that goes to two accounts; an extra of nothing is left out.
fn with_extra(
    purse: Purse,
    size: i64,
    category: AccountId,
    (account, extra): (AccountId, i64),
) -> Vec<Line> {
    let mut lines = vec![
        Line::own(purse, -(size + extra)),
        Line::other(category, size, purse.coin),
    ];
    lines.extend((extra > 0).then(|| Line::other(account, extra, purse.coin)));
    lines
}

/// Something priced in another currency: the rate of the week and 3.5 % for the conversion.
fn abroad(purse: Purse, bought: Line, day: Day) -> Vec<Line> {
    let cost = bought.coin.in_euro_cents(bought.minor, day.week);
    let fee = cost * 35 / 1_000;
    let mut lines = vec![
        Line::own(purse, -(cost + fee)),
        Line::other(EXCHANGE, cost, Coin::Eur),
        Line::other(EXCHANGE, -bought.minor, bought.coin),
        bought,
    ];
    lines.extend((fee > 0).then(|| Line::other(built_in::FEES, fee, Coin::Eur)));
    lines
}

/// The words of a split purchase, where it came out split.
fn split_note(extra: Extra, lines: &[Line]) -> Option<&'static str> {
    match extra {
        Extra::Split(_, note) if lines.len() > 2 => Some(note),
        _ => None,
    }
}
