//! What a rule does, in plain sentences.

use farthing_rules::increment::default_increment;
use farthing_rules::roundup::notes_of;

use super::super::terms::{
    BalanceDays, ChallengeMeasure, DayOfWeek, ExactInput, GoalPercent, HowOften, MissedChoice,
    ModeInput, OverspendChoice, PayDate, PayPart, PerDay, PeriodChoice, RoundUpTerms, RungInput,
    SavingRuleInput, SavingTerms, StepInput, StepOrder, WeekendChoice,
};
use super::transfers::weekday_words;
use super::{
    Names, amount_words, count_words, day_words, given, limits, list_words, percent_words,
};
use crate::wire::named_currency;

/// What a rule does, who shares what it sets aside, which entries it looks at and what limits it.
pub(in crate::savings) fn rule_words(input: &SavingRuleInput, names: &Names) -> Vec<String> {
    let mut terms = terms(&input.terms, names).into_iter();
    let mut words: Vec<String> = terms.next().into_iter().collect();
    words.extend(limits::goals(input, names));
    words.extend(terms);
    words.extend(limits::scope(input, names));
    words.extend(limits::from(input));
    words.extend(limits::guard(input, names));
    words.extend(limits::changes(input));
    words
}

/// Those of the sentences of a rule that say only what holds where nothing else is chosen.
pub(in crate::savings) fn usual_words(input: &SavingRuleInput) -> Vec<String> {
    let mut words = Vec::new();
    if let SavingTerms::RoundUp(terms) = &input.terms {
        let leaves_exact = |step: &StepInput| {
            let ModeInput::Multiple { exact, .. } = &step.mode else {
                return false;
            };
            *exact == ExactInput::Nothing
        };
        if terms.steps.iter().any(leaves_exact) {
            words.push(exactly("nothing"));
        }
    }
    words.extend(limits::everywhere(input));
    words.extend(limits::usual_changes(input));
    words
}

fn terms(terms: &SavingTerms, names: &Names) -> Vec<String> {
    match terms {
        SavingTerms::RoundUp(terms) => round_up(terms),
        SavingTerms::PercentOfPurchase { .. }
        | SavingTerms::FixedPerMatch { .. }
        | SavingTerms::SaveDiscount { .. } => of_purchases(terms),
        SavingTerms::Payday { .. } | SavingTerms::Freelancer { .. } => of_income(terms, names),
        SavingTerms::SpendLess { .. }
        | SavingTerms::NoSpendReward { .. }
        | SavingTerms::StreakBonus { .. } => of_days(terms),
        SavingTerms::SetAndForget { .. } | SavingTerms::Challenge { .. } => of_schedule(terms),
        SavingTerms::Matching { .. }
        | SavingTerms::SweepCashback { .. }
        | SavingTerms::RoundDownBalance { .. }
        | SavingTerms::CoolingOff { .. } => of_its_own(terms, names),
    }
}

fn round_up(terms: &RoundUpTerms) -> Vec<String> {
    let mut words: Vec<String> = terms.steps.iter().flat_map(step).collect();
    if terms.times > 1 {
        words.push(format!(
            "It is set aside {} times: what goes beyond the first time is extra saving.",
            terms.times
        ));
    }
    if let Some(percent) = given(terms.cap_percent.as_ref()) {
        let percent = percent_words(percent);
        words.push(format!("It is never more than {percent} of the purchase."));
    }
    let by_week = |step: &StepInput| given(step.cap_week.as_ref()).is_some();
    if terms.week_start != DayOfWeek::Monday && terms.steps.iter().any(by_week) {
        let day = weekday_words(terms.week_start);
        words.push(format!("Weeks begin on {day}."));
    }
    words
}

fn step(step: &StepInput) -> Vec<String> {
    let code = step.currency.as_str();
    let amount = |text: &str| amount_words(text, code);
    let mut words = mode(&step.mode, code);
    if let Some(extra) = given(step.extra.as_ref()) {
        words.push(format!("{} is added each time.", amount(extra)));
    }
    if let Some(least) = given(step.min_purchase.as_ref()) {
        words.push(format!("Purchases below {} take no part.", amount(least)));
    }
    let caps = [
        (&step.cap_purchase, "for one purchase"),
        (&step.cap_day, "in a day"),
        (&step.cap_week, "in a week"),
        (&step.cap_month, "in a month"),
    ];
    let caps = caps.into_iter().filter_map(|(cap, of)| {
        let cap = given(cap.as_ref())?;
        Some(format!("{} {of}", amount(cap)))
    });
    words.extend(at_most(&caps.collect::<Vec<_>>()));
    words
}

