//! The weekly review, told from a real file.

use crate::common::{Fresh, day, fresh, now, purchase};
use chrono::NaiveDate;
use farthing_ledger::habits::HabitInput;
use farthing_ledger::review::{
    ReviewChoice, ReviewOutcome, ReviewStep, ReviewStepState, WeeklyReview,
};
use farthing_ledger::{
    AccountId, CategoryClass, EntryInput, EntryKind, EntryRow, EntryStatus, LedgerError,
    NewCategory,
};
use serde_json::json;

/// A Sunday: the week from 9 March is over with it.
fn sunday() -> NaiveDate {
    day(2026, 3, 15)
}

async fn review(fresh: &Fresh, today: NaiveDate) -> WeeklyReview {
    fresh.ledger.weekly_review(None, today).await.unwrap()
}

async fn category(fresh: &Fresh, name: &str) -> AccountId {
    let input = NewCategory {
        name: name.to_owned(),
        class: CategoryClass::Expense,
    };
    fresh.ledger.add_category(input, now()).await.unwrap().id
}

async fn enter(fresh: &Fresh, input: EntryInput) -> EntryRow {
    fresh.ledger.add_entry(input, now()).await.unwrap()
}

fn bought(account: AccountId, amount: &str, payee: &str, on: NaiveDate) -> EntryInput {
    EntryInput {
        date: on,
        ..purchase(account, amount, payee)
    }
}

fn step(review: &WeeklyReview, wanted: ReviewStep) -> (ReviewStepState, u32) {
    let found = review.steps.iter().find(|step| step.step == wanted);
    let found = found.unwrap();
    (found.state, found.waiting)
}

fn sentence(text: &str) -> ReviewChoice {
    ReviewChoice::Sentence {
        text: text.to_owned(),
    }
}

async fn quiet_habit(fresh: &Fresh) -> ReviewChoice {
    let input: HabitInput = serde_json::from_value(json!({
        "name": "Quiet days", "currency": "EUR", "started": "2026-03-02",
        "terms": {"kind": "no_spend_days", "weekdays": [0, 1, 2, 3, 4, 5, 6]},
    }))
    .unwrap();
    let ledger = &fresh.ledger;
    ledger
        .save_habit(None, input, sunday(), now())
        .await
        .unwrap();
    let habit = ledger.habits(sunday()).await.unwrap().habits.remove(0).id;
    ReviewChoice::Habit { habit }
}

#[tokio::test]
async fn what_has_no_category_is_listed_newest_first_with_where_its_payee_was_before() {
    let fresh = fresh().await;
    let wallet = fresh.wallet("Wallet").await.id;
    let coffee = category(&fresh, "Coffee").await;
    let mut first = bought(wallet, "2.50", "Kiosk", day(2026, 3, 3));
    first.category = Some(coffee);
    enter(&fresh, first).await;
    let open = enter(&fresh, bought(wallet, "2.80", "Kiosk", day(2026, 3, 9))).await;
    let other = enter(&fresh, bought(wallet, "9.00", "Bazaar", day(2026, 3, 10))).await;

    let review = review(&fresh, sunday()).await;
    let rows = &review.uncategorised.rows;
    assert_eq!(review.uncategorised.total, 2);
    assert_eq!(
        rows.iter().map(|row| row.entry.id).collect::<Vec<_>>(),
        [other.id, open.id]
    );
    assert_eq!(rows[0].proposal, None);
    let proposal = rows[1].proposal.as_ref().unwrap();
    assert_eq!(
        (proposal.category, proposal.name.as_str()),
        (coffee, "Coffee")
    );
    assert_eq!(
        step(&review, ReviewStep::Uncategorised),
        (ReviewStepState::Waiting, 2)
    );
}

