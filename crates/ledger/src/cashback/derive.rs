//! What follows from programmes and entries.
