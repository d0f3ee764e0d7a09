//! The sentences that habits and challenges are told with.

use chrono::NaiveDate;
use farthing_money::{Currency, Money};

use super::results::{Streak, Worked};
use super::{HabitInput, HabitTerms, StreakUnit};
use crate::allowance::day_words;
use crate::error::Result;
use crate::register::CategoryName;

const WEEKDAYS: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];

/// What a habit asks for. `payee` is the name of the only one that counts.
pub(super) fn what(habit: &HabitInput, known: &[CategoryName], payee: Option<&str>) -> String {
    let within = within(habit, known, payee);
    match &habit.terms {
        HabitTerms::NoSpendDays { weekdays } if weekdays.len() == 7 => {
            format!("No spending on any day{within}")
        }
        HabitTerms::NoSpendDays { weekdays } => {
            format!("No spending on {}{within}", weekdays_words(weekdays))
        }
        HabitTerms::AtMostAmount { amount } => {
            format!(
                "At most {} {} a week{within}",
                amount.trim(),
                habit.currency
            )
        }
        HabitTerms::AtMostTimes { times: 1 } => format!("At most one purchase a week{within}"),
        HabitTerms::AtMostTimes { times } => format!("At most {times} purchases a week{within}"),
        HabitTerms::LoggedWithinDay => {
            "Type purchases within 24 hours, on accounts that no statement is imported to"
                .to_owned()
        }
        HabitTerms::SweepOn { weekday } => format!(
            "Move what was set aside on {} or later in its week",
            weekday_words(*weekday)
        ),
    }
}

fn within(habit: &HabitInput, known: &[CategoryName], payee: Option<&str>) -> String {
    let chosen = known
        .iter()
        .filter(|one| habit.categories.contains(&one.id));
    let chosen: Vec<&str> = chosen.map(|one| one.name.as_str()).collect();
    let categories = if chosen.is_empty() {
        String::new()
    } else {
        format!(" in {}", chosen.join(", "))
    };
    payee.map_or(categories.clone(), |payee| {
        format!(" at {payee}{categories}")
    })
}

fn weekdays_words(weekdays: &[u8]) -> String {
    let names: Vec<&str> = weekdays.iter().map(|day| weekday_words(*day)).collect();
    match names.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    }
}

fn weekday_words(weekday: u8) -> &'static str {
    WEEKDAYS
        .get(usize::from(weekday))
        .copied()
        .unwrap_or("a day")
}

/// How a score comes about.
pub(super) fn score(habit: &HabitInput, worked: &Worked, started: NaiveDate) -> String {
    let (kept, not_kept) = worked.counted();
    let moves = match habit.terms {
        HabitTerms::AtMostAmount { .. } | HabitTerms::AtMostTimes { .. } => {
            "Each day moves the score towards 100 % while the seven days up to it stay within the limit, \
             and towards 0 % the further they pass it"
        }
        HabitTerms::NoSpendDays { .. }
        | HabitTerms::SweepOn { .. }
        | HabitTerms::LoggedWithinDay => {
            "Each day that counts moves the score towards 100 % if it was kept and towards 0 % if not; \
             half of the way takes 13 of them"
        }
    };
    format!(
        "{moves}. Days that rest, were skipped, are not over or not known yet leave it as it is. \
         Since {}: {kept} kept, {not_kept} not.{}",
        day_words(started),
        counting(habit)
    )
}

/// Which purchases count.
fn counting(habit: &HabitInput) -> &'static str {
    let is_by_list = habit.payee.is_some() || matches!(habit.terms, HabitTerms::AtMostTimes { .. });
    match habit.terms {
        HabitTerms::SweepOn { .. } => "",
        HabitTerms::LoggedWithinDay => {
            " A day without such purchases rests, and one whose moment of typing is not kept is not known."
        }
        _ if is_by_list => " Posted purchases count; refunds make no day better.",
        _ => " Purchases count, pending ones too; refunds make no day better.",
    }
}

/// How a streak comes about.
pub(super) fn streak(streak: Streak) -> String {
    match streak.unit {
        StreakUnit::Days => format!(
            "{} kept days in a row; the most were {}. Days that do not count \
             or are not known hold a streak together and make it no longer.",
            streak.current, streak.best
        ),
        StreakUnit::Weeks => format!(
            "{} kept weeks in a row; the most were {}. A week counts once it was kept; the running one ends \
             nothing, and a week that rests or is not known yet is as if it were not.",
            streak.current, streak.best
        ),
    }
}

/// How this week goes for a limit.
pub(super) fn this_week(
    habit: &HabitInput,
    (sum, most): (i64, i64),
    currency: Currency,
) -> Result<String> {
    if let HabitTerms::AtMostTimes { .. } = habit.terms {
        return Ok(format!("{sum} of at most {most} this week"));
    }
    let (sum, most) = (
        Money::from_minor(sum, currency)?,
        Money::from_minor(most, currency)?,
    );
    Ok(format!("{sum} of at most {most} this week"))
}
