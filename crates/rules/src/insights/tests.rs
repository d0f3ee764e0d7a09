#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use farthing_money::{Currency, Money};
use proptest::prelude::*;

use super::*;

fn eur(text: &str) -> Money {
    Money::parse(text, Currency::iso("EUR").unwrap()).unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn time(text: &str) -> NaiveTime {
    NaiveTime::parse_from_str(text, "%H:%M").unwrap()
}

fn price(after: &str) -> Fact {
    Fact::Price(PriceRise {
        series: "7".to_owned(),
        name: "Streamly".to_owned(),
        day: day("2026-03-05"),
        before: eur("9.99"),
        after: eur(after),
    })
}

fn used(used: &str) -> Fact {
    Fact::Used(Used {
        subject: "limit:3:EUR:month".to_owned(),
        name: "The limit of Coffee".to_owned(),
        first: day("2026-03-01"),
        last: day("2026-03-31"),
        used: eur(used),
        total: eur("50.00"),
    })
}

fn small(sum: &str, months: u32) -> Fact {
    Fact::Small(SmallMonth {
        month: day("2026-03-01"),
        limit: eur("5.00"),
        count: 31,
        sum: eur(sum),
        usual: eur("100.00"),
        months,
    })
}

fn fees(fees: &str, count: i64) -> Fact {
    Fact::Fees(FeeRate {
        account: "4".to_owned(),
        name: "Wallet".to_owned(),
        side: FeeSide::Received,
        first: day("2026-01-01"),
        last: day("2026-03-31"),
        count,
        volume: eur("100.00"),
        fees: eur(fees),
    })
}

fn trial(ends: &str, price: TrialPrice) -> Fact {
    Fact::Trial(Trial {
        series: "7".to_owned(),
        name: "Streamly".to_owned(),
        price,
        ends: day(ends),
    })
}

fn claim(until: &str) -> Fact {
    Fact::Claim(Claim {
        programme: "9".to_owned(),
        name: "Portal".to_owned(),
        title: "Shoe Shop".to_owned(),
        day: day("2026-01-10"),
        amount: eur("3.50"),
        until: day(until),
    })
}

/// One fact of each form, all worth a note on the tenth of April 2026.
fn all() -> Vec<Fact> {
    let series = || ("7".to_owned(), "Gym".to_owned());
    let (missed, charged) = (series(), series());
    vec![
        price("10.99"),
        Fact::Missed(Missed {
            series: missed.0,
            name: missed.1,
            expected: day("2026-03-12"),
            last_day: day("2026-02-12"),
            last: eur("25.00"),
        }),
        Fact::StillCharged(StillCharged {
            series: charged.0,
            name: charged.1,
            cancelled: day("2026-02-20"),
            charged: day("2026-03-12"),
            amount: eur("25.00"),
        }),
        trial("2026-04-12", TrialPrice::Trial),
        trial("2026-04-13", TrialPrice::Introductory(eur("1.00"))),
        claim("2026-04-20"),
        Fact::Late(LateReward {
            programme: "9".to_owned(),
            name: "Portal".to_owned(),
            month: day("2026-02-01"),
            count: 2,
            sum: eur("4.20"),
        }),
        Fact::Used(Used {
            subject: "allowance:1".to_owned(),
            name: "The allowance Treats".to_owned(),
            first: day("2026-04-01"),
            last: day("2026-04-30"),
            used: eur("50.00"),
            total: eur("50.00"),
        }),
        Fact::Burst(Burst {
            payee: "Castle Game".to_owned(),
            day: day("2026-04-02"),
            minutes: Some(48),
            count: 5,
            sum: eur("24.95"),
            largest: eur("5.00"),
        }),
        small("110.01", 3),
        fees("3.00", 5),
    ]
}

const TODAY: &str = "2026-04-10";

fn noted(fact: &Fact) -> Option<Insight> {
    insight(fact, day(TODAY))
}

#[test]
fn every_kind_has_a_fact_and_every_key_is_another_one() {
    let insights: Vec<Insight> = all().iter().map(|fact| noted(fact).unwrap()).collect();
    let kinds: BTreeSet<InsightKind> = insights.iter().map(|one| one.kind).collect();
    assert_eq!(kinds, InsightKind::ALL.into());
    let keys: BTreeSet<&str> = insights.iter().map(|one| &*one.key).collect();
    assert_eq!(keys.len(), insights.len());
    for one in &insights {
        assert!(one.key.starts_with(one.kind.word()), "{}", one.key);
    }
}

#[test]
fn what_is_said_informs_and_asks_for_nothing() {
    for fact in all() {
        let said = noted(&fact).unwrap();
        for text in [&said.title, &said.cause, &said.why] {
            let plain = text.to_lowercase();
            for word in ["should", "!", "must", "too much", "wasted", "careful", "  "] {
                assert!(!plain.contains(word), "“{word}” in: {text}");
            }
        }
        assert!(said.cause.ends_with('.'), "{}", said.cause);
        assert!(
            said.cause.chars().any(|c| c.is_ascii_digit()),
            "{}",
            said.cause
        );
        assert!(said.why.contains("“never again”"), "{}", said.why);
    }
}

#[test]
fn a_price_rise_has_its_figures() {
    let said = noted(&price("10.99")).unwrap();
    assert_eq!(said.key, "price_rise:7:10.99 EUR");
    assert_eq!(said.title, "Streamly costs 10.99 EUR instead of 9.99 EUR");
    assert_eq!(
        said.cause,
        "The charge of 5 March 2026 was 10.99 EUR, the price before it 9.99 EUR. That is 1.00 EUR or \
         10.01 % more."
    );
}

#[test]
fn the_same_fact_has_the_same_key_whatever_day_it_is() {
    for fact in all() {
        let keys: BTreeSet<String> = (0..60)
            .filter_map(|later| day("2026-03-20").checked_add_days(Days::new(later)))
            .filter_map(|today| insight(&fact, today))
            .map(|said| said.key)
            .collect();
        assert_eq!(keys.len(), 1, "{keys:?}");
    }
}

#[test]
fn a_newer_price_is_another_insight_and_a_lower_one_is_none() {
    let key = |fact| noted(&fact).map(|said| said.key);
    assert_ne!(key(price("10.99")), key(price("11.99")));
    assert_eq!(key(price("9.99")), None);
    assert_eq!(key(price("8.99")), None);
}

#[test]
fn each_limit_is_exact() {
    let is_noted = |fact: &Fact, today: &str| insight(fact, day(today)).is_some();
    assert!(!is_noted(&used("39.99"), "2026-03-20"));
    assert!(is_noted(&used("40.00"), "2026-03-20"));
    assert!(!is_noted(&used("40.00"), "2026-04-01"), "its days are over");
    assert!(!is_noted(&small("110.00", 3), TODAY));
    assert!(!is_noted(&small("110.01", 2), TODAY));
    assert!(!is_noted(&fees("2.99", 5), TODAY) && !is_noted(&fees("3.00", 4), TODAY));
    assert!(
        !is_noted(&fees("3.00", 5), "2026-03-31"),
        "the quarter runs"
    );
    for (ends, noted) in [
        ("2026-04-09", false),
        ("2026-04-10", true),
        ("2026-04-13", true),
        ("2026-04-14", false),
    ] {
        assert_eq!(
            is_noted(&trial(ends, TrialPrice::Trial), TODAY),
            noted,
            "{ends}"
        );
    }
    for (until, noted) in [
        ("2026-04-09", false),
        ("2026-04-24", true),
        ("2026-04-25", false),
    ] {
        assert_eq!(is_noted(&claim(until), TODAY), noted, "{until}");
    }
    assert!(is_noted(&price("10.99"), "2026-06-05") && !is_noted(&price("10.99"), "2026-06-06"));
}

#[test]
fn a_limit_is_told_twice_in_a_period_at_most() {
    let at = |amount| insight(&used(amount), day("2026-03-20")).unwrap();
    assert_eq!(at("40.00").key, at("49.99").key);
    assert_eq!(at("50.00").key, at("90.00").key);
    assert_ne!(at("49.99").key, at("50.00").key);
    assert_eq!(at("45.00").title, "The limit of Coffee is used to 90.00 %");
    assert_eq!(at("50.00").title, "The limit of Coffee is used up");
}

#[test]
fn a_limit_of_one_day_is_not_told() {
    let mut fact = used("50.00");
    if let Fact::Used(used) = &mut fact {
        used.last = used.first;
    }
    assert_eq!(insight(&fact, day("2026-03-01")), None);
}

#[test]
fn quiet_hours_may_go_over_midnight() {
    let quiet = Quiet::default();
    for (at, is_quiet) in [
        ("20:59", false),
        ("21:00", true),
        ("00:00", true),
        ("07:59", true),
        ("08:00", false),
    ] {
        assert_eq!(quiet.covers(time(at)), is_quiet, "{at}");
    }
    let (from, to) = (time("12:00"), time("14:00"));
    let noon = Quiet { from, to };
    assert!(noon.covers(from) && !noon.covers(to) && !noon.covers(time("00:00")));
    assert!(
        !Quiet { from, to: from }.covers(from),
        "from a time to the same there are none"
    );
}

fn waiting(place: usize, first_seen: NaiveDate) -> Waiting {
    let kind = InsightKind::ALL[place % InsightKind::ALL.len()];
    Waiting {
        kind,
        key: format!("{}:{place}", kind.word()),
        first_seen,
    }
}

fn notices(are: NoticesAre, last: Option<NaiveDate>) -> Notices {
    let quiet = Quiet::default();
    Notices { are, quiet, last }
}

#[test]
fn what_has_a_last_day_is_told_before_what_has_none() {
    let first_seen = day(TODAY);
    let noon = first_seen.and_time(time("12:00"));
    let all: Vec<Waiting> = (0..9)
        .rev()
        .map(|place| waiting(place, first_seen))
        .collect();
    let on = notices(NoticesAre::On, None);
    let told = next_notice(&on, &Silenced::default(), noon, &all).unwrap();
    assert_eq!(told.kind, InsightKind::CashbackDue);
    let off = notices(NoticesAre::Off, None);
    assert_eq!(next_notice(&off, &Silenced::default(), noon, &all), None);
    let set_back = notices(NoticesAre::On, Some(day("2026-04-11")));
    assert_eq!(
        next_notice(&set_back, &Silenced::default(), noon, &all),
        None
    );
}

#[test]
fn what_was_seen_a_week_ago_is_no_news() {
    let noon = day(TODAY).and_time(time("12:00"));
    let told = |seen: &str| {
        let one = [waiting(3, day(seen))];
        next_notice(
            &notices(NoticesAre::On, None),
            &Silenced::default(),
            noon,
            &one,
        )
        .is_some()
    };
    assert!(told("2026-04-03") && !told("2026-04-02"));
}

/// What the person and the clock do to a log: the log is looked at, something is dismissed or muted.
#[derive(Debug, Clone)]
enum Step {
    Look { minutes: i64 },
    See { place: usize },
    Dismiss { place: usize },
    Mute { kind: usize },
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (1_i64..2_000).prop_map(|minutes| Step::Look { minutes }),
        3 => (0_usize..30).prop_map(|place| Step::See { place }),
        1 => (0_usize..30).prop_map(|place| Step::Dismiss { place }),
        1 => (0_usize..9).prop_map(|kind| Step::Mute { kind }),
    ]
}

