//! What is told about points.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::ids::{ChoiceId, EntryId};
use crate::wire::{Amount, states, views};

states! {
    /// What happens to points.
    pub enum PointsAction {
        /// They come, beside what purchases earn.
        Earn,
        /// They are used.
        Redeem,
        /// They are taken back.
        Clawback,
    }
}

views! {
    /// The points of a programme.
    pub struct PointsPurse {
        /// The programme.
        pub programme: ChoiceId,
        /// Its name.
        pub programme_name: String,
        /// The unit, such as `PTS`.
        pub unit: String,
        /// How many there are today.
        pub balance: Amount,
        /// How many are owed, because more was taken back than there was.
        pub owed: Amount,
        /// What a point is worth by the person or the programme, as it is written; empty where nobody
        /// knows.
        pub point_value: String,
        /// What all of them are worth; none where nobody knows.
        pub value: Option<Amount>,
        /// When they expire, in a sentence.
        pub expiry_words: String,
        /// What expires next.
        pub next_expiry: Option<ExpiringPoints>,
        /// Whether that is soon.
        pub expires_soon: bool,
        /// What expired unused.
        pub expired: Vec<ExpiringPoints>,
        /// What came and went, the newest first.
        pub moves: Vec<PointsMoveRow>,
    }

    /// Points that expire.
    pub struct ExpiringPoints {
        /// The last day on which they can be used.
        pub on: NaiveDate,
        /// How many.
        pub points: Amount,
    }

    /// Points that came or went.
    pub struct PointsMoveRow {
        /// Its id, where it was laid down by hand.
        pub id: Option<ChoiceId>,
        /// The purchase or refund, where it was one.
        pub entry: Option<EntryId>,
        /// The day.
        pub day: NaiveDate,
        /// What happened.
        pub action: PointsAction,
        /// How many, above zero.
        pub points: Amount,
        /// The last day on which they can be used, where they have their own.
        pub expires: Option<NaiveDate>,
        /// Because of what.
        pub words: String,
        /// Whether it could be done; points that are not there cannot be used.
        pub done: bool,
    }
}
