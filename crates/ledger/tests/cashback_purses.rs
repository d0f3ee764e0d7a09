//! Gift cards, points, what is parked, and which card a purchase costs least with.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod cashback_purses {
    pub mod advice;
    pub mod cards;
    pub mod parked;
    pub mod points;
    pub mod world;
}
mod common;
