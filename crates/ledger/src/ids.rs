//! Ids that fit a JavaScript number and never collide between devices.
//!
//! An id is the device's number in the high 21 bits and a counter in the low 32, so it stays below
//! 2^53. Ids below 1000 are the built-in accounts, equal in every ledger.

use serde::{Deserialize, Serialize};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, sqlx::Type,
        )]
        #[cfg_attr(feature = "bindings", derive(specta::Type))]
        #[serde(transparent)]
        #[sqlx(transparent)]
        pub struct $name(#[cfg_attr(feature = "bindings", specta(type = u32))] pub i64);

        impl From<i64> for $name {
            fn from(id: i64) -> Self {
                Self(id)
            }
        }
    };
}

id!(
    /// An account of one's own, a category, or a balancing account.
    AccountId
);
id!(
    /// An entry.
    EntryId
);
id!(
    /// A payee.
    PayeeId
);
id!(
    /// An imported file.
    ImportId
);
id!(
    /// Something that the person decided: a mapping, a rule, a template.
    ChoiceId
);
id!(
    /// An action in the history.
    ChangeId
);

/// The accounts that every ledger has, by what they are for.
pub mod built_in {
    use super::AccountId;

    /// Spending that nobody has put into a category yet.
    pub const SPENDING: AccountId = AccountId(1);
    /// Income without a category.
    pub const INCOME: AccountId = AccountId(2);
    /// What wallets and banks take.
    pub const FEES: AccountId = AccountId(3);
    /// Tips.
    pub const TIPS: AccountId = AccountId(4);
    /// Interest earned or paid.
    pub const INTEREST: AccountId = AccountId(5);
    /// Rewards paid out.
    pub const CASHBACK: AccountId = AccountId(6);
    /// Money between own accounts whose other side is not known yet.
    pub const TRANSFERS: AccountId = AccountId(7);
    /// What one currency gave for another.
    pub const EXCHANGE: AccountId = AccountId(8);
    /// What an account held when it was added.
    pub const OPENING: AccountId = AccountId(9);
    /// Corrections.
    pub const ADJUSTMENTS: AccountId = AccountId(10);
}
