//! Due days that keep their anchor, business days, and the stretches of time that rules count in
//! (spec 0.4 and 0.5). Everything works on local days, so no clock change matters.

use std::collections::BTreeSet;

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use crate::RulesError;

/// How often something is due. The words in files are `daily`, `weekly`, `biweekly`, `monthly`,
/// `quarterly` and `yearly`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Frequency {
    /// Every day.
    Daily,
    /// Every seven days.
    Weekly,
    /// Every fourteen days.
    Biweekly,
    /// On the anchor's day of every month.
    Monthly,
    /// On the anchor's day of every third month.
    Quarterly,
    /// On the anchor's day of its month.
    Yearly,
}

/// Where a due day goes that is no business day. The words in files are `none`, `next` and
/// `previous`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BusinessDayRule {
    /// It stays.
    #[default]
    None,
    /// To the first business day after it.
    Next,
    /// To the last business day before it.
    Previous,
}

/// A stretch of time that limits and budgets are counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Period {
    /// One day.
    Day,
    /// Seven days that begin on this weekday.
    Week(Weekday),
    /// A calendar month.
    Month,
    /// Three calendar months from January, April, July or October.
    Quarter,
    /// A calendar year.
    Year,
    /// From the day after a closing day to the next closing day. A month that is too short closes
    /// on its last day; days beyond 1 to 31 count as the nearest of them.
    Statement(u32),
    /// All of time.
    Lifetime,
}

/// A stretch of days, both ends inclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// The first day.
    pub first: NaiveDate,
    /// The last day, not before the first.
    pub last: NaiveDate,
}

impl Frequency {
    /// The due day with this number, counted from 0 at the anchor (spec 0.5). A month that is too
    /// short has it on its last day, and the next one is back on the anchor's day. None beyond the
    /// calendar.
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use farthing_rules::calendar::Frequency;
    /// let anchor = NaiveDate::from_ymd_opt(2025, 1, 31);
    /// let due = |number| Some(Frequency::Monthly.due(anchor?, number)?.to_string());
    /// assert_eq!(due(1).as_deref(), Some("2025-02-28"));
    /// assert_eq!(due(2).as_deref(), Some("2025-03-31"));
    /// ```
    pub fn due(self, anchor: NaiveDate, number: u32) -> Option<NaiveDate> {
        let days = |every: u64| anchor.checked_add_days(Days::new(every * u64::from(number)));
        let months = |every: u32| {
            let months = number.checked_mul(every)?;
            anchor.checked_add_months(Months::new(months))
        };
        match self {
            Self::Daily => days(1),
            Self::Weekly => days(7),
            Self::Biweekly => days(14),
            Self::Monthly => months(1),
            Self::Quarterly => months(3),
            Self::Yearly => months(12),
        }
    }

    /// The due days from the anchor on, in order, to the end of the calendar.
    pub fn due_days(self, anchor: NaiveDate) -> impl Iterator<Item = NaiveDate> {
        (0..).map_while(move |number| self.due(anchor, number))
    }
}

impl BusinessDayRule {
    /// Where a due day goes; holidays are the person's own. None beyond the calendar.
    pub fn moved(self, day: NaiveDate, holidays: &BTreeSet<NaiveDate>) -> Option<NaiveDate> {
        let step = match self {
            Self::None => return Some(day),
            Self::Next => NaiveDate::succ_opt,
            Self::Previous => NaiveDate::pred_opt,
        };
        first_business_day(day, step, holidays)
    }
}

/// Whether a day is neither a Saturday, a Sunday nor one of the holidays.
pub fn is_business_day(day: NaiveDate, holidays: &BTreeSet<NaiveDate>) -> bool {
    !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && !holidays.contains(&day)
}

/// The first business day after a day, also after a business day. None beyond the calendar.
pub fn business_day_after(day: NaiveDate, holidays: &BTreeSet<NaiveDate>) -> Option<NaiveDate> {
    BusinessDayRule::Next.moved(day.succ_opt()?, holidays)
}