proptest! {
    #[test]
    fn never_two_a_day_never_in_quiet_hours_never_what_is_silenced(
        steps in prop::collection::vec(step(), 1..120),
        (from, to) in (0_u32..1440, 0_u32..1440),
    ) {
        let clock = |minute: u32| NaiveTime::from_hms_opt(minute / 60, minute % 60, 0).unwrap();
        let quiet = Quiet { from: clock(from), to: clock(to) };
        let mut notices = Notices { are: NoticesAre::On, quiet, last: None };
        let mut now: NaiveDateTime = day(TODAY).and_time(time("06:00"));
        let (mut silenced, mut open) = (Silenced::default(), Vec::new());
        let mut told: Vec<(NaiveDateTime, Waiting)> = Vec::new();
        for step in steps {
            match step {
                Step::See { place } => {
                    let new = waiting(place, now.date());
                    let is_known = open.iter().chain(told.iter().map(|(_, one)| one)).any(|one| one.key == new.key);
                    if !is_known { open.push(new); }
                }
                Step::Dismiss { place } => { silenced.dismissed.insert(waiting(place, now.date()).key); }
                Step::Mute { kind } => { silenced.muted.insert(InsightKind::ALL[kind]); }
                Step::Look { minutes } => {
                    now += TimeDelta::minutes(minutes);
                    if let Some(one) = next_notice(&notices, &silenced, now, &open).cloned() {
                        prop_assert!(!quiet.covers(now.time()));
                        prop_assert!(!silenced.silences(one.kind, &one.key));
                        prop_assert!(told.iter().all(|(at, before)| at.date() < now.date() && before.key != one.key));
                        notices.last = Some(now.date());
                        open.retain(|other| other.key != one.key);
                        told.push((now, one));
                    }
                }
            }
        }
    }

    #[test]
    fn outside_quiet_hours_a_day_without_a_notice_tells_what_waits(minute in 0_u32..1440, place in 0_usize..30) {
        let at = NaiveTime::from_hms_opt(minute / 60, minute % 60, 0).unwrap();
        let one = [waiting(place, day(TODAY))];
        let on = notices(NoticesAre::On, Some(day("2026-04-09")));
        let told = next_notice(&on, &Silenced::default(), day(TODAY).and_time(at), &one);
        prop_assert_eq!(told.is_some(), (480..1260).contains(&minute));
    }
}
