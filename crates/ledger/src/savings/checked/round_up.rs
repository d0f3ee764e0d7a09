//! Round-ups: steps, limits and the guard of the account that pays.

use farthing_money::{Currency, Money};
use farthing_rules::ids as rule_ids;
use farthing_rules::increment::default_increment;
use farthing_rules::roundup::{
    Caps, ChangePolicy, Exact, Guard, GuardMode, MOST_TIMES, Mode, RefundPolicy, RoundUp, Rung,
    Step, Trigger, notes_of,
};

use super::super::terms::{
    ChangeChoice, ExactInput, GuardChoice, ModeInput, RefundChoice, RoundUpTerms, RungInput,
    SavingRuleInput, StepInput,
};
use super::amounts::{above_zero, given, optional, part, zero_or_more};
use super::{When, account_ids, counted, filter, refused, weekday};
use crate::error::{LedgerError, Result};
use crate::wire::named_currency;

/// The largest limit by the size of the purchase: a small purchase may well set more aside than it
/// cost.
const MOST_CAP_PERCENT: u32 = 10_000;

pub(super) fn plan(input: &SavingRuleInput, terms: &RoundUpTerms, when: &When) -> Result<RoundUp> {
    let cap_percent = given(terms.cap_percent.as_deref());
    let rule = RoundUp {
        accounts: account_ids(&input.scope),
        steps: steps(&terms.steps)?,
        times: counted(
            "times",
            terms.times,
            1..=MOST_TIMES,
            "a round-up is set aside 1 to 20 times; write a number between them",
        )?,
        cap_ratio: cap_percent
            .map(|text| part("cap_percent", text, MOST_CAP_PERCENT))
            .transpose()?,
        week_start: weekday(terms.week_start),
        trigger: Trigger::Posted,
        filter: filter(&input.scope),
        excluded: when.left_out.clone(),
        from: when.from,
        pauses: when.pauses(),
        guard: guard(input)?,
        refunds: match input.refunds {
            RefundChoice::Keep => RefundPolicy::Keep,
            RefundChoice::OnFull => RefundPolicy::OnFull,
            RefundChoice::Proportional => RefundPolicy::Proportional,
        },
        changes: match input.changes {
            ChangeChoice::Freeze => ChangePolicy::Freeze,
            ChangeChoice::Adjust => ChangePolicy::Adjust,
        },
    };
    rule.check().map_err(refused)?;
    Ok(rule)
}

/// What keeps the account that pays from running dry. It holds nothing before the first entry, as
/// all its entries are given to the rule.
pub(in crate::savings) fn guard(input: &SavingRuleInput) -> Result<Option<Guard>> {
    let Some(guard) = &input.guard else {
        return Ok(None);
    };
    let account = input.pays_from.ok_or_else(|| {
        LedgerError::invalid(
            "pays_from",
            "choose the account that pays: the floor is what is to stay in it",
        )
    })?;
    let currency = named_currency(&guard.currency)?;
    Ok(Some(Guard {
        account: rule_ids::AccountId(account.0),
        opening: Money::zero(currency),
        floor: zero_or_more("floor", &guard.floor, currency)?,
        mode: match guard.mode {
            GuardChoice::Skip => GuardMode::Skip,
            GuardChoice::Partial => GuardMode::Partial,
            GuardChoice::CancelDay => GuardMode::CancelDay,
        },
    }))
}

fn steps(inputs: &[StepInput]) -> Result<Vec<Step>> {
    if inputs.is_empty() {
        return Err(LedgerError::invalid(
            "steps",
            "add a currency: purchases in others take no part",
        ));
    }
    let mut steps: Vec<Step> = Vec::new();
    for input in inputs {
        let step = step(input)?;
        if steps.iter().any(|other| other.currency == step.currency) {
            let message = format!("{} is there twice; take one of them out", step.currency);
            return Err(LedgerError::invalid("steps", message));
        }
        steps.push(step);
    }
    Ok(steps)
}

