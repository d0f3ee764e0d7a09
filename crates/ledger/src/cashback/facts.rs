//! Entries as the programmes look at them.
