//! The rules of the house as failing checks.
//!
//! Each failure is one sentence that says what is wrong and where to put it right. Every check is a
//! function over text that is tried on a violation as well, so that one that cannot fail is noticed.
//! Functions over 70 lines in Rust are clippy's `too_many_lines`; that it stays on is checked here.

mod tidy {
    mod banned;
    mod crates;
    mod house;
    mod listed;
    mod opened;
    mod page;
    mod private;
    mod sizes;
    mod source;
    mod tree;
    mod urging;
}