#[tokio::test]
async fn fifty_are_listed_and_all_are_counted() {
    let fresh = fresh().await;
    let wallet = fresh.wallet("Wallet").await.id;
    for _ in 0..52 {
        fresh.buy(wallet, "1.00", "Kiosk").await;
    }
    let review = review(&fresh, sunday()).await;
    assert_eq!(review.uncategorised.rows.len(), 50);
    assert_eq!(review.uncategorised.total, 52);
}

#[tokio::test]
async fn a_planned_refund_waits_until_it_is_said_to_have_come() {
    let fresh = fresh().await;
    let wallet = fresh.wallet("Wallet").await.id;
    let refund = |on| EntryInput {
        kind: EntryKind::Refund,
        status: EntryStatus::Planned,
        ..bought(wallet, "20.00", "Shoe shop", on)
    };
    let due = enter(&fresh, refund(day(2026, 3, 12))).await;
    let far = enter(&fresh, refund(day(2026, 4, 12))).await;

    let before = review(&fresh, sunday()).await;
    let awaited: Vec<_> = before.awaited.iter().map(|row| row.id).collect();
    assert_eq!(awaited, [due.id], "{} is weeks away", far.id.0);

    let came = fresh.ledger.refund_came(due.id, sunday(), now()).await;
    let came = came.unwrap();
    assert_eq!((came.status, came.date), (EntryStatus::Posted, sunday()));
    assert_eq!(review(&fresh, sunday()).await.awaited, []);
    let again = fresh.ledger.refund_came(due.id, sunday(), now()).await;
    assert!(matches!(
        again,
        Err(LedgerError::Invalid { field: "entry", .. })
    ));
}

#[tokio::test]
async fn a_refund_that_came_is_shown_with_its_purchase_and_settled_by_linking_them() {
    let fresh = fresh().await;
    let wallet = fresh.wallet("Wallet").await.id;
    let shoes = enter(
        &fresh,
        bought(wallet, "20.00", "Shoe shop", day(2026, 3, 2)),
    )
    .await;
    let back = EntryInput {
        kind: EntryKind::Refund,
        ..bought(wallet, "20.00", "Shoe shop", day(2026, 3, 11))
    };
    let back = enter(&fresh, back).await;
    let before = review(&fresh, sunday()).await;
    assert_eq!(before.refunds.len(), 1);
    assert_eq!(
        (before.refunds[0].first.id, before.refunds[0].second.id),
        (shoes.id, back.id)
    );
    assert_eq!(
        step(&before, ReviewStep::Refunds),
        (ReviewStepState::Waiting, 1)
    );
    let kind = farthing_ledger::PairKind::Refund;
    let linked = fresh.ledger.link(kind, shoes.id, back.id, now()).await;
    linked.unwrap();
    let after = review(&fresh, sunday()).await;
    assert_eq!(
        step(&after, ReviewStep::Refunds),
        (ReviewStepState::Clear, 0)
    );
}

#[tokio::test]
async fn the_figures_are_of_the_last_whole_week_beside_the_weeks_before() {
    let fresh = fresh().await;
    let wallet = fresh.wallet("Wallet").await.id;
    for (on, amount) in [
        (day(2026, 2, 16), "1.00"),
        (day(2026, 2, 24), "2.00"),
        (day(2026, 3, 3), "2.00"),
        (day(2026, 3, 9), "3.00"),
        (day(2026, 3, 15), "4.00"),
    ] {
        enter(&fresh, bought(wallet, amount, "Kiosk", on)).await;
    }
    let on_sunday = review(&fresh, sunday()).await.figures;
    assert_eq!(
        (on_sunday.from, on_sunday.to),
        (day(2026, 3, 9), day(2026, 3, 15))
    );
    assert_eq!((on_sunday.count, on_sunday.sum.value.as_str()), (2, "7.00"));
    let usual = on_sunday.usual.unwrap();
    assert_eq!((usual.count, usual.sum.value.as_str()), (1, "2.00"));
    let on_monday = review(&fresh, day(2026, 3, 16)).await.figures;
    assert_eq!((on_monday.from, on_monday.count), (day(2026, 3, 9), 2));
    let on_saturday = review(&fresh, day(2026, 3, 14)).await.figures;
    assert_eq!((on_saturday.from, on_saturday.count), (day(2026, 3, 2), 1));
}

