//! What the screens and the command are told of rates and exchanges.

use chrono::NaiveDate;
use serde::Serialize;

use crate::fees::FeeSide;
use crate::ids::{AccountId, EntryId, PayeeId};
use crate::wire::{Amount, views};

views! {
    /// What reading a file of rates did.
    pub struct RatesRead {
        /// The file's name.
        pub file: String,
        /// How many pairs of currencies it has.
        pub pairs: u32,
        /// The first day it has.
        pub first: NaiveDate,
        /// The last day it has.
        pub last: NaiveDate,
        /// Rates that were not known.
        pub added: u32,
        /// Rates that were known differently and are now as in the file.
        pub changed: u32,
        /// Rates that were known already.
        pub known: u32,
    }

    /// The rates that are known.
    pub struct RatesKnown {
        /// How many.
        pub count: u32,
        /// The first day; none without a rate.
        pub first: Option<NaiveDate>,
        /// The last day; none without a rate.
        pub last: Option<NaiveDate>,
        /// By pair.
        pub pairs: Vec<KnownPair>,
    }

    /// What is known of a pair of currencies.
    pub struct KnownPair {
        /// What one unit is priced of.
        pub base: String,
        /// What the price is in.
        pub quote: String,
        /// The first day.
        pub first: NaiveDate,
        /// The last day.
        pub last: NaiveDate,
        /// How many days.
        pub days: u32,
        /// The file that the last rate is from.
        pub source: String,
    }

    /// The exchanges of a stretch of days that one currency paid for or came out of.
    pub struct Exchanges {
        /// The currency's code.
        pub currency: String,
        /// The first day.
        pub from: NaiveDate,
        /// The last day.
        pub to: NaiveDate,
        /// What all exchanges with a reference rate hide.
        pub hidden: Amount,
        /// That as a fraction of what they come to at the reference, four places; none without one.
        pub rate: Option<String>,
        /// Of what was paid.
        pub paid: ExchangeSum,
        /// Of what came in.
        pub received: ExchangeSum,
        /// By account and side, what hides most first.
        pub accounts: Vec<AccountExchanges>,
        /// The newest, at most 500.
        pub rows: Vec<ExchangeRow>,
        /// Entries with an exchange whose other side does not stand in the same entry.
        pub unclear: u32,
        /// Whether any rate is known at all.
        pub has_rates: bool,
        /// How these figures were made, as a sentence.
        pub formula: String,
        /// What a reference rate is and is not, as a sentence.
        pub note: String,
    }

    /// Exchanges together.
    pub struct ExchangeSum {
        /// How many have a reference rate.
        pub count: u32,
        /// What those were charged or brought, without fees that stand beside.
        pub charged: Amount,
        /// What those come to at the reference.
        pub at_reference: Amount,
        /// What hides in their rates; below zero where they were better than the reference.
        pub hidden: Amount,
        /// That as a fraction of what they come to at the reference, four places.
        pub rate: Option<String>,
        /// How many have no reference rate within seven days; they are in none of the sums above.
        pub without: u32,
        /// The fees that stand beside all of them; they are not part of what hides.
        pub fees: Amount,
    }

    /// The exchanges of an account on one side.
    pub struct AccountExchanges {
        /// The account.
        pub account: AccountId,
        /// Its name.
        pub name: String,
        /// Whether money went out or came in.
        pub side: FeeSide,
        /// Its exchanges together.
        pub sum: ExchangeSum,
    }

    /// An entry with an exchange.
    pub struct ExchangeRow {
        /// The entry.
        pub entry: EntryId,
        /// Its day.
        pub day: NaiveDate,
        /// Who was paid or paid; empty where nobody is named.
        pub payee: String,
        /// The payee's id.
        pub payee_id: Option<PayeeId>,
        /// The account's name.
        pub account: String,
        /// Whether money went out or came in.
        pub side: FeeSide,
        /// What was charged or came in, without fees that stand beside.
        pub charged: Amount,
        /// What it was in the other currency.
        pub amount: Amount,
        /// What one unit of the other currency cost or brought, six digits that count.
        pub own_rate: String,
        /// The fees that stand beside, by currency.
        pub fees: Vec<Amount>,
        /// The day's reference; none without a rate within seven days.
        pub reference: Option<ReferenceShown>,
    }

    /// An exchange beside the day's reference rate.
    pub struct ReferenceShown {
        /// What one unit of the other currency is worth, six digits that count.
        pub rate: String,
        /// The day of the rate; of a cross the older one.
        pub day: NaiveDate,
        /// The rates as they are written, with their days and files.
        pub words: String,
        /// The amount at that rate.
        pub at_reference: Amount,
        /// What was charged above it, or came in below it.
        pub hidden: Amount,
        /// That as a fraction of the amount at the reference, four places.
        pub percent: String,
    }
}
