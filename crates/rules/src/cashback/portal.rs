//! Cashback of shopping portals: how far a reward is, what is late, and when it is paid out (spec E.7).

use chrono::{Days, NaiveDate};
use farthing_money::{Currency, Money, MoneyError};

use crate::calendar::beyond_calendar;
use crate::error::RulesError;

/// How long a portal takes, in days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PortalPolicy {
    /// From the purchase until it shows up.
    pub track_days: u32,
    /// From the purchase until it can no longer be claimed.
    pub claim_until_days: u32,
    /// From the purchase until it is confirmed.
    pub confirm_days: u32,
    /// From the confirmation until it is paid.
    pub pay_days: u32,
    /// From a refusal until it can no longer be appealed.
    pub appeal_days: u32,
}

/// A purchase through a portal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PortalReward {
    /// The day of the purchase.
    pub bought: NaiveDate,
    /// What it should bring; zero or more.
    pub expected: Money,
    /// What the portal said, in any order.
    pub events: Vec<PortalEvent>,
    /// When it can be paid once it is confirmed.
    pub paid: PaidFrom,
}

/// When a portal pays what is confirmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaidFrom {
    /// So many days after the confirmation as its policy says.
    Confirmation,
    /// Then, and not before this day: the first day of payment at which all that is confirmed comes to
    /// the least that is paid.
    Day(NaiveDate),
    /// What is confirmed is less than is paid, and is carried to the next day of payment; none where
    /// there are no such days.
    Carried(Option<NaiveDate>),
}

/// What a portal said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PortalEvent {
    /// The local day.
    pub day: NaiveDate,
    /// How far the reward is from then on.
    pub state: PortalState,
    /// How much it is from then on; none for as much as before.
    pub amount: Option<Money>,
}

/// How far a reward is. The words in files are those in lower case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PortalState {
    /// Nothing has been heard of it.
    Expected,
    /// The portal has seen the purchase.
    Tracked,
    /// The shop has agreed.
    Confirmed,
    /// It can be paid out.
    Payable,
    /// It has been paid.
    Paid,
    /// It has been refused.
    Declined,
}

/// What is wrong with a reward.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PortalFlag {
    /// It has not shown up in time.
    MissingTrack,
    /// It is less than 95 % of what was expected.
    Short,
    /// It has not been confirmed in time.
    OverdueConfirm,
    /// It has not been paid in time.
    OverduePay,
    /// It has been refused.
    Declined,
    /// Less was paid than was expected.
    PaidShort,
}

/// What the person can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PortalAction {
    /// Claim it, as long as the portal takes claims.
    Claim,
    /// Ask the portal where it is.
    Ask,
    /// Appeal, as long as the portal takes appeals.
    Appeal,
}

/// How far a reward is on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PortalStatus {
    /// How far.
    pub state: PortalState,
    /// How much: what was last said, before that what was expected; zero once it is refused.
    pub amount: Money,
    /// What is wrong; none for nothing.
    pub flag: Option<PortalFlag>,
    /// What can be done; none for waiting.
    pub action: Option<PortalAction>,
    /// When the next step is due, also where it is late; after a refusal the last day of an appeal.
    /// None where nothing more comes.
    pub next_due: Option<NaiveDate>,
    /// The day on which it was agreed to be paid; none where it is not, or no longer waits for it.
    pub agreed: Option<NaiveDate>,
}

/// Below so many hundredths of what was expected, a reward is short.
const SHORT_BELOW_PERCENT: i128 = 95;

