//! Checks a rule once, at the door; behind it no rule is wrong.

use std::collections::HashSet;
use std::str::FromStr;

use chrono::Weekday;
use farthing_money::{Currency, Money};
use regex::{Regex, RegexBuilder};
use rust_decimal::Decimal;

use super::actions::{Effects, Part100, Place, Split};
use super::apply::Rule;
use super::conditions::{Needle, Node, Test};
use super::error::{Reason, RuleError};
use super::new_rule::{Action, Condition, NewRule, Share, SplitPart};
use super::outcome::sentence;
use crate::ids::CategoryId;
use crate::kind::Kind;

const LONGEST_NAME: usize = 200;
const LONGEST_TEXT: usize = 500;
const LONGEST_TAG: usize = 100;
const MOST_CONDITIONS: usize = 100;
const MOST_ACTIONS: usize = 20;
const MOST_CHOICES: usize = 1_000;
const DEEPEST: usize = 8;
/// What a compiled regular expression may take, in bytes.
const LARGEST_PATTERN: usize = 256 * 1024;
/// What matching with it may take besides.
const LARGEST_CACHE: usize = 1024 * 1024;
/// How deep brackets of a regular expression may be nested.
const DEEPEST_PATTERN: u32 = 32;
const MOST_PERCENT_DECIMALS: u32 = 4;

type Checked<T> = Result<T, RuleError>;

/// Checks and compiles a rule.
pub(super) fn rule(new: &NewRule) -> Checked<Rule> {
    let name = filled(&new.name, LONGEST_NAME, "name")?;
    let mut conditions = Conditions::default();
    let when = conditions.node(&new.when, "when", 0)?;
    let then = effects(&new.then)?;
    Ok(Rule {
        id: new.id,
        position: new.position,
        name,
        when,
        sentences: conditions.sentences,
        then,
        stop: new.stop,
    })
}

#[derive(Default)]
struct Conditions {
    sentences: Vec<String>,
}

impl Conditions {
    fn node(&mut self, condition: &Condition, field: &str, depth: usize) -> Checked<Node> {
        if depth >= DEEPEST {
            return Err(wrong(field, Reason::TooDeep(DEEPEST)));
        }
        Ok(match condition {
            Condition::All { of } => Node::All(self.nodes(of, field, depth)?),
            Condition::Any { of } => Node::Any(self.nodes(of, field, depth)?),
            single => {
                let test = test(single, field)?;
                let place = self.sentences.len();
                if place >= MOST_CONDITIONS {
                    return Err(wrong("when", Reason::TooMany(MOST_CONDITIONS)));
                }
                self.sentences.push(sentence(single));
                Node::Leaf(test, place)
            }
        })
    }

    fn nodes(&mut self, of: &[Condition], field: &str, depth: usize) -> Checked<Vec<Node>> {
        some(of, MOST_CONDITIONS, &format!("{field}.of"))?;
        let nodes = of.iter().enumerate();
        nodes
            .map(|(place, one)| self.node(one, &format!("{field}.of[{place}]"), depth + 1))
            .collect()
    }
}

fn test(condition: &Condition, field: &str) -> Checked<Test> {
    let below = |name: &str| format!("{field}.{name}");
    Ok(match condition {
        Condition::All { .. } | Condition::Any { .. } => {
            return Err(wrong(field, Reason::Empty));
        }
        Condition::Text { field, how, text } => {
            Test::Text(*field, *how, needle(text, &below("text"))?)
        }
        Condition::Regex { field, pattern } => {
            Test::Pattern(*field, regex(pattern, &below("pattern"))?)
        }
        Condition::Amount {
            currency,
            min,
            max,
            side,
        } => {
            let currency = currency_of(currency, &below("currency"))?;
            let min = size(min.as_deref(), currency, &below("min"))?;
            let max = size(max.as_deref(), currency, &below("max"))?;
            if (min, max, *side) == (None, None, None) {
                return Err(wrong(field, Reason::Empty));
            }
            let (min, max) = (min.unwrap_or(0), max.unwrap_or(i64::MAX));
            if min > max {
                return Err(wrong(field, Reason::EmptyRange));
            }
            Test::Amount {
                currency,
                min,
                max,
                side: *side,
            }
        }
        Condition::Side { side } => Test::Side(*side),
        Condition::Account { accounts } => {
            some(accounts, MOST_CHOICES, &below("accounts"))?;
            Test::Account(accounts.clone())
        }
        Condition::Weekday { days } => Test::Weekday(each(days, &below("days"), weekday)?),
        Condition::ProviderCategory { how, text } => {
            Test::ProviderCategory(*how, needle(text, &below("text"))?)
        }
        Condition::Kind { kinds } => Test::Kind(each(kinds, &below("kinds"), kind)?),
    })
}

