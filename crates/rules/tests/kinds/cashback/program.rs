//! Op `program`: what the transactions of a case earn.

use chrono::NaiveDate;
use farthing_money::{Money, Rounding};
use farthing_rules::cashback::{
    BonusProgress, BonusStatus, Made, Programme, Reason, Reward, Spend, Standing, StatementTotal,
    Towards, bonuses, earn, go_on,
};
use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::names::Names;
use super::terms::{Book, ProgramCase, Txn};
use super::{Outcome, Stop};

#[derive(Deserialize)]
pub(super) struct Case {
    program: ProgramCase,
    txns: Vec<Txn>,
    as_of: Option<NaiveDate>,
}

pub(super) fn program(case: &Case) -> Outcome {
    let mut names = Names::default();
    let programme = case.program.programme(&mut names)?;
    let book = Book::of(&case.txns, &mut names)?;
    let spends = book.spends(&mut names)?;
    let (rewards, statements) = earn(&programme, &spends)?;
    let last = spends.last().map(|spend| spend.entry.day);
    let today = case.as_of.or(last).unwrap_or_default();
    let bonuses = bonuses(&programme, &spends, today)?;
    let total = total(&programme, &rewards, &statements, &bonuses)?;

    let mut told = Map::new();
    let rows = rewards
        .iter()
        .map(|reward| told_reward(reward, &programme, &names));
    told.insert("rewards".into(), rows.collect::<Result<_, Stop>>()?);
    if rewards.iter().any(|reward| reward.reward.is_none()) {
        let statements = statements.iter();
        let statements =
            statements.map(|total| json!({ "end": total.end, "reward": total.reward.to_string() }));
        told.insert("statements".into(), statements.collect());
    }
    if !bonuses.is_empty() {
        let bonuses = bonuses.iter().map(|bonus| told_bonus(bonus, &names));
        told.insert("bonuses".into(), bonuses.collect());
    }
    told.insert("total".into(), total.to_string().into());
    if let Some(value) = programme.value_of(total)? {
        told.insert("value".into(), value.to_string().into());
    }
    let is_capped = programme
        .terms()
        .rules
        .iter()
        .any(|rule| rule.cap.is_some());
    if let Some(as_of) = case.as_of.filter(|_| is_capped) {
        told.insert("caps".into(), caps(&programme, &spends, as_of, &names)?);
    }
    Ok(Value::Object(told))
}

fn total(
    programme: &Programme,
    rewards: &[Reward],
    statements: &[StatementTotal],
    bonuses: &[BonusProgress],
) -> Result<Money, Stop> {
    let rewards = rewards.iter().filter_map(|reward| reward.reward);
    let statements = statements.iter().map(|total| total.reward);
    let bonuses = bonuses.iter().map(|bonus| bonus.reward);
    let mut all = rewards.chain(statements).chain(bonuses);
    let total = all.try_fold(Money::zero(programme.unit()), Money::checked_add);
    Ok(total?)
}

fn told_reward(reward: &Reward, programme: &Programme, names: &Names) -> Result<Value, Stop> {
    let rule = match reward.reason {
        Reason::ExcludedKind
        | Reason::ExcludedCategory
        | Reason::ExcludedMcc
        | Reason::ExcludedPayee => "excluded".to_owned(),
        Reason::Pending
        | Reason::Void
        | Reason::Currency
        | Reason::NotOutflow
        | Reason::NotInflow
        | Reason::Clawback
        | Reason::UnlinkedClawback => reward.reason.word().to_owned(),
        Reason::Ok
        | Reason::Capped
        | Reason::NoRate
        | Reason::CapUsed
        | Reason::BelowBlock
        | Reason::RoundedToZero => paid_by(reward, names),
    };
    let txn = names.name(reward.entry.0);
    if let Some(rounded) = reward.reward {
        return Ok(json!({ "txn": txn, "reward": rounded.to_string(), "rule": rule }));
    }
    let exact = reward.exact.to_decimal();
    let exact = exact.ok_or_else(|| Stop::Case("the reward has too many digits".into()))?;
    let exact = format!("{exact} {}", programme.unit());
    Ok(json!({ "txn": txn, "reward_exact": exact, "rule": rule }))
}

fn paid_by(reward: &Reward, names: &Names) -> String {
    let winner = reward.winner().map_or("base", |rule| names.name(rule.0));
    let on_top = reward
        .on_top()
        .map(|rule| format!("+{}", names.name(rule.0)));
    on_top.fold(winner.to_owned(), |all, rule| all + &rule)
}

fn told_bonus(bonus: &BonusProgress, names: &Names) -> Value {
    let id = names.name(bonus.id.0);
    let status = match bonus.status {
        BonusStatus::Open => "open",
        BonusStatus::Earned => "earned",
        BonusStatus::Missed => "missed",
    };
    match bonus.towards {
        Towards::Spend {
            progress,
            missing,
            deadline,
        } => json!({ "id": id, "status": status, "on": bonus.on,
                     "progress": progress.decimal_text(), "missing": missing.decimal_text(),
                     "deadline": deadline }),
        Towards::Count { progress, needed } => json!({ "id": id, "status": status, "on": bonus.on,
                     "times": bonus.times, "progress": progress, "needed": needed }),
    }
}

/// What is used of each cap in the stretch of time that a day is in, to its end.
fn caps(programme: &Programme, spends: &[Spend<'_>], day: NaiveDate, names: &Names) -> Outcome {
    let mut told = Map::new();
    for rule in &programme.terms().rules {
        let Some(cap) = rule.cap else { continue };
        let last = cap.period.span_of(day).map_or(day, |span| span.last);
        let known = spends.partition_point(|spend| spend.entry.day <= last);
        let known = spends.get(..known).unwrap_or_default();
        let mut standing = Standing::start(programme);
        let until = known.last().map_or(day, |spend| spend.entry.day.max(day));
        go_on(programme, &mut standing, known, until, &mut |_: Made<
            '_,
        >| {})?;
        let used = standing.cap_used(programme, rule.id);
        let used = used.and_then(|used| used.used.to_decimal().zip(used.left.to_decimal()));
        let (used, left) = used.ok_or_else(|| Stop::Case("the cap has no use".into()))?;
        let amount = |value: Decimal| {
            let rounded = Money::round(value, cap.limit.amount().currency(), Rounding::HalfUp);
            rounded.map(|money| money.decimal_text())
        };
        let told_cap = json!({ "used": amount(used)?, "remaining": amount(left)? });
        told.insert(names.name(rule.id.0).to_owned(), told_cap);
    }
    Ok(Value::Object(told))
}
