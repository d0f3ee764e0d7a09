//! What is suggested after which lessons, and whether a confidence means what it says.

use chrono::NaiveDate;
use farthing_money::{Currency, Money};
use proptest::prelude::*;

use super::*;
use crate::classify::{Rule, RuleSet, apply};
use crate::ids::AccountId;

fn row<'a>(payee: &'a str, memo: &'a str, minor: i64) -> Row<'a> {
    Row {
        account: AccountId(7),
        day: NaiveDate::from_ymd_opt(2026, 3, 14).unwrap(),
        amount: Money::from_minor(minor, Currency::iso("EUR").unwrap()).unwrap(),
        payee,
        memo,
        raw: "",
        provider_category: None,
        kind: None,
    }
}

fn taught(lessons: &[(&str, i64, usize)]) -> Learner {
    let mut learner = Learner::new();
    for (payee, category, times) in lessons {
        for _ in 0..*times {
            learner.learn(&row(payee, "", -350), CategoryId(*category));
        }
    }
    learner
}

#[test]
fn nothing_is_suggested_before_anything_is_learnt() {
    assert_eq!(Learner::new().suggest(&row("Kiosk", "", -350)), None);
}

#[test]
fn a_payee_that_is_always_in_one_category_is_suggested_with_high_confidence() {
    let learner = taught(&[("Kiosk Nord", 1, 10), ("Bakery Rosa", 2, 10)]);
    let found = learner.suggest(&row("KIOSK NORD", "", -120)).unwrap();
    assert_eq!(found.category, CategoryId(1));
    assert!(found.confidence_permille >= 900, "{found:?}");
    let because = Because {
        piece: Piece::Payee,
        text: "KIOSK NORD".to_owned(),
        with: 10,
        of: 10,
    };
    assert_eq!(found.because, [because]);
}

#[test]
fn a_new_payee_goes_by_its_words() {
    let learner = taught(&[
        ("Bakery Rosa", 1, 6),
        ("Bakery Luna", 1, 6),
        ("Bakery Sole", 1, 6),
        ("Pharmacy Rosa", 2, 6),
    ]);
    let found = learner.suggest(&row("Bakery Nova", "", -350)).unwrap();
    assert_eq!(found.category, CategoryId(1));
    assert_eq!(
        (found.because[0].text.as_str(), found.because[0].with),
        ("Bakery", 18)
    );
    assert!(found.confidence_permille < 950);
}

#[test]
fn unknown_words_suggest_nothing() {
    let learner = taught(&[("Bakery Rosa", 1, 20)]);
    assert_eq!(learner.suggest(&row("Qwertz", "", -350)), None);
    assert_eq!(learner.suggest(&row("", "", -350)), None);
    assert_eq!(learner.suggest(&row("Card payment 4411", "", -350)), None);
}

#[test]
fn a_payee_of_many_categories_is_told_apart_by_the_note() {
    let mut learner = Learner::new();
    for _ in 0..30 {
        learner.learn(&row("Bigmart", "garden tools", -3_000), CategoryId(1));
        learner.learn(&row("Bigmart", "fresh vegetables", -1_200), CategoryId(2));
    }
    let found = learner
        .suggest(&row("Bigmart", "garden chair", -2_900))
        .unwrap();
    assert_eq!(found.category, CategoryId(1));
    assert_eq!(found.because[0].piece, Piece::MemoWord);
}

#[test]
fn what_comes_out_at_random_is_not_suggested() {
    let mut learner = Learner::new();
    let mut noise = Noise(5);
    for _ in 0..400 {
        let category = CategoryId(noise.below(4).try_into().unwrap());
        learner.learn(&row("Bigmart", "", -350), category);
    }
    assert_eq!(learner.suggest(&row("Bigmart", "", -350)), None);
}

#[test]
fn a_suggestion_becomes_a_rule_that_says_the_same() {
    let learner = taught(&[
        ("Kiosk Nord", 1, 10),
        ("Bakery Rosa", 2, 6),
        ("Bäckerei Rosa", 2, 6),
    ]);
    for payee in ["Kiosk Nord", "Bäckerei Luna"] {
        let asked = row(payee, "", -350);
        let suggestion = learner.suggest(&asked).unwrap();
        let rule = Rule::new(&make_rule(&suggestion)).unwrap();
        let outcome = apply(&RuleSet::new([rule]), &asked);
        assert_eq!(outcome.category.unwrap().value, suggestion.category);
    }
}

/// Numbers that look random and are the same in every run.
struct Noise(u64);

impl Noise {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}

