//! The ledger file.
