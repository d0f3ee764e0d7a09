//! The other saving rules are worked out whole when something that they look at has changed; only the
//! rows that differ are written.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use farthing_money::Money;
use farthing_rules::ids as rule_ids;
use farthing_rules::kind::Kind;
use farthing_rules::roundup::{Entry, Status};
use farthing_rules::saving::settled::keep_settled;
use farthing_rules::saving::{
    self, DayResult, Deposit, MatchedDeposit, NoSpendReward, PricedEntry, Receipt, ReceiptForm,
    ReceiptState, StreakBonus, Terms,
};
use sqlx::SqliteConnection;

use super::super::cause::Cause;
use super::super::checked::{Plan, plan};
use super::super::items;
use super::rows::{Changed, Row, made_between, replace};
use super::{Run, rule_error};
use crate::day::{day_number, day_of};
use crate::error::Result;
use crate::ids::{AccountId, ChoiceId, EntryId};
use crate::totals::stored_currency;

/// Follows a rule that is no round-up; the entries are all that there are up to today.
pub(super) async fn follow(
    db: &mut SqliteConnection,
    run: &Run<'_>,
    entries: &[Entry<'_>],
    affected: Option<(NaiveDate, NaiveDate)>,
) -> Result<Changed> {
    let mut live = Vec::new();
    let mut next = run.rule.versions.iter().skip(1);
    for (number, version) in (1..).zip(&run.rule.versions) {
        let until = next.next().and_then(|version| version.from);
        let plan = plan(&version.input, &run.when)?;
        let mut made = deposits(db, run, &plan, entries).await?;
        // These engines know neither a first day nor pauses.
        if let Plan::SweepCashback(_) | Plan::CoolingOff(_) = plan {
            made.retain(|deposit| run.when.is_open_on(deposit.day));
        }
        let of_version = made.into_iter().filter(|deposit| {
            let is_begun = number == 1 || version.from.is_none_or(|from| from <= deposit.day);
            is_begun && until.is_none_or(|until| deposit.day < until)
        });
        live.extend(of_version);
    }
    let kept = keep_settled(&live, &settled(run));
    let accounts: BTreeMap<rule_ids::EntryId, &Entry<'_>> = entries
        .iter()
        .rev()
        .map(|entry| (entry.id, entry))
        .collect();
    let rows: Vec<Row> = kept
        .iter()
        .map(|deposit| row_of(run, deposit, &accounts))
        .collect();
    let old = made_between(db, run.id, NaiveDate::MIN, NaiveDate::MAX).await?;
    let purchases = old.iter().chain(&rows).filter_map(|row| match row.cause {
        Cause::Entry(entry) => Some(entry),
        _ => None,
    });
    let purchases: BTreeSet<EntryId> = purchases.collect();
    let mut changed = replace(db, run.id, old, &rows).await?;
    changed.join(super::refunds::follow(db, (run.id, run.rule), purchases, affected).await?);
    Ok(changed)
}

fn settled(run: &Run<'_>) -> Vec<Deposit> {
    let deposits = run.settled.iter().filter_map(|settled| {
        Some(Deposit {
            day: settled.day,
            amount: settled.whole,
            cause: cause_of(settled.cause)?,
        })
    });
    deposits
        .filter(|deposit| deposit.amount.minor() > 0)
        .collect()
}

fn cause_of(cause: Cause) -> Option<saving::Cause> {
    Some(match cause {
        Cause::Entry(entry) => saving::Cause::Entry(rule_ids::EntryId(entry.0)),
        Cause::Share(entry, goal) => {
            saving::Cause::Share(rule_ids::EntryId(entry.0), rule_ids::GoalId(goal.0))
        }
        Cause::Day(day) => saving::Cause::Day(day),
        Cause::Step(step) => saving::Cause::Step(step),
        Cause::Streak(first, days) => saving::Cause::Streak { first, days },
        Cause::Item(item) => saving::Cause::Item(rule_ids::ItemId(item)),
        _ => return None,
    })
}

fn row_of(
    run: &Run<'_>,
    deposit: &Deposit,
    entries: &BTreeMap<rule_ids::EntryId, &Entry<'_>>,
) -> Row {
    // A receipt and an entry have the same number here; both are kept as the entry.
    let cause = Cause::of(deposit.cause);
    let entry = cause.entry().map(|entry| rule_ids::EntryId(entry.0));
    let entry = entry.and_then(|entry| entries.get(&entry));
    let newest = run.rule.version_on(deposit.day);
    let pays_from = run.pays_from(newest);
    Row {
        cause,
        day: deposit.day,
        account: pays_from.or(entry.map(|entry| AccountId(entry.account.0))),
        amount: deposit.amount,
        base_minor: entry.map_or(0, |entry| entry.amount.minor().saturating_abs()),
        reason: "ok".to_owned(),
        version: i64::try_from(newest).unwrap_or(1),
    }
}

async fn deposits(
    db: &mut SqliteConnection,
    run: &Run<'_>,
    plan: &Plan,
    entries: &[Entry<'_>],
) -> Result<Vec<Deposit>> {
    let as_of = run.as_of;
    let made = match plan {
        // Round-ups have a file of their own.
        Plan::RoundUp(_) => Ok(Vec::new()),
        Plan::PercentOfPurchase(rule) => saving::percent_of_purchase(rule, entries),
        Plan::FixedPerMatch(rule) => saving::fixed_per_match(rule, entries),
        Plan::SpendLess(rule) => saving::spend_less(rule, entries, as_of).map(|closed| {
            let made = closed
                .into_iter()
                .filter(|period| period.amount.minor() > 0);
            made.map(|period| Deposit {
                day: period.day,
                amount: period.amount,
                cause: saving::Cause::Day(period.day),
            })
            .collect()
        }),
        Plan::SetAndForget(rule) => saving::set_and_forget(rule, as_of),
        Plan::Challenge(rule) => saving::challenge(rule, as_of),
        Plan::Payday(rule) => saving::payday(rule, entries),
        Plan::Freelancer(rule) => saving::freelancer(rule, entries),
        Plan::NoSpendReward(rule) => saving::no_spend_reward(rule, entries, as_of),
        Plan::StreakBonus { no_spend, bonus } => streaks(no_spend, bonus, entries, as_of),
        Plan::SweepCashback(rule) => saving::sweep_cashback(rule, &receipts(entries)),
        Plan::Matching {
            rules,
            matching,
            currency,
        } => {
            let mut deposits = matched(db, rules, currency.code()).await?;
            deposits.retain(|deposit| run.when.is_open_on(deposit.day));
            saving::matching(matching, &deposits).map(by_day)
        }
        Plan::SaveDiscount(rule) => {
            let prices = items::list_prices(db, rule.terms.currency).await?;
            let with_prices: Vec<PricedEntry<'_>> = entries
                .iter()
                .map(|entry| PricedEntry {
                    entry: *entry,
                    list_price: prices.get(&entry.id).copied(),
                })
                .collect();
            saving::save_discount(rule, &with_prices)
        }
        Plan::RoundDownBalance { account, rule } => {
            let mut closing = closing(db, run, *account, rule.increment).await?;
            closing.retain(|(day, _)| run.when.is_open_on(*day));
            saving::round_down_balance(rule, &closing)
        }
        Plan::CoolingOff(rule) => {
            let things = items::things(db, rule.currency).await?;
            saving::cooling_off(*rule, &things, as_of)
        }
    };
    made.map_err(rule_error)
}

/// Good days are those that would be rewarded; days of a pause neither count nor end a streak.
fn streaks(
    no_spend: &NoSpendReward,
    bonus: &StreakBonus,
    entries: &[Entry<'_>],
    as_of: NaiveDate,
) -> Result<Vec<Deposit>, farthing_rules::RulesError> {
    let good = saving::no_spend_reward(no_spend, entries, as_of)?;
    let good: BTreeSet<NaiveDate> = good.iter().map(|deposit| deposit.day).collect();
    let lag = Days::new(u64::from(no_spend.settle_lag_days) + 1);
    let finished = as_of.checked_sub_days(lag).unwrap_or(as_of);
    let days = no_spend.start.iter_days();
    let results = days.take_while(|day| *day <= finished).map(|day| {
        let result = if good.contains(&day) {
            DayResult::Good
        } else if rests(&no_spend.terms, day) {
            DayResult::Skipped
        } else {
            DayResult::Bad
        };
        (day, result)
    });
    saving::streak_bonus(bonus, &results.collect())
}

fn rests(terms: &Terms, day: NaiveDate) -> bool {
    let mut pauses = terms.pauses.iter();
    pauses.any(|(from, to)| (*from..*to).contains(&day))
}

/// Rewards that were paid are entries of their own kind.
fn receipts(entries: &[Entry<'_>]) -> Vec<Receipt> {
    let paid = entries.iter().filter(|entry| {
        entry.kind == Kind::Cashback && entry.status == Status::Posted && entry.amount.minor() > 0
    });
    paid.map(|entry| Receipt {
        id: rule_ids::ReceiptId(entry.id.0),
        day: entry.day,
        state: ReceiptState::Paid,
        form: ReceiptForm::AccountCredit,
        amount: entry.amount,
    })
    .collect()
}

/// What other rules set aside on each day, numbered by the day, so that a match has one deposit a day.
async fn matched(
    db: &mut SqliteConnection,
    rules: &[ChoiceId],
    currency: &str,
) -> Result<Vec<MatchedDeposit>> {
    let rules = serde_json::to_string(rules)?;
    let rows = sqlx::query!(
        r#"select day, sum(minor) as "minor!: i64" from accruals
           where rule_id in (select value from json_each(?)) and currency = ?
           group by day order by day"#,
        rules,
        currency
    )
    .fetch_all(db)
    .await?;
    let currency = stored_currency(currency)?;
    rows.into_iter()
        .map(|row| {
            Ok(MatchedDeposit {
                entry: rule_ids::EntryId(row.day),
                day: day_of(row.day)?,
                amount: Money::from_minor(row.minor, currency)?,
            })
        })
        .collect()
}

/// The cause of a match is its day.
fn by_day(deposits: Vec<Deposit>) -> Vec<Deposit> {
    let on_day = |deposit: Deposit| Deposit {
        cause: saving::Cause::Day(deposit.day),
        ..deposit
    };
    deposits.into_iter().map(on_day).collect()
}

/// What an account held at the close of each day before today, as if nothing of this rule had moved.
async fn closing(
    db: &mut SqliteConnection,
    run: &Run<'_>,
    account: AccountId,
    increment: Money,
) -> Result<Vec<(NaiveDate, Money)>> {
    let currency = increment.currency();
    let code = currency.code();
    let flows = sqlx::query!(
        r#"select day, inflow - outflow as "minor!: i64" from day_totals
           where currency = ? and account_id = ? order by day"#,
        code,
        account
    )
    .fetch_all(db)
    .await?;
    let moved = run.settled.iter().filter_map(|settled| {
        let day = settled.moved?;
        Some((day_number(day), settled.whole.minor()))
    });
    let mut changes: BTreeMap<i64, i64> = BTreeMap::new();
    for (day, minor) in flows.iter().map(|flow| (flow.day, flow.minor)).chain(moved) {
        *changes.entry(day).or_default() += minor;
    }
    let (Some(first), last) = (changes.keys().next().copied(), day_number(run.as_of)) else {
        return Ok(Vec::new());
    };
    let begun = run.when.from.map_or(first, day_number);
    let mut balance = changes.range(..begun).map(|(_, minor)| minor).sum::<i64>();
    let mut closing = Vec::new();
    for day in begun..last {
        balance += changes.get(&day).copied().unwrap_or_default();
        closing.push((
            day_of(day)?,
            Money::from_minor(balance, increment.currency())?,
        ));
    }
    Ok(closing)
}
