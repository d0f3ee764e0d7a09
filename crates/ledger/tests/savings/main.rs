//! What is set aside, for which goal, and what the bank has moved, in a real file.
#![cfg(test)]

#[path = "../common/mod.rs"]
mod common;
#[path = "../saving_world/mod.rs"]
mod saving_world;

mod goals;
mod items;
mod limits;
mod moved;
mod payers;
mod properties;
mod refusals;
mod transfers;
