//! Whether messages are complete: the balance of one and what the next says must give its balance.

use std::fmt;

use chrono::{NaiveDate, NaiveTime};
use farthing_money::Currency;
use rust_decimal::Decimal;

use super::draft::Draft;

/// How many messages of one minute are tried in another order.
const MAX_TIES: usize = 16;

/// What is missing between two messages of one account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainGap {
    /// The reference of the message before, or its place: `message 1`.
    pub before: String,
    /// The reference of the message after, or its place.
    pub after: String,
    /// What moved the account in between and stands in no message: negative for money that left.
    pub missing: Decimal,
    /// The currency, where the messages name it.
    pub currency: Option<Currency>,
}

impl fmt::Display for ChainGap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let code = self
            .currency
            .map_or(String::new(), |c| format!(" {}", c.code()));
        let way = if self.missing.is_sign_negative() {
            "left"
        } else {
            "came"
        };
        let amount = self.missing.abs();
        let (before, after) = (&self.before, &self.after);
        write!(
            f,
            "between {before} and {after} {amount}{code} that {way} are missing"
        )
    }
}

/// Says where messages of one account do not follow on from each other. Messages without a balance
/// count with the next that has one.
pub fn check_chain(drafts: &[Draft]) -> Vec<ChainGap> {
    let mut accounts: Vec<Account<'_>> = Vec::new();
    for (place, draft) in drafts.iter().enumerate() {
        let number = draft.account.as_deref();
        let is_same = |account: &&mut Account<'_>| {
            let is_named = account.number.is_some() && number.is_some();
            let is_other = is_named && account.number != number;
            (account.provider, account.currency) == (draft.provider, draft.currency) && !is_other
        };
        if let Some(account) = accounts.iter_mut().find(is_same) {
            account.number = account.number.or(number);
            add(&mut account.steps, draft, place);
            continue;
        }
        let mut account = Account {
            provider: draft.provider,
            currency: draft.currency,
            number,
            steps: Vec::new(),
        };
        add(&mut account.steps, draft, place);
        accounts.push(account);
    }
    let gaps = accounts.into_iter().flat_map(|account| {
        let currency = account.currency;
        let gaps = gaps_of(account.steps).into_iter();
        gaps.map(move |gap| ChainGap { currency, ..gap })
    });
    gaps.collect()
}

/// The messages of one account. A message that does not name it is of the provider's first.
struct Account<'d> {
    provider: Option<&'static str>,
    currency: Option<Currency>,
    number: Option<&'d str>,
    steps: Vec<Step>,
}

/// The messages of one transaction: a wallet may tell its parts in two.
#[derive(Clone)]
struct Step {
    name: String,
    reference: Option<String>,
    moved: Decimal,
    balance: Option<Decimal>,
    moment: Option<(NaiveDate, Option<NaiveTime>)>,
}

fn add(steps: &mut Vec<Step>, draft: &Draft, place: usize) {
    let is_part = |step: &&mut Step| {
        let is_same = step.reference.is_some() && step.reference == draft.reference;
        is_same && (step.balance.is_none() || draft.balance.is_none())
    };
    let moment = draft.date.map(|date| (date, draft.time));
    if let Some(step) = steps.iter_mut().rev().take(MAX_TIES).find(is_part) {
        step.moved = step.moved.checked_add(draft.amount).unwrap_or(step.moved);
        step.balance = step.balance.or(draft.balance);
        step.moment = step.moment.or(moment);
        return;
    }
    steps.push(Step {
        name: draft
            .reference
            .clone()
            .unwrap_or_else(|| format!("message {}", place + 1)),
        reference: draft.reference.clone(),
        moved: draft.amount,
        balance: draft.balance,
        moment,
    });
}

/// Messages are put in the order of their moments; one without stays behind the one before it. Where
/// none has a moment, the order in which they stand may be newest first.
fn gaps_of(mut steps: Vec<Step>) -> Vec<ChainGap> {
    if steps.iter().all(|step| step.moment.is_none()) {
        let forward = gaps_in_order(&steps);
        steps.reverse();
        let backward = gaps_in_order(&steps);
        return if backward.len() < forward.len() {
            backward
        } else {
            forward
        };
    }
    let mut last = steps.iter().find_map(|step| step.moment);
    for step in &mut steps {
        step.moment = step.moment.or(last);
        last = step.moment;
    }
    steps.sort_by_key(|step| step.moment);
    gaps_in_order(&with_ties_in_order(steps))
}

/// Wallets tell the minute only: within one, the message whose balance follows on comes first.
fn with_ties_in_order(steps: Vec<Step>) -> Vec<Step> {
    let mut ordered: Vec<Step> = Vec::with_capacity(steps.len());
    let mut balance: Option<Decimal> = None;
    let mut waiting: Vec<Step> = Vec::new();
    let mut steps = steps.into_iter().peekable();
    while let Some(step) = steps.next() {
        let is_last = steps.peek().is_none_or(|next| next.moment != step.moment);
        waiting.push(step);
        if !is_last && waiting.len() < MAX_TIES {
            continue;
        }
        while !waiting.is_empty() {
            let follows = |step: &Step| match (balance, balance_before(step)) {
                (_, None) => true,
                (Some(balance), Some(before)) => balance == before,
                // The first of all follows on from none of the others.
                (None, before) => waiting.iter().all(|other| other.balance != before),
            };
            let next = waiting.iter().position(follows).unwrap_or(0);
            let next = waiting.remove(next);
            balance = next.balance.or_else(|| balance?.checked_add(next.moved));
            ordered.push(next);
        }
    }
    ordered
}

