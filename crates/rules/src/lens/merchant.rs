//! How much of a habit a payee is (spec D.3, merchant habit score).

use chrono::NaiveDate;
use farthing_money::Rounding;
use rust_decimal::Decimal;

use crate::error::RulesError;
use crate::goals::fitting;
use crate::power::power;

/// The days that are looked at, in blocks back from today.
const BLOCKS: usize = 13;
const BLOCK_DAYS: i64 = 7;
/// Fewer purchases say too little.
const FEWEST: usize = 3;
/// More purchases add nothing to the score: three a block.
const MOST: usize = 39;
/// After so many days without a purchase, what is recent counts half.
const HALF_LIFE_DAYS: i64 = 14;

/// The purchases of one payee in the last 91 days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MerchantHabit {
    /// From 0 to 100; none of fewer than three purchases.
    pub score: Option<u8>,
    /// How many purchases.
    pub count: usize,
    /// In how many of the 13 blocks of seven days there was one.
    pub active_blocks: usize,
}

/// How much of a habit a payee is today, by the days of its purchases, in any order (spec D.3).
/// Days after today and before the last 91 are not looked at.
///
/// ```
/// use farthing_rules::lens::merchant_habit;
/// let days = ["2025-03-31", "2025-03-24", "2025-03-24"];
/// let days = days.map(|day| day.parse()).into_iter().collect::<Result<Vec<_>, _>>()?;
/// let habit = merchant_habit("2025-03-31".parse()?, &days)?;
/// assert_eq!((habit.score, habit.count, habit.active_blocks), (Some(30), 3, 2));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn merchant_habit(today: NaiveDate, days: &[NaiveDate]) -> Result<MerchantHabit, RulesError> {
    let mut is_active = [false; BLOCKS];
    let mut count = 0;
    let mut youngest = i64::MAX;
    for day in days {
        let age = (today - *day).num_days();
        let block = usize::try_from(age.div_euclid(BLOCK_DAYS)).ok();
        if let Some(is_active) = block.and_then(|block| is_active.get_mut(block)) {
            *is_active = true;
            count += 1;
            youngest = youngest.min(age);
        }
    }
    let active_blocks = is_active.iter().filter(|active| **active).count();
    let score = match count {
        0..FEWEST => None,
        _ => Some(fitting(score(active_blocks, count, youngest))?),
    };
    Ok(MerchantHabit {
        score,
        count,
        active_blocks,
    })
}

/// 100 × (0.45 · active blocks / 13 + 0.35 · n / 39 + 0.20 · 0.5^(days / 14)), half-up. Everything
/// is multiplied by 39 first, so that only the last step divides and a half stays one.
fn score(active_blocks: usize, count: usize, days: i64) -> Option<u8> {
    let steady = Decimal::from(45 * 3 * active_blocks + 35 * count.min(MOST));
    let recent = Decimal::from(20 * MOST) * fading(days)?;
    let sum = (steady + recent).normalize();
    let whole = 10_i128.checked_pow(sum.scale())? * i128::try_from(MOST).ok()?;
    u8::try_from(Rounding::HalfUp.divide(sum.mantissa(), whole)?).ok()
}

/// 0.5^(days / 14), exact where the days are whole half-lives.
fn fading(days: i64) -> Option<Decimal> {
    let mut part = match days % HALF_LIFE_DAYS {
        0 => Decimal::ONE,
        rest => power(
            Decimal::new(5, 1),
            Decimal::from(rest) / Decimal::from(HALF_LIFE_DAYS),
        )?,
    };
    for _ in 0..days / HALF_LIFE_DAYS {
        part = part.checked_div(Decimal::TWO)?;
    }
    Some(part)
}

#[cfg(test)]
mod tests {
    use chrono::Days;
    use proptest::prelude::*;

    use super::*;

    fn today() -> NaiveDate {
        "2025-03-31".parse().unwrap()
    }

    fn of(ages: &[u64]) -> MerchantHabit {
        let days: Vec<NaiveDate> = ages.iter().map(|age| today() - Days::new(*age)).collect();
        merchant_habit(today(), &days).unwrap()
    }

    #[test]
    fn three_purchases_a_week_up_to_today_are_a_hundred() {
        let ages: Vec<u64> = (0..91).filter(|age| age % 7 < 3).collect();
        let habit = of(&ages);
        assert_eq!(
            (habit.score, habit.count, habit.active_blocks),
            (Some(100), 39, 13)
        );
    }

    #[test]
    fn two_purchases_say_nothing_and_91_days_back_is_too_long() {
        assert_eq!(of(&[0, 0, 91]).score, None);
        assert_eq!(of(&[0, 0, 91]).count, 2);
        assert_eq!(of(&[0, 0, 90]).active_blocks, 2);
        assert_eq!(
            of(&[]),
            MerchantHabit {
                score: None,
                count: 0,
                active_blocks: 0
            }
        );
    }

    #[test]
    fn a_day_after_today_is_not_looked_at() {
        let days = [today(), today(), today() + Days::new(1)];
        assert_eq!(merchant_habit(today(), &days).unwrap().count, 2);
    }

    #[test]
    fn half_a_point_goes_up() {
        // 45 · 2/13 + 35 · 9/39 + 20 / 8 = 6.923… + 8.076… + 2.5 = 17.5.
        assert_eq!(of(&[42, 42, 42, 42, 42, 49, 49, 49, 49]).score, Some(18));
    }

    #[test]
    fn what_is_recent_fades_with_the_days() {
        // 3.46 + 2.69 + 20 · 0.5^(1/2) = 20.30.
        assert_eq!(of(&[7, 7, 7]).score, Some(20));
        assert_eq!(of(&[0, 0, 0]).score, Some(26));
        // 3.46 + 2.69 + 20 · 0.5^(90/14) = 6.39.
        assert_eq!(of(&[90, 90, 90]).score, Some(6));
    }

    proptest! {
        #[test]
        fn a_score_is_at_most_a_hundred_and_waiting_never_raises_it(
            ages in proptest::collection::vec(0_u64..84, 3..60),
        ) {
            let score = of(&ages).score.unwrap();
            prop_assert!(score <= 100);
            let later: Vec<u64> = ages.iter().map(|age| age + 7).collect();
            prop_assert!(of(&later).score.unwrap() <= score);
        }
    }
}
