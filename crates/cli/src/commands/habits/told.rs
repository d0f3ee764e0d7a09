//! Habits for people: the score first, the streak second.

use farthing_ledger::habits::{
    ChallengeShown, HabitDay, HabitDetail, HabitShown, HabitWeek, Habits, StreakUnit,
};

use crate::commands::words::word;
use crate::error::Result;
use crate::screen::{Out, Table, counted};

/// All of them.
pub fn all(habits: &Habits, out: &mut Out) -> Result<()> {
    if habits.habits.is_empty() && habits.challenges.is_empty() {
        return out.line("There are no habits yet; `farthing habits add` makes one.");
    }
    if let Some(since) = habits.vacation_since {
        out.line(&format!("All habits rest since {since}."))?;
    }
    if !habits.habits.is_empty() {
        table(&habits.habits).print(out, "")?;
    }
    for habit in habits
        .habits
        .iter()
        .filter(|habit| habit.archived.is_none())
    {
        if let (Some(until), Some(account)) = (habit.known_until, &habit.waits_for) {
            let name = &habit.habit.name;
            out.line(&format!("{name}: {account} is imported up to {until}."))?;
        }
    }
    if !habits.challenges.is_empty() {
        if !habits.habits.is_empty() {
            out.line("")?;
        }
        challenges(&habits.challenges).print(out, "")?;
    }
    Ok(())
}

/// One with its last weeks.
pub fn one(detail: &HabitDetail, out: &mut Out) -> Result<()> {
    let habit = &detail.habit;
    table(std::slice::from_ref(habit)).print(out, "")?;
    out.line(&habit.score_formula)?;
    out.line(&habit.streak_formula)?;
    out.line("")?;
    let mut table = Table::new(&["week from", "mon", "tue", "wed", "thu", "fri", "sat", "sun"]);
    for week in detail.weeks.iter().filter(|week| has_days(week)) {
        let days = week.days.iter().map(|day| day_word(day.as_ref()));
        table.row(std::iter::once(week.first.to_string()).chain(days));
    }
    table.print(out, "")
}

fn has_days(week: &HabitWeek) -> bool {
    week.days.iter().any(Option::is_some)
}

fn day_word(day: Option<&HabitDay>) -> String {
    day.map(|day| word(day.state)).unwrap_or_default()
}

fn table(habits: &[HabitShown]) -> Table {
    let mut table = Table::new(&[
        ">id",
        "habit",
        ">score",
        "streak",
        "best",
        "today",
        "this week",
        "what it asks for",
    ]);
    for habit in habits {
        let today = match habit.archived {
            Some(day) => format!("put away on {day}"),
            None => word(habit.today),
        };
        table.row([
            habit.id.0.to_string(),
            habit.habit.name.clone(),
            habit
                .score
                .map(|score| format!("{score} %"))
                .unwrap_or_default(),
            length(habit, habit.streak),
            length(habit, habit.best),
            today,
            habit.this_week.clone(),
            habit.what.clone(),
        ]);
    }
    table
}

fn length(habit: &HabitShown, streak: u32) -> String {
    match habit.streak_unit {
        StreakUnit::Days => counted(streak.into(), "day", "days"),
        StreakUnit::Weeks => counted(streak.into(), "week", "weeks"),
    }
}

fn challenges(challenges: &[ChallengeShown]) -> Table {
    let mut table = Table::new(&[
        ">id",
        "challenge",
        "state",
        ">good",
        ">others",
        ">days left",
        ">still needed",
        "from",
        "to",
        "what its days are",
    ]);
    for one in challenges {
        table.row([
            one.id.0.to_string(),
            one.challenge.name.clone(),
            word(one.state),
            one.successes.to_string(),
            one.failures.to_string(),
            one.days_left.to_string(),
            one.still_needed.to_string(),
            one.challenge.start.to_string(),
            one.last.to_string(),
            one.what.clone(),
        ]);
    }
    table
}
