//! What is told about programmes.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::super::inputs::ProgrammeInput;
use super::super::programmes::{ProgrammeKind, WrittenProgramme};
use crate::ids::{AccountId, ChoiceId, EntryId};
use crate::wire::{Amount, states, views};

states! {
    /// Whether a rule of a programme that has to be activated holds.
    pub enum ActivationState {
        /// It needs no activation.
        NotNeeded,
        /// It can be activated.
        Open,
        /// It is activated.
        Done,
        /// It was activated after its deadline, or can no longer be.
        Late,
    }
}

views! {
    /// A programme that comes with Farthing, to begin from.
    pub struct ProgrammeTemplate {
        /// The name of its file without the ending.
        pub id: String,
        /// What it says.
        pub programme: WrittenProgramme,
        /// What it comes to, in a sentence.
        pub words: String,
    }

    /// A programme that the person has.
    pub struct ProgrammeRow {
        /// Its id.
        pub id: ChoiceId,
        /// What the person laid down.
        pub input: ProgrammeInput,
        /// What it is called.
        pub name: String,
        /// What it is.
        pub kind: ProgrammeKind,
        /// Its accounts by name; empty for a portal.
        pub account_names: Vec<String>,
        /// The day for which its terms were true, as far as their source knows.
        pub as_of: NaiveDate,
        /// Where they are written.
        pub source: String,
        /// What it pays, in a sentence.
        pub words: String,
        /// Its rules: those that hold, those to come, and those whose days are over.
        pub rules: Vec<ProgrammeRule>,
        /// How far its bonuses are.
        pub bonuses: Vec<BonusRow>,
        /// Words of its file that stand for no category of the person yet.
        pub unmapped: Vec<String>,
        /// What it has earned in all, after what was taken back: money or points.
        pub earned: Amount,
        /// What of that was paid; none for points.
        pub paid: Option<Amount>,
        /// What was bought with it in all.
        pub spend: Amount,
        /// What all of its rewards are worth without its annual fee for the years begun, for each
        /// 100 spent, in percent with two decimals; none where nothing was spent or nobody knows
        /// what a point is worth.
        pub effective_percent: Option<String>,
        /// Why it cannot be worked out, where it cannot.
        pub problem: Option<String>,
    }

    /// A rule of a programme.
    pub struct ProgrammeRule {
        /// Its number in the programme.
        pub id: i32,
        /// Its name, or what it is for.
        pub name: String,
        /// What it pays, on what and how much at most, in a sentence.
        pub words: String,
        /// Whether its days are over.
        pub is_over: bool,
        /// Whether it is activated.
        pub activation: ActivationState,
        /// The last day on which it can be activated; none for any day or where it need not be.
        pub deadline: Option<NaiveDate>,
        /// What is used of its cap today; none without one.
        pub cap: Option<CapRow>,
    }

    /// What is used of a cap.
    pub struct CapRow {
        /// What it limits in all: spend, or reward.
        pub limit: Amount,
        /// What is used.
        pub used: Amount,
        /// What is left.
        pub left: Amount,
        /// The first and the last day of its period; none for a lifetime.
        pub days: Option<(NaiveDate, NaiveDate)>,
        /// The same, in a sentence.
        pub words: String,
    }

    /// How far a bonus is.
    pub struct BonusRow {
        /// Its number in the programme.
        pub id: i32,
        /// Its name.
        pub name: String,
        /// What it pays.
        pub reward: Amount,
        /// How far it is, what is missing and until when, in a sentence that does not ask for anything.
        pub words: String,
        /// The last day; none for no end.
        pub until: Option<NaiveDate>,
        /// Whether it is earned.
        pub earned: bool,
    }

    /// What a programme would have earned on the last purchases.
    pub struct ProgrammeTrial {
        /// The last ten purchases on its accounts, the newest first.
        pub purchases: Vec<TriedPurchase>,
        /// What they would have earned together; none where the sums of statements are rounded.
        pub sum: Option<Amount>,
        /// Words of the programme that stand for no category yet.
        pub unmapped: Vec<String>,
    }

    /// What a purchase would have earned.
    pub struct TriedPurchase {
        /// The purchase.
        pub entry: EntryId,
        /// Its day.
        pub day: NaiveDate,
        /// Who was paid.
        pub payee: String,
        /// What was paid, above zero.
        pub amount: Amount,
        /// What it would have earned, or its exact part of the statement.
        pub reward: String,
        /// By which rule, and why not more, in a sentence.
        pub words: String,
    }

    /// A word of a programme, with the person's categories that it stands for.
    pub struct CategoryWord {
        /// The word.
        pub word: String,
        /// The categories.
        pub categories: Vec<AccountId>,
    }
}
