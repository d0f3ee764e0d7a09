//! What a rule of a programme pays, on what, and how much at most.

use std::cmp::Reverse;

use chrono::NaiveDate;
use farthing_money::{Currency, Money};
use rust_decimal::Decimal;

use super::super::programmes::{
    Figure, WrittenActivation, WrittenBasis, WrittenCap, WrittenMatch, WrittenMode, WrittenPeriod,
    WrittenProgramme, WrittenRule, WrittenTiers,
};
use super::{Units, day_words, list_words, money_words, percent_words};

/// A rate: `5 %` of money, `1.5 PTS for each EUR` of points.
pub(in crate::cashback) fn rate_words(rate: Decimal, units: Units) -> String {
    let Units { currency, unit } = units;
    if unit == currency {
        return percent_words(rate);
    }
    format!("{} {unit} for each {currency}", rate.normalize())
}

/// What a rule is called: its name, or what it is for.
pub(in crate::cashback) fn rule_name(rule: &WrittenRule) -> String {
    let name = rule.name.as_deref().map(str::trim).unwrap_or_default();
    if !name.is_empty() {
        return name.to_owned();
    }
    where_words(rule.matching.as_ref()).unwrap_or_else(|| "All purchases".to_owned())
}

/// The rules of a programme on a day: first those that hold, in their order, then those to come by their
/// first days, and apart from them those whose days are over, the newest first.
pub(in crate::cashback) fn rules_on(
    rules: &[WrittenRule],
    day: NaiveDate,
) -> (Vec<&WrittenRule>, Vec<&WrittenRule>) {
    let is_over = |rule: &&WrittenRule| rule.valid.is_some_and(|valid| valid.until < day);
    let (mut over, mut live): (Vec<_>, Vec<_>) = rules.iter().partition(is_over);
    live.sort_by_key(|rule| {
        rule.valid
            .map(|valid| valid.from)
            .filter(|from| *from > day)
    });
    over.sort_by_key(|rule| Reverse(rule.valid.map(|valid| valid.until)));
    (live, over)
}

/// What a rule pays, without a capital letter and a full stop: `5 % for groceries, up to 1,500.00 USD
/// of spend a quarter, then 1 %`.
pub(in crate::cashback) fn rule_words(
    rule: &WrittenRule,
    programme: &WrittenProgramme,
    units: Units,
) -> String {
    let mut words = match &rule.tiers {
        Some(tiers) => tier_words(tiers, units),
        None => written_rate(rule.rate.as_ref(), units),
    };
    if rule.mode == WrittenMode::Add {
        words.push_str(" on top");
    }
    let matching = where_words(rule.matching.as_ref());
    words.push_str(&matching.map_or_else(String::new, |matching| format!(" for {matching}")));
    let parts = [
        rule.valid.map(|valid| {
            let (from, until) = (day_words(valid.from), day_words(valid.until));
            format!("from {from} until {until}")
        }),
        amount(rule.min_purchase.as_ref(), units.currency)
            .map(|least| format!("from {least} a purchase on")),
        amount(rule.txn_cap.as_ref(), units.unit)
            .map(|most| format!("at most {most} for a purchase")),
        rule.cap
            .as_ref()
            .map(|cap| limit_words(cap, rule, programme, units)),
        rule.activation.map(activation_words),
    ];
    for part in parts.into_iter().flatten() {
        words.push_str(", ");
        words.push_str(&part);
    }
    words
}

fn written_rate(rate: Option<&Figure>, units: Units) -> String {
    let decimal = rate.and_then(|rate| Decimal::from_str_exact(rate.text()).ok());
    decimal.map_or_else(
        || rate.map_or("nothing", Figure::text).to_owned(),
        |rate| rate_words(rate, units),
    )
}

/// A written amount; what cannot be read stays as it was written.
fn amount(figure: Option<&Figure>, currency: Currency) -> Option<String> {
    let text = figure?.text();
    let money = Money::parse(text, currency).map(money_words);
    Some(money.unwrap_or_else(|_| format!("{text} {currency}")))
}

fn tier_words(tiers: &WrittenTiers, units: Units) -> String {
    let steps = tiers.steps.iter().map(|step| {
        let rate = written_rate(Some(&step.rate), units);
        match amount(step.up_to.as_ref(), units.currency) {
            Some(limit) => format!("{rate} up to {limit}"),
            None => format!("{rate} beyond"),
        }
    });
    let steps: Vec<String> = steps.collect();
    format!(
        "{} of spend {}",
        list_words(&steps),
        period_words(tiers.period)
    )
}

fn limit_words(
    cap: &WrittenCap,
    rule: &WrittenRule,
    programme: &WrittenProgramme,
    units: Units,
) -> String {
    let (currency, of) = match cap.basis {
        WrittenBasis::Spend => (units.currency, "of spend"),
        WrittenBasis::Reward => (units.unit, "of reward"),
    };
    let most = amount(Some(&cap.amount), currency).unwrap_or_default();
    let usual = match rule.mode {
        WrittenMode::Replace => Some(&programme.base_rate),
        WrittenMode::Add => None,
    };
    let beyond = rule.fallback_rate.as_ref().or(usual);
    let is_nothing =
        |rate: &&Figure| Decimal::from_str_exact(rate.text()).is_ok_and(|rate| rate.is_zero());
    let then = match beyond.filter(|rate| !is_nothing(rate)) {
        Some(rate) => written_rate(Some(rate), units),
        None if rule.mode == WrittenMode::Add => "nothing more".to_owned(),
        None => "nothing".to_owned(),
    };
    let period = period_words(cap.period);
    format!("up to {most} {of} {period}, then {then}")
}

fn period_words(period: WrittenPeriod) -> &'static str {
    match period {
        WrittenPeriod::Day => "a day",
        WrittenPeriod::Week => "a week",
        WrittenPeriod::Month => "a month",
        WrittenPeriod::Quarter => "a quarter",
        WrittenPeriod::Year => "a year",
        WrittenPeriod::Statement => "a statement",
        WrittenPeriod::Lifetime => "in all",
    }
}

fn activation_words(activation: WrittenActivation) -> String {
    let deadline = activation.deadline.map(day_words);
    match (activation.on, deadline) {
        (Some(on), _) => format!("activated on {}", day_words(on)),
        (None, Some(deadline)) => format!("once it is activated, by {deadline}"),
        (None, None) => "once it is activated".to_owned(),
    }
}

/// Which purchases; none for all.
fn where_words(matching: Option<&WrittenMatch>) -> Option<String> {
    let matching = matching?;
    let codes = matching.mccs.as_ref().map(|mccs| {
        let codes: Vec<String> = mccs.iter().map(|mcc| format!("{mcc:04}")).collect();
        format!("merchant codes {}", list_words(&codes))
    });
    let merchants = matching.merchants.as_ref();
    let methods = matching.methods.as_ref();
    let parts = [
        matching.categories.as_ref().map(|words| list_words(words)),
        merchants.map(|names| format!("purchases at {}", list_words(names))),
        codes,
        methods.map(|methods| format!("payments by {}", list_words(methods))),
        (matching.pattern.as_ref()).map(|pattern| format!("shops whose name fits “{pattern}”")),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(", only "))
}
