//! What rules and the learner look at: one row or entry, as it came.

use chrono::NaiveDate;
use farthing_money::Money;

use crate::ids::AccountId;
use crate::kind::Kind;

/// One row or entry, as it came: before any rule has said anything about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row<'a> {
    /// The account.
    pub account: AccountId,
    /// The day.
    pub day: NaiveDate,
    /// The effect on the account.
    pub amount: Money,
    /// Who was paid or who paid, cleaned.
    pub payee: &'a str,
    /// What else the row says.
    pub memo: &'a str,
    /// The row as it stands in its file; empty for what was typed in.
    pub raw: &'a str,
    /// The provider's own category.
    pub provider_category: Option<&'a str>,
    /// What the entry is.
    pub kind: Option<Kind>,
}
