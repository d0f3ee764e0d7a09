//! Payments that come again: what the person says of them, and what follows from that.

use std::fmt::Write as _;

use chrono::{DateTime, NaiveDate, Utc};
use farthing_ledger::recurring::{ClockState, Recurring, SeriesEdit, SeriesState, SeriesView};
use farthing_ledger::{ChangeId, ChoiceId, LedgerError};
use serde_json::json;

use crate::common::{Fresh, day, fresh, now};

/// A PNG of one pixel is a picture by its first bytes.
const PICTURE: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\0\0\0\0";

type Moment = (NaiveDate, DateTime<Utc>);

fn on(today: NaiveDate) -> Moment {
    (today, now())
}

/// A statement with these payments of so many months, each on a day from January 2026 on.
fn statement(payments: &[(&str, u32, &[&str])]) -> String {
    let mut text = "Date,Description,Amount,Currency\n".to_owned();
    for (payee, on, prices) in payments {
        for (month, price) in (1..).zip(prices.iter()) {
            writeln!(text, "2026-{month:02}-{on:02},{payee},-{price},EUR").unwrap();
        }
    }
    text
}

const STREAMING: (&str, u32, &[&str]) = ("Streamly", 5, &["9.99", "9.99", "10.99", "10.99"]);
const GYM: (&str, u32, &[&str]) = ("Gym", 12, &["25.00", "25.00", "25.00"]);

impl Fresh {
    async fn statement(&self, payments: &[(&str, u32, &[&str])]) -> ChangeId {
        let text = statement(payments);
        self.import("subscriptions.csv", &text).await.unwrap();
        let history = self.ledger.history(1).await.unwrap();
        history[0].id
    }

    async fn seen(&self, today: NaiveDate) -> Recurring {
        self.ledger.recurring("EUR", today).await.unwrap()
    }

    async fn candidate(&self, name: &str, today: NaiveDate) -> SeriesView {
        let seen = self.seen(today).await;
        let mut candidates = seen.candidates.into_iter();
        candidates.find(|series| series.name == name).unwrap()
    }

    async fn confirm(&self, name: &str, today: NaiveDate) -> SeriesView {
        let key = self.candidate(name, today).await.key;
        let confirmed = self.ledger.confirm_series(("EUR", &key), on(today));
        confirmed.await.unwrap()
    }

    async fn goal(&self, currency: &str, today: NaiveDate) -> ChoiceId {
        let input = json!({"name": format!("Holiday {currency}"), "currency": currency});
        let input = serde_json::from_value(input).unwrap();
        let goal = self.ledger.save_goal(None, input, today, now());
        goal.await.unwrap().id
    }
}

fn names(series: &[SeriesView]) -> Vec<&str> {
    series.iter().map(|series| series.name.as_str()).collect()
}

fn edit() -> SeriesEdit {
    SeriesEdit {
        name: "Films".to_owned(),
        note: String::new(),
        trial_ends: None,
        intro_amount: String::new(),
        intro_until: None,
        cancel_steps: String::new(),
    }
}

fn refused<T>(answer: Result<T, LedgerError>) -> (&'static str, String) {
    match answer {
        Err(LedgerError::Invalid { field, message }) => (field, message),
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("it was taken"),
    }
}

#[tokio::test]
async fn a_candidate_counts_nowhere_until_it_is_confirmed() {
    let fresh = fresh().await;
    fresh.statement(&[STREAMING, GYM]).await;
    let today = day(2026, 4, 10);
    let before = fresh.seen(today).await;
    assert_eq!(names(&before.candidates), ["Gym", "Streamly"]);
    assert_eq!(before.yearly_total.value, "0.00");
    assert!(before.upcoming.is_empty());

    fresh.confirm("Streamly", today).await;
    let after = fresh.seen(today).await;
    assert_eq!(names(&after.series), ["Streamly"]);
    assert_eq!(names(&after.candidates), ["Gym"]);
    assert_eq!(after.yearly_total.value, "131.88");
    assert_eq!(after.monthly_total.value, "10.99");
    assert_eq!(after.this_month.value, "10.99");
    let days: Vec<NaiveDate> = after.upcoming.iter().map(|charge| charge.day).collect();
    assert_eq!(days, [day(2026, 5, 5), day(2026, 6, 5)]);
    assert_eq!(after.upcoming[0].amount.value, "10.99");

    fresh.ledger.undo(None, now()).await.unwrap();
    assert_eq!(fresh.seen(today).await, before);
    fresh.digest().await;
}

