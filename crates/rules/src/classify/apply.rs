//! Asks the rules about a row.

use super::actions::{Effects, Place};
use super::check;
use super::conditions::{Asked, Node};
use super::error::RuleError;
use super::new_rule::NewRule;
use super::outcome::{Effect, Field, Happened, Outcome, Set, Step};
use crate::ids::RuleId;
use crate::row::Row;

/// A checked rule, its texts and patterns made ready.
#[derive(Debug)]
pub struct Rule {
    pub(super) id: RuleId,
    pub(super) position: i64,
    pub(super) name: String,
    pub(super) when: Node,
    /// What each test says, by its place.
    pub(super) sentences: Vec<String>,
    pub(super) then: Effects,
    pub(super) stop: bool,
}

impl Rule {
    /// Checks a rule; the error names the field and the reason.
    ///
    /// ```
    /// use farthing_rules::classify::{NewRule, Rule};
    /// let mut new: NewRule = serde_json::from_str(
    ///     r#"{"id": 1, "position": 1, "name": "Coffee",
    ///         "when": {"type": "regex", "field": "payee", "pattern": "caf[eé]"},
    ///         "then": [{"type": "set_category", "category": 1001}]}"#,
    /// )?;
    /// assert!(Rule::new(&new).is_ok());
    /// new.name = String::new();
    /// let error = Rule::new(&new).err().ok_or("a rule without a name")?;
    /// assert_eq!(error.to_string(), "name: there is nothing in it");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn new(new: &NewRule) -> Result<Self, RuleError> {
        check::rule(new)
    }

    /// The rule's id.
    pub fn id(&self) -> RuleId {
        self.id
    }

    /// What the person calls it.
    pub fn name(&self) -> &str {
        &self.name
    }
}

/// Rules in their order, the topmost first.
#[derive(Debug, Default)]
pub struct RuleSet {
    rules: Vec<Rule>,
}

impl RuleSet {
    /// Puts rules into their order: by position, then by id.
    pub fn new(rules: impl IntoIterator<Item = Rule>) -> Self {
        let mut rules: Vec<Rule> = rules.into_iter().collect();
        rules.sort_by_key(|rule| (rule.position, rule.id));
        Self { rules }
    }

    /// The rules, the topmost first.
    pub fn iter(&self) -> impl Iterator<Item = &Rule> {
        self.rules.iter()
    }
}

/// What the rules say of a row, and why.
pub fn apply(rules: &RuleSet, row: &Row) -> Outcome {
    let asked = Asked::of(row);
    let mut outcome = Outcome::default();
    let mut matched = Vec::new();
    for rule in &rules.rules {
        matched.clear();
        if rule.when.holds(&asked, &mut matched) {
            let step = take_effect(rule, &matched, row, &mut outcome);
            outcome.trace.push(step);
            if rule.stop {
                break;
            }
        }
    }
    outcome
}

fn take_effect(rule: &Rule, matched: &[usize], row: &Row, outcome: &mut Outcome) -> Step {
    let sentences = matched
        .iter()
        .filter_map(|place| rule.sentences.get(*place));
    let mut effects = Vec::new();
    if let Some(place) = &rule.then.place {
        effects.push(put(rule.id, place, row, outcome));
    }
    if let Some(payee) = &rule.then.payee {
        effects.push(set(rule.id, Field::Payee, payee, &mut outcome.payee));
    }
    if let Some(kind) = &rule.then.kind {
        effects.push(set(rule.id, Field::Kind, kind, &mut outcome.kind));
    }
    for tag in &rule.then.tags {
        effects.push(tagged(rule.id, tag, &mut outcome.tags));
    }
    if rule.then.exclude {
        effects.push(set(rule.id, Field::Excluded, &(), &mut outcome.excluded));
    }
    Step {
        rule: rule.id,
        name: rule.name.clone(),
        matched: sentences.cloned().collect(),
        effects,
        stopped: rule.stop,
    }
}

/// Sets where the money went, unless a rule above has.
fn put(rule: RuleId, place: &Place, row: &Row, outcome: &mut Outcome) -> Effect {
    let field = match place {
        Place::Category(_) => Field::Category,
        Place::Split(_) => Field::Split,
    };
    let above = outcome.category.as_ref().map(|set| set.rule);
    let above = above.or(outcome.split.as_ref().map(|set| set.rule));
    if let Some(above) = above {
        return Effect::of(field, Happened::KeptFrom(above));
    }
    match place {
        Place::Category(category) => set(rule, field, category, &mut outcome.category),
        Place::Split(split) => match split.of(row.amount) {
            Ok(parts) => set(rule, field, &parts, &mut outcome.split),
            Err(why) => Effect::of(field, Happened::NotSplit(why)),
        },
    }
}

fn set<T: Clone>(rule: RuleId, field: Field, value: &T, place: &mut Option<Set<T>>) -> Effect {
    if let Some(above) = place {
        return Effect::of(field, Happened::KeptFrom(above.rule));
    }
    let value = value.clone();
    *place = Some(Set { value, rule });
    Effect::of(field, Happened::Set)
}

fn tagged(rule: RuleId, tag: &str, tags: &mut Vec<Set<String>>) -> Effect {
    let above = tags.iter().find(|set| set.value == tag);
    let happened = above.map_or(Happened::Set, |above| Happened::KeptFrom(above.rule));
    if happened == Happened::Set {
        let value = tag.to_owned();
        tags.push(Set { value, rule });
    }
    Effect::of(Field::Tag(tag.to_owned()), happened)
}