#[tokio::test]
async fn a_habit_that_was_chosen_is_told_from_the_days_of_the_week_after() {
    let fresh = fresh().await;
    let wallet = fresh.wallet("Wallet").await.id;
    let habit = quiet_habit(&fresh).await;
    let chosen = fresh
        .ledger
        .choose_for_week(habit.clone(), sunday(), now())
        .await
        .unwrap();
    assert_eq!(chosen.label, "Choose for week 12: Quiet days");
    let now_chosen = review(&fresh, sunday()).await;
    let choice = now_chosen.choice.as_ref().unwrap();
    assert_eq!(choice.choice, habit);
    assert_eq!(
        (choice.first, choice.last, choice.outcome),
        (day(2026, 3, 16), day(2026, 3, 22), ReviewOutcome::Ahead)
    );
    assert_eq!(
        step(&now_chosen, ReviewStep::Choice),
        (ReviewStepState::Clear, 0)
    );

    let running = review(&fresh, day(2026, 3, 22)).await;
    assert_eq!(running.before[0].outcome, ReviewOutcome::Running);
    let over = review(&fresh, day(2026, 3, 23)).await;
    assert_eq!(over.before[0].outcome, ReviewOutcome::Kept);
    assert_eq!(over.before[0].words, "7 days kept, 0 not.");

    enter(&fresh, bought(wallet, "2.00", "Kiosk", day(2026, 3, 18))).await;
    let over = review(&fresh, day(2026, 3, 23)).await;
    assert_eq!(over.before[0].outcome, ReviewOutcome::NotKept);
    assert_eq!(over.before[0].words, "6 days kept, 1 not.");
}

#[tokio::test]
async fn a_limit_that_was_chosen_is_told_by_what_its_week_spent() {
    let fresh = fresh().await;
    let wallet = fresh.wallet("Wallet").await.id;
    let coffee = category(&fresh, "Coffee").await;
    let input = json!({
        "category": coffee, "amount": "5.00", "currency": "EUR", "period": "week",
    });
    let input = serde_json::from_value(input).unwrap();
    fresh.ledger.save_limit(input, now()).await.unwrap();
    let limit = fresh.ledger.limits(sunday()).await.unwrap().remove(0).id;
    let choice = ReviewChoice::Limit { limit };
    let chosen = fresh.ledger.choose_for_week(choice, sunday(), now()).await;
    assert_eq!(
        chosen.unwrap().label,
        "Choose for week 12: Coffee: at most 5.00 EUR a week"
    );
    let mut cup = bought(wallet, "4.00", "Kiosk", day(2026, 3, 17));
    cup.category = Some(coffee);
    enter(&fresh, cup.clone()).await;
    let within = review(&fresh, day(2026, 3, 23)).await.before.remove(0);
    assert_eq!(within.outcome, ReviewOutcome::Kept);
    assert_eq!(within.words, "4.00 EUR of 5.00 EUR were spent in its week.");
    enter(&fresh, cup).await;
    let beyond = review(&fresh, day(2026, 3, 23)).await.before.remove(0);
    assert_eq!(beyond.outcome, ReviewOutcome::NotKept);
}

#[tokio::test]
async fn a_sentence_is_kept_as_it_was_written_and_the_ledger_tells_nothing_of_it() {
    let fresh = fresh().await;
    let ledger = &fresh.ledger;
    for empty in ["", "  \n "] {
        let refused = ledger
            .choose_for_week(sentence(empty), sunday(), now())
            .await;
        assert!(matches!(
            refused,
            Err(LedgerError::Invalid { field: "text", .. })
        ));
    }
    ledger
        .choose_for_week(sentence(" Bring lunch\n twice "), sunday(), now())
        .await
        .unwrap();
    let shown = review(&fresh, day(2026, 3, 23)).await.before.remove(0);
    assert_eq!(shown.what, "Bring lunch twice");
    assert_eq!(shown.outcome, ReviewOutcome::Untold);
}