/// A step as it counts, or an error that names the field of the input.
pub(in crate::savings) fn step(input: &StepInput) -> Result<Step> {
    let currency = named_currency(&input.currency)?;
    let nothing = Money::zero(currency);
    let or_nothing = |field, text: &Option<String>| -> Result<Money> {
        let amount = optional(field, text.as_deref(), currency, zero_or_more)?;
        Ok(amount.unwrap_or(nothing))
    };
    let mode = mode(&input.mode, currency)?;
    let whole = whole_step(&mode);
    let cap = |field, text: &Option<String>| -> Result<Option<Money>> {
        let cap = optional(field, text.as_deref(), currency, above_zero)?;
        check_cap(field, cap, whole)?;
        Ok(cap)
    };
    let caps = Caps {
        purchase: cap("cap_purchase", &input.cap_purchase)?,
        day: cap("cap_day", &input.cap_day)?,
        week: cap("cap_week", &input.cap_week)?,
        month: cap("cap_month", &input.cap_month)?,
    };
    Ok(Step {
        currency,
        extra: or_nothing("extra", &input.extra)?,
        min_purchase: or_nothing("min_purchase", &input.min_purchase)?,
        caps,
        mode,
    })
}

/// What a step can come to at least once, where that is known.
fn whole_step(mode: &Mode) -> Option<Money> {
    match mode {
        Mode::Multiple { increment, .. } => Some(*increment),
        Mode::Flat(amount) => Some(*amount),
        Mode::Note(_) | Mode::Percent(_) | Mode::Ladder { .. } => None,
    }
}

/// A limit below one step could never let a whole step through.
fn check_cap(field: &'static str, cap: Option<Money>, whole: Option<Money>) -> Result<()> {
    match (cap, whole) {
        (Some(cap), Some(whole)) if cap.minor() < whole.minor() => Err(LedgerError::invalid(
            field,
            format!("a whole step is {whole}; write at least that, or no limit"),
        )),
        _ => Ok(()),
    }
}

fn mode(input: &ModeInput, currency: Currency) -> Result<Mode> {
    Ok(match input {
        ModeInput::Multiple { increment, exact } => {
            let increment = optional("increment", increment.as_deref(), currency, above_zero)?;
            Mode::Multiple {
                increment: increment.unwrap_or_else(|| default_increment(currency)),
                exact: match exact {
                    ExactInput::Nothing => Exact::Nothing,
                    ExactInput::Full => Exact::Full,
                    ExactInput::Fixed { amount } => {
                        Exact::Fixed(above_zero("amount", amount, currency)?)
                    }
                },
            }
        }
        ModeInput::Note => Mode::Note(notes_of(currency)),
        ModeInput::Flat { amount } => Mode::Flat(above_zero("amount", amount, currency)?),
        ModeInput::Percent { percent } => Mode::Percent(part("percent", percent, 100)?),
        ModeInput::Ladder { rungs, beyond } => ladder(rungs, beyond, currency)?,
    })
}

fn ladder(inputs: &[RungInput], beyond: &str, currency: Currency) -> Result<Mode> {
    let without_size = || {
        LedgerError::invalid(
            "rungs",
            "write at least one size, and an amount above zero on one of them",
        )
    };
    if inputs.is_empty() {
        return Err(without_size());
    }
    let rungs: Vec<Rung> = inputs
        .iter()
        .map(|rung| {
            Ok(Rung {
                up_to: above_zero("up_to", &rung.up_to, currency)?,
                amount: zero_or_more("amount", &rung.amount, currency)?,
            })
        })
        .collect::<Result<_>>()?;
    let beyond = zero_or_more("beyond", beyond, currency)?;
    if !rungs.is_sorted_by(|a, b| a.up_to.minor() < b.up_to.minor()) {
        return Err(LedgerError::invalid(
            "rungs",
            "list them from the smallest purchases to the largest, each once",
        ));
    }
    let amounts = rungs.iter().map(|rung| rung.amount);
    if amounts.chain([beyond]).all(|amount| amount.is_zero()) {
        return Err(without_size());
    }
    Ok(Mode::Ladder { rungs, beyond })
}
