//! What is told about prices that are known beside what was paid.

use serde::Serialize;

use crate::ids::EntryId;
use crate::wire::Amount;

views! {
    /// What the list said a purchase would cost.
    pub struct ListPrice {
        /// The purchase.
        pub entry: EntryId,
        /// The price; none while nobody has said it.
        pub price: Option<Amount>,
        /// The currency of the purchase, in which its list price is.
        pub currency: String,
        /// The names of the rules that set a part of the difference aside.
        pub rules: Vec<String>,
    }
}
