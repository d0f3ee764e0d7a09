//! The rules of the house are in `tests/tidy.rs`.
