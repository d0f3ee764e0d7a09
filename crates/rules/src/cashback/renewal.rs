//! After a change only what it affects is computed again.

use std::sync::Arc;

use chrono::NaiveDate;

use super::blocks::{Block, Blocks, Movement, probe, record, sum_of};
use super::programme::Programme;
use super::run::Run;
use super::standing::{Open, Standing, Use};
use super::worth::Room;
use super::{Made, Reward, Spend};
use crate::calendar::{Period, Span, beyond_calendar};
use crate::error::RulesError;
use crate::ids::EntryId;
use crate::kind::Kind;

/// What has changed in a history.
#[derive(Debug, Clone, Default)]
pub struct Change<'c> {
    /// The days of entries that were edited or deleted, before and after; of refunds that are new or
    /// others, and of the purchases that they are linked to.
    pub days: Vec<Span>,
    /// Entries that are new, in the order of day, time and import.
    pub added: &'c [Spend<'c>],
}

/// What a change makes necessary to compute again, block by block, until nothing is affected any more.
///
/// New purchases that change no other reward are worked out alone. While it asks for a stretch of days,
/// its caller fetches all entries of these days, drops the rewards that were kept of them, and goes on
/// with them.
#[derive(Debug, Clone)]
pub struct Renewal<'c> {
    standing: Standing,
    /// The first day that is not done; none when all is done.
    at: Option<NaiveDate>,
    /// What is asked for.
    asked: Option<Span>,
    days: Vec<Span>,
    added: &'c [Spend<'c>],
    last: NaiveDate,
}

impl<'c> Renewal<'c> {
    /// Of a programme after a change. The history reaches from the first entry to the last, those that
    /// are gone included. Where nothing is kept that fits the programme, all of it is computed; after
    /// rules have changed that have no caps or tiers, the caller empties the blocks itself.
    pub fn new(
        programme: &Programme,
        blocks: &mut Blocks,
        change: Change<'c>,
        history: Span,
    ) -> Result<Self, RulesError> {
        let mut days = change.days;
        if blocks.values().any(|block| !block.start.fits(programme)) {
            blocks.clear();
        }
        if blocks.is_empty() {
            days = vec![history];
        }
        let added = change.added.first().map(|spend| spend.entry.day);
        let first = days.iter().map(|span| span.first).chain(added).min();
        let before = first.and_then(|first| blocks.range(..=first).next_back());
        let (at, standing) = match (before, first) {
            (_, None) => (None, Standing::start(programme)),
            (Some((day, block)), _) => (Some(*day), block.start.clone()),
            (None, Some(first)) => {
                let month = Period::Month.span_of(first.min(history.first));
                let month = month.ok_or_else(beyond_calendar)?;
                (Some(month.first), Standing::start(programme))
            }
        };
        Ok(Self {
            standing,
            at,
            asked: None,
            days,
            added: change.added,
            last: history.last,
        })
    }

