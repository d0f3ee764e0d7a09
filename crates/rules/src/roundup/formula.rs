//! What one purchase sets aside, before any limit (spec A.3 for multiples; the other modes are ours).

use farthing_money::{Money, MoneyError, Rounding};
use rust_decimal::Decimal;

use super::Step;
use crate::error::RulesError;

/// How a purchase becomes a round-up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mode {
    /// Up to the next multiple of an increment.
    Multiple {
        /// The increment, above zero.
        increment: Money,
        /// What an amount without a gap sets aside.
        exact: Exact,
    },
    /// Up to the next of these bank notes, from the smallest to the largest; beyond the largest, to
    /// its next multiple. An amount of just a note sets nothing aside.
    Note(Vec<Money>),
    /// The same for every purchase.
    Flat(Money),
    /// A part of the purchase, rounded half up.
    Percent(Decimal),
    /// By the size of the purchase: the first rung that reaches it, else the amount beyond.
    Ladder {
        /// From the smallest purchases to the largest.
        rungs: Vec<Rung>,
        /// For larger purchases than the last rung reaches.
        beyond: Money,
    },
}

/// A rung of a ladder: purchases up to a size set an amount aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rung {
    /// The largest purchase, which is on the rung itself.
    pub up_to: Money,
    /// What it sets aside.
    pub amount: Money,
}

/// What an amount without a gap sets aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Exact {
    /// Nothing.
    #[default]
    Nothing,
    /// A whole increment.
    Full,
    /// This amount.
    Fixed(Money),
}

impl Mode {
    /// An error that names the part of the mode that cannot be.
    pub(super) fn check(&self) -> Result<(), RulesError> {
        let ascend = |amounts: &[i64]| amounts.is_sorted_by(|a, b| a < b);
        match self {
            Self::Multiple { increment, .. } if increment.minor() < 1 => Err(RulesError::field(
                "increment",
                "the increment must be above zero",
            )),
            Self::Note(notes) if !ascend(&minors(notes)) || notes.is_empty() => {
                Err(RulesError::field(
                    "notes",
                    "the notes are listed from the smallest to the largest",
                ))
            }
            Self::Percent(rate) if *rate <= Decimal::ZERO => Err(RulesError::field(
                "rate",
                "the part of a purchase must be above zero",
            )),
            Self::Ladder { rungs, .. } => {
                let reach: Vec<Money> = rungs.iter().map(|rung| rung.up_to).collect();
                ascend(&minors(&reach))
                    .then_some(())
                    .ok_or(RulesError::field(
                        "rungs",
                        "the rungs are listed from the smallest purchases to the largest",
                    ))
            }
            Self::Multiple { .. } | Self::Note(_) | Self::Flat(_) | Self::Percent(_) => Ok(()),
        }
    }

    /// All its amounts.
    pub(super) fn amounts(&self) -> Vec<Money> {
        match self {
            Self::Multiple {
                increment,
                exact: Exact::Fixed(fixed),
            } => vec![*increment, *fixed],
            Self::Multiple { increment, .. } => vec![*increment],
            Self::Note(notes) => notes.clone(),
            Self::Flat(amount) => vec![*amount],
            Self::Percent(_) => Vec::new(),
            Self::Ladder { rungs, beyond } => {
                let of_rungs = rungs.iter().flat_map(|rung| [rung.up_to, rung.amount]);
                of_rungs.chain([*beyond]).collect()
            }
        }
    }
}

fn minors(amounts: &[Money]) -> Vec<i64> {
    amounts.iter().map(Money::minor).collect()
}

/// What a purchase of this size (zero or more) sets aside: what its mode says and the extra, so many
/// times.
///
/// ```
/// use farthing_rules::roundup::{Step, roundup_of};
/// let step = Step::of("1.00 USD".parse()?);
/// assert_eq!(roundup_of("4.30 USD".parse()?, &step, 2)?.to_string(), "1.40 USD");
/// # Ok::<(), farthing_money::MoneyError>(())
/// ```
pub fn roundup_of(purchase: Money, step: &Step, times: u32) -> Result<Money, MoneyError> {
    let currency = step.currency;
    if purchase.currency() != currency {
        return Err(MoneyError::Mixed(currency, purchase.currency()));
    }
    let once = once(purchase, &step.mode)?.checked_add(step.extra)?;
    let whole = i128::from(once.minor()) * i128::from(times);
    let minor = i64::try_from(whole).map_err(|_| MoneyError::Overflow)?;
    Money::from_minor(minor, currency)
}

