//! What rules said of a row, and the answer to “why?” in plain words.

use super::actions::{NotSplit, Part};
use super::new_rule::{Condition, TextField, TextMatch};
use crate::ids::{AccountId, CategoryId, RuleId};
use crate::kind::{Kind, Side};

/// What the rules say of a row. A field that is none was set by no rule.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// The category; never together with a split.
    pub category: Option<Set<CategoryId>>,
    /// The parts of the amount by category; they add up to it.
    pub split: Option<Set<Vec<Part>>>,
    /// The payee's name.
    pub payee: Option<Set<String>>,
    /// The tags.
    pub tags: Vec<Set<String>>,
    /// What the entry is.
    pub kind: Option<Set<Kind>>,
    /// That it does not count among small payments.
    pub excluded: Option<Set<()>>,
    /// The rules that fitted, the topmost first.
    pub trace: Vec<Step>,
}

/// A value, and the rule that set it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Set<T> {
    /// The value.
    pub value: T,
    /// The rule.
    pub rule: RuleId,
}

/// A rule that fitted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The rule.
    pub rule: RuleId,
    /// What the person calls it.
    pub name: String,
    /// The conditions that held, as parts of a sentence: `the payee contains “kiosk”`.
    pub matched: Vec<String>,
    /// What came of each of its actions.
    pub effects: Vec<Effect>,
    /// Whether no rule below was asked.
    pub stopped: bool,
}

/// What came of an action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effect {
    /// What it sets.
    pub field: Field,
    /// Whether it did.
    pub happened: Happened,
}

impl Effect {
    pub(super) fn of(field: Field, happened: Happened) -> Self {
        Self { field, happened }
    }
}

/// A field that rules set.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Field {
    /// The category.
    Category,
    /// The split among categories.
    Split,
    /// The payee's name.
    Payee,
    /// This tag.
    Tag(String),
    /// What the entry is.
    Kind,
    /// Whether it counts among small payments.
    Excluded,
}

/// Whether an action took effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Happened {
    /// It did.
    Set,
    /// A rule above had set the field.
    KeptFrom(RuleId),
    /// The amount cannot be split like that.
    NotSplit(NotSplit),
}

/// The answer to “why is it like this?”, sentence by sentence, the topmost rule first.
pub fn explain(outcome: &Outcome) -> Vec<String> {
    if outcome.trace.is_empty() {
        return vec!["No rule fits.".to_owned()];
    }
    let mut sentences = Vec::new();
    for step in &outcome.trace {
        let because = listed(&step.matched, "and");
        sentences.push(format!("“{}” fits because {because}.", step.name));
        for effect in &step.effects {
            sentences.push(told(effect, &outcome.trace));
        }
        if step.stopped {
            sentences.push("No rule below it was asked.".to_owned());
        }
    }
    sentences
}

fn told(effect: &Effect, trace: &[Step]) -> String {
    let field = words_for(&effect.field);
    match effect.happened {
        Happened::Set => match &effect.field {
            Field::Tag(_) => format!("It adds {field}."),
            Field::Excluded => format!("It takes the entry out of {field}."),
            Field::Split => "It splits the amount among categories.".to_owned(),
            _ => format!("It sets {field}."),
        },
        Happened::KeptFrom(rule) => {
            let above = trace.iter().find(|step| step.rule == rule);
            let above = above.map_or("a rule", |step| step.name.as_str());
            match &effect.field {
                Field::Tag(_) => format!("“{above}” above has added {field} already."),
                Field::Excluded => {
                    format!("“{above}” above has taken the entry out of {field} already.")
                }
                _ => format!("It leaves {field} as “{above}” above has set it."),
            }
        }
        Happened::NotSplit(why) => format!("It does not split the amount: {}.", why_not(why)),
    }
}

fn words_for(field: &Field) -> String {
    match field {
        Field::Category | Field::Split => "the category".to_owned(),
        Field::Payee => "the payee".to_owned(),
        Field::Tag(tag) => format!("the tag “{tag}”"),
        Field::Kind => "the kind".to_owned(),
        Field::Excluded => "small money".to_owned(),
    }
}

