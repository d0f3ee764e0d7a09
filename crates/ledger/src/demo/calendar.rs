//! Where the person of the sample is on each day, and which days those are.

use chrono::{Datelike, Days, NaiveDate};

/// How many days the sample tells of, the last one being today.
pub(super) const DAYS: i64 = 730;

/// Where somebody is, which decides what they buy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scene {
    Home,
    Kenya,
    China,
    Seaside,
    /// With the family between the years: hardly a payment.
    Quiet,
}

/// A day of the two years.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Day {
    pub date: NaiveDate,
    /// From 0 to `DAYS - 1`.
    pub index: i64,
    pub week: i64,
    pub scene: Scene,
}

/// Stays counted in days from the first, both included, so that they lie at the same distance from
/// today in every sample.
const STAYS: [(i64, i64, Scene); 3] = [
    (88, 171, Scene::Kenya),
    (338, 351, Scene::China),
    (590, 600, Scene::China),
];

type MonthDay = (u32, u32);

/// Stays that come with the calendar, from the first to the last day.
const SEASONS: [(MonthDay, MonthDay, Scene); 3] = [
    ((8, 6), (8, 18), Scene::Seaside),
    ((12, 23), (12, 31), Scene::Quiet),
    ((1, 1), (1, 2), Scene::Quiet),
];

impl Scene {
    /// The tag of what is bought there.
    pub(super) fn tag(self) -> Option<&'static str> {
        match self {
            Self::Kenya => Some("Kenya"),
            Self::China | Self::Seaside => Some("holiday"),
            Self::Home | Self::Quiet => None,
        }
    }
}

/// The days of the sample in order; none where the calendar does not reach back so far.
pub(super) fn days(today: NaiveDate) -> Option<Vec<Day>> {
    let back = u64::try_from(DAYS - 1).ok()?;
    let first = today.checked_sub_days(Days::new(back))?;
    let dates = first.iter_days().take(usize::try_from(DAYS).ok()?);
    Some((0..).zip(dates).map(|(i, date)| Day::of(date, i)).collect())
}

impl Day {
    fn of(date: NaiveDate, index: i64) -> Self {
        Self {
            date,
            index,
            week: index / 7,
            scene: scene_of(date, index),
        }
    }

    /// Whether this is today.
    pub(super) fn is_last(self) -> bool {
        self.index == DAYS - 1
    }

    /// January is 0.
    pub(super) fn month_index(self) -> usize {
        usize::try_from(self.date.month0()).unwrap_or(0)
    }

    /// Monday is 0.
    pub(super) fn weekday_index(self) -> usize {
        usize::try_from(self.date.weekday().num_days_from_monday()).unwrap_or(0)
    }
}

fn scene_of(date: NaiveDate, index: i64) -> Scene {
    let stay = STAYS
        .iter()
        .find(|(from, to, _)| (*from..=*to).contains(&index))
        .map(|stay| stay.2);
    let key = (date.month(), date.day());
    let season = SEASONS
        .iter()
        .find(|(from, to, _)| (*from..=*to).contains(&key))
        .map(|season| season.2);
    stay.or(season).unwrap_or(Scene::Home)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_days_end_today_and_have_a_place_each() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
        let days = days(today).unwrap();
        assert_eq!(days.len(), 730);
        assert_eq!(days.last().map(|day| day.date), Some(today));
        assert!(days.last().is_some_and(|day| day.is_last()));
        let count = |scene| days.iter().filter(|day| day.scene == scene).count();
        assert_eq!(count(Scene::Kenya), 84);
        assert_eq!(count(Scene::China), 25);
        assert_eq!(count(Scene::Quiet), 22);
    }

    #[test]
    fn the_beginning_of_the_calendar_has_no_two_years_before_it() {
        assert_eq!(days(NaiveDate::MIN), None);
    }
}
