//! What is told about gift cards.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::super::inputs::GiftCardInput;
use crate::ids::{AccountId, ChoiceId, EntryId};
use crate::wire::{Amount, states, views};

states! {
    /// Where a gift card stands.
    pub enum GiftCardState {
        /// It can be used.
        Open,
        /// Nothing is left of it.
        Empty,
        /// It has expired.
        Expired,
        /// It was put away.
        Archived,
    }
}

views! {
    /// A gift card. Its code and PIN are told only when they are asked for.
    pub struct GiftCard {
        /// Its id.
        pub id: ChoiceId,
        /// Its account in the ledger.
        pub account: AccountId,
        /// What the person laid down, without code and PIN.
        pub input: GiftCardInput,
        /// Where it stands.
        pub state: GiftCardState,
        /// What can be spent.
        pub balance: Amount,
        /// What was loaded in all.
        pub face: Amount,
        /// What was paid for that.
        pub paid: Amount,
        /// What was spent.
        pub used: Amount,
        /// What expired unused.
        pub breakage: Amount,
        /// How much cheaper the spent part was, in percent with two decimals; none where nothing was
        /// spent.
        pub discount_percent: Option<String>,
        /// The last day; none for ever.
        pub expires: Option<NaiveDate>,
        /// How many days that is from today.
        pub days_left: Option<i32>,
        /// The last characters of its code, such as `…4821`; empty without one.
        pub code_hint: String,
        /// Whether it has a PIN.
        pub has_pin: bool,
        /// The day on which it was last used.
        pub last_used: Option<NaiveDate>,
        /// What was loaded and spent, the newest first.
        pub entries: Vec<EntryId>,
    }

    /// What a gift card is used with.
    pub struct GiftCardSecret {
        /// Its code; empty without one.
        pub code: String,
        /// Its PIN; empty without one.
        pub pin: String,
    }
}
