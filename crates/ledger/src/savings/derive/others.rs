//! The other saving rules are worked out for the stretches of time that a change touches; only the rows
//! that differ are written.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{Days, NaiveDate};
use farthing_money::Money;
use farthing_rules::calendar::Span;
use farthing_rules::ids as rule_ids;
use farthing_rules::kind::Kind;
use farthing_rules::roundup::{Entry, Reason, Status};
use farthing_rules::saving::settled::keep_settled;
use farthing_rules::saving::{
    self, DayResult, Deposit, Guarding, MatchedDeposit, NoSpendReward, PricedEntry, Receipt,
    ReceiptForm, ReceiptState, StreakBonus, Terms,
};
use sqlx::SqliteConnection;

use super::super::cause::Cause;
use super::super::checked::{Plan, guard, plan};
use super::super::facts::{Facts, Shelf};
use super::super::items;
use super::looks::{self, Look, look};
use super::rows::{Changed, Row, made_between, replace};
use super::{Run, SettledCause, rule_error};
use crate::day::{day_number, day_of};
use crate::error::Result;
use crate::ids::{AccountId, ChoiceId, EntryId};
use crate::totals::stored_currency;

/// Follows a rule that is no round-up, for the entries of some days or anew; `days` are those on which
/// entries or what is settled have changed.
pub(super) async fn follow(
    db: &mut SqliteConnection,
    run: &Run<'_>,
    shelf: &mut Shelf,
    days: Option<Span>,
) -> Result<Changed> {
    let guards = guards(run)?;
    let reach = if guards.is_empty() { days } else { None };
    let pieces = pieces((&mut *db, &mut *shelf), run, reach).await?;
    let mut live = Vec::new();
    for piece in &pieces {
        live.extend(piece.deposits(db, run).await?);
    }
    let settled = settled(run);
    let mut kept = keep_settled(&live, &settled);
    if !guards.is_empty() {
        let all = shelf.between(db, NaiveDate::MIN, run.as_of).await?;
        let entries = all.entries();
        let moved: Vec<_> = run.settled.iter().filter_map(moved).collect();
        for guarding in &guards {
            kept = saving::guarded(guarding, &kept, &entries, &moved).map_err(rule_error)?;
        }
    }
    let is_decided = |day: NaiveDate| pieces.iter().any(|piece| piece.decides(day));
    kept.retain(|deposit| is_decided(deposit.day));
    let rows = rows_of(db, run, &kept, &pieces).await?;
    let mut old = rows_between(db, run.id, &pieces).await?;
    old.retain(|row| is_decided(row.day));
    let purchases = old.iter().chain(&rows).filter_map(|row| match row.cause {
        Cause::Entry(entry) => Some(entry),
        _ => None,
    });
    let purchases: BTreeSet<EntryId> = purchases.collect();
    let mut changed = replace(db, run.id, old, &rows).await?;
    let days = days.map(|days| (days.first, days.last));
    changed.join(super::refunds::follow(db, (run.id, run.rule), purchases, days).await?);
    Ok(changed)
}

/// What is looked at again. A deposit that has moved stands on one of several days, which are decided
/// together or not at all.
async fn pieces(
    (db, shelf): (&mut SqliteConnection, &mut Shelf),
    run: &Run<'_>,
    mut reach: Option<Span>,
) -> Result<Vec<Piece>> {
    loop {
        let mut pieces = Vec::new();
        for version in versions(run)? {
            pieces.push(Piece::of((&mut *db, &mut *shelf), run, version, reach).await?);
        }
        let wider = reach.map(|reach| widened(run, reach, &pieces));
        if wider == reach {
            return Ok(pieces);
        }
        reach = wider;
    }
}

fn widened(run: &Run<'_>, reach: Span, pieces: &[Piece]) -> Span {
    let is_decided = |day: &NaiveDate| pieces.iter().any(|piece| piece.decides(*day));
    let mut wider = reach;
    for settled in &run.settled {
        let elsewhere = settled.elsewhere.into_iter().flatten();
        let days: BTreeSet<NaiveDate> = elsewhere.chain([settled.day]).collect();
        if let (Some(first), Some(last)) = (days.first(), days.last())
            && days.iter().any(is_decided)
            && !days.iter().all(is_decided)
        {
            wider.first = wider.first.min(*first);
            wider.last = wider.last.max(*last);
        }
    }
    wider
}

/// The days whose deposits may come or go because it is another day now.
pub(super) fn awaited(run: &Run<'_>, before: NaiveDate) -> Result<Changed> {
    let versions = versions(run)?;
    let plans = versions.iter().map(|version| &version.plan);
    let mut days = Changed::default();
    if let Some(span) = looks::awaited(plans, before, run.as_of) {
        days.add(span.first);
        days.add(span.last);
    }
    Ok(days)
}

/// The days for which a version of a rule holds.
#[derive(Debug, Clone)]
struct Version {
    plan: Plan,
    from: NaiveDate,
    /// The day on which the next one begins.
    until: Option<NaiveDate>,
}

fn versions(run: &Run<'_>) -> Result<Vec<Version>> {
    let mut next = run.rule.versions.iter().skip(1);
    let mut versions = Vec::new();
    for (number, version) in (1..).zip(&run.rule.versions) {
        let from = version.from.filter(|_| number > 1);
        versions.push(Version {
            plan: plan(&version.input, &run.when)?,
            from: from.unwrap_or(NaiveDate::MIN),
            until: next.next().and_then(|version| version.from),
        });
    }
    Ok(versions)
}

