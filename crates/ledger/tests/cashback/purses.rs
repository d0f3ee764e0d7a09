//! Gift cards, points, what is parked, and which card a purchase costs least with.

mod advice;
mod cards;
mod parked;
mod points;
mod world;