#[tokio::test]
async fn what_is_dismissed_stays_dismissed_after_its_import_came_in_anew() {
    let fresh = fresh().await;
    let import = fresh.statement(&[STREAMING, GYM]).await;
    let today = day(2026, 4, 10);
    let key = fresh.candidate("Gym", today).await.key;
    let dismissed = fresh.ledger.dismiss_series(("EUR", &key), on(today));
    assert_eq!(dismissed.await.unwrap().state, SeriesState::Dismissed);

    fresh.ledger.undo(Some(import), now()).await.unwrap();
    let without = fresh.seen(today).await;
    assert!(without.candidates.is_empty());
    assert_eq!(names(&without.dismissed), ["Gym"]);

    // The same payments under other capitals, and one more of them.
    let gym = ("GYM", 12, ["25.00", "25.00", "25.00", "26.00"].as_slice());
    fresh.statement(&[STREAMING, gym]).await;
    let again = fresh.seen(today).await;
    assert_eq!(names(&again.candidates), ["Streamly"]);
    assert_eq!(names(&again.dismissed), ["Gym"]);
    fresh.digest().await;
}

#[tokio::test]
async fn what_is_restored_is_a_candidate_again() {
    let fresh = fresh().await;
    fresh.statement(&[GYM]).await;
    let today = day(2026, 3, 20);
    let key = fresh.candidate("Gym", today).await.key;
    let dismissed = fresh.ledger.dismiss_series(("EUR", &key), on(today));
    let key = dismissed.await.unwrap().key;
    let again = fresh.ledger.dismiss_series(("EUR", &key), on(today)).await;
    assert_eq!(refused(again).1, "Gym is dismissed already");
    let restored = fresh.ledger.restore_series(("EUR", &key), on(today)).await;
    assert_eq!(restored.unwrap().label, "Decide anew about Gym");
    assert_eq!(names(&fresh.seen(today).await.candidates), ["Gym"]);
}

#[tokio::test]
async fn a_price_that_rose_is_told_with_its_steps() {
    let fresh = fresh().await;
    fresh.statement(&[STREAMING]).await;
    let series = fresh.confirm("Streamly", day(2026, 4, 10)).await;
    let step = &series.steps[0];
    let told = (&*step.from.value, &*step.to.value, step.day, &*step.percent);
    assert_eq!(told, ("9.99", "10.99", day(2026, 3, 5), "10.01"));
    assert!(step.confirmed);
    let dearer = series.dearer.unwrap();
    assert_eq!(dearer.since, day(2026, 3, 5));
    assert_eq!(dearer.extra_so_far.value, "2.00");
    assert_eq!(dearer.extra_per_year.value, "12.00");
}

#[tokio::test]
async fn a_price_that_leaps_is_seen_at_its_first_charge() {
    let fresh = fresh().await;
    let leap = ("Streamly", 5, ["9.99", "9.99", "9.99", "14.99"].as_slice());
    fresh.statement(&[leap]).await;
    let series = fresh.confirm("Streamly", day(2026, 4, 10)).await;
    assert_eq!(series.last.unwrap().value, "14.99");
    assert_eq!(series.yearly_cost.value, "179.88");
    assert_eq!(series.dearer.unwrap().percent, "50.05");
    assert!(!series.steps[0].confirmed);
    assert_eq!(series.missed, None);
}

#[tokio::test]
async fn a_bill_that_varies_every_time_has_no_price_that_rose() {
    let fresh = fresh().await;
    let power = ("Power", 8, ["50.00", "55.00", "52.00", "57.00"].as_slice());
    fresh.statement(&[power]).await;
    let series = fresh.confirm("Power", day(2026, 4, 10)).await;
    assert!(series.steps.is_empty());
    assert_eq!(series.dearer, None);
    // The usual bill is expected, not the last one.
    assert_eq!(series.yearly_cost.value, "642.00");
    let seen = fresh.seen(day(2026, 4, 10)).await;
    assert_eq!(seen.upcoming[0].amount.value, "53.50");
}

