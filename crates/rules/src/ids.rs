//! Numbers under which the caller knows its own things; they are only handed back.

use serde::{Deserialize, Serialize};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
        )]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl From<i64> for $name {
            fn from(id: i64) -> Self {
                Self(id)
            }
        }
    };
}

id!(
    /// An account of one's own.
    AccountId
);
id!(
    /// A category of spending or income.
    CategoryId
);
id!(
    /// An entry of the ledger.
    EntryId
);
id!(
    /// A transfer that was proposed and is looked for at the bank.
    ProposalId
);
id!(
    /// A row that is being looked at: of a file, or an entry's effect on one account. The caller
    /// numbers them as it likes.
    RowId
);
id!(
    /// A rule of the person.
    RuleId
);
id!(
    /// A goal that is saved for.
    GoalId
);
id!(
    /// A reward that a programme has paid or will pay.
    ReceiptId
);
id!(
    /// A thing on the list of what may be bought later.
    ItemId
);
