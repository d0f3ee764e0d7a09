//! After a change only what it affects is computed again.

use chrono::NaiveDate;

use super::blocks::{Block, Blocks, Movement, probe, record, sum_of};
use super::open::Use;
use super::programme::Programme;
use super::run::Run;
use super::standing::Standing;
use super::worth::Room;
use super::{Made, Reward, Spend};
use crate::calendar::{Period, Span, beyond_calendar};
use crate::error::RulesError;
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
    /// In which no counter and no rounded statement begins again.
    stretch: Option<Span>,
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
        // One programme has kept all of them, as another one begins by emptying them.
        let kept = blocks.first_key_value();
        if kept.is_some_and(|(_, block)| !block.start.fits(programme)) {
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
            stretch: None,
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
            let span = self.span_at(programme, blocks, at)?;
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

    /// The days of the block that begins on a day, or would.
    fn span_at(
        &mut self,
        programme: &Programme,
        blocks: &Blocks,
        at: NaiveDate,
    ) -> Result<Span, RulesError> {
        let known = self.stretch.filter(|stretch| stretch.contains(at));
        let stretch = known.or_else(|| Span::new(at, programme.end_of_stretch(at)?));
        self.stretch = stretch;
        let stretch = stretch.ok_or_else(beyond_calendar)?;
        let after = at.succ_opt().and_then(|after| blocks.range(after..).next());
        let before = after.and_then(|(next, _)| next.pred_opt());
        let last = before.map_or(stretch.last, |before| stretch.last.min(before));
        Span::new(at, last).ok_or_else(beyond_calendar)
    }

    /// Leaps to the next block that the change affects, where all before it stays as it is.
    fn leap(&mut self, blocks: &Blocks, span: Span) -> bool {
        if self.is_affected(span) || !self.added_in(span).is_empty() {
            return false;
        }
        let is_same = |block: &Block| block.start == self.standing;
        if !blocks.get(&span.first).is_some_and(is_same) {
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
        let mut kept = blocks.range_mut(span.first..);
        let block = kept.next().filter(|(day, _)| **day == span.first);
        let next = kept
            .next()
            .filter(|(day, _)| span.last.succ_opt() == Some(**day));
        let Some((_, block)) = block.filter(|_| next.is_some() || span.last >= self.last) else {
            // Without a block after it nobody knows what is open at its end.
            return Ok(false);
        };
        if self.is_affected(span) || !counts_alike(&block.start, &self.standing) {
            return Ok(false);
        }
        let changed = block.start.open.changed(&self.standing.open);
        if changed.iter().any(|entry| block.refunded.contains(entry)) {
            return Ok(false);
        }
        let Some(inserted) = self.insert(programme, block, span)? else {
            return Ok(false);
        };
        for reward in &inserted.rewards {
            sink(Made::Reward(reward));
        }
        block.start.move_to(&self.standing);
        block.take(programme, inserted)?;
        self.standing.go_past(block)?;
        if let Some((_, next)) = next {
            self.standing.open = next.start.open.with(&changed, &self.standing.open);
        }
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
        let mut inserted = Inserted::of(block, &self.standing, added.len());
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
        // A block has few of them, and they come first.
        let added = self.added.iter();
        let until = added.take_while(|spend| spend.entry.day <= span.last);
        self.added.get(..until.count()).unwrap_or_default()
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
    counters: Vec<InsertedCounter>,
}

/// A counter of a block while new purchases come into it.
struct InsertedCounter {
    moved: Movement,
    /// How much more it holds at the start.
    shift: i128,
    /// How much more it may hold besides, where all new purchases came first.
    between: i128,
    /// How else it could have stood with the same rewards of the new purchases.
    room: Room,
}

impl Inserted {
    fn of(block: &Block, now: &Standing, purchases: usize) -> Self {
        let counters = now.counters.iter().zip(&block.start.counters);
        let counters = counters.zip(&block.moves);
        let counters = counters.map(|((now, kept), moved)| InsertedCounter {
            moved: *moved,
            shift: now.amount.saturating_sub(kept.amount),
            between: 0,
            room: Room::ANY,
        });
        Self {
            rewards: Vec::with_capacity(purchases),
            counters: counters.collect(),
        }
    }

    /// Whether a purchase earns the same wherever it comes in the block, and notes for which starts.
    fn stays(&mut self, rooms: &[Room]) -> bool {
        let mut counters = self.counters.iter_mut().zip(rooms);
        counters.all(|(counter, room)| {
            let highest = counter.moved.highest.saturating_add(counter.between);
            let around = room.around(counter.moved.lowest, highest);
            around.is_some_and(|around| {
                counter.room.narrow(around);
                true
            })
        })
    }

    /// What a new purchase adds may come before any other one.
    fn count(&mut self, uses: &[Use]) {
        for used in uses {
            if let Some(counter) = self.counters.get_mut(used.counter) {
                counter.between = counter.between.saturating_add(used.amount);
            }
        }
    }

    /// The block with the new purchases; none where another reward of it could change.
    fn finished(mut self) -> Option<Self> {
        for counter in &mut self.counters {
            let (shift, between) = (counter.shift, counter.between);
            if !counter.moved.allows(shift, between) {
                return None;
            }
            counter.moved.shift(shift, between);
            counter.moved.narrow(counter.room);
        }
        Some(self)
    }
}

impl Block {
    /// Has new purchases in it that change no other reward.
    fn take(&mut self, programme: &Programme, inserted: Inserted) -> Result<(), RulesError> {
        let rows = u32::try_from(inserted.rewards.len()).unwrap_or(u32::MAX);
        self.rows = self.rows.saturating_add(rows);
        if programme.rounds_statements() {
            self.sum.add_sum(&sum_of(&inserted.rewards)?)?;
        }
        for (moved, counter) in self.moves.iter_mut().zip(inserted.counters) {
            *moved = counter.moved;
        }
        Ok(())
    }
}

impl Standing {
    /// Becomes another one that counts the same, in the memory that it has.
    fn move_to(&mut self, now: &Self) {
        self.day = now.day;
        self.counters.clone_from(&now.counters);
        self.open.clone_from(&now.open);
        self.statement.clone_from(&now.statement);
    }

    /// Counts what the entries of a block add.
    fn go_past(&mut self, block: &Block) -> Result<(), RulesError> {
        for (counter, moved) in block.moves.iter().enumerate() {
            self.count(counter, moved.added);
        }
        self.statement
            .as_mut()
            .map_or(Ok(()), |statement| statement.sum.add_sum(&block.sum))
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

/// Whether the counters of two standings differ in nothing but how much they hold.
fn counts_alike(kept: &Standing, now: &Standing) -> bool {
    let counters = kept.counters.iter().zip(&now.counters);
    kept.day == now.day
        && kept.counters.len() == now.counters.len()
        && counters.into_iter().all(|(kept, now)| kept.is_alike(now))
}
