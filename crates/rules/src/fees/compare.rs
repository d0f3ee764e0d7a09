//! Where one tariff is cheaper than another (spec D.7).

use std::cmp::Ordering;

use farthing_money::{MAX_ENTRY_MINOR, Money, MoneyError, Rounding};

use super::plan::{PARTS, Plan};
use super::tariff::Tariff;
use crate::error::RulesError;
use crate::goals::{fitting, money_of};

/// The payment of which two plans take the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BreakEven {
    /// How large it is, rounded half-up.
    pub amount: Money,
    /// Which plan takes less of smaller payments; the other takes less of larger ones.
    pub cheaper_below: Cheaper,
}

/// Which of two tariffs takes less.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cheaper {
    /// The first.
    A,
    /// The second.
    B,
    /// Both take the same.
    Neither,
}

/// Sizes of payments of which the same tariff takes less.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CheaperSizes {
    /// The smallest.
    pub from: Money,
    /// The largest, inclusive; none where there is no largest.
    pub to: Option<Money>,
    /// Which takes less.
    pub cheaper: Cheaper,
}

/// Where two plans take the same: x = (fixed of a − fixed of b) / (part of b − part of a). None
/// where that is not above zero, or the parts are equal. Limits of the plans are not looked at;
/// [`cheaper_sizes`] does.
///
/// ```
/// use farthing_rules::fees::{Cheaper, Plan, break_even};
/// let standard = Plan::new("0.029".parse()?, "0.30 USD".parse()?)?;
/// let small = Plan::new("0.05".parse()?, "0.05 USD".parse()?)?;
/// let even = break_even(&standard, &small)?.ok_or("they do not cross")?;
/// assert_eq!(even.amount.to_string(), "11.90 USD");
/// assert_eq!(even.cheaper_below, Cheaper::B);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn break_even(a: &Plan, b: &Plan) -> Result<Option<BreakEven>, RulesError> {
    let fixed = a.fixed().checked_add(b.fixed().negated())?;
    let rate = b.rate() - a.rate();
    if fixed.is_zero() || rate == 0 || (fixed.minor() > 0) != (rate > 0) {
        return Ok(None);
    }
    // A rate counts parts of a minor unit, so the fixed amounts must too.
    let parts = i128::from(fixed.minor()) * PARTS;
    let minor = fitting(Rounding::HalfUp.divide(parts, rate))?;
    Ok(Some(BreakEven {
        amount: money_of(minor, fixed.currency())?,
        cheaper_below: if fixed.minor() < 0 {
            Cheaper::A
        } else {
            Cheaper::B
        },
    }))
}

/// For every size from one minor unit on that both tariffs have a fee for, which one takes less
/// before rounding, which is never more after it. Ascending; neighbours differ.
pub fn cheaper_sizes(a: &Tariff, b: &Tariff) -> Result<Vec<CheaperSizes>, RulesError> {
    if a.currency() != b.currency() {
        return Err(MoneyError::Mixed(a.currency(), b.currency()).into());
    }
    let mut pieces: Vec<Piece> = Vec::new();
    let mut from = 1;
    for to in ends(a, b) {
        if let (Some(plan_a), Some(plan_b)) = (a.plan_of(from), b.plan_of(from)) {
            add_pieces(&mut pieces, (plan_a, plan_b), (from, to));
        }
        from = to + 1;
    }
    let sizes = pieces.into_iter().map(|piece| {
        let end = Some(piece.to).filter(|to| *to < MAX_ENTRY_MINOR);
        let money = |minor: i64| money_of(minor.into(), a.currency());
        Ok(CheaperSizes {
            from: money(piece.from)?,
            to: end.map(money).transpose()?,
            cheaper: Cheaper::of(piece.order),
        })
    });
    sizes.collect()
}

impl Cheaper {
    fn of(order: Ordering) -> Self {
        match order {
            Ordering::Less => Self::A,
            Ordering::Equal => Self::Neither,
            Ordering::Greater => Self::B,
        }
    }
}

/// Sizes over which the fees are in one order.
struct Piece {
    from: i64,
    to: i64,
    order: Ordering,
}

/// The last sizes before one of the fees bends or jumps, ascending, and the largest payment there
/// is. Between two of them both fees are straight lines.
fn ends(a: &Tariff, b: &Tariff) -> Vec<i64> {
    let bands = a.bands().iter().chain(b.bands());
    let limits = bands.clone().filter_map(|band| band.up_to);
    let limits = limits.map(|limit| limit.minor());
    let of_plans = bands.flat_map(|band| band.plan.bends());
    let all = limits.chain(of_plans).chain([MAX_ENTRY_MINOR]);
    let mut ends: Vec<i64> = all
        .filter(|end| (1..=MAX_ENTRY_MINOR).contains(end))
        .collect();
    ends.sort_unstable();
    ends.dedup();
    ends
}

/// The pieces of a stretch over which both fees are straight lines, which meet once at most.
fn add_pieces(pieces: &mut Vec<Piece>, (a, b): (&Plan, &Plan), (mut from, last): (i64, i64)) {
    let order_at = |size: i64| a.exact(size).cmp(&b.exact(size));
    while from <= last {
        let order = order_at(from);
        let to = last_with(from, last, |size| order_at(size) == order);
        add_piece(pieces, Piece { from, to, order });
        from = to + 1;
    }
}

fn add_piece(pieces: &mut Vec<Piece>, piece: Piece) {
    match pieces.last_mut() {
        Some(before) if before.to + 1 == piece.from && before.order == piece.order => {
            before.to = piece.to;
        }
        _ => pieces.push(piece),
    }
}

