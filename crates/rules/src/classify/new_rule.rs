//! A rule as it is written down: by the person in the window, and as JSON in the ledger.
//!
//! Nothing here is checked yet; [`Rule::new`](super::Rule::new) does that. The words of the JSON
//! never change, since ledgers hold them.

use serde::{Deserialize, Serialize};

use crate::ids::{AccountId, CategoryId, RuleId};
use crate::kind::Side;

/// A rule that has not been checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewRule {
    /// The rule.
    pub id: RuleId,
    /// Its place among the rules; the smallest is on top.
    pub position: i64,
    /// What the person calls it.
    pub name: String,
    /// Which rows it is about.
    pub when: Condition,
    /// What it says of them.
    pub then: Vec<Action>,
    /// Whether no rule below is asked where this one fits.
    #[serde(default)]
    pub stop: bool,
}

/// Which rows a rule is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum Condition {
    /// All of these hold.
    All {
        /// The conditions.
        of: Vec<Condition>,
    },
    /// At least one of these holds.
    Any {
        /// The conditions.
        of: Vec<Condition>,
    },
    /// A text of the row, whatever its capitals and spaces.
    Text {
        /// Which text.
        field: TextField,
        /// How it is compared.
        how: TextMatch,
        /// With what.
        text: String,
    },
    /// A text of the row fits a regular expression, whatever its capitals.
    Regex {
        /// Which text.
        field: TextField,
        /// The regular expression.
        pattern: String,
    },
    /// The size of the amount, without its sign, both ends included.
    Amount {
        /// The code of the currency; other currencies never fit.
        currency: String,
        /// The smallest size, as a plain decimal: `1.50`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        min: Option<String>,
        /// The largest size.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max: Option<String>,
        /// Only money that came, or only money that left.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        side: Option<Side>,
    },
    /// Which way the money went.
    Side {
        /// In or out.
        side: Side,
    },
    /// The account is one of these.
    Account {
        /// The accounts.
        #[cfg_attr(feature = "bindings", specta(type = Vec<u32>))]
        accounts: Vec<AccountId>,
    },
    /// The day is one of these.
    Weekday {
        /// `monday` to `sunday`.
        days: Vec<String>,
    },
    /// The provider's own category.
    ProviderCategory {
        /// How it is compared.
        how: TextMatch,
        /// With what.
        text: String,
    },
    /// What the entry is.
    Kind {
        /// Words such as `purchase` or `cash_withdrawal`.
        kinds: Vec<String>,
    },
}

/// A text of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum TextField {
    /// Who was paid.
    Payee,
    /// What else the row says.
    Memo,
    /// The row as it stands in its file.
    Raw,
    /// Any of the three.
    Any,
}

/// How a text is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum TextMatch {
    /// The text has it somewhere.
    Contains,
    /// The text is it.
    Equals,
    /// The text begins with it.
    Starts,
}

/// What a rule says of a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum Action {
    /// The category.
    SetCategory {
        /// The category.
        #[cfg_attr(feature = "bindings", specta(type = u32))]
        category: CategoryId,
    },
    /// The payee's name.
    SetPayee {
        /// The name.
        payee: String,
    },
    /// One more tag.
    AddTag {
        /// The tag.
        tag: String,
    },
    /// The amount goes to several categories. Fixed amounts come off first; percentages are of
    /// what they leave, so that the parts always fit; the rest is what is left then.
    Split {
        /// The parts, in the person's order.
        parts: Vec<SplitPart>,
        /// Where the rest goes; needed unless the percentages are a hundred together.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "bindings", specta(type = Option<u32>))]
        rest: Option<CategoryId>,
    },
    /// What the entry is.
    SetKind {
        /// A word such as `purchase`.
        kind: String,
    },
    /// It does not count among small payments, however small.
    Exclude,
}

/// One part of a split.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(deny_unknown_fields)]
pub struct SplitPart {
    /// Where it goes.
    #[cfg_attr(feature = "bindings", specta(type = u32))]
    pub category: CategoryId,
    /// How much of the amount it is.
    pub share: Share,
}

/// How much a part is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum Share {
    /// A part of what fixed amounts leave.
    Percent {
        /// Above 0, up to 100, with at most four decimals: `33.3`.
        percent: String,
    },
    /// A fixed amount.
    Fixed {
        /// As a plain decimal: `4.99`.
        amount: String,
        /// The code of its currency; rows in others are not split.
        currency: String,
    },
}