/// The guards of all versions; none looks at days before the rule was laid down.
fn guards(run: &Run<'_>) -> Result<Vec<Guarding>> {
    let mut next = run.rule.versions.iter().skip(1);
    let mut guards = Vec::new();
    for version in &run.rule.versions {
        let until = next.next().and_then(|version| version.from);
        if let Some(guard) = guard(&version.input)? {
            let from = version.from.unwrap_or(NaiveDate::MIN);
            guards.push(Guarding {
                guard,
                from: from.max(run.rule.created),
                until,
            });
        }
    }
    Ok(guards)
}

/// A version of a rule with what it looks at.
struct Piece {
    version: Version,
    facts: Arc<Facts>,
    /// The days of deposits that are decided by it.
    decided: (NaiveDate, NaiveDate),
}

impl Piece {
    async fn of(
        (db, shelf): (&mut SqliteConnection, &mut Shelf),
        run: &Run<'_>,
        version: Version,
        reach: Option<Span>,
    ) -> Result<Self> {
        let (look, decided) = look(&version.plan, reach);
        let facts = match look {
            Look::Nothing => Arc::default(),
            Look::Incomes => Arc::new(Facts::incomes(db, run.as_of).await?),
            Look::Listed(currency) => {
                let prices = items::list_prices(db, currency).await?;
                let listed = prices.keys().map(|entry| EntryId(entry.0)).collect();
                Arc::new(Facts::of_entries(db, &listed, run.as_of).await?)
            }
            Look::Days(first, last) => shelf.between(db, first, last.min(run.as_of)).await?,
        };
        let last = version.until.and_then(|until| until.pred_opt());
        Ok(Self {
            decided: (
                decided.0.max(version.from),
                decided.1.min(last.unwrap_or(NaiveDate::MAX)),
            ),
            version,
            facts,
        })
    }

    fn decides(&self, day: NaiveDate) -> bool {
        (self.decided.0..=self.decided.1).contains(&day)
    }

    async fn deposits(&self, db: &mut SqliteConnection, run: &Run<'_>) -> Result<Vec<Deposit>> {
        let plan = &self.version.plan;
        let mut made = deposits(db, run, plan, &self.facts.entries()).await?;
        // These engines know neither a first day nor pauses.
        if let Plan::SweepCashback(_) | Plan::CoolingOff(_) = plan {
            made.retain(|deposit| run.when.is_open_on(deposit.day));
        }
        made.retain(|deposit| self.decides(deposit.day));
        Ok(made)
    }
}

async fn rows_between(db: &mut SqliteConnection, rule: i64, pieces: &[Piece]) -> Result<Vec<Row>> {
    let first = pieces.iter().map(|piece| piece.decided.0).min();
    let last = pieces.iter().map(|piece| piece.decided.1).max();
    let (Some(first), Some(last)) = (first, last) else {
        return Ok(Vec::new());
    };
    made_between(db, rule, first, last).await
}

/// The account of each entry, and the size of what it did there in minor units.
type Effects = BTreeMap<EntryId, (AccountId, i64)>;

fn learn(known: &mut Effects, facts: &Facts) {
    for entry in facts.entries().iter().rev() {
        let effect = (
            AccountId(entry.account.0),
            entry.amount.minor().saturating_abs(),
        );
        known.insert(EntryId(entry.id.0), effect);
    }
}

/// The rows of deposits, with the account and the size of the entries that are their causes.
async fn rows_of(
    db: &mut SqliteConnection,
    run: &Run<'_>,
    deposits: &[Deposit],
    pieces: &[Piece],
) -> Result<Vec<Row>> {
    let mut known = Effects::new();
    for piece in pieces {
        learn(&mut known, &piece.facts);
    }
    let causes = deposits
        .iter()
        .filter_map(|deposit| Cause::of(deposit.cause).entry());
    let elsewhere = causes.filter(|entry| !known.contains_key(entry)).collect();
    let elsewhere = Facts::of_entries(db, &elsewhere, run.as_of).await?;
    learn(&mut known, &elsewhere);
    Ok(deposits
        .iter()
        .map(|deposit| row_of(run, deposit, &known))
        .collect())
}

fn moved(settled: &SettledCause) -> Option<(saving::Cause, Option<NaiveDate>)> {
    Some((cause_of(settled.cause)?, settled.moved))
}

fn settled(run: &Run<'_>) -> Vec<Deposit> {
    let deposits = run.settled.iter().filter_map(|settled| {
        Some(Deposit {
            day: settled.day,
            amount: settled.whole,
            cause: cause_of(settled.cause)?,
            reason: Reason::Settled,
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

fn row_of(run: &Run<'_>, deposit: &Deposit, entries: &BTreeMap<EntryId, (AccountId, i64)>) -> Row {
    // A receipt and an entry have the same number here; both are kept as the entry.
    let cause = Cause::of(deposit.cause);
    let entry = cause.entry().and_then(|entry| entries.get(&entry));
    let newest = run.rule.version_on(deposit.day);
    let pays_from = run.pays_from(newest);
    Row {
        cause,
        day: deposit.day,
        account: pays_from.or(entry.map(|(account, _)| *account)),
        amount: deposit.amount,
        base_minor: entry.map_or(0, |(_, size)| *size),
        reason: deposit.reason.word().to_owned(),
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
                reason: Reason::Ok,
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
