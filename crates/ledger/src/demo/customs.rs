//! What the person of the sample said of subscriptions, of a month's money, of games and of habits.

use chrono::{Days, NaiveDate};
use serde_json::{Value, json};

use super::habits::{COFFEE, EATING_OUT, ENTERTAINMENT, GAMES, SHOPPING};
use super::plans::parsed;
use crate::error::Result;
use crate::recurring::SeriesState;
use crate::totals::stored_currency;
use crate::write::Write;

/// Subscriptions that were confirmed: who is paid, and from the lowest to the highest price. What else
/// comes again waits as a candidate.
const CONFIRMED: [(&str, i64, i64); 5] = [
    ("Nachtkino Stream", 799, 1_099),
    ("Tonspur Musik", 999, 1_199),
    ("Wolkenfach 200 GB", 199, 299),
    ("Serienwerk", 499, 699),
    ("Passwortkiste", 179, 249),
];

/// One that is a gift of each month and no subscription.
const DISMISSED: (&str, i64, i64) = ("Pixelpost Wochenbrief", 400, 500);

/// For how many days the habits have been there.
const HABIT_DAYS: u64 = 90;

/// Lays it all down, as part of the write that makes the sample.
pub(super) async fn lay_down(write: &mut Write, today: NaiveDate) -> Result<()> {
    let euro = stored_currency("EUR")?;
    for series in CONFIRMED {
        write
            .keep_series(series, euro, SeriesState::Confirmed)
            .await?;
    }
    write
        .keep_series(DISMISSED, euro, SeriesState::Dismissed)
        .await?;
    let allowance = parsed(allowance())?;
    write.keep_allowance(None, &allowance, today).await?;
    for limit in limits() {
        write.keep_limit(parsed(limit)?).await?;
    }
    for habit in habits(today) {
        write.keep_habit(None, parsed(habit)?, today).await?;
    }
    write.keep_game(None, parsed(game(today))?).await?;
    Ok(())
}

fn allowance() -> Value {
    json!({
        "name": "Going out and fun", "amount": "180.00", "currency": "EUR",
        "days": {"kind": "repeating", "period": "month", "start": null},
        "rest": "spread", "rollover": "none",
        "categories": [COFFEE, EATING_OUT, ENTERTAINMENT, GAMES],
    })
}

fn limits() -> [Value; 2] {
    let limit = |category, amount| json!({"category": category, "amount": amount, "currency": "EUR", "period": "month"});
    [limit(COFFEE, "40.00"), limit(SHOPPING, "120.00")]
}

fn habits(today: NaiveDate) -> [Value; 2] {
    let started = today
        .checked_sub_days(Days::new(HABIT_DAYS))
        .unwrap_or(today);
    [
        json!({
            "name": "Nothing for games on weekdays", "currency": "EUR", "categories": [GAMES],
            "terms": {"kind": "no_spend_days", "weekdays": [0, 1, 2, 3]}, "started": started,
        }),
        json!({
            "name": "Eating out three times a week", "currency": "EUR", "categories": [EATING_OUT],
            "terms": {"kind": "at_most_times", "times": 3}, "started": started,
        }),
    ]
}

fn game(today: NaiveDate) -> Value {
    let packs = [
        ("Handful of gems", "0.99", 80),
        ("Bag of gems", "1.99", 170),
        ("Chest of gems", "4.99", 450),
        ("Cart of gems", "9.99", 950),
    ];
    let packs =
        packs.map(|(name, price, units)| json!({"name": name, "price": price, "units": units}));
    json!({
        "title": "Pocket Realms", "currency": "EUR", "unit": "gems", "payees": ["Pocket Realms"],
        "packs": packs, "items": [{"day": today, "name": "A castle gate", "units": 600}],
    })
}
