//! How a reward and its costs come about, in a sentence.

use farthing_money::{Currency, Money, MoneyError, Rounding};
use farthing_rules::cashback::{Advice, CapUse, Exact, Part, Welcome, WelcomeShare};
use farthing_rules::ids::RuleId;
use rust_decimal::Decimal;

use super::super::inputs::AdviceBonuses;
use super::super::programmes::ProgrammeKind;
use super::super::read::ReadProgramme;
use super::super::words::{
    day_words, money_words, percent_words, rate_words, reason_words, rule_name,
};
use super::bonuses::OpenBonus;
use crate::error::{LedgerError, Result};
use crate::kinds::AccountKind;

/// Whether the fee of an account for paying abroad is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FeeAbroad {
    /// It is in the cost, or there is none.
    None,
    /// Nobody has said it.
    Unknown,
}

/// `2 % base rate = 0.69; cap: 12.40 of 1,500.00 left`.
pub(super) fn reward_words(
    read: &ReadProgramme<'_>,
    advice: &Advice,
    costs: (Money, (Decimal, Decimal)),
) -> Result<String> {
    let home = advice.value.currency();
    let mut words = vec![earned(read, advice)];
    for part in &advice.reward.parts {
        if let (Some(rule), Some(cap)) = (part.rule, part.cap) {
            words.push(cap_left(read, rule, cap, home)?);
        }
    }
    if read.file.written().kind == ProgrammeKind::PayAsYouPay {
        words.push("what paying off earns is not in it".to_owned());
    }
    words.extend(cost_words(costs));
    Ok(words.join("; "))
}

/// `Welcome: part of the bonus of 200.00 = 22.05, left out of the price; the bonus needs 312.00 more
/// spent with this card by 3 March 2027, this purchase included, and pays nothing short of that`.
pub(super) fn bonus_words(
    read: &ReadProgramme<'_>,
    bonus: &OpenBonus,
    of: &WelcomeShare,
    (kind, counted): (AccountKind, AdviceBonuses),
) -> String {
    let home = of.share.currency();
    let (share, whole) = (figure(of.share, home), figure(of.whole, home));
    let whole = if read.pays_money() {
        whole
    } else {
        format!("{}, worth {whole},", money_words(bonus.welcome.reward))
    };
    let place = match counted {
        AdviceBonuses::Leave => "left out of the price",
        AdviceBonuses::Share => "taken off the price",
    };
    format!(
        "{}: part of the bonus of {whole} = {share}, {place}; {}",
        bonus.name,
        needs(&bonus.welcome, of, kind)
    )
}

/// What a bonus costs before it pays.
fn needs(welcome: &Welcome, of: &WelcomeShare, kind: AccountKind) -> String {
    let missing = figure(welcome.missing, of.share.currency());
    let day = day_words(welcome.deadline);
    let with = match kind {
        AccountKind::Card => "this card",
        AccountKind::Wallet => "this wallet",
        _ => "this account",
    };
    let needs = format!("the bonus needs {missing} more spent with {with} by {day}");
    if of.counts == welcome.missing {
        return format!("{needs}, which this purchase is enough for");
    }
    format!("{needs}, this purchase included, and pays nothing short of that")
}

/// The words of an account without a programme.
pub(super) fn plain_words(cost: (Money, Decimal), abroad: FeeAbroad) -> String {
    let (sum, surcharge) = cost;
    let mut words = vec!["no programme".to_owned()];
    words.extend(cost_words((sum, (Decimal::ZERO, surcharge))));
    if abroad == FeeAbroad::Unknown {
        words.push("its fee abroad is not known".to_owned());
    }
    words.join("; ")
}

fn earned(read: &ReadProgramme<'_>, advice: &Advice) -> String {
    let reward = &advice.reward;
    if reward.exact.is_zero() || reward.reward.is_some_and(|reward| reward.is_zero()) {
        return format!("no reward: {}", reason_words(reward.reason));
    }
    let parts = reward.parts.iter().filter(|part| !part.reward.is_zero());
    let parts: Vec<String> = parts.map(|part| part_words(read, part)).collect();
    let home = advice.value.currency();
    let value = figure(advice.value, home);
    let sum = match reward.reward {
        _ if read.pays_money() => value,
        Some(points) => format!("{}, worth {value}", money_words(points)),
        None => format!("points worth {value}"),
    };
    format!("{} = {sum}", parts.join(" and "))
}

fn part_words(read: &ReadProgramme<'_>, part: &Part) -> String {
    let rate = rate_words(part.rate.to_decimal(), read.units());
    match part.rule {
        None => format!("{rate} base rate"),
        Some(rule) => format!("{rate} {}", named(read, rule)),
    }
}

fn named(read: &ReadProgramme<'_>, rule: RuleId) -> String {
    let rules = read.file.written().rules.iter();
    let mut rules = rules.filter(|written| written.id == rule.0);
    rules.next().map(rule_name).unwrap_or_default()
}

fn cap_left(read: &ReadProgramme<'_>, rule: RuleId, cap: CapUse, home: Currency) -> Result<String> {
    let rules = read.programme.terms().rules.iter();
    let limit = rules
        .filter(|terms| terms.id == rule)
        .find_map(|terms| terms.cap)
        .map(|cap| cap.limit.amount());
    let limit = limit.ok_or_else(|| LedgerError::Damaged("a rule lost its cap".to_owned()))?;
    let left = money(cap.left_before, limit.currency())?;
    let (left, limit) = (figure(left, home), figure(limit, home));
    Ok(format!("cap: {left} of {limit} left"))
}

/// What is left is never told larger than it is.
fn money(exact: Exact, currency: Currency) -> Result<Money> {
    let decimal = exact.to_decimal();
    let decimal = decimal.ok_or(LedgerError::Money(MoneyError::Overflow))?;
    Ok(Money::round(decimal, currency, Rounding::Down)?)
}

/// What it costs; none for nothing.
fn cost_words((sum, (fee, surcharge)): (Money, (Decimal, Decimal))) -> Option<String> {
    let parts = [("fee abroad", fee), ("surcharge", surcharge)];
    let parts = parts.into_iter().filter(|(_, rate)| !rate.is_zero());
    let parts: Vec<String> = parts
        .map(|(what, rate)| format!("{what} {}", percent_words(rate)))
        .collect();
    let sum = figure(sum, sum.currency());
    (!parts.is_empty()).then(|| format!("{} = {sum}", parts.join(" and ")))
}

/// An amount, with its unit only where that is another than the purchase's.
fn figure(amount: Money, home: Currency) -> String {
    let words = money_words(amount);
    if amount.currency() != home {
        return words;
    }
    let number = words.strip_suffix(home.code()).map(str::trim_end);
    number.map(str::to_owned).unwrap_or(words)
}
