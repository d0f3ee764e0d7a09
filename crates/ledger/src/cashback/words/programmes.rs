//! What a programme pays, what is used of its caps, and how far its bonuses are.

use chrono::NaiveDate;
use farthing_money::Money;
use farthing_rules::calendar::Span;
use farthing_rules::cashback::{BonusProgress, BonusStatus, CapBasis, Towards};
use rust_decimal::Decimal;

use super::super::programmes::{ProgrammeFile, ProgrammeKind, WrittenProgramme};
use super::rules::{rate_words, rule_words, rules_on};
use super::{Units, count_words, day_words, money_words, sentence};

/// So many rules are told in the sentence of a programme.
const TOLD_RULES: usize = 2;

/// What a programme pays on a day, in a sentence.
pub(in crate::cashback) fn programme_words(file: &ProgrammeFile, today: NaiveDate) -> String {
    let written = file.written();
    let units = Units {
        currency: file.currency(),
        unit: file.unit(),
    };
    let base = Decimal::from_str_exact(written.base_rate.text()).unwrap_or_default();
    let words = match written.kind {
        ProgrammeKind::Portal => portal_words(file),
        ProgrammeKind::PayAsYouPay => pay_words(written, base, units),
        _ => rates_words(written, base, units, today),
    };
    let fee = file.annual_fee();
    if fee.is_zero() {
        return sentence(&words);
    }
    sentence(&format!("{words}; it costs {} a year", money_words(fee)))
}

fn rates_words(
    written: &WrittenProgramme,
    base: Decimal,
    units: Units,
    today: NaiveDate,
) -> String {
    let everything = (!base.is_zero()).then(|| {
        let rate = rate_words(base, units);
        format!("{rate} on every purchase")
    });
    let (live, over) = rules_on(&written.rules, today);
    let rules = live.iter().take(TOLD_RULES);
    let rules = rules.map(|rule| rule_words(rule, written, units));
    let more = count(live.len().saturating_sub(TOLD_RULES));
    let more = more.map(|more| format!("and {} more", count_words(more, "rule")));
    let over = count(over.len()).map(over_count);
    let bonuses = count(written.bonuses.len()).map(bonus_count);
    let parts: Vec<String> = everything
        .into_iter()
        .chain(rules)
        .chain(more)
        .chain(over)
        .chain(bonuses)
        .collect();
    if parts.is_empty() {
        return "it pays nothing by itself".to_owned();
    }
    let words = parts.join("; ");
    words.strip_prefix("and ").unwrap_or(&words).to_owned()
}

/// How many, where there are any.
fn count(things: usize) -> Option<u32> {
    (things > 0).then(|| u32::try_from(things).unwrap_or(u32::MAX))
}

fn over_count(count: u32) -> String {
    format!("and {} whose days are over", count_words(count, "rule"))
}

fn bonus_count(count: u32) -> String {
    match count {
        1 => "and 1 bonus".to_owned(),
        count => format!("and {count} bonuses"),
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

#[cfg(test)]
mod tests {
    use super::super::super::programmes::shipped_programmes;
    use super::*;

    fn rotating() -> ProgrammeFile {
        let mut files = shipped_programmes().unwrap().into_iter();
        let is_it = |file: &ProgrammeFile| file.written().id == "chase_freedom_flex";
        files.find(is_it).unwrap()
    }

    fn words_on(year: i32, month: u32, day: u32) -> String {
        let day = NaiveDate::from_ymd_opt(year, month, day).unwrap();
        programme_words(&rotating(), day)
    }

    #[test]
    fn the_quarter_of_the_day_is_told_and_those_that_are_over_are_counted() {
        let words = words_on(2026, 8, 2);
        assert!(words.contains("for quarter 3 of 2026"), "{words}");
        assert!(
            words.ends_with("; and 5 rules more; and 2 rules whose days are over."),
            "{words}"
        );
        let next = words_on(2025, 12, 31);
        assert!(next.contains("for quarter 1 of 2026"), "{next}");
        assert!(next.ends_with("; and 7 rules more."), "{next}");
    }

    #[test]
    fn rules_to_come_stand_by_their_days_and_past_ones_the_newest_first() {
        let file = rotating();
        let mut rules = file.written().rules.clone();
        rules.reverse();
        let day = NaiveDate::from_ymd_opt(2026, 8, 2).unwrap();
        let (live, over) = rules_on(&rules, day);
        let ids = |rules: Vec<&super::super::super::programmes::WrittenRule>| -> Vec<i64> {
            rules.iter().map(|rule| rule.id).collect()
        };
        assert_eq!(ids(live), [20263, 1, 20264, 20271, 20272, 20273, 20274]);
        assert_eq!(ids(over), [20262, 20261]);
    }

    #[test]
    fn a_programme_of_past_rules_alone_begins_with_their_number() {
        let mut written = rotating().written().clone();
        written.base_rate = written.rules[0].rate.clone().unwrap();
        written.rules.remove(0);
        let last = ProgrammeFile::of(written).unwrap();
        let day = NaiveDate::from_ymd_opt(2028, 1, 1).unwrap();
        assert_eq!(
            programme_words(&last, day),
            "3 PTS for each USD on every purchase; and 8 rules whose days are over."
        );
    }
}
