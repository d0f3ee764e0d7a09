//! What waits for a transfer, gathered by the account that pays, destination and currency.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use farthing_money::Money;
use sqlx::SqliteConnection;

use super::super::cause::Cause;
use super::super::kept::Laid;
use super::super::mirror::is_mirror;
use super::super::rules::next_payday;
use super::super::terms::{DayOfWeek, SweepWhen};
use super::super::words::{self, Due, Names};
use super::super::{SweepItem, SweepProposal, checked};
use super::payers::Payers;
use crate::day::{day_number, day_of};
use crate::error::Result;
use crate::ids::{AccountId, ChoiceId, EntryId};
use crate::totals::stored_currency;

/// A goal's share of a cause that no transfer has moved and none is moving.
#[derive(Debug, Clone)]
pub(super) struct Pending {
    pub goal: ChoiceId,
    /// 0 for what was put in by hand.
    pub rule: i64,
    pub cause: String,
    pub day: NaiveDate,
    pub amount: Money,
    pub whole_minor: i64,
    pub entry: Option<EntryId>,
    pub payee: Option<String>,
    pub size_minor: Option<i64>,
    pub account: Option<AccountId>,
    /// The account that pays: the cause's own where that can, or the only one of its goal's other causes.
    pub from: Option<AccountId>,
    pub destination: Option<ChoiceId>,
}

/// A row of what waits, as the database gives it.
struct Row {
    goal: ChoiceId,
    rule: i64,
    cause: String,
    day: i64,
    currency: String,
    waiting: i64,
    whole: i64,
    account: Option<AccountId>,
    entry: Option<EntryId>,
    payee: Option<String>,
    size: Option<i64>,
}

/// All that waits, the oldest first. What a goal held when it was put away waits for nothing.
pub(super) async fn pending(
    db: &mut SqliteConnection,
    laid: &Laid,
    payers: &Payers,
) -> Result<Vec<Pending>> {
    let rows = sqlx::query_as!(
        Row,
        r#"with waiting as (
               select goal_id, rule_id, cause, min(day) as day, min(account_id) as account_id,
                   currency, sum(minor) as minor
               from (select goal_id, rule_id, cause, day, account_id, currency, minor from shares
                     union all
                     select goal_id, rule_id, cause, cause_day, account_id, currency, -minor
                     from moves)
               group by goal_id, rule_id, cause, currency having sum(minor) <> 0)
           select w.goal_id as "goal!: ChoiceId", w.rule_id as "rule!: i64", w.cause as "cause!",
               w.day as "day!: i64", w.currency as "currency!", w.minor as "waiting!: i64",
               coalesce(a.minor, w.minor) as "whole!: i64",
               coalesce(w.account_id, a.account_id) as "account: AccountId",
               coalesce(a.of_entry, a.entry_id) as "entry: EntryId",
               coalesce((select p.name from payees p join entries e on e.payee_id = p.id
                       where e.id = coalesce(a.of_entry, a.entry_id)),
                   (select c.value ->> '$.name' from choices c where c.kind = 'wish'
                       and w.cause = 'item:' || c.id and c.id = substr(w.cause, 6) + 0))
                   as "payee?: String",
               (select min(q.minor) from postings q join accounts c on c.id = q.account_id
                   where q.entry_id = a.entry_id and c.class = 'own') as "size?: i64"
           from waiting w
           left join accruals a on a.rule_id = w.rule_id and a.cause = w.cause
           where w.goal_id <> 0
           order by w.day, w.rule_id, w.cause, w.goal_id"#
    )
    .fetch_all(&mut *db)
    .await?;
    let mirrors: Vec<i64> = laid
        .rules
        .iter()
        .filter(|rule| is_mirror(rule))
        .map(|rule| rule.id.0)
        .collect();
    let mut pending = Vec::with_capacity(rows.len());
    // What the bank moves by itself is never moved twice.
    for row in rows.into_iter().filter(|row| !mirrors.contains(&row.rule)) {
        let Ok(goal) = laid.goal(row.goal) else {
            continue;
        };
        let day = day_of(row.day)?;
        if goal.value.is_released(day) || matches!(Cause::read(&row.cause)?, Cause::Released(..)) {
            continue;
        }
        pending.push(Pending {
            goal: row.goal,
            rule: row.rule,
            cause: row.cause,
            day,
            amount: Money::from_minor(row.waiting, stored_currency(&row.currency)?)?,
            whole_minor: row.whole,
            entry: row.entry,
            payee: row.payee,
            size_minor: row.size,
            account: row.account,
            from: row.account.filter(|account| payers.can_pay(*account)),
            destination: goal.value.input.destination,
        });
    }
    give_payers(&mut pending);
    Ok(pending)
}

/// What lies on no account is paid by the only one that its goal's other parts lie on.
fn give_payers(pending: &mut [Pending]) {
    let paying: Vec<(ChoiceId, Option<AccountId>)> =
        pending.iter().map(|item| (item.goal, item.from)).collect();
    for item in pending.iter_mut().filter(|item| item.account.is_none()) {
        let mut others: Vec<AccountId> = paying
            .iter()
            .filter(|(goal, _)| *goal == item.goal)
            .filter_map(|(_, account)| *account)
            .collect();
        others.sort_unstable();
        others.dedup();
        if let [only] = others.as_slice() {
            item.from = Some(*only);
        }
    }
}

