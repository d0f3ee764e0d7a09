//! Kind `habits`: scores, streaks, what days were, challenges and the want list.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, Weekday};
use farthing_rules::RulesError;
use farthing_rules::calendar::Span;
use farthing_rules::habits::{
    Day, DayChallenge, DayRule, DayState, Frequency, Habit, Measure, Outcome as DayOutcome,
    Spending, Want, WeekQuota, challenge, classify_days, loop_score, loop_streaks, percent,
    want_list, week_streak,
};
use farthing_rules::ids::ItemId;
use farthing_rules::saving::Decision;
use rust_decimal::Decimal;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::savings::book::Book;
use super::savings::{Case as BookCase, Outcome, Stop};

/// How far a score that comes from floating point may be off.
const TOLERANCE: Decimal = Decimal::from_parts(1, 0, 0, false, 6);

pub fn run(op: &str, input: &Value) -> Result<Value, String> {
    let outcome = match op {
        "loop_score" => score(&read(input)?),
        "loop_streaks" => streaks(&read(input)?),
        "week_streak" => weeks(&read(input)?),
        "classify_days" => days(input),
        "challenge" => challenged(&read(input)?),
        "cooling_list" => wants(input),
        _ => return Err(format!("unknown op {op}")),
    };
    match outcome {
        Ok(result) => Ok(result),
        Err(Stop::Rule(RulesError::Field { field, .. })) => Ok(json!({ "error": field })),
        Err(Stop::Rule(RulesError::Money(_))) => Ok(json!({ "error": "money" })),
        Err(Stop::Rule(error)) => Err(error.to_string()),
        Err(Stop::Case(why)) => Err(why),
    }
}

/// Whether two results are the same but for the last decimal of their scores.
pub fn score_agrees(result: &Value, expected: &Value) -> bool {
    match (result, expected) {
        (Value::Object(result), Value::Object(expected)) => {
            result.len() == expected.len()
                && result.iter().all(|(key, value)| {
                    expected
                        .get(key)
                        .is_some_and(|other| score_agrees(value, other))
                })
        }
        (Value::Array(result), Value::Array(expected)) => {
            let mut pairs = result.iter().zip(expected);
            result.len() == expected.len() && pairs.all(|(one, other)| score_agrees(one, other))
        }
        (Value::String(result), Value::String(expected)) => near(result, expected),
        _ => result == expected,
    }
}

fn near(result: &str, expected: &str) -> bool {
    let numbers = (result.parse::<Decimal>(), expected.parse::<Decimal>());
    let is_near = |one: Decimal, other: Decimal| (one - other).abs() <= TOLERANCE;
    result == expected || matches!(numbers, (Ok(one), Ok(other)) if is_near(one, other))
}

#[derive(Deserialize)]
struct HabitCase {
    from: NaiveDate,
    to: NaiveDate,
    frequency: (u32, u32),
    #[serde(default)]
    entries: BTreeMap<NaiveDate, String>,
    r#type: Option<String>,
    target: Option<String>,
    series: Option<usize>,
    today: Option<NaiveDate>,
}

#[derive(Deserialize)]
struct WeekCase {
    quota: u32,
    today: NaiveDate,
    #[serde(default)]
    success_days: BTreeSet<NaiveDate>,
    week_start: Option<String>,
    #[serde(default)]
    paused_weeks: BTreeSet<NaiveDate>,
}

/// What a case has beside its transactions.
#[derive(Deserialize)]
struct DaysCase {
    from: NaiveDate,
    to: NaiveDate,
    as_of: NaiveDate,
    limit: Option<String>,
    settle_lag_days: Option<u32>,
}

#[derive(Deserialize)]
struct ChallengeCase {
    start: NaiveDate,
    days: u32,
    required_successes: u32,
    #[serde(default)]
    results: BTreeMap<NaiveDate, String>,
    as_of: NaiveDate,
}