fn effects(actions: &[Action]) -> Checked<Effects> {
    some(actions, MOST_ACTIONS, "then")?;
    let mut effects = Effects::default();
    for (place, action) in actions.iter().enumerate() {
        add_effect(&mut effects, action, &format!("then[{place}]"))?;
    }
    Ok(effects)
}

fn add_effect(effects: &mut Effects, action: &Action, field: &str) -> Checked<()> {
    let below = |name: &str| format!("{field}.{name}");
    match action {
        Action::SetCategory { category } => {
            once(&mut effects.place, Place::Category(*category), field)
        }
        Action::Split { parts, rest } => {
            let split = split(parts, *rest, field)?;
            once(&mut effects.place, Place::Split(split), field)
        }
        Action::SetPayee { payee } => {
            let payee = filled(payee, LONGEST_TEXT, &below("payee"))?;
            once(&mut effects.payee, payee, field)
        }
        Action::SetKind { kind: word } => {
            let kind = kind(word).map_err(|reason| wrong(&below("kind"), reason))?;
            once(&mut effects.kind, kind, field)
        }
        Action::AddTag { tag } => {
            let tag = filled(tag, LONGEST_TAG, &below("tag"))?;
            if effects.tags.contains(&tag) {
                return Err(wrong(field, Reason::SetTwice));
            }
            effects.tags.push(tag);
            Ok(())
        }
        Action::Exclude if effects.exclude => Err(wrong(field, Reason::SetTwice)),
        Action::Exclude => {
            effects.exclude = true;
            Ok(())
        }
    }
}

fn split(parts: &[SplitPart], rest: Option<CategoryId>, field: &str) -> Checked<Split> {
    let field = format!("{field}.parts");
    some(parts, MOST_ACTIONS, &field)?;
    let mut checked = Vec::new();
    let (mut percents, mut currencies) = (Decimal::ZERO, HashSet::new());
    for (place, part) in parts.iter().enumerate() {
        let share = share(&part.share, &format!("{field}[{place}].share"))?;
        match share {
            Part100::Percent(percent) => percents += percent,
            Part100::Fixed(amount) => {
                currencies.insert(amount.currency());
            }
        }
        checked.push((part.category, share));
    }
    let rest_percent = Decimal::ONE_HUNDRED - percents;
    if rest_percent < Decimal::ZERO {
        return Err(wrong(&field, Reason::OverAHundred));
    }
    if currencies.len() > 1 {
        return Err(wrong(&field, Reason::MixedCurrencies));
    }
    if rest.is_none() && !rest_percent.is_zero() {
        return Err(wrong(&field, Reason::NoRest));
    }
    Ok(Split {
        parts: checked,
        rest: rest.map(|category| (category, rest_percent)),
    })
}

fn share(share: &Share, field: &str) -> Checked<Part100> {
    match share {
        Share::Percent { percent } => {
            let field = format!("{field}.percent");
            let bad = || wrong(&field, Reason::BadPercent(shortened(percent)));
            let digits = percent.bytes().all(|c| c.is_ascii_digit() || c == b'.');
            let number = Decimal::from_str_exact(percent).ok().filter(|_| digits);
            let number = number.map(|number| number.normalize()).ok_or_else(bad)?;
            let within = number > Decimal::ZERO && number <= Decimal::ONE_HUNDRED;
            if !within || number.scale() > MOST_PERCENT_DECIMALS {
                return Err(bad());
            }
            Ok(Part100::Percent(number))
        }
        Share::Fixed { amount, currency } => {
            let currency = currency_of(currency, &format!("{field}.currency"))?;
            let field = format!("{field}.amount");
            let fixed = Money::parse(amount, currency);
            let fixed = fixed.map_err(|error| wrong(&field, error.into()))?;
            match fixed.minor() {
                0 => Err(wrong(&field, Reason::NoPart)),
                minor if minor < 0 => Err(wrong(&field, Reason::BelowZero)),
                _ => Ok(Part100::Fixed(fixed)),
            }
        }
    }
}