    /// The days whose entries come next, in [`Self::go_on`]; none when all is done. What new purchases
    /// earn that change nothing else is given at once.
    pub fn next(
        &mut self,
        programme: &Programme,
        blocks: &mut Blocks,
        sink: &mut impl FnMut(Made<'_>),
    ) -> Result<Option<Span>, RulesError> {
        while let Some(at) = self.at {
            let mut closed = |total| sink(Made::Statement(total));
            self.standing.turn_to(programme, at, &mut closed)?;
            let span = span_at(programme, blocks, at)?;
            if self.leap(blocks, span) || self.pass(programme, blocks, span, sink)? {
                continue;
            }
            self.asked = Some(span);
            return Ok(self.asked);
        }
        // The history may have become shorter.
        if let Some(after) = self.last.succ_opt() {
            blocks.split_off(&after);
        }
        Ok(None)
    }

    /// Goes through all entries of the days that were asked for, in the order of day, time and import.
    pub fn go_on(
        &mut self,
        programme: &Programme,
        blocks: &mut Blocks,
        spends: &[Spend<'_>],
        sink: &mut impl FnMut(Made<'_>),
    ) -> Result<(), RulesError> {
        let Some(span) = self.asked.take() else {
            return Ok(());
        };
        blocks.remove(&span.first);
        record(programme, &mut self.standing, spends, span, blocks, sink)?;
        self.leave(span);
        Ok(())
    }

    /// Leaps to the next block that the change affects, where all before it stays as it is.
    fn leap(&mut self, blocks: &Blocks, span: Span) -> bool {
        let is_same = |block: &Block| block.start == self.standing;
        let is_kept = blocks.get(&span.first).is_some_and(is_same);
        if !is_kept || self.is_affected(span) || !self.added_in(span).is_empty() {
            return false;
        }
        let next = self.days.iter().map(|days| days.first.max(span.first));
        let next = next
            .chain(self.added.first().map(|spend| spend.entry.day))
            .min();
        let Some(next) = next else {
            self.at = None;
            return true;
        };
        let block = blocks.range(..=next).next_back();
        let Some((day, block)) = block.filter(|(day, _)| **day > span.first) else {
            return false;
        };
        self.at = Some(*day);
        self.standing = block.start.clone();
        true
    }

    /// Goes past a block whose rewards stay as they are, with the new purchases in it.
    fn pass(
        &mut self,
        programme: &Programme,
        blocks: &mut Blocks,
        span: Span,
        sink: &mut impl FnMut(Made<'_>),
    ) -> Result<bool, RulesError> {
        let next = span.last.succ_opt().and_then(|day| blocks.get(&day));
        let next = next.map(|block| block.start.open.clone());
        // Without a block after it nobody knows what is open at its end.
        let ends = span.last >= self.last;
        let block = blocks.get_mut(&span.first);
        let Some(block) = block.filter(|_| next.is_some() || ends) else {
            return Ok(false);
        };
        if self.is_affected(span) || !counts_alike(&block.start, &self.standing) {
            return Ok(false);
        }
        let changed = changed_open(&block.start.open, &self.standing.open);
        if changed.iter().any(|entry| block.refunded.contains(entry)) {
            return Ok(false);
        }
        let Some(Inserted { rewards, moves, .. }) = self.insert(programme, block, span)? else {
            return Ok(false);
        };
        for reward in &rewards {
            sink(Made::Reward(reward));
        }
        block.start = self.standing.clone();
        block.rows = block
            .rows
            .saturating_add(u32::try_from(rewards.len()).unwrap_or(u32::MAX));
        if programme.rounds_statements() {
            block.sum.add_sum(&sum_of(&rewards)?)?;
        }
        block.moves = moves;
        for (counter, moved) in block.moves.iter().enumerate() {
            self.standing.count(counter, moved.added);
        }
        if let Some(statement) = &mut self.standing.statement {
            statement.sum.add_sum(&block.sum)?;
        }
        let mut open = next.unwrap_or_default();
        open.retain(|open| !changed.contains(&open.entry));
        self.standing
            .open
            .retain(|open| changed.contains(&open.entry) && open.last_refund > span.last);
        self.standing.open.append(&mut open);
        self.standing.open.sort_by_key(|open| open.entry);
        self.leave(span);
        Ok(true)
    }

    /// What the new purchases of a block earn, and what its counters do then; none where another
    /// reward could change.
    fn insert(
        &self,
        programme: &Programme,
        block: &Block,
        span: Span,
    ) -> Result<Option<Inserted>, RulesError> {
        let added = self.added_in(span);
        let is_simple =
            |spend: &Spend<'_>| spend.last_refund.is_none() && spend.entry.kind != Kind::Refund;
        if !added.iter().all(is_simple) {
            return Ok(None);
        }
        let mut inserted = Inserted::of(block, &self.standing);
        let mut standing = probe(&self.standing);
        let mut run = Run::new(programme, &mut standing);
        for spend in added {
            run.rooms.fill(Room::ANY);
            let reward = run.take(spend)?.clone();
            inserted.rewards.push(reward);
            if !inserted.stays(&run.rooms) {
                return Ok(None);
            }
            inserted.count(run.take_back());
        }
        Ok(inserted.finished())
    }

    fn is_affected(&self, span: Span) -> bool {
        let overlaps = |days: &Span| days.first <= span.last && days.last >= span.first;
        self.days.iter().any(overlaps)
    }

    fn added_in(&self, span: Span) -> &'c [Spend<'c>] {
        let until = self
            .added
            .partition_point(|spend| spend.entry.day <= span.last);
        self.added.get(..until).unwrap_or_default()
    }

    /// Goes to the day after a stretch of days that is done.
    fn leave(&mut self, span: Span) {
        self.days.retain(|days| days.last > span.last);
        let done = self.added_in(span).len();
        self.added = self.added.get(done..).unwrap_or_default();
        let next = span.last.succ_opt();
        self.at = next.filter(|next| *next <= self.last);
    }
}

/// A block while new purchases come into it.
struct Inserted {
    rewards: Vec<Reward>,
    moves: Vec<Movement>,
    /// How much more each counter holds at the start.
    shifts: Vec<i128>,
    /// How much more it may hold besides, where all new purchases came first.
    between: Vec<i128>,
    /// How else it could have stood with the same rewards of the new purchases.
    rooms: Vec<Room>,
}

impl Inserted {
    fn of(block: &Block, now: &Standing) -> Self {
        let counters = now.counters.iter().zip(&block.start.counters);
        let shifts: Vec<i128> = counters
            .map(|(now, kept)| now.amount.saturating_sub(kept.amount))
            .collect();
        Self {
            rewards: Vec::new(),
            moves: block.moves.clone(),
            between: vec![0; shifts.len()],
            rooms: vec![Room::ANY; shifts.len()],
            shifts,
        }
    }

    /// Whether a purchase earns the same wherever it comes in the block, and notes for which starts.
    fn stays(&mut self, rooms: &[Room]) -> bool {
        let counters = self.rooms.iter_mut().zip(rooms);
        let mut counters = counters.zip(self.moves.iter().zip(&self.between));
        counters.all(|((kept, room), (moved, between))| {
            let around = room.around(moved.lowest, moved.highest.saturating_add(*between));
            around.is_some_and(|around| {
                kept.narrow(around);
                true
            })
        })
    }

    /// What a new purchase adds may come before any other one.
    fn count(&mut self, uses: &[Use]) {
        for used in uses {
            if let Some(between) = self.between.get_mut(used.counter) {
                *between = between.saturating_add(used.amount);
            }
        }
    }

    /// The block with the new purchases; none where another reward of it could change.
    fn finished(mut self) -> Option<Self> {
        let changes = self.shifts.iter().zip(&self.between).zip(&self.rooms);
        for (moved, ((shift, between), room)) in self.moves.iter_mut().zip(changes) {
            if !moved.allows(*shift, *between) {
                return None;
            }
            moved.shift(*shift, *between);
            moved.narrow(*room);
        }
        Some(self)
    }
}

impl Room {
    /// The room of a start from which a counter goes so far down and up; none where that is too far.
    fn around(self, lowest: i128, highest: i128) -> Option<Self> {
        let less = if self.less == i128::MAX {
            self.less
        } else {
            self.less.saturating_add(lowest)
        };
        let more = if self.more == i128::MAX {
            self.more
        } else {
            self.more.saturating_sub(highest)
        };
        (less >= 0 && more >= 0).then_some(Self { less, more })
    }
}

/// The purchases that are open in one standing and not, or not the same, in another. Both are by entry.
fn changed_open(kept: &[Arc<Open>], now: &[Arc<Open>]) -> Vec<EntryId> {
    if kept == now {
        return Vec::new();
    }
    let missing = |from: &[Arc<Open>], open: &&Arc<Open>| {
        let place = from.binary_search_by_key(&open.entry, |other| other.entry);
        place.ok().and_then(|place| from.get(place)) != Some(*open)
    };
    let gone = kept.iter().filter(|open| missing(now, open));
    let come = now.iter().filter(|open| missing(kept, open));
    gone.chain(come).map(|open| open.entry).collect()
}

/// Whether the counters of two standings differ in nothing but how much they hold.
fn counts_alike(kept: &Standing, now: &Standing) -> bool {
    let counters = kept.counters.iter().zip(&now.counters);
    kept.day == now.day
        && kept.counters.len() == now.counters.len()
        && counters
            .into_iter()
            .all(|(kept, now)| kept.first == now.first && kept.last == now.last)
}

/// The days of the block that begins on a day, or would.
fn span_at(programme: &Programme, blocks: &Blocks, at: NaiveDate) -> Result<Span, RulesError> {
    let mut last = programme.end_of_stretch(at).ok_or_else(beyond_calendar)?;
    let after = at.succ_opt().and_then(|after| blocks.range(after..).next());
    if let Some(before) = after.and_then(|(next, _)| next.pred_opt()) {
        last = last.min(before);
    }
    Span::new(at, last).ok_or_else(beyond_calendar)
}
