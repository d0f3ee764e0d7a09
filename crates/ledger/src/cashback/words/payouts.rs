//! What a payout would come to, as a fact.

use chrono::NaiveDate;
use farthing_money::{Money, Rounding};
use rust_decimal::Decimal;

use super::{day_words, money_words, sentence};

/// The figures of a payout, all in one unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cashback) struct PayoutSums {
    /// What is there.
    pub balance: Money,
    /// From how much on it is paid, or paid without cost; zero for any amount.
    pub floor: Money,
    /// What a payout costs now.
    pub fee: Money,
    /// What is missing to the floor; none for nothing.
    pub missing: Option<Money>,
    /// The next day of payment.
    pub next: Option<NaiveDate>,
}

/// What a payout would come to, in a sentence.
pub(in crate::cashback) fn payout_words(sums: &PayoutSums) -> String {
    let words = match (sums.fee.is_zero(), sums.missing) {
        (false, missing) => costs(sums, missing),
        (true, Some(missing)) => {
            let (balance, floor) = (money_words(sums.balance), money_words(sums.floor));
            let missing = money_words(missing);
            format!("{balance} is there; it is paid from {floor} on, {missing} more")
        }
        (true, None) => format!(
            "{} is there and is paid without cost",
            money_words(sums.balance)
        ),
    };
    let next = sums.next.map_or_else(String::new, |next| {
        format!("; the next day of payment is {}", day_words(next))
    });
    sentence(&format!("{words}{next}"))
}

fn costs(sums: &PayoutSums, missing: Option<Money>) -> String {
    let (fee, balance) = (money_words(sums.fee), money_words(sums.balance));
    let whole_percent = part_of(sums.fee, sums.balance);
    let of_it = whole_percent.map_or_else(
        || format!("of {balance}"),
        |percent| format!("which is {percent} % of {balance}"),
    );
    let without_cost = missing.map_or_else(String::new, |missing| {
        format!("; with {} more it is free", money_words(missing))
    });
    format!("cashing out now costs {fee}, {of_it}{without_cost}")
}

/// How much of the balance the fee is, in whole percent.
fn part_of(fee: Money, balance: Money) -> Option<Decimal> {
    let (fee, whole) = (i128::from(fee.minor()), i128::from(balance.minor()));
    let share = (whole > 0).then(|| Rounding::HalfUp.divide(fee * 100, whole))??;
    Decimal::try_from_i128_with_scale(share, 0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_payout_is_told_as_a_fact() {
        let money = |text: &str| text.parse::<Money>().unwrap();
        let mut sums = PayoutSums {
            balance: money("6.25 USD"),
            floor: money("12.45 USD"),
            fee: money("0.75 USD"),
            missing: Some(money("6.20 USD")),
            next: None,
        };
        assert_eq!(
            payout_words(&sums),
            "Cashing out now costs 0.75 USD, which is 12 % of 6.25 USD; with 6.20 USD more it is free."
        );
        sums.fee = money("0.00 USD");
        sums.next = NaiveDate::from_ymd_opt(2026, 2, 15);
        assert_eq!(
            payout_words(&sums),
            "6.25 USD is there; it is paid from 12.45 USD on, 6.20 USD more; the next day of payment \
             is 15 February 2026."
        );
    }
}