fn regex(pattern: &str, field: &str) -> Checked<Regex> {
    let pattern = filled(pattern, LONGEST_TEXT, field)?;
    let built = RegexBuilder::new(&pattern)
        .case_insensitive(true)
        .size_limit(LARGEST_PATTERN)
        .dfa_size_limit(LARGEST_CACHE)
        .nest_limit(DEEPEST_PATTERN)
        .build();
    let regex = built.map_err(|error| wrong(field, pattern_reason(&error)))?;
    if regex.is_match("") {
        return Err(wrong(field, Reason::FitsEverything));
    }
    Ok(regex)
}

/// The last line of the message says what is wrong; those above draw the pattern.
fn pattern_reason(error: &regex::Error) -> Reason {
    if matches!(error, regex::Error::CompiledTooBig(_)) {
        return Reason::PatternTooLarge;
    }
    let told = error.to_string();
    let last = told.lines().last().unwrap_or_default();
    Reason::BadPattern(last.trim_start_matches("error: ").to_owned())
}

fn needle(text: &str, field: &str) -> Checked<Needle> {
    let needle = Needle::of(&filled(text, LONGEST_TEXT, field)?);
    if needle.is_empty() {
        return Err(wrong(field, Reason::Empty));
    }
    Ok(needle)
}

fn size(text: Option<&str>, currency: Currency, field: &str) -> Checked<Option<i64>> {
    let Some(text) = text else { return Ok(None) };
    let size = Money::parse(text, currency).map_err(|error| wrong(field, error.into()))?;
    if size.minor() < 0 {
        return Err(wrong(field, Reason::BelowZero));
    }
    Ok(Some(size.minor()))
}

fn currency_of(code: &str, field: &str) -> Checked<Currency> {
    Currency::of_any_time(code).map_err(|error| wrong(field, error.into()))
}

fn weekday(word: &str) -> Result<Weekday, Reason> {
    let names = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ];
    let known = names.contains(&word).then(|| Weekday::from_str(word));
    let unknown = || Reason::UnknownWeekday(shortened(word));
    known.and_then(Result::ok).ok_or_else(unknown)
}

fn kind(word: &str) -> Result<Kind, Reason> {
    Kind::named(word).ok_or_else(|| Reason::UnknownKind(shortened(word)))
}

fn each<T>(words: &[String], field: &str, read: fn(&str) -> Result<T, Reason>) -> Checked<Vec<T>> {
    some(words, MOST_CHOICES, field)?;
    let read = |(place, word): (usize, &String)| {
        read(word).map_err(|reason| wrong(&format!("{field}[{place}]"), reason))
    };
    words.iter().enumerate().map(read).collect()
}

/// A list with something in it, and not too much.
fn some<T>(list: &[T], most: usize, field: &str) -> Checked<()> {
    match list.len() {
        0 => Err(wrong(field, Reason::Empty)),
        len if len > most => Err(wrong(field, Reason::TooMany(most))),
        _ => Ok(()),
    }
}

/// A text with something in it, and not too much; without spaces around it.
fn filled(text: &str, longest: usize, field: &str) -> Checked<String> {
    let text = text.trim();
    if text.is_empty() {
        return Err(wrong(field, Reason::Empty));
    }
    if text.chars().nth(longest).is_some() {
        return Err(wrong(field, Reason::TooLong(longest)));
    }
    Ok(text.to_owned())
}

fn once<T>(place: &mut Option<T>, value: T, field: &str) -> Checked<()> {
    if place.is_some() {
        return Err(wrong(field, Reason::SetTwice));
    }
    *place = Some(value);
    Ok(())
}

/// A word for an error's sentence.
fn shortened(word: &str) -> String {
    word.chars().take(40).collect()
}

fn wrong(field: &str, reason: Reason) -> RuleError {
    RuleError {
        field: field.to_owned(),
        reason,
    }
}
