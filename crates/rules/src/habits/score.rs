//! How well a habit is kept: a number from 0 to 1 that grows with each good day and forgives a bad
//! one (spec D.1).
//!
//! Each day moves the score a little towards how full the habit's window is. Half of the way to a
//! perfect score takes 13 days of a daily habit, and longer where less is wanted.

use std::collections::{BTreeMap, VecDeque};

use chrono::NaiveDate;
use rust_decimal::{Decimal, RoundingStrategy};

use crate::calendar::Span;
use crate::error::RulesError;
use crate::goals::fitting;
use crate::power::power;

/// How many decimals a score has.
pub const SCORE_PLACES: u32 = 6;

/// How many days of a daily habit lead half of the way.
const HALF_LIFE: Decimal = Decimal::from_parts(13, 0, 0, false, 0);

/// One half.
const HALF: Decimal = Decimal::from_parts(5, 0, 0, false, 1);

/// How often something is wanted: so many times in so many days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Frequency {
    times: u32,
    days: u32,
}

/// What is wanted of a habit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Habit {
    frequency: Frequency,
    measure: Measure,
}

/// How a habit is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// By whether it was done.
    Boolean,
    /// By an amount that is to be reached in the days of its frequency.
    AtLeast(Decimal),
    /// By an amount that is not to be passed in the days of its frequency.
    AtMost(Decimal),
}

/// What a day of a habit was. A day without an entry is unknown, which the score takes as a no.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Day {
    /// Done.
    Yes,
    /// Not done.
    No,
    /// Left out on purpose.
    Skip,
    /// So much, for a habit that is measured by an amount.
    Value(Decimal),
}

/// The score after each day from the first to the last, with [`SCORE_PLACES`] decimals. Entries of
/// other days count nowhere.
///
/// ```
/// use std::collections::BTreeMap;
/// use chrono::NaiveDate;
/// use farthing_rules::calendar::Span;
/// use farthing_rules::habits::{Day, Frequency, Habit, Measure, loop_score, percent};
/// let habit = Habit::new(Frequency::new(1, 1)?, Measure::Boolean)?;
/// let first: NaiveDate = "2025-01-01".parse()?;
/// let entries: BTreeMap<_, _> = first.iter_days().take(13).map(|day| (day, Day::Yes)).collect();
/// let days = Span::new(first, "2025-01-13".parse()?).ok_or("no days")?;
/// let scores = loop_score(habit, days, &entries)?;
/// assert_eq!(scores.last().copied().map(percent), Some(50));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn loop_score(
    habit: Habit,
    days: Span,
    entries: &BTreeMap<NaiveDate, Day>,
) -> Result<Vec<Decimal>, RulesError> {
    let kept = fitting(habit.frequency.kept())?;
    let mut window = Window::of(habit.window_days());
    let mut score = habit.first_score();
    let mut scores = Vec::new();
    for day in days.first.iter_days().take_while(|day| *day <= days.last) {
        let entry = entries.get(&day).copied();
        window.slide(habit.worth(entry)?)?;
        if entry != Some(Day::Skip) {
            let full = habit.full(window.sum);
            score = score * kept + full * (Decimal::ONE - kept);
        }
        scores.push(shown(score));
    }
    Ok(scores)
}

/// A score as a whole percentage, half-up.
pub fn percent(score: Decimal) -> u32 {
    let percent = score * Decimal::ONE_HUNDRED;
    let rounded = percent.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
    u32::try_from(rounded).unwrap_or_default()
}

impl Frequency {
    /// So many times in so many days; as often as there are days is daily.
    pub fn new(times: u32, days: u32) -> Result<Self, RulesError> {
        if times == 0 || days == 0 {
            return Err(RulesError::field(
                "frequency",
                "a habit is wanted at least once in at least one day",
            ));
        }
        if times == days {
            return Ok(Self { times: 1, days: 1 });
        }
        Ok(Self { times, days })
    }

    /// How many times.
    pub fn times(self) -> u32 {
        self.times
    }

    /// In how many days.
    pub fn days(self) -> u32 {
        self.days
    }

    /// The part of the score that a day leaves.
    fn kept(self) -> Option<Decimal> {
        let wanted = Decimal::from(self.times).checked_div(Decimal::from(self.days))?;
        power(HALF, power(wanted, HALF)? / HALF_LIFE)
    }

