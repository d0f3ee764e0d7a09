//! Matches proposals with transactions, the strongest proof first.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use farthing_money::{Money, MoneyError};

use super::{
    ARRIVES_WITHIN_DAYS, BankRow, Match, Matching, Proof, Proposal, State, Status, Window,
};
use crate::error::RulesError;
use crate::ids::{EntryId, ProposalId};
use crate::payment::letters_and_digits;

/// Looks for each proposal among the transactions, as of a day (spec A.9).
///
/// A transaction settles at most one proposal. One whose text holds two references belongs to the
/// longer one; otherwise the proposal made first, and the transaction booked first, go first.
///
/// Fails for two proposals of one id, for an amount of zero or less, and for legs that together are
/// beyond the bounds of a sum.
pub fn match_transfers(
    proposals: &[Proposal],
    rows: &[BankRow<'_>],
    window: Window,
    today: NaiveDate,
) -> Result<Matching, RulesError> {
    check(proposals)?;
    let mut desk = Desk::of(proposals, rows, window, today);
    desk.match_references();
    desk.match_counterparties();
    let mut matches = HashMap::new();
    for asked in desk.asked.clone() {
        matches.insert(asked.proposal.id, desk.result_for(asked.proposal)?);
    }
    let in_order = proposals.iter().filter_map(|p| matches.remove(&p.id));
    let free = rows.iter().filter(|row| !desk.used.contains(&row.id));
    Ok(Matching {
        matches: in_order.collect(),
        unused: free.map(|row| row.id).collect(),
    })
}

fn check(proposals: &[Proposal]) -> Result<(), RulesError> {
    let mut ids = HashSet::new();
    for proposal in proposals {
        if !ids.insert(proposal.id) {
            let message = "two proposals cannot have one number";
            return Err(RulesError::field("proposals", message));
        }
        if proposal.amount.minor() <= 0 {
            let message = "a proposed transfer is above zero";
            return Err(RulesError::field("amount", message));
        }
    }
    Ok(())
}

/// A proposal with its reference made ready to be compared.
#[derive(Clone)]
struct Asked<'a> {
    proposal: &'a Proposal,
    reference: String,
}

/// What has moved for a proposal.
struct Found<'a> {
    by: Proof,
    legs: Vec<&'a BankRow<'a>>,
}

/// What is compared, and what was found so far.
struct Desk<'a> {
    /// The proposals by the day they were made.
    asked: Vec<Asked<'a>>,
    /// The transactions by their day.
    rows: Vec<&'a BankRow<'a>>,
    window: Window,
    today: NaiveDate,
    found: HashMap<ProposalId, Found<'a>>,
    used: HashSet<EntryId>,
}