#[tokio::test]
async fn what_the_ledger_does_not_have_cannot_be_chosen() {
    let fresh = fresh().await;
    let habit = ReviewChoice::Habit {
        habit: farthing_ledger::ChoiceId(4711),
    };
    let refused = fresh.ledger.choose_for_week(habit, sunday(), now()).await;
    assert!(matches!(
        refused,
        Err(LedgerError::Invalid {
            field: "choice",
            ..
        })
    ));
}

#[tokio::test]
async fn finishing_is_one_change_that_keeps_what_waited_as_skipped_and_can_be_undone() {
    let fresh = fresh().await;
    let wallet = fresh.wallet("Wallet").await.id;
    fresh.buy(wallet, "1.00", "Kiosk").await;
    let before = fresh.digest().await;
    let done = fresh.ledger.finish_review(sunday(), now()).await.unwrap();
    assert_eq!(done.label, "Finish the review of week 11");
    let finished = review(&fresh, sunday()).await;
    assert_eq!(finished.done, Some(sunday()));
    assert_eq!(
        step(&finished, ReviewStep::Uncategorised),
        (ReviewStepState::Skipped, 1)
    );
    assert_eq!(
        step(&finished, ReviewStep::Cashback),
        (ReviewStepState::Clear, 0)
    );
    assert!(fresh.ledger.finish_review(sunday(), now()).await.is_err());

    fresh.ledger.undo(None, now()).await.unwrap();
    assert_eq!(review(&fresh, sunday()).await.done, None);
    assert_eq!(fresh.digest().await, before);
}

#[tokio::test]
async fn a_skipped_step_is_kept_and_can_be_taken_in_again() {
    let fresh = fresh().await;
    let wallet = fresh.wallet("Wallet").await.id;
    fresh.buy(wallet, "1.00", "Kiosk").await;
    let ledger = &fresh.ledger;
    let one = ReviewStep::Uncategorised;
    ledger.skip_review_step(one, sunday(), now()).await.unwrap();
    let skipped = review(&fresh, sunday()).await;
    assert_eq!(step(&skipped, one), (ReviewStepState::Skipped, 1));
    assert!(ledger.skip_review_step(one, sunday(), now()).await.is_err());
    ledger
        .unskip_review_step(one, sunday(), now())
        .await
        .unwrap();
    let again = review(&fresh, sunday()).await;
    assert_eq!(step(&again, one), (ReviewStepState::Waiting, 1));
    let monday = review(&fresh, day(2026, 3, 16)).await;
    assert_eq!(
        step(&monday, one),
        (ReviewStepState::Waiting, 1),
        "another week begins anew"
    );
}

#[tokio::test]
async fn after_missed_weeks_the_next_review_goes_back_to_the_last() {
    let fresh = fresh().await;
    let wallet = fresh.wallet("Wallet").await.id;
    enter(&fresh, bought(wallet, "2.00", "Kiosk", day(2026, 3, 18))).await;
    enter(&fresh, bought(wallet, "3.00", "Kiosk", day(2026, 4, 1))).await;
    fresh.ledger.finish_review(sunday(), now()).await.unwrap();
    let later = review(&fresh, day(2026, 4, 8)).await;
    assert_eq!(later.since, Some(sunday()));
    assert_eq!(later.done, None);
    let weeks: Vec<_> = later
        .figures
        .weeks
        .iter()
        .map(|week| (week.monday, week.count, week.sum.value.as_str()))
        .collect();
    assert_eq!(
        weeks,
        [
            (day(2026, 3, 16), 1, "2.00"),
            (day(2026, 3, 23), 0, "0.00"),
            (day(2026, 3, 30), 1, "3.00"),
        ]
    );
}