/// How far a reward is on a day, by what was said up to it (spec E.7).
pub fn portal(
    policy: &PortalPolicy,
    reward: &PortalReward,
    today: NaiveDate,
) -> Result<PortalStatus, RulesError> {
    let news = News::of(reward, today)?;
    let amount = news.amount;
    let status = |flag, action, next_due| PortalStatus {
        state: news.state,
        amount,
        flag,
        action,
        next_due,
        agreed: news.agreed(),
    };
    let claim = can(
        PortalAction::Claim,
        today,
        reward.bought,
        policy.claim_until_days,
    )?;
    match news.state {
        PortalState::Expected => {
            let due = after(reward.bought, policy.track_days)?;
            let is_late = today > due;
            let flag = is_late.then_some(PortalFlag::MissingTrack);
            Ok(status(flag, claim.filter(|_| is_late), Some(due)))
        }
        PortalState::Tracked => {
            let due = after(reward.bought, policy.confirm_days)?;
            let late =
                (today > due).then_some((PortalFlag::OverdueConfirm, Some(PortalAction::Ask)));
            let short = is_short(amount, reward.expected).then_some((PortalFlag::Short, claim));
            let (flag, action) = late.or(short).unzip();
            Ok(status(flag, action.flatten(), Some(due)))
        }
        PortalState::Confirmed | PortalState::Payable => {
            let soonest = after(news.agreed, policy.pay_days)?;
            let due = reward.paid.due(soonest, today);
            let is_late = due.is_some_and(|due| today > due);
            let late = is_late.then_some((PortalFlag::OverduePay, Some(PortalAction::Ask)));
            let short = is_short(amount, reward.expected).then_some((PortalFlag::Short, claim));
            let (flag, action) = late.or(short).unzip();
            Ok(status(flag, action.flatten(), due))
        }
        PortalState::Paid => {
            let is_short = amount.minor() < reward.expected.minor();
            let flag = is_short.then_some(PortalFlag::PaidShort);
            Ok(status(flag, is_short.then_some(PortalAction::Ask), None))
        }
        PortalState::Declined => {
            let appeal = can(PortalAction::Appeal, today, news.day, policy.appeal_days)?;
            let until = after(news.day, policy.appeal_days)?;
            let until = appeal.map(|_| until);
            Ok(status(Some(PortalFlag::Declined), appeal, until))
        }
    }
}

impl PaidFrom {
    /// When it is due, by the soonest day that the policy allows.
    fn due(self, soonest: NaiveDate, today: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::Confirmation => Some(soonest),
            Self::Day(day) => Some(soonest.max(day)),
            Self::Carried(next) if today > soonest => next.filter(|next| *next >= today),
            Self::Carried(next) => Some(next.map_or(soonest, |next| soonest.max(next))),
        }
    }
}

/// What was last said of a reward.
struct News {
    state: PortalState,
    amount: Money,
    day: NaiveDate,
    /// The day on which it was first agreed to be paid.
    agreed: NaiveDate,
}

impl News {
    fn agreed(&self) -> Option<NaiveDate> {
        let is_agreed = matches!(self.state, PortalState::Confirmed | PortalState::Payable);
        is_agreed.then_some(self.agreed)
    }

    fn of(reward: &PortalReward, today: NaiveDate) -> Result<Self, RulesError> {
        let mut news = Self {
            state: PortalState::Expected,
            amount: reward.expected,
            day: reward.bought,
            agreed: reward.bought,
        };
        let mut events: Vec<_> = reward
            .events
            .iter()
            .filter(|event| event.day <= today)
            .collect();
        events.sort_by_key(|event| event.day);
        for event in events {
            let is_agreed = |state| matches!(state, PortalState::Confirmed | PortalState::Payable);
            if is_agreed(event.state) && !is_agreed(news.state) {
                news.agreed = event.day;
            }
            (news.state, news.day) = (event.state, event.day);
            news.amount = match event.amount {
                Some(amount) if amount.currency() != reward.expected.currency() => {
                    let (ours, theirs) = (reward.expected.currency(), amount.currency());
                    return Err(MoneyError::Mixed(ours, theirs).into());
                }
                Some(amount) => amount,
                None if event.state == PortalState::Declined => {
                    Money::zero(reward.expected.currency())
                }
                None => news.amount,
            };
        }
        Ok(news)
    }
}