impl<'a> Desk<'a> {
    fn of(
        proposals: &'a [Proposal],
        rows: &'a [BankRow<'a>],
        window: Window,
        today: NaiveDate,
    ) -> Self {
        let mut asked: Vec<Asked<'a>> = proposals.iter().map(Asked::of).collect();
        asked.sort_by_key(|asked| asked.proposal.created);
        let mut rows: Vec<&BankRow<'_>> = rows.iter().collect();
        rows.sort_by_key(|row| row.day);
        Self {
            asked,
            rows,
            window,
            today,
            found: HashMap::new(),
            used: HashSet::new(),
        }
    }

    /// Gives each transaction to the proposal whose reference its text holds.
    fn match_references(&mut self) {
        for row in &self.rows {
            let Some(id) = self.named_by(row) else {
                continue;
            };
            self.used.insert(row.id);
            let found = self.found.entry(id).or_insert(Found {
                by: Proof::Reference,
                legs: Vec::new(),
            });
            found.legs.push(row);
        }
    }

    /// The proposal that a transaction names; the longest reference, since a short one may be a
    /// piece of it.
    fn named_by(&self, row: &BankRow<'_>) -> Option<ProposalId> {
        let may_pay = |asked: &&Asked<'_>| {
            !asked.reference.is_empty() && is_candidate(row, asked.proposal, self.window)
        };
        let mut askers = self.asked.iter().filter(may_pay).peekable();
        askers.peek()?;
        let text = letters_and_digits(row.text);
        askers
            .filter(|asked| text.contains(&asked.reference))
            .min_by_key(|asked| Reverse(asked.reference.len()))
            .map(|asked| asked.proposal.id)
    }

    /// Gives each proposal left the first transaction of its amount to its destination.
    fn match_counterparties(&mut self) {
        for asked in &self.asked {
            let proposal = asked.proposal;
            if self.found.contains_key(&proposal.id) {
                continue;
            }
            let paid = self.equal_rows(proposal).find(|row| goes_to(row, proposal));
            if let Some(row) = paid {
                let by = Proof::Counterparty;
                let legs = vec![row];
                self.used.insert(row.id);
                self.found.insert(proposal.id, Found { by, legs });
            }
        }
    }

    /// The free transactions in a proposal's days that pay exactly its amount.
    fn equal_rows<'s>(
        &'s self,
        proposal: &'s Proposal,
    ) -> impl Iterator<Item = &'a BankRow<'a>> + use<'s, 'a> {
        let rows = self.rows.iter().copied();
        rows.filter(|row| {
            !self.used.contains(&row.id)
                && row.amount == proposal.amount.negated()
                && is_candidate(row, proposal, self.window)
        })
    }

    fn result_for(&mut self, proposal: &Proposal) -> Result<Match, MoneyError> {
        let Some(found) = self.found.get(&proposal.id) else {
            return Ok(self.without_proof(proposal));
        };
        let nothing = Money::zero(proposal.amount.currency());
        let mut paid = nothing;
        for leg in &found.legs {
            paid = paid.checked_add(leg.amount.negated())?;
        }
        let (by, legs) = (found.by, found.legs.iter().map(|leg| leg.id).collect());
        let left = found.legs.last().map(|leg| leg.day);
        let beyond = paid.checked_add(proposal.amount.negated())?;
        let back = beyond.negated();
        let inflow = left.and_then(|day| self.arrival(proposal, paid, day));
        self.used.extend(inflow);
        Ok(Match {
            proposal: proposal.id,
            state: state_of(beyond),
            by: Some(by),
            legs,
            inflow,
            suggested: None,
            moved: smaller(paid, proposal.amount),
            extra: larger(beyond, nothing),
            back_to_pending: larger(back, nothing),
        })
    }

    /// The same money arriving at a tracked destination.
    fn arrival(&self, proposal: &Proposal, paid: Money, left: NaiveDate) -> Option<EntryId> {
        let to = proposal.to?;
        let arrives = |row: &&&BankRow<'_>| {
            let days = (row.day - left).num_days();
            row.account == to
                && row.status == Status::Posted
                && row.amount == paid
                && (0..=ARRIVES_WITHIN_DAYS).contains(&days)
                && !self.used.contains(&row.id)
        };
        self.rows.iter().find(arrives).map(|row| row.id)
    }

    fn without_proof(&self, proposal: &Proposal) -> Match {
        let suggested = self.suggestion(proposal);
        let state = match suggested {
            Some(_) => State::Suggested,
            None if self.has_expired(proposal) => State::Expired,
            None => State::Open,
        };
        let nothing = Money::zero(proposal.amount.currency());
        let all_back = state == State::Expired;
        Match {
            proposal: proposal.id,
            state,
            by: None,
            legs: Vec::new(),
            inflow: None,
            suggested,
            moved: nothing,
            extra: nothing,
            back_to_pending: if all_back { proposal.amount } else { nothing },
        }
    }

    /// The one transaction near a proposal that could be it, if nobody else could claim it.
    fn suggestion(&self, proposal: &Proposal) -> Option<EntryId> {
        let near = i64::from(self.window.suggest_days);
        let mut equal = self
            .equal_rows(proposal)
            .filter(|row| (row.day - proposal.created).num_days().abs() <= near);
        let only = equal.next()?;
        let claimed = self.asked.iter().any(|other| {
            other.proposal.id != proposal.id && self.could_claim(other.proposal, only)
        });
        (equal.next().is_none() && !claimed).then_some(only.id)
    }

    /// Whether another proposal of the same amount still waits for a transaction like this. One
    /// that has expired claims only what was booked in its own days.
    fn could_claim(&self, other: &Proposal, row: &BankRow<'_>) -> bool {
        other.amount == row.amount.negated()
            && !self.found.contains_key(&other.id)
            && (!self.has_expired(other) || is_candidate(row, other, self.window))
    }

    fn has_expired(&self, proposal: &Proposal) -> bool {
        let age = (self.today - proposal.created).num_days();
        age > i64::from(self.window.days_after)
    }
}

impl<'a> Asked<'a> {
    fn of(proposal: &'a Proposal) -> Self {
        Self {
            proposal,
            reference: letters_and_digits(&proposal.reference),
        }
    }
}

/// Whether a transaction may be a proposed transfer at all: posted, leaving the account that pays,
/// in its currency and its days.
fn is_candidate(row: &BankRow<'_>, proposal: &Proposal, window: Window) -> bool {
    let days = (row.day - proposal.created).num_days();
    let (before, after) = (i64::from(window.days_before), i64::from(window.days_after));
    row.account == proposal.from
        && row.status == Status::Posted
        && row.amount.minor() < 0
        && row.amount.currency() == proposal.amount.currency()
        && (-before..=after).contains(&days)
}

/// Whether the bank names the destination on the other side. Banks differ in spaces and capitals;
/// every other sign may tell two payment addresses apart.
fn goes_to(row: &BankRow<'_>, proposal: &Proposal) -> bool {
    let named = address(row.counterparty);
    let mut destinations = proposal.destinations.iter();
    !named.is_empty() && destinations.any(|destination| address(destination) == named)
}

fn address(text: &str) -> String {
    let signs = text.chars().filter(|c| !c.is_whitespace());
    signs.flat_map(char::to_uppercase).collect()
}

fn state_of(beyond: Money) -> State {
    match beyond.minor() {
        ..0 => State::Partial,
        0 => State::Settled,
        1.. => State::Over,
    }
}

/// The smaller of two amounts of one currency.
fn smaller(a: Money, b: Money) -> Money {
    if a.minor() <= b.minor() { a } else { b }
}

/// The larger of two amounts of one currency.
fn larger(a: Money, b: Money) -> Money {
    if a.minor() >= b.minor() { a } else { b }
}