    /// Over how many days the times are counted, and how many are full: twice the days of a habit
    /// that is not daily, so that it may fall on other weekdays in each week.
    fn evened(self) -> (u64, u64) {
        let (times, days) = (u64::from(self.times), u64::from(self.days));
        if times < days {
            return (2 * times, 2 * days);
        }
        (times, days)
    }
}

impl Habit {
    /// A habit; an amount that is to be reached or not passed is zero or more.
    pub fn new(frequency: Frequency, measure: Measure) -> Result<Self, RulesError> {
        if let Measure::AtLeast(target) | Measure::AtMost(target) = measure
            && target < Decimal::ZERO
        {
            return Err(RulesError::field("target", "the target is zero or more"));
        }
        Ok(Self { frequency, measure })
    }

    /// How often it is wanted.
    pub fn frequency(self) -> Frequency {
        self.frequency
    }

    /// How it is measured.
    pub fn measure(self) -> Measure {
        self.measure
    }

    /// A limit is kept until it is passed; everything else is to be done first.
    fn first_score(self) -> Decimal {
        match self.measure {
            Measure::AtMost(_) => Decimal::ONE,
            Measure::Boolean | Measure::AtLeast(_) => Decimal::ZERO,
        }
    }

    fn window_days(self) -> u64 {
        match self.measure {
            Measure::Boolean => self.frequency.evened().1,
            Measure::AtLeast(_) | Measure::AtMost(_) => self.frequency.days.into(),
        }
    }

    /// What an entry adds to the window.
    pub(super) fn worth(self, entry: Option<Day>) -> Result<Decimal, RulesError> {
        let is_boolean = self.measure == Measure::Boolean;
        match entry {
            None | Some(Day::No | Day::Skip) => Ok(Decimal::ZERO),
            Some(Day::Yes) if is_boolean => Ok(Decimal::ONE),
            Some(Day::Value(value)) if !is_boolean && value >= Decimal::ZERO => Ok(value),
            Some(Day::Value(_)) if !is_boolean => Err(RulesError::field(
                "entries",
                "the amount of a day is zero or more",
            )),
            Some(Day::Yes | Day::Value(_)) => Err(RulesError::field(
                "entries",
                "a habit is measured by yes and no, or by amounts, not by both",
            )),
        }
    }

    /// How full the window is, from 0 to 1.
    fn full(self, sum: Decimal) -> Decimal {
        match self.measure {
            Measure::Boolean => reached(sum, self.frequency.evened().0.into()),
            Measure::AtLeast(target) => reached(sum, target),
            Measure::AtMost(target) => not_passed(sum, target),
        }
    }
}

fn reached(sum: Decimal, target: Decimal) -> Decimal {
    if sum >= target {
        return Decimal::ONE;
    }
    sum / target
}

/// Everything up to the target, and nothing from twice the target on.
fn not_passed(sum: Decimal, target: Decimal) -> Decimal {
    let over = sum - target;
    if over <= Decimal::ZERO {
        return Decimal::ONE;
    }
    if over >= target {
        return Decimal::ZERO;
    }
    Decimal::ONE - over / target
}

fn shown(score: Decimal) -> Decimal {
    let strategy = RoundingStrategy::MidpointAwayFromZero;
    let mut shown = score.round_dp_with_strategy(SCORE_PLACES, strategy);
    shown.rescale(SCORE_PLACES);
    shown
}

/// The last days of a habit and what they add up to.
struct Window {
    days: u64,
    values: VecDeque<Decimal>,
    sum: Decimal,
}

impl Window {
    fn of(days: u64) -> Self {
        Self {
            days,
            values: VecDeque::new(),
            sum: Decimal::ZERO,
        }
    }

