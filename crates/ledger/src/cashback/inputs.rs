//! What the person lays down about cashback, as it comes from the screens and the command.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::programmes::WrittenProgramme;
use super::views::{PointsAction, ReceivableState};
use crate::ids::{AccountId, ChoiceId};
use crate::wire::states;

macro_rules! inputs {
    ($($(#[$doc:meta])* pub struct $name:ident { $($(#[$field_doc:meta])* pub $field:ident: $type:ty,)+ })+) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
            #[cfg_attr(feature = "bindings", derive(specta::Type))]
            #[serde(deny_unknown_fields)]
            pub struct $name { $($(#[$field_doc])* pub $field: $type,)+ }
        )+
    };
}

inputs! {
    /// A programme that the person has.
    pub struct ProgrammeInput {
        /// What it says.
        pub programme: WrittenProgramme,
        /// The accounts that it looks at; empty for a portal, whose purchases are named one by one.
        pub accounts: Vec<AccountId>,
        /// Which categories its words stand for.
        pub categories: Vec<WordCategories>,
        /// The first day that counts; none for all of history.
        pub from: Option<NaiveDate>,
        /// The last day that counts; none while the person has it.
        pub until: Option<NaiveDate>,
        /// What paying abroad with it costs, such as `0.03`; empty for nothing.
        pub fx_fee: String,
        /// In which way its accounts pay, such as `apple_pay`, where a purchase does not say; empty for
        /// none.
        pub method: String,
    }

    /// The categories that a word of a programme stands for.
    pub struct WordCategories {
        /// The word.
        pub word: String,
        /// The categories.
        pub categories: Vec<AccountId>,
    }

    /// What is known of a purchase beside its entry.
    #[derive(Default)]
    pub struct PurchaseDetail {
        /// The part that earns, without tax or tip, in its currency; empty for all of it.
        pub eligible: String,
        /// The merchant category code of ISO 18245; none where nobody knows.
        pub mcc: Option<u16>,
        /// In which way it was paid, such as `qr`; empty where nobody knows.
        pub method: String,
        /// What the exchange cost beyond the day's rate, in its currency; empty for nothing.
        pub fx_markup: String,
        /// What a voucher took off the price, in its currency; empty for nothing.
        pub voucher: String,
        /// Programmes that it is left out of.
        pub left_out: Vec<ChoiceId>,
    }

    /// A purchase through a portal.
    pub struct VisitInput {
        /// What it should bring, in its currency; empty where the rate says.
        pub expected: String,
        /// The rate, such as `0.04`; empty where the amount is said.
        pub rate: String,
        /// What the rate is for, in its currency; empty for the whole price.
        pub base: String,
        /// The order's number; empty where there is none.
        pub order: String,
    }

    /// What a programme said about a reward, or the person did.
    pub struct ReceivableEventInput {
        /// How far it is from then on.
        pub state: ReceivableState,
        /// The day; none for today.
        pub day: Option<NaiveDate>,
        /// How much it is from then on; empty for as much as before.
        pub amount: String,
    }

    /// What is noted about a reward.
    pub struct ReceivableNote {
        /// The order's number; empty where there is none.
        pub order: String,
        /// A note.
        pub note: String,
    }

    /// Points that come or go by hand.
    pub struct PointsMoveInput {
        /// What happens.
        pub action: PointsAction,
        /// The day; none for today.
        pub day: Option<NaiveDate>,
        /// How many, above zero.
        pub points: String,
        /// The last day on which they can be used, where they have their own.
        pub expires: Option<NaiveDate>,
        /// A note.
        pub note: String,
    }

    /// A gift card.
    pub struct GiftCardInput {
        /// What it is called, such as the shop's name.
        pub name: String,
        /// What can be spent.
        pub face: String,
        /// The currency's code.
        pub currency: String,
        /// What was paid for it; empty for as much as the face.
        pub paid: String,
        /// The account that paid it; none for a present.
        pub from: Option<AccountId>,
        /// The day on which it was bought or given; none for today.
        pub day: Option<NaiveDate>,
        /// The last day; none for ever.
        pub expires: Option<NaiveDate>,
        /// Its code; empty where it is not kept, or not changed.
        pub code: String,
        /// Its PIN; empty where it is not kept, or not changed.
        pub pin: String,
        /// What is kept no longer.
        pub remove: Vec<SecretPart>,
        /// A note.
        pub note: String,
    }

    /// A purchase that is thought of.
    pub struct AdviceQuery {
        /// What it costs.
        pub amount: String,
        /// The currency's code.
        pub currency: String,
        /// Its category; none where it is not said.
        pub category: Option<AccountId>,
        /// Who would be paid; empty where it is not said.
        pub payee: String,
        /// Where it is made.
        pub place: AdvicePlace,
        /// What the shop adds for paying by card, such as `0.015`; empty for nothing.
        pub surcharge_rate: String,
        /// What becomes of bonuses that are not earned yet.
        pub bonuses: AdviceBonuses,
    }
}

states! {
    /// A part of what a gift card is used with.
    pub enum SecretPart {
        /// Its code.
        Code,
        /// Its PIN.
        Pin,
    }

    /// Where a purchase is made.
    pub enum AdvicePlace {
        /// In the currency of the card.
        Home,
        /// In another one, which costs the fee of the card.
        Abroad,
    }

    /// What becomes of bonuses that are not earned yet, and may never be.
    pub enum AdviceBonuses {
        /// They are told beside the comparison.
        Leave,
        /// The share of the purchase is counted as if the whole bonus were earned.
        Share,
    }
}
