//! The small-money lens: what is left today, and habits, in a real file.
#![cfg(test)]

#[path = "../common/mod.rs"]
mod common;

mod habits;
mod left;