#[derive(Deserialize)]
struct WantsCase {
    wait_days: Option<u32>,
    as_of: NaiveDate,
    items: Vec<WantCase>,
}

#[derive(Deserialize)]
struct WantCase {
    id: String,
    price: String,
    added: NaiveDate,
    wait_days: Option<u32>,
    decision: Option<String>,
    decided: Option<NaiveDate>,
}

fn score(case: &HabitCase) -> Outcome {
    let scores = loop_score(habit(case)?, span(case.from, case.to)?, &entries(case)?)?;
    let last = scores.last().copied().unwrap_or_default();
    let mut told = json!({ "score": last.to_string(), "percent": percent(last) });
    if let Some(series) = case.series {
        let tail = scores.iter().skip(scores.len().saturating_sub(series));
        told["series"] = tail.map(ToString::to_string).collect();
    }
    Ok(told)
}

fn streaks(case: &HabitCase) -> Outcome {
    let days = span(case.from, case.to)?;
    let today = case.today.unwrap_or(case.to);
    let found = loop_streaks(habit(case)?, days, &entries(case)?, today)?;
    let told = |streak: &Span| json!([streak.first, streak.last, streak.days()]);
    let streaks: Vec<Value> = found.streaks.iter().map(told).collect();
    Ok(json!({ "current": found.current, "best": found.best, "streaks": streaks }))
}

fn habit(case: &HabitCase) -> Result<Habit, Stop> {
    let target = || decimal(case.target.as_deref().unwrap_or("0"));
    let measure = match case.r#type.as_deref() {
        None | Some("boolean") => Measure::Boolean,
        Some("at_least") => Measure::AtLeast(target()?),
        Some("at_most") => Measure::AtMost(target()?),
        Some(other) => return Err(unknown(other)),
    };
    let (times, days) = case.frequency;
    Ok(Habit::new(Frequency::new(times, days)?, measure)?)
}

fn entries(case: &HabitCase) -> Result<BTreeMap<NaiveDate, Day>, Stop> {
    let entry = |text: &str| {
        Ok::<_, Stop>(match text {
            "yes" => Day::Yes,
            "no" => Day::No,
            "skip" => Day::Skip,
            value => Day::Value(decimal(value)?),
        })
    };
    let entries = case.entries.iter();
    entries
        .map(|(day, text)| Ok((*day, entry(text)?)))
        .collect()
}

fn weeks(case: &WeekCase) -> Outcome {
    let rule = WeekQuota {
        quota: case.quota,
        week_start: match case.week_start.as_deref() {
            None => Weekday::Mon,
            Some(word) => word.parse().map_err(|_| unknown(word))?,
        },
        paused: case.paused_weeks.clone(),
    };
    let streak = week_streak(&rule, &case.success_days, case.today)?;
    Ok(json!({ "current": streak.current, "best": streak.best,
               "this_week": streak.this_week, "quota": case.quota }))
}

fn days(input: &Value) -> Outcome {
    let case: DaysCase = read(input).map_err(Stop::Case)?;
    let (book, book_case) = book_of(input)?;
    let terms = book.terms(&book_case)?;
    let entries = book.entries();
    let purchases = entries.iter().filter_map(|entry| {
        let amount = terms.paid(entry)?;
        Some(Spending {
            day: entry.day,
            amount,
        })
    });
    let rule = DayRule {
        currency: book.currency,
        limit: book.optional(case.limit.as_deref())?,
        settle_lag_days: case.settle_lag_days.unwrap_or(0),
        known_until: None,
    };
    let purchases: Vec<Spending> = purchases.collect();
    let states = classify_days(rule, span(case.from, case.to)?, &purchases, case.as_of)?;
    let told = states.days.iter().map(|day| {
        let told = json!({ "spent": day.spent.to_string(), "state": day.state.word() });
        (day.day.to_string(), told)
    });
    Ok(json!({ "days": told.collect::<BTreeMap<_, _>>(),
               "no_spend": states.count(DayState::NoSpend),
               "under_limit": states.count(DayState::UnderLimit) }))
}

