//! What is kept of a stretch of days, so that a change elsewhere need not work it out again.
//!
//! A block knows where the programme stood at its start, what its entries added to the counters, and
//! how else the counters could have stood without another reward. A cap that is far from full, or used
//! up, lets a block stay as it is when more is bought before it.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::exact::{Exact, Sum, number};
use super::programme::Programme;
use super::run::Run;
use super::standing::{CapUsed, Standing, Statement, cap_used};
use super::worth::Room;
use super::{Made, Reward, Spend, StatementTotal};
use crate::calendar::Span;
use crate::error::RulesError;
use crate::ids::{EntryId, RuleId};

/// A block ends with the day on which it has so many rows, so that even where hundreds are bought in a
/// day only few have to be worked out again.
const BLOCK_ROWS: u32 = 128;

/// The blocks of a history by their first days. They follow each other without a gap; each lies in one
/// month and in one stretch of time of every cap, tier and rounded statement. All are of one programme.
pub type Blocks = BTreeMap<NaiveDate, Block>;

/// What is kept of a stretch of days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    pub(super) start: Standing,
    pub(super) rows: u32,
    /// What was earned, where statements are rounded.
    pub(super) sum: Sum,
    /// One for each counter.
    pub(super) moves: Vec<Movement>,
    /// The purchases that its refunds are linked to.
    pub(super) refunded: Vec<EntryId>,
}

/// What the entries of a block did to a counter, and how else it could have stood at the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Movement {
    /// How much more it held at the end than at the start.
    #[serde(with = "number")]
    pub added: i128,
    /// The least and the most that it held between, beside the start.
    #[serde(with = "number")]
    pub lowest: i128,
    #[serde(with = "number")]
    pub highest: i128,
    /// How much less or more it could have held with the same rewards.
    #[serde(with = "number")]
    pub less: i128,
    #[serde(with = "number")]
    pub more: i128,
}

impl Block {
    /// Where the programme stood at the start of its first day.
    pub fn start(&self) -> &Standing {
        &self.start
    }

    /// How many entries it has.
    pub fn rows(&self) -> u32 {
        self.rows
    }

    /// What the statement comes to that was open in it, up to its end; none where statements are not
    /// rounded.
    pub fn statement_so_far(
        &self,
        programme: &Programme,
    ) -> Result<Option<StatementTotal>, RulesError> {
        let Some(statement) = &self.start.statement else {
            return Ok(None);
        };
        let mut at_end: Statement = statement.clone();
        at_end.sum.add_sum(&self.sum)?;
        Ok(Some(at_end.total(programme)?))
    }

    /// What is used of a rule's cap at its end, and what is left; none for a rule without one.
    pub fn cap_used(&self, programme: &Programme, rule: RuleId) -> Option<CapUsed> {
        cap_used(programme, rule, |counter| {
            let added = self.moves.get(counter).map_or(0, |moved| moved.added);
            self.start.amount(counter).saturating_add(added)
        })
    }

    /// How an entry of it came to its reward, with what was left of the caps before and after; the
    /// entries are all of the block up to that one, in their order. None where it is not among them.
    pub fn explain(
        &self,
        programme: &Programme,
        spends: &[Spend<'_>],
        entry: EntryId,
    ) -> Result<Option<Reward>, RulesError> {
        let mut standing = self.start.clone();
        let mut found = None;
        let mut run = Run::new(programme, &mut standing);
        let mut keep = |made: Made<'_>| match made {
            Made::Reward(reward) if reward.entry == entry => found = Some(reward.clone()),
            Made::Reward(_) | Made::Statement(_) => {}
        };
        for day in spends.chunk_by(|a, b| a.entry.day == b.entry.day) {
            run.day(day, &mut keep)?;
        }
        Ok(found)
    }
}

impl Movement {
    /// Of a counter that nothing has looked at yet.
    const NONE: Self = Self {
        added: 0,
        lowest: 0,
        highest: 0,
        less: i128::MAX,
        more: i128::MAX,
    };

    pub(super) fn reach(&mut self, added: i128) {
        self.added = added;
        self.lowest = self.lowest.min(added);
        self.highest = self.highest.max(added);
    }

