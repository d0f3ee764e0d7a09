//! The rules of small money: pure functions over plain records.