fn exactly(what: &str) -> String {
    format!("An amount without a difference sets {what} aside.")
}

fn mode(mode: &ModeInput, code: &str) -> Vec<String> {
    let amount = |text: &str| amount_words(text, code);
    let each = format!("Each purchase in {code}");
    match mode {
        ModeInput::Multiple { increment, exact } => {
            let usual = || named_currency(code).map(|code| default_increment(code).to_string());
            let increment = match given(increment.as_ref()) {
                Some(increment) => amount(increment),
                None => usual().unwrap_or_else(|_| "usual step".to_owned()),
            };
            let exactly = match exact {
                ExactInput::Nothing => "nothing".to_owned(),
                ExactInput::Full => format!("a whole {increment}"),
                ExactInput::Fixed { amount: fixed } => amount(fixed),
            };
            vec![
                format!(
                    "{each} is rounded up to the next multiple of {increment}, and the difference is \
                     set aside."
                ),
                self::exactly(&exactly),
            ]
        }
        ModeInput::Note => vec![note(&each, code)],
        ModeInput::Flat { amount: flat } => vec![format!("{each} sets {} aside.", amount(flat))],
        ModeInput::Percent { percent } => {
            vec![format!(
                "{each} sets {} of it aside.",
                percent_words(percent)
            )]
        }
        ModeInput::Ladder { rungs, beyond } => vec![ladder(&each, rungs, beyond, code)],
    }
}

fn note(each: &str, code: &str) -> String {
    let notes = named_currency(code).map(notes_of).unwrap_or_default();
    let notes: Vec<String> = notes
        .iter()
        .map(|note| note.to_decimal().normalize().to_string())
        .collect();
    let notes = list_words(&notes);
    format!(
        "{each} is rounded up to the next bank note ({notes}), and the difference is set aside."
    )
}

fn ladder(each: &str, rungs: &[RungInput], beyond: &str, code: &str) -> String {
    let rung = |rung: &RungInput| {
        let (amount, up_to) = (
            amount_words(&rung.amount, code),
            amount_words(&rung.up_to, code),
        );
        format!("{amount} up to {up_to}")
    };
    let mut parts: Vec<String> = rungs.iter().map(rung).collect();
    parts.push(format!("{} beyond", amount_words(beyond, code)));
    format!("{each} sets aside by its size: {}.", list_words(&parts))
}

fn of_purchases(terms: &SavingTerms) -> Vec<String> {
    match terms {
        SavingTerms::PercentOfPurchase {
            currency,
            percent,
            cap_purchase,
            cap_month,
        } => {
            let percent = percent_words(percent);
            let caps = [
                (cap_purchase, "for one purchase"),
                (cap_month, "in a month"),
            ];
            let caps = caps.into_iter().filter_map(|(cap, of)| {
                let cap = given(cap.as_ref())?;
                Some(format!("{} {of}", amount_words(cap, currency)))
            });
            let caps: Vec<String> = caps.collect();
            let mut words = vec![format!(
                "Each purchase in {currency} sets {percent} of it aside."
            )];
            words.extend(at_most(&caps));
            words
        }
        SavingTerms::FixedPerMatch {
            currency,
            amount,
            max_per_day,
            counted,
        } => {
            let amount = amount_words(amount, currency);
            let mut words = vec![format!("Each purchase in {currency} sets {amount} aside.")];
            words.extend(max_per_day.map(|most| {
                let whose = match counted {
                    PerDay::InAll => "",
                    PerDay::EachPayee => " with each payee",
                };
                let purchases = count_words(most, "purchase");
                format!("At most {purchases} of a day{whose}.")
            }));
            words
        }
        SavingTerms::SaveDiscount { currency, percent } => vec![format!(
            "When a purchase in {currency} cost less than its list price, {} of the difference is set \
             aside.",
            percent_words(percent)
        )],
        _ => Vec::new(),
    }
}

