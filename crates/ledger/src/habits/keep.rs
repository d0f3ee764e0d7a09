//! Habits and challenges that are written, skipped, put away; and vacations.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use farthing_money::Money;
use farthing_rules::habits::challenge;

use super::challenges::rule;
use super::kept::{Kept, KeptHabit, Laid, Stretch, VACATION};
use super::{ChallengeInput, ChallengeOver, HabitInput, HabitTerms};
use crate::allowance::keep::require_categories;
use crate::allowance::{day_before, day_words, refused};
use crate::choices::{Choice, ChoiceKind};
use crate::error::{LedgerError, Result};
use crate::ids::ChoiceId;
use crate::savings::check_choice_name;
use crate::store::Ledger;
use crate::wire::named_currency;
use crate::write::{ChangeLabel, Write};

/// The longest challenge: ten years.
const MOST_DAYS: u32 = 3_660;

impl Ledger {
    /// Keeps a habit, a new one or a changed one. What its days were is worked out anew.
    pub async fn save_habit(
        &self,
        id: Option<ChoiceId>,
        input: HabitInput,
        today: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<ChangeLabel> {
        let mut write = self.begin(now).await?;
        let label = format!("Keep habit {}", input.name.trim());
        write.keep_habit(id, input, today).await?;
        write.commit(&label).await
    }

    /// Leaves a day of a habit out: it neither helps nor hurts.
    pub async fn skip_habit_day(
        &self,
        id: ChoiceId,
        day: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<ChangeLabel> {
        let mut write = self.begin(now).await?;
        let there = habit(&mut write, id).await?;
        let mut kept = there.value.clone();
        if day < kept.started {
            let message = format!("the habit began on {}", day_words(kept.started));
            return Err(LedgerError::invalid("day", message));
        }
        if !kept.skips.insert(day) {
            return Err(LedgerError::invalid("day", "this day is skipped already"));
        }
        let label = format!("Skip {} of {}", day_words(day), kept.input.name);
        write.keep_known(&there, kept, &label).await
    }

    /// Takes that back.
    pub async fn unskip_habit_day(
        &self,
        id: ChoiceId,
        day: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<ChangeLabel> {
        let mut write = self.begin(now).await?;
        let there = habit(&mut write, id).await?;
        let mut kept = there.value.clone();
        if !kept.skips.remove(&day) {
            return Err(LedgerError::invalid("day", "this day is not skipped"));
        }
        let label = format!("Count {} of {} again", day_words(day), kept.input.name);
        write.keep_known(&there, kept, &label).await
    }

    /// Puts a habit away: its course stays as it is.
    pub async fn archive_habit(
        &self,
        id: ChoiceId,
        today: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<ChangeLabel> {
        let mut write = self.begin(now).await?;
        let there = habit(&mut write, id).await?;
        if there.value.archived.is_some() {
            return Err(LedgerError::invalid("habit", "it is put away already"));
        }
        let label = format!("Put away habit {}", there.value.input.name);
        let kept = KeptHabit {
            archived: Some(today),
            ..there.value.clone()
        };
        write.keep_known(&there, kept, &label).await
    }

    /// Takes a habit out again. The days since it was put away are skipped.
    pub async fn reopen_habit(
        &self,
        id: ChoiceId,
        today: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<ChangeLabel> {
        let mut write = self.begin(now).await?;
        let there = habit(&mut write, id).await?;
        let mut kept = there.value.clone();
        let Some(archived) = kept.archived.take() else {
            return Err(LedgerError::invalid("habit", "it is not put away"));
        };
        let away = archived.iter_days().take_while(|day| *day < today);
        kept.skips.extend(away);
        let label = format!("Take out habit {}", kept.input.name);
        write.keep_known(&there, kept, &label).await
    }

    /// Lets all habits rest from today on.
    pub async fn start_vacation(
        &self,
        today: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<ChangeLabel> {
        let mut write = self.begin(now).await?;
        let mut laid = Laid::of(write.connection()).await?;
        if laid.vacation_since().is_some() {
            let message = "all habits rest already";
            return Err(LedgerError::invalid("vacation", message));
        }
        laid.vacation.push(Stretch {
            from: today,
            to: None,
        });
        write.keep_vacation(laid.vacation).await?;
        write.commit("Let all habits rest").await
    }

    /// Goes on with the habits today.
    pub async fn end_vacation(&self, today: NaiveDate, now: DateTime<Utc>) -> Result<ChangeLabel> {
        let mut write = self.begin(now).await?;
        let mut laid = Laid::of(write.connection()).await?;
        let Some(newest) = laid
            .vacation
            .last_mut()
            .filter(|newest| newest.to.is_none())
        else {
            return Err(LedgerError::invalid("vacation", "the habits do not rest"));
        };
        newest.to = Some(day_before(today));
        laid.vacation
            .retain(|stretch| stretch.to.is_none_or(|to| stretch.from <= to));
        write.keep_vacation(laid.vacation).await?;
        write.commit("Go on with the habits").await
    }

    /// Keeps a challenge, a new one or a changed one.
    pub async fn save_challenge(
        &self,
        id: Option<ChoiceId>,
        mut input: ChallengeInput,
        now: DateTime<Utc>,
    ) -> Result<ChangeLabel> {
        check_choice_name(&input.name)?;
        input.name = input.name.trim().to_owned();
        if input.days > MOST_DAYS {
            let message = "a challenge ends within ten years";
            return Err(LedgerError::invalid("days", message));
        }
        challenge(rule(&input), &BTreeMap::new(), input.start).map_err(required)?;
        let mut write = self.begin(now).await?;
        let laid = Laid::of(write.connection()).await?;
        match &input.over {
            ChallengeOver::Habit { habit } => {
                laid.habit(*habit)?;
            }
            ChallengeOver::NoSpend {
                currency,
                categories,
            } => {
                named_currency(currency)?;
                let categories: BTreeSet<_> = categories.iter().copied().collect();
                require_categories(write.connection(), &categories).await?;
            }
        }
        let key = match id {
            Some(id) => laid.challenge(id)?.key.clone(),
            None => write.new_id()?.to_string(),
        };
        let label = format!("Keep challenge {}", input.name);
        write.choose(ChoiceKind::Challenge, &key, 0, &input).await?;
        write.commit(&label).await
    }

    /// Takes a challenge away.
    pub async fn remove_challenge(&self, id: ChoiceId, now: DateTime<Utc>) -> Result<ChangeLabel> {
        let mut write = self.begin(now).await?;
        let laid = Laid::of(write.connection()).await?;
        let label = format!("Take away challenge {}", laid.challenge(id)?.value.name);
        write.unchoose(ChoiceKind::Challenge, id).await?;
        write.commit(&label).await
    }
}

impl Write {
    /// Keeps a habit, a new one or a changed one.
    pub(crate) async fn keep_habit(
        &mut self,
        id: Option<ChoiceId>,
        input: HabitInput,
        today: NaiveDate,
    ) -> Result<ChoiceId> {
        let laid = Laid::of(self.connection()).await?;
        let mut input = checked(self, input).await?;
        require_own_name(&laid, id, &input.name)?;
        let there = id.map(|id| laid.habit(id)).transpose()?;
        let started = input
            .started
            .take()
            .or(there.map(|habit| habit.value.started));
        let started = started.unwrap_or(today);
        if started > today {
            let message = "choose today or an earlier day";
            return Err(LedgerError::invalid("started", message));
        }
        let kept = KeptHabit {
            input,
            started,
            skips: there
                .map(|habit| habit.value.skips.clone())
                .unwrap_or_default(),
            archived: there.and_then(|habit| habit.value.archived),
        };
        let key = match there {
            Some(there) => there.key.clone(),
            None => format!("habit:{}", self.new_id()?),
        };
        self.choose(ChoiceKind::Habit, &key, 0, &Kept::Habit(kept))
            .await
    }

    async fn keep_known(
        mut self,
        there: &Choice<KeptHabit>,
        kept: KeptHabit,
        label: &str,
    ) -> Result<ChangeLabel> {
        let (kind, kept) = (ChoiceKind::Habit, Kept::Habit(kept));
        self.choose(kind, &there.key, there.position, &kept).await?;
        self.commit(label).await
    }

    async fn keep_vacation(&mut self, stretches: Vec<Stretch>) -> Result<()> {
        let kept = Kept::Vacation(stretches);
        self.choose(ChoiceKind::Habit, VACATION, 0, &kept).await?;
        Ok(())
    }
}

async fn habit(write: &mut Write, id: ChoiceId) -> Result<Choice<KeptHabit>> {
    let laid = Laid::of(write.connection()).await?;
    Ok(laid.habit(id)?.clone())
}

/// A habit as the person wrote it, with its lists in order.
async fn checked(write: &mut Write, mut input: HabitInput) -> Result<HabitInput> {
    check_choice_name(&input.name)?;
    input.name = input.name.trim().to_owned();
    let currency = named_currency(&input.currency)?;
    let categories: BTreeSet<_> = input.categories.iter().copied().collect();
    require_categories(write.connection(), &categories).await?;
    input.categories = categories.into_iter().collect();
    input.rest = weekdays("rest", &input.rest)?;
    match &mut input.terms {
        HabitTerms::NoSpendDays { weekdays: days } => {
            *days = weekdays("weekdays", days)?;
            if days.iter().all(|day| input.rest.contains(day)) {
                let message = "choose at least one weekday that does not rest";
                return Err(LedgerError::invalid("weekdays", message));
            }
        }
        HabitTerms::AtMostAmount { amount } => {
            let money = Money::parse(amount.trim(), currency)
                .map_err(|error| LedgerError::invalid("amount", error.to_string()))?;
            if money.minor() < 0 {
                return Err(LedgerError::invalid("amount", "write zero or more"));
            }
            *amount = money.decimal_text();
        }
        HabitTerms::AtMostTimes { .. } | HabitTerms::LoggedWithinDay => {}
        HabitTerms::SweepOn { weekday } => {
            weekdays("weekday", &[*weekday])?;
            if input.rest.contains(weekday) {
                let message = "the day of the transfer rests; choose another one";
                return Err(LedgerError::invalid("weekday", message));
            }
        }
    }
    if let Some(payee) = input.payee {
        let found = sqlx::query_scalar!("select id from payees where id = ?", payee)
            .fetch_optional(write.connection())
            .await?;
        found.ok_or(LedgerError::Missing("payee"))?;
    }
    Ok(input)
}

fn weekdays(field: &'static str, days: &[u8]) -> Result<Vec<u8>> {
    let days: BTreeSet<u8> = days.iter().copied().collect();
    if days.iter().any(|day| *day > 6) {
        let message = "a weekday is a number from 0 for Monday to 6 for Sunday";
        return Err(LedgerError::invalid(field, message));
    }
    Ok(days.into_iter().collect())
}

fn require_own_name(laid: &Laid, id: Option<ChoiceId>, name: &str) -> Result<()> {
    let name = name.to_lowercase();
    let is_same = |other: &Choice<KeptHabit>| {
        Some(other.id) != id && other.value.input.name.to_lowercase() == name
    };
    if laid.habits.iter().any(is_same) {
        let message = "another habit has this name; choose a different one";
        return Err(LedgerError::invalid("name", message));
    }
    Ok(())
}

/// The rules call the field by another name than the input.
fn required(error: farthing_rules::RulesError) -> LedgerError {
    match refused(error) {
        LedgerError::Invalid {
            field: "required_successes",
            message,
        } => LedgerError::invalid("required", message),
        other => other,
    }
}
