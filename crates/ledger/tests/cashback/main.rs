//! Rewards from the purchase to the payment, points, gift cards and advice, in a real file.
#![cfg(test)]

#[path = "../common/mod.rs"]
mod common;
#[allow(dead_code, reason = "rewards need only a part of it")]
#[path = "../saving_world/mod.rs"]
mod saving_world;

mod desk;
mod expected;
mod follows;
mod forms;
mod programmes;
mod properties;
mod purses;
mod world;