fn of_income(terms: &SavingTerms, names: &Names) -> Vec<String> {
    match terms {
        SavingTerms::Payday {
            currency,
            part,
            cap,
            date,
        } => {
            let part = match part {
                PayPart::Percent(percent) => format!("{} of it", percent_words(percent)),
                PayPart::Amount(amount) => amount_words(amount, currency),
            };
            let day = match date {
                PayDate::SameDay => "on the same day",
                PayDate::NextBusinessDay => "on the next business day",
            };
            let cap = given(cap.as_ref());
            let cap = cap.map(|cap| format!("{} with one pay", amount_words(cap, currency)));
            let mut words = vec![format!(
                "With each income in {currency}, {part} is set aside {day}; never more than came in."
            )];
            words.extend(at_most(cap.as_slice()));
            words
        }
        SavingTerms::Freelancer { currency, parts } => {
            let part = |part: &GoalPercent| {
                format!(
                    "{} for {}",
                    percent_words(&part.percent),
                    names.goal(part.goal)
                )
            };
            let parts: Vec<String> = parts.iter().map(part).collect();
            let parts = list_words(&parts);
            vec![format!(
                "Of each income in {currency}, {parts} is set aside."
            )]
        }
        _ => Vec::new(),
    }
}

fn of_days(terms: &SavingTerms) -> Vec<String> {
    match terms {
        SavingTerms::SpendLess {
            currency,
            budget,
            period,
            percent,
            cap,
            overspend,
        } => {
            let a_period = period_words(*period);
            let (budget, percent) = (amount_words(budget, currency), percent_words(percent));
            let cap = given(cap.as_ref());
            let cap = cap.map(|cap| format!("{} each time", amount_words(cap, currency)));
            let mut words = vec![format!(
                "{percent} of what is left of {budget} {a_period} is set aside when that is over."
            )];
            words.extend(at_most(cap.as_slice()));
            let overspend = match overspend {
                OverspendChoice::Forgiven => "Spending more sets nothing aside, and is forgotten.",
                OverspendChoice::Carried => "Spending more lowers what is left the next time.",
            };
            words.push(overspend.to_owned());
            words
        }
        SavingTerms::NoSpendReward {
            currency,
            amount,
            exempt_below,
            max_per_week,
        } => {
            let amount = amount_words(amount, currency);
            let mut words = vec![format!("Each day without spending sets {amount} aside.")];
            words.extend(exempt(exempt_below.as_ref(), currency));
            let most = max_per_week.map(|most| count_words(most, "day"));
            words.extend(most.map(|most| format!("At most {most} of a week.")));
            words
        }
        SavingTerms::StreakBonus {
            currency,
            every_days,
            amount,
            exempt_below,
        } => {
            let (days, amount) = (
                count_words(*every_days, "day"),
                amount_words(amount, currency),
            );
            let mut words = vec![format!(
                "Each {days} in a row without spending set {amount} aside."
            )];
            words.extend(exempt(exempt_below.as_ref(), currency));
            words
        }
        _ => Vec::new(),
    }
}

fn of_schedule(terms: &SavingTerms) -> Vec<String> {
    match terms {
        SavingTerms::SetAndForget {
            currency,
            amount,
            every,
            until,
            weekends,
        } => {
            let amount = amount_words(amount, currency);
            let mut words = vec![format!("{amount} is set aside {}.", often_words(*every))];
            let weekends = match weekends {
                WeekendChoice::Stay => None,
                WeekendChoice::Next => Some("A day on a weekend moves to the Monday."),
                WeekendChoice::Previous => Some("A day on a weekend moves to the Friday."),
            };
            words.extend(weekends.map(str::to_owned));
            words.extend(until.map(|until| format!("The last day is {}.", day_words(until))));
            words
        }
        SavingTerms::Challenge {
            currency,
            amount,
            measure,
            steps,
            step_days,
            order,
            missed,
            missed_steps,
        } => {
            let (amount, days) = (
                amount_words(amount, currency),
                count_words(*step_days, "day"),
            );
            let sum = match measure {
                ChallengeMeasure::FirstStep => format!("the smallest is {amount}"),
                ChallengeMeasure::Sum => format!("together they are {amount}"),
            };
            let order = match order {
                StepOrder::Ascending => "from the smallest to the largest",
                StepOrder::Descending => "from the largest to the smallest",
            };
            let missed_steps = match missed_steps {
                MissedChoice::Carry => "A missed step is paid with the next one.",
                MissedChoice::Skip => "A missed step is left out.",
                MissedChoice::Shift => "A missed step waits, and all after it wait too.",
            };
            let steps = count_words(*steps, "step");
            let mut words = vec![
                format!("A challenge of {steps}, one every {days}, {order}; {sum}."),
                missed_steps.to_owned(),
            ];
            let missed: Vec<String> = missed.iter().map(u32::to_string).collect();
            if !missed.is_empty() {
                words.push(format!("Missed so far: {}.", list_words(&missed)));
            }
            words
        }
        _ => Vec::new(),
    }
}

