//! Sweeps: a transfer that was proposed is looked for among the bank's transactions (spec A.9).
//!
//! The stronger proof goes first over all proposals: a transaction that names one proposal is never
//! taken by another that only has the same amount.

mod run;
#[cfg(test)]
mod tests;

use chrono::NaiveDate;
use farthing_money::Money;

use crate::ids::{AccountId, EntryId, ProposalId};
pub use crate::roundup::Status;
pub use run::match_transfers;

/// How many days after the money left it may arrive at a tracked account, the same day included.
pub const ARRIVES_WITHIN_DAYS: i64 = 5;

/// A transfer that was proposed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// Which one.
    pub id: ProposalId,
    /// The account that pays.
    pub from: AccountId,
    /// The account that receives, if it is tracked here.
    pub to: Option<AccountId>,
    /// What the bank may write for the destination: an IBAN, a payment address.
    pub destinations: Vec<String>,
    /// Above zero.
    pub amount: Money,
    /// The day it was proposed.
    pub created: NaiveDate,
    /// The code the person is asked to put into the transfer; empty for none.
    pub reference: String,
}

/// A transaction of the bank.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BankRow<'a> {
    /// Which one.
    pub id: EntryId,
    /// The day it was booked.
    pub day: NaiveDate,
    /// On which account.
    pub account: AccountId,
    /// Below zero for money that leaves.
    pub amount: Money,
    /// Only posted ones prove a transfer.
    pub status: Status,
    /// What the bank wrote.
    pub text: &'a str,
    /// Whom the bank names on the other side, as it names them.
    pub counterparty: &'a str,
}

/// How far from a proposal's day its transaction is looked for, in days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// So long before.
    pub days_before: u32,
    /// So long after; later the proposal has expired.
    pub days_after: u32,
    /// How near a transaction without other proof must be to be suggested.
    pub suggest_days: u32,
}

impl Default for Window {
    fn default() -> Self {
        Self {
            days_before: 1,
            days_after: 10,
            suggest_days: 5,
        }
    }
}

/// What has become of a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// Nothing was found yet.
    Open,
    /// The whole amount has moved.
    Settled,
    /// Less has moved.
    Partial,
    /// More has moved.
    Over,
    /// Nothing was found in all its days.
    Expired,
    /// One transaction might be it; the person decides.
    Suggested,
}

impl State {
    /// Its word in reports and on the wire.
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Settled => "settled",
            Self::Partial => "partial",
            Self::Over => "over",
            Self::Expired => "expired",
            Self::Suggested => "suggested",
        }
    }
}

/// What shows that a transaction is the proposed transfer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Proof {
    /// Its text holds the reference.
    Reference,
    /// The amount and the destination are the same.
    Counterparty,
}

impl Proof {
    /// Its word in reports and on the wire.
    pub fn word(self) -> &'static str {
        match self {
            Self::Reference => "reference",
            Self::Counterparty => "counterparty",
        }
    }
}

/// What was found for one proposal. All amounts are in its currency and zero or more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// Which proposal.
    pub proposal: ProposalId,
    /// What has become of it.
    pub state: State,
    /// What shows it, where money has moved.
    pub by: Option<Proof>,
    /// The transactions that paid it, in the order of their days.
    pub legs: Vec<EntryId>,
    /// The same money arriving at the tracked destination.
    pub inflow: Option<EntryId>,
    /// The transaction that might be it.
    pub suggested: Option<EntryId>,
    /// What has moved of the proposed amount.
    pub moved: Money,
    /// What has moved beyond it, to be offered as a deposit.
    pub extra: Money,
    /// What waits for a transfer again: the rest of a partial one, all of an expired one.
    pub back_to_pending: Money,
}

/// What was found for all proposals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matching {
    /// One for each proposal, in their order.
    pub matches: Vec<Match>,
    /// The transactions that belong to no proposal, in their order; a suggested one is among them.
    pub unused: Vec<EntryId>,
}