    /// Whether the rewards stay as they are where the counter holds so much more at the start, and up
    /// to so much more again by purchases between.
    pub(super) fn allows(&self, shift: i128, between: i128) -> bool {
        let least = self.less == i128::MAX || shift.saturating_add(self.less) >= 0;
        let most = self.more == i128::MAX || shift.saturating_add(between) <= self.more;
        least && most
    }

    /// Stays as it is where the counter holds so much more at the start and between.
    pub(super) fn shift(&mut self, shift: i128, between: i128) {
        if self.less != i128::MAX {
            self.less = self.less.saturating_add(shift);
        }
        if self.more != i128::MAX {
            self.more = self.more.saturating_sub(shift).saturating_sub(between);
        }
        self.added = self.added.saturating_add(between);
        self.highest = self.highest.saturating_add(between);
    }

    pub(super) fn narrow(&mut self, room: Room) {
        self.less = self.less.min(room.less);
        self.more = self.more.min(room.more);
    }
}

/// Works out all entries of a stretch of days from where the programme stands, and keeps its blocks.
pub(super) fn record(
    programme: &Programme,
    standing: &mut Standing,
    spends: &[Spend<'_>],
    span: Span,
    blocks: &mut Blocks,
    sink: &mut impl FnMut(Made<'_>),
) -> Result<(), RulesError> {
    let (mut first, mut rest) = (span.first, spends);
    loop {
        standing.turn_to(programme, first, &mut |total| sink(Made::Statement(total)))?;
        let mut recorder = Recorder::new(programme, standing);
        let mut next = None;
        let mut taken = 0;
        for day in rest.chunk_by(|a, b| a.entry.day == b.entry.day) {
            if recorder.rows >= BLOCK_ROWS {
                next = day.first().map(|spend| spend.entry.day);
                break;
            }
            recorder.day(day, sink)?;
            taken += day.len();
        }
        blocks.insert(first, recorder.block());
        let Some(day) = next else { return Ok(()) };
        first = day;
        rest = rest.get(taken..).unwrap_or_default();
    }
}

struct Recorder<'r> {
    start: Standing,
    run: Run<'r>,
    rows: u32,
    moves: Vec<Movement>,
    refunded: Vec<EntryId>,
}

impl<'r> Recorder<'r> {
    fn new(programme: &'r Programme, standing: &'r mut Standing) -> Self {
        Self {
            start: standing.clone(),
            moves: vec![Movement::NONE; programme.counters.len()],
            run: Run::new(programme, standing),
            rows: 0,
            refunded: Vec::new(),
        }
    }

    fn day(
        &mut self,
        spends: &[Spend<'_>],
        sink: &mut impl FnMut(Made<'_>),
    ) -> Result<(), RulesError> {
        self.run.turn(spends, sink)?;
        for spend in spends {
            let reward = self.run.take(spend)?;
            self.refunded.extend(reward.of);
            sink(Made::Reward(reward));
            self.rows = self.rows.saturating_add(1);
            let counters = self.run.standing().counters.iter();
            for ((moved, now), before) in self
                .moves
                .iter_mut()
                .zip(counters)
                .zip(&self.start.counters)
            {
                moved.reach(now.amount - before.amount);
            }
        }
        Ok(())
    }

    fn block(self) -> Block {
        let mut moves = self.moves;
        for (moved, room) in moves.iter_mut().zip(&self.run.rooms) {
            moved.narrow(*room);
        }
        Block {
            start: self.start,
            rows: self.rows,
            sum: self.run.sum,
            moves,
            refunded: self.refunded,
        }
    }
}

/// Where a programme stands that has nothing to say of the past: only the counters of another one.
pub(super) fn probe(standing: &Standing) -> Standing {
    Standing {
        day: standing.day,
        counters: standing.counters.clone(),
        open: standing.open.clone(),
        statement: standing.statement.as_ref().map(|statement| Statement {
            end: statement.end,
            sum: Sum::default(),
        }),
    }
}

/// What was earned exactly by some rewards.
pub(super) fn sum_of(rewards: &[Reward]) -> Result<Sum, RulesError> {
    let mut sum = Sum::default();
    let exact = rewards.iter().map(|reward| reward.exact);
    exact
        .into_iter()
        .try_for_each(|exact: Exact| sum.add(exact))?;
    Ok(sum)
}