/// One proposal for each account that pays, destination and currency.
pub(super) async fn of(
    db: &mut SqliteConnection,
    laid: &Laid,
    names: &Names,
    today: NaiveDate,
) -> Result<Vec<SweepProposal>> {
    let mut groups: BTreeMap<(Option<AccountId>, Option<ChoiceId>, String), Vec<Pending>> =
        BTreeMap::new();
    let payers = Payers::of(db, laid).await?;
    for item in pending(db, laid, &payers).await? {
        let code = item.amount.currency().code().to_owned();
        let group = (item.from, item.destination, code);
        groups.entry(group).or_default().push(item);
    }
    let mut proposals = Vec::new();
    for ((from, destination, code), items) in groups {
        let currency = stored_currency(&code)?;
        let mut sum = Money::zero(currency);
        for item in &items {
            sum = sum.checked_add(item.amount)?;
        }
        let limit = match from {
            Some(from) => limit(db, laid, from, sum).await?,
            None => None,
        };
        let most = limit.map_or(sum.minor(), |limit| limit.minor().max(0));
        let amount = Money::from_minor(sum.minor().min(most).max(0), currency)?;
        let kept = destination.and_then(|id| laid.destination(id).ok());
        let threshold = kept
            .map(|kept| checked::threshold(&kept.value))
            .transpose()?;
        let threshold = threshold.unwrap_or(Money::zero(currency));
        let due = match (kept, from) {
            _ if sum.minor() <= 0 => Due::Nothing,
            (None, _) => Due::NoDestination,
            (_, None) if items.iter().any(|item| item.account.is_some()) => Due::CannotPay,
            (_, None) => Due::NoAccount,
            _ if amount.is_zero() => Due::Guarded,
            (Some(kept), _) => due(db, &kept.value.when, today).await?,
        };
        let due = match due {
            Due::Now if amount.minor() < threshold.minor() => Due::BelowThreshold,
            due => due,
        };
        proposals.push(SweepProposal {
            destination,
            destination_name: kept.map(|kept| kept.value.name.clone()).unwrap_or_default(),
            from,
            from_name: from
                .and_then(|from| names.accounts.get(&from).cloned())
                .unwrap_or_default(),
            payers: match from {
                Some(_) => Vec::new(),
                None => payers.shown(),
            },
            pending: sum.into(),
            amount: amount.into(),
            threshold: threshold.into(),
            due: due == Due::Now,
            words: words::due_words(due, sum, amount, threshold),
            items: items
                .iter()
                .map(|item| shown(item, laid, names))
                .collect::<Result<_>>()?,
        });
    }
    // What still needs an account comes last.
    proposals.sort_by_key(|proposal| proposal.from.is_none());
    Ok(proposals)
}

fn shown(item: &Pending, laid: &Laid, names: &Names) -> Result<SweepItem> {
    let rule = (item.rule != 0).then_some(ChoiceId(item.rule));
    let cause = Cause::read(&item.cause)?;
    Ok(SweepItem {
        goal: item.goal,
        goal_name: names.goals.get(&item.goal).cloned().unwrap_or_default(),
        rule,
        rule_name: rule
            .and_then(|rule| names.rules.get(&rule).cloned())
            .unwrap_or_default(),
        cause: item.cause.clone(),
        day: item.day,
        words: words::because_words(
            rule.and_then(|rule| laid.terms(rule)),
            cause.because(
                item.payee.as_deref().unwrap_or_default(),
                item.amount.minor(),
            ),
        ),
        entry: item.entry,
        amount: item.amount.into(),
    })
}

/// What an account may pay without going below the floor of a rule that guards it; none where no rule
/// does, because a balance that began with an import may be anything.
pub(super) async fn limit(
    db: &mut SqliteConnection,
    laid: &Laid,
    account: AccountId,
    like: Money,
) -> Result<Option<Money>> {
    let currency = like.currency();
    let code = currency.code();
    let mut floor: Option<Money> = None;
    for rule in &laid.rules {
        let input = rule.value.newest()?;
        let guard = input.guard.as_ref().filter(|guard| guard.currency == code);
        if let (Some(guard), true) = (guard, input.pays_from == Some(account)) {
            let of_rule = checked::typed_amount("floor", &guard.floor, like.currency())?;
            floor = floor
                .filter(|floor| floor.minor() > of_rule.minor())
                .or(Some(of_rule));
        }
    }
    let Some(floor) = floor else {
        return Ok(None);
    };
    let minor = sqlx::query_scalar!(
        "select minor from balances where account_id = ? and currency = ?",
        account,
        code
    )
    .fetch_optional(db)
    .await?;
    let balance = Money::from_minor(minor.unwrap_or(0), like.currency())?;
    Ok(Some(balance.checked_add(floor.negated())?))
}

/// Whether a transfer may be proposed on a day, once there is enough.
async fn due(db: &mut SqliteConnection, when: &SweepWhen, today: NaiveDate) -> Result<Due> {
    match when {
        SweepWhen::Threshold => Ok(Due::Now),
        SweepWhen::ByHand => Ok(Due::ByHand),
        SweepWhen::Weekly { weekday } => {
            let is_today = *weekday as u32 == today.weekday().num_days_from_monday();
            Ok(if is_today {
                Due::Now
            } else {
                Due::Weekday(*weekday)
            })
        }
        SweepWhen::Payday => {
            let (from, to) = (day_number(today) - 2, day_number(today));
            let is_paid = sqlx::query_scalar!(
                r#"select exists (select 1 from entries
                       where kind = 7 and status = 3 and day between ? and ?) as "paid!: bool""#,
                from,
                to
            )
            .fetch_one(&mut *db)
            .await?;
            if is_paid {
                return Ok(Due::Now);
            }
            Ok(Due::Payday(next_payday(db, today).await.ok()))
        }
    }
}

const _: () = assert!(DayOfWeek::Sunday as u32 == 6);
