//! Habits and challenges, told from a real file.

use std::fmt::Write as _;

use crate::common::{Fresh, day, fresh, now, purchase};
use chrono::{Days, NaiveDate, TimeDelta};
use farthing_ledger::habits::{
    ChallengeWord, HabitDayState, HabitInput, HabitShown, HabitWeek, Habits, StreakUnit,
};
use farthing_ledger::lens::EssentialsInput;
use farthing_ledger::{AccountId, CategoryClass, ChoiceId, LedgerError, NewCategory};
use serde_json::{Value, json};

fn input<T: serde::de::DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).unwrap()
}

/// No spending on any day since Monday, 2 March, changed as told.
fn no_spend(change: Value) -> HabitInput {
    let mut terms = json!({
        "name": "Quiet days", "currency": "EUR", "started": "2026-03-02",
        "terms": {"kind": "no_spend_days", "weekdays": [0, 1, 2, 3, 4, 5, 6]},
    });
    let Value::Object(change) = change else {
        panic!("a change is an object");
    };
    terms.as_object_mut().unwrap().extend(change);
    input(terms)
}

async fn save(fresh: &Fresh, habit: HabitInput) -> ChoiceId {
    let today = day(2026, 3, 31);
    fresh
        .ledger
        .save_habit(None, habit, today, now())
        .await
        .unwrap();
    let habits = fresh.ledger.habits(today).await.unwrap().habits;
    habits.last().unwrap().id
}

async fn told(fresh: &Fresh, on: NaiveDate) -> HabitShown {
    all(fresh, on).await.habits.remove(0)
}

async fn all(fresh: &Fresh, on: NaiveDate) -> Habits {
    fresh.ledger.habits(on).await.unwrap()
}

async fn buy(fresh: &Fresh, account: AccountId, amount: &str, on: NaiveDate) {
    let mut entry = purchase(account, amount, "Kiosk");
    entry.date = on;
    fresh.ledger.add_entry(entry, now()).await.unwrap();
}

/// The days of some weeks as letters; `.` for a day that is none of the habit's.
fn letters(weeks: &[HabitWeek]) -> String {
    let days = weeks.iter().flat_map(|week| &week.days);
    let letter = |state: HabitDayState| match state {
        HabitDayState::Open => 'o',
        HabitDayState::Provisional => 'p',
        HabitDayState::Unknown => '?',
        HabitDayState::NoSpend => 'n',
        HabitDayState::UnderLimit => 'u',
        HabitDayState::Spend => 's',
        HabitDayState::Done => 'd',
        HabitDayState::Missed => 'm',
        HabitDayState::Skipped => 'k',
        HabitDayState::Rest => 'r',
        HabitDayState::Vacation => 'v',
    };
    days.map(|day| day.as_ref().map_or('.', |day| letter(day.state)))
        .collect()
}

fn last_week(habit: &HabitShown) -> String {
    letters(&habit.weeks[habit.weeks.len() - 1..])
}

/// A statement with a purchase each Monday from 5 January on, and its last row on a day.
fn statement(last: NaiveDate) -> String {
    let mut text = "Date,Description,Amount,Currency\n".to_owned();
    let mondays = day(2026, 1, 5).iter_days().step_by(7);
    for monday in mondays.take_while(|monday| *monday < last) {
        writeln!(text, "{monday},Metro,-3.20,EUR").unwrap();
    }
    writeln!(text, "{last},Metro,-1.10,EUR").unwrap();
    text
}

