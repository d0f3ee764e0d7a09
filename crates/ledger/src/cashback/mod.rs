//! Cashback: which programmes there are, and what each of them says.

mod programmes;

pub use programmes::*;
