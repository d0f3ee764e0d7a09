//! The rules of small money: pure functions over plain records.

mod error;
pub mod increment;
pub mod lens;

pub use error::RulesError;