/// Whether a purchase sets nothing aside because it has no gap.
pub(super) fn is_exact(purchase: Money, mode: &Mode) -> bool {
    match mode {
        Mode::Multiple { increment, exact } => {
            *exact == Exact::Nothing && gap(purchase, *increment) == 0
        }
        Mode::Note(notes) => to_next_note(purchase, notes) == 0,
        Mode::Flat(_) | Mode::Percent(_) | Mode::Ladder { .. } => false,
    }
}

fn once(purchase: Money, mode: &Mode) -> Result<Money, MoneyError> {
    let currency = purchase.currency();
    match mode {
        Mode::Multiple { increment, exact } => match (gap(purchase, *increment), exact) {
            (0, Exact::Nothing) => Ok(Money::zero(currency)),
            (0, Exact::Full) => Ok(*increment),
            (0, Exact::Fixed(amount)) => Ok(*amount),
            (gap, _) => Money::from_minor(gap, currency),
        },
        Mode::Note(notes) => Money::from_minor(to_next_note(purchase, notes), currency),
        Mode::Flat(amount) => Ok(*amount),
        Mode::Percent(rate) => {
            let part = purchase.to_decimal().checked_mul(*rate);
            Money::round(
                part.ok_or(MoneyError::Overflow)?,
                currency,
                Rounding::HalfUp,
            )
        }
        Mode::Ladder { rungs, beyond } => {
            let rung = rungs
                .iter()
                .find(|rung| purchase.minor() <= rung.up_to.minor());
            Ok(rung.map_or(*beyond, |rung| rung.amount))
        }
    }
}

/// What is missing to the next multiple, in minor units.
fn gap(purchase: Money, increment: Money) -> i64 {
    let increment = increment.minor().max(1);
    (increment - purchase.minor().rem_euclid(increment)) % increment
}

/// What is missing to the next note, in minor units.
fn to_next_note(purchase: Money, notes: &[Money]) -> i64 {
    let next = notes.iter().find(|note| note.minor() >= purchase.minor());
    match (next, notes.last()) {
        (Some(note), _) => note.minor() - purchase.minor(),
        (None, Some(largest)) => gap(purchase, *largest),
        (None, None) => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roundup::notes_of;

    fn euro(text: &str) -> Money {
        format!("{text} EUR").parse().unwrap()
    }

    fn saved(purchase: &str, mode: &Mode) -> String {
        let step = Step::with(mode.clone(), euro("0.00").currency());
        roundup_of(euro(purchase), &step, 1).unwrap().decimal_text()
    }

    #[test]
    fn the_next_note_is_the_smallest_that_pays() {
        let mode = Mode::Note(notes_of(euro("0.00").currency()));
        for (purchase, expected) in [
            ("3.20", "1.80"),
            ("5.00", "0.00"),
            ("5.01", "4.99"),
            ("62.50", "37.50"),
            ("230.00", "170.00"),
        ] {
            assert_eq!(saved(purchase, &mode), expected, "{purchase}");
        }
    }

    #[test]
    fn a_flat_amount_a_part_and_a_ladder() {
        assert_eq!(saved("3.20", &Mode::Flat(euro("0.25"))), "0.25");
        let part = Mode::Percent("0.05".parse().unwrap());
        assert_eq!(saved("3.30", &part), "0.17");
        let rung = |up_to: &str, amount: &str| Rung {
            up_to: euro(up_to),
            amount: euro(amount),
        };
        let ladder = Mode::Ladder {
            rungs: vec![rung("10.00", "1.00"), rung("50.00", "5.00")],
            beyond: euro("10.00"),
        };
        for (purchase, expected) in [
            ("0.50", "1.00"),
            ("10.00", "1.00"),
            ("10.01", "5.00"),
            ("50.00", "5.00"),
            ("50.01", "10.00"),
        ] {
            assert_eq!(saved(purchase, &ladder), expected, "{purchase}");
        }
    }
}
