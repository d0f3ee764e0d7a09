//! What has become of a transfer, and why one is proposed or not.

use chrono::NaiveDate;
use farthing_money::Money;

use super::super::terms::DayOfWeek;
use super::super::views::SweepState;
use super::day_words;

/// The sums of a confirmed transfer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::savings) struct SweepSums {
    /// What was confirmed.
    pub amount: Money,
    /// What of it has really moved.
    pub moved: Money,
    /// What has moved beyond it.
    pub extra: Money,
    /// What waits for a transfer again.
    pub back: Money,
}

/// Whether a transfer is proposed today, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::savings) enum Due {
    /// It is.
    Now,
    /// What is pending has not come to the threshold.
    BelowThreshold,
    /// It waits for a day of the week.
    Weekday(DayOfWeek),
    /// It waits for the next pay, where one is expected.
    Payday(Option<NaiveDate>),
    /// It waits until the person asks.
    ByHand,
    /// More was taken back than set aside.
    Nothing,
    /// The account that pays would run dry.
    Guarded,
    /// The goals name no destination.
    NoDestination,
    /// Nobody knows which account pays.
    NoAccount,
    /// It lies on accounts that no transfer can be made from.
    CannotPay,
}

/// What has become of a confirmed transfer. Only what was found at the bank is said to have moved.
pub(in crate::savings) fn sweep_words(state: SweepState, sums: &SweepSums) -> String {
    let SweepSums {
        amount,
        moved,
        extra,
        back,
    } = sums;
    match state {
        SweepState::Open => {
            format!("{amount} is looked for at the bank; nothing was found yet.")
        }
        SweepState::Suggested => {
            "One entry has this amount and may be the transfer. Please compare it.".to_owned()
        }
        SweepState::Settled => format!("All of it has moved: {moved}."),
        SweepState::Partial => {
            format!("{moved} of {amount} has moved. {back} waits for a transfer again.")
        }
        SweepState::Over => {
            format!(
                "All of {amount} has moved, and {extra} more. You can keep the rest as a deposit by hand."
            )
        }
        SweepState::Expired => {
            format!("No transfer was found in its days. {back} waits for a transfer again.")
        }
    }
}

/// Why a transfer is proposed today, or why not yet. What is pending stays set aside in every case.
pub(in crate::savings) fn due_words(
    due: Due,
    pending: Money,
    amount: Money,
    threshold: Money,
) -> String {
    let waiting = format!("{pending} is waiting");
    match due {
        Due::Now if amount.minor() < pending.minor() => format!(
            "{waiting}; {amount} of it can be moved without the account that pays going below its \
             floor."
        ),
        Due::Now if threshold.is_zero() => format!("{waiting} and can be moved."),
        Due::Now => format!("{waiting}, which is at least {threshold}, and can be moved."),
        Due::BelowThreshold => {
            format!("{waiting}. A transfer is proposed from {threshold} on.")
        }
        Due::Weekday(day) => {
            format!(
                "{waiting}. A transfer is proposed on {}.",
                weekday_words(day)
            )
        }
        Due::Payday(Some(day)) => format!(
            "{waiting}. A transfer is proposed with the next pay, expected on {}.",
            day_words(day)
        ),
        Due::Payday(None) => format!("{waiting}. A transfer is proposed with the next pay."),
        Due::ByHand => format!("{waiting}. A transfer is made when you ask for it."),
        Due::Nothing => {
            "More was taken back than set aside; what is set aside next makes up for it.".to_owned()
        }
        Due::Guarded => {
            format!(
                "{waiting}. The account that pays would go below its floor, so nothing is moved."
            )
        }
        Due::NoDestination => {
            format!("{waiting}. Choose a destination for its goals to make a transfer.")
        }
        Due::CannotPay => format!(
            "{waiting}. It lies on an account that no transfer is made from, such as a credit card \
             or cash, so it needs a paying account."
        ),
        Due::NoAccount => format!("{waiting}. Choose the account that pays to make a transfer."),
    }
}

pub(super) fn weekday_words(day: DayOfWeek) -> &'static str {
    match day {
        DayOfWeek::Monday => "Monday",
        DayOfWeek::Tuesday => "Tuesday",
        DayOfWeek::Wednesday => "Wednesday",
        DayOfWeek::Thursday => "Thursday",
        DayOfWeek::Friday => "Friday",
        DayOfWeek::Saturday => "Saturday",
        DayOfWeek::Sunday => "Sunday",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(text: &str) -> Money {
        text.parse().unwrap()
    }

    #[test]
    fn only_what_was_found_has_moved() {
        let sums = SweepSums {
            amount: money("5.00 EUR"),
            moved: money("3.00 EUR"),
            extra: money("0.00 EUR"),
            back: money("2.00 EUR"),
        };
        assert_eq!(
            sweep_words(SweepState::Partial, &sums),
            "3.00 EUR of 5.00 EUR has moved. 2.00 EUR waits for a transfer again."
        );
        assert_eq!(
            sweep_words(SweepState::Open, &sums),
            "5.00 EUR is looked for at the bank; nothing was found yet."
        );
    }

    #[test]
    fn what_waits_says_for_what() {
        let words = |due, pending: &str, amount: &str| {
            due_words(due, money(pending), money(amount), money("5.00 EUR"))
        };
        assert_eq!(
            words(Due::Now, "6.00 EUR", "6.00 EUR"),
            "6.00 EUR is waiting, which is at least 5.00 EUR, and can be moved."
        );
        assert_eq!(
            words(Due::Now, "6.00 EUR", "4.00 EUR"),
            "6.00 EUR is waiting; 4.00 EUR of it can be moved without the account that pays going \
             below its floor."
        );
        assert_eq!(
            words(Due::BelowThreshold, "1.00 EUR", "0.00 EUR"),
            "1.00 EUR is waiting. A transfer is proposed from 5.00 EUR on."
        );
        assert_eq!(
            words(Due::CannotPay, "6.00 EUR", "6.00 EUR"),
            "6.00 EUR is waiting. It lies on an account that no transfer is made from, such as a \
             credit card or cash, so it needs a paying account."
        );
        assert_eq!(
            words(Due::Weekday(DayOfWeek::Friday), "6.00 EUR", "6.00 EUR"),
            "6.00 EUR is waiting. A transfer is proposed on Friday."
        );
    }
}