#[tokio::test]
async fn a_charge_that_does_not_come_is_missed_and_then_the_series_stopped() {
    let fresh = fresh().await;
    fresh.statement(&[GYM]).await;
    fresh.confirm("Gym", day(2026, 3, 20)).await;
    // A month is at most 34 days: the charge may come until 15 April.
    for (today, missed, stopped) in [
        (day(2026, 4, 15), None, false),
        (day(2026, 4, 16), Some(day(2026, 4, 12)), false),
        (day(2026, 5, 2), Some(day(2026, 4, 12)), false),
        (day(2026, 5, 3), None, true),
    ] {
        let seen = fresh.seen(today).await;
        let series = &seen.series[0];
        assert_eq!(
            (series.missed, series.stopped),
            (missed, stopped),
            "{today}"
        );
        let yearly = if stopped { "0.00" } else { "300.00" };
        assert_eq!(seen.yearly_total.value, yearly, "{today}");
    }
}

#[tokio::test]
async fn what_is_cancelled_saves_the_charges_that_do_not_come() {
    let fresh = fresh().await;
    fresh.statement(&[GYM]).await;
    let series = fresh.confirm("Gym", day(2026, 3, 20)).await;
    let key = ("EUR", &*series.key);
    let today = day(2026, 3, 21);
    let cancelled = fresh
        .ledger
        .cancel_series(key, today, "by letter", on(today));
    let cancel = cancelled.await.unwrap().cancel.unwrap();
    assert_eq!((&*cancel.saved.value, cancel.charges_saved), ("0.00", 0));
    let later = fresh.seen(day(2026, 6, 12)).await;
    assert!(later.series.is_empty());
    let cancel = later.cancelled[0].cancel.as_ref().unwrap();
    assert_eq!((&*cancel.saved.value, cancel.charges_saved), ("75.00", 3));
    assert_eq!(cancel.still_charged, None);
    assert_eq!(later.saved.value, "75.00");
    let back = fresh.ledger.uncancel_series(key, on(today)).await.unwrap();
    assert_eq!((back.state, back.cancel), (SeriesState::Confirmed, None));
}

#[tokio::test]
async fn what_is_charged_after_it_was_cancelled_is_told_and_saves_nothing() {
    let fresh = fresh().await;
    let today = day(2026, 4, 20);
    let gym = ("Gym", 12, ["25.00", "25.00", "25.00", "25.00"].as_slice());
    fresh.statement(&[gym]).await;
    let key = fresh.confirm("Gym", today).await.key;
    let cancelled = fresh
        .ledger
        .cancel_series(("EUR", &key), day(2026, 2, 20), "", on(today));
    let cancel = cancelled.await.unwrap().cancel.unwrap();
    assert_eq!(cancel.still_charged, Some(day(2026, 4, 12)));
    assert_eq!(cancel.saved.value, "0.00");
}

#[tokio::test]
async fn a_use_tells_what_one_use_costs_and_can_be_taken_back() {
    let fresh = fresh().await;
    fresh.statement(&[GYM]).await;
    let first = day(2026, 3, 20);
    let key = fresh.confirm("Gym", first).await.key;
    let key = ("EUR", &*key);
    let used = fresh
        .ledger
        .use_series(key, first, on(first))
        .await
        .unwrap();
    // One charge is paid for, however few days there were.
    assert_eq!(used.cost_per_use.unwrap().amount.value, "25.00");
    fresh
        .ledger
        .use_series(key, first, on(first))
        .await
        .unwrap();
    let later = day(2026, 5, 1);
    let seen = fresh
        .ledger
        .use_series(key, later, on(later))
        .await
        .unwrap();
    assert_eq!(seen.used, [later, first, first]);
    // 300.00 a year for 43 days is 35.34, by three uses.
    let cost = seen.cost_per_use.unwrap();
    assert_eq!(cost.amount.value, "11.78");
    assert!(cost.formula.contains("43 days"), "{}", cost.formula);
    let back = fresh
        .ledger
        .unuse_series(key, first, on(later))
        .await
        .unwrap();
    assert_eq!(back.used, [later, first]);
    let none = fresh
        .ledger
        .unuse_series(key, day(2026, 4, 1), on(later))
        .await;
    assert_eq!(refused(none).0, "day");
    let tomorrow = fresh
        .ledger
        .use_series(key, day(2026, 5, 2), on(later))
        .await;
    assert_eq!(refused(tomorrow).1, "choose today or an earlier day");
}