/// A day on which a portal pays, and the last day of the confirmations that it pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PayoutDate {
    /// When it pays.
    pub day: NaiveDate,
    /// What was confirmed up to then.
    pub cut_off: NaiveDate,
}

/// What a portal pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Payout {
    /// When.
    pub day: NaiveDate,
    /// How much.
    pub amount: Money,
}

/// What a portal pays on its days, and what is left: the whole confirmed balance at the cut-off where
/// it is at least the minimum, otherwise nothing (spec E.7). What is confirmed is in the minimum's
/// currency.
pub fn payouts(
    minimum: Money,
    dates: &[PayoutDate],
    confirmed: &[(NaiveDate, Money)],
) -> Result<(Vec<Payout>, Money), RulesError> {
    let mut dates = dates.to_vec();
    dates.sort_by_key(|date| date.day);
    let mut waiting = confirmed.to_vec();
    let mut payouts = Vec::new();
    for date in dates {
        let is_due = |(day, _): &(NaiveDate, Money)| *day <= date.cut_off;
        let due = waiting.iter().copied().filter(is_due);
        let amount = sum(minimum.currency(), due)?;
        if amount.minor() >= minimum.minor() && amount.minor() > 0 {
            payouts.push(Payout {
                day: date.day,
                amount,
            });
            waiting.retain(|confirmed| !is_due(confirmed));
        }
    }
    let carried = sum(minimum.currency(), waiting.into_iter())?;
    Ok((payouts, carried))
}

/// The day on which what is confirmed and not paid first came to the least that a portal pays; none
/// where it does not yet. It is in the minimum's currency.
pub fn reached_on(
    minimum: Money,
    confirmed: &[(NaiveDate, Money)],
) -> Result<Option<NaiveDate>, RulesError> {
    let mut confirmed = confirmed.to_vec();
    confirmed.sort_by_key(|(day, _)| *day);
    let mut balance = Money::zero(minimum.currency());
    for (day, amount) in confirmed {
        balance = balance.checked_add(amount)?;
        if balance.minor() >= minimum.minor() {
            return Ok(Some(day));
        }
    }
    Ok(None)
}

impl PortalState {
    /// The word of the rules for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Expected => "expected",
            Self::Tracked => "tracked",
            Self::Confirmed => "confirmed",
            Self::Payable => "payable",
            Self::Paid => "paid",
            Self::Declined => "declined",
        }
    }
}

impl PortalFlag {
    /// The word of the rules for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::MissingTrack => "missing_track",
            Self::Short => "short",
            Self::OverdueConfirm => "overdue_confirm",
            Self::OverduePay => "overdue_pay",
            Self::Declined => "declined",
            Self::PaidShort => "paid_short",
        }
    }
}

impl PortalAction {
    /// The word of the rules for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Claim => "claim",
            Self::Ask => "contact",
            Self::Appeal => "appeal",
        }
    }
}

fn is_short(amount: Money, expected: Money) -> bool {
    i128::from(amount.minor()) * 100 < i128::from(expected.minor()) * SHORT_BELOW_PERCENT
}

/// What can be done up to so many days after a day.
fn can(
    action: PortalAction,
    today: NaiveDate,
    from: NaiveDate,
    days: u32,
) -> Result<Option<PortalAction>, RulesError> {
    Ok((today <= after(from, days)?).then_some(action))
}

fn after(day: NaiveDate, days: u32) -> Result<NaiveDate, RulesError> {
    let on = day.checked_add_days(Days::new(days.into()));
    on.ok_or_else(beyond_calendar)
}

fn sum(
    currency: Currency,
    amounts: impl Iterator<Item = (NaiveDate, Money)>,
) -> Result<Money, RulesError> {
    let mut amounts = amounts.map(|(_, amount)| amount);
    let sum = amounts.try_fold(Money::zero(currency), Money::checked_add);
    Ok(sum?)
}
