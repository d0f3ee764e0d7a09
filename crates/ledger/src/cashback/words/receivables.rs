//! How far a reward is, in a sentence.

use chrono::NaiveDate;
use farthing_money::Money;

use super::super::views::{ReceivableAction, ReceivableState};
use super::{day_words, money_words};

/// How far a reward is on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cashback) struct Standing {
    pub state: ReceivableState,
    /// What is expected, or was last said.
    pub amount: Money,
    pub due: Option<NaiveDate>,
    pub paid: Option<Money>,
    pub action: Option<ReceivableAction>,
    /// The last day for the action.
    pub act_until: Option<NaiveDate>,
    /// The day on which a portal agreed to pay it; none where it does not wait for its payment.
    pub agreed: Option<NaiveDate>,
    /// Why a day of payment passed it by; none where none did.
    pub carried: Option<Carried>,
}

/// Less than a portal pays out, which it carries to its next day of payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cashback) struct Carried {
    /// All that is confirmed and not paid.
    pub there: Money,
    /// The least that is paid out.
    pub floor: Money,
    /// The next day of payment; none where there are no such days.
    pub next: Option<NaiveDate>,
}

/// How far a reward is, and what can be done.
pub(in crate::cashback) fn receivable_words(standing: &Standing) -> String {
    let amount = money_words(standing.amount);
    let due = standing.due.map(day_words);
    let by = due.map_or_else(String::new, |due| format!(" by {due}"));
    let told = match standing.state {
        ReceivableState::Expected => format!("{amount} is expected{by}."),
        ReceivableState::Tracked => format!("{amount} is tracked; the next step is expected{by}."),
        ReceivableState::Confirmed => format!("{amount} is confirmed and expected{by}."),
        ReceivableState::Payable => format!("{amount} can be paid out and is expected{by}."),
        ReceivableState::Paid => paid_words(standing),
        ReceivableState::Short => short_words(standing),
        ReceivableState::Overdue => format!("{amount} was expected{by} and may still come."),
        ReceivableState::Missing => format!("{amount} was expected{by} and has not come."),
        ReceivableState::Declined => "It was declined.".to_owned(),
        ReceivableState::TakenBack => {
            let back = money_words(standing.amount.negated());
            format!("A refund takes {back} back.")
        }
    };
    let told = standing
        .carried
        .map_or(told, |carried| carried_words(standing, &carried));
    let until = standing.act_until.map(day_words);
    let until = until.map_or_else(String::new, |until| format!(" until {until}"));
    let can = match standing.action {
        Some(ReceivableAction::Claim) => format!(" It can be claimed{until}."),
        Some(ReceivableAction::Ask) => " The programme can be asked about it.".to_owned(),
        Some(ReceivableAction::Appeal) => format!(" It can be appealed{until}."),
        None => String::new(),
    };
    format!("{told}{can}")
}

/// `3.20 EUR is confirmed and carried: 3.20 EUR of the 5.01 EUR that the portal pays out; the next day of
/// payment is 15 August 2026.`
fn carried_words(standing: &Standing, carried: &Carried) -> String {
    let amount = money_words(standing.amount);
    let is = match standing.state {
        ReceivableState::Short => "is less than expected",
        ReceivableState::Payable => "can be paid out",
        _ => "is confirmed",
    };
    let (there, floor) = (money_words(carried.there), money_words(carried.floor));
    let next = carried.next.map_or_else(String::new, |next| {
        format!("; the next day of payment is {}", day_words(next))
    });
    let pot = format!("{there} of the {floor} that the portal pays out{next}");
    format!("{amount} {is} and carried: {pot}.")
}

fn paid_words(standing: &Standing) -> String {
    let paid = standing.paid.unwrap_or(standing.amount);
    let more = paid.checked_add(standing.amount.negated()).ok();
    match more.filter(|more| more.minor() > 0) {
        Some(more) => format!(
            "{} was paid, {} more than expected.",
            money_words(paid),
            money_words(more)
        ),
        None => format!("{} was paid.", money_words(paid)),
    }
}

fn short_words(standing: &Standing) -> String {
    let amount = money_words(standing.amount);
    match standing.paid {
        Some(paid) => format!("{} was paid of {amount}.", money_words(paid)),
        None => format!("Only {amount} is on its way, less than expected."),
    }
}

/// What a reward of a statement is called.
pub(in crate::cashback) fn statement_title(closes: NaiveDate) -> String {
    format!("Statement up to {}", day_words(closes))
}

/// How long something has been due, by the first and the last day of the band after the due day.
pub(in crate::cashback) fn age_words(from: i32, to: Option<i32>) -> String {
    match to {
        Some(to) if to <= 0 => "not due".to_owned(),
        Some(to) => format!("{from} to {to} days"),
        None => format!("over {} days", from - 1),
    }
}