fn balance_before(step: &Step) -> Option<Decimal> {
    step.balance?.checked_sub(step.moved)
}

fn gaps_in_order(steps: &[Step]) -> Vec<ChainGap> {
    let mut gaps = Vec::new();
    let mut last: Option<(&Step, Decimal)> = None;
    for step in steps {
        let Some(balance) = step.balance else {
            last = last
                .and_then(|(before, expected)| Some((before, expected.checked_add(step.moved)?)));
            continue;
        };
        if let (Some((before, expected)), Some(start)) = (last, balance_before(step))
            && let Some(missing) = start.checked_sub(expected)
            && !missing.is_zero()
        {
            gaps.push(ChainGap {
                before: before.name.clone(),
                after: step.name.clone(),
                missing,
                currency: None,
            });
        }
        last = Some((step, balance));
    }
    gaps
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::RowKind;

    fn draft(reference: &str, amount: &str, balance: &str, moment: &str) -> Draft {
        let (date, time) = moment.split_once(' ').unwrap_or((moment, ""));
        Draft {
            template: "t".to_owned(),
            provider: Some("mpesa"),
            kind: RowKind::Unknown,
            amount: amount.parse().unwrap(),
            currency: Currency::iso("KES").ok(),
            fee: Decimal::ZERO,
            balance: balance.parse().ok(),
            reference: (!reference.is_empty()).then(|| reference.to_owned()),
            related: None,
            payee: String::new(),
            counter: None,
            account: None,
            date: date.parse().ok(),
            time: time.parse().ok(),
            zone: None,
            memo: String::new(),
        }
    }

    fn told(drafts: &[Draft]) -> Vec<String> {
        check_chain(drafts)
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn what_is_missing_between_two_messages_is_told_exactly() {
        let drafts = [
            draft("TXA", "-100.00", "900.00", "2026-03-02 10:00:00"),
            draft("TXB", "-50.00", "700.00", "2026-03-02 11:00:00"),
            draft("TXC", "20.00", "721.50", "2026-03-03 09:00:00"),
        ];
        let gaps = [
            "between TXA and TXB 150.00 KES that left are missing",
            "between TXB and TXC 1.50 KES that came are missing",
        ];
        assert_eq!(told(&drafts), gaps);
        let mut newest_first = drafts.to_vec();
        newest_first.reverse();
        assert_eq!(told(&newest_first), gaps);
        assert!(told(&drafts[..1]).is_empty());
    }

    #[test]
    fn messages_without_a_balance_or_a_moment_count_where_they_stand() {
        let drafts = [
            draft("A", "-10", "90", "2026-03-02 10:00:00"),
            draft("", "-5", "", ""),
            draft("", "-7", "", "2026-03-02 10:30:00"),
            draft("B", "-8", "70", "2026-03-02 11:00:00"),
        ];
        assert!(told(&drafts).is_empty());
    }

    #[test]
    fn two_messages_of_one_transaction_are_one_step() {
        let drafts = [
            draft("A", "-10", "20", "2026-03-02 10:00:00"),
            draft("B", "-50", "0", "2026-03-02 11:00:00"),
            draft("B", "30", "", ""),
            draft("C", "100", "100", "2026-03-02 12:00:00"),
        ];
        assert!(told(&drafts).is_empty());
    }

    #[test]
    fn messages_of_one_minute_may_stand_in_any_order() {
        let drafts = [
            draft("C", "-5", "65", "2026-03-02 10:00:00"),
            draft("A", "-10", "90", "2026-03-02 10:00:00"),
            draft("B", "-20", "70", "2026-03-02 10:00:00"),
        ];
        assert!(told(&drafts).is_empty());
    }

    #[test]
    fn accounts_are_checked_apart() {
        let mut other = draft("B", "-1", "5", "2026-03-02 11:00:00");
        other.currency = Currency::iso("USD").ok();
        let mut named = draft("C", "-1", "7", "2026-03-02 12:00:00");
        named.account = Some("2".to_owned());
        let mut first = draft("A", "-10", "90", "2026-03-02 10:00:00");
        first.account = Some("1".to_owned());
        assert!(told(&[first, other, named]).is_empty());
    }

    #[test]
    fn without_moments_either_order_may_be_the_right_one() {
        let drafts = [draft("B", "-20", "70", ""), draft("A", "-10", "90", "")];
        assert!(told(&drafts).is_empty());
        let drafts = [draft("", "-20", "70", ""), draft("", "-10", "95", "")];
        assert_eq!(
            told(&drafts),
            ["between message 1 and message 2 35 KES that came are missing"]
        );
    }
}