/// The last size for which something holds that holds for the first and, once it does not, never
/// again.
fn last_with(first: i64, last: i64, holds: impl Fn(i64) -> bool) -> i64 {
    let (mut holding, mut end) = (first, last + 1);
    while end - holding > 1 {
        let middle = holding + (end - holding) / 2;
        if holds(middle) {
            holding = middle;
        } else {
            end = middle;
        }
    }
    holding
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::plan::tests::{any_plan, euros, plan};
    use super::super::tariff::Band;
    use super::super::tariff::tests::any_tariff;
    use super::*;

    fn told(a: &Tariff, b: &Tariff) -> Vec<(String, Option<String>, Cheaper)> {
        let sizes = cheaper_sizes(a, b).unwrap().into_iter();
        let text = |money: Money| money.decimal_text();
        sizes
            .map(|s| (text(s.from), s.to.map(text), s.cheaper))
            .collect()
    }

    fn row(from: &str, to: &str, cheaper: Cheaper) -> (String, Option<String>, Cheaper) {
        let to = Some(to.to_owned()).filter(|to| !to.is_empty());
        (from.to_owned(), to, cheaper)
    }

    #[test]
    fn plans_that_never_cross_have_no_break_even() {
        let even = |a: &Plan, b: &Plan| break_even(a, b).unwrap();
        assert_eq!(even(&plan("0.02", "0.10"), &plan("0.02", "0.30")), None);
        assert_eq!(even(&plan("0.02", "0.10"), &plan("0.03", "0.10")), None);
        assert_eq!(even(&plan("0.02", "0.10"), &plan("0.03", "0.30")), None);
        assert_eq!(even(&plan("0.02", "0.10"), &plan("0.02", "0.10")), None);
        let dollars = Plan::new("0.02".parse().unwrap(), "0.10 USD".parse().unwrap()).unwrap();
        assert!(break_even(&dollars, &plan("0.02", "0.10")).is_err());
    }

    #[test]
    fn the_crossing_of_two_plans_is_a_size_of_neither() {
        let (a, b) = (plan("0.01", "0.20"), plan("0.03", "0.10"));
        let even = break_even(&a, &b).unwrap().unwrap();
        assert_eq!((even.amount, even.cheaper_below), (euros("5"), Cheaper::B));
        let expected = [
            row("0.01", "4.99", Cheaper::B),
            row("5.00", "5.00", Cheaper::Neither),
            row("5.01", "", Cheaper::A),
        ];
        assert_eq!(told(&a.into(), &b.into()), expected);
    }

    #[test]
    fn a_limit_turns_the_order_round_again() {
        // From 3.00 on the part is above the fixed fee, and from 8.00 on below it again.
        let a = plan("0.10", "0").at_most(euros("0.30")).unwrap();
        let step = |up_to: Option<&str>, fixed| Band {
            up_to: up_to.map(euros),
            plan: plan("0", fixed),
        };
        let b = Tariff::new(vec![step(Some("8.00"), "0.25"), step(None, "0.35")]).unwrap();
        let expected = [
            row("0.01", "2.49", Cheaper::A),
            row("2.50", "2.50", Cheaper::Neither),
            row("2.51", "8.00", Cheaper::B),
            row("8.01", "", Cheaper::A),
        ];
        assert_eq!(told(&a.into(), &b), expected);
    }

    #[test]
    fn sizes_that_one_tariff_does_not_have_are_left_out() {
        let up_to = |limit| Band {
            up_to: Some(euros(limit)),
            plan: plan("0", "0.10"),
        };
        let small = Tariff::new(vec![up_to("20.00")]).unwrap();
        let same = told(&small, &plan("0", "0.10").into());
        assert_eq!(same, [row("0.01", "20.00", Cheaper::Neither)]);
    }

    proptest! {
        #[test]
        fn every_size_is_told_once_and_right(
            a in any_tariff(),
            b in any_tariff(),
            size in 1_i32..14_000,
        ) {
            let amount = Money::small(size, a.currency());
            let sizes = cheaper_sizes(&a, &b).unwrap();
            let holds = |s: &&CheaperSizes| {
                let to = s.to.map_or(i64::MAX, |to| to.minor());
                (s.from.minor()..=to).contains(&amount.minor())
            };
            let found: Vec<&CheaperSizes> = sizes.iter().filter(holds).collect();
            let (Ok(fee_a), Ok(fee_b)) = (a.fee(amount), b.fee(amount)) else {
                prop_assert!(found.is_empty());
                return Ok(());
            };
            prop_assert_eq!(found.len(), 1);
            match found[0].cheaper {
                Cheaper::A => prop_assert!(fee_a.minor() <= fee_b.minor()),
                Cheaper::B => prop_assert!(fee_b.minor() <= fee_a.minor()),
                Cheaper::Neither => prop_assert_eq!(fee_a, fee_b),
            }
            let differ = |pair: &[CheaperSizes]| {
                let next = pair[0].to.unwrap().minor() + 1;
                pair[0].cheaper != pair[1].cheaper || next < pair[1].from.minor()
            };
            prop_assert!(sizes.windows(2).all(differ));
        }

        #[test]
        fn the_break_even_does_not_hang_on_the_order_of_the_plans(
            a in any_plan(),
            b in any_plan(),
        ) {
            let there = break_even(&a, &b).unwrap().map(|even| even.amount);
            prop_assert_eq!(break_even(&b, &a).unwrap().map(|even| even.amount), there);
        }
    }
}
