//! The small-money lens, in a real file.
#![cfg(test)]

#[path = "../common/mod.rs"]
mod common;

mod fees;
mod properties;
mod small;