fn field(error: LedgerError) -> &'static str {
    match error {
        LedgerError::Invalid { field, .. } => field,
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn days_without_spending_are_kept_and_a_purchase_breaks_the_streak() {
    let fresh = fresh().await;
    let wallet = fresh.wallet("Purse").await.id;
    save(&fresh, no_spend(json!({}))).await;
    buy(&fresh, wallet, "2.00", day(2026, 3, 4)).await;
    let habit = told(&fresh, day(2026, 3, 8)).await;
    assert_eq!(last_week(&habit), "nnsnnno");
    assert_eq!(
        (habit.streak, habit.best, habit.streak_unit),
        (3, 3, StreakUnit::Days)
    );
    assert_eq!(habit.today, HabitDayState::Open);
    assert!(
        habit.score_formula.contains("5 kept, 1 not"),
        "{}",
        habit.score_formula
    );
    assert_eq!(habit.what, "No spending on any day");
    assert_eq!((habit.known_until, habit.waits_for), (None, None));
    let score = habit.score.unwrap();
    buy(&fresh, wallet, "2.00", day(2026, 3, 7)).await;
    let worse = told(&fresh, day(2026, 3, 8)).await;
    assert!(worse.score.unwrap() < score);
    assert_eq!((worse.streak, worse.best), (0, 2));
}

#[tokio::test]
async fn a_week_of_a_statement_that_is_missing_is_unknown_and_promises_nothing() {
    let fresh = fresh().await;
    let reach = day(2026, 3, 11);
    fresh.import("giro.csv", &statement(reach)).await.unwrap();
    save(&fresh, no_spend(json!({}))).await;
    let habit = told(&fresh, day(2026, 3, 22)).await;
    assert_eq!(habit.known_until, Some(reach));
    assert!(habit.waits_for.is_some());
    assert_eq!(letters(&habit.weeks[2..]), "snnnnnnsns????????ppo");
    let reached = told(&fresh, day(2026, 3, 14)).await;
    assert_eq!(
        reached.score, habit.score,
        "what is not known moves no score"
    );
    assert_eq!(habit.streak, 0);
    // The statement that was missing tells what the days were.
    let later = statement(day(2026, 3, 20));
    fresh.import("giro-later.csv", &later).await.unwrap();
    let habit = told(&fresh, day(2026, 3, 22)).await;
    assert_eq!(letters(&habit.weeks[2..]), "snnnnnnsnsnnnnsnnnppo");
}

#[tokio::test]
async fn what_is_only_typed_is_always_known_and_a_closed_account_is_not_waited_for() {
    let fresh = fresh().await;
    fresh
        .import("giro.csv", &statement(day(2026, 3, 2)))
        .await
        .unwrap();
    save(&fresh, no_spend(json!({}))).await;
    assert_eq!(last_week(&told(&fresh, day(2026, 3, 8)).await), "s???ppo");
    let account = fresh.ledger.accounts().await.unwrap().remove(0);
    let edit = farthing_ledger::AccountEdit {
        name: account.name,
        kind: account.kind,
        closed: true,
    };
    fresh
        .ledger
        .edit_account(account.id, edit, now())
        .await
        .unwrap();
    assert_eq!(last_week(&told(&fresh, day(2026, 3, 8)).await), "snnnnno");
}

#[tokio::test]
async fn an_account_that_is_seldom_spent_from_is_not_waited_for() {
    let fresh = fresh().await;
    let text =
        "Date,Description,Amount,Currency\n2026-02-02,Metro,-3.20,EUR\n2026-02-10,Metro,-1,EUR\n";
    fresh.import("seldom.csv", text).await.unwrap();
    save(&fresh, no_spend(json!({}))).await;
    assert_eq!(told(&fresh, day(2026, 3, 8)).await.known_until, None);
}

#[tokio::test]
async fn other_weekdays_rest_and_skipped_days_neither_help_nor_hurt() {
    let fresh = fresh().await;
    let wallet = fresh.wallet("Purse").await.id;
    let weekdays =
        json!({"terms": {"kind": "no_spend_days", "weekdays": [0, 1, 2, 3, 4]}, "rest": [4]});
    let habit = save(&fresh, no_spend(weekdays)).await;
    buy(&fresh, wallet, "2.00", day(2026, 3, 3)).await;
    buy(&fresh, wallet, "2.00", day(2026, 3, 6)).await;
    let today = day(2026, 3, 9);
    let before = told(&fresh, today).await;
    assert_eq!(letters(&before.weeks[3..]), "nsnnrrro......");
    fresh
        .ledger
        .skip_habit_day(habit, day(2026, 3, 3), now())
        .await
        .unwrap();
    let skipped = told(&fresh, today).await;
    assert_eq!(letters(&skipped.weeks[3..]), "nknnrrro......");
    assert_eq!((skipped.streak, before.streak), (3, 2));
    assert!(before.score_formula.contains("3 kept, 1 not"));
    assert!(skipped.score_formula.contains("3 kept, 0 not"));
    let again = fresh.ledger.skip_habit_day(habit, day(2026, 3, 3), now());
    assert_eq!(field(again.await.unwrap_err()), "day");
    fresh
        .ledger
        .unskip_habit_day(habit, day(2026, 3, 3), now())
        .await
        .unwrap();
    assert_eq!(told(&fresh, today).await, before);
}

#[tokio::test]
async fn on_vacation_all_habits_rest() {
    let fresh = fresh().await;
    let wallet = fresh.wallet("Purse").await.id;
    save(&fresh, no_spend(json!({}))).await;
    fresh
        .ledger
        .start_vacation(day(2026, 3, 4), now())
        .await
        .unwrap();
    buy(&fresh, wallet, "2.00", day(2026, 3, 5)).await;
    let habits = all(&fresh, day(2026, 3, 7)).await;
    assert_eq!(habits.vacation_since, Some(day(2026, 3, 4)));
    assert_eq!(last_week(&habits.habits[0]), "nnvvvv.");
    let twice = fresh.ledger.start_vacation(day(2026, 3, 7), now()).await;
    assert_eq!(field(twice.unwrap_err()), "vacation");
    fresh
        .ledger
        .end_vacation(day(2026, 3, 7), now())
        .await
        .unwrap();
    let habits = all(&fresh, day(2026, 3, 8)).await;
    assert_eq!(
        (last_week(&habits.habits[0]), habits.vacation_since),
        ("nnvvvno".to_owned(), None)
    );
    assert_eq!(habits.habits[0].streak, 3);
}

#[tokio::test]
async fn a_limit_of_a_week_is_passed_on_the_day_its_sum_is_and_kept_weeks_make_a_streak() {
    let fresh = fresh().await;
    let wallet = fresh.wallet("Purse").await.id;
    let terms = json!({"terms": {"kind": "at_most_amount", "amount": "5"}});
    save(&fresh, no_spend(terms)).await;
    for (amount, on) in [
        ("3.00", 3),
        ("3.00", 5),
        ("5.00", 10),
        ("1.00", 17),
        ("1.00", 24),
    ] {
        buy(&fresh, wallet, amount, day(2026, 3, on)).await;
    }
    let habit = told(&fresh, day(2026, 3, 25)).await;
    assert_eq!(letters(&habit.weeks[1..]), "nuussssnuuuuuunuuuuuunuo....");
    assert_eq!(
        (habit.streak, habit.best, habit.streak_unit),
        (2, 2, StreakUnit::Weeks)
    );
    assert_eq!(habit.this_week, "1.00 EUR of at most 5.00 EUR this week");
    assert_eq!(habit.what, "At most 5.00 EUR a week");
}

#[tokio::test]
async fn purchases_of_one_payee_are_counted() {
    let fresh = fresh().await;
    let wallet = fresh.wallet("Purse").await.id;
    buy(&fresh, wallet, "3.00", day(2026, 3, 3)).await;
    let payee = fresh.ledger.payees().await.unwrap()[0].id;
    let terms = json!({"terms": {"kind": "at_most_times", "times": 1}, "payee": payee});
    save(&fresh, no_spend(terms)).await;
    let mut other = purchase(wallet, "3.00", "Bakery");
    other.date = day(2026, 3, 4);
    fresh.ledger.add_entry(other, now()).await.unwrap();
    let habit = told(&fresh, day(2026, 3, 6)).await;
    assert_eq!(last_week(&habit), "nuuuo..");
    assert_eq!(habit.this_week, "1 of at most 1 this week");
    assert_eq!(habit.what, "At most one purchase a week at Kiosk");
    buy(&fresh, wallet, "3.00", day(2026, 3, 4)).await;
    assert_eq!(last_week(&told(&fresh, day(2026, 3, 6)).await), "nusso..");
}

#[tokio::test]
async fn what_is_essential_breaks_no_day_unless_it_is_chosen() {
    let fresh = fresh().await;
    let wallet = fresh.wallet("Purse").await.id;
    let new = NewCategory {
        name: "Rent".to_owned(),
        class: CategoryClass::Expense,
    };
    let rent = fresh.ledger.add_category(new, now()).await.unwrap().id;
    let essentials = EssentialsInput {
        categories: vec![rent],
        leave_out: false,
    };
    fresh
        .ledger
        .set_essentials(essentials, now())
        .await
        .unwrap();
    let mut paid = purchase(wallet, "700.00", "Landlord");
    (paid.date, paid.category) = (day(2026, 3, 2), Some(rent));
    fresh.ledger.add_entry(paid, now()).await.unwrap();
    save(&fresh, no_spend(json!({}))).await;
    save(
        &fresh,
        no_spend(json!({"name": "Rent too", "categories": [rent]})),
    )
    .await;
    let habits = all(&fresh, day(2026, 3, 3)).await.habits;
    assert_eq!(last_week(&habits[0]), "no.....");
    assert_eq!(last_week(&habits[1]), "so.....");
    let rows = habits.iter().map(|habit| habit.rows.clone().unwrap());
    let rows: Vec<_> = rows.map(|rows| (rows.category, rows.without)).collect();
    assert_eq!(rows, [(None, vec![rent]), (Some(rent), vec![])]);
}

#[tokio::test]
async fn a_transfer_of_what_was_set_aside_counts_on_its_day_or_later_in_the_week() {
    let fresh = fresh().await;
    let terms = json!({"terms": {"kind": "sweep_on", "weekday": 4}});
    save(&fresh, no_spend(terms)).await;
    let habit = told(&fresh, day(2026, 3, 15)).await;
    assert_eq!(letters(&habit.weeks[3..]), "rrrrmrrrrrrorr");
    confirmed_transfer(&fresh, day(2026, 3, 14)).await;
    let habit = told(&fresh, day(2026, 3, 15)).await;
    assert_eq!(letters(&habit.weeks[3..]), "rrrrmrrrrrrdrr");
    assert_eq!((habit.streak, habit.streak_unit), (1, StreakUnit::Weeks));
}

async fn confirmed_transfer(fresh: &Fresh, on: NaiveDate) {
    let wallet = fresh.wallet("Purse").await.id;
    let to = input(json!({
        "name": "Jar", "currency": "EUR", "way": {"kind": "paypal_me", "handle": "TeaJar"},
    }));
    let to = fresh
        .ledger
        .save_destination(None, to, now())
        .await
        .unwrap()
        .id;
    let goal = input(json!({"name": "Bike", "currency": "EUR", "destination": to}));
    let goal = fresh
        .ledger
        .save_goal(None, goal, on, now())
        .await
        .unwrap()
        .id;
    let money = input(json!({"amount": "5.00", "account": wallet}));
    fresh
        .ledger
        .move_goal_money(goal, money, on, now())
        .await
        .unwrap();
    let sweep = input(json!({
        "from": wallet, "destination": to, "parts": "of_account", "leave_out": [],
    }));
    fresh.ledger.confirm_sweep(sweep, on, now()).await.unwrap();
}

#[tokio::test]
async fn a_habit_that_was_put_away_keeps_its_course_and_comes_back_without_the_days_between() {
    let fresh = fresh().await;
    let wallet = fresh.wallet("Purse").await.id;
    let habit = save(&fresh, no_spend(json!({}))).await;
    fresh
        .ledger
        .archive_habit(habit, day(2026, 3, 4), now())
        .await
        .unwrap();
    buy(&fresh, wallet, "3.00", day(2026, 3, 5)).await;
    let away = told(&fresh, day(2026, 3, 8)).await;
    assert_eq!(
        (away.archived, last_week(&away)),
        (Some(day(2026, 3, 4)), "nnn....".to_owned())
    );
    fresh
        .ledger
        .reopen_habit(habit, day(2026, 3, 7), now())
        .await
        .unwrap();
    assert_eq!(last_week(&told(&fresh, day(2026, 3, 8)).await), "nnkkkno");
}

#[tokio::test]
async fn a_habit_tells_its_score_after_each_day_and_its_last_twelve_weeks() {
    let fresh = fresh().await;
    fresh.wallet("Purse").await;
    let habit = save(&fresh, no_spend(json!({}))).await;
    let today = day(2026, 3, 2) + Days::new(13);
    let detail = fresh.ledger.habit(habit, today).await.unwrap();
    assert_eq!((detail.scores.len(), detail.weeks.len()), (14, 12));
    // Half of the way takes thirteen days, and today is not over.
    assert_eq!(
        (detail.scores[12].percent, detail.scores[13].percent),
        (50, 50)
    );
    assert_eq!(detail.habit.score, Some(50));
}

#[tokio::test]
async fn a_challenge_counts_good_days_and_an_unknown_one_loses_nothing() {
    let fresh = fresh().await;
    fresh
        .import("giro.csv", &statement(day(2026, 3, 4)))
        .await
        .unwrap();
    let over = json!({"kind": "no_spend", "currency": "EUR", "categories": []});
    let challenge = json!({
        "name": "Calm week", "start": "2026-03-03", "days": 7, "required": 5, "over": over,
    });
    let keep = async |challenge: Value| {
        let kept = fresh.ledger.save_challenge(None, input(challenge), now());
        kept.await
    };
    keep(challenge.clone()).await.unwrap();
    let stands = all(&fresh, day(2026, 3, 20)).await.challenges.remove(0);
    assert_eq!(
        (stands.successes, stands.failures, stands.days_left),
        (1, 1, 5)
    );
    assert_eq!(
        (stands.state, stands.last),
        (ChallengeWord::Running, day(2026, 3, 9))
    );
    fresh
        .import("later.csv", &statement(day(2026, 3, 10)))
        .await
        .unwrap();
    let stands = all(&fresh, day(2026, 3, 20)).await.challenges.remove(0);
    assert_eq!((stands.state, stands.failures), (ChallengeWord::Won, 2));
    let mut wrong = challenge;
    wrong["required"] = json!(8);
    assert_eq!(field(keep(wrong).await.unwrap_err()), "required");
    fresh
        .ledger
        .remove_challenge(stands.id, now())
        .await
        .unwrap();
    assert!(all(&fresh, day(2026, 3, 20)).await.challenges.is_empty());
}

#[tokio::test]
async fn a_challenge_goes_over_the_days_of_a_habit() {
    let fresh = fresh().await;
    let wallet = fresh.wallet("Purse").await.id;
    let terms = json!({"terms": {"kind": "no_spend_days", "weekdays": [0, 1]}});
    let habit = save(&fresh, no_spend(terms)).await;
    buy(&fresh, wallet, "3.00", day(2026, 3, 3)).await;
    let challenge = json!({
        "name": "Both", "start": "2026-03-02", "days": 14, "required": 4,
        "over": {"kind": "habit", "habit": habit},
    });
    let kept = fresh.ledger.save_challenge(None, input(challenge), now());
    kept.await.unwrap();
    let stands = all(&fresh, day(2026, 3, 8)).await.challenges.remove(0);
    assert_eq!(
        (stands.successes, stands.failures, stands.still_needed),
        (1, 1, 3)
    );
    assert_eq!(stands.what, "No spending on Monday and Tuesday");
}

#[tokio::test]
async fn what_cannot_be_is_refused_by_its_field() {
    let fresh = fresh().await;
    save(&fresh, no_spend(json!({}))).await;
    let refusals = [
        (json!({"name": ""}), "name"),
        (json!({"name": "quiet DAYS"}), "name"),
        (json!({"name": "A", "currency": "?"}), "currency"),
        (json!({"name": "A", "started": "2026-04-01"}), "started"),
        (json!({"name": "A", "rest": [7]}), "rest"),
        (json!({"name": "A", "categories": [99]}), "categories"),
        (
            json!({"name": "A", "terms": {"kind": "no_spend_days", "weekdays": []}}),
            "weekdays",
        ),
        (
            json!({"name": "A", "terms": {"kind": "at_most_amount", "amount": "some"}}),
            "amount",
        ),
        (
            json!({"name": "A", "terms": {"kind": "sweep_on", "weekday": 9}}),
            "weekday",
        ),
    ];
    for (change, expected) in refusals {
        let today = day(2026, 3, 31);
        let asked = fresh
            .ledger
            .save_habit(None, no_spend(change.clone()), today, now());
        assert_eq!(field(asked.await.unwrap_err()), expected, "{change}");
    }
}

/// Types a purchase of a day at 8:15, so many hours and minutes later.
async fn typed(fresh: &Fresh, account: AccountId, on: NaiveDate, (hours, minutes): (i64, i64)) {
    let mut entry = purchase(account, "2.00", "Kiosk");
    entry.date = on;
    let made = on.and_hms_opt(8, 15, 0).unwrap();
    let here = made + TimeDelta::hours(hours) + TimeDelta::minutes(minutes);
    fresh.ledger.type_entry(entry, here, now()).await.unwrap();
}

fn logged() -> HabitInput {
    no_spend(json!({"terms": {"kind": "logged_within_day"}}))
}

#[tokio::test]
async fn a_day_is_kept_where_all_that_was_typed_was_typed_within_24_hours() {
    let fresh = fresh().await;
    let purse = fresh.wallet("Purse").await.id;
    save(&fresh, logged()).await;
    typed(&fresh, purse, day(2026, 3, 2), (24, 0)).await;
    typed(&fresh, purse, day(2026, 3, 3), (24, 1)).await;
    typed(&fresh, purse, day(2026, 3, 4), (0, 5)).await;
    typed(&fresh, purse, day(2026, 3, 4), (30, 0)).await;
    buy(&fresh, purse, "2.00", day(2026, 3, 6)).await;
    let told = told(&fresh, day(2026, 3, 8)).await;
    assert_eq!(last_week(&told), "dmmr?ro");
    assert_eq!(
        (told.streak, told.best, told.streak_unit),
        (0, 1, StreakUnit::Days)
    );
}

#[tokio::test]
async fn what_an_import_brings_is_not_typed_and_its_account_asks_for_nothing() {
    let fresh = fresh().await;
    save(&fresh, logged()).await;
    let text = "Date,Description,Amount,Currency\n2026-03-02,Metro,-3.20,EUR\n";
    fresh.import("giro.csv", text).await.unwrap();
    let accounts = fresh.ledger.accounts().await.unwrap();
    typed(&fresh, accounts[0].id, day(2026, 3, 3), (72, 0)).await;
    assert_eq!(last_week(&told(&fresh, day(2026, 3, 8)).await), "rrrrrro");
}

#[tokio::test]
async fn the_moment_of_typing_survives_undo_and_redo() {
    let fresh = fresh().await;
    let purse = fresh.wallet("Purse").await.id;
    save(&fresh, logged()).await;
    typed(&fresh, purse, day(2026, 3, 2), (1, 0)).await;
    let kept = async || last_week(&told(&fresh, day(2026, 3, 8)).await);
    assert_eq!(kept().await, "drrrrro");
    fresh.ledger.undo(None, now()).await.unwrap();
    assert_eq!(kept().await, "rrrrrro");
    fresh.ledger.redo(None, now()).await.unwrap();
    assert_eq!(kept().await, "drrrrro");
}
