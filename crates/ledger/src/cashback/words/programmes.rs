//! What a programme pays, what is used of its caps, and how far its bonuses are.

use chrono::NaiveDate;
use farthing_money::Money;
use farthing_rules::calendar::Span;
use farthing_rules::cashback::{BonusProgress, BonusStatus, CapBasis, Towards};
use rust_decimal::Decimal;

use super::super::programmes::{ProgrammeFile, ProgrammeKind, WrittenProgramme};
use super::rules::{rate_words, rule_words};
use super::{Units, count_words, day_words, money_words, sentence};

/// So many rules are told in the sentence of a programme.
const TOLD_RULES: usize = 2;

/// What a programme pays, in a sentence.
pub(in crate::cashback) fn programme_words(file: &ProgrammeFile) -> String {
    let written = file.written();
    let units = Units {
        currency: file.currency(),
        unit: file.unit(),
    };
    let base = Decimal::from_str_exact(written.base_rate.text()).unwrap_or_default();
    let words = match written.kind {
        ProgrammeKind::Portal => portal_words(file),
        ProgrammeKind::PayAsYouPay => pay_words(written, base, units),
        _ => rates_words(written, base, units),
    };
    let fee = file.annual_fee();
    if fee.is_zero() {
        return sentence(&words);
    }
    sentence(&format!("{words}; it costs {} a year", money_words(fee)))
}

fn rates_words(written: &WrittenProgramme, base: Decimal, units: Units) -> String {
    let everything = (!base.is_zero()).then(|| {
        let rate = rate_words(base, units);
        format!("{rate} on every purchase")
    });
    let rules = written.rules.iter().take(TOLD_RULES);
    let rules = rules.map(|rule| rule_words(rule, written, units));
    let more = written.rules.len().saturating_sub(TOLD_RULES);
    let more = u32::try_from(more).unwrap_or(u32::MAX);
    let bonuses = u32::try_from(written.bonuses.len()).unwrap_or(u32::MAX);
    let more = (more > 0).then(|| format!("and {} more", count_words(more, "rule")));
    let bonuses = (bonuses > 0).then(|| format!("and {}", bonus_count(bonuses)));
    let parts: Vec<String> = everything
        .into_iter()
        .chain(rules)
        .chain(more)
        .chain(bonuses)
        .collect();
    if parts.is_empty() {
        return "it pays nothing by itself".to_owned();
    }
    parts.join("; ")
}

fn bonus_count(count: u32) -> String {
    match count {
        1 => "1 bonus".to_owned(),
        count => format!("{count} bonuses"),
    }
}

fn portal_words(file: &ProgrammeFile) -> String {
    let Some(portal) = file.portal() else {
        return "a shopping portal".to_owned();
    };
    let policy = portal.policy;
    format!(
        "a shopping portal: a purchase shows up within {}, is confirmed within {} and paid within {} \
         after that",
        count_words(policy.track_days, "day"),
        count_words(policy.confirm_days, "day"),
        count_words(policy.pay_days, "day"),
    )
}

fn pay_words(written: &WrittenProgramme, base: Decimal, units: Units) -> String {
    let pay = (written.pay_as_you_pay.as_ref())
        .and_then(|pay| Decimal::from_str_exact(pay.rate.text()).ok())
        .unwrap_or_default();
    format!(
        "{} when something is bought and {} when it is paid off",
        rate_words(base, units),
        rate_words(pay, units)
    )
}

/// What is used of a cap, in a sentence.
pub(in crate::cashback) fn cap_words(
    basis: CapBasis,
    (used, limit): (Money, Money),
    days: Option<Span>,
) -> String {
    let what = match basis {
        CapBasis::Spend => "of spend",
        CapBasis::Reward => "of reward",
    };
    let (used, limit) = (money_words(used), money_words(limit));
    let until = days.map_or_else(String::new, |days| {
        format!(
            ", from {} until {}",
            day_words(days.first),
            day_words(days.last)
        )
    });
    format!("{used} of {limit} {what} is used{until}.")
}

/// How far a bonus is, as a fact.
pub(in crate::cashback) fn bonus_words(progress: &BonusProgress, reward: Money) -> String {
    let reward = money_words(reward);
    let on = progress.on.map_or_else(String::new, |on: NaiveDate| {
        format!(" on {}", day_words(on))
    });
    match (progress.status, progress.towards) {
        (BonusStatus::Earned, Towards::Spend { progress, .. }) => {
            format!(
                "{reward} was earned{on}; {} counted.",
                money_words(progress)
            )
        }
        (BonusStatus::Earned, Towards::Count { .. }) if progress.times == 1 => {
            format!("{reward} was earned{on}.")
        }
        (BonusStatus::Earned, Towards::Count { .. }) => {
            format!(
                "{reward} was earned {} times, the last time{on}.",
                progress.times
            )
        }
        (BonusStatus::Missed, _) => format!("{reward} was not earned; its days are over."),
        (
            BonusStatus::Open,
            Towards::Spend {
                progress,
                missing,
                deadline,
            },
        ) => {
            let (progress, missing) = (money_words(progress), money_words(missing));
            let deadline = day_words(deadline);
            format!(
                "{progress} counts towards {reward}, and {missing} is missing; it ends on {deadline}."
            )
        }
        (BonusStatus::Open, Towards::Count { progress, needed }) => {
            format!("{progress} of {needed} purchases count towards {reward}.")
        }
    }
}
