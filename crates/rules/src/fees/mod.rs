//! What payments cost on their way: tariffs, what they take of an amount, where one is cheaper than
//! another, and what was really taken (spec D.7).

mod cash_out;
mod compare;
mod exchange;
mod observed;
mod plan;
mod tariff;

pub use cash_out::{CashOut, cash_out};
pub use compare::{BreakEven, Cheaper, CheaperSizes, break_even, cheaper_sizes};
pub use exchange::{Markup, MarkupSum, exchange_markup};
pub use observed::{FeeRow, Observed, observed};
pub use plan::Plan;
pub use tariff::{Band, Bundle, Priced, Tariff, bundle, priced};
