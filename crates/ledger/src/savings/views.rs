//! What the screens and the command are told about saving.

mod goals;
mod items;
mod lab;
mod rules;
mod sweeps;

pub use goals::*;
pub use items::*;
pub use lab::*;
pub use rules::*;
pub use sweeps::*;
