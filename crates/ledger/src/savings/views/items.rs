//! What is told about prices that are known beside what was paid.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::ids::{ChoiceId, EntryId};
use crate::wire::{Amount, states, views};

states! {
    /// What was decided about a thing.
    pub enum WishState {
        /// Nothing yet.
        Open,
        /// Not to buy it.
        Dropped,
        /// To buy it.
        Bought,
    }
}

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

    /// Things that are thought over before they are bought.
    pub struct WantList {
        /// The open ones first.
        pub wishes: Vec<Wish>,
        /// What those that were not bought would have cost, by currency.
        pub kept: Vec<Amount>,
        /// The names of the rules that set a part of that aside.
        pub rules: Vec<String>,
    }

    /// A thing that is or was thought over.
    pub struct Wish {
        /// Its id.
        pub id: ChoiceId,
        /// What it is.
        pub name: String,
        /// What it costs.
        pub price: Amount,
        /// Since when it is on the list; none where nobody has said it.
        pub added: Option<NaiveDate>,
        /// What was decided.
        pub state: WishState,
        /// The day of the decision.
        pub decided: Option<NaiveDate>,
        /// What rules have set aside because of it, by currency.
        pub saved: Vec<Amount>,
    }
}
