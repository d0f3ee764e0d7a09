//! The days of a period, one after the other: what each has, and where its rest goes.

use std::collections::VecDeque;

use chrono::NaiveDate;
use farthing_money::Rounding;

use super::{Rest, RestChoice};

/// Where a period stands on the morning of a day, in minor units. What is not spent is in exactly one
/// of these places.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    rest: Rest,
    /// What this day and those after it share; below zero, it is a debt.
    pool: i128,
    /// What this day has besides its share.
    carried: i128,
    /// Rests that wait, by the day that left them: for the person's choice, or for the close.
    pub waiting: VecDeque<(NaiveDate, i128)>,
    /// This day and those after it.
    days_left: i64,
}

impl Plan {
    pub(super) fn new(rest: Rest, total: i128, days: i64) -> Self {
        Self {
            rest,
            pool: total,
            carried: 0,
            waiting: VecDeque::new(),
            days_left: days,
        }
    }

    /// The person says what becomes of the rests that wait.
    pub(super) fn choose(&mut self, choice: RestChoice) {
        if self.rest != Rest::Asked {
            return;
        }
        let waited = self.waiting_sum();
        self.waiting.clear();
        match choice {
            RestChoice::Spread => self.pool += waited,
            RestChoice::Carry => self.carried += waited,
        }
    }

    /// What this day has.
    pub(super) fn today(&self) -> i128 {
        self.share() + self.carried
    }

    /// The day is over: its rest goes where it should, or what it overspent lowers what is to come.
    pub(super) fn close(&mut self, day: NaiveDate, spent: i128) {
        let rest = self.today() - spent;
        self.pool -= self.share();
        self.carried = 0;
        self.days_left -= 1;
        if rest < 0 {
            self.pool += rest;
            return self.cover();
        }
        match self.rest {
            Rest::Spread => self.pool += rest,
            Rest::Carried => self.carried = rest,
            Rest::Asked | Rest::Swept if rest > 0 => self.waiting.push_back((day, rest)),
            Rest::Asked | Rest::Swept => {}
        }
    }

    /// What the day and those after it have.
    pub(super) fn to_come(&self) -> Vec<i128> {
        shares(self.pool, self.days_left)
    }

    pub(super) fn waiting_sum(&self) -> i128 {
        self.waiting.iter().map(|(_, rest)| rest).sum()
    }

    /// The first of the shares.
    fn share(&self) -> i128 {
        if self.pool < 0 {
            return self.pool;
        }
        let share = Rounding::Ceil.divide(self.pool, self.days_left.into());
        share.unwrap_or(0)
    }

    /// A debt that the days to come cannot bear is paid from rests that wait, the oldest first.
    fn cover(&mut self) {
        while self.pool < 0
            && let Some((day, rest)) = self.waiting.pop_front()
        {
            let paid = rest.min(-self.pool);
            self.pool += paid;
            if paid < rest {
                self.waiting.push_front((day, rest - paid));
            }
        }
    }
}

/// An amount shared evenly by days with largest remainders: the first days have the units left over.
/// A debt is not shared: it is all the first day's, as no day can spend anything until it is paid.
pub(super) fn shares(amount: i128, days: i64) -> Vec<i128> {
    let Ok(count) = usize::try_from(days) else {
        return Vec::new();
    };
    let mut shares = vec![0; count];
    if amount < 0 {
        if let Some(first) = shares.first_mut() {
            *first = amount;
        }
        return shares;
    }
    let whole = amount.checked_div(days.into()).unwrap_or(0);
    let over = amount.checked_rem(days.into()).unwrap_or(0);
    for (number, share) in (0_i128..).zip(&mut shares) {
        *share = whole + i128::from(number < over);
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_days_share_nothing_and_no_rest_is_lost() {
        assert_eq!(shares(5, 0), Vec::<i128>::new());
        assert_eq!(shares(-5, 0), Vec::<i128>::new());
        let day = NaiveDate::MIN;
        for rest in [Rest::Spread, Rest::Carried, Rest::Asked, Rest::Swept] {
            let mut plan = Plan::new(rest, 5, 1);
            plan.close(day, 2);
            assert_eq!(plan.pool + plan.carried + plan.waiting_sum(), 3);
            assert_eq!(plan.to_come(), Vec::<i128>::new());
        }
    }

    #[test]
    fn a_debt_is_all_the_first_day_s() {
        assert_eq!(shares(-5, 3), [-5, 0, 0]);
        assert_eq!(shares(5, 3), [2, 2, 1]);
        assert_eq!(shares(0, 2), [0, 0]);
    }
}