fn challenged(case: &ChallengeCase) -> Outcome {
    let outcome = |word: &String| match word.as_str() {
        "ok" => Ok(DayOutcome::Success),
        "fail" => Ok(DayOutcome::Failure),
        other => Err(unknown(other)),
    };
    let outcomes = case
        .results
        .iter()
        .map(|(day, word)| Ok((*day, outcome(word)?)));
    let rule = DayChallenge {
        start: case.start,
        days: case.days,
        required: case.required_successes,
    };
    let outcomes = outcomes.collect::<Result<_, Stop>>()?;
    let stands = challenge(rule, &outcomes, case.as_of)?;
    Ok(
        json!({ "state": stands.state.word(), "successes": stands.successes,
               "failures": stands.failures, "days_left": stands.days_left,
               "still_needed": stands.still_needed }),
    )
}

fn wants(input: &Value) -> Outcome {
    let case: WantsCase = read(input).map_err(Stop::Case)?;
    let (book, _) = book_of(input)?;
    let numbered = (0_i64..).zip(&case.items);
    let wants = numbered.map(|(number, item)| {
        Ok(Want {
            id: ItemId(number),
            price: book.money(&item.price)?,
            added: item.added,
            wait_days: item.wait_days.or(case.wait_days).unwrap_or(7),
            decided: decided(item, case.as_of)?,
        })
    });
    let wants = wants.collect::<Result<Vec<_>, Stop>>()?;
    let list = want_list(&wants, case.as_of)?;
    let items = case.items.iter().zip(&list.wants).map(|(item, want)| {
        let told = json!({ "state": want.state.word(), "ready_on": want.ready_on });
        (item.id.clone(), told)
    });
    let drop_rate = list.drop_rate.map(|rate| rate.to_string());
    Ok(json!({ "items": items.collect::<BTreeMap<_, _>>(),
               "avoided": list.avoided.get(book.currency).to_string(),
               "drop_rate": drop_rate }))
}

/// A decision without a day is made by now.
fn decided(item: &WantCase, as_of: NaiveDate) -> Result<Option<(Decision, NaiveDate)>, Stop> {
    let decision = match item.decision.as_deref() {
        None => return Ok(None),
        Some("dropped") => Decision::Dropped,
        Some("bought") => Decision::Bought,
        Some(other) => return Err(unknown(other)),
    };
    Ok(Some((decision, item.decided.unwrap_or(as_of))))
}

fn book_of(input: &Value) -> Result<(Book, BookCase), Stop> {
    let case: BookCase = read(input).map_err(Stop::Case)?;
    let book = Book::of(&case).map_err(Stop::Case)?;
    Ok((book, case))
}

fn span(from: NaiveDate, to: NaiveDate) -> Result<Span, Stop> {
    Span::new(from, to).ok_or_else(|| Stop::Case(format!("{from} is after {to}")))
}

fn decimal(text: &str) -> Result<Decimal, Stop> {
    Decimal::from_str_exact(text).map_err(|error| Stop::Case(format!("{text}: {error}")))
}

fn unknown(word: &str) -> Stop {
    Stop::Case(format!("unknown word {word}"))
}

fn read<T: DeserializeOwned>(input: &Value) -> Result<T, String> {
    T::deserialize(input).map_err(|error| error.to_string())
}

#[test]
fn a_score_may_be_off_by_its_last_decimal_and_by_no_more() {
    let told = |score: &str, last: &str| json!({ "score": score, "percent": 50, "series": [last] });
    let expected = told("0.500000", "0.500000");
    assert!(score_agrees(&told("0.500001", "0.499999"), &expected));
    assert!(!score_agrees(&told("0.500002", "0.500000"), &expected));
    assert!(!score_agrees(&told("0.500000", "0.499998"), &expected));
    assert!(!score_agrees(&json!({ "score": "0.500000" }), &expected));
}
