//! What the screens and the command are told of games, tips and day passes.

use chrono::NaiveDate;
use serde::Serialize;

use super::GameInput;
use crate::ids::{ChoiceId, PayeeId};
use crate::wire::{Amount, views};

views! {
    /// Games with their cap, and tips, as of a day.
    pub struct Games {
        /// The day.
        pub today: NaiveDate,
        /// The games, by title.
        pub titles: Vec<GameTitle>,
        /// What all of them may cost in a month; none while nothing is said.
        pub cap: Option<GameCap>,
        /// Tips, the newest year first and then the largest.
        pub tips: Vec<TipYear>,
        /// How the tips were made, as a sentence.
        pub tips_formula: String,
        /// The payees whose purchases are tips.
        pub creators: Vec<Creator>,
    }

    /// A game.
    pub struct GameTitle {
        /// Its id.
        pub id: ChoiceId,
        /// As the person wrote it.
        pub input: GameInput,
        /// The payees that there are.
        pub payees: Vec<PayeeId>,
        /// Its packs with what a unit costs.
        pub packs: Vec<GamePack>,
        /// The lowest price of a unit, as a sentence; empty without packs.
        pub packs_words: String,
        /// How many purchases.
        #[cfg_attr(feature = "bindings", specta(type = u32))]
        pub count: i64,
        /// What they add up to.
        pub spent: Amount,
        /// What they add up to in this month.
        pub spent_this_month: Amount,
        /// How many of them are the size of no pack, or of a pack of two games.
        #[cfg_attr(feature = "bindings", specta(type = u32))]
        pub unclear: i64,
        /// Units that were bought.
        #[cfg_attr(feature = "bindings", specta(type = i32))]
        pub units_bought: i64,
        /// Units that came without a purchase.
        #[cfg_attr(feature = "bindings", specta(type = i32))]
        pub units_free: i64,
        /// Units that went into something.
        #[cfg_attr(feature = "bindings", specta(type = i32))]
        pub units_spent: i64,
        /// Units that lie there.
        #[cfg_attr(feature = "bindings", specta(type = i32))]
        pub units_left: i64,
        /// What those have cost; none where none were bought or none lie there.
        pub left_value: Option<Amount>,
        /// How these figures were made, as a sentence.
        pub formula: String,
    }

    /// A pack with what a unit costs.
    pub struct GamePack {
        /// What it is called.
        pub name: String,
        /// What it costs.
        pub price: Amount,
        /// How many units it holds.
        pub units: u32,
        /// What a unit costs: a decimal number of the currency, six places.
        pub unit_price: String,
        /// Whether no other pack has a lower price for a unit.
        pub is_lowest: bool,
    }

    /// What all games together may cost in a month.
    pub struct GameCap {
        /// The cap.
        pub cap: Amount,
        /// What the games have cost in this month.
        pub used: Amount,
        /// What is left of it; below zero where more was spent.
        pub left: Amount,
        /// The used part as a fraction, four places.
        pub share: String,
        /// The first day of the month.
        pub from: NaiveDate,
        /// The last day of the month.
        pub to: NaiveDate,
        /// The payees that count.
        pub payees: Vec<PayeeId>,
        /// The same as a sentence.
        pub words: String,
    }

    /// Tips to one payee in one year.
    pub struct TipYear {
        /// The year.
        pub year: i32,
        /// The payee; none where nobody is named.
        pub payee: Option<PayeeId>,
        /// Its name; empty where nobody is named.
        pub name: String,
        /// How many tips.
        #[cfg_attr(feature = "bindings", specta(type = u32))]
        pub count: i64,
        /// What they took from the person's accounts.
        pub paid: Amount,
        /// The fees in that.
        pub fees: Amount,
        /// What was given without the fees.
        pub given: Amount,
        /// What reaches the payee: the same, or what the payee's tariff leaves of it.
        pub reaches: Amount,
        /// What reaches the payee as a fraction of what was paid, four places.
        pub share: String,
        /// Whether the payee's own tariff is known and taken off.
        pub is_after_tariff: bool,
        /// Whether every purchase of the payee is a tip.
        pub is_creator: bool,
    }

    /// A payee whose purchases are tips.
    pub struct Creator {
        /// The payee's name.
        pub payee: String,
        /// The key of the tariff by which the payee is paid.
        pub tariff: Option<String>,
    }

    /// Uses of one payee that are paid one by one.
    pub struct DayPass {
        /// The payee.
        pub payee: PayeeId,
        /// Its name.
        pub name: String,
        /// What a use costs.
        pub use_price: Amount,
        /// Uses in the last 91 days.
        pub uses: u32,
        /// That as uses of a month, one decimal.
        pub uses_a_month: String,
        /// What a month of them costs.
        pub monthly: Amount,
        /// The first of the 91 days.
        pub from: NaiveDate,
        /// How this was made, as a sentence.
        pub formula: String,
    }

    /// A day pass beside a subscription.
    pub struct PassBreakEven {
        /// From so many uses in a month on, the subscription does not cost more.
        pub uses: u32,
        /// The same as a sentence.
        pub words: String,
    }
}