impl Period {
    /// The stretch that a day is in (spec 0.4). None at the ends of the calendar.
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use farthing_rules::calendar::Period;
    /// let day = NaiveDate::from_ymd_opt(2025, 2, 28).and_then(|day| Period::Statement(31).span_of(day));
    /// assert_eq!(day.map(|span| span.first.to_string()).as_deref(), Some("2025-02-01"));
    /// ```
    pub fn span_of(self, day: NaiveDate) -> Option<Span> {
        match self {
            Self::Day => Some(Span::of_day(day)),
            Self::Week(start) => {
                let week = day.week(start);
                Span::new(week.checked_first_day()?, week.checked_last_day()?)
            }
            Self::Month => months(day, 1),
            Self::Quarter => months(day, 3),
            Self::Year => months(day, 12),
            Self::Statement(closing_day) => statement(day, closing_day),
            Self::Lifetime => Span::new(NaiveDate::MIN, NaiveDate::MAX),
        }
    }
}

impl Span {
    /// From a day to another; none if the last comes before the first.
    pub fn new(first: NaiveDate, last: NaiveDate) -> Option<Self> {
        (first <= last).then_some(Self { first, last })
    }

    /// One day alone.
    pub fn of_day(day: NaiveDate) -> Self {
        Self {
            first: day,
            last: day,
        }
    }

    /// Whether a day is in it.
    pub fn contains(self, day: NaiveDate) -> bool {
        (self.first..=self.last).contains(&day)
    }

    /// How many days it has.
    pub fn days(self) -> i64 {
        (self.last - self.first).num_days().saturating_add(1)
    }
}

/// The error of a rule that runs past the end of the calendar.
pub(crate) fn beyond_calendar() -> RulesError {
    RulesError::field("date", "the calendar ends before that day")
}

fn first_business_day(
    mut day: NaiveDate,
    step: fn(&NaiveDate) -> Option<NaiveDate>,
    holidays: &BTreeSet<NaiveDate>,
) -> Option<NaiveDate> {
    while !is_business_day(day, holidays) {
        day = step(&day)?;
    }
    Some(day)
}

/// The stretch of so many months, a divisor of twelve, that a day is in.
fn months(day: NaiveDate, count: u32) -> Option<Span> {
    let month0 = day.month0() - day.month0() % count;
    let first = day.with_day(1)?.with_month0(month0)?;
    let next = first.checked_add_months(Months::new(count))?;
    Span::new(first, next.pred_opt()?)
}

fn statement(day: NaiveDate, closing_day: u32) -> Option<Span> {
    let this_month = day.with_day(1)?;
    let closes = closing(this_month, closing_day)?;
    if day <= closes {
        let before = closing(this_month.checked_sub_months(Months::new(1))?, closing_day)?;
        return Span::new(before.succ_opt()?, closes);
    }
    let next_month = this_month.checked_add_months(Months::new(1))?;
    Span::new(closes.succ_opt()?, closing(next_month, closing_day)?)
}

