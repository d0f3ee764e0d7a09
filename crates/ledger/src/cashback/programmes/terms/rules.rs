//! The rules of a programme, from what is written to the terms.

use farthing_rules::calendar::Span;
use farthing_rules::cashback::{
    Activation, ActivationReach, CapLimit, EarningCap, EarningRule, Earns, Matching, OpeningUse,
    Programme, ProgrammeTerms, RuleMode, Tier, TierMethod,
};
use farthing_rules::ids::RuleId;

use super::super::problem::Wrong;
use super::super::written::{
    WrittenActivation, WrittenBasis, WrittenCap, WrittenMode, WrittenProgramme, WrittenRule,
    WrittenSpan, WrittenTierMethod, WrittenTiers,
};
use super::{Words, matching, period, refused};

/// The rules; each is tried alone on the head of the programme, so that a refusal has its place.
pub(super) fn rules(
    written: &WrittenProgramme,
    head: &ProgrammeTerms,
    words: &mut Words,
) -> Result<Vec<EarningRule>, Wrong> {
    let mut rules: Vec<EarningRule> = Vec::new();
    for (number, rule) in (1..).zip(&written.rules) {
        let read = read(rule, head, words).map_err(|wrong| wrong.within_each("rules", number))?;
        if rules.iter().any(|earlier| earlier.id == read.id) {
            let message = "an earlier rule has this number; each rule has its own";
            return Err(Wrong::new("id", message).within_each("rules", number));
        }
        rules.push(read);
    }
    Ok(rules)
}

fn read(
    written: &WrittenRule,
    head: &ProgrammeTerms,
    words: &mut Words,
) -> Result<EarningRule, Wrong> {
    let matching =
        matching(written.matching.as_ref(), words).map_err(|wrong| wrong.within("match"))?;
    contradictions(written, &matching, head)?;
    let valid = written.valid.map(valid).transpose()?;
    let min_purchase = written.min_purchase.as_ref();
    let txn_cap = written.txn_cap.as_ref();
    let fallback_rate = written.fallback_rate.as_ref();
    let rule = EarningRule {
        id: RuleId(written.id),
        mode: match written.mode {
            WrittenMode::Replace => RuleMode::Replace,
            WrittenMode::Add => RuleMode::Add,
        },
        earns: earns(written, head)?,
        matching,
        valid,
        activation: written
            .activation
            .map(|activation| self::activation(activation, valid))
            .transpose()?,
        min_purchase: min_purchase
            .map(|least| least.money("min_purchase", head.currency))
            .transpose()?,
        purchase_cap: txn_cap
            .map(|most| most.above_zero("txn_cap", head.unit))
            .transpose()?,
        cap: (written.cap.as_ref())
            .map(|cap| self::cap(cap, head).map_err(|wrong| wrong.within("cap")))
            .transpose()?,
        fallback_rate: fallback_rate
            .map(|rate| rate.rate("fallback_rate"))
            .transpose()?,
    };
    let alone = ProgrammeTerms {
        rules: vec![rule.clone()],
        ..head.clone()
    };
    Programme::of(alone).map_err(|error| refused(error, place))?;
    Ok(rule)
}

/// Where the file has what the rules call so.
fn place(field: &str) -> Option<&'static str> {
    match field {
        "pattern" => Some("match.pattern"),
        "opening_used" => Some("cap.opening"),
        "tiers" => Some("tiers.steps"),
        _ => None,
    }
}

fn contradictions(
    written: &WrittenRule,
    matching: &Matching,
    head: &ProgrammeTerms,
) -> Result<(), Wrong> {
    let is_for_all = *matching == Matching::default();
    let has_terms = written.valid.is_some()
        || written.activation.is_some()
        || written.min_purchase.is_some()
        || written.cap.is_some()
        || written.tiers.is_some();
    if written.mode == WrittenMode::Replace && is_for_all && !has_terms {
        return Err(Wrong::new(
            "match",
            "a rule in place of the base rate says for which purchases or when; \
             for all of them there is base_rate",
        ));
    }
    let excluded = &head.exclusions.categories;
    let asked = matching.categories.as_ref();
    if asked.is_some_and(|asked| !asked.is_disjoint(excluded)) {
        return Err(Wrong::new(
            "match.categories",
            "one of these categories earns nothing by the exclusions; name it in one place only",
        ));
    }
    Ok(())
}

fn earns(written: &WrittenRule, head: &ProgrammeTerms) -> Result<Earns, Wrong> {
    match (&written.rate, &written.tiers) {
        (Some(rate), None) => Ok(Earns::Rate(rate.rate("rate")?)),
        (None, Some(tiers)) => self::tiers(tiers, head).map_err(|wrong| wrong.within("tiers")),
        (Some(_), Some(_)) => Err(Wrong::new(
            "rate",
            "a rule has one rate or tiers, not both; take one of them out",
        )),
        (None, None) => Err(Wrong::new("rate", "a rule says its rate, or its tiers")),
    }
}

fn tiers(written: &WrittenTiers, head: &ProgrammeTerms) -> Result<Earns, Wrong> {
    let steps = (1..).zip(&written.steps).map(|(number, step)| {
        let up_to = step.up_to.as_ref();
        let up_to = up_to.map(|up_to| up_to.money("up_to", head.currency));
        let tier = up_to.transpose().and_then(|up_to| {
            let rate = step.rate.rate("rate")?;
            Ok(Tier { up_to, rate })
        });
        tier.map_err(|wrong| wrong.within_each("steps", number))
    });
    Ok(Earns::Tiers {
        tiers: steps.collect::<Result<_, _>>()?,
        period: period(written.period, head.statement_day),
        method: match written.method {
            WrittenTierMethod::Marginal => TierMethod::Marginal,
            WrittenTierMethod::Whole => TierMethod::Whole,
        },
    })
}

fn valid(written: WrittenSpan) -> Result<Span, Wrong> {
    let message = "the last day comes before the first; turn them round";
    Span::new(written.from, written.until).ok_or(Wrong::new("valid.until", message))
}

fn activation(written: WrittenActivation, valid: Option<Span>) -> Result<Activation, Wrong> {
    let starts = valid.map(|valid| valid.first);
    let deadline = written.deadline;
    if deadline
        .zip(starts)
        .is_some_and(|(deadline, starts)| deadline < starts)
    {
        return Err(Wrong::new(
            "activation.deadline",
            "the rule would have to be activated before its first valid day; \
             one of the two days is wrong",
        ));
    }
    Ok(Activation {
        on: written.on,
        deadline,
        reach: if written.retroactive {
            ActivationReach::Retroactive
        } else {
            ActivationReach::FromThen
        },
    })
}

fn cap(written: &WrittenCap, head: &ProgrammeTerms) -> Result<EarningCap, Wrong> {
    let unit = match written.basis {
        WrittenBasis::Spend => head.currency,
        WrittenBasis::Reward => head.unit,
    };
    let amount = written.amount.above_zero("amount", unit)?;
    let opening = written.opening.as_ref().map(|opening| {
        Ok::<_, Wrong>(OpeningUse {
            on: opening.on,
            amount: opening.amount.zero_or_more("opening.amount", unit)?,
        })
    });
    Ok(EarningCap {
        limit: match written.basis {
            WrittenBasis::Spend => CapLimit::Spend(amount),
            WrittenBasis::Reward => CapLimit::Reward(amount),
        },
        period: period(written.period, head.statement_day),
        opening: opening.transpose()?,
    })
}