#[tokio::test]
async fn saved_money_is_pledged_to_a_goal_once() {
    let fresh = fresh().await;
    fresh.statement(&[GYM]).await;
    let cancelled = day(2026, 3, 20);
    let today = day(2026, 5, 20);
    let key = fresh.confirm("Gym", cancelled).await.key;
    let key = ("EUR", &*key);
    let goal = fresh.goal("EUR", today).await;
    let early = fresh.ledger.pledge_saved(key, goal, "", on(today)).await;
    assert!(refused(early).1.contains("is not cancelled"));
    let done = fresh.ledger.cancel_series(key, cancelled, "", on(today));
    done.await.unwrap();
    let pledged = fresh.ledger.pledge_saved(key, goal, "30", on(today)).await;
    let cancel = pledged.unwrap().cancel.unwrap();
    assert_eq!(
        (&*cancel.pledged.value, &*cancel.left.value),
        ("30.00", "20.00")
    );
    let more = fresh
        .ledger
        .pledge_saved(key, goal, "20.01", on(today))
        .await;
    let (field, message) = refused(more);
    assert_eq!(field, "amount");
    assert!(message.contains("at most 20.00 EUR"), "{message}");
    fresh
        .ledger
        .pledge_saved(key, goal, "", on(today))
        .await
        .unwrap();
    let again = fresh.ledger.pledge_saved(key, goal, "", on(today)).await;
    assert_eq!(refused(again).0, "amount");
    let goals = fresh.ledger.goals(today).await.unwrap().goals;
    assert_eq!(goals[0].promised.value, "50.00");

    fresh.ledger.undo(None, now()).await.unwrap();
    let goals = fresh.ledger.goals(today).await.unwrap().goals;
    assert_eq!(goals[0].promised.value, "30.00");
    let left = &fresh.seen(today).await.cancelled[0];
    assert_eq!(left.cancel.as_ref().unwrap().left.value, "20.00");
    let dollars = fresh.goal("USD", today).await;
    let other = fresh.ledger.pledge_saved(key, dollars, "", on(today)).await;
    assert_eq!(refused(other).1, "this goal is in USD; choose one in EUR");
    fresh.digest().await;
}

#[tokio::test]
async fn two_payees_of_one_subscription_are_merged() {
    let fresh = fresh().await;
    let today = day(2026, 4, 10);
    let renamed = "Date,Description,Amount,Currency\n2026-04-05,Streamly Europe,-10.99,EUR\n";
    fresh
        .statement(&[("Streamly", 5, &["10.99"; 3]), GYM])
        .await;
    fresh.import("april.csv", renamed).await.unwrap();
    let later = "Date,Description,Amount,Currency\n2026-05-05,Streamly Europe,-10.99,EUR\n";
    fresh.import("may.csv", later).await.unwrap();
    let first = fresh.confirm("Streamly", today).await;
    let today = day(2026, 5, 10);
    let other = fresh.candidate("Streamly Europe", today).await.key;
    let merged = fresh
        .ledger
        .merge_series("EUR", (&first.key, &other), on(today));
    let merged = merged.await.unwrap();
    assert_eq!(merged.payees, ["Streamly", "Streamly Europe"]);
    assert_eq!((merged.count, merged.last_day), (5, Some(day(2026, 5, 5))));
    assert_eq!(merged.next, Some(day(2026, 6, 5)));
    assert!(!names(&fresh.seen(today).await.candidates).contains(&"Streamly Europe"));
    let itself = fresh
        .ledger
        .merge_series("EUR", (&first.key, &first.key), on(today));
    assert_eq!(refused(itself.await).0, "other");
    fresh.digest().await;
}

