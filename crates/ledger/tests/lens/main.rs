//! The small-money lens and what belongs to it, in a real file.
#![cfg(test)]

#[path = "../common/mod.rs"]
mod common;

mod exchange;
mod fees;
mod games;
mod habits;
mod insights;
mod left;
mod properties;
mod recurring;
mod review;
mod small;
