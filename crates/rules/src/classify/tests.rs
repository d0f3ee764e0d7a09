//! What is refused at the door, who wins, and what a split adds up to.

use chrono::NaiveDate;
use farthing_money::{Currency, Money};
use proptest::prelude::*;

use super::*;
use crate::ids::{AccountId, CategoryId, EntryId, RuleId};
use crate::kind::{Kind, Side};
use crate::row::Row;

fn rule(id: i64, when: Condition, then: Vec<Action>) -> NewRule {
    NewRule {
        id: RuleId(id),
        position: id,
        name: format!("Rule {id}"),
        when,
        then,
        stop: false,
    }
}

fn contains(text: &str) -> Condition {
    Condition::Text {
        field: TextField::Payee,
        how: TextMatch::Contains,
        text: text.to_owned(),
    }
}

fn category(id: i64) -> Action {
    Action::SetCategory {
        category: CategoryId(id),
    }
}

fn split(parts: &[(i64, &str)], rest: Option<i64>) -> Action {
    let part = |(category, percent): &(i64, &str)| SplitPart {
        category: CategoryId(*category),
        share: Share::Percent {
            percent: (*percent).to_owned(),
        },
    };
    Action::Split {
        parts: parts.iter().map(part).collect(),
        rest: rest.map(CategoryId),
    }
}

fn row<'a>(payee: &'a str, amount: &str) -> Row<'a> {
    Row {
        account: AccountId(7),
        day: NaiveDate::from_ymd_opt(2026, 3, 14).unwrap(),
        amount: amount.parse().unwrap(),
        payee,
        memo: "",
        raw: "",
        provider_category: None,
        kind: Some(Kind::Purchase),
    }
}

fn set_of(rules: &[NewRule]) -> RuleSet {
    RuleSet::new(rules.iter().map(|new| Rule::new(new).unwrap()))
}

fn refused(when: Condition, then: Vec<Action>) -> (String, Reason) {
    let error = Rule::new(&rule(1, when, then)).unwrap_err();
    (error.field, error.reason)
}

#[test]
fn an_empty_or_endless_condition_is_refused_with_its_field() {
    let then = || vec![category(1)];
    let (field, reason) = refused(Condition::All { of: vec![] }, then());
    assert_eq!((field.as_str(), reason), ("when.of", Reason::Empty));
    let (field, reason) = refused(
        Condition::Any {
            of: vec![contains("a"), contains("  ")],
        },
        then(),
    );
    assert_eq!((field.as_str(), reason), ("when.of[1].text", Reason::Empty));
    let mut deep = contains("a");
    for _ in 0..9 {
        deep = Condition::All { of: vec![deep] };
    }
    assert!(matches!(refused(deep, then()).1, Reason::TooDeep(8)));
    let many = Condition::Any {
        of: vec![contains("a"); 101],
    };
    assert!(matches!(refused(many, then()).1, Reason::TooMany(100)));
    let (field, _) = refused(contains(&"a".repeat(501)), then());
    assert_eq!(field, "when.text");
}

#[test]
fn a_pattern_is_small_and_means_something() {
    let pattern = |pattern: &str| {
        let pattern = pattern.to_owned();
        let field = TextField::Any;
        refused(Condition::Regex { field, pattern }, vec![category(1)])
    };
    let (field, reason) = pattern("(kiosk");
    assert_eq!(field, "when.pattern");
    assert_eq!(reason, Reason::BadPattern("unclosed group".to_owned()));
    assert_eq!(pattern("(?:a{0,9999}){0,9999}b").1, Reason::PatternTooLarge);
    assert_eq!(pattern("k*").1, Reason::FitsEverything);
    assert!(matches!(pattern(&"(".repeat(400)).1, Reason::BadPattern(_)));
}

#[test]
fn amounts_weekdays_and_kinds_are_words_that_exist() {
    let amount = |currency: &str, min: &str, max: &str| Condition::Amount {
        currency: currency.to_owned(),
        min: Some(min.to_owned()),
        max: Some(max.to_owned()),
        side: None,
    };
    let field = |when: Condition| refused(when, vec![category(1)]);
    assert_eq!(field(amount("EURO", "1", "2")).0, "when.currency");
    assert_eq!(field(amount("EUR", "1.999", "2")).0, "when.min");
    assert_eq!(field(amount("EUR", "1", "-2")).1, Reason::BelowZero);
    assert_eq!(field(amount("EUR", "2", "1")).1, Reason::EmptyRange);
    let days = vec!["monday".to_owned(), "caturday".to_owned()];
    let (at, reason) = field(Condition::Weekday { days });
    assert_eq!(at, "when.days[1]");
    assert_eq!(reason, Reason::UnknownWeekday("caturday".to_owned()));
    let kinds = vec!["gift".to_owned()];
    assert_eq!(field(Condition::Kind { kinds }).0, "when.kinds[0]");
}

