//! What is told about value that is parked.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::ids::{AccountId, ChoiceId};
use crate::wire::{Amount, states, views};

states! {
    /// What kind of value is parked.
    pub enum StrandedKind {
        /// The balance of a wallet.
        Wallet,
        /// A gift card.
        GiftCard,
        /// Points that are worth something.
        Points,
        /// Cashback that is not paid.
        Cashback,
    }

    /// How easily it is freed, the easiest first.
    pub enum Ease {
        /// It can be spent or moved today.
        Now,
        /// Something has to be asked for.
        Ask,
        /// It waits for a day or a floor.
        Wait,
    }
}

views! {
    /// All value that is parked.
    pub struct Stranded {
        /// What it comes to, by currency.
        pub totals: Vec<Amount>,
        /// What expires in the next thirty days, by currency.
        pub expiring: Vec<Amount>,
        /// Each of it: what expires first comes first, then by how easily it is freed, then the most.
        pub rows: Vec<StrandedRow>,
        /// Points that nobody knows the worth of, in a sentence each.
        pub unvalued: Vec<String>,
    }

    /// Value that is parked.
    pub struct StrandedRow {
        /// What kind.
        pub kind: StrandedKind,
        /// What it is called.
        pub name: String,
        /// How much.
        pub amount: Amount,
        /// The last day; none for ever.
        pub expires: Option<NaiveDate>,
        /// How many days that is from today.
        pub days_left: Option<i32>,
        /// How easily it is freed.
        pub ease: Ease,
        /// The one thing that frees it, in a sentence.
        pub action: String,
        /// The account, where it is one.
        pub account: Option<AccountId>,
        /// The programme, where it is one.
        pub programme: Option<ChoiceId>,
        /// The gift card, where it is one.
        pub gift_card: Option<ChoiceId>,
    }
}
