//! The ledger: one SQLite file, and every use case on it.
//!
//! The only home of SQL. Each use case is one function of [`Ledger`]; a write is one transaction
//! that is checked, recorded in the history and either whole or not there.

mod accounts;
pub mod allowance;
mod batches;
pub mod cashback;
mod categories;
mod choices;
mod day;
mod demo;
mod entries;
mod error;
pub mod exchange;
mod export;
mod fast_hash;
pub mod fees;
pub mod games;
pub mod habits;
mod history;
mod ids;
mod image;
mod imports;
pub mod insights;
mod kinds;
pub mod lens;
mod links;
mod payees;
mod place;

pub mod recurring;
mod register;
pub mod review;
mod rules;
pub mod savings;
mod store;
mod templates;
mod text;
mod today;
mod totals;
mod typed;
mod verify;
mod watched;
mod wire;
mod write;

pub use accounts::{AccountEdit, AccountSummary, Category, NewAccount, NewCategory};
pub use batches::{Batch, BatchAccount};
pub use categories::CategoryMonth;
pub use error::{LedgerError, Result};
pub use history::{Change, ChangeState, NextChanges};
pub use ids::{AccountId, ChangeId, ChoiceId, EntryId, ImportId, PayeeId};
pub use imports::{
    AccountReport, FileReport, ImportOptions, ImportPreview, ImportResult, MatchCertainty,
    MatchRelation, Neutral, Progress, ReadChoice, ReadDecision, ReadQuestion, RowAnswer, RowMatch,
    RowProblem, RowState, SampleRow, StatementFile, preview_without_ledger, report_without_ledger,
};
pub use kinds::{AccountKind, CategoryClass, EntryKind, EntryStatus};
pub use lens::{DayFlow, HourFlow, MerchantFlow, MonthFlow, Small, SmallQuery};
pub use links::{PairKind, Review, SuggestedPair};
pub use payees::Payee;
pub use place::{Place, default_ledger};
pub use register::{
    CategoryName, EntryDetail, EntryFilter, EntryPage, EntryRow, PostingRow, Source,
};
pub use rules::{CategorySuggestion, RuleChange, RuleInput, RuleTrial, SortingRule, Why};
pub use store::Ledger;
pub use templates::MessageTemplate;
pub use today::{Overview, Today};
pub use typed::EntryInput;
pub use verify::{Verdict, VerifyReport};
pub use watched::WatchedFolder;
pub use wire::{Amount, Flow};
pub use write::ChangeLabel;