#[test]
fn actions_say_each_thing_once_and_splits_are_whole() {
    let reason = |then: Vec<Action>| refused(contains("a"), then).1;
    assert_eq!(reason(vec![]), Reason::Empty);
    assert_eq!(reason(vec![category(1), category(2)]), Reason::SetTwice);
    assert_eq!(
        reason(vec![category(1), split(&[(1, "50")], Some(2))]),
        Reason::SetTwice
    );
    assert_eq!(
        reason(vec![Action::Exclude, Action::Exclude]),
        Reason::SetTwice
    );
    assert_eq!(
        reason(vec![split(&[(1, "60"), (2, "40.1")], Some(3))]),
        Reason::OverAHundred
    );
    assert_eq!(reason(vec![split(&[(1, "60")], None)]), Reason::NoRest);
    for bad in ["0", "-1", "101", "1.23456", "ten", "1e1", ""] {
        let expected = Reason::BadPercent(bad.to_owned());
        assert_eq!(reason(vec![split(&[(1, bad)], Some(2))]), expected);
    }
}

#[test]
fn unknown_words_in_the_json_are_refused() {
    let read =
        |when: &str| serde_json::from_str::<Condition>(when).map_err(|error| error.to_string());
    assert!(read(r#"{"type":"text","field":"payee","how":"contains","text":"a"}"#).is_ok());
    assert!(read(r#"{"type":"text","field":"payee","how":"sounds_like","text":"a"}"#).is_err());
    assert!(
        read(r#"{"type":"text","field":"payee","how":"contains","text":"a","not":true}"#).is_err()
    );
    assert!(read(r#"{"type":"moon","phase":"full"}"#).is_err());
}

#[test]
fn a_rule_comes_back_from_its_json_as_it_went() {
    let when = Condition::All {
        of: vec![
            contains("kiosk"),
            Condition::Amount {
                currency: "EUR".to_owned(),
                min: None,
                max: Some("5".to_owned()),
                side: Some(Side::Out),
            },
        ],
    };
    let new = rule(3, when, vec![split(&[(1, "50")], Some(2)), Action::Exclude]);
    let json = serde_json::to_string(&new).unwrap();
    assert_eq!(serde_json::from_str::<NewRule>(&json).unwrap(), new);
    assert!(json.contains(r#"{"type":"amount","currency":"EUR","max":"5","side":"out"}"#));
}

#[test]
fn the_first_rule_that_sets_a_field_wins_whatever_the_order_of_the_list() {
    let mut general = rule(1, contains("kiosk"), vec![category(10), Action::Exclude]);
    let special = rule(2, contains("kiosk nord"), vec![category(20)]);
    general.position = 5;
    let outcome = apply(
        &set_of(&[general, special]),
        &row("KIOSK  Nord", "-2.00 EUR"),
    );
    assert_eq!(
        outcome.category,
        Some(Set {
            value: CategoryId(20),
            rule: RuleId(2)
        })
    );
    assert_eq!(outcome.excluded.map(|set| set.rule), Some(RuleId(1)));
    let kept = Happened::KeptFrom(RuleId(2));
    assert_eq!(outcome.trace[1].effects[0].happened, kept);
}

#[test]
fn a_stopping_rule_ends_the_asking() {
    let mut first = rule(1, contains("kiosk"), vec![category(10)]);
    first.stop = true;
    let tag = Action::AddTag {
        tag: "small".to_owned(),
    };
    let second = rule(2, contains("kiosk"), vec![tag]);
    let outcome = apply(&set_of(&[first, second]), &row("Kiosk", "-2.00 EUR"));
    assert_eq!((outcome.trace.len(), outcome.tags.len()), (1, 0));
    assert_eq!(explain(&outcome)[2], "No rule below it was asked.");
}

#[test]
fn what_one_rule_sets_another_does_not_see() {
    let rename = Action::SetPayee {
        payee: "Corner shop".to_owned(),
    };
    let first = rule(1, contains("kiosk"), vec![rename]);
    let second = rule(2, contains("corner"), vec![category(1)]);
    let outcome = apply(&set_of(&[first, second]), &row("Kiosk", "-2.00 EUR"));
    assert_eq!(outcome.category, None);
}

#[test]
fn nothing_that_fits_is_said_so() {
    let outcome = apply(&set_of(&[]), &row("Kiosk", "-2.00 EUR"));
    assert_eq!(explain(&outcome), ["No rule fits."]);
}

#[test]
fn a_dry_run_shows_what_would_change_and_leaves_what_was_set_by_hand() {
    let tag = Action::AddTag {
        tag: "small".to_owned(),
    };
    let rules = set_of(&[rule(
        1,
        contains("kiosk"),
        vec![category(10), tag, Action::Exclude],
    )]);
    let past = Past {
        entry: EntryId(5),
        row: row("Kiosk", "-2.00 EUR"),
        category: Some(CategoryId(3)),
        split: &[],
        payee: "Kiosk",
        tags: &["small"],
        kind: Kind::Purchase,
        excluded: false,
        by_hand: &[],
    };
    let diff = |field, before, after| Diff {
        entry: EntryId(5),
        field,
        before,
        after,
        rule: RuleId(1),
    };
    let place = Value::Category(CategoryId(3));
    let category = diff(Field::Category, place, Value::Category(CategoryId(10)));
    let excluded = diff(
        Field::Excluded,
        Value::Excluded(false),
        Value::Excluded(true),
    );
    assert_eq!(dry_run(&rules, [past]), [category, excluded.clone()]);
    let by_hand = Past {
        by_hand: &[Field::Split],
        ..past
    };
    assert_eq!(dry_run(&rules, [by_hand]), [excluded]);
    let other = Past {
        row: row("Bakery", "-2.00 EUR"),
        ..past
    };
    assert_eq!(dry_run(&rules, [other]), []);
}

proptest! {
    #[test]
    fn the_parts_of_a_split_add_up_and_keep_the_sign(
        minor in -1_000_000_000_i64..1_000_000_000,
        percents in proptest::collection::vec(1_u32..250_000, 1..4),
        fixed in 0_i64..3_000,
    ) {
        let euro = Currency::iso("EUR").unwrap();
        let amount = Money::from_minor(minor, euro).unwrap();
        let mut parts: Vec<SplitPart> = percents.iter().map(|percent| SplitPart {
            category: CategoryId((*percent).into()),
            share: Share::Percent { percent: rust_decimal::Decimal::new((*percent).into(), 4).to_string() },
        }).collect();
        if fixed > 0 {
            let amount = Money::from_minor(fixed, euro).unwrap().decimal_text();
            let share = Share::Fixed { amount, currency: "EUR".to_owned() };
            parts.push(SplitPart { category: CategoryId(-2), share });
        }
        let then = vec![Action::Split { parts, rest: Some(CategoryId(-1)) }];
        let rules = set_of(&[rule(1, contains("kiosk"), then)]);
        let outcome = apply(&rules, &Row { amount, ..row("Kiosk", "0.00 EUR") });
        let possible = minor != 0 && fixed <= minor.abs();
        prop_assert_eq!(outcome.split.is_some(), possible);
        if let Some(split) = outcome.split {
            let sum: i64 = split.value.iter().map(|part| part.amount.minor()).sum();
            prop_assert_eq!(sum, minor);
            prop_assert!(split.value.iter().all(|part| part.amount.minor().signum() == minor.signum()));
        }
    }

    #[test]
    fn moving_a_rule_changes_who_wins_and_never_what_fits(
        needles in proptest::collection::vec("[ab]{1,2}", 1..6),
        payee in "[abc ]{0,8}",
        turn in any::<bool>(),
    ) {
        let mut rules: Vec<NewRule> = (0..).zip(&needles)
            .map(|(id, needle)| rule(id, contains(needle), vec![category(id)])).collect();
        let fits = |rules: &[NewRule]| {
            let outcome = apply(&set_of(rules), &row(&payee, "-1.00 EUR"));
            let mut fits: Vec<RuleId> = outcome.trace.iter().map(|step| step.rule).collect();
            let first = fits.first().copied();
            fits.sort_unstable();
            (fits, first, outcome.category.map(|set| set.rule))
        };
        let (before, ..) = fits(&rules);
        if turn {
            for rule in &mut rules {
                rule.position = -rule.position;
            }
        }
        let (after, first, winner) = fits(&rules);
        prop_assert_eq!(before, after);
        prop_assert_eq!(first, winner);
    }
}