/// On which day of a month, given by its first day, a statement closes.
fn closing(first: NaiveDate, closing_day: u32) -> Option<NaiveDate> {
    let last = months(first, 1)?.last;
    first.with_day(closing_day.clamp(1, last.day()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn span(first: &str, last: &str) -> Option<Span> {
        Span::new(day(first), day(last))
    }

    #[test]
    fn a_leap_day_comes_back_in_the_next_leap_year() {
        let due = |number| Frequency::Yearly.due(day("2024-02-29"), number).unwrap();
        assert_eq!(due(1), day("2025-02-28"));
        assert_eq!(due(4), day("2028-02-29"));
    }

    #[test]
    fn a_quarter_later_keeps_the_day() {
        let due: Vec<_> = Frequency::Quarterly
            .due_days(day("2024-11-30"))
            .take(3)
            .collect();
        assert_eq!(due, ["2024-11-30", "2025-02-28", "2025-05-30"].map(day));
    }

    #[test]
    fn the_days_end_with_the_calendar() {
        assert_eq!(Frequency::Yearly.due(day("2025-01-01"), u32::MAX), None);
        let last = NaiveDate::MAX;
        assert_eq!(Frequency::Daily.due_days(last).count(), 1);
        assert_eq!(business_day_after(last, &BTreeSet::new()), None);
    }

    #[test]
    fn a_weekend_moves_over_the_holidays_beside_it() {
        let holidays = BTreeSet::from([day("2025-04-18"), day("2025-04-21")]);
        let saturday = day("2025-04-19");
        let moved = |rule: BusinessDayRule| rule.moved(saturday, &holidays);
        assert_eq!(moved(BusinessDayRule::None), Some(saturday));
        assert_eq!(moved(BusinessDayRule::Next), Some(day("2025-04-22")));
        assert_eq!(moved(BusinessDayRule::Previous), Some(day("2025-04-17")));
        let thursday = day("2025-04-17");
        assert_eq!(
            business_day_after(thursday, &holidays),
            Some(day("2025-04-22"))
        );
    }

    #[test]
    fn a_statement_closes_at_the_end_of_a_short_month() {
        let of = |closing_day, text| Period::Statement(closing_day).span_of(day(text));
        assert_eq!(of(31, "2025-02-10"), span("2025-02-01", "2025-02-28"));
        assert_eq!(of(30, "2025-02-28"), span("2025-01-31", "2025-02-28"));
        assert_eq!(of(30, "2025-03-01"), span("2025-03-01", "2025-03-30"));
        assert_eq!(of(15, "2024-12-16"), span("2024-12-16", "2025-01-15"));
        assert_eq!(of(0, "2024-12-01"), span("2024-11-02", "2024-12-01"));
    }

    #[test]
    fn quarters_and_years_are_those_of_the_calendar() {
        let of = |period: Period, text| period.span_of(day(text));
        assert_eq!(
            of(Period::Quarter, "2025-08-31"),
            span("2025-07-01", "2025-09-30")
        );
        assert_eq!(
            of(Period::Year, "2024-02-29"),
            span("2024-01-01", "2024-12-31")
        );
        assert_eq!(
            of(Period::Week(Weekday::Sun), "2025-03-09"),
            span("2025-03-09", "2025-03-15")
        );
    }

    fn any_period() -> impl Strategy<Value = Period> {
        prop_oneof![
            Just(Period::Day),
            (0_u8..7).prop_map(|number| Period::Week(Weekday::try_from(number).unwrap())),
            Just(Period::Month),
            Just(Period::Quarter),
            Just(Period::Year),
            (1_u32..=31).prop_map(Period::Statement),
        ]
    }

    proptest! {
        #[test]
        fn periods_follow_each_other_without_gap_or_overlap(
            period in any_period(),
            number in 0_u64..20_000,
        ) {
            let any = day("1990-01-01") + Days::new(number);
            let span = period.span_of(any).unwrap();
            prop_assert!(span.contains(any));
            let next = period.span_of(span.last.succ_opt().unwrap()).unwrap();
            prop_assert_eq!(next.first, span.last.succ_opt().unwrap());
            prop_assert_eq!(period.span_of(span.first), Some(span));
            prop_assert_eq!(period.span_of(span.last), Some(span));
        }

        #[test]
        fn due_days_ascend_and_keep_their_anchor(anchor in 0_u64..20_000, number in 0_u32..400) {
            let anchor = day("1990-01-01") + Days::new(anchor);
            for frequency in [Frequency::Daily, Frequency::Biweekly, Frequency::Monthly] {
                let due = frequency.due(anchor, number).unwrap();
                prop_assert!(due < frequency.due(anchor, number + 1).unwrap());
            }
            let due = Frequency::Monthly.due(anchor, number).unwrap();
            let last = Period::Month.span_of(due).unwrap().last.day();
            prop_assert_eq!(due.day(), anchor.day().min(last));
        }
    }
}