/// A person's invented history: shops of eight sorts in their categories, some shops that sell
/// everything, new shops all the time, and one of so many entries put anywhere on a whim.
fn history(seed: u64, length: usize, whims: u64) -> Vec<(String, String, i64, CategoryId)> {
    const SORTS: [&str; 8] = [
        "Bakery",
        "Pharmacy",
        "Fuel",
        "Noodle House",
        "Books",
        "Cinema",
        "Parking",
        "Flowers",
    ];
    const ITEMS: [&str; 8] = [
        "bread", "pills", "diesel", "ramen", "novel", "ticket", "garage", "tulips",
    ];
    let mut noise = Noise(seed);
    let mut history = Vec::new();
    for place in 0..length {
        let sort = noise.below(8);
        let usual = usize::try_from(sort).unwrap();
        // A fifth of the entries is of shops never seen before, a tenth of one that sells all.
        let number = if noise.below(5) == 0 {
            1_000 + place
        } else {
            usize::try_from(noise.below(12)).unwrap()
        };
        let everything = noise.below(10) == 0;
        let payee = if everything {
            "Bigmart".to_owned()
        } else {
            format!("{} Shop{number}q", SORTS[usual])
        };
        let memo = if noise.below(3) == 0 {
            ITEMS[usual].to_owned()
        } else {
            String::new()
        };
        let minor = -i64::try_from(200 + sort * 300 + noise.below(400)).unwrap();
        let whim = noise.below(whims) == 0;
        let category = if whim { noise.below(8) } else { sort };
        history.push((payee, memo, minor, CategoryId(category.try_into().unwrap())));
    }
    history
}

/// How many suggestions of nine tenths and more there were, and of less; and how many were right.
fn played(seed: u64, whims: u64) -> [(i32, i32); 2] {
    let mut learner = Learner::new();
    let mut tallies = [(0, 0); 2];
    for (payee, memo, minor, category) in history(seed, 2_000, whims) {
        let asked = row(&payee, &memo, minor);
        if let Some(found) = learner.suggest(&asked) {
            let (all, right) = &mut tallies[usize::from(found.confidence_permille < 900)];
            *all += 1;
            *right += i32::from(found.category == category);
        }
        learner.learn(&asked, category);
    }
    tallies
}

#[test]
fn among_suggestions_of_nine_tenths_and_more_nine_of_ten_are_right() {
    for seed in 1..=4 {
        let [(sure, sure_right), (less, less_right)] = played(seed, 20);
        assert!(sure > 1_000, "only {sure} sure ones with seed {seed}");
        assert!(
            sure_right * 10 >= sure * 9,
            "{sure_right} of {sure} with seed {seed}"
        );
        assert!(
            less_right * 10 >= less * 6,
            "{less_right} of {less} with seed {seed}"
        );
    }
}

#[test]
fn a_person_of_many_whims_is_seldom_promised_much() {
    let (mut sure, mut sure_right) = (0, 0);
    for (seed, whims) in [(1, 12), (2, 12), (3, 12), (4, 8), (5, 8), (6, 4)] {
        let [(all, right), (less, less_right)] = played(seed, whims);
        (sure, sure_right) = (sure + all, sure_right + right);
        assert!(
            less > 500 && less_right * 10 >= less * 6,
            "{less_right} of {less} with seed {seed}"
        );
    }
    assert!(sure_right * 10 >= sure * 9, "{sure_right} of {sure}");
}

proptest! {
    #[test]
    fn the_same_lessons_give_the_same_suggestion_and_every_one_can_be_a_rule(
        lessons in proptest::collection::vec(("[a-c]{2,3}( [a-c]{2,3})?", 0_i64..3), 0..40),
        asked in "\\PC{0,20}|[a-c]{2,3}( [a-c]{2,3})?",
    ) {
        let mut learners = [Learner::new(), Learner::new()];
        for learner in &mut learners {
            for (payee, category) in &lessons {
                learner.learn(&row(payee, "", -350), CategoryId(*category));
            }
        }
        let asked = row(&asked, "", -350);
        let [one, other] = learners.map(|learner| learner.suggest(&asked));
        prop_assert_eq!(&one, &other);
        if let Some(suggestion) = one {
            prop_assert!((FLOOR_PERMILLE..=1_000).contains(&suggestion.confidence_permille));
            prop_assert!(!suggestion.because.is_empty());
            let rule = Rule::new(&make_rule(&suggestion)).unwrap();
            let outcome = apply(&RuleSet::new([rule]), &asked);
            prop_assert_eq!(outcome.category.map(|set| set.value), Some(suggestion.category));
        }
    }
}
