//! In which rhythm payments come (spec D.4, steps 2 to 4).

use farthing_money::Rounding;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// The rhythm of a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cadence {
    /// Every day.
    Daily,
    /// Every seven days.
    Weekly,
    /// Every fourteen days.
    Biweekly,
    /// Every month.
    Monthly,
    /// Every second month.
    Bimonthly,
    /// Every third month.
    Quarterly,
    /// Every sixth month.
    Semiannual,
    /// Every twelfth month.
    Yearly,
    /// The same size again and again in no rhythm, such as a day ticket.
    PerUse,
}

/// A row of the table of rhythms.
struct Row {
    cadence: Cadence,
    /// The gaps in days that are on time, both inclusive.
    gaps: (i64, i64),
    charges_per_year: u32,
    /// How many months lie between two charges; none where days are counted.
    months: Option<u32>,
    word: &'static str,
}

/// The rows in the order in which they are tried.
const ROWS: [Row; 8] = [
    row(Cadence::Daily, (1, 1), 365, None, "daily"),
    row(Cadence::Weekly, (6, 8), 52, None, "weekly"),
    row(Cadence::Biweekly, (12, 16), 26, None, "biweekly"),
    row(Cadence::Monthly, (27, 34), 12, Some(1), "monthly"),
    row(Cadence::Bimonthly, (57, 65), 6, Some(2), "bimonthly"),
    row(Cadence::Quarterly, (85, 97), 4, Some(3), "quarterly"),
    row(Cadence::Semiannual, (175, 190), 2, Some(6), "semiannual"),
    row(Cadence::Yearly, (355, 376), 1, Some(12), "yearly"),
];

/// A regularity is told with so many decimals.
const PLACES: u32 = 4;

const fn row(
    cadence: Cadence,
    gaps: (i64, i64),
    charges_per_year: u32,
    months: Option<u32>,
    word: &'static str,
) -> Row {
    Row {
        cadence,
        gaps,
        charges_per_year,
        months,
        word,
    }
}

impl Cadence {
    /// The word of the rules for it: `monthly`, `per_use`.
    pub fn word(self) -> &'static str {
        self.row().map_or("per_use", |row| row.word)
    }

    /// How often it comes in a year; none without a rhythm.
    pub fn charges_per_year(self) -> Option<u32> {
        self.row().map(|row| row.charges_per_year)
    }

    /// The smallest and the largest gap in days that are on time; none without a rhythm.
    pub fn gap_days(self) -> Option<(i64, i64)> {
        self.row().map(|row| row.gaps)
    }

    /// How many months lie between two charges, where it goes by months.
    pub(super) fn months(self) -> Option<u32> {
        self.row().and_then(|row| row.months)
    }

    fn row(self) -> Option<&'static Row> {
        ROWS.iter().find(|row| row.cadence == self)
    }
}

/// The rhythm of some gaps in days and how regular it is, at least 0.75; none where there is no
/// rhythm. Sorts the gaps.
pub(super) fn rhythm(gaps: &mut [i64]) -> Option<(Cadence, Decimal)> {
    gaps.sort_unstable();
    // The median twice, because the mean of the middle two may be half a day.
    let lower = *gaps.get(gaps.len().checked_sub(1)? / 2)?;
    let twice_median = lower + gaps.get(gaps.len() / 2)?;
    let holds = |row: &&Row| (row.gaps.0 * 2..=row.gaps.1 * 2).contains(&twice_median);
    let row = ROWS.iter().find(holds)?;
    let points: i128 = gaps.iter().map(|gap| points(*gap, row.gaps)).sum();
    let most = 2 * i128::try_from(gaps.len()).ok()?;
    let regularity = Rounding::HalfUp.ratio(points, most, PLACES)?;
    // Compared before rounding.
    (points * 4 >= most * 3).then_some((row.cadence, regularity))
}

/// In halves: 2 for a gap on time, 1 where one payment was missed.
fn points(gap: i64, (low, high): (i64, i64)) -> i128 {
    if (low..=high).contains(&gap) {
        return 2;
    }
    (low * 2..=high * 2).contains(&gap).into()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn told(gaps: &[i64]) -> Option<(&'static str, String)> {
        let (cadence, regularity) = rhythm(&mut gaps.to_vec())?;
        Some((cadence.word(), regularity.to_string()))
    }

    #[test]
    fn the_median_of_two_gaps_may_be_half_a_day() {
        // 8.5 days are no week, 6.5 are one.
        assert_eq!(told(&[8, 9]), None);
        assert_eq!(told(&[7, 6]), Some(("weekly", "1.0000".to_owned())));
    }

    #[test]
    fn the_limits_of_a_rhythm_belong_to_it() {
        for row in &ROWS {
            let (low, high) = row.gaps;
            for gap in [low, high] {
                assert_eq!(told(&[gap]), Some((row.word, "1.0000".to_owned())));
            }
            assert_ne!(told(&[low - 1]).map(|told| told.0), Some(row.word));
            assert_ne!(told(&[high + 1]).map(|told| told.0), Some(row.word));
        }
    }

    #[test]
    fn three_quarters_are_regular_enough_and_less_is_not() {
        let enough = Some(("monthly", "0.7500".to_owned()));
        assert_eq!(told(&[30, 5, 30, 30]), enough);
        assert_eq!(told(&[30, 5, 30, 60, 30]), None);
        // From 54 to 68 days one month was missed.
        for (gap, expected) in [(53, None), (54, enough.clone()), (68, enough), (69, None)] {
            assert_eq!(told(&[30, 5, 30, gap, 30, 30]), expected, "{gap}");
        }
        assert_eq!(told(&[]), None);
    }

    #[test]
    fn days_that_skip_one_are_half_regular() {
        assert_eq!(told(&[1, 1, 1, 2]), Some(("daily", "0.8750".to_owned())));
        assert_eq!(told(&[1, 1, 3]), None);
    }

    proptest! {
        #[test]
        fn a_rhythm_does_not_hang_on_the_order_of_its_gaps(
            mut gaps in proptest::collection::vec(1_i64..70, 1..12),
        ) {
            let there = rhythm(&mut gaps.clone());
            gaps.reverse();
            prop_assert_eq!(rhythm(&mut gaps), there);
        }
    }
}
