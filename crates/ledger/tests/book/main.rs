//! The book itself in a real file: accounts and entries, statements, their history and what is made of them.
#![cfg(test)]

#[path = "../common/mod.rs"]
mod common;

mod choices;
mod demo;
mod entries;
mod events;
mod export;
mod file;
mod foreign;
mod imports;
mod known;
mod links;
mod migration;
mod properties;
mod rules;
