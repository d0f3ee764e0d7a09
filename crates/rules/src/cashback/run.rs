//! A programme goes through the entries day by day, from where it stands (spec E.3).

use chrono::NaiveDate;
use farthing_money::Money;

use super::exact::{Exact, Sum};
use super::live::{Role, Size, counted, excluded, live, role_of};
use super::open::{Open, Use};
use super::programme::{Pays, Programme, Rule};
use super::refunded::taken_back;
use super::standing::Standing;
use super::terms::RuleMode;
use super::worth::{Pricing, Room, Taken, Worth, worth, worth_back};
use super::{CapUse, Made, Part, Reason, Reward, Spend, StatementTotal};
use crate::error::RulesError;

/// Goes on from where a programme stands through the entries of whole days, which come in the order
/// of day, time and import, and stands at the start of the day `until` then. Gives what each entry
/// earns, in their order, and the total of each statement that has closed, where these are rounded.
///
/// After an error the standing is of no use.
pub fn go_on(
    programme: &Programme,
    standing: &mut Standing,
    spends: &[Spend<'_>],
    until: NaiveDate,
    sink: &mut impl FnMut(Made<'_>),
) -> Result<(), RulesError> {
    if !standing.fits(programme) {
        return Err(RulesError::field(
            "standing",
            "another programme has written it, so this one begins anew",
        ));
    }
    let mut run = Run::new(programme, standing);
    for day in spends.chunk_by(|a, b| a.entry.day == b.entry.day) {
        run.day(day, sink)?;
    }
    standing.turn_to(programme, until, &mut |total| sink(Made::Statement(total)))
}

/// What every entry earns, in their order, which is that of day, time and import, and the totals of
/// their statements where these are rounded, the last one as well.
pub fn earn(
    programme: &Programme,
    spends: &[Spend<'_>],
) -> Result<(Vec<Reward>, Vec<StatementTotal>), RulesError> {
    let (mut rewards, mut statements) = (Vec::new(), Vec::new());
    let mut standing = Standing::start(programme);
    let Some(last) = spends.last().map(|spend| spend.entry.day) else {
        return Ok((rewards, statements));
    };
    go_on(
        programme,
        &mut standing,
        spends,
        last,
        &mut |made| match made {
            Made::Reward(reward) => rewards.push(reward.clone()),
            Made::Statement(total) => statements.push(total),
        },
    )?;
    statements.extend(standing.statement_so_far(programme)?);
    Ok((rewards, statements))
}

/// A programme on its way through the entries.
pub(super) struct Run<'r> {
    programme: &'r Programme,
    standing: &'r mut Standing,
    /// How else its counters could have stood at the start with the same results.
    pub rooms: Vec<Room>,
    /// How much has been earned exactly, where statements are rounded.
    pub sum: Sum,
    /// The row that is made, used again for the next.
    row: Reward,
    uses: Vec<Use>,
    /// What its parts take of their caps.
    taken: Vec<Option<Taken>>,
}

impl<'r> Run<'r> {
    pub(super) fn new(programme: &'r Programme, standing: &'r mut Standing) -> Self {
        Self {
            rooms: vec![Room::ANY; programme.counters.len()],
            sum: Sum::default(),
            row: Reward::empty(programme),
            uses: Vec::new(),
            taken: Vec::new(),
            programme,
            standing,
        }
    }

    pub(super) fn standing(&self) -> &Standing {
        self.standing
    }

    pub(super) fn day(
        &mut self,
        spends: &[Spend<'_>],
        sink: &mut impl FnMut(Made<'_>),
    ) -> Result<(), RulesError> {
        self.turn(spends, sink)?;
        for spend in spends {
            sink(Made::Reward(self.take(spend)?));
        }
        Ok(())
    }

    /// Goes to the day of some entries.
    pub(super) fn turn(
        &mut self,
        spends: &[Spend<'_>],
        sink: &mut impl FnMut(Made<'_>),
    ) -> Result<(), RulesError> {
        let Some(first) = spends.first() else {
            return Ok(());
        };
        let mut closed = |total| sink(Made::Statement(total));
        self.standing
            .turn_to(self.programme, first.entry.day, &mut closed)
    }

    /// What an entry earns.
    pub(super) fn take(&mut self, spend: &Spend<'_>) -> Result<&Reward, RulesError> {
        self.row.begin(self.programme, spend);
        self.uses.clear();
        self.taken.clear();
        match role_of(self.programme, spend)? {
            Role::None(reason) => self.row.reason = reason,
            Role::Purchase(size) => self.purchase(spend, size)?,
            Role::Refund(size) => self.refund(spend, size)?,
        }
        if self.programme.rounds_statements() {
            self.standing.add(self.row.exact)?;
            self.sum.add(self.row.exact)?;
        }
        Ok(&self.row)
    }

    /// Takes back what the last purchase added to the counters, and gives it.
    pub(super) fn take_back(&mut self) -> &[Use] {
        for used in &self.uses {
            self.standing.count(used.counter, -used.amount);
        }
        &self.uses
    }

    fn purchase(&mut self, spend: &Spend<'_>, size: Size) -> Result<(), RulesError> {
        self.row.base = counted(self.programme, size)?;
        self.rules(spend, size, worth)?;
        self.consume();
        self.round()?;
        self.row.reason = self.reason(size);
        if let Some(last_refund) = spend.last_refund {
            self.standing.open.keep(Open {
                entry: spend.entry.id,
                last_refund,
                size: spend.entry.amount.minor().saturating_abs(),
                refunded: 0,
                exact: self.row.exact,
                reward: self.row.reward.map_or(0, |reward| reward.minor()),
                uses: self.uses.clone(),
            });
        }
        Ok(())
    }

    /// The best of the base rate and the rules that compete, and those on top.
    fn rules(&mut self, spend: &Spend<'_>, size: Size, worth: Pricing) -> Result<(), RulesError> {
        let programme = self.programme;
        let base = programme.base_rate.of_minor(programme, size.counted)?;
        let part = Part {
            rule: None,
            rate: programme.base_rate,
            reward: Exact::of_parts(base),
            cap: None,
        };
        self.pay(part, None);
        let mut best = Exact::of_parts(base);
        for rule in &programme.rules {
            if live(programme, rule, spend, size).is_err() {
                continue;
            }
            if let Pays::Tiers(tiers) = &rule.pays {
                let whole = i128::from(size.whole);
                self.uses.push(Use {
                    counter: tiers.counter,
                    first: None,
                    amount: whole,
                });
            }
            let worth = worth(programme, rule, size, self.standing, &mut self.rooms)?;
            match rule.mode {
                RuleMode::Add => self.pay(Part::of(rule, &worth), worth.cap),
                RuleMode::Replace if worth.reward.is_above(best)? => {
                    best = worth.reward;
                    self.win(Part::of(rule, &worth), worth.cap);
                }
                RuleMode::Replace => {}
            }
        }
        let parts = self.row.parts.iter();
        let mut rewards = parts.map(|part| part.reward);
        self.row.exact = rewards.try_fold(Exact::ZERO, Exact::plus)?;
        Ok(())
    }

    fn pay(&mut self, part: Part, taken: Option<Taken>) {
        self.row.parts.push(part);
        self.taken.push(taken);
    }

    /// Takes the place of the base rate, or of the rule that was best so far.
    fn win(&mut self, part: Part, taken: Option<Taken>) {
        if let Some(first) = self.row.parts.first_mut() {
            *first = part;
        }
        if let Some(first) = self.taken.first_mut() {
            *first = taken;
        }
    }

    /// Only the rules that pay use their caps; tiers count every purchase that their rule holds for.
    fn consume(&mut self) {
        for taken in self.taken.iter().flatten() {
            let used = self.standing.cap_use(taken.cap.counter, taken.amount);
            self.uses.push(used);
        }
        for used in &self.uses {
            self.standing.count(used.counter, used.amount);
        }
    }

    fn round(&mut self) -> Result<(), RulesError> {
        if !self.programme.rounds_statements() {
            self.row.reward = Some(self.programme.rounded(self.row.exact)?);
        }
        Ok(())
    }

    /// Why a purchase earned what it did.
    fn reason(&self, size: Size) -> Reason {
        let row = &self.row;
        let is_short = row
            .parts
            .iter()
            .any(|part| part.cap.is_some_and(|used| used.is_short));
        if !row.exact.is_zero() {
            return if row.reward.is_some_and(|reward| reward.is_zero()) {
                Reason::RoundedToZero
            } else if is_short {
                Reason::Capped
            } else {
                Reason::Ok
            };
        }
        if size.whole > 0 && size.counted == 0 {
            Reason::BelowBlock
        } else if is_short {
            Reason::CapUsed
        } else {
            Reason::NoRate
        }
    }

    fn refund(&mut self, spend: &Spend<'_>, size: Size) -> Result<(), RulesError> {
        let linked = spend.entry.refund_of;
        let open = linked.and_then(|linked| self.standing.open.get_mut(linked));
        let Some(open) = open else {
            return self.unlinked(spend, size);
        };
        let returned = open.take(spend.entry.amount.minor());
        let open = open.clone();
        let (exact, reward) = taken_back(self.programme, &open, returned)?;
        self.standing.give_back(&open.uses, open.size, returned);
        let back = returned.after - returned.before;
        self.row.base = Money::from_minor(back, self.programme.currency())?;
        (self.row.exact, self.row.reward) = (exact, reward);
        self.row.reason = Reason::Clawback;
        self.row.of = Some(open.entry);
        Ok(())
    }

    /// A refund of an unknown purchase is a purchase below zero at the rates that hold now.
    fn unlinked(&mut self, spend: &Spend<'_>, size: Size) -> Result<(), RulesError> {
        if let Some(reason) = excluded(self.programme.exclusions(), spend) {
            self.row.reason = reason;
            return Ok(());
        }
        self.row.base = counted(self.programme, size)?;
        self.rules(spend, size, worth_back)?;
        for used in &mut self.uses {
            used.amount = -used.amount;
            self.standing.count(used.counter, used.amount);
        }
        for part in &mut self.row.parts {
            part.reward = part.reward.negated();
        }
        self.row.exact = self.row.exact.negated();
        self.row.reason = Reason::UnlinkedClawback;
        self.round()
    }
}

impl Part {
    fn of(rule: &Rule, worth: &Worth) -> Self {
        let cap = worth.cap.map(|taken| CapUse {
            basis: taken.cap.basis,
            left_before: Exact::of_parts(taken.left),
            left_after: Exact::of_parts(taken.left - taken.amount),
            is_short: taken.is_short,
        });
        Self {
            rule: Some(rule.id),
            rate: worth.rate,
            reward: worth.reward,
            cap,
        }
    }
}
