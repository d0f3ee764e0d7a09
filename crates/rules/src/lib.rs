//! The rules of small money: pure functions over plain records.

pub mod allowance;
pub mod calendar;
pub mod cashback;
pub mod classify;
pub mod duplicates;
pub mod earmarks;
mod error;
pub mod fees;
pub mod goals;
pub mod habits;
pub mod ids;
pub mod increment;
pub mod insights;
pub mod kind;
pub mod learn;
pub mod lens;
mod matching;
pub mod mirror;
pub mod payee;
pub mod payment;
pub mod pending;
pub mod pot;
mod power;
pub mod recurring;
pub mod refunds;
pub mod roundup;
pub mod row;
pub mod saving;
pub mod sweeps;
mod text;
pub mod transfers;

pub use error::RulesError;