fn of_its_own(terms: &SavingTerms, names: &Names) -> Vec<String> {
    match terms {
        SavingTerms::Matching {
            currency,
            rules,
            percent,
            cap,
            period,
            until,
        } => {
            let rules: Vec<&str> = rules.iter().map(|rule| names.rule(*rule)).collect();
            let (rules, percent) = (list_words(&rules), percent_words(percent));
            let cap = given(cap.as_ref());
            let cap = cap.map(|cap| {
                let a_period = period_words(*period);
                format!("{} {a_period}", amount_words(cap, currency))
            });
            let mut words = vec![format!(
                "{percent} of what {rules} sets aside in {currency} is set aside on top. It is your \
                 own money: extra saving."
            )];
            words.extend(at_most(cap.as_slice()));
            words.extend(until.map(|until| format!("The last day is {}.", day_words(until))));
            words
        }
        SavingTerms::SweepCashback { currency, percent } => vec![format!(
            "{} of each cashback in {currency} is set aside once it is paid out.",
            percent_words(percent)
        )],
        SavingTerms::RoundDownBalance {
            account,
            currency,
            increment,
            days,
            skip_up_to,
            pot_cap,
        } => {
            let (account, increment) = (names.account(*account), amount_words(increment, currency));
            let when = match days {
                BalanceDays::All => "At the end of each day",
                BalanceDays::Weekdays => "At the end of each day from Monday to Friday",
            };
            let skip = given(skip_up_to.as_ref()).map(|skip| amount_words(skip, currency));
            let cap = given(pot_cap.as_ref());
            let cap = cap.map(|cap| format!("{} in all", amount_words(cap, currency)));
            let mut words = vec![format!(
                "{when}, what {account} holds above a multiple of {increment} is set aside."
            )];
            words.extend(skip.map(|skip| format!("A balance up to {skip} is left alone.")));
            words.extend(at_most(cap.as_slice()));
            words
        }
        SavingTerms::CoolingOff { currency, percent } => vec![format!(
            "When you decide not to buy a thing, {} of its price in {currency} is set aside.",
            percent_words(percent)
        )],
        _ => Vec::new(),
    }
}

/// All limits in one sentence; none without one.
fn at_most(caps: &[String]) -> Option<String> {
    (!caps.is_empty()).then(|| format!("At most {}.", list_words(caps)))
}

fn exempt(size: Option<&String>, code: &str) -> Option<String> {
    let size = amount_words(given(size)?, code);
    Some(format!("Purchases up to {size} spoil no day."))
}

fn often_words(often: HowOften) -> &'static str {
    match often {
        HowOften::Daily => "every day",
        HowOften::Weekly => "every week",
        HowOften::Biweekly => "every second week",
        HowOften::Monthly => "every month",
        HowOften::Quarterly => "every third month",
        HowOften::Yearly => "every year",
    }
}

fn period_words(period: PeriodChoice) -> &'static str {
    match period {
        PeriodChoice::Week => "a week",
        PeriodChoice::Month => "a month",
        PeriodChoice::Quarter => "a quarter",
        PeriodChoice::Year => "a year",
        PeriodChoice::Lifetime => "in all",
    }
}

#[cfg(test)]
mod tests;