    /// Takes a day in, and lets the one go that is too old.
    fn slide(&mut self, value: Decimal) -> Result<(), RulesError> {
        self.values.push_back(value);
        self.sum = fitting(self.sum.checked_add(value))?;
        if u64::try_from(self.values.len()).is_ok_and(|held| held > self.days) {
            self.sum -= self.values.pop_front().unwrap_or_default();
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use chrono::Days;
    use proptest::prelude::*;

    use super::super::fixtures::{day, span};
    use super::*;

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    fn habit(times: u32, days: u32, measure: Measure) -> Habit {
        Habit::new(Frequency::new(times, days).unwrap(), measure).unwrap()
    }

    /// From 1 January on, one letter a day: yes, no, skip or nothing.
    fn written(letters: &str) -> BTreeMap<NaiveDate, Day> {
        let days = day("2025-01-01").iter_days().zip(letters.chars());
        let entries = days.filter_map(|(day, letter)| {
            let entry = match letter {
                'y' => Day::Yes,
                'n' => Day::No,
                's' => Day::Skip,
                _ => return None,
            };
            Some((day, entry))
        });
        entries.collect()
    }

    fn span_of(days: usize) -> Span {
        let first = day("2025-01-01");
        Span::new(first, first + Days::new(days as u64 - 1)).unwrap()
    }

    fn last(habit: Habit, letters: &str) -> String {
        let scores = loop_score(habit, span_of(letters.len()), &written(letters)).unwrap();
        scores.last().unwrap().to_string()
    }

    #[test]
    fn the_published_numbers_come_out() {
        let daily = habit(1, 1, Measure::Boolean);
        // Published as 0.655747; the sixth decimal of 0.6557476 is rounded here.
        assert_eq!(last(daily, &"y".repeat(20)), "0.655748");
        assert_eq!(last(daily, "yyyyyyyyssyyyysyyyyy"), "0.596033");
        assert_eq!(last(habit(1, 2, Measure::Boolean), "yy"), "0.054816");
    }

    #[test]
    fn two_of_three_wanted_lead_to_two_thirds() {
        let weeks = "y-y----".repeat(200);
        assert_eq!(last(habit(3, 7, Measure::Boolean), &weeks), "0.666667");
    }

    #[test]
    fn as_often_as_there_are_days_is_daily() {
        assert_eq!(Frequency::new(7, 7), Frequency::new(1, 1));
        assert!(Frequency::new(0, 7).is_err());
        assert!(Frequency::new(3, 0).is_err());
    }

    #[test]
    fn a_no_and_a_day_without_an_entry_are_one_to_the_score() {
        let weekly = habit(1, 7, Measure::Boolean);
        assert_eq!(last(weekly, "ynny-n-n"), last(weekly, "y--y----"));
    }

    #[test]
    fn a_skip_holds_the_score_and_lets_the_window_go_on() {
        let every_other = habit(1, 2, Measure::Boolean);
        let of = |letters: &str| {
            let entries = written(letters);
            loop_score(every_other, span_of(letters.len()), &entries).unwrap()
        };
        let scores = of("yysssn");
        assert_eq!(scores[1], scores[4]);
        // Both yes have left the window of four days meanwhile.
        assert!(scores[5] < scores[4]);
        assert!(of("yyn")[2] > scores[4]);
    }

    #[test]
    fn a_limit_begins_at_its_best_and_nothing_may_pass_one_of_zero() {
        let limited = |target: &str, values: [&str; 3]| {
            let values = values.map(|value| Day::Value(decimal(value)));
            let entries = day("2025-01-01").iter_days().zip(values).collect();
            let habit = habit(1, 1, Measure::AtMost(decimal(target)));
            let scores = loop_score(habit, span_of(3), &entries).unwrap();
            scores.map_texts()
        };
        assert_eq!(limited("10", ["8", "15", "10"])[2], "0.975387");
        assert_eq!(
            limited("0", ["0", "0.01", "0"]),
            ["1.000000", "0.948078", "0.950773"]
        );
        assert_eq!(limited("5", ["5", "10", "1000"])[1], "0.948078");
    }

    #[test]
    fn amounts_add_up_over_the_days_of_the_frequency() {
        let habit = habit(1, 7, Measure::AtLeast(decimal("20")));
        let first = day("2025-01-01");
        let entries = BTreeMap::from([(first, Day::Value(decimal("10")))]);
        let scores = loop_score(habit, span_of(8), &entries).unwrap();
        assert!(scores[..7].is_sorted_by(|before, after| before < after));
        assert!(scores[7] < scores[6]);
    }

    #[test]
    fn nothing_wanted_is_always_reached() {
        let habit = habit(1, 1, Measure::AtLeast(Decimal::ZERO));
        let scores = loop_score(habit, span_of(13), &BTreeMap::new()).unwrap();
        assert_eq!(scores[12], decimal("0.500000"));
    }

    #[test]
    fn what_does_not_fit_the_measure_is_refused() {
        let days = span("2025-01-01", "2025-01-02");
        let refused = |habit, entry| {
            let entries = BTreeMap::from([(day("2025-01-02"), entry)]);
            loop_score(habit, days, &entries).is_err()
        };
        assert!(refused(
            habit(1, 1, Measure::Boolean),
            Day::Value(Decimal::ONE)
        ));
        let at_most = habit(1, 1, Measure::AtMost(Decimal::ONE));
        assert!(refused(at_most, Day::Yes));
        assert!(refused(at_most, Day::Value(Decimal::NEGATIVE_ONE)));
        let daily = Frequency::new(1, 1).unwrap();
        assert!(Habit::new(daily, Measure::AtMost(Decimal::NEGATIVE_ONE)).is_err());
    }

    #[test]
    fn half_a_percent_counts_up() {
        assert_eq!(percent(decimal("0.875000")), 88);
        assert_eq!(percent(decimal("0.874999")), 87);
        assert_eq!(percent(Decimal::ONE), 100);
        assert_eq!(
            last(habit(1, 1, Measure::Boolean), &"y".repeat(39)),
            "0.875000"
        );
    }

    trait Texts {
        fn map_texts(&self) -> Vec<String>;
    }

    impl Texts for Vec<Decimal> {
        fn map_texts(&self) -> Vec<String> {
            self.iter().map(ToString::to_string).collect()
        }
    }

    fn letters() -> impl Strategy<Value = String> {
        "[yns-]{1,60}"
    }

    fn any_measure() -> impl Strategy<Value = Measure> {
        (0_i64..300, any::<u8>()).prop_map(|(target, which)| {
            let target = Decimal::new(target, 1);
            if which % 2 == 0 {
                Measure::AtLeast(target)
            } else {
                Measure::AtMost(target)
            }
        })
    }

    proptest! {
        #[test]
        fn a_score_lies_between_nothing_and_one(
            letters in letters(), times in 1_u32..8, days in 1_u32..15,
        ) {
            let scores = loop_score(
                habit(times, days, Measure::Boolean), span_of(letters.len()), &written(&letters),
            ).unwrap();
            prop_assert_eq!(scores.len(), letters.len());
            for score in scores {
                prop_assert!(score >= Decimal::ZERO && score <= Decimal::ONE);
            }
        }

        #[test]
        fn one_more_yes_never_lowers_the_score(
            letters in letters(), at in any::<prop::sample::Index>(),
            times in 1_u32..8, days in 1_u32..15,
        ) {
            let habit = habit(times, days, Measure::Boolean);
            let before = written(&letters);
            let mut after = before.clone();
            let day = span_of(at.index(letters.len()) + 1).last;
            prop_assume!(before.get(&day) != Some(&Day::Skip));
            after.insert(day, Day::Yes);
            let scores = |entries| loop_score(habit, span_of(letters.len()), entries).unwrap();
            for (before, after) in scores(&before).into_iter().zip(scores(&after)) {
                prop_assert!(before <= after);
            }
        }

        #[test]
        fn a_higher_amount_helps_a_goal_and_hurts_a_limit(
            values in prop::collection::vec(0_i64..200, 1..40), more in 1_i64..100,
            at in any::<prop::sample::Index>(), measure in any_measure(), days in 1_u32..9,
        ) {
            let habit = habit(1, days, measure);
            let entries = |values: &[i64]| -> BTreeMap<NaiveDate, Day> {
                let values = values.iter().map(|value| Day::Value(Decimal::new(*value, 1)));
                day("2025-01-01").iter_days().zip(values).collect()
            };
            let mut higher = values.clone();
            higher[at.index(values.len())] += more;
            let scores = |values| loop_score(habit, span_of(higher.len()), &entries(values)).unwrap();
            for (before, after) in scores(&values).into_iter().zip(scores(&higher)) {
                prop_assert!(after >= Decimal::ZERO && after <= Decimal::ONE);
                match measure {
                    Measure::AtMost(_) => prop_assert!(after <= before),
                    _ => prop_assert!(after >= before),
                }
            }
        }
    }
}