fn why_not(why: NotSplit) -> &'static str {
    match why {
        NotSplit::OtherCurrency => "its fixed parts are in another currency",
        NotSplit::TooSmall => "its fixed parts are more than the amount",
        NotSplit::NothingMoved => "nothing moved",
    }
}

/// What a condition says when it holds, as part of a sentence: `the payee contains “kiosk” and the
/// money went out`.
pub fn sentence(condition: &Condition) -> String {
    sentence_naming(condition, &|_| None)
}

/// The same with the names of accounts, for whoever knows them.
pub fn sentence_naming(
    condition: &Condition,
    name: &dyn Fn(AccountId) -> Option<String>,
) -> String {
    let grouped = |one: &Condition| in_a_group(one, name);
    let each = |of: &[Condition]| of.iter().map(grouped).collect::<Vec<_>>();
    match condition {
        Condition::All { of } => listed(&each(of), "and"),
        Condition::Any { of } => listed(&each(of), "or"),
        Condition::Text { field, how, text } => {
            format!(
                "{} {} “{}”",
                text_words(*field),
                match_words(*how),
                text.trim()
            )
        }
        Condition::Regex { field, pattern } => {
            format!(
                "{} fits the pattern “{}”",
                text_words(*field),
                pattern.trim()
            )
        }
        Condition::Amount {
            currency,
            min,
            max,
            side,
        } => amount_sentence(currency, min.as_deref(), max.as_deref(), *side),
        Condition::Side { side } => side_words(*side).to_owned(),
        Condition::Account { accounts } => {
            let names: Vec<String> = accounts.iter().filter_map(|id| name(*id)).collect();
            if names.is_empty() {
                return "its account is one that the rule names".to_owned();
            }
            format!("the account is {}", listed(&names, "or"))
        }
        Condition::Weekday { days } => {
            let days: Vec<String> = days.iter().map(|day| capital(day)).collect();
            format!("the day is a {}", listed(&days, "or"))
        }
        Condition::ProviderCategory { how, text } => {
            format!(
                "the provider's category {} “{}”",
                match_words(*how),
                text.trim()
            )
        }
        Condition::Kind { kinds } => {
            let words = kinds
                .iter()
                .map(|kind| Kind::named(kind).map_or("", Kind::words));
            let words: Vec<String> = words.map(str::to_owned).collect();
            format!("its kind is {}", listed(&words, "or"))
        }
    }
}

/// A group within a group stands in brackets.
fn in_a_group(condition: &Condition, name: &dyn Fn(AccountId) -> Option<String>) -> String {
    match condition {
        Condition::All { of } | Condition::Any { of } if of.len() > 1 => {
            format!("({})", sentence_naming(condition, name))
        }
        single => sentence_naming(single, name),
    }
}

fn amount_sentence(
    currency: &str,
    min: Option<&str>,
    max: Option<&str>,
    side: Option<Side>,
) -> String {
    let range = match (min, max) {
        (Some(min), Some(max)) if min == max => format!("the amount is {min} {currency}"),
        (Some(min), Some(max)) => format!("the amount is from {min} to {max} {currency}"),
        (Some(min), None) => format!("the amount is at least {min} {currency}"),
        (None, Some(max)) => format!("the amount is at most {max} {currency}"),
        (None, None) => format!("the amount is in {currency}"),
    };
    match side {
        Some(side) => format!("{range} and {}", side_words(side)),
        None => range,
    }
}

fn side_words(side: Side) -> &'static str {
    match side {
        Side::In => "the money came in",
        Side::Out => "the money went out",
    }
}

fn text_words(field: TextField) -> &'static str {
    match field {
        TextField::Payee => "the payee",
        TextField::Memo => "the note",
        TextField::Raw => "the statement's row",
        TextField::Any => "the text",
    }
}

fn match_words(how: TextMatch) -> &'static str {
    match how {
        TextMatch::Contains => "contains",
        TextMatch::Equals => "is",
        TextMatch::Starts => "begins with",
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

/// `a`, `a and b`, `a, b and c`.
fn listed(items: &[String], last_word: &str) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} {last_word} {last}", first.join(", ")),
    }
}
