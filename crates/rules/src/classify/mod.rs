//! The person's rules: which rows they are about, and what they say of them.
//!
//! Rules are asked in the order of their position, the first on top, and for each field the first
//! rule that sets it wins. So a rule for one shop stands above the rule for all shops, a new
//! general rule at the bottom never changes what a special one above has said, and “why this
//! category?” has one answer: the topmost rule that fits. (Where the last one wins, every rule
//! added later may undo others, and a person must read the whole list to know what holds.)
//! Tags add up, since several can be right at once. A category and a split are one field: both say
//! where the money went. A rule with `stop` ends the asking, for all fields.
//!
//! Conditions look at the row as it came. What one rule sets, another does not see, so that moving
//! a rule changes who wins and never what matches.

mod actions;
mod apply;
mod check;
mod conditions;
mod dry_run;
mod error;
mod new_rule;
mod outcome;

pub use actions::{NotSplit, Part};
pub use apply::{Rule, RuleSet, apply};
pub use dry_run::{Diff, Past, Value, dry_run};
pub use error::{Reason, RuleError};
pub use new_rule::{Action, Condition, NewRule, Share, SplitPart, TextField, TextMatch};
pub use outcome::{
    Effect, Field, Happened, Outcome, Set, Step, explain, sentence, sentence_naming,
};

#[cfg(test)]
mod tests;