#[tokio::test]
async fn the_clock_of_a_trial_tells_its_last_three_days() {
    let fresh = fresh().await;
    fresh.statement(&[STREAMING]).await;
    let today = day(2026, 4, 10);
    let key = fresh.confirm("Streamly", today).await.key;
    let key = ("EUR", &*key);
    let input = SeriesEdit {
        trial_ends: Some(day(2026, 4, 20)),
        intro_amount: "4.99".to_owned(),
        intro_until: Some(day(2026, 4, 30)),
        ..edit()
    };
    let edited = fresh
        .ledger
        .edit_series(key, input, on(today))
        .await
        .unwrap();
    assert_eq!(edited.name, "Films");
    assert_eq!(edited.intro.unwrap().days_left, 20);
    for (today, left, state) in [
        (day(2026, 4, 16), 4, ClockState::Running),
        (day(2026, 4, 17), 3, ClockState::Soon),
        (day(2026, 4, 19), 1, ClockState::Last),
        (day(2026, 4, 21), -1, ClockState::Over),
    ] {
        let seen = fresh.seen(today).await;
        let clock = seen.series[0].trial.as_ref().unwrap();
        assert_eq!((clock.days_left, clock.state), (left, state), "{today}");
    }
}

#[tokio::test]
async fn a_cancellation_keeps_the_file_that_proves_it() {
    let fresh = fresh().await;
    fresh.statement(&[GYM]).await;
    let today = day(2026, 3, 20);
    let key = fresh.confirm("Gym", today).await.key;
    let key = ("EUR", &*key);
    let cancelled = fresh.ledger.cancel_series(key, today, "online", on(today));
    cancelled.await.unwrap();
    let file = ("mail.png", PICTURE);
    let kept = fresh.ledger.attach_to_series(key, file, on(today)).await;
    let evidence = kept.unwrap().cancel.unwrap().evidence;
    assert_eq!((evidence.len(), &*evidence[0].name), (1, "mail.png"));
    let twice = fresh.ledger.attach_to_series(key, file, on(today)).await;
    assert_eq!(refused(twice).1, "this file is attached to it already");
    let text = ("mail.txt", b"not a picture".as_slice());
    let other = fresh.ledger.attach_to_series(key, text, on(today)).await;
    assert_eq!(refused(other).0, "file");
    let file = i64::from(evidence[0].id);
    let content = fresh.ledger.evidence(file).await.unwrap();
    assert_eq!(
        (&*content.name, &*content.media_type),
        ("mail.png", "image/png")
    );
    let off = fresh.ledger.detach_from_series(key, file, on(today)).await;
    assert!(off.unwrap().cancel.unwrap().evidence.is_empty());
    fresh.digest().await;
}

#[tokio::test]
async fn what_cannot_be_taken_is_refused_under_its_field() {
    let fresh = fresh().await;
    fresh.statement(&[STREAMING, GYM]).await;
    let today = day(2026, 4, 10);
    let candidate = fresh.candidate("Gym", today).await.key;
    let gone = fresh
        .ledger
        .confirm_series(("EUR", "9-1-1"), on(today))
        .await;
    let message = "it is not in the list any more; look at the list again";
    assert_eq!(refused(gone), ("series", message.to_owned()));
    let open = fresh
        .ledger
        .use_series(("EUR", &candidate), today, on(today))
        .await;
    assert_eq!(refused(open).1, "Gym is only a candidate; confirm it first");
    let key = fresh.confirm("Streamly", today).await.key;
    for (input, field) in [
        (
            SeriesEdit {
                name: " ".to_owned(),
                ..edit()
            },
            "name",
        ),
        (
            SeriesEdit {
                note: "n".repeat(2_001),
                ..edit()
            },
            "note",
        ),
        (
            SeriesEdit {
                intro_amount: "1".to_owned(),
                ..edit()
            },
            "intro_until",
        ),
        (
            SeriesEdit {
                intro_until: Some(today),
                ..edit()
            },
            "intro_amount",
        ),
    ] {
        let answer = fresh
            .ledger
            .edit_series(("EUR", &key), input, on(today))
            .await;
        assert_eq!(refused(answer).0, field);
    }
    let tomorrow = day(2026, 4, 11);
    let cancel = fresh
        .ledger
        .cancel_series(("EUR", &key), tomorrow, "", on(today));
    assert_eq!(refused(cancel.await).0, "day");
    let uncancel = fresh.ledger.uncancel_series(("EUR", &key), on(today));
    assert!(refused(uncancel.await).1.contains("not cancelled"));
    let currency = fresh.ledger.recurring("???", today).await;
    assert_eq!(refused(currency).0, "currency");
}
